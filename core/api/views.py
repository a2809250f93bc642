"""The base of API views."""

from __future__ import annotations

import threading
from typing import Any

from rest_framework.exceptions import MethodNotAllowed
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core import language
from core.api.filters import refuse_unknown
from core.scope import ActingScope, scope_of_request


class _Inputs(threading.local):
    """The input serializers of one thread. Making one copies all its fields, which costs more than validating."""

    def __init__(self) -> None:
        self.made: dict[Any, Any] = {}


_inputs = _Inputs()


def _shared(serializer: Any) -> Any:
    """An unbound instance that only validates: it keeps nothing of a request."""
    found = _inputs.made.get(serializer)
    if found is None:
        found = _inputs.made[serializer] = serializer()
    return found


class View(APIView):
    """A view that translates: input serializer, one service or selector call, output serializer.

    `query_parameters`: what the address may carry after its `?`; anything else is refused. Lists add their own.
    """

    query_parameters: frozenset[str] = frozenset()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """A method that is not here is a 405 for everybody, before anything is asked."""
        if not hasattr(self, (request.method or "").lower()):
            raise MethodNotAllowed(request.method or "")
        super().initial(request, *args, **kwargs)
        if not self.filters_query():
            refuse_unknown(request.query_params, self.query_parameters)

    def perform_authentication(self, request: Request) -> None:
        super().perform_authentication(request)
        language.settle(request._request, request.user)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Outputs name statuses and say sentences in the reader's language."""
        final = super().finalize_response(request, response, *args, **kwargs)
        if not final.has_header("Idempotent-Replayed"):  # that one speaks the language of the first
            language.declare(final)
        return final

    def filters_query(self) -> bool:
        """Whether the parameters are looked at elsewhere."""
        return False

    @property
    def scope(self) -> ActingScope:
        return scope_of_request(self.request)

    def validated(self, serializer: Any, data: Any = None) -> dict[str, Any]:
        """The validated input. Raises ValidationError."""
        return dict(_shared(serializer).run_validation(self.request.data if data is None else data))


class ListView(View, GenericAPIView[Any]):
    """A cursor-paginated list of what `get_queryset` (a selector) gives."""

    def filters_query(self) -> bool:
        return self.request.method in ("GET", "HEAD")

    def page(self, queryset: Any = None) -> Response:
        rows = self.filter_queryset(self.get_queryset() if queryset is None else queryset)
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.page()
