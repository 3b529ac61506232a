"""Browsers as the server knows them: whose each is, how far its queue has come, what it stands at."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import ProgrammingError, connection, transaction

from pm_suite.lib.problems import Forbidden
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


def lock_client(actor: Reader, client_id: uuid.UUID) -> int:
    """Lock the browser's row until the transaction ends, made when it is new; gives its last seq.

    Raises Forbidden when the id is another person's.
    """
    row = None
    with connection.cursor() as cursor, _refusing_foreign_rows():
        cursor.execute(
            "INSERT INTO sync_client (id, workspace_id, member_id, last_seq, schema, crashes)"
            " VALUES (%s, %s, %s, 0, 1, 0) ON CONFLICT (id) DO UPDATE SET seen_at = now()"
            " WHERE sync_client.member_id = excluded.member_id RETURNING last_seq",
            [client_id, actor.workspace_id, actor.id],
        )
        row = cursor.fetchone()
    if row is None:
        raise WrongUser(WRONG_USER)
    return int(row[0])


@contextmanager
def _refusing_foreign_rows() -> Iterator[None]:
    try:
        yield
    except ProgrammingError as error:
        if code_of(error) != FOREIGN_ROW:
            raise
        raise WrongUser(WRONG_USER) from None
