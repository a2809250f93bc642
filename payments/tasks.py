"""Beat jobs of payments."""

from __future__ import annotations

from core.jobs import job
from payments import services


@job
def payments_reconcile() -> None:
    services.payments_reconcile()


@job
def payouts_follow() -> None:
    services.payouts_follow()


@job
def payments_unsettled_find() -> None:
    services.payments_unsettled_find()


@job
def disputes_reconcile() -> None:
    services.disputes_reconcile()


@job
def settlement_days_check() -> None:
    services.settlement_days_check()
