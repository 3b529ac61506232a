"""Tasks that come again."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pm_suite.lib.tenancy import TenantForeignKey
from tasks.models.base import TenantModel
from tasks.models.projects import Project
from teams.models import Member


class Recurrence(TenantModel):
    """How a task comes again: a rule, its days off, and where it stands. One of its tasks, `task`, is the latest.

    Days and times are wall time in `zone`. `occurs_on` is the day that the rule names for the latest task,
    `next_occurs_on` that of the one to come, `next_on` the working day that it stands for; `next_id` is the id which
    that task will have, and is empty when none comes. `ripe_at` is when it is made even if the latest is still open.
    """

    class DaysOff(models.TextChoices):
        KEEP = "keep", _("As any other day")
        NEXT = "next", _("The next working day")
        PREVIOUS = "previous", _("The working day before")
        SKIP = "skip", _("Left out")

    project = TenantForeignKey(Project, on_delete=models.CASCADE, related_name="recurrences")
    task = TenantForeignKey("tasks.Task", on_delete=models.CASCADE, related_name="+")
    author = TenantForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=500)
    after_completion = models.BooleanField(default=False)
    starts_on = models.DateField()
    at_time = models.CharField(max_length=5, blank=True)
    zone = models.CharField(max_length=64)
    days_off = models.CharField(max_length=8, choices=DaysOff.choices, default=DaysOff.KEEP)
    country = models.CharField(max_length=16, blank=True)
    waits = models.BooleanField(default=False)
    occurrence = models.PositiveIntegerField(default=1)
    occurs_on = models.DateField()
    next_occurs_on = models.DateField(null=True)
    next_on = models.DateField(null=True)
    next_at = models.DateTimeField(null=True)
    next_id = models.UUIDField(null=True)
    ripe_at = models.DateTimeField(null=True)
    skipped_on = models.JSONField(default=list)
    stopped_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    template = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index("workspace", "project", "id", name="recurrence_project"),
            models.Index("ripe_at", name="recurrence_ripe", condition=~Q(ripe_at=None)),
        ]

    def __str__(self) -> str:
        return self.rule
