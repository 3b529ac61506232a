"""Projects, their stages and tasks, and what hangs on a task."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from pm_suite.lib.ids import new_id
from pm_suite.lib.tenancy import TenantForeignKey
from teams.models import Member, Workspace


def rank_field() -> "models.CharField[str, str]":
    """A fractional key; order is (rank, id) by code point."""
    return models.CharField(max_length=512, db_collation="C")


class Colour(models.TextChoices):
    """The palette of projects and tags."""

    GREY = "grey", _("Grey")
    RED = "red", _("Red")
    ORANGE = "orange", _("Orange")
    AMBER = "amber", _("Amber")
    GREEN = "green", _("Green")
    TEAL = "teal", _("Teal")
    BLUE = "blue", _("Blue")
    INDIGO = "indigo", _("Indigo")
    VIOLET = "violet", _("Violet")
    PINK = "pink", _("Pink")


class TenantModel(models.Model):
    """A row of one workspace, behind row-level security."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True


class Project(TenantModel):
    """A body of work with stages of its own."""

    class Visibility(models.TextChoices):
        WORKSPACE = "workspace", _("Everyone in the workspace")
        PRIVATE = "private", _("Only its members")

    class Editing(models.TextChoices):
        EVERYONE = "everyone", _("Every performer edits every task")
        RELATED = "related", _("Performers edit the tasks they wrote or were given")

    key = models.CharField(max_length=10)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    color = models.CharField(max_length=8, choices=Colour.choices, default=Colour.BLUE)
    visibility = models.CharField(
        max_length=16, choices=Visibility.choices, default=Visibility.WORKSPACE
    )
    acceptance = models.BooleanField(default=False)
    editing = models.CharField(max_length=16, choices=Editing.choices, default=Editing.EVERYONE)
    last_number = models.PositiveIntegerField(default=0)
    archived_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "key"], name="one_project_per_key")
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.name}"


class ProjectRole(models.TextChoices):
    """What a member may do in a project, from most to least."""

    LEAD = "lead", _("Lead")
    PERFORMER = "performer", _("Performer")
    OBSERVER = "observer", _("Observer")


class ProjectMember(TenantModel):
    """A member's seat in a project."""

    project = TenantForeignKey(Project, on_delete=models.CASCADE, related_name="seats")
    member = TenantForeignKey(Member, on_delete=models.CASCADE, related_name="project_seats")
    role = models.CharField(max_length=16, choices=ProjectRole.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "member"], name="one_seat_per_member")
        ]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.project_id}"


class Stage(TenantModel):
    """Where a task stands: the one fact about it. A stage has a kind that gives it its meaning."""

    class Kind(models.TextChoices):
        BACKLOG = "backlog", _("Backlog")
        TODO = "todo", _("To do")
        DOING = "doing", _("In progress")
        REVIEW = "review", _("Review")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Cancelled")

    project = TenantForeignKey(Project, on_delete=models.CASCADE, related_name="stages")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    rank = rank_field()
    wip_limit = models.PositiveIntegerField(null=True)
    wip_hard = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index("workspace", "project", name="stage_project")]

    def __str__(self) -> str:
        return self.name


class Tag(TenantModel):
    """A word that marks tasks, the same in every project of the workspace."""

    name = models.CharField(max_length=80)
    color = models.CharField(max_length=8, choices=Colour.choices, default=Colour.GREY)

    class Meta:
        constraints = [models.UniqueConstraint("workspace", Lower("name"), name="one_tag_per_name")]

    def __str__(self) -> str:
        return self.name


class TaskQuerySet(models.QuerySet["Task"]):
    """Filters of tasks."""

    def alive(self) -> "TaskQuerySet":
        """Neither thrown away nor put away."""
        return self.filter(trashed_at=None, archived_at=None)

    def in_order(self) -> "TaskQuerySet":
        return self.order_by("rank", "id")


