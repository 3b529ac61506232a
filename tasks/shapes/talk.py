"""How reactions are spelled in the journal."""

from sync.shapes import Shape, column_fields, register
from tasks.models import Reaction
from tasks.shapes.scopes import PARENT_ALIVE, PARENT_SCOPE

register(
    Shape(
        name="reaction",
        model=Reaction,
        fields=column_fields(Reaction, "id", "task_id", "comment_id", "member_id", "emoji"),
        scope_sql=PARENT_SCOPE,
        scope_of=lambda reaction: reaction.task.project_id,
        alive_sql=PARENT_ALIVE,
        is_alive=lambda part: part.task.is_alive,
        is_lazy=True,
        parent="task_id",
    )
)
