"""How projects, stages, tasks and their parts are spelled in the journal."""

from sync.shapes import Field, Shape, column_fields, register, set_field
from tasks.models import (
    Attachment,
    Checklist,
    ChecklistItem,
    Comment,
    DeadlineProposal,
    Project,
    ProjectMember,
    Stage,
    Tag,
    Task,
    TaskSeen,
)

TASK_ALIVE = "t.trashed_at IS NULL AND t.archived_at IS NULL"
PARENT_SCOPE = "(SELECT p.project_id FROM tasks_task p WHERE p.id = t.task_id)"
PARENT_ALIVE = (
    "EXISTS (SELECT 1 FROM tasks_task p"
    " WHERE p.id = t.task_id AND p.trashed_at IS NULL AND p.archived_at IS NULL)"
)

register(
    Shape(
        name="tag",
        model=Tag,
        fields=column_fields(Tag, "id", "name", "color"),
        scope_sql="t.workspace_id",
        scope_of=lambda tag: tag.workspace_id,
        setter="tag.set",
    )
)
register(
    Shape(
        name="project",
        model=Project,
        fields=column_fields(
            Project,
            *("id", "key", "name", "description", "color", "visibility"),
            *("acceptance", "editing", "archived_at", "created_at"),
        ),
        scope_sql="t.id",
        scope_of=lambda project: project.id,
        texts=frozenset({"description"}),
        setter="project.set",
    )
)
register(
    Shape(
        name="project_member",
        model=ProjectMember,
        fields=column_fields(ProjectMember, "id", "project_id", "member_id", "role"),
        scope_sql="t.project_id",
        scope_of=lambda seat: seat.project_id,
    )
)
register(
    Shape(
        name="stage",
        model=Stage,
        fields=column_fields(
            Stage, "id", "project_id", "name", "kind", "rank", "wip_limit", "wip_hard"
        ),
        scope_sql="t.project_id",
        scope_of=lambda stage: stage.project_id,
        setter="stage.set",
    )
)
register(
    Shape(
        name="task",
        model=Task,
        fields=(
            *column_fields(
                Task,
                *("id", "project_id", "number", "parent_id", "stage_id", "rank", "title"),
                *("priority", "estimate", "due_on", "due_at", "due_zone"),
                *("author_id", "performer_id"),
            ),
            set_field(
                "tag_ids",
                through="tasks_tasktag",
                owner="task_id",
                element="tag_id",
                related="task_tags",
            ),
            set_field(
                "observer_ids",
                through="tasks_taskobserver",
                owner="task_id",
                element="member_id",
                related="task_observers",
            ),
            set_field(
                "helper_ids",
                through="tasks_taskhelper",
                owner="task_id",
                element="member_id",
                related="task_helpers",
            ),
            *column_fields(
                Task,
                *("comment_count", "checklist_count", "checklist_done", "attachment_count"),
            ),
            Field("has_description", "(t.description <> '')", lambda t: t.description != ""),
            *column_fields(
                Task,
                *("created_at", "updated_at", "updated_by_id", "read_at", "started_at"),
                *("planned_on", "handed_in_at", "accepted_at", "accepted_by_id", "rework_count"),
                *("done_at", "cancelled_at", "archived_at"),
            ),
        ),
        lazy_fields=column_fields(Task, "description"),
        scope_sql="t.project_id",
        scope_of=lambda task: task.project_id,
        alive_sql=TASK_ALIVE,
        is_alive=lambda task: task.is_alive,
        registers={"due": ("due_on", "due_at", "due_zone")},
        texts=frozenset({"description"}),
        setter="task.set",
    )
)
register(
    Shape(
        name="checklist",
        model=Checklist,
        fields=column_fields(Checklist, "id", "task_id", "name", "rank"),
        scope_sql=PARENT_SCOPE,
        scope_of=lambda checklist: checklist.task.project_id,
        setter="checklist_list.set",
        alive_sql=PARENT_ALIVE,
        is_alive=lambda part: part.task.is_alive,
        is_lazy=True,
        parent="task_id",
    )
)
register(
    Shape(
        name="checklist_item",
        model=ChecklistItem,
        fields=column_fields(
            ChecklistItem,
            *("id", "task_id", "checklist_id", "text", "is_done", "performer_id", "due_on", "rank"),
        ),
        scope_sql=PARENT_SCOPE,
        scope_of=lambda item: item.task.project_id,
        setter="checklist.set",
        alive_sql=PARENT_ALIVE,
        is_alive=lambda part: part.task.is_alive,
        is_lazy=True,
        parent="task_id",
    )
)
register(
    Shape(
        name="comment",
        model=Comment,
        fields=column_fields(
            Comment,
            *("id", "task_id", "author_id", "body", "reply_to_id", "created_at", "edited_at"),
            "mark",
        ),
        scope_sql=PARENT_SCOPE,
        scope_of=lambda comment: comment.task.project_id,
        texts=frozenset({"body"}),
        setter="comment.set",
        alive_sql=PARENT_ALIVE,
        is_alive=lambda part: part.task.is_alive,
        is_lazy=True,
        parent="task_id",
    )
)
register(
    Shape(
        name="attachment",
        model=Attachment,
        fields=column_fields(Attachment, "id", "task_id", "name", "url", "created_at"),
        scope_sql=PARENT_SCOPE,
        scope_of=lambda attachment: attachment.task.project_id,
        alive_sql=PARENT_ALIVE,
        is_alive=lambda part: part.task.is_alive,
        is_lazy=True,
        parent="task_id",
    )
)
register(
    Shape(
        name="task_seen",
        model=TaskSeen,
        fields=column_fields(TaskSeen, "id", "task_id", "seen_at", "is_focus"),
        scope_sql="t.member_id",
        scope_of=lambda seen: seen.member_id,
    )
)
register(
    Shape(
        name="deadline_proposal",
        model=DeadlineProposal,
        fields=column_fields(
            DeadlineProposal,
            *("id", "task_id", "member_id", "due_on", "due_at", "due_zone", "reason", "created_at"),
        ),
        scope_sql=PARENT_SCOPE,
        scope_of=lambda proposal: proposal.task.project_id,
        alive_sql=f"t.answered_at IS NULL AND {PARENT_ALIVE}",
        is_alive=lambda proposal: proposal.answered_at is None and proposal.task.is_alive,
        parent="task_id",
    )
)
