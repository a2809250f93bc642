"""The small demo, loaded once for a module of tests and undone after it."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test.utils import override_settings


class _Undo(Exception):
    """Rolls the loaded data back."""


@pytest.fixture(scope="module")
def demo_output(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    """What `seed_demo --scale small` printed; its rows are there until the last test of the module."""
    text = io.StringIO()
    with django_db_blocker.unblock():
        try:
            with override_settings(DEBUG=True), transaction.atomic():
                call_command("seed_demo", scale="small", seed=1, verbosity=0, stdout=text)
                yield text.getvalue()
                raise _Undo
        except _Undo:
            return


@pytest.fixture
def demo(demo_output: str, db: None) -> str:
    """The demo is loaded; each test's own changes are undone."""
    return demo_output
