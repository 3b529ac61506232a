"""Reads of the journal: where it stands, what a reader missed, whole snapshots."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, TypeAlias

from django.db import connection

from pm_suite.lib.problems import Invalid, NotSeen
from sync.cursor import Position, Reset, cursor_of, version_of
from sync.gate import Reader
from sync.models import Head, ScopeMember
from sync.shapes import QUIET, SHAPES, Shape

PAGE_TASKS = 10_000
"""Rows of the paged model on one page of a snapshot."""
PULL_LIMIT = 1000
PAGED = "task"
Parameter: TypeAlias = "uuid.UUID | list[uuid.UUID]"

ENTRY_JSON = """
json_build_object(
    'v', e.version, 'scope', e.scope_id, 'model', e.model, 'id', e.object_id, 'op', e.op,
    'patch', e.patch, 'kind', e.kind, 'actor', e.actor_id,
    'at', to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'client', e.client_id, 'seq', e.seq, 'last', e.is_last)
"""


def position_of(workspace_id: uuid.UUID) -> Position:
    """Where the workspace's journal stands; raises NotSeen when it has none."""
    row = (
        Head.objects.filter(workspace_id=workspace_id)
        .values_list("epoch", "version", "floor")
        .first()
    )
    if row is None:
        raise NotSeen()
    return Position(*row)


def held_scopes(reader_id: uuid.UUID) -> list[dict[str, str]]:
    """The scopes that a reader may read now, as the protocol spells them."""
    seats = ScopeMember.objects.filter(reader_id=reader_id).select_related("scope")
    return [
        {
            "id": str(seat.scope_id),
            "kind": seat.scope.kind,
            "subject": str(seat.scope_id),
            "role": seat.role,
        }
        for seat in seats.order_by("scope__kind", "scope_id")
    ]


def readers_of(workspace_id: uuid.UUID) -> dict[uuid.UUID, set[uuid.UUID]]:
    """For each reader of the workspace the ids of the scopes held."""
    readers: dict[uuid.UUID, set[uuid.UUID]] = {}
    for reader, scope in ScopeMember.objects.filter(workspace_id=workspace_id).values_list(
        "reader_id", "scope_id"
    ):
        readers.setdefault(reader, set()).add(scope)
    return readers


PULL = f"""
WITH head AS (SELECT epoch, version, floor FROM sync_head WHERE workspace_id = %(workspace)s),
seen AS (
    SELECT e.* FROM sync_entry e
    WHERE e.workspace_id = %(workspace)s AND e.version > %(after)s
      AND e.scope_id IN (SELECT scope_id FROM sync_scopemember WHERE reader_id = %(reader)s)
    ORDER BY e.version LIMIT %(limit)s
), cut AS (
    -- A full page ends where a transaction does; one longer than a page is given whole.
    SELECT CASE WHEN count(*) < %(limit)s THEN (SELECT version FROM head)
           ELSE COALESCE(max(version) FILTER (WHERE is_last), 0) END AS version,
           count(*) AS found FROM seen
)
SELECT head.floor, cut.version, cut.found,
       COALESCE((SELECT json_agg({ENTRY_JSON} ORDER BY e.version) FROM seen e
                 WHERE e.version <= cut.version)::text, '[]')
FROM head, cut
"""


def pull(
    workspace_id: uuid.UUID, reader_id: uuid.UUID, cursor: str, limit: int = PULL_LIMIT
) -> dict[str, Any] | None:
    """What a reader missed since the cursor: `{from, to, more, entries}`, entries as JSON text.

    None when there is nothing. Raises Reset for a cursor that cannot be followed.
    """
    head = position_of(workspace_id)
    after = version_of(cursor, head)
    if after == head.version:
        return None
    return page_after(workspace_id, reader_id, Position(head.epoch, after), limit)


