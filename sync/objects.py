"""One object with its lazy parts and its history."""

import uuid

from django.db import connection

from pm_suite.lib.problems import NotSeen
from sync.cursor import cursor_of
from sync.gate import Reader
from sync.queries import history_of, history_page, position_of
from sync.shapes import SHAPES, Shape

HISTORY = 200
OLDER = 400
"""Whoever asks for older entries reads on."""


def object_parts(reader: Reader, model: str, object_id: uuid.UUID) -> str:
    """The object's whole row, the rows of its lazy parts and its newest entries, as JSON text.

    Raises NotSeen when there is none, or none for this reader.
    """
    shape = _seen(reader, model, object_id)
    head = position_of(reader.workspace_id)
    parts = {model: _object_sql(shape, "t.id = %s", single=True)}
    for lazy in SHAPES.values():
        if lazy.is_lazy and lazy.parent == f"{model}_id":
            where = f't."{lazy.parent}" = %s AND {lazy.own_alive_sql}'
            parts[lazy.name] = _object_sql(lazy, where, single=False)
    with connection.cursor() as db:
        db.execute(
            f"SELECT {', '.join(f'({sql})' for sql in parts.values())}", [object_id] * len(parts)
        )
        texts = db.fetchone()
    body = ", ".join(f'"{name}": {text}' for name, text in zip(parts, texts, strict=True))
    history = history_of(reader, [object_id], limit=HISTORY)
    cursor = cursor_of(head.epoch, head.version)
    return f'{{"cursor": "{cursor}", {body}, "history": {history}}}'


def object_history(
    reader: Reader, model: str, object_id: uuid.UUID, before: int | None = None
) -> str:
    """The object's entries below a version, newest first: `{history, more}` as JSON text; raises NotSeen."""
    _seen(reader, model, object_id)
    text, count = history_page(reader, [object_id], before=before, limit=OLDER)
    more = "true" if count == OLDER else "false"
    return f'{{"history": {text}, "more": {more}}}'


def _seen(reader: Reader, model: str, object_id: uuid.UUID) -> Shape:
    shape = SHAPES.get(model)
    if shape is None or shape.is_lazy:
        raise NotSeen()
    sql = f"""
    SELECT 1 FROM "{shape.table}" t WHERE t.id = %s AND {shape.alive_sql}
    AND {shape.scope_sql} IN (SELECT scope_id FROM sync_scopemember WHERE reader_id = %s)
    """
    with connection.cursor() as db:
        db.execute(sql, [object_id, reader.id])
        if db.fetchone() is None:
            raise NotSeen()
    return shape


def _object_sql(shape: Shape, where: str, *, single: bool) -> str:
    pairs = ", ".join(
        f"'{field.name}', {field.sql}" for field in (*shape.fields, *shape.lazy_fields)
    )
    row = f"json_build_object({pairs})"
    picked = f"{row}::text" if single else f"COALESCE(json_agg({row} ORDER BY t.id)::text, '[]')"
    return f'SELECT {picked} FROM "{shape.table}" t WHERE {where}'
