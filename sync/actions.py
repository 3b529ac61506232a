"""Writes that belong to the journal itself: its opening, its audiences."""

import uuid
from collections.abc import Iterable, Mapping

from django.contrib.postgres.functions import RandomUUID
from django.db import IntegrityError, transaction

from pm_suite.lib.problems import Conflict
from sync.conflicts import follow_seats
from sync.journal import Journal
from sync.models import Head, Scope, ScopeMember
from sync.shapes import Json

SeatKey = tuple[uuid.UUID, uuid.UUID]
"""(scope id, reader id)"""


def open_journal(workspace_id: uuid.UUID) -> Head:
    """Give a new workspace its journal, which every later write needs."""
    return Head.objects.create(workspace_id=workspace_id)


def renew_epoch(workspace_id: uuid.UUID | None = None) -> int:
    """Begin another lineage after a restore, for one workspace or all; gives for how many.

    Every browser then loads again, and sends again what the copy does not have.
    """
    heads = Head.objects.all() if workspace_id is None else Head.objects.filter(pk=workspace_id)
    return heads.update(epoch=RandomUUID())


def open_scope(workspace_id: uuid.UUID, scope_id: uuid.UUID, kind: Scope.Kind) -> Scope:
    """Make the audience of a workspace, project or member; its id is the id of that thing.

    Raises Conflict when another thing bears that id.
    """
    try:
        with transaction.atomic():
            return Scope.objects.create(id=scope_id, workspace_id=workspace_id, kind=kind)
    except IntegrityError:
        raise Conflict("This id is taken; make a new one.", code="taken") from None


def scope_json(scope: Scope, role: str) -> dict[str, Json]:
    """A scope as its reader is told of it."""
    return {"id": str(scope.id), "kind": scope.kind, "subject": str(scope.id), "role": role}


def set_seats(
    journal: Journal, current: Iterable[ScopeMember], wanted: Mapping[SeatKey, str]
) -> None:
    """Make the audiences what is wanted, among the seats given as current; readers are told.

    `wanted` maps (scope id, reader id) to the reader's role there.
    """
    held = {(seat.scope_id, seat.reader_id): seat for seat in current}
    ids = {scope_id for scope_id, _ in (*held, *wanted)}
    scopes = Scope.objects.in_bulk(ids)
    gone = [seat for key, seat in held.items() if key not in wanted]
    changed = [held[key] for key, role in wanted.items() if key in held and held[key].role != role]
    fresh = [
        ScopeMember(workspace_id=journal.workspace_id, scope_id=key[0], reader_id=key[1], role=role)
        for key, role in wanted.items()
        if key not in held
    ]
    for seat in changed:
        seat.role = wanted[(seat.scope_id, seat.reader_id)]
    ScopeMember.objects.filter(pk__in=[seat.pk for seat in gone]).delete()
    ScopeMember.objects.bulk_update(changed, ["role"])
    ScopeMember.objects.bulk_create(fresh)
    follow_seats(journal, gone=gone, fresh=fresh)
    for seat in gone:
        journal.lose(seat.reader_id, scope_json(scopes[seat.scope_id], ""))
    for seat in (*changed, *fresh):
        journal.gain(seat.reader_id, scope_json(scopes[seat.scope_id], seat.role))