def page_after(
    workspace_id: uuid.UUID, reader_id: uuid.UUID, stand: Position, limit: int = PULL_LIMIT
) -> dict[str, Any]:
    """The next page for a reader who stands behind the head; raises Reset when it has been pruned."""
    after, limit = stand.version, max(1, min(limit, PULL_LIMIT))
    while True:
        to, found, entries = _page(workspace_id, reader_id, after, limit)
        if to > after or not found:
            break
        limit *= 4
    return {
        "from": cursor_of(stand.epoch, after),
        "to": cursor_of(stand.epoch, max(to, after)),
        "more": found >= limit,
        "entries": entries,
    }


def _page(
    workspace_id: uuid.UUID, reader_id: uuid.UUID, after: int, limit: int
) -> tuple[int, int, str]:
    with connection.cursor() as db:
        db.execute(
            PULL,
            {"workspace": workspace_id, "reader": reader_id, "after": after, "limit": limit},
        )
        floor, to, found, entries = db.fetchone()
    # What was above the floor when the cursor was looked at may have been taken away since.
    if floor > after:
        raise Reset()
    return to, found, entries


def entries_between(workspace_id: uuid.UUID, start: int, end: int) -> list[dict[str, Any]]:
    """The entries start + 1 to end of every scope, in order: for the live hub, which filters."""
    sql = (
        f"SELECT {ENTRY_JSON} FROM sync_entry e"
        " WHERE e.workspace_id = %s AND e.version > %s AND e.version <= %s ORDER BY e.version"
    )
    with connection.cursor() as db:
        db.execute(sql, [workspace_id, start, end])
        return [row[0] for row in db.fetchall()]


STORY = """
SELECT workspace_id, version, scope_id, model, object_id, op, patch, '{}'::jsonb AS fields, kind,
       actor_id, client_id, seq, at, is_last
FROM sync_entry WHERE workspace_id = %(workspace)s AND object_id = ANY(%(objects)s)
AND version > COALESCE((SELECT max(version) FROM sync_history WHERE workspace_id = %(workspace)s), 0)
UNION ALL
SELECT workspace_id, version, scope_id, model, object_id, op, patch, fields, kind,
       actor_id, client_id, NULL, at, true
FROM sync_history WHERE workspace_id = %(workspace)s AND object_id = ANY(%(objects)s)
"""
"""Everything that happened to some objects: entries, and what became of those that are pruned."""


def history_of(
    reader: Reader,
    objects: Sequence[uuid.UUID],
    *,
    before: int | None = None,
    limit: int = 200,
) -> str:
    """The journal entries of some objects that the reader may read, newest first, as JSON text."""
    return history_page(reader, objects, before=before, limit=limit)[0]


def history_page(
    reader: Reader, objects: Sequence[uuid.UUID], *, before: int | None, limit: int
) -> tuple[str, int]:
    """The same, and how many they are.

    An id alone names no audience: another kind of object, in a scope not held, may bear the same.
    """
    sql = f"""
    SELECT COALESCE(json_agg({ENTRY_JSON} ORDER BY e.at DESC, e.version DESC)::text, '[]'), count(*) FROM (
        SELECT * FROM ({STORY}) s
        WHERE scope_id IN (SELECT scope_id FROM sync_scopemember WHERE reader_id = %(reader)s)
        AND (%(before)s::bigint IS NULL OR version < %(before)s) AND kind <> ALL(%(quiet)s)
        ORDER BY version DESC LIMIT %(limit)s) e
    """
    with connection.cursor() as db:
        db.execute(
            sql,
            {
                "workspace": reader.workspace_id,
                "objects": list(objects),
                "reader": reader.id,
                "before": before,
                "limit": limit,
                "quiet": list(QUIET),
            },
        )
        text, count = db.fetchone()
    return text, count


