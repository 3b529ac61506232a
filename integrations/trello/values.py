"""Single values of an export, whatever was written there."""

import math
import re
from datetime import UTC, datetime

from integrations.trello.reader import Row, Value

OBJECT_ID = re.compile(r"^[0-9a-f]{24}$")
FIRST_BOARD = datetime(2011, 1, 1, tzinfo=UTC)
"""Trello opened in 2011; an id that says an earlier time is not one of Trello's."""


def text_of(value: Value) -> str:
    """A text, "" for anything else."""
    return value if isinstance(value, str) else ""


def line_of(value: Value) -> str:
    """A text on one line, "" for anything else."""
    return " ".join(text_of(value).split())


def row_of(value: Value) -> Row:
    """An object, an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def rows_of(value: Value) -> list[Row]:
    """The objects of a list."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def ids_of(value: Value) -> list[str]:
    """The ids of a list, each once."""
    ids = [one for one in value if isinstance(one, str) and one] if isinstance(value, list) else []
    return list(dict.fromkeys(ids))


def time_of(value: Value) -> datetime | None:
    """A time in UTC, or None for what is none."""
    try:
        time = datetime.fromisoformat(text_of(value))
        time = time if time.tzinfo else time.replace(tzinfo=UTC)
        time = time.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return time if 1900 <= time.year <= 9000 else None


def born_at(identity: str) -> datetime | None:
    """When an object was made, by the seconds since 1970 in the first 8 hex digits of its id; None for other ids.

    Source: Atlassian's help, "Getting the time a card or board was created"
    (support.atlassian.com/trello/docs/getting-the-time-a-card-or-board-was-created).
    """
    if not OBJECT_ID.match(identity):
        return None
    time = datetime.fromtimestamp(int(identity[:8], 16), tz=UTC)
    return time if time >= FIRST_BOARD else None


def place_of(row: Row, index: int) -> tuple[int, float, int]:
    """What rows are sorted by: `pos` is a fraction, "top" or "bottom", or missing, which goes last."""
    place = row.get("pos")
    if isinstance(place, bool) or not isinstance(place, int | float | str):
        return (2, 0.0, index)
    if isinstance(place, str):
        if place == "top":
            return (0, 0.0, index)
        try:
            place = float(place)
        except ValueError:
            return (2, 0.0, index)
    number = float(place)
    return (1, number, index) if math.isfinite(number) else (2, 0.0, index)


def in_order(rows: list[Row]) -> list[Row]:
    """The rows in the order in which Trello shows them."""
    keyed = sorted(enumerate(rows), key=lambda pair: place_of(pair[1], pair[0]))
    return [row for _, row in keyed]


def cut(text: str, limit: int) -> str:
    """The text, or its beginning with an ellipsis when it is longer than the limit."""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"
