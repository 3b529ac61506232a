"""The JSON of tasks."""

from rest_framework import serializers

from pm_suite.lib.inputs import Input, TextField
from pm_suite.lib.merge import TEXT_MAX
from pm_suite.lib.schema import Row
from tasks.cleaning import TITLE_MAX
from tasks.models import Colour
from tasks.serializers.common import Place


class TaskCard(Row):
    """A task without its description, as boards show it."""

    id = serializers.UUIDField()
    project_id = serializers.UUIDField()
    number = serializers.IntegerField()
    parent_id = serializers.UUIDField(allow_null=True)
    stage_id = serializers.UUIDField()
    rank = serializers.CharField()
    title = serializers.CharField()
    priority = serializers.IntegerField(
        allow_null=True, min_value=0, max_value=4, help_text="0 is the most urgent."
    )
    is_urgent = serializers.BooleanField()
    is_important = serializers.BooleanField()
    estimate = serializers.FloatField(allow_null=True, help_text="Points.")
    estimate_hours = serializers.FloatField(allow_null=True)
    color = serializers.ChoiceField(choices=Colour.choices, allow_blank=True)
    values = serializers.DictField(help_text="Of custom fields, by id; only those that are set.")
    due_on = serializers.DateField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    due_zone = serializers.CharField()
    author_id = serializers.UUIDField()
    performer_id = serializers.UUIDField(allow_null=True)
    tag_ids = serializers.ListField(child=serializers.UUIDField())
    observer_ids = serializers.ListField(child=serializers.UUIDField())
    helper_ids = serializers.ListField(child=serializers.UUIDField())
    comment_count = serializers.IntegerField()
    checklist_count = serializers.IntegerField()
    checklist_done = serializers.IntegerField()
    attachment_count = serializers.IntegerField()
    child_count = serializers.IntegerField(
        help_text="Tasks in the whole branch below, but for cancelled ones."
    )
    child_done = serializers.IntegerField(help_text="Of these, those that are done.")
    child_estimate = serializers.FloatField(help_text="The sum of their points.")
    child_estimate_done = serializers.FloatField(help_text="Of those that are done.")
    blocked_by = serializers.ListField(
        child=serializers.UUIDField(),
        help_text="The open tasks that block it, those that you do not see too.",
    )
    has_description = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    updated_by_id = serializers.UUIDField(allow_null=True)
    read_at = serializers.DateTimeField(
        allow_null=True, help_text="When its performer first opened it."
    )
    started_at = serializers.DateTimeField(allow_null=True)
    planned_on = serializers.DateField(allow_null=True, help_text="The performer's own date.")
    handed_in_at = serializers.DateTimeField(allow_null=True, help_text="Its delivery.")
    accepted_at = serializers.DateTimeField(allow_null=True)
    accepted_by_id = serializers.UUIDField(allow_null=True)
    rework_count = serializers.IntegerField(help_text="How often it was returned.")
    done_at = serializers.DateTimeField(allow_null=True)
    cancelled_at = serializers.DateTimeField(allow_null=True)
    archived_at = serializers.DateTimeField(allow_null=True)
    recurrence_id = serializers.UUIDField(allow_null=True, help_text="How it comes again.")


class TaskRow(TaskCard):
    description = serializers.CharField(help_text="Markdown.")


class TaskChange(Input):
    title = TextField(max_length=TITLE_MAX, required=False)
    description = TextField(max_length=TEXT_MAX, required=False)
    performer_id = serializers.UUIDField(required=False, allow_null=True)
    priority = serializers.IntegerField(
        required=False, allow_null=True, min_value=0, max_value=4, help_text="0 is most urgent."
    )
    is_urgent = serializers.BooleanField(required=False)
    is_important = serializers.BooleanField(required=False)
    estimate = serializers.FloatField(required=False, allow_null=True, min_value=0)
    estimate_hours = serializers.FloatField(required=False, allow_null=True, min_value=0)
    color = serializers.ChoiceField(
        choices=Colour.choices, required=False, allow_blank=True, allow_null=True
    )
    due_on = serializers.DateField(
        required=False, allow_null=True, help_text="Takes the place of `due_at`."
    )
    due_at = serializers.DateTimeField(
        required=False, allow_null=True, help_text="Takes the place of `due_on`."
    )
    due_zone = TextField(required=False, help_text="The name of a time zone.")
    parent_id = serializers.UUIDField(required=False, allow_null=True)


class NewTask(TaskChange, Place):
    id = serializers.UUIDField(required=False, help_text="A UUIDv7 of your own.")
    stage_id = serializers.UUIDField(help_text="The stage tells the project.")
    title = TextField(max_length=TITLE_MAX)
    tag_ids = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=100)


class TaskPlace(Place):
    stage_id = serializers.UUIDField()
