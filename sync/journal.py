"""The one way to write: `with record(actor) as journal:` around an action's rows.

The context opens the transaction, collects entries while the action works, takes the workspace's next versions as its
last statement but for the entries themselves, and commits. So versions are gapless and their order is commit order.
"""

import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from django.db import connection, models, transaction
from django.utils import timezone

from sync.bell import ring
from sync.models import Entry, Receipt
from sync.shapes import Json, shape_of, spell


class Actor(Protocol):
    """Who writes: a member of a workspace."""

    @property
    def id(self) -> uuid.UUID: ...
    @property
    def workspace_id(self) -> uuid.UUID: ...


@dataclass(frozen=True)
class Origin:
    """The browser's mutation that a write comes from."""

    client_id: uuid.UUID
    seq: int


@dataclass(frozen=True)
class Edit:
    """What a person saw when making a change that arrives only now, and when that was."""

    base: int
    """The version up to which the person's browser had read."""
    at: datetime
    is_stale: bool
    """Made so long ago that whoever wrote meanwhile cannot have seen it coming."""


@dataclass
class Outcome:
    """What became of an edit, beside being written."""

    conflict_ids: list[str] = field(default_factory=list)
    is_merged: bool = False
    is_trashed: bool = False


@dataclass
class Journal:
    """The entries of one transaction, in order.

    `now` is the server's time. `at` is when the person did what is written: the same, but for an edit that was made
    while its browser was away, and for histories from elsewhere. Only such an edit has an `edit`.
    """

    workspace_id: uuid.UUID
    actor_id: uuid.UUID | None
    origin: Origin | None = None
    now: datetime = field(default_factory=timezone.now)
    at: datetime = field(init=False)
    edit: Edit | None = None
    outcome: Outcome = field(default_factory=Outcome)
    entries: list[dict[str, Json]] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    version: int | None = None
    epoch: uuid.UUID | None = None

    def __post_init__(self) -> None:
        self.at = self.now

    def follow(self, edit: Edit) -> None:
        """Let what is written bear the time at which the person did it."""
        self.edit, self.at = edit, edit.at

    def insert(
        self,
        kind: str,
        obj: models.Model,
        *,
        at: datetime | None = None,
        known: Mapping[str, Json] | None = None,
    ) -> None:
        """The object comes into its scope; `known` fields of its row are not asked for again."""
        shape = shape_of(obj)
        self._add(Entry.Op.INSERT, kind, obj, patch=shape.row(obj, known), at=at)

    def update(
        self,
        kind: str,
        obj: models.Model,
        fields: Iterable[str],
        known: Mapping[str, Json] | None = None,
    ) -> None:
        """The named fields of the object have new values; those that are `known` are not asked for again."""
        shape = shape_of(obj)
        self._add(Entry.Op.UPDATE, kind, obj, patch=shape.patch(obj, fields, known))

    def leave(self, kind: str, obj: models.Model, scope_id: uuid.UUID | None = None) -> None:
        """The object leaves its scope, or the one it was in before."""
        self._add(Entry.Op.LEAVE, kind, obj, scope_id=scope_id)

    def delete(self, kind: str, obj: models.Model) -> None:
        """The object is deleted; call it while the object still has its id."""
        self._add(Entry.Op.DELETE, kind, obj)

    def happened(
        self,
        kind: str,
        obj: models.Model,
        *,
        at: datetime,
        actor_id: uuid.UUID | None,
        facts: dict[str, Json],
    ) -> None:
        """Something happened to the object before it came here; it changes nothing now."""
        self._add(Entry.Op.HISTORY, kind, obj, patch=facts, at=at)
        self.entries[-1]["actor"] = spell(actor_id)

    def gain(self, reader_id: uuid.UUID, scope: dict[str, Json]) -> None:
        """A reader gains a scope, or another role in it."""
        self._add_scope(Entry.Op.GAIN, "scope.gained", reader_id, scope)

    def lose(self, reader_id: uuid.UUID, scope: dict[str, Json]) -> None:
        """A reader loses a scope."""
        self._add_scope(Entry.Op.LOSE, "scope.lost", reader_id, scope)

    def _add_scope(
        self, op: Entry.Op, kind: str, reader_id: uuid.UUID, scope: dict[str, Json]
    ) -> None:
        entry: dict[str, Json] = {
            "scope": str(reader_id),
            "model": "scope",
            "object": scope["id"],
            "patch": {"scope": scope},
        }
        self._append(op, kind, entry, at=None)

    def _add(
        self,
        op: Entry.Op,
        kind: str,
        obj: models.Model,
        *,
        patch: dict[str, Json] | None = None,
        scope_id: uuid.UUID | None = None,
        at: datetime | None = None,
    ) -> None:
        shape = shape_of(obj)
        if op in REACHING and not shape.is_alive(obj):
            # Nobody has a row of what is in the trash: the change is kept, and comes back with the whole row.
            op, self.outcome.is_trashed = Entry.Op.HISTORY, True
        entry: dict[str, Json] = {
            "scope": str(scope_id or shape.scope_of(obj)),
            "model": shape.name,
            "object": str(obj.pk),
            "patch": patch or {},
        }
        self._append(op, kind, entry, at=at)

    def _append(
        self, op: Entry.Op, kind: str, entry: dict[str, Json], *, at: datetime | None
    ) -> None:
        entry |= {
            "ord": len(self.entries),
            "op": op.value,
            "kind": kind,
            "at": (at or self.at).isoformat(),
            "actor": spell(self.actor_id),
        }
        self.entries.append(entry)


