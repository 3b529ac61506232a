"""A journal of three million entries, and what it costs a browser to find what it missed."""

import statistics
import uuid
from typing import Any

from django.db import connection

from bench.fill import Place
from sync import queries
from sync.models import Head

ENTRIES = 3_000_000
SCOPES = 40
"""Projects among which the entries are spread; the reader holds every fourth, and the one that was filled."""
BEHIND = 500

GROW = """
INSERT INTO sync_entry (workspace_id, version, is_last, scope_id, model, object_id, op, patch, kind,
                        actor_id, client_id, seq, at, recorded_at)
SELECT %(workspace)s, %(head)s + n, true, scopes.ids[1 + n %% cardinality(scopes.ids)], 'task',
       tasks.ids[1 + n %% cardinality(tasks.ids)], 'U', '{"stage_id": "0", "rank": "a0V", "updated_at": "2026"}',
       'task.moved', %(member)s, NULL, NULL, at, at
FROM generate_series(1, %(count)s) n,
     LATERAL (SELECT now() - (%(count)s - n) * interval '88 days' / %(count)s AS at) t,
     (SELECT array_agg(id) AS ids FROM sync_scope WHERE workspace_id = %(workspace)s AND kind = 'project') scopes,
     (SELECT array_agg(id) AS ids FROM tasks_task WHERE project_id = %(project)s) tasks
"""
OTHER_SCOPES = """
INSERT INTO sync_scope (id, workspace_id, kind)
SELECT gen_random_uuid(), %(workspace)s, 'project' FROM generate_series(1, %(scopes)s)
"""
SEATS = """
INSERT INTO sync_scopemember (id, workspace_id, scope_id, reader_id, role)
SELECT gen_random_uuid(), workspace_id, id, %(member)s, 'performer' FROM (
    SELECT *, row_number() OVER () AS n FROM sync_scope s WHERE workspace_id = %(workspace)s AND kind = 'project'
    AND NOT EXISTS (SELECT 1 FROM sync_scopemember m WHERE m.scope_id = s.id AND m.reader_id = %(member)s)
) s WHERE n %% 4 = 0
"""


def grow(place: Place, count: int = ENTRIES) -> None:
    """Give the workspace a journal of `count` more entries over 88 days, in many projects' scopes."""
    member = place.member
    head = Head.objects.get(workspace_id=member.workspace_id).version
    values: dict[str, uuid.UUID | int] = {
        "workspace": member.workspace_id,
        "member": member.id,
        "project": place.project.id,
        "scopes": SCOPES,
        "head": head,
        "count": count,
    }
    with connection.cursor() as db:
        db.execute(OTHER_SCOPES, values)
        db.execute(SEATS, values)
        db.execute(GROW, values)
        db.execute(
            "UPDATE sync_head SET version = version + %(count)s WHERE workspace_id = %(workspace)s",
            values,
        )
        db.execute("VACUUM ANALYZE sync_entry")


def pull_milliseconds(place: Place, behind: int = BEHIND, runs: int = 30) -> float:
    """The median time in PostgreSQL of a pull by a reader `behind` entries behind, planning included."""
    head = Head.objects.get(workspace_id=place.member.workspace_id).version
    times: list[float] = []
    for run in range(runs):
        values: dict[str, Any] = {
            "workspace": place.member.workspace_id,
            "reader": place.member.id,
            "after": head - behind - run,
            "limit": queries.PULL_LIMIT,
        }
        with connection.cursor() as db:
            db.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {queries.PULL}", values)
            plan = db.fetchone()[0][0]
        times.append(plan["Planning Time"] + plan["Execution Time"])
    return statistics.median(times)
