"""The JSON of what is done to many tasks at once."""

from rest_framework import serializers

from pm_suite.lib.schema import Row
from tasks.actions.bulk import IDS_MAX
from tasks.actions.crowd import VERBS
from tasks.serializers.common import Place
from tasks.serializers.tasks import TaskChange


class SharedFields(TaskChange):
    """What many tasks may have in common: all but title and description."""

    title = None  # type: ignore[assignment]  # so a form leaves out a field
    description = None  # type: ignore[assignment]


class BulkEdit(Place):
    ids = serializers.ListField(
        child=serializers.UUIDField(), allow_empty=False, max_length=IDS_MAX
    )
    fields = SharedFields(required=False)  # type: ignore[assignment]  # a field called fields
    add_tags = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=100)
    remove_tags = serializers.ListField(
        child=serializers.UUIDField(), required=False, max_length=100
    )
    stage_id = serializers.UUIDField(
        required=False, help_text="They stand there in the order of `ids`, in a row."
    )
    verb = serializers.ChoiceField(
        choices=list(VERBS), required=False, help_text="Alone: nothing else is changed with it."
    )


class LeftRow(Row):
    id = serializers.UUIDField()
    name = serializers.CharField(help_text="Key and title, empty for a task you do not see.")
    why = serializers.CharField()


class BulkDone(Row):
    changed = serializers.IntegerField(help_text="What was so already is not counted.")
    left = LeftRow(many=True, help_text="What stays as it is, the first fifty.")
    left_count = serializers.IntegerField()
