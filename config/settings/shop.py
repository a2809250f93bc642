"""Rules of the marketplace that an operator may choose."""

from __future__ import annotations

from config.settings.base import DEBUG, DEVELOPMENT_SECRET
from config.settings.env import Reader, problem

_env = Reader("The marketplace")


def cash_terms(words: list[str]) -> dict[str, tuple[int, int, int]]:
    """Fee, limit and largest order by currency, minor units; a word that does not say them stops the start."""
    found = {}
    for word in words:
        currency, *amounts = word.split(":")
        if len(amounts) != 3 or not all(amount.isdecimal() for amount in amounts) or len(currency) != 3:
            problem(f"CASH_ON_DELIVERY_TERMS has {word!r}, expected CODE:fee:limit:largest in minor units")
            continue
        fee, limit, largest = (int(amount) for amount in amounts)
        found[currency.upper()] = (fee, limit, largest)
    return found


INVENTORY_LOW_STOCK_THRESHOLD = _env.integer(
    "INVENTORY_LOW_STOCK_THRESHOLD", 3, "Stock below this is low, unless the item says otherwise.", high=1_000_000
)
LOW_STOCK_INCLUSIVE = _env.boolean("LOW_STOCK_INCLUSIVE", False, "Alert already at the threshold, not only below it.")
MARKETPLACE_MODERATION = _env.choice(
    "MARKETPLACE_MODERATION", "instant", "Whether a new seller may sell at once.", choices=["instant", "review"]
)
DEFAULT_MARKET = _env.text("DEFAULT_MARKET", "intl", "The market of a visitor who has not chosen one.")
PAYMENT_DEADLINE_MINUTES = _env.integer(
    "PAYMENT_DEADLINE_MINUTES", 15, "Minutes an order waits for its payment.", low=1, high=1440
)
REVIEW_INVITATION_DAYS = _env.integer(
    "REVIEW_INVITATION_DAYS", 3, "Days after a delivery until its buyer is asked for a review.", high=90
)
SANDBOX_GATEWAY_ENABLED = _env.boolean(
    "SANDBOX_GATEWAY_ENABLED", DEBUG, "Offer the sandbox gateway. Never in production."
)
SANDBOX_GATEWAY_URL = _env.url(
    "SANDBOX_GATEWAY_URL", "http://127.0.0.1:8010", "Where the sandbox gateway answers.", schemes=["http", "https"]
).rstrip("/")
SANDBOX_GATEWAY_SECRET = _env.text(
    "SANDBOX_GATEWAY_SECRET", "sandbox-shared-secret", "Signs the sandbox gateway's messages.", secret=True, shown=""
)
GATEWAY_TIMEOUT_SECONDS = _env.integer("GATEWAY_TIMEOUT_SECONDS", 10, "Seconds a gateway may take.", low=1, high=12)
GATEWAY_SANDBOXES_ALLOWED = _env.boolean(
    "GATEWAY_SANDBOXES_ALLOWED", DEBUG, "Admit the gateways' own sandboxes in production: for a staging house only."
)
ZARINPAL_MERCHANT_ID = _env.text(
    "ZARINPAL_MERCHANT_ID", "", "The terminal's UUID; offers Zarinpal to shoppers in Iran. Empty: not offered."
)
ZARINPAL_BASE_URL = _env.url(
    "ZARINPAL_BASE_URL", "https://payment.zarinpal.com", "Where Zarinpal answers.", schemes=["http", "https"]
).rstrip("/")
ZARINPAL_GRAPHQL_URL = _env.url(
    "ZARINPAL_GRAPHQL_URL",
    "https://next.zarinpal.com/api/v4/graphql/",
    "Where Zarinpal takes refunds.",
    schemes=["http", "https"],
)
ZARINPAL_TERMINAL_ID = _env.text("ZARINPAL_TERMINAL_ID", "", "The terminal's number in the panel, for refunds.")
ZARINPAL_ACCESS_TOKEN = _env.text(
    "ZARINPAL_ACCESS_TOKEN", "", "A token of the panel, for refunds. Empty: only whole, fresh ones.", secret=True
)
ZARINPAL_CALLBACK_URL = _env.url(
    "ZARINPAL_CALLBACK_URL",
    "http://127.0.0.1:8000/api/payments/verify/",
    "Where the gateway sends the shopper back to.",
    schemes=["http", "https"],
)
VNPAY_TMN_CODE = _env.text(
    "VNPAY_TMN_CODE", "", "The terminal's code; offers VNPAY to shoppers in Vietnam. Empty: not."
)
VNPAY_HASH_SECRET = _env.text("VNPAY_HASH_SECRET", "", "Signs what goes to VNPAY and comes from it.", secret=True)
VNPAY_PREVIOUS_HASH_SECRETS = _env.text(
    "VNPAY_PREVIOUS_HASH_SECRETS",
    "",
    "Earlier keys, with spaces between, that what comes from VNPAY may still be signed with.",
    secret=True,
).split()
VNPAY_PAY_URL = _env.url(
    "VNPAY_PAY_URL", "https://pay.vnpay.vn/vpcpay.html", "VNPAY's payment page.", schemes=["http", "https"]
)
VNPAY_API_URL = _env.url(
    "VNPAY_API_URL",
    "https://merchant.vnpay.vn/merchant_webapi/api/transaction",
    "Where VNPAY answers queries and takes refunds.",
    schemes=["http", "https"],
)
VNPAY_SERVER_ADDRESS = _env.text("VNPAY_SERVER_ADDRESS", "127.0.0.1", "This server's public IPv4 address, for VNPAY.")
if VNPAY_TMN_CODE and not VNPAY_HASH_SECRET:
    problem("VNPAY_TMN_CODE is set and VNPAY_HASH_SECRET is not; set both, or neither")
