"""The JSON of custom fields and of their values."""

from rest_framework import serializers

from pm_suite.lib.inputs import Input, TextField
from pm_suite.lib.schema import Row
from tasks.models import Colour, CustomField
from tasks.serializers.common import Place


class OptionRow(Row):
    id = serializers.UUIDField()
    name = serializers.CharField()
    color = serializers.ChoiceField(choices=Colour.choices)


class CustomFieldRow(Row):
    id = serializers.UUIDField(help_text="Under which `values` of a task holds its value.")
    project_id = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=CustomField.Kind.choices)
    options = OptionRow(many=True, help_text="Of the kinds `choice` and `choices`, in order.")
    currency = serializers.CharField(help_text="Of the kind `money`.")
    on_card = serializers.BooleanField(help_text="Whether cards show it.")
    rank = serializers.CharField()


class Option(Input):
    id = serializers.UUIDField(help_text="A UUID of your own, which stays.")
    name = TextField(max_length=80)
    color = serializers.ChoiceField(choices=Colour.choices, required=False)


class CustomFieldChange(Input):
    name = TextField(max_length=80, required=False)
    options = serializers.ListField(required=False, max_length=200)
    currency = TextField(required=False, help_text="Three letters, as EUR.")
    on_card = serializers.BooleanField(required=False)


class NewCustomField(CustomFieldChange, Place):
    id = serializers.UUIDField(required=False)
    name = TextField(max_length=80)
    kind = serializers.ChoiceField(choices=CustomField.Kind.choices)


class FieldValue(Input):
    value = serializers.JSONField(
        allow_null=True, help_text="Of the field's kind; a person or an option by its id."
    )
