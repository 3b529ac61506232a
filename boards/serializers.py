"""The JSON of boards in the REST API: forms of what comes in, shapes of what goes out."""

from rest_framework import serializers

from boards.actions import MAX_STAGES
from pm_suite.lib.inputs import Input, TextField
from pm_suite.lib.schema import Row
from tasks.cleaning import NAME_MAX
from tasks.models import Stage
from tasks.serializers import CustomFieldRow, ProjectChange, ProjectRow, StageRow, TagRow, TaskCard
from teams.serializers import MemberRow


class BoardRow(Row):
    id = serializers.UUIDField()
    project_id = serializers.UUIDField()
    project_ids = serializers.ListField(child=serializers.UUIDField())
    name = serializers.CharField()
    rank = serializers.CharField()


class ColumnRow(Row):
    id = serializers.UUIDField()
    board_id = serializers.UUIDField()
    name = serializers.CharField()
    stage_ids = serializers.ListField(child=serializers.UUIDField())
    rank = serializers.CharField()
    limit = serializers.IntegerField(allow_null=True)


class SnapshotRow(Row):
    """A board with all that it shows, at one moment."""

    cursor = serializers.CharField(help_text="Where the journal stood; `changes` go on from here.")
    board = BoardRow()
    projects = ProjectRow(many=True)
    columns = ColumnRow(many=True)
    stages = StageRow(many=True)
    custom_fields = CustomFieldRow(many=True)
    tasks = TaskCard(many=True)
    tags = TagRow(many=True)
    members = MemberRow(many=True)


class FirstStage(Input):
    id = serializers.UUIDField(required=False)
    name = TextField(max_length=NAME_MAX)
    kind = serializers.ChoiceField(choices=Stage.Kind.choices)


class NewProject(ProjectChange):
    id = serializers.UUIDField(required=False)
    name = TextField(max_length=NAME_MAX)
    key = TextField(max_length=10, required=False, help_text="Made from the name when left out.")
    stages = serializers.ListField(
        child=FirstStage(),
        required=False,
        min_length=1,
        max_length=MAX_STAGES,
        help_text="Backlog, To do, In progress, Review and Done when left out.",
    )


class StageRemoval(Input):
    to = serializers.UUIDField(
        required=False, allow_null=True, help_text="The stage to which its tasks go."
    )


class NewBoard(Input):
    id = serializers.UUIDField(required=False)
    name = TextField(max_length=NAME_MAX)


class BoardChange(Input):
    name = TextField(max_length=NAME_MAX)


class ColumnChange(Input):
    name = TextField(max_length=NAME_MAX, required=False)
    limit = serializers.IntegerField(required=False, allow_null=True, min_value=1)
