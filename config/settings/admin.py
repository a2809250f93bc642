"""Jazzmin: the look of the admin, from the environment."""

from __future__ import annotations

from typing import Any

from config.settings.env import Reader

_env = Reader("The admin")

ADMIN_SITE_TITLE = _env.text("ADMIN_SITE_TITLE", "Serai admin", "The title of the browser window.")
ADMIN_SITE_HEADER = _env.text("ADMIN_SITE_HEADER", "Serai", "The header of the sign-in page.")
ADMIN_SITE_BRAND = _env.text("ADMIN_SITE_BRAND", "Serai", "The brand in the side bar.")
ADMIN_WELCOME_SIGN = _env.text("ADMIN_WELCOME_SIGN", "Welcome to the house of many merchants", "The sign-in greeting.")
ADMIN_LOGO = _env.text("ADMIN_LOGO", "icons/desktop-logo.svg", "The logo (a static file).")
ADMIN_LOGIN_LOGO = _env.text("ADMIN_LOGIN_LOGO", "icons/desktop-logo.svg", "The logo of the sign-in page.")
ADMIN_FAVICON = _env.text("ADMIN_FAVICON", "icons/desktop-logo.svg", "The browser tab's icon.")
ADMIN_THEME = _env.text("ADMIN_THEME", "minty", "The light Bootswatch theme.")
ADMIN_DARK_THEME = _env.text("ADMIN_DARK_THEME", "darkly", "The dark theme: its name switches dark mode to automatic.")

JAZZMIN_SETTINGS: dict[str, Any] = {
    "site_title": ADMIN_SITE_TITLE,
    "site_header": ADMIN_SITE_HEADER,
    "site_brand": ADMIN_SITE_BRAND,
    "welcome_sign": ADMIN_WELCOME_SIGN,
    "site_logo": ADMIN_LOGO,
    "login_logo": ADMIN_LOGIN_LOGO,
    "site_icon": ADMIN_FAVICON,
    "copyright": "Serai",
    "use_google_fonts_cdn": False,
    "show_ui_builder": False,
    "custom_css": "css/admin.css",
    "custom_js": "js/admin.js",
    "user_avatar": None,
}
JAZZMIN_UI_TWEAKS: dict[str, Any] = {
    "theme": ADMIN_THEME,
    "default_theme_mode": "auto" if ADMIN_DARK_THEME else "light",
}
