"""`manage.py seed_demo` where nothing is loaded."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from accounts.models import User
from marketplace.models import Store


def seed(**options: object) -> str:
    text = io.StringIO()
    call_command("seed_demo", stdout=text, verbosity=0, **options)
    return text.getvalue()


def test_it_refuses_to_load_outside_development(db: None) -> None:
    with pytest.raises(CommandError, match="only with DJANGO_DEBUG"):
        seed(scale="small")
    assert User.objects.count() == 0
    assert Store.objects.count() == 0


def test_printing_the_logins_of_an_empty_house_loads_nothing(db: None, settings: Settings) -> None:
    settings.DEBUG = True
    assert seed(print_logins=True) == "No demo people here.\n"
    assert User.objects.count() == 0
