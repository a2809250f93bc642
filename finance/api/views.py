"""A store's balances, entries, sales and payouts."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.idempotency import HEADER, idempotent
from core.api.permissions import SignedIn
from core.api.schema import refuses
from core.api.serializers import UUID_PATTERN
from core.api.views import ListView, View
from finance import selectors, services
from finance.api import filters, serializers
from finance.models import LedgerEntry, Payout, PayoutAccount, Sale
from finance.states import PayoutMethod

KEY = OpenApiParameter(
    HEADER,
    {"type": "string", "minLength": 16, "maxLength": 255, "pattern": "^[\\x21-\\x7e]+$"},
    OpenApiParameter.HEADER,
    required=True,
    description="New for each new payout; the same key and body get the same answer.",
)
STORE = OpenApiParameter(
    "store", {"type": "string", "format": "uuid"}, description="One store; administrators must name it."
)


class FinanceView(View):
    schema_tag = "Finance"
    permission_classes = [SignedIn]


class FinanceList(ListView):
    schema_tag = "Finance"
    permission_classes = [SignedIn]


class Balances(FinanceView):
    query_parameters = frozenset({"store"})

    @extend_schema(
        operation_id="finance_balances",
        summary="A store's balances",
        description="By store and currency. Nothing is converted: a store has a balance in each currency it sold in.",
        parameters=[STORE],
        extensions=refuses(404),
        responses=serializers.BalancesOutput,
    )
    def get(self, request: Request) -> Response:
        given = request.query_params.get("store")
        if given is not None and not UUID_PATTERN.fullmatch(given):
            raise ValidationError({"store": [_("Expected a UUID.")]})
        balances = selectors.balances_visible_to(scope=self.scope, store_id=UUID(given) if given else None)
        return Response(serializers.BalancesOutput({"results": balances}).data)


class Entries(FinanceList):
    serializer_class = serializers.EntryOutput
    filterset_class = filters.EntryFilter
    queryset = LedgerEntry.objects.none()

    def get_queryset(self) -> QuerySet[LedgerEntry]:
        return selectors.entries_visible_to(scope=self.scope)

    @extend_schema(
        operation_id="finance_entries",
        summary="List the entries of a store's accounts",
        description="What is held, what is released, what the store owes: each change of each, newest first.",
        responses=serializers.EntryOutput(many=True),
    )
    def get(self, request: Request) -> Response:
        return self.page()


class Sales(FinanceList):
    serializer_class = serializers.SaleOutput
    filterset_class = filters.SaleFilter
    queryset = Sale.objects.none()

    def get_queryset(self) -> QuerySet[Sale]:
        return selectors.sales_visible_to(scope=self.scope)

    @extend_schema(
        operation_id="finance_sales",
        summary="List sales with price, commission and net of each line",
        description="Each line: what the shopper paid, which commission was taken and why, what was given back.",
        responses=serializers.SaleOutput(many=True),
    )
    def get(self, request: Request) -> Response:
        return self.page()


class PayoutAccounts(FinanceList):
    serializer_class = serializers.PayoutAccountOutput
    filterset_class = filters.PayoutAccountFilter
    queryset = PayoutAccount.objects.none()

    def get_queryset(self) -> QuerySet[PayoutAccount]:
        return selectors.payout_accounts_visible_to(scope=self.scope)

    @extend_schema(
        operation_id="finance_payout_accounts",
        summary="List where stores are paid to",
        responses=serializers.PayoutAccountOutput(many=True),
    )
    def get(self, request: Request) -> Response:
        return self.page()

    @extend_schema(
        operation_id="finance_payout_account_set",
        summary="Say where a store's money goes",
        description="Takes the place of the one before. Paid to only after three days, so that a thief gains nothing.",
        request=serializers.PayoutAccountInput,
        responses={201: serializers.PayoutAccountOutput},
        examples=[
            OpenApiExample(
                "An IBAN",
                {
                    "store": "01938f2e-7c1a-7b3e-9c55-0242ac120002",
                    "currency": "EUR",
                    "method": "bank_file",
                    "holder": "Keycap Atelier",
                    "number": "DE89 3704 0044 0532 0130 00",
                },
                request_only=True,
            ),
            OpenApiExample(
                "A bank account in Indonesia",
                {
                    "store": "01938f2e-7c1a-7b3e-9c55-0242ac120002",
                    "currency": "IDR",
                    "method": "midtrans",
                    "holder": "Kopi Ketik",
                    "number": "0011223344",
                    "bank": "bca",
                },
                request_only=True,
            ),
        ],
    )
    def post(self, request: Request) -> Response:
        body = self.validated(serializers.PayoutAccountInput)
        account = services.payout_account_set(
            scope=self.scope,
            store_id=body["store"],
            currency=body["currency"],
            method=PayoutMethod(body["method"]),
            holder=body["holder"],
            number=body["number"],
            bank=body["bank"],
        )
        return Response(serializers.PayoutAccountOutput(account).data, status=status.HTTP_201_CREATED)


class Payouts(FinanceList):
    serializer_class = serializers.PayoutOutput
    filterset_class = filters.PayoutFilter
    queryset = Payout.objects.none()

    def get_queryset(self) -> QuerySet[Payout]:
        return selectors.payouts_visible_to(scope=self.scope)

    @extend_schema(
        operation_id="finance_payouts", summary="List payouts", responses=serializers.PayoutOutput(many=True)
    )
    def get(self, request: Request) -> Response:
        return self.page()

    @extend_schema(
        operation_id="finance_payout_request",
        summary="Ask for a payout",
        description="Of all that is released to the store in the currency.",
        parameters=[KEY],
        request=serializers.PayoutInput,
        responses={201: serializers.PayoutOutput},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        body = self.validated(serializers.PayoutInput)
        payout = services.payout_request(scope=self.scope, store_id=body["store"], currency=body["currency"])
        return Response(serializers.PayoutOutput(payout).data, status=status.HTTP_201_CREATED)


class PayoutDetail(FinanceView):
    @extend_schema(
        operation_id="finance_payout",
        summary="Show a payout and what it pays",
        responses=serializers.PayoutDetailOutput,
    )
    def get(self, request: Request, payout_id: UUID) -> Response:
        payout = selectors.payout_get(scope=self.scope, payout_id=payout_id)
        return Response(serializers.PayoutDetailOutput(payout).data)


class PayoutStep(FinanceView):
    """A step of staff with one payout: a 404 for a payout that is not theirs to see, a 403 for whoever only sees it."""

    def answer(self, payout: Payout) -> Response:
        return Response(serializers.PayoutOutput(payout).data)

    def seen(self, payout_id: UUID) -> UUID:
        return selectors.payout_get(scope=self.scope, payout_id=payout_id).pk


class PayoutApproval(PayoutStep):
    @extend_schema(
        operation_id="finance_payout_approve",
        summary="Approve a large payout",
        description="Two people do, and neither asked for it.",
        request=None,
        responses=serializers.PayoutOutput,
    )
    def post(self, request: Request, payout_id: UUID) -> Response:
        return self.answer(services.payout_approve(scope=self.scope, payout_id=self.seen(payout_id)))


class PayoutRejection(PayoutStep):
    @extend_schema(
        operation_id="finance_payout_reject",
        summary="Stop a payout that has not left",
        request=serializers.PayoutReasonInput,
        responses=serializers.PayoutOutput,
    )
    def post(self, request: Request, payout_id: UUID) -> Response:
        reason = self.validated(serializers.PayoutReasonInput)["reason"]
        return self.answer(services.payout_reject(scope=self.scope, payout_id=self.seen(payout_id), reason=reason))
