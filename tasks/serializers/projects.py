"""The JSON of projects, their people and stages, and tags."""

from rest_framework import serializers

from pm_suite.lib.inputs import Input, TextField
from pm_suite.lib.merge import TEXT_MAX
from pm_suite.lib.schema import Row
from tasks.cleaning import NAME_MAX
from tasks.models import Colour, Project, ProjectRole, Stage
from tasks.serializers.common import Place


class TagRow(Row):
    id = serializers.UUIDField()
    name = serializers.CharField()
    color = serializers.ChoiceField(choices=Colour.choices)
    parent_id = serializers.UUIDField(allow_null=True, help_text="The tag below which it stands.")


class ProjectRow(Row):
    id = serializers.UUIDField()
    key = serializers.CharField(help_text="A task's key is this, a dash, its number.")
    name = serializers.CharField()
    description = serializers.CharField(help_text="Markdown.")
    color = serializers.ChoiceField(choices=Colour.choices)
    visibility = serializers.ChoiceField(choices=Project.Visibility.choices)
    acceptance = serializers.BooleanField(
        help_text="Whether only authors and leads take tasks as done."
    )
    editing = serializers.ChoiceField(choices=Project.Editing.choices)
    progress = serializers.ChoiceField(
        choices=Project.Progress.choices, help_text="How far a task with subtasks has come."
    )
    archived_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


class ProjectMemberRow(Row):
    id = serializers.UUIDField()
    project_id = serializers.UUIDField()
    member_id = serializers.UUIDField()
    role = serializers.ChoiceField(choices=ProjectRole.choices)


class StageRow(Row):
    id = serializers.UUIDField()
    project_id = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Stage.Kind.choices)
    rank = serializers.CharField(help_text="Order is by rank, then id, by code point.")
    wip_limit = serializers.IntegerField(allow_null=True)
    wip_hard = serializers.BooleanField(help_text="Whether a full stage takes no more tasks.")


class ProjectChange(Input):
    name = TextField(max_length=NAME_MAX, required=False)
    description = TextField(max_length=TEXT_MAX, required=False)
    color = serializers.ChoiceField(choices=Colour.choices, required=False)
    visibility = serializers.ChoiceField(choices=Project.Visibility.choices, required=False)
    acceptance = serializers.BooleanField(required=False)
    editing = serializers.ChoiceField(choices=Project.Editing.choices, required=False)
    progress = serializers.ChoiceField(choices=Project.Progress.choices, required=False)


class NewStage(Place):
    id = serializers.UUIDField(required=False)
    name = TextField(max_length=NAME_MAX)
    kind = serializers.ChoiceField(choices=Stage.Kind.choices)


class StageChange(Input):
    name = TextField(max_length=NAME_MAX, required=False)
    kind = serializers.ChoiceField(choices=Stage.Kind.choices, required=False)
    wip_limit = serializers.IntegerField(required=False, allow_null=True, min_value=1)
    wip_hard = serializers.BooleanField(required=False)


class NewProjectMember(Input):
    member_id = serializers.UUIDField()
    role = serializers.ChoiceField(choices=ProjectRole.choices)


class ProjectMemberChange(Input):
    role = serializers.ChoiceField(choices=ProjectRole.choices)


class NewTag(Input):
    id = serializers.UUIDField(required=False)
    name = TextField(max_length=80)
    color = serializers.ChoiceField(choices=Colour.choices, required=False)
    parent_id = serializers.UUIDField(required=False, allow_null=True)


class TagChange(Input):
    name = TextField(max_length=80, required=False)
    color = serializers.ChoiceField(choices=Colour.choices, required=False)
    parent_id = serializers.UUIDField(required=False, allow_null=True)
