"""Past its time the journal becomes a compact history, and old cursors start again."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.db import OperationalError

from pm_suite.lib.tenancy import EVERY_TENANT, enter_tenant
from sync import pruning
from sync.jobs import prune
from sync.journal import Origin, record
from sync.models import Entry, Head, History, Receipt
from sync.partitions import months
from tasks.actions.comments import add_comment
from tasks.actions.tasks import change_task, move_task, observe_task, trash_task
from tasks.models import Stage, Task
from teams.models import Member
from tests.cast import Cast
from tests.conftest import browser_of
from tests.make import make_task
from tests.sync.test_reading import get, post, session

LONG_AFTER = timedelta(days=200)


@contextmanager
def clock(moment: datetime) -> Iterator[None]:
    with time_machine.travel(moment, tick=False):
        yield


def prune_later() -> None:
    """The daily job, when everything up to now is past its time."""
    with clock(datetime.now(UTC) + LONG_AFTER):
        prune()
    enter_tenant(EVERY_TENANT)


def rename(task: Task, title: str, *, actor: Member, at: datetime, **origin: Any) -> None:
    with clock(at), record(actor, **origin):
        change_task(task, actor=actor, fields={"title": title})


def history(cast: Cast, task: Task, **query: Any) -> list[dict[str, Any]]:
    answer = get(cast, browser_of(cast.pavel), f"history/task/{task.id}", **query)
    found: list[dict[str, Any]] = answer.json()["history"]
    return found


def test_entries_become_history_and_months_are_dropped(cast: Cast) -> None:
    task = make_task(cast, "Old")
    move_task(task, actor=cast.pavel, stage=cast.stage(Stage.Kind.DOING))
    before = history(cast, task)
    prune_later()
    assert not Entry.objects.exists()
    assert "sync_entry_past" not in {month.table for month in months()}
    assert [row["kind"] for row in before] == ["task.moved", "task.created"]
    assert history(cast, task) == [row | {"last": True, "seq": None} for row in before]


def test_young_entries_stay(cast: Cast) -> None:
    make_task(cast)
    count, head = Entry.objects.count(), Head.objects.get(workspace_id=cast.workspace.id)
    prune()
    assert Entry.objects.count() == count
    assert not History.objects.exists()
    assert Head.objects.get(workspace_id=cast.workspace.id).floor == head.floor == 0


def test_old_cursor_starts_again_and_the_present_one_goes_on(cast: Cast) -> None:
    browser = browser_of(cast.pavel)
    old = session(cast, browser)["cursor"]
    make_task(cast)
    present = session(cast, browser)["cursor"]
    prune_later()
    enter_tenant(EVERY_TENANT)
    make_task(cast, "New")
    answer = post(cast, browser, "pull", cursor=old)
    assert (answer.status_code, answer.json()["code"]) == (410, "reset")
    kinds = [
        entry["kind"] for entry in post(cast, browser, "pull", cursor=present).json()["entries"]
    ]
    assert kinds == ["task.created"]


def test_unchanged_snapshot_gets_another_tag_for_what_is_pruned(cast: Cast) -> None:
    """Two states whose entries are both gone are not taken for one."""
    browser, tags = browser_of(cast.pavel), set()
    for number in range(2):
        make_task(cast, f"T{number}")
        prune_later()
        enter_tenant(EVERY_TENANT)
        pruning.raise_floors(datetime.now(UTC) + LONG_AFTER)
        Entry.objects.all().delete()
        tags.add(get(cast, browser, "bootstrap", scope=str(cast.project.id)).headers["ETag"])
    assert len(tags) == 2


def test_one_persons_changes_within_an_hour_are_one_line(cast: Cast) -> None:
    task, noon = make_task(cast), datetime.now(UTC)
    for minutes, title in ((1, "A"), (20, "B"), (59, "C"), (90, "D")):
        rename(task, title, actor=cast.maria, at=noon + timedelta(minutes=minutes))
    rename(task, "E", actor=cast.pavel, at=noon + timedelta(minutes=91))
    rename(task, "F", actor=cast.maria, at=noon + timedelta(minutes=92))
    versions = {row["patch"]["title"]: row["v"] for row in history(cast, task)}
    prune_later()
    rows = history(cast, task)
    told = [(row["patch"]["title"], row["actor"], row["v"]) for row in rows[:-1]]
    maria, pavel = str(cast.maria.id), str(cast.pavel.id)
    assert told == [
        ("F", maria, versions["F"]),
        ("E", pavel, versions["E"]),
        ("D", maria, versions["D"]),
        ("C", maria, versions["C"]),
    ]


def test_changes_of_two_kinds_stay_two_lines(cast: Cast) -> None:
    task = make_task(cast)
    change_task(task, actor=cast.maria, fields={"title": "New"})
    change_task(task, actor=cast.maria, fields={"priority": 1})
    observe_task(task, actor=cast.maria, add=[cast.pavel.id])
    add_comment(task, actor=cast.maria, body="Hello")
    kinds = [row["kind"] for row in history(cast, task)]
    prune_later()
    assert [row["kind"] for row in history(cast, task)] == kinds
    assert len(set(kinds)) == 5


def test_merged_row_remembers_who_wrote_each_field_last_and_when(cast: Cast) -> None:
    task, noon = make_task(cast), datetime.now(UTC)
    with clock(noon + timedelta(minutes=1)):
        change_task(task, actor=cast.maria, fields={"title": "A", "priority": 1})
    with clock(noon + timedelta(minutes=9)):
        change_task(task, actor=cast.maria, fields={"title": "B", "estimate": 3})
    first, second = Entry.objects.filter(kind="task.edited").order_by("version")
    prune_later()
    row = History.objects.get(kind="task.edited")
    assert (row.version, row.patch["title"], row.patch["priority"]) == (second.version, "B", 1)
    assert row.fields["priority"] == [first.version, first.at.isoformat()]
    assert row.fields["title"] == [second.version, second.at.isoformat()]
    assert (row.begun_at, row.at) == (first.at, second.at)


def test_changes_from_two_browsers_of_one_person_are_kept_apart(cast: Cast) -> None:
    task, noon = make_task(cast), datetime.now(UTC)
    for number in range(2):
        origin = Origin(cast.workspace.id if number else cast.project.id, 1)
        rename(task, f"T{number}", actor=cast.maria, at=noon, origin=origin)
    prune_later()
    clients = History.objects.filter(kind="task.renamed").values_list("client_id", flat=True)
    assert set(clients) == {cast.workspace.id, cast.project.id}


def test_history_comes_page_by_page_from_journal_and_history_alike(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.objects.OLDER", 3)
    task, now = make_task(cast), datetime.now(UTC)
    for number in range(5):
        rename(task, f"Old {number}", actor=cast.maria, at=now + timedelta(hours=2 * number))
    prune_later()
    for number in range(4):
        rename(
            task, f"New {number}", actor=cast.maria, at=now + timedelta(days=300, minutes=number)
        )
    titles: list[str] = []
    query: dict[str, Any] = {}
    while True:
        answer = get(cast, browser_of(cast.pavel), f"history/task/{task.id}", **query).json()
        titles += [row["patch"]["title"] for row in answer["history"]]
        if not answer["more"]:
            break
        query = {"before": answer["history"][-1]["v"]}
    told = [f"New {n}" for n in (3, 2, 1, 0)] + [f"Old {n}" for n in (4, 3, 2, 1, 0)]
    assert titles == [*told, "A task"]
    program = browser_of(cast.pavel).get(f"/api/v1/tasks/{task.id}/history").json()
    assert [row["patch"]["title"] for row in program["history"]] == told[:3]


def test_history_of_a_private_project_is_for_its_people_alone(cast: Cast) -> None:
    task = make_task(cast, "Secret")
    trash_task(task, actor=cast.maria)
    prune_later()
    enter_tenant(cast.mallory.workspace_id)
    assert not History.objects.filter(object_id=task.id).exists()
    enter_tenant(EVERY_TENANT)
    assert get(cast, browser_of(cast.mallory), f"history/task/{task.id}").status_code == 403


def test_second_run_changes_nothing(cast: Cast) -> None:
    make_task(cast)
    prune_later()
    rows, heads = list(History.objects.order_by("pk").values()), list(Head.objects.values())
    prune_later()
    assert list(History.objects.order_by("pk").values()) == rows
    assert list(Head.objects.values()) == heads


STEPS = ["raise_floors", "fold_batch", "_write_history", "make_months", "drop_month"]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("is_after", [False, True])
def test_run_that_stops_anywhere_is_finished_by_the_next(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, step: str, is_after: bool
) -> None:
    monkeypatch.setattr("sync.pruning.BATCH", 5)
    task, now = make_task(cast), datetime.now(UTC)
    for number in range(12):
        rename(task, f"T{number}", actor=cast.maria, at=now + timedelta(minutes=10 * number))
    whole = history(cast, task)
    genuine = getattr(pruning, step)

    def stop(*args: Any) -> None:
        if is_after:
            genuine(*args)
        raise KeyboardInterrupt

    with patch.object(pruning, step, stop), pytest.raises(KeyboardInterrupt):
        prune_later()
    enter_tenant(EVERY_TENANT)
    assert_same_story(history(cast, task), whole)
    prune_later()
    assert not Entry.objects.exists()
    assert_same_story(history(cast, task), whole)
    assert History.objects.filter(kind="task.renamed").count() == 2


def assert_same_story(rows: list[dict[str, Any]], whole: list[dict[str, Any]]) -> None:
    """Nothing twice, nothing unknown, and what the fields came to is the same."""
    assert len({row["v"] for row in rows}) == len(rows)
    assert {row["v"] for row in rows} <= {row["v"] for row in whole}
    assert (rows[0]["v"], rows[-1]["v"]) == (whole[0]["v"], whole[-1]["v"])
    assert rows[0]["patch"] == whole[0]["patch"]


def test_journal_that_is_held_is_pruned_at_the_next_run(cast: Cast, caplog: Any) -> None:
    make_task(cast)
    with patch.object(pruning, "drop_month", side_effect=OperationalError("lock timeout")):
        prune_later()
    assert "seen to at the next run" in caplog.text
    assert Entry.objects.exists()
    prune_later()
    assert not Entry.objects.exists()


def test_receipts_are_not_pruned_with_the_journal(cast: Cast) -> None:
    browser, client = browser_of(cast.maria), "019ab0f4-5a00-7000-8000-00000000000c"
    mutation = {"seq": 1, "id": client, "name": "tag.create"}
    mutation |= {"args": {"id": client, "name": "once", "color": "teal"}}
    for _ in range(2):
        answer = post(cast, browser, "push", client=client, mutations=[mutation]).json()
        assert answer["results"][0]["status"] == "applied"
        prune_later()
        enter_tenant(EVERY_TENANT)
    assert Receipt.objects.count() == 1


def test_months_are_dropped_whole_and_only_when_all_of_them_is_old(cast: Cast) -> None:
    make_task(cast)
    [end] = [month.end for month in months() if month.table == "sync_entry_past"]
    for days, is_kept in ((89, True), (91, False)):
        with clock(end + timedelta(days=days)):
            prune()
        enter_tenant(EVERY_TENANT)
        assert Entry.objects.exists() == is_kept