class Task(TenantModel):
    """A piece of work with an author, at most one performer, and observers."""

    project = TenantForeignKey(Project, on_delete=models.CASCADE, related_name="tasks")
    number = models.PositiveIntegerField()
    parent = TenantForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="children")
    stage = TenantForeignKey(Stage, on_delete=models.PROTECT, related_name="tasks")
    rank = rank_field()
    title = models.CharField(max_length=1000)
    description = models.TextField(blank=True)
    priority = models.PositiveSmallIntegerField(null=True)
    estimate = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    due_on = models.DateField(null=True)
    due_at = models.DateTimeField(null=True)
    due_zone = models.CharField(max_length=64, blank=True)
    author = TenantForeignKey(Member, on_delete=models.PROTECT, related_name="tasks_written")
    performer = TenantForeignKey(
        Member, on_delete=models.SET_NULL, null=True, related_name="tasks_given"
    )
    tags: "models.ManyToManyField[Tag, Any]" = models.ManyToManyField(Tag, through="TaskTag")
    observers: "models.ManyToManyField[Member, Any]" = models.ManyToManyField(
        Member, through="TaskObserver", related_name="tasks_observed"
    )
    helpers: "models.ManyToManyField[Member, Any]" = models.ManyToManyField(
        Member, through="TaskHelper", related_name="tasks_helped"
    )
    comment_count = models.PositiveIntegerField(default=0)
    checklist_count = models.PositiveIntegerField(default=0)
    checklist_done = models.PositiveIntegerField(default=0)
    attachment_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    updated_by = TenantForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    read_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    planned_on = models.DateField(null=True)
    handed_in_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = TenantForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    rework_count = models.PositiveIntegerField(default=0, db_default=0)
    done_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)
    trashed_at = models.DateTimeField(null=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="one_task_per_number"),
            models.CheckConstraint(
                condition=Q(priority=None) | Q(priority__lte=4), name="priority_0_to_4"
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_at=None), name="due_on_a_day_or_at_a_time"
            ),
        ]
        indexes = [
            models.Index("workspace", "stage", "rank", "id", name="task_place"),
            models.Index("workspace", "project", "id", name="task_project"),
            models.Index("workspace", "performer", name="task_performer"),
            models.Index("workspace", "parent", name="task_parent", condition=~Q(parent=None)),
            models.Index("trashed_at", name="task_trash", condition=~Q(trashed_at=None)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_alive(self) -> bool:
        """Neither thrown away nor put away: on boards and in snapshots."""
        return self.trashed_at is None and self.archived_at is None


class TaskTag(TenantModel):
    """A tag on a task."""

    task = TenantForeignKey(Task, on_delete=models.CASCADE, related_name="task_tags")
    tag = TenantForeignKey(Tag, on_delete=models.CASCADE, related_name="task_tags")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "tag"], name="tag_once_per_task")]

    def __str__(self) -> str:
        return f"{self.tag_id} on {self.task_id}"


class TaskObserver(TenantModel):
    """A member who follows a task."""

    task = TenantForeignKey(Task, on_delete=models.CASCADE, related_name="task_observers")
    member = TenantForeignKey(Member, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "member"], name="observer_once_per_task")
        ]

    def __str__(self) -> str:
        return f"{self.member_id} watches {self.task_id}"


class TaskHelper(TenantModel):
    """A member who works on a task beside its performer, who alone answers for it."""

    task = TenantForeignKey(Task, on_delete=models.CASCADE, related_name="task_helpers")
    member = TenantForeignKey(Member, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "member"], name="helper_once_per_task")
        ]

    def __str__(self) -> str:
        return f"{self.member_id} helps with {self.task_id}"


class TaskSeen(TenantModel):
    """What a member last saw of a task, and whether it is in the member's focus."""

    task = TenantForeignKey(Task, on_delete=models.CASCADE, related_name="+")
    member = TenantForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(null=True)
    is_focus = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "task"], name="seen_once_per_member")
        ]

    def __str__(self) -> str:
        return f"{self.member_id} saw {self.task_id}"


class DeadlineProposal(TenantModel):
    """Another deadline that a performer asks for; it stands until it is answered."""

    task = TenantForeignKey(Task, on_delete=models.CASCADE, related_name="deadline_proposals")
    member = TenantForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    due_on = models.DateField(null=True)
    due_at = models.DateTimeField(null=True)
    due_zone = models.CharField(max_length=64, blank=True)
    reason = models.TextField(blank=True)
    created_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = TenantForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    is_agreed = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "task"],
                name="one_open_proposal",
                condition=Q(answered_at=None),
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) ^ Q(due_at=None), name="proposal_on_a_day_or_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due_on or self.due_at} for {self.task_id}"


class Checklist(TenantModel):
    """A list of lines to tick inside a task; one without a name is called "Checklist" on the screen."""

    task = TenantForeignKey(Task, on_delete=models.CASCADE, related_name="checklists")
    name = models.CharField(max_length=200, blank=True)
    rank = rank_field()

    def __str__(self) -> str:
        return self.name


class ChecklistItem(TenantModel):
    """A line to tick, which may be one person's and due on a day."""

    task = TenantForeignKey(Task, on_delete=models.CASCADE, related_name="checklist")
    checklist = TenantForeignKey(Checklist, on_delete=models.CASCADE, related_name="items")
    text = models.CharField(max_length=2000)
    is_done = models.BooleanField(default=False)
    performer = TenantForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    due_on = models.DateField(null=True)
    rank = rank_field()

    def __str__(self) -> str:
        return self.text


class Comment(TenantModel):
    """What a member said about a task, in Markdown; marked when it is the reason of a verb."""

    class Mark(models.TextChoices):
        NONE = "", _("Said")
        HANDED_IN = "handed_in", _("Handed in")
        RETURNED = "returned", _("Returned")
        REFUSED = "refused", _("Refused")
        CANCELLED = "cancelled", _("Cancelled")
        PROPOSED = "proposed", _("Asked for another deadline")
        DECLINED = "declined", _("Declined another deadline")

    task = TenantForeignKey(Task, on_delete=models.CASCADE, related_name="comments")
    author = TenantForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    body = models.TextField()
    reply_to = TenantForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    mark = models.CharField(
        max_length=16, choices=Mark.choices, default=Mark.NONE, blank=True, db_default=""
    )

    def __str__(self) -> str:
        return self.body[:60]


class Attachment(TenantModel):
    """A link kept with a task."""

    task = TenantForeignKey(Task, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=300)
    url = models.URLField(max_length=4000)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
