"""Fields that a project gives its tasks beside those that every task has."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pm_suite.lib.tenancy import TenantForeignKey
from tasks.models.base import TenantModel, rank_field
from tasks.models.projects import Project


class CustomField(TenantModel):
    """A field of a project's tasks, whose values stand in `Task.values` under its id.

    One that is removed keeps its row, and the tasks their values, so that it can be brought back as it was.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        NUMBER = "number", _("Number")
        MONEY = "money", _("Money")
        DATE = "date", _("Date")
        PERSON = "person", _("Person")
        CHOICE = "choice", _("One choice")
        CHOICES = "choices", _("Several choices")
        LINK = "link", _("Link")
        CHECKBOX = "checkbox", _("Checkbox")

    project = TenantForeignKey(Project, on_delete=models.CASCADE, related_name="fields")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    options = models.JSONField(default=list)
    """In order: `{id, name, color}` each."""
    currency = models.CharField(max_length=3, blank=True)
    on_card = models.BooleanField(default=False)
    rank = rank_field()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index("workspace", "project", name="field_project")]

    def __str__(self) -> str:
        return self.name
