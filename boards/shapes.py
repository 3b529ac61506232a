"""How boards and columns are spelled in the journal."""

from boards.models import Board, Column
from sync.shapes import Shape, column_fields, register, set_field

register(
    Shape(
        name="board",
        model=Board,
        fields=(
            *column_fields(Board, "id", "project_id"),
            set_field(
                "project_ids",
                through="boards_boardproject",
                owner="board_id",
                element="project_id",
                related="board_projects",
            ),
            *column_fields(Board, "name", "rank"),
        ),
        scope_sql="t.project_id",
        scope_of=lambda board: board.project_id,
    )
)
register(
    Shape(
        name="column",
        model=Column,
        fields=(
            *column_fields(Column, "id", "board_id", "name"),
            set_field(
                "stage_ids",
                through="boards_columnstage",
                owner="column_id",
                element="stage_id",
                related="column_stages",
            ),
            *column_fields(Column, "rank", "limit"),
        ),
        scope_sql="(SELECT b.project_id FROM boards_board b WHERE b.id = t.board_id)",
        scope_of=lambda column: column.board.project_id,
        setter="column.set",
    )
)
