"""Mails: rendered from `templates/mail/`, in HTML and text, in the reader's language."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info

from core import language

# Colours are the light tokens of UX.md §4.3; the layout's style sheet swaps them for the dark ones by class.
_FONT = "font-family:'Archivo Variable','Vazirmatn Variable',system-ui,'Segoe UI',Roboto,Arial,sans-serif"
_MONO = "font-family:'Geist Mono Variable',ui-monospace,SFMono-Regular,Menlo,Consolas,monospace"
_FIGURES = "font-variant-numeric:tabular-nums;white-space:nowrap"
_INK, _INK_2, _INK_3, _LINE = "color:#151817", "color:#444B48", "color:#59615D", "#D6D9D5"
STYLES: dict[str, SafeString] = {
    name: mark_safe(style)  # noqa: S308 - constants of this module
    for name, style in {
        "page": f"margin:0;padding:0;background-color:#F3F4F2;{_INK};{_FONT};font-size:16px;line-height:24px",
        "name": f"{_FONT};font-size:18px;line-height:24px;font-weight:600;letter-spacing:-0.008em;{_INK};"
        "text-decoration:none",
        "lamp": "display:inline-block;width:9px;height:9px;background-color:#E84D10;border-radius:50%",
        "card": f"background-color:#FFFFFF;border:1px solid {_LINE}",
        "h1": f"margin:0 0 12px;{_FONT};font-size:24px;line-height:32px;font-weight:600;letter-spacing:-0.012em;{_INK}",
        "h2": f"margin:0;{_FONT};font-size:16px;line-height:24px;font-weight:600;{_INK}",
        "p": f"margin:0 0 16px;{_FONT};font-size:16px;line-height:24px;{_INK_2}",
        "small": f"margin:0;{_FONT};font-size:14px;line-height:20px;{_INK_3}",
        "spec": f"margin:2px 0 0;{_MONO};font-size:12.5px;line-height:20px;{_INK_3}",
        "text": f"{_FONT};font-size:16px;line-height:24px;{_INK}",
        "amount": f"{_FONT};font-size:16px;line-height:24px;{_INK};{_FIGURES}",
        "head": f"{_FONT};font-size:14px;line-height:20px;font-weight:400;{_INK_3}",
        "total": f"{_FONT};font-size:20px;line-height:28px;font-weight:600;{_INK};{_FIGURES}",
        "link": "color:#B03A0B;text-decoration:underline",
        "button": f"display:inline-block;padding:12px 24px;{_FONT};font-size:16px;line-height:24px;font-weight:600;"
        "color:#FFFFFF;background-color:#151817;border-radius:4px;text-decoration:none",
        "code": f"margin:0;{_MONO};font-size:36px;line-height:44px;font-weight:600;letter-spacing:0.12em;{_INK}",
        "plate": "background-color:#E8EAE7",
        "warn": "background-color:#FBF0D5;color:#7A5200",
        "ok": "background-color:#E3F2E8;color:#17683F",
        "bad": "background-color:#FCE8EA;color:#B0182B",
    }.items()
}


@dataclass(frozen=True)
class Letter:
    """One mail to be written. `fact` names what happened and makes the Message-ID: one fact, one mail (E3)."""

    template: str
    fact: str
    to: tuple[str, ...]
    language: str = "en"
    context: dict[str, Any] = field(default_factory=dict)

    @property
    def message_id(self) -> str:
        return f"{self.fact}@{settings.MAIL_ID_DOMAIN}"


def known_language(code: str) -> str:
    """The language itself where we speak it, else English."""
    return language.known(code)


def compose(letter: Letter) -> EmailMultiAlternatives:
    """The finished mail: text with an HTML alternative, which say the same."""
    code = known_language(letter.language)
    subject = subject_of(letter)
    with translation.override(code):
        context = {**_context(letter, code), "subject": subject}
        text = re.sub(r"\n{3,}", "\n\n", render_to_string(f"mail/{letter.template}.txt", context)).strip() + "\n"
        html = render_to_string(f"mail/{letter.template}.html", context)
    headers = {
        "Message-ID": f"<{letter.message_id}>",
        "Auto-Submitted": "auto-generated",  # RFC 3834: no holiday answers, please
        "Content-Language": code,
    }
    message = EmailMultiAlternatives(subject, text, settings.DEFAULT_FROM_EMAIL, list(letter.to), headers=headers)
    message.attach_alternative(html, "text/html")
    return message


def subject_of(letter: Letter) -> str:
    """The subject, on one line."""
    code = known_language(letter.language)
    with translation.override(code):
        return " ".join(render_to_string(f"mail/{letter.template}.subject.txt", _context(letter, code)).split())


def _context(letter: Letter, code: str) -> dict[str, Any]:
    is_bidi = get_language_info(code)["bidi"]
    return {
        **letter.context,
        "s": STYLES,
        "language": code,
        "direction": "rtl" if is_bidi else "ltr",
        "start": "right" if is_bidi else "left",
        "end": "left" if is_bidi else "right",
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
    }
