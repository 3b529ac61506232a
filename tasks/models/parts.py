"""What hangs on a task."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pm_suite.lib.tenancy import TenantForeignKey
from tasks.models.base import TenantModel, rank_field
from tasks.models.files import StoredFile
from tasks.models.tasks import Task
from teams.models import Member


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
    """What a member said about a task, in Markdown; marked when it is the reason of a verb.

    One that was removed is nobody's row any more. It is kept for a while, because it may be brought back, and because
    answers to it keep their place.
    """

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
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index("removed_at", name="comment_removed", condition=~Q(removed_at=None))
        ]

    def __str__(self) -> str:
        return self.body[:60]


class Attachment(TenantModel):
    """A link or a file kept with a task; what is known of the file stands here too, for the row."""

    class Kind(models.TextChoices):
        LINK = "link", _("Link")
        FILE = "file", _("File")

    task = TenantForeignKey(Task, on_delete=models.CASCADE, related_name="attachments")
    kind = models.CharField(
        max_length=8, choices=Kind.choices, default=Kind.LINK, db_default=Kind.LINK
    )
    name = models.CharField(max_length=300)
    url = models.URLField(max_length=4000, blank=True)
    file = TenantForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="attachments"
    )
    size = models.BigIntegerField(null=True)
    content_type = models.CharField(max_length=100, blank=True, db_default="")
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
