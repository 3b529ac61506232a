"""What a reader missed who was away for long: not each change, but how each changed row stands now."""

import uuid
from typing import Any

from django.db import connection

from sync.cursor import Position, Reset, cursor_of, version_of
from sync.lists import row_sql
from sync.queries import PULL_LIMIT, page_after, position_of
from sync.shapes import SHAPES, Shape

FOLD_AT = 5_000
"""A reader who misses more entries than these gets them folded."""
MAX_TOUCHED = 50_000
"""With more rows touched than these a snapshot is smaller."""
KIND = "sync.folded"

HELD = "(SELECT scope_id FROM sync_scopemember WHERE reader_id = %(reader)s)"
MISSED = f"""
sync_entry e WHERE e.workspace_id = %(workspace)s AND e.version > %(after)s AND e.scope_id IN {HELD}
"""
COUNT = f"SELECT count(*) FROM (SELECT 1 FROM {MISSED} LIMIT %(limit)s) e"

# Rows leave before others come, and a scope comes before its rows: a row that moved is in both its scopes.
FOLD = """
WITH head AS MATERIALIZED (
    SELECT epoch, version, floor FROM sync_head WHERE workspace_id = %(workspace)s
), touched AS MATERIALIZED (
    SELECT e.scope_id, e.model, e.object_id, max(e.version) AS version FROM {missed}
    GROUP BY e.scope_id, e.model, e.object_id
), size AS MATERIALIZED (
    SELECT count(*) AS touched FROM touched
), alive AS MATERIALIZED (
    {alive}
), told AS (
    SELECT 1 AS turn, 0 AS place, t.scope_id, t.model, t.object_id, 'X' AS op, '{{}}'::json AS patch
    FROM touched t LEFT JOIN alive a USING (scope_id, model, object_id)
    WHERE a.object_id IS NULL AND t.model <> 'scope'
    UNION ALL
    SELECT 2, 0, t.scope_id, t.model, t.object_id, e.op, e.patch::json
    FROM touched t JOIN sync_entry e ON e.workspace_id = %(workspace)s AND e.version = t.version
    WHERE t.model = 'scope'
    UNION ALL
    SELECT 3, a.place, a.scope_id, a.model, a.object_id, 'I', a.row
    FROM alive a JOIN touched t USING (scope_id, model, object_id)
), numbered AS (
    SELECT told.*, row_number() OVER (ORDER BY turn, place, object_id, scope_id) AS number,
           count(*) OVER () AS total
    FROM told
)
SELECT head.epoch, head.version, head.floor, size.touched, CASE WHEN size.touched <= %(max)s THEN (
    SELECT COALESCE(json_agg(json_build_object(
        'v', head.version, 'scope', n.scope_id, 'model', n.model, 'id', n.object_id, 'op', n.op,
        'patch', n.patch, 'kind', %(kind)s, 'actor', NULL,
        'at', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'client', NULL, 'seq', NULL, 'last', n.number = n.total) ORDER BY n.number)::text, '[]')
    FROM numbered n) END
FROM head, size
"""


def catch_up(
    workspace_id: uuid.UUID, reader_id: uuid.UUID, cursor: str, limit: int = PULL_LIMIT
) -> dict[str, Any] | None:
    """What a reader missed, as `pull` tells it, or folded for one far behind; raises Reset as `pull` does."""
    head = position_of(workspace_id)
    after = version_of(cursor, head)
    if after == head.version:
        return None
    missed = {"workspace": workspace_id, "reader": reader_id, "after": after}
    if head.version - after > FOLD_AT and _is_far_behind(missed):
        return {"from": cursor} | fold(missed)
    return page_after(workspace_id, reader_id, Position(head.epoch, after), limit)


def _is_far_behind(missed: dict[str, Any]) -> bool:
    with connection.cursor() as db:
        db.execute(COUNT, missed | {"limit": FOLD_AT + 1})
        return int(db.fetchone()[0]) > FOLD_AT


def fold(missed: dict[str, Any]) -> dict[str, Any]:
    """The rows that were touched, in one statement and so of one moment: `{folded, to, more, entries}`.

    Raises Reset when they are too many, and when some of them have been pruned since the cursor was looked at.
    """
    alive = " UNION ALL ".join(_alive_sql(*numbered) for numbered in enumerate(SHAPES.values()))
    with connection.cursor() as db:
        db.execute(
            FOLD.format(missed=MISSED, alive=alive), missed | {"max": MAX_TOUCHED, "kind": KIND}
        )
        epoch, version, floor, touched, entries = db.fetchone()
    if touched > MAX_TOUCHED or floor > missed["after"]:
        raise Reset()
    return {
        "folded": True,
        "to": cursor_of(epoch, version),
        "more": False,
        "entries": entries,
    }


def _alive_sql(place: int, shape: Shape) -> str:
    """The touched rows of a shape that a snapshot would show, each whole and with its scope."""
    row = row_sql((*shape.fields, *shape.lazy_fields))
    return (
        f"SELECT {place} AS place, '{shape.name}' AS model, t.id AS object_id,"
        f" {shape.scope_sql} AS scope_id, {row} AS row"
        f' FROM "{shape.table}" t WHERE {shape.alive_sql} AND (SELECT touched FROM size) <= %(max)s'
        f" AND t.id IN (SELECT object_id FROM touched WHERE model = '{shape.name}')"
    )
