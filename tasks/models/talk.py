"""What hangs on comments: how they read before they were edited, and what people answer with one sign."""

from django.db import models

from pm_suite.lib.tenancy import TenantForeignKey
from tasks.models.base import TenantModel
from tasks.models.parts import Comment
from tasks.models.tasks import Task
from teams.models import Member


class CommentVersion(TenantModel):
    """A comment as it was until somebody rewrote it."""

    comment = TenantForeignKey(Comment, on_delete=models.CASCADE, related_name="versions")
    body = models.TextField()
    replaced_at = models.DateTimeField()
    replaced_by = TenantForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.body[:60]


class Reaction(TenantModel):
    """One emoji with which a member answers a comment."""

    task = TenantForeignKey(Task, on_delete=models.CASCADE, related_name="+")
    comment = TenantForeignKey(Comment, on_delete=models.CASCADE, related_name="reactions")
    member = TenantForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    emoji = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "member", "emoji"], name="reaction_once_per_member"
            )
        ]

    def __str__(self) -> str:
        return self.emoji
