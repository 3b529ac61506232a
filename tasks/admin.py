"""Projects and tasks in the admin panel."""

from django.contrib import admin
from django.db.models import URLField

from pm_suite.lib.staff import ReadOnlyAdmin
from tasks.models import (
    Attachment,
    Checklist,
    ChecklistItem,
    Comment,
    CommentVersion,
    DeadlineProposal,
    Project,
    ProjectMember,
    Reaction,
    Recurrence,
    Stage,
    Tag,
    Task,
    TaskHelper,
    TaskObserver,
    TaskSeen,
    TaskTag,
)


@admin.register(Project)
class ProjectAdmin(ReadOnlyAdmin):
    list_display = ("key", "name", "workspace", "visibility", "last_number", "archived_at")
    list_filter = ("visibility", "acceptance", "workspace")
    list_select_related = ("workspace",)
    search_fields = ("key", "name", "=id")
    raw_id_fields = ("workspace",)


@admin.register(ProjectMember)
class ProjectMemberAdmin(ReadOnlyAdmin):
    list_display = ("member", "project", "role", "workspace")
    list_filter = ("role", "workspace")
    list_select_related = ("member", "project", "workspace")
    search_fields = ("member__name", "project__key", "project__name")
    raw_id_fields = ("member", "project", "workspace")


@admin.register(Stage)
class StageAdmin(ReadOnlyAdmin):
    list_display = ("name", "kind", "project", "rank", "wip_limit", "wip_hard")
    list_filter = ("kind", "workspace")
    list_select_related = ("project",)
    search_fields = ("name", "project__key", "=id")
    raw_id_fields = ("project", "workspace")


@admin.register(Task)
class TaskAdmin(ReadOnlyAdmin):
    list_display = (
        *("key", "title", "stage", "performer", "priority"),
        *("due_on", "updated_at", "trashed_at"),
    )
    list_display_links = ("key", "title")
    list_filter = ("stage__kind", ("trashed_at", admin.EmptyFieldListFilter), "workspace")
    list_select_related = ("project", "stage", "performer")
    search_fields = ("title", "=id", "=number")
    ordering = ("-id",)
    raw_id_fields = (
        "project",
        "parent",
        "stage",
        "author",
        "performer",
        "updated_by",
        "accepted_by",
        "workspace",
    )

    @admin.display(description="key")
    def key(self, task: Task) -> str:
        return f"{task.project.key}-{task.number}"


@admin.register(Comment)
class CommentAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "author", "task", "created_at", "edited_at", "removed_at")
    list_filter = ("workspace",)
    list_select_related = ("author", "task")
    search_fields = ("body", "=id", "=task__id")
    ordering = ("-id",)
    raw_id_fields = ("author", "task", "reply_to", "workspace")


@admin.register(CommentVersion)
class CommentVersionAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "comment", "replaced_at", "replaced_by")
    list_filter = ("workspace",)
    list_select_related = ("comment", "replaced_by")
    search_fields = ("body", "=comment__id")
    ordering = ("-id",)
    raw_id_fields = ("comment", "replaced_by", "workspace")


@admin.register(Reaction)
class ReactionAdmin(ReadOnlyAdmin):
    list_display = ("emoji", "member", "comment")
    list_filter = ("workspace",)
    list_select_related = ("member", "comment")
    search_fields = ("=task__id", "=comment__id")
    raw_id_fields = ("task", "comment", "member", "workspace")


@admin.register(Checklist)
class ChecklistAdmin(ReadOnlyAdmin):
    list_display = ("name", "task")
    list_filter = ("workspace",)
    list_select_related = ("task",)
    search_fields = ("name", "=task__id")
    raw_id_fields = ("task", "workspace")


@admin.register(ChecklistItem)
class ChecklistItemAdmin(ReadOnlyAdmin):
    list_display = ("text", "is_done", "performer", "due_on", "task")
    list_filter = ("is_done", "workspace")
    list_select_related = ("task", "performer")
    search_fields = ("text", "=task__id")
    raw_id_fields = ("task", "checklist", "performer", "workspace")


@admin.register(Attachment)
class AttachmentAdmin(ReadOnlyAdmin):
    list_display = ("name", "url", "task", "created_at")
    list_filter = ("workspace",)
    list_select_related = ("task",)
    search_fields = ("name", "url", "=task__id")
    raw_id_fields = ("task", "workspace")
    formfield_overrides = {URLField: {"assume_scheme": "https"}}


@admin.register(Tag)
class TagAdmin(ReadOnlyAdmin):
    list_display = ("name", "color", "workspace")
    list_filter = ("color", "workspace")
    list_select_related = ("workspace",)
    search_fields = ("name", "=id")
    raw_id_fields = ("workspace",)


@admin.register(TaskTag)
class TaskTagAdmin(ReadOnlyAdmin):
    list_display = ("tag", "task", "workspace")
    list_filter = ("workspace",)
    list_select_related = ("tag", "task", "workspace")
    search_fields = ("tag__name", "=task__id")
    raw_id_fields = ("tag", "task", "workspace")


@admin.register(TaskObserver)
class TaskObserverAdmin(ReadOnlyAdmin):
    list_display = ("member", "task", "workspace")
    list_filter = ("workspace",)
    list_select_related = ("member", "task", "workspace")
    search_fields = ("member__name", "=task__id")
    raw_id_fields = ("member", "task", "workspace")


@admin.register(TaskHelper)
class TaskHelperAdmin(ReadOnlyAdmin):
    list_display = ("member", "task", "workspace")
    list_filter = ("workspace",)
    list_select_related = ("member", "task", "workspace")
    search_fields = ("member__name", "=task__id")
    raw_id_fields = ("member", "task", "workspace")


@admin.register(TaskSeen)
class TaskSeenAdmin(ReadOnlyAdmin):
    list_display = ("member", "task", "seen_at", "is_focus", "workspace")
    list_filter = ("workspace",)
    list_select_related = ("member", "task", "workspace")
    search_fields = ("member__name", "=task__id")
    raw_id_fields = ("member", "task", "workspace")


@admin.register(DeadlineProposal)
class DeadlineProposalAdmin(ReadOnlyAdmin):
    list_display = ("task", "member", "due_on", "due_at", "is_agreed", "workspace")
    list_filter = ("is_agreed", "workspace")
    list_select_related = ("member", "task", "workspace")
    search_fields = ("member__name", "=task__id")
    raw_id_fields = ("member", "task", "answered_by", "workspace")


@admin.register(Recurrence)
class RecurrenceAdmin(ReadOnlyAdmin):
    list_display = ("rule", "task", "occurrence", "next_on", "stopped_at", "workspace")
    list_filter = ("after_completion", ("stopped_at", admin.EmptyFieldListFilter), "workspace")
    list_select_related = ("task", "workspace")
    search_fields = ("=id", "task__title")
    raw_id_fields = ("project", "task", "author", "workspace")
