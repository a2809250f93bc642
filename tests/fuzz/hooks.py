"""Hooks of schemathesis: put what exists into requests that would else only ever meet 404, and count the answers.

Only parts that schemathesis made valid are touched; what it made wrong stays wrong. Every other valid request of an
operation gets what exists (`FEED`), the rest stays as it was generated.
"""

from __future__ import annotations

import atexit
import base64
import itertools
import json
import os
import random
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pyotp
import schemathesis
from PIL import Image
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.meta import CoverageScenario, coverage_scenario
from schemathesis.transport.serialization import Binary

WORLD: dict[str, Any] = json.loads(Path(os.environ["FUZZ_WORLD"]).read_text())
API = os.environ["FUZZ_URL"]
KEPT, SPENT = WORLD["kept"], {kind: list(values) for kind, values in WORLD["spent"].items()}
FEED = 2  # one in so many
ADDRESS = {
    "recipient": "Mina Rahimi",
    "line1": "12 Elm Street",
    "city": "Portland",
    "postal_code": "97201",
    "country": "US",
}
KEEP_TOKEN = {
    "auth_logout": "logout",
    "auth_change_password": "password",
    "seller_register": "beginner",
    "onboarding_start": "beginner",
    "onboarding_submit": "draft",
    "onboarding_close": "closer",
    "auth_contact": "caller",
    "second_factor_begin": "factor",
    "second_factor_confirm": "factor",
    "second_factor_remove": "armed",
    "auth_deactivate": "leaver",
    "auth_erase": "leaver",
}

chance = random.Random(int(os.environ.get("FUZZ_SEED", "1")))
turns: dict[str, itertools.count[int]] = defaultdict(itertools.count)
answers: Counter[tuple[str, int]] = Counter()
http = httpx.Client(base_url=API, headers={"Authorization": f"Bearer {WORLD['token']}"}, timeout=10, trust_env=False)


def kept(kind: str) -> Any:
    return chance.choice(KEPT[kind])


def spent(kind: str) -> Any:
    """The next one to use up; a kept one of the same kind when none is left, else an id of nothing."""
    if SPENT.get(kind):
        return SPENT[kind].pop()
    return kept(kind) if KEPT.get(kind) else str(uuid.uuid4())


# What path parameters name, by operation and then by name.


def wish() -> str:
    """The id of a product that is on the wishlist."""
    product = str(kept("product"))
    http.post("/api/catalog/wishlist/", json={"product": product})
    return product


def cart_line() -> str:
    """A line of the role's cart, put there when there is none."""
    lines = http.get("/api/sales/cart-items/").json()
    if not lines:
        full_cart()
        lines = http.get("/api/sales/cart-items/").json()
    return str(chance.choice(lines)["id"]) if lines else str(uuid.uuid4())


def holiday() -> dict[str, Any]:
    today = datetime.now(UTC).date()
    return {"starts_on": f"{today + timedelta(days=2)}", "ends_on": f"{today + timedelta(days=9)}", "message": "Sea"}


def holiday_store() -> str:
    """A store of the role's with a holiday that is planned."""
    key = kept("edit_store")
    http.put(f"/api/marketplace/stores/{key}/holiday/", json=holiday())
    return str(key)


