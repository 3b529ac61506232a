"""Tasks and who stands around them."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from pm_suite.lib.tenancy import TenantForeignKey
from tasks.models.base import Colour, TenantModel, rank_field, sum_field
from tasks.models.projects import Project, Stage, Tag
from tasks.models.recurrences import Recurrence
from teams.models import Member


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
    is_urgent = models.BooleanField(default=False, db_default=False)
    is_important = models.BooleanField(default=False, db_default=False)
    estimate = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    estimate_hours = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    color = models.CharField(
        max_length=8, choices=Colour.choices, blank=True, default="", db_default=""
    )
    values = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    """Of custom fields, by id; only those that are set."""
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
    # Of the whole branch below, but for what is cancelled or away.
    child_count = models.PositiveIntegerField(default=0, db_default=0)
    child_done = models.PositiveIntegerField(default=0, db_default=0)
    child_estimate = sum_field()
    child_estimate_done = sum_field()
    link_count = models.PositiveIntegerField(default=0, db_default=0)
    # The open tasks that block it, sorted.
    blocked_by = ArrayField(models.UUIDField(), default=list, db_default=[])
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
    recurrence = TenantForeignKey(
        Recurrence, on_delete=models.SET_NULL, null=True, related_name="instances"
    )
    occurrence = models.PositiveIntegerField(null=True)

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
            models.UniqueConstraint(
                fields=["recurrence", "occurrence"],
                name="one_task_per_occurrence",
                condition=~Q(recurrence=None),
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
