"""First pages of large scopes, built ahead, so that an empty device is served a file instead of a query.

A segment stands at a version of its own, behind the present; a browser that takes it pulls from there.
"""

import gzip
import json
import uuid
import zlib
from functools import cache

from django.db import connection
from django.utils import timezone

from pm_suite.lib.tenancy import tenant
from sync.folding import FOLD_AT
from sync.gate import Reader
from sync.models import Segment
from sync.push import SCHEMA
from sync.queries import PAGED, Prebuilt, bootstrap
from sync.shapes import SHAPES

LARGE = 3_000
"""A scope with more tasks than these has a segment."""
STALE = 2_000
"""Entries behind: a segment further behind is built again, and one that is `FOLD_AT` behind is not served."""
GZIP_LEVEL = 9


@cache
def schema_print() -> str:
    """What snapshots are made of: another when the protocol's schema or any row shape is."""
    fields = {name: [field.name for field in shape.fields] for name, shape in SHAPES.items()}
    return f"{SCHEMA}.{zlib.crc32(json.dumps(fields).encode()):08x}"


# Whoever takes a segment must be able to pull from it.
FRESH = """
s.epoch = h.epoch AND s.schema = %s AND s.version >= h.floor AND h.version - s.version <= %s
"""
OF_WORKSPACE = f"""
FROM sync_head h JOIN sync_segment s ON s.workspace_id = h.workspace_id
WHERE {FRESH} AND h.workspace_id = %s
"""


# Who gains a scope stands where that is told, and pulls from there: nothing before it would come any more.
SINCE_GAINED = """
NOT EXISTS (SELECT 1 FROM sync_entry e WHERE e.workspace_id = h.workspace_id AND e.scope_id = %s
            AND e.object_id = s.scope_id AND e.op = 'S+' AND e.version > s.version)
"""


def segment_of(reader: Reader, scope_id: uuid.UUID) -> Prebuilt:
    """The query for the segment of a scope that may be served."""
    return Prebuilt(
        f"SELECT s.version, s.body {OF_WORKSPACE} AND s.scope_id = %s AND {SINCE_GAINED}",
        [schema_print(), FOLD_AT, reader.workspace_id, scope_id, reader.id],
    )


def segmented_scopes(reader: Reader) -> set[str]:
    """The scopes that the reader holds and that have a segment to serve."""
    with connection.cursor() as db:
        db.execute(
            f"SELECT s.scope_id {OF_WORKSPACE} AND s.scope_id IN"
            f" (SELECT scope_id FROM sync_scopemember WHERE reader_id = %s) AND {SINCE_GAINED}",
            [schema_print(), FOLD_AT, reader.workspace_id, reader.id, reader.id],
        )
        return {str(row[0]) for row in db.fetchall()}


def build_due() -> int:
    """Build the segments that are missing or behind, and drop those of scopes that have become small; gives how many.

    Needs a connection that sees every workspace.
    """
    shape = SHAPES[PAGED]
    large = (
        f'SELECT {shape.scope_sql} AS scope_id FROM "{shape.table}" t WHERE {shape.alive_sql}'
        " GROUP BY 1 HAVING count(*) > %s"
    )
    with connection.cursor() as db:
        db.execute(f"DELETE FROM sync_segment WHERE scope_id NOT IN ({large})", [LARGE])
        db.execute(
            f"SELECT c.workspace_id, c.id FROM ({large}) l JOIN sync_scope c ON c.id = l.scope_id"
            " JOIN sync_head h ON h.workspace_id = c.workspace_id"
            f" LEFT JOIN sync_segment s ON s.scope_id = c.id WHERE ({FRESH}) IS NOT TRUE",
            [LARGE, schema_print(), STALE],
        )
        due = db.fetchall()
    for workspace_id, scope_id in due:
        with tenant(workspace_id):
            build_segment(workspace_id, scope_id)
    return len(due)


def build_segment(workspace_id: uuid.UUID, scope_id: uuid.UUID) -> None:
    """Build the segment of a scope as it stands now."""
    page = bootstrap(workspace_id, [scope_id])
    segment = Segment(
        scope_id=scope_id,
        workspace_id=workspace_id,
        epoch=page.epoch,
        version=page.version,
        schema=schema_print(),
        body=gzip.compress(page.body, GZIP_LEVEL),
        built_at=timezone.now(),
    )
    fields = ["epoch", "version", "schema", "body", "built_at"]
    Segment.objects.bulk_create(
        [segment], update_conflicts=True, unique_fields=["scope_id"], update_fields=fields
    )