REACHING = {Entry.Op.INSERT, Entry.Op.UPDATE, Entry.Op.DELETE}

_open: ContextVar[Journal | None] = ContextVar("open_journal", default=None)


@contextmanager
def record(
    actor: Actor, *, origin: Origin | None = None, durable: bool = False
) -> Iterator[Journal]:
    """Write in one transaction and in the journal; an inner call joins the outer one.

    Raises whatever the block raises, after which neither rows nor numbers remain.
    """
    outer = _open.get()
    if outer is not None:
        if outer.workspace_id != actor.workspace_id:
            raise ValueError("A transaction writes in one workspace.")
        yield outer
        return
    journal = Journal(actor.workspace_id, actor.id, origin)
    token = _open.set(journal)
    try:
        with transaction.atomic(durable=durable):
            yield journal
            _finish(journal)
    finally:
        _open.reset(token)


@contextmanager
def savepoint(journal: Journal) -> Iterator[None]:
    """Take back the rows and entries of the block when it raises, and go on with the transaction."""
    count = len(journal.entries)
    try:
        with transaction.atomic():
            yield
    except BaseException:
        del journal.entries[count:]
        raise


# Keys to parents are checked before the version is taken: a check may wait for another writer, who waits for the head.
TAKE_AND_WRITE = """
SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED;
WITH head AS (
    UPDATE sync_head SET version = version + %(count)s WHERE workspace_id = %(workspace)s
    RETURNING version, epoch
), written AS (
    INSERT INTO sync_entry (workspace_id, version, is_last, scope_id, model, object_id, op, patch,
                            kind, actor_id, client_id, seq, at, recorded_at)
    SELECT %(workspace)s, head.version - %(count)s + e.ord + 1, e.ord + 1 = %(count)s, e.scope,
           e.model, e.object, e.op, e.patch, e.kind, e.actor, %(client)s, %(seq)s, e.at, %(now)s
    FROM head, jsonb_to_recordset(%(entries)s::jsonb) AS e(
        ord int, scope uuid, model text, object uuid, op text, patch jsonb, kind text,
        actor uuid, at timestamptz)
)
SELECT version, epoch FROM head
"""


def _finish(journal: Journal) -> None:
    if journal.entries:
        count = len(journal.entries)
        origin = journal.origin
        with connection.cursor() as cursor:
            cursor.execute(
                TAKE_AND_WRITE,
                {
                    "count": count,
                    "workspace": journal.workspace_id,
                    "entries": json.dumps(journal.entries),
                    "now": journal.now,
                    "client": origin.client_id if origin else None,
                    "seq": origin.seq if origin else None,
                },
            )
            row = cursor.fetchone()
        if row is None:
            raise LookupError(f"Workspace {journal.workspace_id} has no journal.")
        journal.version, journal.epoch = row
        transaction.on_commit(_bell(journal, row[0] - count, row[0], row[1]))
    for receipt in journal.receipts:
        receipt.version = journal.version
        _write_receipt(receipt)


WRITE_RECEIPT = """
WITH client AS (UPDATE sync_client SET last_seq = %s, crashes = 0 WHERE id = %s)
INSERT INTO sync_receipt (id, workspace_id, member_id, key, client_id, seq, fingerprint,
                          status, result, version)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s)
"""


def _write_receipt(receipt: Receipt) -> None:
    """Keep a receipt; that of a browser's mutation moves the browser's sequence on."""
    with connection.cursor() as cursor:
        cursor.execute(
            WRITE_RECEIPT,
            [
                receipt.seq,
                receipt.client_id,
                receipt.id,
                receipt.workspace_id,
                receipt.member_id,
                receipt.key,
                receipt.client_id,
                receipt.seq,
                receipt.fingerprint,
                receipt.status,
                json.dumps(receipt.result),
                receipt.version,
            ],
        )


def _bell(journal: Journal, start: int, end: int, epoch: uuid.UUID) -> Callable[[], None]:
    return lambda: ring(journal.workspace_id, epoch, start, end, entries_json(journal, start))


def entries_json(journal: Journal, start: int) -> list[dict[str, Json]]:
    """The entries as the protocol spells them, numbered from start + 1."""
    count = len(journal.entries)
    origin = journal.origin
    return [
        {
            "v": start + 1 + index,
            "scope": entry["scope"],
            "model": entry["model"],
            "id": entry["object"],
            "op": entry["op"],
            "patch": entry["patch"],
            "kind": entry["kind"],
            "actor": entry["actor"],
            "at": spell(datetime.fromisoformat(str(entry["at"]))),
            "client": spell(origin.client_id) if origin else None,
            "seq": origin.seq if origin else None,
            "last": index + 1 == count,
        }
        for index, entry in enumerate(journal.entries)
    ]
