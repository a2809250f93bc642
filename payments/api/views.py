"""Starting, confirming and looking at payments; refunds by staff."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import FormParser
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.idempotency import HEADER, idempotent, idempotent_foreign
from core.api.parsers import StrictJSONParser
from core.api.permissions import Anyone, SignedIn
from core.api.schema import refuses
from core.api.views import ListView, View
from core.limits.client import client_address
from core.money import Money
from markets.selectors import market_get
from payments import selectors, services
from payments.api.serializers import (
    AmountQuery,
    MarketMethodsOutput,
    MethodsOutput,
    PaymentOutput,
    RefundInput,
    RefundOutput,
    ReturnInput,
    StandingOutput,
    StartInput,
    VerifyInput,
    payment_body,
    refund_body,
)
from payments.links import return_url
from payments.models import Payment, Refund
from payments.standing import standing_of
from payments.states import MONEY_ARRIVED

KEY = OpenApiParameter(
    HEADER,
    {"type": "string", "minLength": 16, "maxLength": 255, "pattern": "^[\\x21-\\x7e]+$"},
    OpenApiParameter.HEADER,
    required=True,
    description="New for each new payment or refund; the same key and body get the same answer.",
)
TOKEN = OpenApiParameter("token", str, description="A guest's signed order token.")


OURS = ("Authority", "Status", "attempt")


class PaymentStart(View):
    schema_tag = "Payments"
    permission_classes = [Anyone]

    @extend_schema(
        operation_id="payments_start",
        summary="Start paying an order",
        description=(
            "Opens the payment at the gateway; send the shopper to `redirect_url`. While an attempt is open the same "
            "one is given again. `cash_on_delivery` needs no gateway: the order is accepted and paid at the door; 409 "
            "`store_cash_limit`: a store takes no more of it for now. 402: the gateway refuses it. 503: it "
            "does not answer; nothing was charged, try again."
        ),
        parameters=[KEY],
        request=StartInput,
        responses={200: PaymentOutput, 402: OpenApiResponse(description="The gateway refuses this payment.")},
        examples=[OpenApiExample("Pay", value={"order": "S-7K3M-9QXD"}, request_only=True)],
    )
    @idempotent_foreign
    def post(self, request: Request) -> Response:
        body = self.validated(StartInput)
        order = selectors.order_to_pay(scope=self.scope, order=body["order"], token=body["token"])
        payment = services.payment_start(
            order_id=order.pk,
            gateway=body["gateway"],
            payer_address=client_address(request),
            actor=self.scope.actor,
        )
        return Response(payment_body(payment))


class PaymentMethods(View):
    schema_tag = "Payments"
    permission_classes = [Anyone]
    query_parameters = frozenset({"token"})

    @extend_schema(
        operation_id="payments_methods",
        summary="The ways to pay an order",
        description=(
            "Preferred first. Cash on delivery is paid to the courier: starting it accepts the order at once, and "
            "`problem` says why an order cannot be paid so (`amount_too_large`, `sign_in_required`, `phone_required`, "
            "`too_many_cash_orders`, `store_cash_limit`)."
        ),
        parameters=[TOKEN],
        responses=MethodsOutput,
    )
    def get(self, request: Request, number: str) -> Response:
        found = selectors.order_to_pay(scope=self.scope, order=number, token=request.query_params.get("token", ""))
        shown = {"order": found.number, "amount": found.total, "methods": services.methods_of(found)}
        return Response(MethodsOutput(shown).data)


class MarketPaymentMethods(View):
    schema_tag = "Payments"
    permission_classes = [Anyone]
    query_parameters = frozenset({"market", "amount_minor"})

    @extend_schema(
        operation_id="payments_market_methods",
        summary="The ways to pay in a market",
        description="Preferred first, before there is an order. Cash on delivery may still be refused for an order.",
        parameters=[
            OpenApiParameter("market", str, description="A market's code; without it the default market."),
            OpenApiParameter(
                "amount_minor",
                {"type": "integer", "minimum": 0, "maximum": 10**15},
                description="An amount in the market's currency, minor units: says which ways take it.",
            ),
        ],
        responses=MarketMethodsOutput,
    )
    def get(self, request: Request) -> Response:
        market = market_get(request.query_params.get("market"))
        minor = self.validated(AmountQuery, request.query_params.dict()).get("amount_minor")
        amount = None if minor is None else Money(minor, market.currency)
        shown = {"market": market.code, "methods": services.methods_in(market, amount)}
        return Response(MarketMethodsOutput(shown).data)


class PaymentStanding(View):
    schema_tag = "Payments"
    permission_classes = [Anyone]
    query_parameters = frozenset({"token", "back"})

    @extend_schema(
        operation_id="payments_standing",
        summary="How the payment of an order stands, in words",
        description="For the buyer, a guest with the order's token, staff, and a browser that a gateway sent back.",
        parameters=[TOKEN, OpenApiParameter("back", str, description="The token of the address one was sent back to.")],
        responses=StandingOutput,
    )
    def get(self, request: Request, number: str) -> Response:
        params = request.query_params
        order = selectors.order_to_watch(
            scope=self.scope, number=number, token=params.get("token", ""), back=params.get("back", "")
        )
        payment = selectors.payment_latest(order.pk)
        said = standing_of(order, payment)
        shown = {
            "order": order.number,
            "order_status": order.status,
            "amount": order.total,
            "kind": said.kind,
            "headline": said.headline,
            "detail": said.detail,
            "gateway": payment.gateway if payment else "",
            "look_again_seconds": said.pause_seconds,
        }
        response = Response(StandingOutput(shown).data)
        response["Cache-Control"] = "no-store"
        return response


class PaymentVerify(View):
    """The gateway's return address. What it says is a hint; the gateway's own answer decides."""

    schema_tag = "Payments"
    permission_classes = [Anyone]
    authentication_classes = ()  # a browser coming from the gateway brings no proof that would matter
    parser_classes = [StrictJSONParser, FormParser]

    parameters = [
        OpenApiParameter("Authority", str, required=True, description="The gateway's reference of the payment."),
        OpenApiParameter("attempt", {"type": "string", "format": "uuid"}, description="Our own reference."),
        OpenApiParameter("Status", str, enum=["OK", "NOK", "FAILED"], description="A hint, never believed."),
    ]
    responses = {200: PaymentOutput, 303: OpenApiResponse(description="A browser: on to the order's payment page.")}

    @extend_schema(
        operation_id="payments_verify",
        summary="Come back from the gateway",
        description="Asks the gateway and answers with the payment and order as they are now.",
        extensions=refuses(404, 409),
        parameters=parameters,
        responses=responses,
    )
    def get(self, request: Request) -> Response | HttpResponseRedirect:
        return self._answer(request, request.query_params)

    @extend_schema(
        operation_id="payments_verify_post",
        summary="Come back from the gateway (by POST)",
        description="As GET; the parameters may stand in the body.",
        request=VerifyInput,
        responses=responses,
    )
    def post(self, request: Request) -> Response | HttpResponseRedirect:
        return self._answer(request, request.data or request.query_params)

    def filters_query(self) -> bool:
        """A gateway may add parameters of its own; those we read are checked below."""
        return True

    def _answer(self, request: Request, given: Any) -> Response | HttpResponseRedirect:
        if isinstance(given, QueryDict) and any(len(given.getlist(name)) > 1 for name in OURS):
            raise ValidationError(_("A parameter is given twice."))
        body = self.validated(VerifyInput, given)
        payment = selectors.payment_by_authority(body["Authority"], attempt=body.get("attempt"))
        return returned(request, payment, claim=body.get("Status", "").replace("FAILED", "NOK"))


class VnpayReturn(View):
    """VNPAY's return address. Its signature shows where the browser comes from; the query to VNPAY decides."""

    schema_tag = "Payments"
    permission_classes = [Anyone]
    authentication_classes = ()

    def filters_query(self) -> bool:
        """What is not signed is somebody else's, and ignored."""
        return True

    @extend_schema(
        operation_id="payments_vnpay_return",
        summary="Come back from VNPAY",
        description="Asks VNPAY and answers with the payment and order as they are now.",
        extensions=refuses(404, 409),
        parameters=[
            OpenApiParameter("vnp_TxnRef", str, required=True, description="The reference of the payment."),
            OpenApiParameter("vnp_SecureHash", str, required=True, description="VNPAY's signature of the query."),
        ],
        responses={200: PaymentOutput, 303: OpenApiResponse(description="A browser: on to the order's payment page.")},
    )
    def get(self, request: Request) -> Response | HttpResponseRedirect:
        reference, claim = services.signed_return_read(gateway="vnpay", query=request.META.get("QUERY_STRING", ""))
        return returned(request, selectors.payment_by_authority(reference), claim=claim)


