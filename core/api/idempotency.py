"""`@idempotent`: one Idempotency-Key, one effect, one answer (RELIABILITY.md §9.3, DESIGN.md §9)."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import orjson
from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg.types.json import Jsonb
from rest_framework.response import Response

from core.api.errors import domain_problem, retry_headers
from core.api.renderers import json_bytes
from core.db import execute, is_postgres
from core.errors import (
    Conflict,
    DomainError,
    FieldProblem,
    Invalid,
    NotAllowed,
    NotAuthenticated,
    TooManyRequests,
    Unavailable,
    Unprocessable,
)
from core.models import IdempotencyKey

HEADER = "Idempotency-Key"
_KEY = re.compile(r"[\x21-\x7e]{16,255}")
LEASE = timedelta(seconds=60)
# Refusals that may turn out differently tomorrow are not an answer to keep.
NOT_KEPT = (NotAuthenticated, NotAllowed, TooManyRequests, Unavailable)


class StillRunning(Conflict):
    code = "still_running"
    title = gettext_lazy("The first request with this key is still running.")


def key_of(request: Any) -> str:
    """The key of a request. Raises Invalid: 16 to 255 visible ASCII characters are required."""
    key: str = request.headers.get(HEADER, "")
    if not _KEY.fullmatch(key):
        code = "idempotency_key_missing" if not key else "idempotency_key_invalid"
        raise Invalid(
            _("Send %(header)s: 16 to 255 visible ASCII characters, new for each new order, refund or payment.")
            % {"header": HEADER},
            problems=[FieldProblem("", code, _("The %(header)s header is missing or malformed.") % {"header": HEADER})],
        )
    return key


def actor_of(request: Any) -> str:
    if request.user.is_authenticated:
        return f"user:{request.user.pk}"
    token = request.headers.get("X-Cart-Token", "") or request.query_params.get("token", "")
    return "guest:" + hashlib.sha256(token.encode()).hexdigest()[:40]


def fingerprint_of(request: Any) -> str:
    body = orjson.dumps(request.data, default=str, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(request.path.encode() + b"\n" + body).hexdigest()


class _AnsweredBefore(Exception):
    """Another request with this key has committed its answer."""


def idempotent(method: Callable[..., Response]) -> Callable[..., Response]:
    """For work that only touches our database: key, work and answer commit together, the key with its answer last.

    A repeat may do the work again, but only until it meets the key: then its transaction is rolled back and it gets the
    first answer. On PostgreSQL it waits there for the end of the first, unless the rows it locks made it wait before.
    """

    @functools.wraps(method)
    def wrapper(view: Any, request: Any, *args: Any, **kwargs: Any) -> Response:
        row = _new_row(view, request)
        try:
            with transaction.atomic():
                response = method(view, request, *args, **kwargs)
                if not _insert_answered(row, response):
                    raise _AnsweredBefore
        except _AnsweredBefore:
            return _replay(row)
        except StillRunning:
            raise
        except DomainError as error:
            return _keep_refusal(row, error)
        return response

    return wrapper


def _refusal(error: DomainError) -> Response:
    status, body = domain_problem(error)
    response = Response(body, status=status, headers=retry_headers(error, status))
    response.exception = True
    return response


def _keep_refusal(row: IdempotencyKey, error: DomainError) -> Response:
    """A refusal has undone the work; it is itself the answer that is kept. Whoever came first meanwhile is right."""
    response = _refusal(error)
    if not isinstance(error, NOT_KEPT):
        with transaction.atomic():
            if not _insert_answered(row, response):
                return _replay(row)
    return response


def idempotent_foreign(method: Callable[..., Response]) -> Callable[..., Response]:
    """For work that calls the outside: the key is claimed with a lease and committed before the call.

    A repeat while the lease runs is a 409; after it the work runs again and must itself begin with an inquiry.
    """

    @functools.wraps(method)
    def wrapper(view: Any, request: Any, *args: Any, **kwargs: Any) -> Response:
        row = _new_row(view, request)
        row.lease_until = timezone.now() + LEASE
        with transaction.atomic():
            fresh = _insert(row)
        if not fresh:
            claimed = _claim_again(row)
            if claimed is None:
                return _replay(row)
            row = claimed
        try:
            response = method(view, request, *args, **kwargs)
            keep = response.status_code < 500
        except DomainError as error:
            response, keep = _refusal(error), not isinstance(error, NOT_KEPT)
        except Exception:
            IdempotencyKey.objects.filter(pk=row.pk, is_done=False).update(lease_until=timezone.now())
            raise
        if keep:
            _store(row, response)
        else:
            IdempotencyKey.objects.filter(pk=row.pk).delete()
        return response

    return wrapper


def _new_row(view: Any, request: Any) -> IdempotencyKey:
    return IdempotencyKey(
        actor=actor_of(request),
        route=f"{request.method} {request.resolver_match.route}"[:160],
        key=key_of(request),
        fingerprint=fingerprint_of(request),
    )


_TABLE = IdempotencyKey._meta.db_table
_CLAIM = ("id", "actor", "route", "key", "fingerprint", "is_done", "lease_until", "created_at")
_ANSWER = ("response_status", "response_body")
_FINISH = (
    f"UPDATE {_TABLE} SET is_done = %s, response_status = %s, response_body = %s, lease_until = NULL "  # noqa: S608
    "WHERE id = %s"
)


def _insert(row: IdempotencyKey) -> bool:
    """Claim the key. True when this request is the first."""
    return _insert_columns(_CLAIM, [getattr(row, name) for name in _CLAIM])


def _insert_answered(row: IdempotencyKey, response: Response) -> bool:
    """The key with its answer, word for word as it is sent, in one statement. True when this request is the first."""
    row.is_done = True
    values = [getattr(row, name) for name in _CLAIM]
    return _insert_columns(_CLAIM + _ANSWER, [*values, response.status_code, _body_of(response)])


def _insert_columns(names: tuple[str, ...], values: list[Any]) -> bool:
    """On PostgreSQL the second inserter of a key waits for the first's end. Raises StillRunning after five seconds."""
    text = (
        f"INSERT INTO {_TABLE} ({', '.join(names)}) "  # noqa: S608  our own names
        f"VALUES ({', '.join(['%s'] * len(names))}) ON CONFLICT DO NOTHING"
    )
    try:
        return execute(text, values) == 1
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == "55P03":
            raise StillRunning(extra={"retry_after_seconds": 1}) from error
        raise


