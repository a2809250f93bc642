"""Static files and media."""

from __future__ import annotations

from typing import Any

from config.settings.base import BASE_DIR, STATE_DIR
from config.settings.env import Reader

_env = Reader("Files")

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / ".static"
STOREFRONT_BUNDLE = BASE_DIR / "frontend" / "dist"  # what `make shop` builds; its files are served below shop/
STATICFILES_DIRS = [BASE_DIR / "static", *([STOREFRONT_BUNDLE] if STOREFRONT_BUNDLE.is_dir() else [])]
MEDIA_URL = "/media/"
MEDIA_ROOT = _env.text("MEDIA_ROOT", "", "Where pictures are kept; empty: .serai/media.") or str(STATE_DIR / "media")
PRIVATE_ROOT = _env.text(
    "PRIVATE_ROOT", "", "Where exports and other private files are kept; empty: .serai/private. Never below MEDIA_ROOT."
) or str(STATE_DIR / "private")
IMAGE_MAX_BYTES = _env.integer("IMAGE_MAX_BYTES", 8 * 1024 * 1024, "Bytes of one uploaded picture.", low=1024)
IMAGE_MAX_PIXELS = 24_000_000  # RELIABILITY.md §5.2
IMAGE_MAX_SIDE = 8_000

STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": PRIVATE_ROOT}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/shop/assets/.+-[\w-]{8}\.\w+$"  # Vite writes the hash into the name
