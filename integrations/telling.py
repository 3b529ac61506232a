"""Writes that tell what happened earlier, or by somebody else than who acts now."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sync.journal import Journal


@contextmanager
def told(journal: Journal, *, at: datetime, actor_id: uuid.UUID | None) -> Iterator[None]:
    """Let the entries of the block bear another time and person; when they were recorded stays true."""
    before = journal.at, journal.actor_id
    journal.at, journal.actor_id = at, actor_id
    try:
        yield
    finally:
        journal.at, journal.actor_id = before