MIDTRANS_SERVER_KEY = _env.text(
    "MIDTRANS_SERVER_KEY", "", "The merchant's key; offers Midtrans to shoppers in Indonesia. Empty: not.", secret=True
)
MIDTRANS_PREVIOUS_SERVER_KEYS = _env.text(
    "MIDTRANS_PREVIOUS_SERVER_KEYS",
    "",
    "Earlier keys, with spaces between, that notifications may still be signed with.",
    secret=True,
).split()
MIDTRANS_SNAP_URL = _env.url(
    "MIDTRANS_SNAP_URL", "https://app.midtrans.com/snap/v1", "Where Snap opens pages.", schemes=["http", "https"]
)
MIDTRANS_CORE_URL = _env.url(
    "MIDTRANS_CORE_URL",
    "https://api.midtrans.com",
    "Where Midtrans tells how payments stand.",
    schemes=["http", "https"],
)
IRIS_CREATOR_KEY = _env.text(
    "IRIS_CREATOR_KEY",
    "",
    "Midtrans's key that creates payouts (Iris); pays sellers to Indonesian bank accounts. Empty: not.",
    secret=True,
)
IRIS_APPROVER_KEY = _env.text("IRIS_APPROVER_KEY", "", "Midtrans's key that approves payouts.", secret=True)
IRIS_MERCHANT_KEY = _env.text("IRIS_MERCHANT_KEY", "", "Signs what Midtrans posts about payouts.", secret=True)
IRIS_PREVIOUS_MERCHANT_KEYS = _env.text(
    "IRIS_PREVIOUS_MERCHANT_KEYS",
    "",
    "Earlier keys, with spaces between, that notifications about payouts may still be signed with.",
    secret=True,
).split()
IRIS_URL = _env.url(
    "IRIS_URL", "https://app.midtrans.com/iris", "Where Midtrans takes payouts.", schemes=["http", "https"]
).rstrip("/")
if any((IRIS_CREATOR_KEY, IRIS_APPROVER_KEY, IRIS_MERCHANT_KEY)):
    if not all((IRIS_CREATOR_KEY, IRIS_APPROVER_KEY, IRIS_MERCHANT_KEY)):
        problem("IRIS_CREATOR_KEY, IRIS_APPROVER_KEY and IRIS_MERCHANT_KEY go together; set all three, or none")
    elif IRIS_CREATOR_KEY == IRIS_APPROVER_KEY:
        problem("IRIS_APPROVER_KEY is the creator's; Midtrans lets nobody approve what he created")
