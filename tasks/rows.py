"""New rows under ids that browsers chose, and many rows in one statement."""

import json
import uuid
from collections.abc import Collection, Sequence
from typing import TypeVar

from django.db import IntegrityError, connection, models, transaction

from pm_suite.lib.ids import new_id, parse_id
from pm_suite.lib.problems import Conflict, Invalid
from sync.shapes import spell

M = TypeVar("M", bound=models.Model)
TAKEN = "This id is taken; make a new one."


def chosen_id(value: object) -> uuid.UUID:
    """The id that the caller chose, or a new one; raises Invalid."""
    if value is None:
        return new_id()
    known = parse_id(value)
    if known is None:
        raise Invalid("An id is a UUID.", field="id")
    return known


def insert(row: models.Model, *, taken: str = TAKEN) -> None:
    """Save a new row; raises Conflict with the sentence when a unique value is taken, and the transaction goes back."""
    try:
        # No savepoint of its own, which would be two statements more: every caller lets the refusal end its work.
        with transaction.atomic(savepoint=False):
            row.save(force_insert=True)
    except IntegrityError:
        raise Conflict(taken, code="taken") from None


def insert_many(rows: Sequence[M]) -> None:
    """Save new rows of one model at once; raises Conflict when an id is taken, and the transaction goes back."""
    if not rows:
        return
    try:
        with transaction.atomic(savepoint=False):
            type(rows[0])._default_manager.bulk_create(rows)
    except IntegrityError:
        raise Conflict(TAKEN, code="taken") from None


def save_many(rows: Collection[M], names: Collection[str]) -> None:
    """Save the named columns of rows of one model, which are locked, in one statement."""
    if not rows or not names:
        return
    meta = next(iter(rows))._meta
    fields = [field for field in meta.concrete_fields if field.attname in names]
    sets = ", ".join(f'"{field.column}" = v."{field.column}"' for field in fields)
    types = ", ".join(f'"{field.column}" {field.db_type(connection)}' for field in fields)
    values = [
        {field.column: spell(getattr(row, field.attname)) for field in [*fields, meta.pk]}
        for row in rows
    ]
    sql = (
        f'UPDATE "{meta.db_table}" t SET {sets}'
        f" FROM jsonb_to_recordset(%s::jsonb) AS v(id uuid, {types}) WHERE t.id = v.id"
    )
    with connection.cursor() as db:
        db.execute(sql, [json.dumps(values)])


def first_held(rows: models.QuerySet[M]) -> M | None:
    """The first row of a query, also when somebody changed it while a lock was waited for.

    PostgreSQL looks at such a row again with what it had joined before the wait, and drops it when it stands beside
    another row now: then it is locked without joins, and read anew.
    """
    found = next(iter(rows), None)
    if (
        found is None
        and rows.query.select_for_update
        and next(iter(rows.select_related(None)), None)
    ):
        found = next(iter(rows.all()), None)
    return found
