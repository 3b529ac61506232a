"""Cursors: opaque to everybody else, so that the counter can be split later."""

import uuid
from dataclasses import dataclass

from pm_suite.lib.problems import Problem

VERSION_DIGITS = 18
"""More digits are no version: PostgreSQL counts no further."""


class Reset(Problem):
    """The cursor belongs to another history, or to one that has been pruned: bootstrap again."""

    status = 410
    code = "reset"

    def __init__(self) -> None:
        super().__init__("The history has moved on; load the workspace again.")


@dataclass(frozen=True)
class Position:
    """Where a workspace's journal stands: its lineage, its last version, and what is pruned."""

    epoch: uuid.UUID
    version: int
    floor: int = 0


def cursor_of(epoch: uuid.UUID | str, version: int) -> str:
    """The cursor that stands for a version."""
    return f"{str(epoch)[:8]}.{version}"


def parts_of(cursor: object) -> tuple[str, int]:
    """The epoch and the version that a cursor names; ("", 0) for what is no cursor."""
    epoch, _, number = cursor.partition(".") if isinstance(cursor, str) else ("", "", "")
    if not number.isdecimal() or len(number) > VERSION_DIGITS:
        return "", 0
    return epoch, int(number)


def version_of(cursor: str, head: Position) -> int:
    """The version that a cursor stands for; raises Reset when it cannot be followed."""
    epoch, version = parts_of(cursor)
    if epoch != str(head.epoch)[:8]:
        raise Reset()
    if not head.floor <= version <= head.version:
        raise Reset()
    return version
