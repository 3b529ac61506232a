"""Projects, their people and stages, and the tags of a workspace."""

from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from pm_suite.lib.tenancy import TenantForeignKey
from tasks.models.base import Colour, TenantModel, rank_field
from teams.models import Member


class Project(TenantModel):
    """A body of work with stages of its own."""

    class Visibility(models.TextChoices):
        WORKSPACE = "workspace", _("Everyone in the workspace")
        PRIVATE = "private", _("Only its members")

    class Editing(models.TextChoices):
        EVERYONE = "everyone", _("Every performer edits every task")
        RELATED = "related", _("Performers edit the tasks they wrote or were given")

    class Progress(models.TextChoices):
        COUNT = "count", _("By the number of tasks")
        ESTIMATE = "estimate", _("By their estimates")

    key = models.CharField(max_length=10)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    color = models.CharField(max_length=8, choices=Colour.choices, default=Colour.BLUE)
    visibility = models.CharField(
        max_length=16, choices=Visibility.choices, default=Visibility.WORKSPACE
    )
    acceptance = models.BooleanField(default=False)
    editing = models.CharField(max_length=16, choices=Editing.choices, default=Editing.EVERYONE)
    # How far a task with subtasks has come.
    progress = models.CharField(
        max_length=16,
        choices=Progress.choices,
        default=Progress.COUNT,
        db_default=Progress.COUNT.value,
    )
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
    """A word that marks tasks, the same in every project of the workspace; it may stand below another."""

    name = models.CharField(max_length=80)
    color = models.CharField(max_length=8, choices=Colour.choices, default=Colour.GREY)
    parent = TenantForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="children")

    class Meta:
        constraints = [models.UniqueConstraint("workspace", Lower("name"), name="one_tag_per_name")]

    def __str__(self) -> str:
        return self.name
