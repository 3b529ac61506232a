"""The JSON of projects, stages and tasks in the REST API: forms of what comes in, shapes of what goes out."""

from rest_framework import serializers

from pm_suite.lib.inputs import Input, TextField
from pm_suite.lib.merge import TEXT_MAX
from pm_suite.lib.schema import Row
from sync.models import Conflict
from tasks.cleaning import NAME_MAX, TITLE_MAX
from tasks.models import Colour, Comment, Project, ProjectRole, Stage

DATE = "YYYY-MM-DD."


class TagRow(Row):
    id = serializers.UUIDField()
    name = serializers.CharField()
    color = serializers.ChoiceField(choices=Colour.choices)


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
    estimate = serializers.FloatField(allow_null=True, help_text="Points.")
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


class TaskRow(TaskCard):
    description = serializers.CharField(help_text="Markdown.")


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


class CommentRow(Row):
    id = serializers.UUIDField()
    task_id = serializers.UUIDField()
    author_id = serializers.UUIDField()
    body = serializers.CharField(help_text="Markdown.")
    reply_to_id = serializers.UUIDField(allow_null=True)
    created_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)
    mark = serializers.ChoiceField(
        choices=Comment.Mark.choices, help_text="Of which verb it is the reason, if of any."
    )


class AttachmentRow(Row):
    id = serializers.UUIDField()
    task_id = serializers.UUIDField()
    name = serializers.CharField()
    url = serializers.CharField()
    created_at = serializers.DateTimeField()


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


class EntryRow(Row):
    """One entry of the journal (docs/protocol.md)."""

    v = serializers.IntegerField(help_text="The version.")
    scope = serializers.UUIDField()
    model = serializers.CharField()
    id = serializers.UUIDField(help_text="Of the object.")
    op = serializers.ChoiceField(choices=["I", "U", "X", "D", "H", "S+", "S-"])
    patch = serializers.DictField(help_text="The changed fields with their new values.")
    kind = serializers.CharField(help_text="What happened, as `task.moved`.")
    actor = serializers.UUIDField(allow_null=True, help_text="The member who did it.")
    at = serializers.DateTimeField()
    client = serializers.UUIDField(allow_null=True)
    seq = serializers.IntegerField(allow_null=True)
    last = serializers.BooleanField(help_text="Whether its transaction ends here.")


class HistoryRow(Row):
    history = EntryRow(many=True)
    more = serializers.BooleanField(help_text="Whether older entries may be asked for.")


class ChangesRow(Row):
    to = serializers.CharField(help_text="The cursor to go on from.")
    more = serializers.BooleanField(help_text="Whether to ask again at once.")
    entries = EntryRow(many=True)


class Place(Input):
    """Between which neighbours; without any, at the end."""

    after = serializers.UUIDField(required=False, allow_null=True)
    before = serializers.UUIDField(required=False, allow_null=True)


class ProjectChange(Input):
    name = TextField(max_length=NAME_MAX, required=False)
    description = TextField(max_length=TEXT_MAX, required=False)
    color = serializers.ChoiceField(choices=Colour.choices, required=False)
    visibility = serializers.ChoiceField(choices=Project.Visibility.choices, required=False)
    acceptance = serializers.BooleanField(required=False)
    editing = serializers.ChoiceField(choices=Project.Editing.choices, required=False)


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


class TaskChange(Input):
    title = TextField(max_length=TITLE_MAX, required=False)
    description = TextField(max_length=TEXT_MAX, required=False)
    performer_id = serializers.UUIDField(required=False, allow_null=True)
    priority = serializers.IntegerField(
        required=False, allow_null=True, min_value=0, max_value=4, help_text="0 is most urgent."
    )
    estimate = serializers.FloatField(required=False, allow_null=True, min_value=0)
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


class NewComment(Input):
    id = serializers.UUIDField(required=False)
    body = TextField(max_length=TEXT_MAX)
    reply_to_id = serializers.UUIDField(required=False, allow_null=True)


class CommentChange(Input):
    body = TextField(max_length=TEXT_MAX)


class NewAttachment(Input):
    id = serializers.UUIDField(required=False)
    name = TextField(max_length=300)
    url = TextField(max_length=4000)


class NewTag(Input):
    id = serializers.UUIDField(required=False)
    name = TextField(max_length=80)
    color = serializers.ChoiceField(choices=Colour.choices, required=False)


class TagChange(Input):
    name = TextField(max_length=80, required=False)
    color = serializers.ChoiceField(choices=Colour.choices, required=False)


class Removal(Input):
    heir_id = serializers.UUIDField(
        required=False, allow_null=True, help_text="Who takes over open tasks and led projects."
    )


class Match(Input):
    member_id = serializers.UUIDField(help_text="The person whom the placeholder stands for.")


class Resolution(Input):
    take = serializers.ChoiceField(choices=("mine", "theirs", "value"))
    value = serializers.JSONField(
        required=False, allow_null=True, help_text="With `value`: what is to stand."
    )


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
