"""The journal is pruned and segments are built while people write and read: nobody misses anything unawares."""

import json
import threading
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import OperationalError, connection, connections
from django.db.models import F

from pm_suite.lib.tenancy import EVERY_TENANT, enter_tenant, isolate_sql
from sync import folding, queries, segments
from sync.cursor import Position, Reset, cursor_of
from sync.models import Entry, Head, History
from sync.partitions import drop_month, make_month, make_months, month_of, months
from sync.pruning import keep
from tasks.actions.tasks import change_task
from tasks.models import Task
from teams.models import Member
from tests.cast import Cast, assemble
from tests.make import make_task
from tests.sync.replica import Replica, snapshot
from tests.sync.test_pruning import prune_later

AGO = timedelta(days=200)
EDITS, ROUNDS = 80, 8


@pytest.mark.parametrize("fold_at", [folding.FOLD_AT, 0])
def test_reader_whose_entries_are_dropped_between_two_looks_starts_again(
    cast: Cast, fold_at: int
) -> None:
    """The floor was read before it rose, the journal after its months were gone."""
    head = queries.position_of(cast.workspace.id)
    make_task(cast, "Missed")

    def look_and_be_late(workspace_id: uuid.UUID) -> Position:
        found = queries.position_of(workspace_id)
        prune_later()
        return found

    cursor = cursor_of(head.epoch, head.version)
    with (
        patch.object(folding, "FOLD_AT", fold_at),
        patch.object(folding, "position_of", look_and_be_late),
        patch.object(folding, "_is_far_behind", lambda missed: fold_at == 0),
        pytest.raises(Reset),
    ):
        folding.catch_up(cast.workspace.id, cast.pavel.id, cursor)


class Crowd:
    """Threads with connections of their own; what one of them raises ends the test."""

    def __init__(self) -> None:
        self.is_over = threading.Event()

    def run(self, *parts: Callable[[], None]) -> None:
        with ThreadPoolExecutor(len(parts)) as pool:
            for done in [pool.submit(self._play, part) for part in parts]:
                done.result()

    def _play(self, part: Callable[[], None]) -> None:
        try:
            enter_tenant(EVERY_TENANT)
            part()
        finally:
            connections.close_all()


def write(task: Task, member: Member) -> None:
    for number in range(EDITS):
        change_task(
            Task.objects.select_related("project", "stage").get(id=task.id),
            actor=member,
            fields={"title": f"{task.number}-{number}"},
        )


class Follower:
    """A browser that reads on and on, page by page, and starts again when it is told to."""

    def __init__(self, member: Member, *, is_folded: bool) -> None:
        self.replica, self.member, self.is_folded = Replica(member), member, is_folded
        self.restarts = 0

    def follow(self, is_over: threading.Event) -> None:
        while not is_over.wait(0.02):
            self.step()

    def step(self) -> None:
        try:
            page = self.read()
        except Reset:
            self.replica.cursor, self.replica.rows = snapshot(self.member)
            self.restarts += 1
            return
        for entry in json.loads(page["entries"]) if page else ():
            self.replica.apply(entry)
        self.replica.cursor = page["to"] if page else self.replica.cursor

    def read(self) -> dict[str, Any] | None:
        workspace_id = self.member.workspace_id
        if not self.is_folded:
            return queries.pull(workspace_id, self.member.id, self.replica.cursor, 3)
        return folding.catch_up(workspace_id, self.member.id, self.replica.cursor)


def grow_old(workspace_id: uuid.UUID) -> None:
    """Let half of what the journal holds be past its time, in a month of its own, and prune."""
    now = datetime.now(UTC)
    [head] = Head.objects.filter(workspace_id=workspace_id).values_list("version", flat=True)
    old = Entry.objects.filter(version__lte=head - 3, recorded_at__gt=now - AGO / 2)
    old.update(recorded_at=F("recorded_at") - AGO)
    try:
        make_month(month_of(now - AGO))
    except OperationalError:
        return
    keep(now)


@pytest.fixture
def parted_anew(transactional_db: None) -> Iterator[None]:
    """A journal whose months of long ago may be made and dropped; afterwards it is parted as before."""
    enter_tenant(EVERY_TENANT)
    [past] = [month for month in months() if month.table == "sync_entry_past"]
    drop_month(past)
    make_months(datetime.now(UTC))
    yield
    enter_tenant(EVERY_TENANT)
    Entry.objects.all().delete()
    for month in months():
        if month.end <= past.end:
            drop_month(month)
    with connection.cursor() as db:
        db.execute(
            "CREATE TABLE sync_entry_past PARTITION OF sync_entry FOR VALUES FROM (MINVALUE) TO (%s)",
            [past.end],
        )
        db.execute(isolate_sql("sync_entry_past")[0])


@pytest.mark.concurrency
@pytest.mark.usefixtures("parted_anew")
def test_readers_writers_pruning_and_segments_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding, "FOLD_AT", 6)
    monkeypatch.setattr(segments, "LARGE", 1)
    enter_tenant(EVERY_TENANT)
    cast = assemble()
    tasks = [make_task(cast, f"T{number}") for number in range(3)]
    begun = version_of(cast)
    followers = [Follower(cast.olga, is_folded=False), Follower(cast.pavel, is_folded=True)]
    crowd, left = Crowd(), threading.Semaphore(0)

    def prune() -> None:
        try:
            for _ in range(ROUNDS):
                grow_old(cast.workspace.id)
                segments.build_due()
            for _ in tasks:
                left.acquire()
        finally:
            crowd.is_over.set()

    def write_on(task: Task) -> None:
        try:
            write(task, cast.maria)
        finally:
            left.release()

    crowd.run(
        prune,
        *(lambda task=task: write_on(task) for task in tasks),
        *(lambda one=one: one.follow(crowd.is_over) for one in followers),
    )
    for follower in followers:
        while follower.replica.cursor != snapshot(follower.member)[0]:
            follower.step()
        assert follower.replica.rows == snapshot(follower.member)[1]
    assert sum(follower.restarts for follower in followers) > 0
    assert version_of(cast) == begun + EDITS * len(tasks)
    assert_last_words_are_known(cast, tasks)


def version_of(cast: Cast) -> int:
    return Head.objects.get(workspace_id=cast.workspace.id).version


def assert_last_words_are_known(cast: Cast, tasks: list[Task]) -> None:
    """What was pruned is history, and each task's story ends with its last title."""
    assert History.objects.exists()
    for task in tasks:
        rows = json.loads(queries.history_of(cast.olga, [task.id]))
        assert rows[0]["patch"]["title"] == f"{task.number}-{EDITS - 1}"
