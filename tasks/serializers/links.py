"""The JSON of links between tasks."""

from rest_framework import serializers

from pm_suite.lib.inputs import Input
from pm_suite.lib.schema import Row
from tasks.models import TaskLink


class TaskLinkRow(Row):
    id = serializers.UUIDField()
    task_id = serializers.UUIDField()
    other_id = serializers.UUIDField(help_text="Maybe of a task that you do not see.")
    kind = serializers.ChoiceField(
        choices=TaskLink.Kind.choices, help_text="What the task is to the other."
    )


class NewTaskLink(Input):
    id = serializers.UUIDField(required=False, help_text="A UUIDv7 of your own.")
    other_id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=TaskLink.Kind.choices)
