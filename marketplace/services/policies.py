"""What a store promises: a new version per change, so that an order keeps the one it was placed under."""

from __future__ import annotations

from uuid import UUID

from catalog.rules import plain_text
from core import audit
from core.db import atomic
from core.scope import ActingScope
from marketplace.models import StorePolicy
from marketplace.rules import STORE_EDIT
from marketplace.services.common import store_reach


@atomic
def policy_set(*, scope: ActingScope, store_id: UUID, kind: str, text: str) -> StorePolicy | None:
    """Write a policy of the store; an empty text means the marketplace's own holds again. The same text is no version.

    Returns the version that holds now, None where the store never wrote one.
    Raises NotAuthenticated, NotFound, NotAllowed.
    """
    store = store_reach(scope=scope, store_id=store_id, permission=STORE_EDIT)
    cleaned = plain_text(text)
    present = StorePolicy.objects.filter(store=store, kind=kind).order_by("-version").first()
    before = present.text if present is not None else ""
    if cleaned == before:
        return present
    version = present.version + 1 if present is not None else 1
    row = StorePolicy(store=store, kind=kind, version=version, text=cleaned)
    row.save(force_insert=True)
    store.policy_versions[kind] = version if cleaned else 0
    store.save(update_fields=["policy_versions", "updated_at"])
    changes = {kind: [before, cleaned], f"{kind}_version": [version - 1 or None, version]}
    audit.record(actor=scope.actor, action="policy.set", row=row, changes=changes, store_id=store.pk)
    return row