class UnsignedReturn(View):
    """The return address of a gateway that signs nothing of it: a reason to ask that gateway, no more."""

    schema_tag = "Payments"
    permission_classes = [Anyone]
    authentication_classes = ()
    gateway: str
    names_payment_by: str  # the parameter with our reference of the attempt

    def filters_query(self) -> bool:
        """A gateway adds how it thinks the payment stands, which is not read."""
        return True

    def answer(self, request: Request) -> Response | HttpResponseRedirect:
        """Ask the gateway about the named attempt. Raises ValidationError, NotFound."""
        given = request.query_params.getlist(self.names_payment_by)
        if len(given) > 1:
            raise ValidationError(_("A parameter is given twice."))
        body = self.validated(ReturnInput, {"attempt": given[0] if given else ""})
        return returned(request, selectors.payment_of_attempt(body["attempt"], gateway=self.gateway), claim="OK")


def _return_schema(gateway: str, parameter: str) -> Callable[[Any], Any]:
    decorate: Callable[[Any], Any] = extend_schema(
        operation_id=f"payments_{gateway}_return",
        summary=f"Come back from {gateway.capitalize()}",
        description=f"Asks {gateway.capitalize()} and answers with the payment and order as they are now.",
        extensions=refuses(404, 409),
        parameters=[
            OpenApiParameter(
                parameter, {"type": "string", "format": "uuid"}, required=True, description="Our reference."
            )
        ],
        responses={200: PaymentOutput, 303: OpenApiResponse(description="A browser: on to the order's payment page.")},
    )
    return decorate


