"""Messages to the people who run the platform."""

from __future__ import annotations

from uuid import UUID

from accounts.models import User
from core import outbox
from core.outbox import FOREIGN
from core.scope import ADMINISTRATOR
from notifications import selectors
from notifications.mail import Letter
from notifications.services.delivery import mail_send
from payments.models import SettlementReport


@outbox.handler(FOREIGN)
def settlement_differences_mail_send(*, report_id: UUID, count: int) -> None:
    """Tell every administrator that the books and a gateway differ. `count`: how many differences the day had then,
    which makes more of them another mail."""
    report = SettlementReport.objects.get(pk=report_id)
    context = {"report": report, "count": count, "url": selectors.admin_url(report)}
    for person in User.objects.filter(is_active=True, groups__name=ADMINISTRATOR).order_by("pk"):
        if person.email:
            fact = f"settlement-differences-{report.pk}-{count}-{person.pk}"
            language = selectors.user_language(person.pk)
            mail_send(Letter("settlement_differences", fact, (person.email,), language, context))
