"""What only `make run` reads."""

from __future__ import annotations

from config.settings.env import Reader

_env = Reader("make run")

WEB_PORT = _env.integer("WEB_PORT", 8000, "The port of the site on this machine.", low=1, high=65535, aliases=["PORT"])
SERAI_DEMO_SCALE = _env.choice(
    "SERAI_DEMO_SCALE",
    "small",
    "The demo data that make run loads into an empty database.",
    choices=["none", "small", "standard", "large"],
)
