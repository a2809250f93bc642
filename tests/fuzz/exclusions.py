"""What a check of schemathesis does not judge, operation by operation, each with its reason.

`expected` widens the statuses a check accepts; without it the check is off for the operation.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Exclusion:
    operations: tuple[str, ...]
    check: str
    reason: str
    expected: tuple[str, ...] = ()


ACCEPTED = ("2xx", "3xx", "401", "403", "404", "409", "429", "5xx")
MAY_REFUSE = (*ACCEPTED, "400")


def refused_for(reason: str, *operations: str) -> Exclusion:
    return Exclusion(operations, "positive_data_acceptance", reason, MAY_REFUSE)


EXCLUSIONS: list[Exclusion] = [
    refused_for(
        "whether a text is an e-mail address, a phone number of some country or a good password is no matter of schema",
        "auth_register",
        "auth_otp_request",
        "auth_otp_verify",
        "auth_change_password",
        "auth_password_reset",
        "auth_password_reset_confirm",
        "auth_contact",
        "auth_deactivate",
        "auth_erase",
        "addresses_create",
        "addresses_update",
        "store_create",
        "store_update",
        "brand_create",
        "brand_update",
        "seller_register",
        "onboarding_start",
        "member_add",
        "invitation_create",
    ),
    refused_for(
        "the file must be a table, which its schema cannot say", "import_upload", "finance_payout_confirmations"
    ),
    refused_for(
        "the file must be a picture, which its schema cannot say",
        "product_image_create",
        "review_picture_add",
        "auth_photo",
        "store_logo_set",
        "requirement_file",
        "category_image_set",
        "brand_logo_set",
    ),
    refused_for("who works in several stores says which", "export_articles", "export_movements"),
    refused_for("an administrator says whose balance", "finance_balances"),
    refused_for(
        "a statement is of this century, ends after it begins and is no longer than a year",
        "finance_statement",
        "finance_statement_file",
    ),
    refused_for("whether a text is a bank account's number is no matter of schema", "finance_payout_account_set"),
    refused_for("the whole gallery is to be named", "product_images_order"),
    refused_for("a holiday lies ahead, and ends after it began", "store_holiday_set"),
    refused_for(
        "names of attributes and ids in a body must exist, and their absence is a 400 that points to the place",
        "category_create",
        "category_update",
        "product_create",
        "product_update",
        "product_image_update",
        "attribute_create",
        "attribute_update",
        "category_attribute_set",
        "variant_create",
        "variant_update",
        "item_create",
        "item_update",
        "sales_cart_items_create",
        "shipping_quotes",
        "wishlist_add",
    ),
    refused_for("markets are rows: only some codes are one", "sales_cart_partial_update", "auth_me_update"),
    refused_for(
        "either the one field or the other, and their sums decide", "item_stock", "items_grid", "sales_coupons_create"
    ),
    refused_for("a coupon's end may not be before its beginning", "sales_coupons_partial_update"),
    refused_for(
        "an address or the id of one; an e-mail address or a phone; a cart with something in it",
        "sales_checkout_create",
    ),
    refused_for("the code must be one that holds for this cart today", "sales_cart_coupon_create"),
    refused_for("no more than was captured, and in the currency's own units", "payments_refunds_create"),
    refused_for("the order's market decides which gateways there are", "payments_start"),
    Exclusion(
        (
            "auth_photo",
            "product_image_create",
            "review_picture_add",
            "category_image_set",
            "brand_logo_set",
            "store_logo_set",
            "requirement_file",
            "import_upload",
            "finance_payout_confirmations",
        ),
        "negative_data_rejection",
        "the fuzzer takes any bytes that a hook puts in for wrong, also those of the picture that must be accepted",
    ),
]
