"""Messages to people about their accounts."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext, gettext_noop

from accounts import links
from accounts.identity import one_time_code_of
from accounts.models import CodePurpose, OneTimeCode, User
from accounts.selectors import user_by_target
from core import outbox
from core.outbox import FOREIGN
from notifications import selectors
from notifications.mail import Letter, known_language
from notifications.services.delivery import mail_send, sms_send
from notifications.sms import SmsNotSent, TextMessage


@outbox.handler(FOREIGN)
def welcome_send(*, user_id: UUID) -> None:
    """Greet a new person by e-mail. Whoever registered with a phone number alone has just had a text message."""
    user = User.objects.filter(pk=user_id).first()
    if user is None or not user.email or not user.is_active:
        return
    language = selectors.user_language(user.pk)
    confirm = "" if user.email_confirmed_at else links.activation_url(user)
    context = {"person": user, "url": f"{settings.SITE_URL}/", "confirm_url": confirm}
    mail_send(Letter("welcome", f"welcome-{user.pk}", (user.email,), language, context))


@outbox.handler(FOREIGN)
def email_confirmation_send(*, user_id: UUID, fact: str) -> None:
    """Send the link that confirms an e-mail address; nothing once it is confirmed."""
    user = User.objects.filter(pk=user_id, email_confirmed_at=None).first()
    if user is None or not user.email or not (user.is_active or user.is_pending):
        return
    context = {"person": user, "url": links.activation_url(user), "hours": settings.ACTIVATION_LINK_HOURS}
    language = selectors.user_language(user.pk)
    mail_send(Letter("email_confirmation", f"email-confirmation-{fact}", (user.email,), language, context))


@outbox.handler(FOREIGN)
def registration_repeated_send(*, user_id: UUID, fact: str) -> None:
    """Tell the owner of an account that somebody registered with its address, and how to sign in."""
    user = User.objects.filter(pk=user_id).first()
    if user is None or not user.email:
        return
    context = {
        "person": user,
        "url": f"{settings.SITE_URL}/login/",
        "reset_url": f"{settings.SITE_URL}/password-reset/",
    }
    language = selectors.user_language(user.pk)
    mail_send(Letter("registration_repeated", f"registration-repeated-{fact}", (user.email,), language, context))


# What happened to an account → the sentences of its mail: subject and headline, text.
NOTICES: dict[str, tuple[str, str]] = {
    "password_changed": (
        gettext_noop("Your password was changed"),
        gettext_noop("You are signed out of every other device."),
    ),
    "email_changed": (
        gettext_noop("Your e-mail address was changed"),
        gettext_noop("From now on we write to the new one, and you sign in with it."),
    ),
    "phone_changed": (gettext_noop("Your phone number was changed"), gettext_noop("You can sign in with the new one.")),
    "second_factor_on": (
        gettext_noop("Your authenticator app is on"),
        gettext_noop("Signing in asks for its code from now on. Keep the recovery codes in a safe place."),
    ),
    "second_factor_off": (
        gettext_noop("Your authenticator app is off"),
        gettext_noop("Signing in no longer asks for its code."),
    ),
    "deactivated": (
        gettext_noop("Your account is closed"),
        gettext_noop("Nothing is deleted. Write to us if you want it open again."),
    ),
    "export_ready": (
        gettext_noop("The copy of your data is ready"),
        gettext_noop("You find it on the page of your account for a few days."),
    ),
}


@outbox.handler(FOREIGN)
def account_notice_send(*, user_id: UUID, what: str, fact: str, to: str) -> None:
    """Tell a person what happened to the account: at `to`, or at the present address when that is empty."""
    user = User.objects.filter(pk=user_id).first()
    address = to or (user.email if user else "")
    if user is None or not address:
        return
    language = selectors.user_language(user.pk)
    headline, text = NOTICES[what]
    with translation.override(known_language(language)):
        context = {
            "headline": gettext(headline),
            "text": gettext(text),
            "url": f"{settings.SITE_URL}/account/",
            "is_warning": what != "export_ready",
        }
    mail_send(Letter("account_notice", f"account-notice-{fact}", (address,), language, context))


@outbox.handler(FOREIGN)
def one_time_code_send(*, code_id: UUID) -> None:
    """Send a one-time code to its target, by mail or text message; nothing once it is used, void or expired.

    A text message that its provider will never take goes by mail instead, where the person has a confirmed address.
    """
    code = OneTimeCode.objects.filter(pk=code_id, used_at=None, expires_at__gt=timezone.now()).first()
    if code is None:
        return
    if code.purpose == CodePurpose.RESET:
        _reset_send(code)
    elif "@" in code.target:
        _code_mail_send(code, code.target)
    else:
        _code_text_send(code)


def _reset_send(code: OneTimeCode) -> None:
    """The link to choose a new password; nothing for an address that nobody has, or whose account is closed."""
    user = user_by_target(target=code.target)
    if user is None or not user.is_active or not user.email:
        return
    context = {"person": user, "url": links.reset_url(user), "minutes": settings.PASSWORD_RESET_MINUTES}
    language = selectors.user_language(user.pk)
    mail_send(Letter("password_reset", f"password-reset-{code.pk}", (user.email,), language, context))


def _minutes() -> int:
    return max(1, round(settings.OTP_LIFETIME_SECONDS / 60))


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or settings.SITE_NAME


def _code_mail_send(code: OneTimeCode, address: str) -> None:
    context = {
        "code": one_time_code_of(code.pk),
        "minutes": _minutes(),
        "host": _host(),
        "is_sign_in": code.purpose == CodePurpose.LOGIN,
    }
    language = selectors.target_language(code.target)
    mail_send(Letter("one_time_code", f"one-time-code-{code.pk}", (address,), language, context))


def _code_text_send(code: OneTimeCode) -> None:
    language = selectors.target_language(code.target)
    digits = one_time_code_of(code.pk)
    with translation.override(known_language(language)):
        if code.purpose == CodePurpose.LOGIN:
            sentence = gettext("%(code)s is your %(site)s sign-in code. It is valid for %(minutes)s minutes.")
        else:
            sentence = gettext("%(code)s is your %(site)s confirmation code. It is valid for %(minutes)s minutes.")
        text = sentence % {"code": digits, "site": settings.SITE_NAME, "minutes": _minutes()}
    # The last line lets phones fill the code in (the "origin-bound one-time codes" format; UX.md L7).
    fact = f"one-time-code-{code.pk}@{settings.MAIL_ID_DOMAIN}"
    message = TextMessage(code.target, f"{text}\n\n@{_host()} #{digits}", fact)
    try:
        sms_send(template="one_time_code", message=message, language=language)
    except SmsNotSent as error:
        owner = user_by_target(target=code.target)
        if error.retry_helps or owner is None or not owner.email or owner.email_confirmed_at is None:
            raise
        _code_mail_send(code, owner.email)