PATHS: dict[str, Callable[[], Any]] = {
    "address_id": lambda: kept("address"),
    "session_id": lambda: spent("session"),
    "variant_id": lambda: kept("variant"),
    "item_id": lambda: kept("item"),
    "member_id": lambda: kept("member"),
    "payment_id": lambda: kept("payment"),
    "import_id": lambda: kept("import"),
    "line_id": cart_line,
    "slug": lambda: kept("slug"),
    "review_id": lambda: kept("review"),
}
PATHS_OF: dict[str, dict[str, Callable[[], Any]]] = {
    "wishlist_remove": {"product_id": wish},
    "wishlist_move_to_cart": {"product_id": wish},
    "addresses_delete": {"address_id": lambda: spent("address")},
    "attribute_get": {"key": lambda: kept("attribute")},
    "attribute_update": {"key": lambda: kept("edit_attribute")},
    "attribute_delete": {"key": lambda: spent("attribute")},
    "brand_get": {"key": lambda: kept("brand")},
    "brand_update": {"key": lambda: kept("edit_brand")},
    "brand_delete": {"key": lambda: spent("brand")},
    "category_get": {"key": lambda: kept("category")},
    "category_update": {"key": lambda: kept("edit_category")},
    "category_delete": {"key": lambda: spent("category")},
    "category_image_set": {"key": lambda: kept("edit_category")},
    "category_image_clear": {"key": lambda: kept("edit_category")},
    "brand_logo_set": {"key": lambda: kept("edit_brand")},
    "brand_logo_clear": {"key": lambda: kept("edit_brand")},
    "category_attribute_list": {"key": lambda: kept("category")},
    "category_attribute_set": {"key": lambda: kept("edit_category")},
    "variant_update": {"variant_id": lambda: kept("edit_variant")},
    "product_update": {"slug": lambda: kept("edit_product")},
    "item_update": {"item_id": lambda: kept("edit_item")},
    "product_submit": {"slug": lambda: spent("draft")},
    "product_withdraw": {"slug": lambda: spent("live")},
    "product_archive": {"slug": lambda: spent("to_archive")},
    "product_approve": {"slug": lambda: spent("in_review")},
    "product_return": {"slug": lambda: spent("to_return")},
    "variant_delete": {"variant_id": lambda: spent("variant")},
    "product_delete": {"slug": lambda: spent("slug")},
    "item_delete": {"item_id": lambda: spent("item")},
    "store_get": {"key": lambda: kept("store_slug")},
    "store_update": {"key": lambda: kept("edit_store")},
    "store_policies": {"key": lambda: kept("store_slug")},
    "store_policy_set": {"key": lambda: kept("edit_store"), "kind": lambda: chance.choice(["returns", "shipping"])},
    "store_logo_set": {"key": lambda: kept("edit_store")},
    "store_logo_remove": {"key": lambda: kept("edit_store")},
    "store_holiday_set": {"key": lambda: kept("edit_store")},
    "store_holiday_end": {"key": holiday_store},
    "requirement_answer": {"code": lambda: kept("requirement")},
    "requirement_file": {"code": lambda: kept("requirement")},
    "store_follow": {"key": lambda: kept("store_slug")},
    "store_unfollow": {"key": lambda: kept("store_slug")},
    "stock_subscribe": {"item_id": lambda: kept("sold_out")},
    "stock_unsubscribe": {"item_id": lambda: kept("sold_out")},
    "invitation_list": {"key": lambda: kept("store")},
    "invitation_create": {"key": lambda: kept("store")},
    "invitation_withdraw": {"key": lambda: kept("store"), "invitation_id": lambda: spent("invitation")},
    "invitation_read": {"token": lambda: kept("invitation_link")},
    "invitation_accept": {"token": lambda: spent("invitation_link")},
    "member_leave": {"key": lambda: spent("joined")},
    "member_list": {"key": lambda: kept("store")},
    "member_add": {"key": lambda: kept("store")},
    "member_update": {"key": lambda: kept("store")},
    "member_remove": {"key": lambda: kept("store"), "member_id": lambda: spent("member")},
    "import_confirm": {"import_id": lambda: spent("import")},
    "import_stop": {"import_id": lambda: spent("stop_import")},
    "products_retrieve": {"id": lambda: kept("product")},
    "products_retrieve_bare": {"id": lambda: kept("product")},
    "payments_methods": {"number": lambda: kept("order")},
    "payments_standing": {"number": lambda: kept("order")},
    "payments_refunds_create": {"payment_id": lambda: spent("refund")},
    "reviews_of_product": {"key": lambda: kept("slug")},
    "reviews_of_store": {"key": lambda: kept("store_slug")},
    "review_update": {"review_id": lambda: kept("own_review")},
    "review_delete": {"review_id": lambda: spent("own_review")},
    "review_picture_add": {"review_id": lambda: spent("review_to_show")},
    "review_hide": {"review_id": lambda: spent("review_to_hide")},
    "review_restore": {"review_id": lambda: spent("review_hidden")},
    "review_reports_dismiss": {"review_id": lambda: spent("review_reported")},
    "sales_coupons_retrieve": {"id": lambda: kept("coupon")},
    "sales_coupons_partial_update": {"id": lambda: kept("edit_coupon")},
    "sales_coupons_destroy": {"id": lambda: spent("coupon")},
    "sales_order_items_retrieve": {"id": lambda: kept("order_item")},
    "sales_orders_retrieve": {"number": lambda: kept("order")},
    "sales_orders_policies_list": {"number": lambda: kept("order")},
    "sales_orders_cancel_create": {"number": lambda: spent("cancel_order")},
    "sales_store_orders_retrieve": {"number": lambda: kept("part")},
    "sales_store_orders_process_create": {"number": lambda: spent("process")},
    "sales_store_orders_ship_create": {"number": lambda: spent("ship")},
    "sales_store_orders_deliver_create": {"number": lambda: spent("deliver")},
    "sales_store_orders_cancel_create": {"number": lambda: spent("cancel_part")},
    "finance_payout": {"payout_id": lambda: kept("payout")},
    "finance_payout_approve": {"payout_id": lambda: spent("payout_to_approve")},
    "finance_payout_reject": {"payout_id": lambda: spent("payout_to_reject")},
    "finance_invoice_file": {"invoice_id": lambda: kept("invoice")},
}


