"""The REST API and its documents."""

from __future__ import annotations

from typing import Any

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.SessionTokenAuthentication",
        "accounts.api.authentication.BrowserSessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["core.api.permissions.DenyAll"],
    "DEFAULT_PARSER_CLASSES": ["core.api.parsers.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["core.api.renderers.OrjsonRenderer"],
    "DEFAULT_FILTER_BACKENDS": ["core.api.filters.StrictFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "core.api.pagination.CursorPages",
    "DEFAULT_SCHEMA_CLASS": "core.api.schema.ProblemAwareSchema",
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "core.api.renderers.IgnoreAcceptNegotiation",
    "EXCEPTION_HANDLER": "core.api.errors.exception_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "PAGE_SIZE": 24,
    "COERCE_DECIMAL_TO_STRING": True,
}

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Serai API",
    "DESCRIPTION": (
        "A marketplace for many merchants. Errors are RFC 9457 problems with `code`, `detail`, `errors[]` and "
        "`request_id`. Money is `{amount, currency, minor}`; `minor` is the integer that counts."
    ),
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"persistAuthorization": True, "displayRequestDuration": True, "deepLinking": True},
    "COMPONENT_SPLIT_REQUEST": True,
    "COMPONENT_SPLIT_PATCH": False,  # inputs of changes say themselves what may be left out
    "SCHEMA_PATH_PREFIX": r"/api/",
    "SORT_OPERATIONS": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "storefront.api.schema.add_catalogue_reads",
        "core.api.schema.add_problem_responses",
        "core.api.schema.add_examples",
    ],
    "PREPROCESSING_HOOKS": ["core.api.schema.keep_api_only"],
    "ENUM_NAME_OVERRIDES": {
        "OrderStatusEnum": "sales.states.OrderStatus",
        "PaymentStatusEnum": "payments.states.PaymentStatus",
        "RefundStatusEnum": "payments.states.RefundStatus",
        "PayoutStatusEnum": "finance.states.PayoutStatus",
        "PayoutMethodEnum": "finance.states.PayoutMethod",
        "LedgerTransactionKindEnum": "finance.states.TransactionKind",
        "LedgerAccountKindEnum": "finance.states.AccountKind",
        "HoldKindEnum": "finance.states.HoldKind",
        "InvoiceKindEnum": "finance.states.InvoiceKind",
        "AttributeKindEnum": "catalog.states.AttributeKind",
        "ProductStatusEnum": "catalog.states.ProductStatus",
        "ReviewStatusEnum": "reviews.states.ReviewStatus",
        "ReportReasonEnum": "reviews.states.ReportReason",
        "AnswerStatusEnum": "marketplace.states.AnswerStatus",
        "HolidayStatusEnum": "marketplace.states.HolidayStatus",
        "SellerDecisionEnum": "marketplace.models.Decision",
        "PolicyKindEnum": "marketplace.models.PolicyKind",
        "SellerStatusEnum": "marketplace.states.SellerStatus",
        "StoreStatusEnum": "marketplace.states.StoreStatus",
    },
    "TAGS": [
        {"name": "Auth", "description": "Register, sign in with a password or a one-time code, sessions."},
        {"name": "Profile", "description": "The address book."},
        {"name": "Catalog", "description": "Categories, products, variants, search."},
        {"name": "Marketplace", "description": "Sellers, stores, items, stock and markets."},
        {"name": "Cart & Orders", "description": "Cart, checkout, orders and their fulfilment."},
        {"name": "Reviews", "description": "What buyers say about what arrived; answers, votes, moderation."},
        {"name": "Shipping", "description": "Quotes."},
        {"name": "Payments", "description": "Start and verify payments; gateway notifications."},
        {"name": "Finance", "description": "What a store earned: balances, entries, sales with commission, payouts."},
    ],
}
