"""Mails as their readers see them."""

from __future__ import annotations

import html
import re
from email.message import Message
from typing import Any

from django.core import mail
from django.core.mail import EmailMultiAlternatives


def sent(template_word: str = "") -> list[EmailMultiAlternatives]:
    """The mails that left, oldest first; with a word, those whose Message-ID starts with it."""
    found: list[Any] = mail.outbox
    return [message for message in found if message.extra_headers["Message-ID"].startswith(f"<{template_word}")]


def html_of(message: EmailMultiAlternatives) -> str:
    return str(message.alternatives[0][0])


def seen(message: EmailMultiAlternatives) -> str:
    """The words of the HTML part, as a reader sees them."""
    body = re.sub(r"<head>.*?</head>", " ", html_of(message), flags=re.DOTALL)
    body = re.sub(r"<div style=\"display:none.*?</div>", " ", body, flags=re.DOTALL)
    body = re.sub(r"</?(?:span|bdi)\b[^>]*>", "", body)  # those stand inside sentences
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def links(message: EmailMultiAlternatives) -> set[str]:
    return {html.unescape(found) for found in re.findall(r'href="([^"]+)"', html_of(message))}


def links_of_text(message: EmailMultiAlternatives) -> set[str]:
    return set(re.findall(r"https?://\S+", str(message.body)))


def amounts(text: str) -> list[str]:
    """Every amount of money, sorted: ["12.50 USD", "12.50 USD"]."""
    return sorted(set(re.findall(r"-?[\d,]+(?:\.\d+)? (?:USD|IRR|VND|IDR)", text)))


def parsed(message: EmailMultiAlternatives) -> Message:
    return message.message()
