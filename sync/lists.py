"""Rows of the journal's shapes for the REST API: PostgreSQL writes the JSON, the same for one row and for many."""

import json
import uuid
from collections.abc import Sequence

from django.db import connection

from pm_suite.lib.problems import Invalid
from sync.shapes import Field, Shape


def chosen_fields(shape: Shape, names: Sequence[str]) -> tuple[Field, ...]:
    """The named fields of a shape, all without names; raises Invalid for an unknown one."""
    known = {field.name: field for field in (*shape.fields, *shape.lazy_fields)}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise Invalid(f"There is no field {unknown[0][:80]!r}.", field="fields")
    return tuple(known[name] for name in dict.fromkeys(names)) or tuple(known.values())


def row_sql(fields: Sequence[Field]) -> str:
    """The SQL of one row as a JSON object, over the table as `t`."""
    pairs = ", ".join(f"'{field.name}', {field.sql}" for field in fields)
    return f"json_build_object({pairs})"


def rows_json(shape: Shape, ids: Sequence[uuid.UUID], names: Sequence[str] = ()) -> str:
    """The rows of the ids, in that order, as JSON text; one statement."""
    sql = (
        f"SELECT COALESCE(json_agg({row_sql(chosen_fields(shape, names))}"
        " ORDER BY array_position(%s::uuid[], t.id))::text, '[]')"
        f' FROM "{shape.table}" t WHERE t.id = ANY(%s)'
    )
    with connection.cursor() as db:
        db.execute(sql, [list(ids), list(ids)])
        return str(db.fetchone()[0])


def page_json(
    shape: Shape, ids: Sequence[uuid.UUID], next_page: str | None, names: Sequence[str] = ()
) -> str:
    """A page of a list: `{results, next}` as JSON text."""
    return f'{{"results": {rows_json(shape, ids, names)}, "next": {json.dumps(next_page)}}}'
