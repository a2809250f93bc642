"""Opening a shop, in and out."""

from __future__ import annotations

from rest_framework import serializers

from core.api.serializers import Input, Output
from marketplace.api.serializers.stores import SellerOutput
from marketplace.models import Decision
from marketplace.states import AnswerStatus


class ShopInput(Input):
    name = serializers.CharField(max_length=120, help_text="Of the shop.")
    market = serializers.SlugField(max_length=16, help_text="Its home market; the market's currency is the shop's.")
    contact = serializers.CharField(max_length=254, help_text="An e-mail address, or a phone number with country code.")
    slug = serializers.CharField(max_length=140, required=False, help_text="Made from the name where none is given.")


class StepOutput(Output):
    key = serializers.ChoiceField(choices=["shop", "first_product", "delivery", "documents", "payout", "review"])
    state = serializers.ChoiceField(choices=["done", "to_do", "waiting", "locked"])
    reason = serializers.CharField(allow_blank=True, help_text="Why it is not done.")


class AnswerOutput(Output):
    text = serializers.CharField(allow_blank=True)
    file_name = serializers.CharField(source="file.name", default=None, allow_null=True)
    status = serializers.ChoiceField(choices=AnswerStatus.choices)
    reason = serializers.CharField(allow_blank=True, help_text="Why it was sent back.")


class ChecklistOutput(Output):
    code = serializers.CharField(source="requirement.code")
    title = serializers.CharField(source="requirement.title")
    description = serializers.CharField(source="requirement.description", allow_blank=True)
    is_required = serializers.BooleanField(source="requirement.is_required")
    needs_file = serializers.BooleanField(source="requirement.needs_file")
    answer = AnswerOutput(allow_null=True)


class FieldReasonOutput(Output):
    field = serializers.CharField(help_text="Of the store, or the code of a line of the checklist.")
    reason = serializers.CharField()


class DecisionOutput(Output):
    decision = serializers.ChoiceField(choices=Decision.choices)
    reason = serializers.CharField(allow_blank=True)
    fields_to_change = FieldReasonOutput(source="fields", many=True)
    created_at = serializers.DateTimeField()


class OnboardingOutput(Output):
    seller = SellerOutput()
    steps = StepOutput(many=True)
    checklist = ChecklistOutput(many=True)
    decision = DecisionOutput(allow_null=True, help_text="The last that staff made.")


class TextAnswerInput(Input):
    text = serializers.CharField(max_length=400)


class EvidenceInput(Input):
    file = serializers.FileField(allow_empty_file=True, help_text="JPEG, PNG, WebP or PDF; only staff read it.")


class CloseInput(Input):
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True)
