"""Who sees and edits what of the catalogue: sellers what their stores maintain."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q

from catalog.states import ProductStatus

ALL = frozenset({"add", "change", "delete"})
# A permission key of store members (marketplace.rules names them; the catalogue stands below it).
CATALOG_EDIT = "catalog.edit"
LIVE = ProductStatus.LIVE
MEMBERS = {"view": "", "add": CATALOG_EDIT, "change": CATALOG_EDIT, "delete": CATALOG_EDIT}


def maintained(path: str) -> Q:
    """That the store maintains the product at `path`, not only sells it; also when both were deleted together."""
    known = Q(**{f"{path}store_products__deleted_at": None})
    gone_together = Q(**{f"{path}store_products__deleted_at": F(f"{path}deleted_at")})
    return Q(**{f"{path}store_products__is_maintainer": True}) & (known | gone_together)


def with_id(values: dict[str, Any], *names: str) -> dict[str, Any]:
    """The values with `<name>_id` in place of each named row."""
    kept = {name: value for name, value in values.items() if name not in names}
    for name in names:
        if name in values:
            kept[f"{name}_id"] = values[name].pk if values[name] is not None else None
    return kept
