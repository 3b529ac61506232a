"""Many rows of one model at once: which of them others have written to, and how they are spelled."""

import json
import uuid
from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection

from sync.journal import Journal
from sync.models import Conflict
from sync.shapes import Json, Shape

# What counts is told at `sync.conflicts.STORY`, which asks about one object.
WRITTEN = """
SELECT object_id FROM {table}
WHERE workspace_id = %(workspace)s AND object_id = ANY(%(objects)s::uuid[]) AND model = %(model)s
  AND version > %(base)s AND jsonb_exists_any(patch, %(names)s::text[])
  AND (op = 'U' OR (op = 'H' AND client_id IS NOT NULL))
"""
CONTESTED = " UNION ".join(WRITTEN.format(table=table) for table in ("sync_entry", "sync_history"))


def contested(
    journal: Journal, shape: Shape, ids: Collection[uuid.UUID], names: Sequence[str]
) -> set[uuid.UUID]:
    """The rows for which `settle` could say something: some of their fields were written to since an old edit was made,
    or the person has an open conflict about them. Two queries, however many rows; none for an edit of the moment.
    """
    edit = journal.edit
    if edit is None or not edit.is_stale or not ids or journal.actor_id is None:
        return set()
    about: dict[str, Any] = {  # parameters of each their own type
        "workspace": journal.workspace_id,
        "objects": list(ids),
        "model": shape.name,
        "names": list(names),
        "base": edit.base,
    }
    with connection.cursor() as db:
        db.execute(CONTESTED, about)
        found = {row[0] for row in db.fetchall()}
    mine = Conflict.objects.filter(
        workspace_id=journal.workspace_id,
        member_id=journal.actor_id,
        object_id__in=list(ids),
        model=shape.name,
        resolved_at=None,
    )
    return found | set(mine.values_list("object_id", flat=True))


def spelled(shape: Shape, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, dict[str, Json]]:
    """The whole rows, lazy fields included, as the journal spells them; one query."""
    fields = (*shape.fields, *shape.lazy_fields)
    values = ", ".join(field.sql for field in fields)
    sql = f"SELECT t.id, json_build_array({values})::text FROM {shape.table} t WHERE t.id = ANY(%s)"
    with connection.cursor() as db:
        db.execute(sql, [list(ids)])
        names = [field.name for field in fields]
        return {pk: dict(zip(names, json.loads(text), strict=True)) for pk, text in db.fetchall()}
