"""Jazzmin: the look of the admin, from the environment."""

from __future__ import annotations

from typing import Any

from config.settings.env import Reader

_env = Reader("The admin")


def gettext_noop(text: str) -> str:
    """Marks a text for translation. Django's own asks for the settings that are only just being read."""
    return text


ADMIN_SITE_TITLE = _env.text("ADMIN_SITE_TITLE", "Serai admin", "The title of the browser window.")
ADMIN_SITE_HEADER = _env.text("ADMIN_SITE_HEADER", "Serai", "The header of the sign-in page.")
ADMIN_SITE_BRAND = _env.text("ADMIN_SITE_BRAND", "Serai", "The brand in the side bar.")
ADMIN_WELCOME_SIGN = _env.text(
    "ADMIN_WELCOME_SIGN", gettext_noop("Welcome to the house of many merchants"), "The sign-in greeting."
)
ADMIN_LOGO = _env.text("ADMIN_LOGO", "icons/desktop-logo.svg", "The logo (a static file).")
ADMIN_LOGIN_LOGO = _env.text("ADMIN_LOGIN_LOGO", "icons/desktop-logo.svg", "The logo of the sign-in page.")
ADMIN_FAVICON = _env.text("ADMIN_FAVICON", "icons/desktop-logo.svg", "The browser tab's icon.")
ADMIN_THEME = _env.text("ADMIN_THEME", "minty", "The light Bootswatch theme.")
ADMIN_DARK_THEME = _env.text("ADMIN_DARK_THEME", "darkly", "The dark theme: its name switches dark mode to automatic.")