STRIPE_SECRET_KEY = _env.text(
    "STRIPE_SECRET_KEY", "", "The account's secret or restricted key; offers Stripe. Empty: not.", secret=True
)
STRIPE_WEBHOOK_SECRET = _env.text("STRIPE_WEBHOOK_SECRET", "", "Signs the events that Stripe posts.", secret=True)
STRIPE_PREVIOUS_WEBHOOK_SECRETS = _env.text(
    "STRIPE_PREVIOUS_WEBHOOK_SECRETS",
    "",
    "Earlier secrets, with spaces between, that events may still be signed with.",
    secret=True,
).split()
STRIPE_API_URL = _env.url(
    "STRIPE_API_URL", "https://api.stripe.com", "Where Stripe answers.", schemes=["http", "https"]
).rstrip("/")
if STRIPE_SECRET_KEY and not STRIPE_WEBHOOK_SECRET:
    problem("STRIPE_SECRET_KEY is set and STRIPE_WEBHOOK_SECRET is not; set both, or neither")
PAYMENT_SECRET_KEYS = _env.words(
    "PAYMENT_SECRET_KEYS",
    [],
    "Secrets that encrypt the gateways' keys in the database (payment configurations of the admin), 32 random "
    "characters or more each. The first encrypts, all decrypt: put a new one in front, run rotate_payment_secrets, "
    "then drop the old one. Empty: gateways are set up by the environment alone.",
)
if any(len(key) < 32 for key in PAYMENT_SECRET_KEYS):
    problem("PAYMENT_SECRET_KEYS needs secrets of 32 random characters or more")
if not PAYMENT_SECRET_KEYS and DEBUG:
    PAYMENT_SECRET_KEYS = [DEVELOPMENT_SECRET + "-payments"]
PAYMENT_CONFIGURATION_SECONDS = 3.0  # how long a process believes the payment configurations that it has read
CASH_ON_DELIVERY_ENABLED = _env.boolean(
    "CASH_ON_DELIVERY_ENABLED", True, "Offer cash on delivery where a market's gateways name cash_on_delivery."
)
CASH_ON_DELIVERY_TERMS = cash_terms(
    _env.words(
        "CASH_ON_DELIVERY_TERMS",
        ["IRR:500000:100000000:500000000", "VND:20000:5000000:10000000", "IDR:10000:2000000:5000000"],
        "Currencies that may be paid in cash at the door, each as CODE:fee:limit:largest in minor units: what a store "
        "is charged for each parcel, the most it may owe us for cash it kept, and the largest order.",
    )
)
CASH_ON_DELIVERY_OPEN_ORDERS = _env.integer(
    "CASH_ON_DELIVERY_OPEN_ORDERS", 3, "Orders a person may have on the way that are paid at the door.", low=1
)
CASH_ON_DELIVERY_GUESTS = _env.boolean(
    "CASH_ON_DELIVERY_GUESTS", False, "Whether guests who leave a phone number may pay at the door."
)
CATALOG_CACHE_SECONDS = _env.integer("CATALOG_CACHE_SECONDS", 15, "Seconds a catalogue answer may be old.", high=3600)
FINANCE_COMMISSION_BASIS_POINTS = _env.integer(
    "FINANCE_COMMISSION_BASIS_POINTS", 1000, "Commission where no rule holds: 1000 is 10 %.", high=10_000
)
FINANCE_HOLD_DAYS = _env.integer(
    "FINANCE_HOLD_DAYS", 7, "Days after a delivery until a seller's money is released, where no terms say.", high=365
)
FINANCE_TAX_GOES_TO = _env.choice(
    "FINANCE_TAX_GOES_TO",
    "platform",
    "Who hands on the tax that prices contain: the platform, or each seller.",
    choices=["platform", "seller"],
)
FINANCE_SHIPPING_GOES_TO = _env.choice(
    "FINANCE_SHIPPING_GOES_TO",
    "seller",
    "Who pays the couriers, and so gets what shoppers pay for delivery.",
    choices=["platform", "seller"],
)
FINANCE_CHARGEBACKS_BORNE_BY = _env.choice(
    "FINANCE_CHARGEBACKS_BORNE_BY",
    "seller",
    "Who bears what a bank takes back of a disputed payment: the sellers of its lines, or the platform.",
    choices=["seller", "platform"],
)
FINANCE_SECRET_KEYS = _env.words(
    "FINANCE_SECRET_KEYS",
    [],
    "Secrets that encrypt the account numbers of sellers, 32 random characters or more each. The first encrypts, all "
    "decrypt: put a new one in front to rotate.",
) or ([DEVELOPMENT_SECRET + "-payout-accounts"] if DEBUG else [])
FINANCE_ACCOUNT_WAIT_HOURS = _env.integer(
    "FINANCE_ACCOUNT_WAIT_HOURS", 72, "Hours before a new payout account is paid to.", high=24 * 30
)
