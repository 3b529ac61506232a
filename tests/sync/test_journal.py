"""The journal under many writers: gapless, nothing left by a rollback, nothing missed by a follower."""

import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from pm_suite.lib.tenancy import EVERY_TENANT, enter_tenant
from sync.journal import record, savepoint
from sync.models import Entry, Head
from sync.receipts import KeyReused, fingerprint, once
from tasks.actions.tags import create_tag, remove_tag
from tasks.actions.tasks import create_task
from tasks.models import Stage, Tag
from tests.cast import Cast, assemble
from tests.sync.replica import missed, snapshot

WRITERS = 12
WRITES = 15


def version(cast: Cast) -> int:
    return Head.objects.get(workspace_id=cast.workspace.id).version


def test_rollback_leaves_no_number_and_no_row(cast: Cast) -> None:
    before = version(cast)
    with pytest.raises(RuntimeError), record(cast.maria):  # the failing block is the case
        create_tag(actor=cast.maria, name="gone")
        raise RuntimeError
    assert version(cast) == before
    assert not Tag.objects.exists()
    assert not Entry.objects.filter(version__gt=before).exists()


def test_savepoint_takes_back_its_own_entries_alone(cast: Cast) -> None:
    before = version(cast)
    with record(cast.maria) as journal:
        create_tag(actor=cast.maria, name="kept")
        with pytest.raises(RuntimeError), savepoint(journal):  # as above
            create_tag(actor=cast.maria, name="dropped")
            raise RuntimeError
    assert [tag.name for tag in Tag.objects.all()] == ["kept"]
    assert version(cast) == before + 1


def test_inner_action_joins_the_outer_transaction(cast: Cast) -> None:
    before = version(cast)
    with record(cast.maria):
        create_tag(actor=cast.maria, name="one")
        create_tag(actor=cast.maria, name="two")
        assert version(cast) == before
    entries = Entry.objects.filter(workspace_id=cast.workspace.id, version__gt=before)
    assert list(entries.order_by("version").values_list("version", "is_last")) == [
        (before + 1, False),
        (before + 2, True),
    ]


def test_transaction_writes_in_one_workspace(cast: Cast) -> None:
    with pytest.raises(ValueError, match="one workspace"), record(cast.maria):
        create_tag(actor=cast.mallory, name="smuggled")


def test_repeated_key_has_one_effect_and_one_answer(cast: Cast) -> None:
    def write() -> tuple[int, Any]:
        return 201, {"name": create_tag(actor=cast.maria, name="once").name}

    print_ = fingerprint("POST", "/tags", {"name": "once"})
    assert once(cast.maria, "key-1", print_, write) == (201, {"name": "once"}, False)
    assert once(cast.maria, "key-1", print_, write) == (201, {"name": "once"}, True)
    with pytest.raises(KeyReused):
        once(cast.maria, "key-1", fingerprint("other"), write)


def in_threads(count: int, run: Callable[[int], Any]) -> list[Any]:
    """Run with a database connection each, all at once."""
    barrier = threading.Barrier(count)

    def one(number: int) -> Any:
        try:
            enter_tenant(EVERY_TENANT)
            barrier.wait()
            return run(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def write_tags(cast: Cast, number: int) -> int:
    """One writer: transactions of one to three tags, slow enough to meet the others; gives how many tags."""
    rng = random.Random(number)
    kept = 0
    for step in range(WRITES):
        with record(cast.maria):
            for part in range(rng.randint(1, 3)):
                create_tag(actor=cast.maria, name=f"tag {number}-{step}-{part}")
                time.sleep(rng.random() / 500)
                kept += 1
    return kept


def roll_back(cast: Cast) -> int:
    """A writer who gives everything up."""
    for step in range(WRITES):
        with pytest.raises(RuntimeError), record(cast.maria):
            create_tag(actor=cast.maria, name=f"rolled back {step}")
            raise RuntimeError
    return 0


class Follower:
    """A reader who asks for what was missed, over and over."""

    def __init__(self, cast: Cast) -> None:
        self.member = cast.olga
        self.cursor, _ = snapshot(cast.olga)
        self.seen: list[int] = []
        self.is_done = threading.Event()

    def catch_up(self) -> None:
        self.cursor, entries = missed(self.member, self.cursor)
        self.seen += [entry["v"] for entry in entries]

    def follow(self, _: int) -> None:
        while not self.is_done.is_set():
            self.catch_up()


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_follower_of_twelve_writers_misses_nothing_and_sees_no_gap() -> None:
    cast = assemble()
    start, follower = version(cast), Follower(cast)
    with ThreadPoolExecutor(1) as watcher:
        following = watcher.submit(in_threads, 1, follower.follow)
        writing = in_threads(
            WRITERS + 1, lambda n: roll_back(cast) if n == WRITERS else write_tags(cast, n)
        )
        follower.is_done.set()
        following.result(timeout=60)
    follower.catch_up()
    assert follower.seen == list(range(start + 1, start + sum(writing) + 1))
    assert version(cast) == start + sum(writing)
    assert Tag.objects.count() == sum(writing)


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_same_key_at_the_same_time_has_one_effect() -> None:
    cast = assemble()

    def send(_: int) -> tuple[int, Any, bool]:
        return once(
            cast.maria,
            "same",
            "print",
            lambda: (201, create_tag(actor=cast.maria, name="one").name),
        )

    answers = in_threads(6, send)
    assert {answer[:2] for answer in answers} == {(201, "one")}
    assert sum(not answer[2] for answer in answers) == 1
    assert Tag.objects.count() == 1


def is_somebody_waiting() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def wait_for(condition: Callable[[], bool]) -> None:
    for _ in range(500):
        if condition():
            return
        time.sleep(0.01)
    raise TimeoutError


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_version_is_taken_after_all_checks_that_may_wait() -> None:
    cast = assemble()
    stage = cast.stage(Stage.Kind.TODO)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            list(Stage.objects.select_for_update().filter(id=stage.id))
            writing = pool.submit(
                in_threads, 1, lambda _: create_task(actor=cast.maria, stage=stage, title="Waits")
            )
            wait_for(is_somebody_waiting)
            Head.objects.select_for_update(nowait=True).get(workspace_id=cast.workspace.id)
        assert writing.result(timeout=10)[0].title == "Waits"


def test_tag_that_goes_is_locked_before_it_is_taken_off(cast: Cast) -> None:
    tag = create_tag(actor=cast.maria, name="going")
    with CaptureQueriesContext(connection) as queries:
        remove_tag(tag, actor=cast.maria)
    statements = [query["sql"] for query in queries]
    lock = next(i for i, sql in enumerate(statements) if "tasks_tag" in sql and "FOR UPDATE" in sql)
    assert lock < next(i for i, sql in enumerate(statements) if "DELETE" in sql)