def rows_sql(
    shape: Shape, *, where: str, lazy: bool = False, tail: str = "", more: str = ""
) -> str:
    """A query for one JSON text: the rows of a shape as arrays, in the order of its fields."""
    fields = (*shape.fields, *shape.lazy_fields) if lazy else shape.fields
    columns = ", ".join(field.sql for field in fields)
    return (
        f"SELECT COALESCE(json_agg(json_build_array({columns}))::text, '[]') AS rows{more}"
        f' FROM (SELECT * FROM "{shape.table}" t WHERE {shape.alive_sql} AND {where} {tail}) t'
    )


NO_PAGE_END = "NULL"


class Snapshot(NamedTuple):
    """The parts of a snapshot's statement, with their values in the order in which they stand in it."""

    selects: str
    values: list[Parameter]
    join: str
    joined: list[Parameter]


STAND = """
(SELECT count(*) FROM sync_scopemember WHERE reader_id = %s AND scope_id = ANY(%s)),
GREATEST((SELECT max((SELECT e.version FROM sync_entry e WHERE e.workspace_id = h.workspace_id
                      AND e.scope_id = s ORDER BY e.version DESC LIMIT 1))
          FROM unnest(%s::uuid[]) s), h.floor)
"""
"""How many of some scopes a reader holds, and the version of the last change in them, or the floor above it."""


class Page(NamedTuple):
    """A page of a snapshot with where it stands."""

    epoch: uuid.UUID
    version: int
    body: bytes


def bootstrap(
    workspace_id: uuid.UUID,
    scope_ids: Sequence[uuid.UUID],
    *,
    models: Iterable[str] = (),
    after: uuid.UUID | None = None,
    lazy: bool = False,
) -> Page:
    """One snapshot of the scopes, columnar JSON (docs/protocol.md), made by PostgreSQL in one statement.

    `after` is the last task of the page before; later pages hold tasks alone. Raises Invalid for an unknown model.
    """
    shapes = _chosen_shapes(models, after, lazy=lazy)
    parts = _snapshot_sql(shapes, scope_ids, after, lazy=lazy)
    row = _one_row(
        f"SELECT h.epoch, h.version, {parts.selects} FROM sync_head h {parts.join}",
        [*parts.values, *parts.joined],
        workspace_id,
    )
    return Page(
        row[0], row[1], _snapshot_json((row[0], row[1], row[2]), shapes, row[3:], lazy=lazy)
    )


class Prebuilt(NamedTuple):
    """A query for the (version, body) of a page that may be taken in place of a snapshot, with its values."""

    sql: str
    values: list[Any]


NOTHING_PREBUILT = Prebuilt("SELECT NULL::bigint AS version, NULL::bytea AS body WHERE false", [])
UNLESS_PREBUILT = "NOT EXISTS (SELECT 1 FROM prebuilt)"


class Found(NamedTuple):
    """A snapshot with the tag of its state, or the packed page that was built ahead, with the tag of its bytes."""

    tag: str
    body: bytes
    is_packed: bool


def snapshot_for(
    reader: Reader,
    scope_ids: Sequence[uuid.UUID],
    *,
    models: Iterable[str] = (),
    after: uuid.UUID | None = None,
    prebuilt: Prebuilt = NOTHING_PREBUILT,
) -> Found:
    """A snapshot for a reader who holds the scopes, or what is built of it, in one statement; raises NotSeen."""
    shapes = _chosen_shapes(models, after, lazy=False)
    parts = _snapshot_sql(shapes, scope_ids, after, lazy=False, unless=UNLESS_PREBUILT)
    stand: list[Any] = [reader.id, list(scope_ids), list(scope_ids)]
    row = _one_row(
        f"WITH prebuilt AS MATERIALIZED ({prebuilt.sql}) SELECT (SELECT version FROM prebuilt),"
        f" (SELECT body FROM prebuilt), h.epoch, h.version, {STAND}, {parts.selects}"
        f" FROM sync_head h {parts.join}",
        [*prebuilt.values, *stand, *parts.values, *parts.joined],
        reader.workspace_id,
    )
    built, packed, epoch, version, held, changed, page_end, *texts = row
    tag = _tag(epoch, held, changed, scope_ids)
    if packed is not None:
        return Found(f"{cursor_of(epoch, built)}.built", bytes(packed), True)
    return Found(tag, _snapshot_json((epoch, version, page_end), shapes, texts, lazy=False), False)


