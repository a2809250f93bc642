"""What the console pages share: /admin/orders, /admin/products, /admin/users, each a searched list in keyset pages."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.admin import AdminSite
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

LONGEST_SEARCH = 80


@dataclass(frozen=True)
class Asked:
    """What an address asks for: `q` for words, `status` (one of those that are known), `after`, the last key seen."""

    words: str
    status: str
    after: UUID | None
    is_first_page: bool


def asked(request: HttpRequest, statuses: Collection[str]) -> Asked:
    words = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    status = request.GET.get("status", "")
    after = request.GET.get("after", "")
    return Asked(words, status if status in statuses else "", _key(after), not after)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def keyset(rows: QuerySet[Any], after: UUID | None, count: int) -> QuerySet[Any]:
    """Newest first; one row more than a page, to know whether there is a next one."""
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return rows.order_by("-pk")[: count + 1]


def console_page(
    site: AdminSite,
    request: HttpRequest,
    *,
    template: str,
    title: str,
    found: list[Any],
    count: int,
    question: Asked,
    **more: Any,
) -> HttpResponse:
    """The page of `count` rows of those found; each row has a `key`."""
    rows, has_more = found[:count], len(found) > count
    query = {"q": question.words, "status": question.status, "after": str(rows[-1].key)} if has_more else {}
    context = {
        **site.each_context(request),
        "title": title,
        "rows": rows,
        "next_page": urlencode(query),
        "is_first_page": question.is_first_page,
        "words": question.words,
        "status": question.status,
        **more,
    }
    return TemplateResponse(request, template, context)
