"""Where gateways deliver their notifications: raw bytes in, a short answer out."""

from __future__ import annotations

import logging

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from core.problems import problem_response
from payments import services
from payments.gateways.errors import BadSignature
from payments.registry import is_configured
from payments.services import Reception

log = logging.getLogger(__name__)

MAX_BYTES = 256 * 1024


@csrf_exempt  # the signature over the raw bytes is the proof, not a cookie
def sandbox_notification(request: HttpRequest) -> HttpResponse:
    """POST /api/payments/sandbox/notification/: 200 once the event is kept, also when it was kept before."""
    return _posted(request, "sandbox")


VNPAY_ANSWERS = {
    Reception.RECORDED: ("00", "Confirm Success"),
    Reception.UNKNOWN_PAYMENT: ("01", "Order not found"),
    Reception.KNOWN: ("02", "Order already confirmed"),
    Reception.OTHER_AMOUNT: ("04", "invalid amount"),
    Reception.REFUSED: ("97", "Invalid signature"),
}


def vnpay_ipn(request: HttpRequest) -> HttpResponse:
    """GET /api/payments/vnpay/ipn/: always 200, with the RspCode by which VNPAY stops (00, 02) or calls again."""
    if request.method != "GET":
        refusal = problem_response(405, "method_not_allowed", "VNPAY calls with GET.")
        refusal["Allow"] = "GET"
        return refusal
    query = request.META.get("QUERY_STRING", "")
    try:
        if not is_configured("vnpay"):
            return problem_response(404, "not_found", "There is no such thing here.")
        reception = services.notification_receive(gateway="vnpay", headers=request.headers, body=query.encode())
    except DatabaseError:
        log.exception("a notification could not be recorded")
        return JsonResponse({"RspCode": "99", "Message": "Unknown error"})
    code, message = VNPAY_ANSWERS[reception]
    return JsonResponse({"RspCode": code, "Message": message})


@csrf_exempt  # the signature in the body is the proof, not a cookie
def midtrans_notification(request: HttpRequest) -> HttpResponse:
    """POST /api/payments/midtrans/notification/: 200 once it is kept. A database that is away answers 503, on which
    Midtrans calls again oftener than on a 500."""
    return _posted(request, "midtrans")


@csrf_exempt  # the signature over the raw bytes is the proof, not a cookie
def stripe_event(request: HttpRequest) -> HttpResponse:
    """POST /api/payments/stripe/webhook/: 200 once it is kept, also for what is not ours to read; a wrong signature is
    a 400, as Stripe's own examples answer."""
    return _posted(request, "stripe", refused=400)


@csrf_exempt  # the signature over the raw bytes is the proof, not a cookie
def iris_notification(request: HttpRequest) -> HttpResponse:
    """POST /api/payments/iris/notification/: how a payout goes on at Midtrans; 200 once it is kept."""
    return _posted(request, "iris")


def _posted(request: HttpRequest, gateway: str, *, refused: int = 401) -> HttpResponse:
    if request.method != "POST":
        refusal = problem_response(405, "method_not_allowed", "Notifications are posted.")
        refusal["Allow"] = "POST"
        return refusal
    try:
        if not is_configured(gateway):
            return problem_response(404, "not_found", "There is no such thing here.")
        return _receive(request, gateway, refused=refused)
    except DatabaseError:
        log.exception("a notification could not be recorded")
        return problem_response(503, "unavailable", "It could not be kept; call again.")


def _receive(request: HttpRequest, gateway: str, *, refused: int = 401) -> HttpResponse:
    try:
        body = request.read(MAX_BYTES + 1)
    except UnreadablePostError:
        return problem_response(400, "unreadable", "The body could not be read.")
    if len(body) > MAX_BYTES:
        return problem_response(413, "payload_too_large", "A notification has at most 256 KiB.")
    try:
        is_new = services.webhook_receive(gateway=gateway, headers=request.headers, body=body)
    except BadSignature:
        return problem_response(refused, "bad_signature", "The signature is missing or wrong.")
    return JsonResponse({"received": True, "new": is_new})
