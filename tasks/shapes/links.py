"""How links between tasks are spelled in the journal."""

from sync.shapes import Shape, column_fields, register
from tasks.models import TaskLink
from tasks.shapes.scopes import PARENT_ALIVE, PARENT_SCOPE

register(
    Shape(
        name="task_link",
        model=TaskLink,
        fields=column_fields(TaskLink, "id", "task_id", "other_id", "kind"),
        scope_sql=PARENT_SCOPE,
        scope_of=lambda link: link.task.project_id,
        alive_sql=f"{PARENT_ALIVE} AND {PARENT_ALIVE.replace('t.task_id', 't.other_id')}",
        is_alive=lambda link: link.task.is_alive and link.other.is_alive,
        parent="task_id",
    )
)
