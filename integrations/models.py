"""Imports: runs, and what each run brought."""

from typing import Any

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from pm_suite.lib.tenancy import TenantForeignKey
from tasks.models import Project, TenantModel
from teams.models import Member


class Source(models.TextChoices):
    """Where an export comes from."""

    TRELLO = "trello", "Trello"


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    """Filters of runs."""

    def waiting(self) -> "ImportRunQuerySet":
        """Runs that a worker has to do, or was doing when it was last seen."""
        return self.filter(state__in=[ImportRun.State.QUEUED, ImportRun.State.RUNNING])

    def standing(self) -> "ImportRunQuerySet":
        """Runs whose effect is still there."""
        return self.filter(state=ImportRun.State.DONE)


class ImportRun(TenantModel):
    """One file brought into one project, or the attempt."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded")
        PREVIEWED = "previewed", _("Ready to start")
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        UNDONE = "undone", _("Undone")

    actor = TenantForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=16, choices=Source.choices, default=Source.TRELLO)
    file = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    board_id = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.UPLOADED)
    is_update = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    progress = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=120, blank=True)
    report: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    changes: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    error = models.CharField(max_length=500, blank=True)
    project = TenantForeignKey(Project, on_delete=models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index("workspace", "board_id", name="import_board"),
            models.Index(
                "state",
                name="import_waiting",
                condition=models.Q(state="queued") | models.Q(state="running"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name}: {self.state}"


class ImportedObject(TenantModel):
    """What one thing of an export became, with the values as they were imported."""

    run = TenantForeignKey(ImportRun, on_delete=models.CASCADE, related_name="objects_made")
    project = TenantForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=16, choices=Source.choices)
    model = models.CharField(max_length=32)
    external_id = models.CharField(max_length=64)
    object_id = models.UUIDField()
    is_made = models.BooleanField(default=True)
    fingerprint: "models.JSONField[Any, Any]" = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "model", "external_id"], name="imported_once_per_project"
            )
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.external_id}"
