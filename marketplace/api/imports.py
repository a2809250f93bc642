"""Bringing products and offers into a store from a file, and the sheet to begin with."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.serializers import Input, Output
from core.api.uploads import TableParser
from core.api.views import ListView, View
from core.errors import FieldProblem, Invalid, NotAllowed
from core.scope import ActingScope
from core.tables import FORMATS, table_response
from marketplace import selectors, services
from marketplace.api.filters import ImportFilters, ImportRowFilters
from marketplace.api.items import StoreMembers
from marketplace.models import ImportRow, ProductImport
from marketplace.rules import CATALOG_EDIT
from marketplace.services import imports
from marketplace.states import ImportStatus, RowOutcome

AS = OpenApiParameter("as", str, enum=sorted(FORMATS), description="The kind of file; csv unless said otherwise.")
FILES: Any = {(200, one.content_type.partition(";")[0]): OpenApiTypes.BINARY for one in FORMATS.values()}


def file_kind(params: Any) -> str:
    """Which kind of file is asked for. Raises ValidationError."""
    kind = params.get("as", "csv")
    if kind not in FORMATS:
        raise ValidationError(
            {"as": [_("One of %(names)s.") % {"names": ", ".join(sorted(FORMATS))}]}, code="invalid_choice"
        )
    return str(kind)


def only_store(scope: ActingScope, permission: str) -> UUID:
    """The store meant by a person who names none. Raises NotAllowed, Invalid."""
    stores = scope.store_ids(permission)
    if not stores:
        raise NotAllowed(_("Your role does not include this in any store."))
    if len(stores) > 1:
        detail = _("You work in several stores; say which one.")
        raise Invalid(detail, problems=[FieldProblem("/store", "required", detail)])
    return stores[0]


class ImportInput(Input):
    file = serializers.FileField(
        allow_empty_file=True, help_text="CSV or XLSX; at most 10 MB, 20,000 rows and 100 columns."
    )
    store = serializers.UUIDField(required=False, help_text="May be left out by those who work in one store.")
    again = serializers.BooleanField(required=False, help_text="Begin anew with a file whose import has ended.")


class ConfirmInput(Input):
    skip_rejected = serializers.BooleanField(
        required=False, help_text="Leave out the rejected rows and import the others."
    )


class ImportOutput(Output):
    id = serializers.UUIDField()
    store = serializers.UUIDField(source="store_id")
    file_name = serializers.CharField(allow_blank=True)
    status = serializers.ChoiceField(choices=ImportStatus.choices)
    rows_total = serializers.IntegerField()
    rows_checked = serializers.IntegerField(help_text="How far the check has come.")
    rows_new = serializers.IntegerField()
    rows_changed = serializers.IntegerField()
    rows_unchanged = serializers.IntegerField()
    rows_rejected = serializers.IntegerField()
    rows_done = serializers.IntegerField(help_text="How far carrying out has come.")
    rows_failed = serializers.IntegerField(help_text="Rows that were refused when their turn came.")
    ignored_columns = serializers.SerializerMethodField(help_text="Headers that are not known here.")
    stop_reason = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)

    def get_ignored_columns(self, batch: ProductImport) -> list[str]:
        return imports.unknown_headers(batch.headers)


class ReasonOutput(Output):
    column = serializers.CharField(allow_blank=True)
    code = serializers.CharField()
    detail = serializers.CharField()


class ImportRowOutput(Output):
    id = serializers.UUIDField()
    number = serializers.IntegerField(help_text="As the spreadsheet shows it.")
    outcome = serializers.ChoiceField(choices=RowOutcome.choices)
    cells = serializers.ListField(child=serializers.CharField(allow_blank=True))
    problems = ReasonOutput(many=True)
    notes = ReasonOutput(many=True)
    changes = serializers.DictField(help_text="Column to [before, after].")
    is_done = serializers.BooleanField()


class ImportsView(ListView):
    """The imports of your stores, newest first."""

    schema_tag = "Marketplace"
    permission_classes = [StoreMembers]
    parser_classes = [TableParser]
    serializer_class = ImportOutput
    filterset_class = ImportFilters
    queryset = ProductImport.objects.none()

    @extend_schema(operation_id="import_list", summary="List the imports of your stores")
    def get(self, request: Request) -> Response:
        return self.page(selectors.imports_visible_to(scope=self.scope))

    @extend_schema(
        operation_id="import_upload",
        summary="Bring a file of products and have it checked",
        description="Nothing is written to the shop before it is confirmed. The same file is the same import: "
        "a repeat is answered with the first one and 200.",
        request={"multipart/form-data": ImportInput},
        responses={201: ImportOutput, 200: ImportOutput},
    )
    def post(self, request: Request) -> Response:
        body = self.validated(ImportInput)
        file = body["file"]
        store_id = body.get("store") or only_store(self.scope, CATALOG_EDIT)
        batch, is_new = services.import_upload(
            scope=self.scope, store_id=store_id, raw=file.read(), name=file.name, again=body.get("again", False)
        )
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(ImportOutput(batch).data, status=code)


class ImportView(View):
    schema_tag = "Marketplace"
    permission_classes = [StoreMembers]

    @extend_schema(operation_id="import_get", summary="Read how far an import is", responses=ImportOutput)
    def get(self, request: Request, import_id: UUID) -> Response:
        return Response(ImportOutput(selectors.import_get(scope=self.scope, import_id=import_id)).data)


class ImportConfirmView(View):
    """The word to go."""

    schema_tag = "Marketplace"
    permission_classes = [StoreMembers]

    @extend_schema(
        operation_id="import_confirm",
        summary="Carry out a checked import",
        request=ConfirmInput,
        responses=ImportOutput,
        examples=[OpenApiExample("Without the rejected rows", {"skip_rejected": True}, request_only=True)],
    )
    def post(self, request: Request, import_id: UUID) -> Response:
        partial = self.validated(ConfirmInput).get("skip_rejected", False)
        batch = services.import_confirm(scope=self.scope, batch_id=import_id, partial=partial)
        return Response(ImportOutput(batch).data)


class ImportStopView(View):
    """Rows that were carried out stay."""

    schema_tag = "Marketplace"
    permission_classes = [StoreMembers]

    @extend_schema(operation_id="import_stop", summary="Stop an import", request=None, responses=ImportOutput)
    def post(self, request: Request, import_id: UUID) -> Response:
        return Response(ImportOutput(services.import_stop(scope=self.scope, batch_id=import_id)).data)


class ImportRowsView(ListView):
    """What the check found, and what became of it, in the order of the file."""

    schema_tag = "Marketplace"
    permission_classes = [StoreMembers]
    serializer_class = ImportRowOutput
    filterset_class = ImportRowFilters
    queryset = ImportRow.objects.none()

    @extend_schema(operation_id="import_rows", summary="Read the rows of an import")
    def get(self, request: Request, import_id: UUID) -> Response:
        batch = selectors.import_get(scope=self.scope, import_id=import_id)
        return self.page(batch.rows.all())


class ImportRejectedView(View):
    """The rejected rows as a file, each with its number and the reasons: correct them and send the file anew."""

    schema_tag = "Marketplace"
    permission_classes = [StoreMembers]
    query_parameters = frozenset({"as"})

    @extend_schema(
        operation_id="import_rejected", summary="Download the rejected rows", parameters=[AS], responses=FILES
    )
    def get(self, request: Request, import_id: UUID) -> HttpResponse:
        kind = file_kind(request.query_params)
        batch = selectors.import_get(scope=self.scope, import_id=import_id)
        return table_response(kind, imports.rejected_file(batch, kind), f"rejected-{batch.pk}")


class ImportTemplateView(View):
    """Every column that is known, with one row as an example."""

    schema_tag = "Marketplace"
    permission_classes = [StoreMembers]
    query_parameters = frozenset({"as"})

    @extend_schema(
        operation_id="import_template", summary="Download a sheet to begin with", parameters=[AS], responses=FILES
    )
    def get(self, request: Request) -> HttpResponse:
        kind = file_kind(request.query_params)
        return table_response(kind, imports.template_file(kind), "products")
