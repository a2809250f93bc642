"""Where gateways deliver their notifications: raw bytes in, a short answer out."""

from __future__ import annotations

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from core.problems import problem_response
from payments import services
from payments.gateways.errors import BadSignature

log = logging.getLogger(__name__)

MAX_BYTES = 256 * 1024


@csrf_exempt  # the signature over the raw bytes is the proof, not a cookie
def sandbox_notification(request: HttpRequest) -> HttpResponse:
    """POST /api/payments/sandbox/notification/: 200 once the event is kept, also when it was kept before."""
    if request.method != "POST":
        refusal = problem_response(405, "method_not_allowed", "Notifications are posted.")
        refusal["Allow"] = "POST"
        return refusal
    if not settings.SANDBOX_GATEWAY_ENABLED:
        return problem_response(404, "not_found", "There is no such thing here.")
    return _receive(request, "sandbox")


def _receive(request: HttpRequest, gateway: str) -> HttpResponse:
    try:
        body = request.read(MAX_BYTES + 1)
    except UnreadablePostError:
        return problem_response(400, "unreadable", "The body could not be read.")
    if len(body) > MAX_BYTES:
        return problem_response(413, "payload_too_large", "A notification has at most 256 KiB.")
    try:
        is_new = services.webhook_receive(gateway=gateway, headers=request.headers, body=body)
    except BadSignature:
        return problem_response(401, "bad_signature", "The signature is missing or wrong.")
    return JsonResponse({"received": True, "new": is_new})