def path_parameters(operation: str, names: list[str]) -> dict[str, Any]:
    if operation.startswith("product_image_"):
        is_last = operation.endswith("delete") and SPENT["picture"]
        slug, image = SPENT["picture"].pop() if is_last else kept("edit_picture")
        found = {"slug": slug, "image_id": image}
    elif operation == "review_picture_remove":
        review, image = SPENT["review_picture"].pop() if SPENT["review_picture"] else [str(uuid.uuid4())] * 2
        found = {"review_id": review, "image_id": image}
    elif operation == "order_invoice_file":
        number, invoice = kept("order_invoice")
        found = {"number": number, "invoice_id": invoice}
    else:
        makers = {**PATHS, **PATHS_OF.get(operation, {})}
        found = {name: makers[name]() for name in names if name in makers}
    return {name: str(found[name]) for name in names if name in found}


# Bodies that the API accepts, by operation.


def stranger() -> str:
    return f"fuzz.{uuid.uuid4().hex[:12]}@example.com"


def code_login() -> dict[str, Any]:
    target, code = SPENT["code"].pop() if SPENT["code"] else (stranger(), "000000")
    return {"target": target, "code": code}


def password_reset() -> dict[str, Any]:
    uid, token = SPENT["reset"].pop() if SPENT["reset"] else ("x", "y")
    return {"uid": uid, "token": token, "new_password": "four wooden spoons"}


def contact() -> dict[str, Any]:
    target, code = SPENT["contact"].pop() if SPENT["contact"] else ("+6281200000000", "000000")
    return {"target": target, "code": code, "password": "seven paper lanterns"}


caller_headers: dict[str, str] = {}  # of the request that is about to be sent


def totp_code() -> str:
    """The code of a secret that the caller has just begun with."""
    begun = httpx.post(f"{API}/api/accounts/second-factor/", headers=caller_headers, timeout=10, trust_env=False)
    return pyotp.TOTP(begun.json()["secret"]).now() if begun.status_code == 201 else "000000"


def login() -> dict[str, Any]:
    identifier, password = kept("login")
    return {"identifier": identifier, "password": password}


def full_cart() -> None:
    http.post("/api/sales/cart/accept-changes/")
    http.post("/api/sales/cart-items/", json={"item_id": kept("item"), "quantity": 1})


def checkout() -> dict[str, Any]:
    full_cart()
    return {"address": ADDRESS, "contact": {"name": "Mina Rahimi", "email": stranger()}}


def verify() -> dict[str, Any]:
    return {"Authority": SPENT["authority"].pop() if SPENT["authority"] else "sbx_unknown", "Status": "OK"}


def store() -> dict[str, Any]:
    return {"name": f"Store {uuid.uuid4().hex[:8]}", "market": "intl", "country": "US", "city": "Portland"}


def sku() -> str:
    return f"FUZZ-{uuid.uuid4().hex[:10]}"


def png() -> Binary:
    file = BytesIO()
    Image.new("RGB", (40, 30), (200, 80, 30)).save(file, "PNG")
    return Binary(file.getvalue())