_ICONS = {
    "accounts.user": "fas fa-user",
    "accounts.profile": "far fa-id-card",
    "accounts.address": "fas fa-map-marker-alt",
    "accounts.session": "fas fa-mobile-alt",
    "accounts.secondfactor": "fas fa-qrcode",
    "accounts.profaneword": "fas fa-comment-slash",
    "accounts.onetimecode": "fas fa-key",
    "auth.group": "fas fa-user-shield",
    "catalog.category": "fas fa-sitemap",
    "catalog.brand": "far fa-copyright",
    "catalog.attribute": "fas fa-ruler-combined",
    "catalog.product": "fas fa-cube",
    "catalog.productvariant": "fas fa-barcode",
    "catalog.productattribute": "fas fa-list-ul",
    "catalog.productimage": "far fa-image",
    "marketplace.seller": "fas fa-handshake",
    "marketplace.requirement": "fas fa-list-ol",
    "marketplace.requirementanswer": "fas fa-file-signature",
    "marketplace.sellerdecision": "fas fa-gavel",
    "marketplace.store": "fas fa-store",
    "marketplace.storemember": "fas fa-users",
    "marketplace.storeinvitation": "fas fa-envelope-open-text",
    "marketplace.storemarket": "fas fa-flag",
    "marketplace.storeproduct": "fas fa-link",
    "marketplace.storeholiday": "fas fa-umbrella-beach",
    "marketplace.storepolicy": "fas fa-scroll",
    "marketplace.storestanding": "fas fa-star-half-alt",
    "marketplace.storeitem": "fas fa-tag",
    "marketplace.itemmarketprice": "fas fa-tags",
    "marketplace.productimport": "fas fa-file-import",
    "marketplace.importrow": "fas fa-list-ol",
    "marketplace.pricechange": "fas fa-chart-line",
    "marketplace.storefollow": "fas fa-heart",
    "marketplace.stocksubscription": "fas fa-bell",
    "marketplace.stock": "fas fa-boxes",
    "marketplace.stockmovement": "fas fa-exchange-alt",
    "markets.market": "fas fa-globe-asia",
    "markets.exchangerate": "fas fa-coins",
    "shipping.shippingservice": "fas fa-truck",
    "shipping.city": "fas fa-city",
    "sales.order": "fas fa-receipt",
    "sales.storeorder": "fas fa-box-open",
    "sales.orderitem": "fas fa-stream",
    "sales.cart": "fas fa-shopping-cart",
    "sales.cartitem": "fas fa-cart-plus",
    "sales.wish": "far fa-heart",
    "sales.reservation": "fas fa-hourglass-half",
    "sales.coupon": "fas fa-percent",
    "sales.couponredemption": "fas fa-ticket-alt",
    "payments.payment": "far fa-credit-card",
    "payments.refund": "fas fa-undo",
    "payments.dispute": "fas fa-gavel",
    "payments.transactionlog": "fas fa-clipboard-list",
    "payments.paymentconfiguration": "fas fa-key",
    "payments.webhookevent": "fas fa-bell",
    "payments.webhookprocessing": "fas fa-cogs",
    "finance.ledgeraccount": "fas fa-book",
    "finance.ledgertransaction": "fas fa-balance-scale",
    "finance.ledgerentry": "fas fa-align-left",
    "finance.sale": "fas fa-cash-register",
    "finance.commissionline": "fas fa-percentage",
    "finance.commissionrule": "fas fa-sliders-h",
    "finance.linereversal": "fas fa-history",
    "finance.hold": "fas fa-lock",
    "finance.cashparcel": "fas fa-coins",
    "finance.payout": "fas fa-money-check-alt",
    "finance.payoutaccount": "fas fa-university",
    "finance.payoutbatch": "fas fa-file-invoice-dollar",
    "finance.payoutentry": "fas fa-stream",
    "finance.payoutfreeze": "fas fa-snowflake",
    "finance.payoutterms": "fas fa-calendar-check",
    "finance.chargesplit": "fas fa-code-branch",
    "reviews.review": "fas fa-star-half-alt",
    "reviews.reviewimage": "far fa-images",
    "reviews.reviewvote": "far fa-thumbs-up",
    "reviews.reviewreport": "far fa-flag",
    "reviews.productrating": "fas fa-star",
    "reviews.storerating": "far fa-star",
    "storefront.productlisting": "fas fa-th",
    "notifications.sentmessage": "far fa-envelope",
    "core.outboxmessage": "fas fa-paper-plane",
    "core.auditentry": "fas fa-history",
    "core.idempotencykey": "fas fa-fingerprint",
    "core.privatefile": "fas fa-file-archive",
    "core.jobheartbeat": "fas fa-heartbeat",
    "django_celery_beat.periodictask": "far fa-clock",
    "django_celery_beat.crontabschedule": "far fa-calendar-alt",
    "django_celery_beat.intervalschedule": "fas fa-stopwatch",
    "django_celery_beat.solarschedule": "far fa-sun",
    "django_celery_beat.clockedschedule": "far fa-calendar-check",
}
# What people open most stands first.
_ORDER = [
    "sales",
    "Order console",
    "sales.storeorder",
    "sales.order",
    "sales.coupon",
    "marketplace",
    "marketplace.storeitem",
    "marketplace.stock",
    "marketplace.productimport",
    "marketplace.stockmovement",
    "marketplace.store",
    "marketplace.storemember",
    "marketplace.seller",
    "catalog",
    "Product console",
    "catalog.product",
    "catalog.productvariant",
    "catalog.productimage",
    "catalog.category",
    "payments",
    "payments.payment",
    "payments.refund",
    "payments.dispute",
    "finance",
    "finance.payout",
    "finance.payoutbatch",
    "finance.sale",
    "finance.ledgerentry",
    "finance.ledgertransaction",
    "finance.ledgeraccount",
    "finance.commissionrule",
    "finance.payoutterms",
    "reviews",
    "reviews.review",
    "reviews.reviewreport",
    "shipping",
    "markets",
    "accounts",
    "User console",
    "accounts.user",
    "auth",
    "storefront",
    "notifications",
    "core",
    "core.outboxmessage",
    "core.auditentry",
    "django_celery_beat",
]

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
    "show_theme_chooser": False,
    "related_modal_active": False,
    "changeform_format": "single",
    "custom_css": "css/admin.css",
    "custom_js": "js/admin.js",
    "user_avatar": None,
    "icons": _ICONS,
    "order_with_respect_to": _ORDER,
    "topmenu_links": [
        {"name": gettext_noop("Status"), "url": "/"},
        {"name": "API", "url": "/api/docs/"},
    ],
    "custom_links": {
        "sales": [{"name": gettext_noop("Order console"), "url": "admin:orders", "icon": "fas fa-clipboard-check"}],
    },
}
JAZZMIN_UI_TWEAKS: dict[str, Any] = {
    "theme": ADMIN_THEME,
    "default_theme_mode": "auto" if ADMIN_DARK_THEME else "light",
}
