"""Pages of a list by keyset: a cursor holds the place behind the last row, so that new rows move nothing."""

import base64
import json
import uuid
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

from pm_suite.lib.problems import Invalid

M = TypeVar("M", bound=Model)

DEFAULT_LIMIT, MAX_LIMIT = 50, 200


@dataclass(frozen=True)
class Page:
    """The ids of a page in order, and the cursor of the next page if there is one."""

    ids: list[uuid.UUID]
    next: str | None


def limit_of(text: str | None) -> int:
    """Rows on a page, 50 unless told, 200 at most; raises Invalid."""
    if text is None:
        return DEFAULT_LIMIT
    if not text.isdecimal() or len(text) > 6 or int(text) < 1:
        raise Invalid("limit is a whole number from 1 to 200.", field="limit")
    return min(int(text), MAX_LIMIT)


def page_of(rows: QuerySet[M], *, order: str, cursor: str | None, limit: int) -> Page:
    """One page of the rows in the order of a column (`-` in front: downwards), then of the id.

    Two rows never share a place. Raises Invalid for a cursor that is not of this list.
    """
    column, is_down = order.removeprefix("-"), order.startswith("-")
    if cursor:
        rows = rows.filter(_behind(rows.model, column, is_down, *_open(cursor, order)))
    sign = "-" if is_down else ""
    ordering = [f"{sign}{column}", f"{sign}id"] if column != "id" else [f"{sign}id"]
    found = list(rows.order_by(*ordering).values_list(column, "id")[: limit + 1])
    is_more, found = len(found) > limit, found[:limit]
    return Page([row[1] for row in found], _seal(order, *found[-1]) if is_more else None)


def _behind(model: type[Model], column: str, is_down: bool, value: str, last_id: uuid.UUID) -> Q:
    side = "lt" if is_down else "gt"
    if column == "id":
        return Q(**{f"id__{side}": last_id})
    try:
        known = model._meta.get_field(column).to_python(value)  # type: ignore[union-attr]
    except ValidationError:
        raise _odd_cursor() from None
    return Q(**{f"{column}__{side}": known}) | Q(**{column: known, f"id__{side}": last_id})


def _seal(order: str, value: Any, last_id: uuid.UUID) -> str:  # a column's value of any type
    text = json.dumps([order, str(value), str(last_id)], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _open(cursor: str, order: str) -> tuple[str, uuid.UUID]:
    try:
        text = base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4))
        kept_order, value, last_id = json.loads(text)
        if kept_order == order and isinstance(value, str) and "\x00" not in value:
            value.encode()
            return value, uuid.UUID(last_id)
    except (ValueError, TypeError, AttributeError, RecursionError):
        pass
    raise _odd_cursor()


def _odd_cursor() -> Invalid:
    return Invalid("cursor is what `next` of the page before said.", field="cursor")
