"""A board as one reads it whole."""

import uuid

from django.db import connection

from boards.access import visible_boards
from pm_suite.lib.problems import NotSeen
from sync.cursor import cursor_of
from sync.lists import row_sql
from sync.shapes import SHAPES
from teams.models import Member

HELD = "(SELECT scope_id FROM sync_scopemember WHERE reader_id = %s)"
PARTS = {
    # Name in the answer: shape, condition, order.
    "projects": ("project", "t.id IN (SELECT project_id FROM shown)", "t.id"),
    "columns": ("column", "t.board_id = (SELECT id FROM board)", "t.rank, t.id"),
    "stages": ("stage", "t.project_id IN (SELECT project_id FROM shown)", "t.rank, t.id"),
    "custom_fields": (
        "custom_field",
        "t.project_id IN (SELECT project_id FROM shown)",
        "t.rank, t.id",
    ),
    "tasks": ("task", "t.project_id IN (SELECT project_id FROM shown)", ""),
    "tags": ("tag", "t.workspace_id = (SELECT workspace_id FROM board)", "t.id"),
    "members": ("member", "t.workspace_id = (SELECT workspace_id FROM board)", "t.id"),
}


def board_snapshot(member: Member, board_id: uuid.UUID) -> bytes:
    """A board with its columns, stages, tasks, tags and people as JSON, made by PostgreSQL in one statement.

    A project of the board that the member does not see is left out, its tasks with it. Tasks come without their
    descriptions and in no order: a task's `rank` orders it within its stage. Raises NotSeen.
    """
    boards, parameters = (
        visible_boards(member).filter(id=board_id).values("pk").query.sql_with_params()
    )
    sql = f"""
    WITH board AS MATERIALIZED (SELECT * FROM boards_board WHERE id IN ({boards})),
    shown AS MATERIALIZED (
        SELECT project_id FROM boards_boardproject
        WHERE board_id = (SELECT id FROM board) AND project_id IN {HELD})
    SELECT h.epoch, h.version,
           (SELECT {row_sql(SHAPES["board"].fields)}::text FROM board t),
           {", ".join(map(_part_sql, PARTS))}
    FROM board, sync_head h WHERE h.workspace_id = board.workspace_id
    """
    with connection.cursor() as db:
        db.execute(sql, [*parameters, member.id])
        row = db.fetchone()
    if row is None:
        raise NotSeen("There is no such board, or it is not shared with you.")
    epoch, version, board, *texts = row
    rest = ", ".join(f'"{name}": {text}' for name, text in zip(PARTS, texts, strict=True))
    return f'{{"cursor": "{cursor_of(epoch, version)}", "board": {board}, {rest}}}'.encode()


def _part_sql(name: str) -> str:
    model, where, order = PARTS[name]
    shape = SHAPES[model]
    ordering = f" ORDER BY {order}" if order else ""
    return (
        f"(SELECT COALESCE(json_agg({row_sql(shape.fields)}{ordering})::text, '[]')"
        f' FROM "{shape.table}" t WHERE {where} AND {shape.alive_sql})'
    )