def table() -> Binary:
    return Binary(f"sku,product,category,price\n{sku()},Lamp,{kept('category_slug')},9.50\n".encode())


def confirmations() -> Binary:
    """What the bank says of a transfer, and of one that it never got."""
    return Binary(f"number,result,reference,reason\n{kept('transfer')},paid,TX1,\nP-NONE,returned,,closed\n".encode())


def named(kind: str) -> str:
    return f"{kind} {uuid.uuid4().hex[:8]}"


BODIES: dict[str, Callable[[], dict[str, Any]]] = {
    "auth_register": lambda: {"email": stranger(), "password": "four wooden spoons"},
    "auth_login": login,
    "auth_logout": dict,
    "auth_otp_request": lambda: {"target": stranger()},
    "auth_otp_verify": code_login,
    "auth_token_refresh": lambda: {"refresh": spent("refresh")},
    "auth_change_password": lambda: {"old_password": "seven paper lanterns", "new_password": "four wooden spoons"},
    "auth_email_confirmation": lambda: {"email": stranger()},
    "auth_password_reset": lambda: {"email": stranger()},
    "auth_password_reset_confirm": password_reset,
    "auth_contact": contact,
    "auth_photo": lambda: {"file": png()},
    "second_factor_confirm": lambda: {"code": totp_code()},
    "second_factor_remove": lambda: {"code": dict(KEPT["armed_code"]).get(caller_headers["Authorization"], "000000")},
    "auth_deactivate": lambda: {"password": "seven paper lanterns"},
    "auth_erase": lambda: {"password": "seven paper lanterns"},
    "auth_me_update": lambda: {"name": "Mina", "language": "fa", "market": "id", "theme": "dark"},
    "addresses_create": lambda: {**ADDRESS, "phone": "+6281234567890"},
    "addresses_update": lambda: {"city": "Bandung", "country": "ID"},
    "attribute_create": lambda: {"name": named("Trait")},
    "attribute_update": lambda: {"unit": "mm"},
    "brand_create": lambda: {"name": named("Brand")},
    "brand_update": lambda: {"description": "Makes things."},
    "category_create": lambda: {"name": named("Shelf"), "parent": kept("category")},
    "category_update": lambda: {"description": "Where things stand."},
    "category_attribute_set": lambda: {"attributes": [{"attribute": kept("edit_attribute")}]},
    "variant_create": lambda: {
        "product": kept("product"),
        "sku": sku(),
        "attributes": [{"attribute": kept("attribute"), "value": "Blue"}],
    },
    "variant_update": lambda: {"weight_grams": 980},
    "product_create": lambda: {"name": named("Thing"), "category": kept("category"), "store": kept("store")},
    "product_update": lambda: {"description": "A thing."},
    "product_submit": dict,
    "product_approve": dict,
    "product_return": lambda: {"objections": [{"field": "name", "reason": "Say what it is."}]},
    "category_image_set": lambda: {"file": png()},
    "brand_logo_set": lambda: {"file": png()},
    "product_images_order": lambda: {"images": []},
    "product_image_create": lambda: {"file": png(), "alt_text": "A thing"},
    "product_image_update": lambda: {"alt_text": "A thing from above"},
    "import_upload": lambda: {"file": table(), "store": kept("store")},
    "import_confirm": lambda: {"skip_rejected": True},
    "item_create": lambda: {"store": kept("store"), "variant": spent("free_variant"), "price_minor": 900, "stock": 5},
    "item_update": lambda: {"price_minor": 1250, "low_stock_threshold": 2},
    "item_stock": lambda: {"stock": 100_000, "note": "Counted"},
    "seller_register": lambda: {"name": named("Seller"), "store": store()},
    "store_create": store,
    "onboarding_start": lambda: {"name": named("Shop"), "market": "intl", "contact": stranger()},
    "onboarding_close": lambda: {"reason": "Moving abroad"},
    "requirement_answer": lambda: {"text": "BL-2231"},
    "requirement_file": lambda: {"file": png()},
    "items_grid": lambda: {"store": kept("store"), "rows": [{"item": kept("item"), "stock": 100_000}]},
    "invitation_create": lambda: {"email": stranger(), "role": "fulfilment"},
    "invitation_accept": lambda: {"name": "Ada", "password": "four wooden spoons"},
    "handle_check": lambda: {"name": named("Store")},
    "store_logo_set": lambda: {"file": png()},
    "store_holiday_set": holiday,
    "store_policy_set": lambda: {"text": named("Thirty days, whatever the reason.")},
    "store_update": lambda: {"tagline": "Things for people", "status": "OPEN"},
    "member_add": lambda: {"identifier": spent("newcomer"), "role": "fulfilment"},
    "member_update": lambda: {"role": "manager"},
    "payments_start": lambda: {"order": spent("start_order"), "gateway": "sandbox"},
    "payments_verify_post": verify,
    "payments_refunds_create": lambda: {"amount_minor": 100, "reason": "Scratched lid."},
    "finance_payout_account_set": lambda: {
        "store": kept("account_store"),
        "currency": "USD",
        "method": "bank_file",
        "holder": "Keycap Atelier",
        "number": "DE89 3704 0044 0532 0130 00",
    },
    "finance_payout_request": lambda: {"store": spent("payable_store"), "currency": "USD"},
    "finance_payout_confirmations": lambda: {"file": confirmations()},
    "finance_payout_reject": lambda: {"reason": "The account is not the seller's."},
    "review_write": lambda: {"order_item": spent("line_to_review"), "rating": 4, "text": "Does what it should."},
    "review_update": lambda: {"rating": chance.choice([3, 5])},
    "review_picture_add": lambda: {"file": png()},
    "review_reply": lambda: {"text": "Thank you."},
    "review_report": lambda: {"reason": "spam"},
    "review_hide": lambda: {"reason": "It names a private person."},
    "review_restore": lambda: {"reason": "It does not."},
    "wishlist_add": lambda: {"product": kept("product")},
    "sales_cart_partial_update": lambda: {"market": chance.choice(["intl", "id"])},
    "sales_cart_items_create": lambda: {"item_id": kept("item"), "quantity": 1, "market": "intl"},
    "sales_cart_items_partial_update": lambda: {"quantity": 3},
    "sales_cart_coupon_create": lambda: {"code": kept("coupon_code")},
    "sales_cart_quotes_create": lambda: {"country": "US", "city": "Portland"},
    "sales_checkout_create": checkout,
    "sales_orders_cancel_create": lambda: {"note": "Changed my mind"},
    "sales_coupons_create": lambda: {"code": sku(), "percent_basis_points": 500, "store": kept("store")},
    "sales_coupons_partial_update": lambda: {"max_uses": 50},
    "sales_store_orders_ship_create": lambda: {"tracking_number": "JNE-0042"},
    "sales_store_orders_cancel_create": lambda: {"note": "Out of stock"},
    "shipping_quotes": lambda: {
        "market": "intl",
        "country": "US",
        "city": "Portland",
        "items": [{"item_id": kept("item"), "quantity": 1}],
    },
}
BEFORE: dict[str, Callable[[], object]] = {
    "sales_cart_coupon_create": full_cart,
    "sales_cart_accept_changes_create": full_cart,
    "sales_cart_partial_update": full_cart,
}

