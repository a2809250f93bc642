"""A connection that the server closed is noticed before a request uses it, without asking the server each time."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.fixture
def other():
    """A second connection to the same database."""
    url = {"host": "host", "port": "port", "user": "user", "password": "password", "dbname": "dbname"}
    known = connection.get_connection_params()
    with psycopg.connect(**{name: known[name] for name in url if known.get(name)}, autocommit=True) as link:
        yield link


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_ended_is_replaced_and_the_request_goes_on(other):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        before = cursor.fetchone()[0]
    assert other.execute("SELECT pg_terminate_backend(%s, 5000)", [before]).fetchone() == (True,)
    connection.health_check_enabled, connection.health_check_done = True, False
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone()[0] != before


@pytest.mark.django_db(transaction=True)
def test_a_live_connection_is_not_asked_whether_it_lives():
    connection.ensure_connection()
    with CaptureQueriesContext(connection) as asked:
        assert connection.is_usable()
    assert asked.captured_queries == []
