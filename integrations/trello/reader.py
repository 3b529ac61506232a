"""Reads a Trello export as a stream and keeps what an import may need.

The file is never held whole: the parser's events are put together on a stack, so that neither size nor depth of
hostile input costs more than the limits below. What is kept is free of NUL and of lone surrogates.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, TypeAlias

import ijson

from integrations.trello.problems import BadFile

Value: TypeAlias = "bool | int | float | str | list[Value] | dict[str, Value] | None"
Row = dict[str, Value]

MAX_DEPTH = 40
MAX_VALUES = 8_000_000
MAX_CARDS = 100_000
LISTS = (
    "lists",
    "cards",
    "labels",
    "members",
    "checklists",
    "actions",
    "customFields",
    "pluginData",
    "memberships",
)
BOARD_KEYS = {"id", "name", "desc", "url", "shortUrl", "closed", "prefs", "powerUps", "idTags"}
# Derived or presentational, and most of the bytes of a real export.
SKIPPED_KEYS = frozenset(
    {"limits", "previews", "scaled", "nonPublic", "descData", "nameData", "textData", "display"}
)
NOT_JSON = "This is not a JSON file. In Trello choose Share, Export, “Export as JSON”, and upload that file."
NOT_TRELLO = "This is JSON, but not the export of a Trello board: it has no lists and cards."


@dataclass
class Export:
    """A board as the file spells it."""

    board: Row
    rows: dict[str, list[Row]] = field(default_factory=dict)
    repeated: list[tuple[str, str]] = field(default_factory=list)
    """List and id of each row that says something else under an id that came before; the first one counts."""

    def all(self, name: str) -> list[Row]:
        """The rows of one of the board's lists."""
        return self.rows.get(name, [])


Tick = Callable[[int], None]


def read_export(file: BinaryIO, *, limit: int, size: int) -> Export:
    """The export in a file of `size` bytes; raises BadFile with a sentence for anything else."""
    if size > limit:
        raise BadFile(
            f"The file has {size / 1e6:,.0f} MB; the limit is {limit / 1e6:,.0f} MB (IMPORT_MAX_BYTES)."
        )
    if size == 0:
        raise BadFile("The file is empty.")
    _skip_mark(file)
    try:
        document = _build(file)
    except ijson.IncompleteJSONError as error:
        raise BadFile(_sentence(error)) from None
    except (ijson.JSONError, UnicodeDecodeError, ValueError, OverflowError):
        raise BadFile(NOT_JSON) from None
    return _as_export(document)


def _skip_mark(file: BinaryIO) -> None:
    start = file.read(3)
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise BadFile("The file is in UTF-16; Trello writes UTF-8. Upload the export unchanged.")
    if start != b"\xef\xbb\xbf":
        file.seek(0)


def _sentence(error: Exception) -> str:
    text = str(error)
    if "premature EOF" in text or "Incomplete" in text:
        return "The file ends in the middle: it is cut off. Export the board again."
    if "overflow" in text:
        return "The file holds a number that is too large. Export the board again."
    return NOT_JSON


class _Frame:
    """An object or array under construction."""

    __slots__ = ("key", "value")

    def __init__(self, value: "dict[str, Value] | list[Value]") -> None:
        self.value = value
        self.key = ""

    def put(self, value: Value) -> None:
        if isinstance(self.value, dict):
            self.value[self.key] = value
        else:
            self.value.append(value)


def _build(file: BinaryIO) -> Value:
    """The document without what no import needs."""
    events: Iterator[tuple[str, Value]] = ijson.basic_parse(file, use_float=True)
    stack: list[_Frame] = []
    skipping = depth = count = 0
    result: Value = None
    for event, value in events:
        if event in ("start_map", "start_array"):
            depth += 1
            if depth > MAX_DEPTH:
                raise BadFile("The file is nested too deeply for the export of a board.")
            if skipping or (stack and _is_skipped(stack)):
                skipping += 1
                continue
            stack.append(_Frame({} if event == "start_map" else []))
        elif event in ("end_map", "end_array"):
            depth -= 1
            if skipping:
                skipping -= 1
                continue
            done: Value = stack.pop().value
            if stack:
                stack[-1].put(done)
            else:
                result = done
        elif event == "map_key":
            if not skipping:
                stack[-1].key = clean(str(value))
            continue
        elif stack and not skipping and not _is_skipped(stack):
            stack[-1].put(clean(value) if isinstance(value, str) else value)
        count += 1
        if count > MAX_VALUES:
            raise BadFile(
                "The file holds far more values than any board; it was not read to its end."
            )
    return result


def _is_skipped(stack: list[_Frame]) -> bool:
    key = stack[-1].key
    if len(stack) == 1:
        return key not in BOARD_KEYS and key not in LISTS
    return key in SKIPPED_KEYS and isinstance(stack[-1].value, dict)


def clean(text: str) -> str:
    """A text that PostgreSQL keeps: no NUL, no lone surrogate."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    return text.encode("utf-8", "replace").decode("utf-8")


def _as_export(document: Value) -> Export:
    if not isinstance(document, dict):
        raise BadFile(NOT_TRELLO)
    lists, cards = document.get("lists"), document.get("cards")
    if not isinstance(lists, list) or not isinstance(cards, list):
        raise BadFile(NOT_TRELLO)
    if not isinstance(document.get("name"), str) or not isinstance(document.get("id"), str):
        raise BadFile("The board in this file has no name or no id. Export it again.")
    if len(cards) > MAX_CARDS:
        raise BadFile(f"The board has {len(cards):,} cards; at most {MAX_CARDS:,} are imported.")
    export = Export({key: value for key, value in document.items() if key in BOARD_KEYS})
    for name in LISTS:
        export.rows[name] = _rows(name, document.get(name), export.repeated)
    return export


def _rows(name: str, value: Value, repeated: list[tuple[str, str]]) -> list[Row]:
    """The objects of a list, each id once, noting others under its id; raises BadFile for rows of another kind."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise BadFile(f"“{name}” in this file is not a list; it is no export of a board.")
    rows: dict[str, Row] = {}
    for index, row in enumerate(value):
        if not isinstance(row, dict):
            raise BadFile(f"Entry {index + 1} of “{name}” is not an object; the file is damaged.")
        identity = row.get("id")
        if name in ("lists", "cards", "labels", "members", "checklists", "actions"):
            if not isinstance(identity, str) or not 0 < len(identity) <= 64:
                raise BadFile(f"Entry {index + 1} of “{name}” has no id; the file is damaged.")
            if name in ("lists", "cards") and identity in rows:
                raise BadFile(f"“{name}” holds the id {identity} twice; the file is damaged.")
        key = str(identity) if isinstance(identity, str) else f"#{index}"
        if rows.setdefault(key, row) != row:
            repeated.append((name, key))
    return list(rows.values())