class MidtransReturn(UnsignedReturn):
    gateway, names_payment_by = "midtrans", "order_id"

    @_return_schema("midtrans", "order_id")
    def get(self, request: Request) -> Response | HttpResponseRedirect:
        return self.answer(request)


class StripeReturn(UnsignedReturn):
    gateway, names_payment_by = "stripe", "attempt"

    @_return_schema("stripe", "attempt")
    def get(self, request: Request) -> Response | HttpResponseRedirect:
        return self.answer(request)


def returned(request: Request, payment: Payment, *, claim: str) -> Response | HttpResponseRedirect:
    """What a browser that came back is told, after the gateway was asked."""
    if payment.status not in MONEY_ARRIVED:
        services.payment_return_seen(payment_id=payment.pk, claim=claim)
        services.payment_resolve(payment_id=payment.pk, cause="return", claim=claim)
        payment = selectors.payment_by_authority(payment.gateway_reference or "")
    if "text/html" in request.headers.get("Accept", ""):
        return HttpResponseRedirect(return_url(payment.order), status=status.HTTP_303_SEE_OTHER)
    return Response(payment_body(payment))


class PaymentDetail(View):
    schema_tag = "Payments"
    permission_classes = [Anyone]
    query_parameters = frozenset({"token"})

    @extend_schema(
        operation_id="payments_retrieve",
        summary="How a payment stands",
        description="For the buyer, a guest with the order's token, and staff.",
        parameters=[TOKEN],
        responses=PaymentOutput,
    )
    def get(self, request: Request, payment_id: UUID) -> Response:
        token = request.query_params.get("token", "")
        payment = selectors.payment_get(scope=self.scope, payment_id=payment_id, token=token)
        return Response(payment_body(payment))


class RefundList(ListView):
    schema_tag = "Payments"
    permission_classes = [SignedIn]
    serializer_class = RefundOutput

    def get_queryset(self) -> QuerySet[Refund]:
        if getattr(self, "swagger_fake_view", False):
            return Refund.objects.none()
        return selectors.refunds_of(scope=self.scope, payment_id=self.kwargs["payment_id"])

    @extend_schema(
        operation_id="payments_refunds_list",
        summary="The refunds of a payment",
        description="For administrators and support, newest first.",
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.page()

    @extend_schema(
        operation_id="payments_refunds_create",
        summary="Give money back",
        description=(
            "For administrators. Claims the amount at once and sends it through the gateway soon after; all refunds "
            "together never exceed what was captured (409). It is for lines, for one store's part, or for the whole "
            "order; the stores of what it is for bear it, each with its share of commission and tax, unless it is "
            "goodwill."
        ),
        parameters=[KEY],
        request=RefundInput,
        responses={201: RefundOutput},
        examples=[
            OpenApiExample("Part", value={"amount_minor": 500, "reason": "Scratched lid."}, request_only=True),
            OpenApiExample(
                "One piece of a line",
                value={
                    "reason": "One was missing.",
                    "lines": [{"order_item": "01938f2e-7c1a-7b3e-9c55-0242ac120002", "quantity": 1}],
                },
                request_only=True,
            ),
        ],
    )
    @idempotent
    def post(self, request: Request, payment_id: UUID) -> Response:
        body = self.validated(RefundInput)
        refund = services.refund_request_by_staff(
            scope=self.scope,
            payment_id=payment_id,
            amount_minor=body.get("amount_minor"),
            reason=body["reason"],
            store_order_id=body.get("store_order"),
            lines=[
                services.LineWish(line["order_item"], line.get("amount_minor"), line.get("quantity"))
                for line in body.get("lines", [])
            ],
            is_goodwill=body["is_goodwill"],
        )
        return Response(refund_body(refund), status=status.HTTP_201_CREATED)
