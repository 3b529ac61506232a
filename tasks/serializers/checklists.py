"""The JSON of checklists and their lines."""

from rest_framework import serializers

from pm_suite.lib.inputs import Input, TextField
from pm_suite.lib.schema import Row
from tasks.cleaning import NAME_MAX
from tasks.serializers.common import Place


class ChecklistRow(Row):
    id = serializers.UUIDField()
    task_id = serializers.UUIDField()
    name = serializers.CharField(help_text="May be empty.")
    rank = serializers.CharField()


class ChecklistItemRow(Row):
    id = serializers.UUIDField()
    task_id = serializers.UUIDField()
    checklist_id = serializers.UUIDField()
    text = serializers.CharField()
    is_done = serializers.BooleanField()
    performer_id = serializers.UUIDField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    rank = serializers.CharField(help_text="Among the lines of its checklist.")


class NewChecklist(Place):
    id = serializers.UUIDField(required=False)
    name = TextField(max_length=NAME_MAX, help_text="May be empty.")


class ChecklistChange(Input):
    name = TextField(max_length=NAME_MAX)


class ChecklistItemFields(Input):
    is_done = serializers.BooleanField(required=False)
    performer_id = serializers.UUIDField(required=False, allow_null=True)
    due_on = serializers.DateField(required=False, allow_null=True)


class NewChecklistItem(ChecklistItemFields, Place):
    id = serializers.UUIDField(required=False)
    text = TextField(max_length=2000)
    checklist_id = serializers.UUIDField(
        required=False, allow_null=True, help_text="Without it the task's first checklist."
    )


class ChecklistItemChange(ChecklistItemFields):
    text = TextField(max_length=2000, required=False)


class ChecklistItemPlace(Place):
    checklist_id = serializers.UUIDField(
        required=False, allow_null=True, help_text="Another checklist of the same task."
    )


class Promotion(Input):
    task_id = serializers.UUIDField(required=False, help_text="A UUIDv7 of your own.")


class Demotion(ChecklistItemPlace):
    id = serializers.UUIDField(required=False, help_text="A UUIDv7 of your own.")
