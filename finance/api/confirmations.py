"""The bank's answer to the transfers that left in files."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.permissions import Administrators
from core.api.serializers import Input, Output
from core.api.uploads import TableParser
from core.api.views import View
from finance import services


class ConfirmationsParser(TableParser):
    @property
    def most_bytes(self) -> int:
        return services.CONFIRMATION_LIMITS.file_bytes


class ConfirmationsInput(Input):
    file = serializers.FileField(
        allow_empty_file=True,
        help_text="CSV or XLSX with the columns number, result (paid or returned), reference and reason; at most 1 MB "
        "and 1,000 rows.",
    )


class LineProblemOutput(Output):
    line = serializers.IntegerField(help_text="As the spreadsheet shows it.")
    number = serializers.CharField(allow_blank=True, help_text="The payout that the line names.")
    detail = serializers.CharField()


class ConfirmationsOutput(Output):
    paid = serializers.IntegerField(help_text="Payouts that the store has, by this file.")
    returned = serializers.IntegerField(help_text="Payouts that came back; their money is payable again.")
    problems = LineProblemOutput(many=True, help_text="The lines that changed nothing, and why.")


class PayoutConfirmations(View):
    schema_tag = "Finance"
    permission_classes = [Administrators]
    parser_classes = [ConfirmationsParser]

    @extend_schema(
        operation_id="finance_payout_confirmations",
        summary="Import what the bank says of the transfers in its files",
        description="Each line stands for itself: those with a problem change nothing, all others hold. The same file "
        "may come again; what it said before is not done twice. For administrators.",
        request={"multipart/form-data": ConfirmationsInput},
        responses=ConfirmationsOutput,
    )
    def post(self, request: Request) -> Response:
        raw = self.validated(ConfirmationsInput)["file"].read()
        outcome = services.payout_confirmations_import(scope=self.scope, raw=raw)
        return Response(ConfirmationsOutput(outcome).data)
