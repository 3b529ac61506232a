"""The JSON of conflicts."""

from rest_framework import serializers

from pm_suite.lib.inputs import Input
from pm_suite.lib.schema import Row
from sync.models import Conflict


class ConflictRow(Row):
    id = serializers.UUIDField()
    model = serializers.CharField()
    object_id = serializers.UUIDField()
    task_id = serializers.UUIDField(allow_null=True)
    field = serializers.CharField(
        help_text="A field of the row; or `due` or `placement`, fields that stand and fall together."
    )
    kind = serializers.ChoiceField(choices=Conflict.Kind.choices)
    mine = serializers.JSONField(allow_null=True, help_text="Your value, which lost.")
    theirs = serializers.JSONField(allow_null=True, help_text="The value that stands.")
    base = serializers.CharField(allow_null=True, help_text="Of a text: what both began from.")
    actor_id = serializers.UUIDField(allow_null=True, help_text="Who wrote `theirs`.")
    edited_at = serializers.DateTimeField(help_text="When you wrote `mine`.")
    created_at = serializers.DateTimeField()


class Resolution(Input):
    take = serializers.ChoiceField(choices=("mine", "theirs", "value"))
    value = serializers.JSONField(
        required=False, allow_null=True, help_text="With `value`: what is to stand."
    )
