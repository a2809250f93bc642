"""What the first HTML says of a page: to readers, to search engines, and to those who share it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest

from core import language

DESCRIPTION = 160  # characters that search engines show


@dataclass
class Head:
    """`module`: the page's route in the bundle; `part`: the catalogue of its texts beside the shop's; `kind`: the
    template of its first frame, and `facts` what that shows."""

    title: str
    description: str = ""
    picture: str = ""
    is_indexed: bool = True
    structured: list[dict[str, Any]] = field(default_factory=list)
    module: str = ""
    part: str = "shop"
    kind: str = "plain"
    facts: dict[str, Any] = field(default_factory=dict)
    first_picture: dict[str, Any] | None = None

    @property
    def structured_json(self) -> str:
        return orjson.dumps(self.structured).decode().replace("<", "\\u003c") if self.structured else ""


def shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= DESCRIPTION else f"{words[: DESCRIPTION - 1].rsplit(' ', 1)[0]}…"


def absolute(path: str) -> str:
    return path if path.startswith("http") else f"{settings.SITE_URL}{path}"


def alternates(request: HttpRequest) -> list[tuple[str, str]]:
    """The same page in each language: [code, address]."""
    path = bare_path(request)
    return [(code, absolute(with_prefix(code, path))) for code, _ in settings.LANGUAGES]


def canonical(request: HttpRequest) -> str:
    """The address that stands for all that show this page: in its language, without filters."""
    return absolute(with_prefix(language.current(), bare_path(request)))


def bare_path(request: HttpRequest) -> str:
    return request.path[len(language.prefix_of(request.path)) :] or "/"


def with_prefix(code: str, path: str) -> str:
    if code == settings.LANGUAGE_CODE:
        return path
    return f"/{code}{path}" if path != "/" else f"/{code}/"


def organisation() -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": settings.SITE_NAME,
        "url": absolute("/"),
    }


def breadcrumbs(way: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": absolute(path)}
            for position, (name, path) in enumerate(way, start=1)
        ],
    }


def product(page: dict[str, Any], address: str) -> dict[str, Any]:
    """schema.org/Product with the offers that the page shows."""
    offers = [offer for variant in page["variants"] for offer in variant["offers"]]
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": page["name"],
        "description": shortened(page["description"]),
        "image": [absolute(image["url"]) for image in page["images"]],
        "url": address,
    }
    if page["brand"]:
        told["brand"] = {"@type": "Brand", "name": page["brand"]["name"]}
    if page["rating"]["average"] is not None:
        told["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": round(page["rating"]["average"], 1),
            "reviewCount": page["rating"]["count"],
        }
    if offers:
        prices = sorted(offers, key=lambda one: one["price"]["minor"])
        told["offers"] = {
            "@type": "AggregateOffer",
            "priceCurrency": page["currency"],
            "lowPrice": prices[0]["price"]["amount"],
            "highPrice": prices[-1]["price"]["amount"],
            "offerCount": len(offers),
            "availability": f"https://schema.org/{'InStock' if page['is_available'] else 'OutOfStock'}",
        }
    return told
