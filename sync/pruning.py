"""What is older than the journal is kept: the floor rises, entries become history, months are dropped.

Each step is a transaction of its own that may be the last one: the next run goes on from there.
"""

import logging
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import Max

from sync.models import Entry, Head, History
from sync.partitions import drop_month, make_months, months

logger = logging.getLogger(__name__)

RUN = timedelta(hours=1)
"""What one person does to one object within this time is one row of history."""
BATCH = 2000


def keep(now: datetime) -> None:
    """Make the months that come and take those away that are past their time."""
    doomed = [
        month for month in months() if month.end <= now - timedelta(days=settings.JOURNAL_DAYS)
    ]
    if doomed:
        raise_floors(doomed[-1].end)
        for workspace_id in Head.objects.values_list("workspace_id", flat=True):
            while fold_batch(workspace_id):
                pass
    try:
        make_months(now)
        for month in doomed:
            drop_month(month)
    except OperationalError as error:
        logger.warning("The journal is busy (%s); its months are seen to at the next run.", error)


def raise_floors(end: datetime) -> None:
    """Let no browser follow the journal from before the last entry that was recorded before `end`."""
    last = Entry.objects.filter(recorded_at__lt=end).values_list("workspace_id")
    for workspace_id, version in last.annotate(Max("version")):
        # Committed before anything is taken away: who has read the floor finds everything above it.
        Head.objects.filter(workspace_id=workspace_id, floor__lt=version).update(floor=version)


def fold_batch(workspace_id: uuid.UUID) -> int:
    """Turn the next entries at or below the floor into history; gives how many, 0 at the end."""
    with transaction.atomic(), connection.cursor() as db:
        db.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"history {workspace_id}"]
        )
        done = History.objects.filter(workspace_id=workspace_id).aggregate(top=Max("version"))[
            "top"
        ]
        floor = Head.objects.values_list("floor", flat=True).get(workspace_id=workspace_id)
        found = Entry.objects.filter(
            workspace_id=workspace_id, version__gt=done or 0, version__lte=floor
        ).exclude(model="scope")
        entries = list(found.order_by("version")[:BATCH])
        _write_history(workspace_id, entries)
    return len(entries)


def _write_history(workspace_id: uuid.UUID, entries: list[Entry]) -> None:
    ids = {entry.object_id for entry in entries}
    known = History.objects.filter(workspace_id=workspace_id, object_id__in=ids)
    last = {
        row.object_id: row for row in known.order_by("object_id", "-version").distinct("object_id")
    }
    grown = {row.version: row for row in last.values()}
    fresh: list[History] = []
    for entry in entries:
        row = last.get(entry.object_id)
        if row is not None and continues(row, entry):
            extend(row, entry)
        else:
            row = last[entry.object_id] = history_of_one(entry)
            fresh.append(row)
    moved = {before: row for before, row in grown.items() if row.version != before}
    History.objects.filter(workspace_id=workspace_id, version__in=list(moved)).delete()
    History.objects.bulk_create([*moved.values(), *fresh])


def history_of_one(entry: Entry) -> History:
    """The row of a single entry."""
    return History(
        workspace_id=entry.workspace_id,
        version=entry.version,
        scope_id=entry.scope_id,
        model=entry.model,
        object_id=entry.object_id,
        op=entry.op,
        patch=entry.patch,
        kind=entry.kind,
        actor_id=entry.actor_id,
        client_id=entry.client_id,
        begun_at=entry.at,
        at=entry.at,
    )


def continues(row: History, entry: Entry) -> bool:
    """Whether an entry goes on with what the last row of its object tells."""
    alike = ("scope_id", "model", "kind", "actor_id", "client_id")
    return (
        row.op == entry.op == Entry.Op.UPDATE
        and all(getattr(row, name) == getattr(entry, name) for name in alike)
        and row.begun_at <= entry.at <= row.begun_at + RUN
    )


def extend(row: History, entry: Entry) -> None:
    """Take an entry into a row; each field remembers the version and the time that wrote it last."""
    if not row.fields:
        row.fields = writers(row.patch, row.version, row.at)
    row.fields = row.fields | writers(entry.patch, entry.version, entry.at)
    row.patch = row.patch | entry.patch
    row.version, row.at = entry.version, max(row.at, entry.at)


def writers(names: Iterable[str], version: int, at: datetime) -> dict[str, list[object]]:
    """Fields with the version and the time that wrote them."""
    return {name: [version, at.isoformat()] for name in names}