def tag_for(reader: Reader, scope_ids: Sequence[uuid.UUID]) -> str:
    """A tag that changes whenever a row of the scopes does; raises NotSeen for scopes that the reader does not hold."""
    stand: list[Parameter] = [reader.id, list(scope_ids), list(scope_ids)]
    row = _one_row(f"SELECT h.epoch, {STAND} FROM sync_head h", stand, reader.workspace_id)
    epoch, held, changed = row
    return _tag(epoch, held, changed, scope_ids)


def _tag(epoch: uuid.UUID, held: int, changed: int, scope_ids: Sequence[uuid.UUID]) -> str:
    if held != len(set(scope_ids)):
        raise NotSeen()
    return cursor_of(epoch, changed)


def _one_row(sql: str, values: Sequence[Any], workspace_id: uuid.UUID) -> tuple[Any, ...]:
    with connection.cursor() as db:
        db.execute(f"{sql} WHERE h.workspace_id = %s", [*values, workspace_id])
        row: tuple[Any, ...] | None = db.fetchone()
    if row is None:
        raise NotSeen()
    return row


def _chosen_shapes(models: Iterable[str], after: uuid.UUID | None, *, lazy: bool) -> list[Shape]:
    names = list(models) or [name for name, shape in SHAPES.items() if lazy or not shape.is_lazy]
    unknown = sorted(set(names) - set(SHAPES))
    if unknown:
        raise Invalid(f"There is no model {unknown[0]}.", field="models")
    return [SHAPES[name] for name in names if after is None or name == PAGED]


def _snapshot_sql(
    shapes: list[Shape],
    scope_ids: Sequence[uuid.UUID],
    after: uuid.UUID | None,
    *,
    lazy: bool,
    unless: str = "true",
) -> Snapshot:
    """The selects of a snapshot: the page's last task, then the rows of each shape; nothing but for a condition."""
    scopes: Parameter = list(scope_ids)
    selects, values = [NO_PAGE_END], []
    join, joined = "", []
    for shape in shapes:
        where = f"{unless} AND {shape.scope_sql} = ANY(%s)"
        if shape.name == PAGED:
            # The page and its end come from one scan.
            rows = rows_sql(
                shape,
                where=f"{where} AND t.id > %s",
                lazy=lazy,
                tail=f"ORDER BY t.id LIMIT {PAGE_TASKS}",
                more=", count(*) AS count, max(t.id::text) AS last",
            )
            join = f"CROSS JOIN LATERAL ({rows}) page"
            joined = [scopes, after or uuid.UUID(int=0)]
            selects[0] = f"CASE WHEN page.count = {PAGE_TASKS} THEN page.last END"
            selects.append("page.rows")
        else:
            selects.append(f"({rows_sql(shape, where=where, lazy=lazy)})")
            values.append(scopes)
    return Snapshot(", ".join(selects), values, join, joined)


def _snapshot_json(
    stand: tuple[uuid.UUID, int, str | None],
    shapes: list[Shape],
    texts: Sequence[str],
    *,
    lazy: bool,
) -> bytes:
    epoch, version, page_end = stand
    parts = []
    for shape, text in zip(shapes, texts, strict=True):
        fields = (*shape.fields, *shape.lazy_fields) if lazy else shape.fields
        names = ",".join(f'"{field.name}"' for field in fields)
        parts.append(f'"{shape.name}":{{"fields":[{names}],"rows":{text}}}')
    next_page = f'"{page_end}"' if page_end else "null"
    return (
        f'{{"epoch":"{epoch}","cursor":"{cursor_of(epoch, version)}",'
        f'"models":{{{",".join(parts)}}},"next":{next_page}}}'
    ).encode()
