"""Links between tasks."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pm_suite.lib.tenancy import TenantForeignKey
from tasks.models.base import TenantModel
from tasks.models.tasks import Task


class TaskLink(TenantModel):
    """One end of a link between two tasks.

    The other end is a row of its own: the two may stand in projects with different readers.
    """

    class Kind(models.TextChoices):
        BLOCKS = "blocks", _("Blocks")
        BLOCKED_BY = "blocked_by", _("Blocked by")
        RELATES = "relates", _("Relates to")
        DUPLICATES = "duplicates", _("Duplicates")
        DUPLICATED_BY = "duplicated_by", _("Duplicated by")

    task = TenantForeignKey(Task, on_delete=models.CASCADE, related_name="links")
    other = TenantForeignKey(Task, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "other", "kind"], name="link_once_per_kind"),
            models.CheckConstraint(condition=~Q(task=F("other")), name="link_between_two"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.kind} {self.other_id}"
