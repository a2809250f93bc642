"""Forms with brackets, and the signature of events."""

import hashlib
import hmac
import re
from typing import Any
from urllib.parse import parse_qsl

_PART = re.compile(r"\[([^\]]*)\]")
# Decimals of an amount on the page; an amount itself is whole smallest units.
ZERO_DECIMALS = ("jpy", "vnd", "krw")


def nested(body: str) -> dict[str, Any]:
    """`line_items[0][quantity]=1` as {"line_items": {"0": {"quantity": "1"}}}. Values are text."""
    tree: dict[str, Any] = {}
    for name, value in parse_qsl(body, keep_blank_values=True):
        parts = [name.split("[", 1)[0], *_PART.findall(name)]
        place = tree
        for part in parts[:-1]:
            place = place.setdefault(part, {})
            if not isinstance(place, dict):
                raise ValueError(f"{name} is a value and a group")
        place[parts[-1] or str(len(place))] = value
    return tree


def signed(secret: str, at: int, body: bytes) -> str:
    """The Stripe-Signature header."""
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def shown(units: int, currency: str) -> str:
    """An amount for people."""
    if currency in ZERO_DECIMALS:
        return f"{currency.upper()} {units:,}"
    return f"{currency.upper()} {units // 100:,}.{units % 100:02d}"
