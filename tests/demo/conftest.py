"""The small demo, loaded once for a module of tests and undone after it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test.utils import override_settings

from tests.conftest import rows_until_the_end


@pytest.fixture(scope="module")
def demo_output(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """What `seed_demo --scale small` printed; its rows are there until the last test of the module."""
    text = io.StringIO()
    with rows_until_the_end(django_db_blocker):
        with override_settings(DEBUG=True):
            call_command("seed_demo", scale="small", seed=1, verbosity=0, stdout=text)
        yield text.getvalue()


@pytest.fixture
def demo(demo_output: str, db: None) -> str:
    """The demo is loaded; each test's own changes are undone."""
    return demo_output
