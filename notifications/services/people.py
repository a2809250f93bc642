"""Messages to people about their accounts."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext

from accounts.identity import one_time_code_of
from accounts.models import OneTimeCode, User
from core import outbox
from core.outbox import FOREIGN
from notifications import selectors
from notifications.mail import Letter, known_language
from notifications.services.delivery import mail_send, sms_send
from notifications.sms import TextMessage


@outbox.handler(FOREIGN)
def welcome_send(*, user_id: UUID) -> None:
    """Greet a new person by e-mail. Whoever registered with a phone number alone has just had a text message."""
    user = User.objects.filter(pk=user_id).first()
    if user is None or not user.email or not user.is_active:
        return
    language = selectors.user_language(user.pk)
    context = {"person": user, "url": f"{settings.SITE_URL}/"}
    mail_send(Letter("welcome", f"welcome-{user.pk}", (user.email,), language, context))


@outbox.handler(FOREIGN)
def one_time_code_send(*, code_id: UUID) -> None:
    """Send a one-time code to its target, by mail or text message; nothing once it is used, void or expired."""
    code = OneTimeCode.objects.filter(pk=code_id, used_at=None, expires_at__gt=timezone.now()).first()
    if code is None:
        return
    language = selectors.target_language(code.target)
    digits = one_time_code_of(code.pk)
    host = urlsplit(settings.SITE_URL).hostname or settings.SITE_NAME
    minutes = max(1, round(settings.OTP_LIFETIME_SECONDS / 60))
    fact = f"one-time-code-{code.pk}"
    if "@" in code.target:
        context = {"code": digits, "minutes": minutes, "host": host}
        mail_send(Letter("one_time_code", fact, (code.target,), language, context))
        return
    with translation.override(known_language(language)):
        sentence = gettext("%(code)s is your %(site)s sign-in code. It is valid for %(minutes)s minutes.")
        text = sentence % {"code": digits, "site": settings.SITE_NAME, "minutes": minutes}
    # The last line lets phones fill the code in (the "origin-bound one-time codes" format; UX.md L7).
    message = TextMessage(code.target, f"{text}\n\n@{host} #{digits}", f"{fact}@{settings.MAIL_ID_DOMAIN}")
    sms_send(template="one_time_code", message=message, language=language)