def _stored(row: IdempotencyKey) -> IdempotencyKey:
    return IdempotencyKey.objects.get(actor=row.actor, route=row.route, key=row.key)


def _replay(row: IdempotencyKey) -> Response:
    """The first answer again. Raises Unprocessable for another body, StillRunning while the first runs."""
    stored = _stored(row)
    if stored.fingerprint != row.fingerprint:
        raise Unprocessable(_("This Idempotency-Key was used with another request."))
    if not stored.is_done:
        raise StillRunning(extra={"retry_after_seconds": 1})
    response = Response(stored.response_body, status=stored.response_status)
    response["Idempotent-Replayed"] = "true"
    return response


def _claim_again(row: IdempotencyKey) -> IdempotencyKey | None:
    """The stored row, taken over because its lease has run out; None when it is done or still running."""
    now = timezone.now()
    taken = IdempotencyKey.objects.filter(
        actor=row.actor,
        route=row.route,
        key=row.key,
        fingerprint=row.fingerprint,
        is_done=False,
        lease_until__lt=now,
    ).update(lease_until=now + LEASE)
    return _stored(row) if taken else None


def _store(row: IdempotencyKey, response: Response) -> None:
    """Keep the answer of a key that was claimed before."""
    execute(_FINISH, [True, response.status_code, _body_of(response), row.pk])


def _body_of(response: Response) -> Any:
    text = None if response.data is None else json_bytes(response.data).decode()
    return text if text is None or not is_postgres() else Jsonb(text, dumps=str)
