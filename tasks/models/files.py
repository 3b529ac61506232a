"""Files that people send, and what is known of them."""

from django.db import models
from django.db.models import Q

from pm_suite.lib.tenancy import TenantForeignKey
from tasks.models.base import TenantModel
from tasks.models.tasks import Task
from teams.models import Member


class StoredFile(TenantModel):
    """The bytes of a file, which come before the attachment that needs them and outlive it for a while.

    Its id is chosen by whoever sends it, so that the same file sent again is the same. `task` is where it hung last.
    """

    member = TenantForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    task = TenantForeignKey(Task, on_delete=models.SET_NULL, null=True, related_name="+")
    path = models.CharField(max_length=200)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    content_type = models.CharField(max_length=100)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField()
    detached_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index("created_at", name="file_unattached", condition=Q(task=None)),
            models.Index("detached_at", name="file_detached", condition=~Q(detached_at=None)),
        ]

    def __str__(self) -> str:
        return self.path
