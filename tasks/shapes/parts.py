"""How what hangs on a task is spelled in the journal."""

from sync.shapes import Shape, column_fields, register
from tasks.models import Attachment, Checklist, ChecklistItem, Comment
from tasks.shapes.scopes import PARENT_ALIVE, PARENT_SCOPE

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
        alive_sql=f"t.removed_at IS NULL AND {PARENT_ALIVE}",
        own_alive_sql="t.removed_at IS NULL",
        is_alive=lambda comment: comment.removed_at is None and comment.task.is_alive,
        is_lazy=True,
        parent="task_id",
    )
)
register(
    Shape(
        name="attachment",
        model=Attachment,
        fields=column_fields(
            Attachment,
            *("id", "task_id", "kind", "name", "url", "size", "content_type", "width", "height"),
            "created_at",
        ),
        scope_sql=PARENT_SCOPE,
        scope_of=lambda attachment: attachment.task.project_id,
        alive_sql=PARENT_ALIVE,
        is_alive=lambda part: part.task.is_alive,
        is_lazy=True,
        parent="task_id",
    )
)
