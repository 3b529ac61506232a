"""The proof that a browser has what the server has: for each model a count and a sum over its rows.

The sum of CRC-32 over the rows' canonical JSON does not depend on their order, so that a browser adds up its rows as
they lie. Canonical is what `JSON.stringify` writes of the array of a row's fields, which is pinned by
tests/vectors/audit.json.
"""

import json
import uuid
import zlib
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from pm_suite.lib.problems import NotSeen
from sync.cursor import cursor_of
from sync.gate import Reader
from sync.models import ScopeMember
from sync.shapes import SHAPES, Json, Shape

MODULUS = 2**48
"""Sums stay whole in a browser's numbers."""
SAFE = 2**53
EXPONENT_FROM, EXPONENT_BELOW = 21, -7
"""Powers of ten from which, and up to which, JavaScript writes a number with an exponent."""
BATCH = 2000


def canonical(value: Json) -> str:
    """The text that JavaScript's `JSON.stringify` makes of a value."""
    match value:
        case bool() | None | str():
            return json.dumps(value, ensure_ascii=False)
        case int() if abs(value) < SAFE:
            return str(value)
        case int() | float():
            return _number(float(value))
        case list():
            return f"[{','.join(map(canonical, value))}]"
        case dict():
            pairs = (f"{canonical(name)}:{canonical(part)}" for name, part in value.items())
            return f"{{{','.join(pairs)}}}"


def _number(value: float) -> str:
    """A number as ECMAScript's Number::toString spells it: the shortest digits that mean it, placed by its own rule."""
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    text, point = "".join(map(str, digits)), len(digits) + int(exponent)
    minus = "-" if sign and value else ""
    if not value:
        return "0"
    if len(text) <= point <= EXPONENT_FROM:
        return minus + text.ljust(point, "0")
    if 0 < point <= EXPONENT_FROM:
        return f"{minus}{text[:point]}.{text[point:]}"
    if point - 1 > EXPONENT_BELOW and point <= 0:
        return f"{minus}0.{'0' * -point}{text}"
    fraction = f".{text[1:]}" if len(text) > 1 else ""
    return f"{minus}{text[0]}{fraction}e{point - 1:+d}"


def row_hash(row: Sequence[Json]) -> int:
    """CRC-32 of the row's canonical JSON in UTF-8."""
    return zlib.crc32(canonical(list(row)).encode())


def model_hash(rows: Iterable[Sequence[Json]]) -> int:
    """The sum over rows, in any order."""
    return sum(map(row_hash, rows)) % MODULUS


def audit(reader: Reader, scope_ids: Sequence[uuid.UUID]) -> dict[str, Any]:
    """Count and hash of each model's rows in the scopes, all of one moment; raises NotSeen for scopes not held."""
    seats = ScopeMember.objects.filter(reader_id=reader.id, scope_id__in=scope_ids)
    if seats.count() != len(set(scope_ids)):
        raise NotSeen()
    shapes = [shape for shape in SHAPES.values() if not shape.is_lazy]
    counts = {shape.name: 0 for shape in shapes}
    sums = dict(counts)
    cursor = ""
    for name, text in _rows(reader.workspace_id, shapes, scope_ids):
        row = json.loads(text)
        if not name:
            cursor = cursor_of(*row)
            continue
        counts[name] += 1
        sums[name] += row_hash(row)
    return {
        "cursor": cursor,
        "models": {
            name: {"count": count, "hash": sums[name] % MODULUS} for name, count in counts.items()
        },
        "fields": {shape.name: [field.name for field in shape.fields] for shape in shapes},
    }


def _rows(
    workspace_id: uuid.UUID, shapes: Iterable[Shape], scope_ids: Sequence[uuid.UUID]
) -> Iterator[tuple[str, str]]:
    """(model, row as JSON text) for every row, and ("", where the journal stands).

    One statement, and so one snapshot; fetched in batches, for the rows may be many.
    """
    parts = [
        "SELECT '', json_build_array(h.epoch, h.version)::text FROM sync_head h"
        " WHERE h.workspace_id = %s"
    ]
    values: list[uuid.UUID | list[uuid.UUID]] = [workspace_id]
    for shape in shapes:
        columns = ", ".join(field.sql for field in shape.fields)
        parts.append(
            f"SELECT '{shape.name}', json_build_array({columns})::text"
            f' FROM "{shape.table}" t WHERE {shape.alive_sql} AND {shape.scope_sql} = ANY(%s)'
        )
        values.append(list(scope_ids))
    with transaction.atomic(), connection.chunked_cursor() as db:
        db.execute(" UNION ALL ".join(parts), values)
        while batch := db.fetchmany(BATCH):
            yield from batch
