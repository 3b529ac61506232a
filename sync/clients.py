"""Browsers as the server knows them: whose each is, how far its queue has come, what it stands at."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from django.db import ProgrammingError, connection, transaction

from pm_suite.lib.problems import Forbidden
from sync.cursor import parts_of
from sync.gate import Reader
from sync.retries import code_of

WRONG_USER = "This browser's queue belongs to another person."
FOREIGN_ROW = "42501"
"""What PostgreSQL says of a row behind the policy of another workspace."""


class WrongUser(Forbidden):
    """The queue belongs to another person than the one who sends it."""

    code = "wrong_user"


def greet_client(reader: Reader, client_id: uuid.UUID, *, schema: int, cursor: str) -> int:
    """Note a browser that opens a session, and what it stands at; gives the last seq of its queue.

    Raises WrongUser when the id is another person's.
    """
    with _refusing_foreign_rows(), transaction.atomic(), connection.cursor() as db:
        db.execute(
            "INSERT INTO sync_client (id, workspace_id, member_id, last_seq, schema, crashes, cursor_seen)"
            " VALUES (%s, %s, %s, 0, %s, 0, %s) ON CONFLICT (id) DO UPDATE"
            " SET seen_at = now(), schema = excluded.schema, cursor_seen = excluded.cursor_seen"
            " WHERE sync_client.member_id = excluded.member_id RETURNING last_seq",
            [client_id, reader.workspace_id, reader.id, schema, cursor],
        )
        row = db.fetchone()
    if row is None:
        raise WrongUser(WRONG_USER)
    return int(row[0])


class Stand(NamedTuple):
    """How far a browser's queue has come, and what the person saw who made the next change in it."""

    last_seq: int
    base: int
    base_at: datetime | None
    """When the version was recorded, or the oldest one since that is kept."""


LOCK = """
WITH client AS (
    INSERT INTO sync_client (id, workspace_id, member_id, last_seq, schema, crashes)
    VALUES (%(id)s, %(workspace)s, %(member)s, 0, 1, 0)
    ON CONFLICT (id) DO UPDATE SET seen_at = now()
    WHERE sync_client.member_id = excluded.member_id RETURNING last_seq
), seen AS (
    SELECT CASE WHEN left(epoch::text, 8) = %(epoch)s THEN LEAST(%(base)s, version) ELSE version END AS base
    FROM sync_head WHERE workspace_id = %(workspace)s
)
SELECT client.last_seq, seen.base, (
    SELECT e.recorded_at FROM sync_entry e
    WHERE e.workspace_id = %(workspace)s AND e.version >= seen.base ORDER BY e.version LIMIT 1)
FROM client CROSS JOIN seen
"""


def lock_client(actor: Reader, client_id: uuid.UUID, base: object = None) -> Stand:
    """Lock the browser's row until the transaction ends, made when it is new.

    `base` is the cursor at which a change was made; what is no cursor of this database counts as the present one.
    Raises Forbidden when the id is another person's.
    """
    epoch, version = parts_of(base)
    names = {"id": client_id, "workspace": actor.workspace_id, "member": actor.id}
    with connection.cursor() as cursor, _refusing_foreign_rows():
        cursor.execute(LOCK, names | {"epoch": epoch, "base": version})
        row = cursor.fetchone()
    if row is None:
        raise WrongUser(WRONG_USER)
    return Stand(*row)


@contextmanager
def _refusing_foreign_rows() -> Iterator[None]:
    try:
        yield
    except ProgrammingError as error:
        if code_of(error) != FOREIGN_ROW:
            raise
        raise WrongUser(WRONG_USER) from None