# What stands in a query and only the database, or an earlier answer, knows.


# A cursor holds for one order: the parameter that would ask for another.
SORTED_BY = {"catalog_products_list": "ordering", "reviews_of_product": "sort", "reviews_of_store": "sort"}


BY_SLUG = {"catalog_products_list", "catalog_search", "catalog_facets"}  # the others name rows by id


def cursor_of(operation: str) -> str:
    values: dict[str, list[Any]] = {
        "catalog_search": [24],
        "catalog_products_list": ["newest", 1_700_000_000_000_000, uuid.uuid4().hex],
        "reviews_of_product": ["newest", 0, str(uuid.uuid4())],
        "reviews_of_store": ["newest", 0, str(uuid.uuid4())],
    }
    raw = json.dumps(values.get(operation, ["01938f2e-7c1a-7b3e-9c55-0242ac120002"]), separators=(",", ":"))
    return base64.urlsafe_b64encode(raw.encode()).rstrip(b"=").decode()


# The addresses to which a gateway's page sends a browser back.
RETURNS: dict[str, Callable[[], dict[str, str]]] = {
    "payments_vnpay_return": lambda: dict(kept("vnpay_query")),
    "payments_midtrans_return": lambda: {"order_id": str(kept("midtrans_attempt"))},
    "payments_stripe_return": lambda: {"attempt": str(kept("stripe_attempt"))},
}


