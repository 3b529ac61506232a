"""Projects, their stages and tasks, and what hangs on a task."""

from tasks.models.base import Colour, TenantModel, rank_field
from tasks.models.fields import CustomField
from tasks.models.files import StoredFile
from tasks.models.links import TaskLink
from tasks.models.parts import Attachment, Checklist, ChecklistItem, Comment
from tasks.models.projects import Project, ProjectMember, ProjectRole, Stage, Tag
from tasks.models.recurrences import Recurrence
from tasks.models.talk import CommentVersion, Reaction
from tasks.models.tasks import (
    DeadlineProposal,
    Task,
    TaskHelper,
    TaskObserver,
    TaskQuerySet,
    TaskSeen,
    TaskTag,
)

__all__ = [
    "Attachment",
    "Checklist",
    "ChecklistItem",
    "Colour",
    "Comment",
    "CommentVersion",
    "CustomField",
    "DeadlineProposal",
    "Project",
    "ProjectMember",
    "ProjectRole",
    "Reaction",
    "Recurrence",
    "Stage",
    "StoredFile",
    "Tag",
    "Task",
    "TaskHelper",
    "TaskLink",
    "TaskObserver",
    "TaskQuerySet",
    "TaskSeen",
    "TaskTag",
    "TenantModel",
    "rank_field",
]
