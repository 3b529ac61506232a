"""How tasks and who stands around them are spelled in the journal."""

from sync.shapes import QUIET, Field, Shape, column_fields, register, set_field
from tasks.models import DeadlineProposal, Task, TaskSeen
from tasks.shapes.scopes import PARENT_ALIVE, PARENT_SCOPE, TASK_ALIVE

QUIET.add("task.counted")
register(
    Shape(
        name="task",
        model=Task,
        fields=(
            *column_fields(
                Task,
                *("id", "project_id", "number", "parent_id", "stage_id", "rank", "title"),
                *("priority", "is_urgent", "is_important", "estimate", "estimate_hours", "color"),
                "values",
                *("due_on", "due_at", "due_zone"),
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
                *("child_count", "child_done", "child_estimate", "child_estimate_done"),
            ),
            Field(
                "blocked_by",
                't."blocked_by"',
                lambda task: [str(blocker) for blocker in task.blocked_by],
            ),
            Field("has_description", "(t.description <> '')", lambda t: t.description != ""),
            *column_fields(
                Task,
                *("created_at", "updated_at", "updated_by_id", "read_at", "started_at"),
                *("planned_on", "handed_in_at", "accepted_at", "accepted_by_id", "rework_count"),
                *("done_at", "cancelled_at", "archived_at", "recurrence_id"),
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
        elements={"values": "task.value"},
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
