"""The JSON of the verbs of a task's life."""

from rest_framework import serializers

from pm_suite.lib.inputs import Input, TextField
from pm_suite.lib.merge import TEXT_MAX
from pm_suite.lib.schema import Row
from tasks.cleaning import TITLE_MAX


class ProposalRow(Row):
    id = serializers.UUIDField()
    task_id = serializers.UUIDField()
    member_id = serializers.UUIDField()
    due_on = serializers.DateField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    due_zone = serializers.CharField()
    reason = serializers.CharField()
    created_at = serializers.DateTimeField()


class TaskSeenRow(Row):
    """What you last saw of a task."""

    id = serializers.UUIDField()
    task_id = serializers.UUIDField()
    seen_at = serializers.DateTimeField(allow_null=True)
    is_focus = serializers.BooleanField()


class Assignment(Input):
    performer_id = serializers.UUIDField(allow_null=True)


class HandOn(Input):
    id = serializers.UUIDField(required=False, help_text="Of the subtask.")
    performer_id = serializers.UUIDField()
    title = TextField(max_length=TITLE_MAX, required=False)


class Focus(Input):
    is_focus = serializers.BooleanField()


class Plan(Input):
    planned_on = serializers.DateField(allow_null=True)


class Delivery(Input):
    comment = TextField(max_length=TEXT_MAX, required=False)


class ReasonOrNone(Input):
    reason = TextField(max_length=TEXT_MAX, required=False)


class Reason(Input):
    reason = TextField(max_length=TEXT_MAX)


class Proposal(ReasonOrNone):
    id = serializers.UUIDField(required=False)
    due_on = serializers.DateField(required=False, allow_null=True)
    due_at = serializers.DateTimeField(required=False, allow_null=True)
    due_zone = TextField(required=False)


class Answer(ReasonOrNone):
    is_agreed = serializers.BooleanField()