def fitting_query(operation: str, query: dict[str, Any]) -> dict[str, Any]:
    """The query with names and cursors that exist; a page is named by one cursor, in the order it was made for."""
    query = dict(query)
    if operation in RETURNS:
        return RETURNS[operation]()
    if "after" in query and "before" in query:
        del query["before"]
    for name in ("after", "before"):
        if name in query:
            query[name] = cursor_of(operation)
            query.pop(SORTED_BY.get(operation, ""), None)
    if "store" in query:
        query["store"] = kept("store_slug" if operation in BY_SLUG else "store")
    if "category" in query:
        query["category"] = kept("category_slug" if operation in BY_SLUG else "category")
    if "market" in query:
        query["market"] = chance.choice(["intl", "id"])
    if "Authority" in query:
        query |= verify()
    if "product" in query:
        query["product"] = str(kept("product"))
    return query


# The hooks


def operation_of(case: Any) -> str:
    return str(case.operation.definition.raw.get("operationId", case.operation.label))


def is_wrong_at(case: Any, location: ParameterLocation) -> bool:
    return case.meta is not None and case.meta.is_negative_at(location)


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    operation = operation_of(case)
    scenario = coverage_scenario(case)
    if operation in KEEP_TOKEN and SPENT.get(KEEP_TOKEN[operation]):
        tokens = SPENT[KEEP_TOKEN[operation]]
        token = tokens.pop() if len(tokens) > 1 and operation != "auth_change_password" else tokens[-1]
        case.headers["Authorization"] = f"Bearer {token}"
        caller_headers["Authorization"] = f"Bearer {token}"
    if operation == "sessions_delete" and case.path_parameters.get("session_id") == KEPT["own_session"][0]:
        case.path_parameters = path_parameters(operation, ["session_id"])  # the list of sessions names it
    if "Idempotency-Key" in case.headers and not is_wrong_at(case, ParameterLocation.HEADER):
        case.headers["Idempotency-Key"] = str(uuid.uuid4())
    if "If-Match" in case.headers and not is_wrong_at(case, ParameterLocation.HEADER):
        case.headers["If-Match"] = "*"  # a version made up is a stale one
    if scenario in (CoverageScenario.UNSPECIFIED_HTTP_METHOD, CoverageScenario.MISSING_PARAMETER):
        return
    if case.query and not is_wrong_at(case, ParameterLocation.QUERY):
        case.query = fitting_query(operation, case.query)
    is_wrong = any(
        is_wrong_at(case, place) for place in (ParameterLocation.PATH, ParameterLocation.QUERY, ParameterLocation.BODY)
    )
    if next(turns[operation, is_wrong]) % FEED == 0:
        feed(operation, case, is_wrong)


def feed(operation: str, case: Any, is_wrong: bool) -> None:
    """Things to use up go only into requests that may succeed."""
    if (
        case.path_parameters
        and not is_wrong_at(case, ParameterLocation.PATH)
        and not (is_wrong and case.method == "DELETE")
    ):
        case.path_parameters = {**case.path_parameters, **path_parameters(operation, list(case.path_parameters))}
    if not is_wrong and operation in BEFORE:
        BEFORE[operation]()
    if not is_wrong and operation in BODIES and case.media_type:
        case.body = BODIES[operation]()


@schemathesis.hook
def after_call(context: Any, case: Any, response: Any) -> None:
    if response.request.method == case.operation.method.upper():  # OPTIONS and the like are tried on each address
        answers[operation_of(case), response.status_code] += 1


@atexit.register
def _write() -> None:
    rows = [[operation, status, count] for (operation, status), count in sorted(answers.items())]
    is_signed_in = http.get("/api/accounts/me/").status_code == 200
    Path(os.environ["FUZZ_TALLY"]).write_text(json.dumps({"answers": rows, "is_signed_in": is_signed_in}))
