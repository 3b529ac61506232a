"""What comes after a task that repeats: when, how it is made, and that it is made once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pm_suite.lib.ids import new_id
from tasks.actions.checklists import add_checklist_item, change_checklist_item
from tasks.actions.people import remove_member
from tasks.actions.recurrences import adopt_task, make_due, set_recurrence
from tasks.actions.tags import create_tag
from tasks.actions.tasks import change_task, move_task, observe_task, tag_task, trash_task
from tasks.actions.trash import empty_trash
from tasks.actions.verbs import (
    accept_task,
    assign_task,
    cancel_task,
    hand_in_task,
    help_task,
    plan_task,
    reopen_task,
)
from tasks.models import ChecklistItem, Project, Recurrence, Stage, Task
from tests.cast import Cast
from tests.make import make_task
from tests.sync.browsers import HOUR, Browser

WEDNESDAY = datetime(2026, 11, 25, 9, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(WEDNESDAY, tick=False) as clock:
        yield clock


def repeated(cast: Cast, rule: str = "FREQ=WEEKLY", **more: Any) -> Task:
    """A task due on Wednesday that repeats."""
    task = make_task(cast, "Report", **{"due_on": "2026-11-25", **more.pop("fields", {})})
    set_recurrence(task, actor=cast.maria, fields={"rule": rule, **more})
    return task


def instances(task: Task) -> list[Task]:
    return list(Task.objects.filter(recurrence=task.recurrence).order_by("occurrence"))


def dates(task: Task) -> list[date | None]:
    return [one.due_on for one in instances(task)]


def test_next_one_comes_when_the_latest_is_accepted(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    task = repeated(cast)
    planned = Recurrence.objects.get().next_id
    accept_task(task, actor=cast.maria)
    first, second = instances(task)
    assert second.id == planned
    assert (second.due_on, second.stage.kind) == (date(2026, 12, 2), Stage.Kind.TODO)
    recurrence = Recurrence.objects.get()
    assert (recurrence.task_id, recurrence.next_on) == (second.id, date(2026, 12, 9))
    assert first.done_at is not None


def test_next_one_comes_when_the_latest_is_cancelled_and_put_away(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    task = repeated(cast)
    cancel_task(task, actor=cast.maria)
    assert dates(task) == [date(2026, 11, 25), date(2026, 12, 2)]


def test_next_one_waits_for_acceptance_and_comes_at_once_without(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    for acceptance, expected in ((False, 2), (True, 1)):
        Project.objects.filter(id=cast.project.id).update(acceptance=acceptance)
        task = repeated(cast, fields={"performer_id": str(cast.pavel.id)})
        move_task(task, actor=cast.pavel, stage=cast.stage(Stage.Kind.DOING))
        task.project.refresh_from_db()
        hand_in_task(task, actor=cast.pavel)
        assert len(instances(task)) == expected


def test_next_one_bears_all_of_the_first_with_its_checklists_unticked(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    people: dict[str, Any] = {"performer_id": str(cast.pavel.id), "priority": 1, "estimate": 2.5}
    task = make_task(cast, "Report", due_on="2026-11-25", description="How", **people)
    tag = create_tag(actor=cast.maria, name="monthly")
    tag_task(task, actor=cast.maria, add=[tag.id])
    observe_task(task, actor=cast.maria, add=[cast.vera.id])
    help_task(task, actor=cast.maria, add=[cast.olga.id])
    plan_task(task, actor=cast.pavel, planned_on="2026-11-23")
    item = add_checklist_item(
        task, actor=cast.maria, text="Ask", fields={"performer_id": str(cast.pavel.id)}
    )
    change_checklist_item(item, actor=cast.maria, fields={"is_done": True})
    set_recurrence(task, actor=cast.maria, fields={"rule": "FREQ=WEEKLY"})
    accept_task(task, actor=cast.olga)
    second = instances(task)[1]
    assert (second.title, second.description, second.priority) == ("Report", "How", 1)
    assert (second.author, second.performer) == (cast.maria, cast.pavel)
    assert [tag.id for tag in second.tags.all()] == [tag.id]
    assert [one.member for one in second.task_helpers.all()] == [cast.olga]
    assert [one.member for one in second.task_observers.all()] == [cast.vera]
    assert (second.planned_on, second.estimate) == (date(2026, 11, 30), task.estimate)
    line = ChecklistItem.objects.get(task=second)
    assert (line.text, line.is_done, line.performer) == ("Ask", False, cast.pavel)
    assert (second.checklist_count, second.checklist_done) == (1, 0)


def test_change_of_one_is_its_own_until_all_are_to_follow(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    task = repeated(cast)
    change_task(task, actor=cast.maria, fields={"title": "Short report"})
    accept_task(task, actor=cast.maria)
    second = instances(task)[1]
    assert second.title == "Report"
    change_task(second, actor=cast.maria, fields={"title": "Long report"})
    adopt_task(Recurrence.objects.select_related("task").get(), actor=cast.maria)
    accept_task(second, actor=cast.maria)
    assert instances(task)[2].title == "Long report"


def test_earlier_one_that_is_closed_again_is_not_followed_again(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    task = repeated(cast)
    for _ in range(2):
        accept_task(task, actor=cast.maria)
        reopen_task(task, actor=cast.maria)
    assert len(instances(task)) == 2


def test_times_that_passed_meanwhile_are_left_out(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    task = repeated(cast, waits=True)
    clock.shift(16 * DAY)
    accept_task(task, actor=cast.maria)
    assert dates(task)[1] == date(2026, 12, 16)


def test_closing_offline_counts_from_the_day_it_was_done(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    task = repeated(cast, "FREQ=DAILY;INTERVAL=3", after_completion=True)
    browser = Browser(cast, cast.maria)
    clock.shift(2 * DAY)
    browser.push("task.accept", 47 * HOUR, id=str(task.id))
    assert dates(task)[1] == date(2026, 11, 28)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=DAILY;INTERVAL=10", "2027-02-10"),
        ("FREQ=WEEKLY;INTERVAL=2", "2027-02-14"),
        ("FREQ=MONTHLY", "2027-02-28"),
        ("FREQ=YEARLY", "2028-01-31"),
    ],
)
def test_after_completion_some_time_passes_from_the_day_it_was_done(
    cast: Cast, clock: time_machine.Traveller, rule: str, expected: str
) -> None:
    task = repeated(cast, rule, after_completion=True)
    clock.move_to(datetime(2027, 1, 31, 9, tzinfo=UTC))
    accept_task(task, actor=cast.maria)
    assert dates(task)[1] == date.fromisoformat(expected)


def test_series_ends_with_its_count(cast: Cast, clock: time_machine.Traveller) -> None:
    for after_completion in (False, True):
        task = repeated(cast, "FREQ=DAILY;COUNT=3", after_completion=after_completion)
        for number in range(3):
            clock.shift(DAY)
            accept_task(instances(task)[number], actor=cast.maria)
        assert len(instances(task)) == 3
        assert Recurrence.objects.get(pk=task.recurrence_id or "").next_id is None


def test_nine_stays_nine_across_both_changes_of_the_clocks(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    for month, days, hours in ((3, (27, 28, 29), (8, 7, 7)), (10, (24, 25, 26), (7, 8, 8))):
        due = datetime(2027, month, days[0], hours[0], tzinfo=UTC)
        if month == 10:
            due = datetime(2026, 10, 24, 7, tzinfo=UTC)
        clock.move_to(due - DAY)
        at: dict[str, Any] = {"due_at": due.isoformat(), "due_zone": "Europe/Berlin"}
        task = make_task(cast, **at)
        set_recurrence(task, actor=cast.maria, fields={"rule": "FREQ=DAILY"})
        for number in range(2):
            accept_task(instances(task)[number], actor=cast.maria)
        found = [one.due_at for one in instances(task) if one.due_at]
        assert [one.hour for one in found] == list(hours)
        assert all(one.due_zone == "Europe/Berlin" for one in instances(task))


def test_next_one_comes_on_its_day_though_the_latest_is_open(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    task = repeated(cast)
    waiting = repeated(cast, waits=True)
    # In Kathmandu it is Wednesday from 18:15 UTC.
    clock.move_to(datetime(2026, 12, 1, 18, 14, tzinfo=UTC))
    assert make_due(datetime.now(UTC)) == 0
    clock.move_to(datetime(2026, 12, 1, 18, 15, tzinfo=UTC))
    assert make_due(datetime.now(UTC)) == 1
    assert make_due(datetime.now(UTC)) == 0
    assert (len(instances(task)), len(instances(waiting))) == (2, 1)
    accept_task(instances(task)[0], actor=cast.maria)
    assert len(instances(task)) == 2


def test_sweep_that_was_down_makes_one_and_not_all_that_were_missed(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    task = repeated(cast, "FREQ=DAILY")
    clock.shift(5 * DAY)
    assert [make_due(datetime.now(UTC)) for _ in range(2)] == [1, 0]
    assert dates(task) == [date(2026, 11, 25), date(2026, 11, 30)]


def test_sweep_makes_what_should_have_followed(cast: Cast, clock: time_machine.Traveller) -> None:
    task = repeated(cast, waits=True)
    Task.objects.filter(id=task.id).update(
        stage=cast.stage(Stage.Kind.DONE), done_at=WEDNESDAY, handed_in_at=WEDNESDAY
    )
    assert [make_due(datetime.now(UTC)) for _ in range(2)] == [1, 0]
    assert len(instances(task)) == 2


def test_nothing_follows_what_is_in_the_trash(cast: Cast, clock: time_machine.Traveller) -> None:
    task = repeated(cast)
    trash_task(task, actor=cast.maria)
    clock.shift(8 * DAY)
    assert make_due(datetime.now(UTC)) == 0


def test_emptied_trash_takes_the_recurrence_of_its_latest_along(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    task = repeated(cast)
    accept_task(task, actor=cast.maria)
    trash_task(instances(task)[1], actor=cast.maria)
    clock.shift(31 * DAY)
    assert empty_trash(datetime.now(UTC)) == 1
    task.refresh_from_db()
    assert task.recurrence_id is None
    assert not Recurrence.objects.exists()


def test_performer_who_left_does_not_get_the_next_one(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    task = repeated(cast, fields={"performer_id": str(cast.pavel.id)})
    remove_member(cast.pavel, actor=cast.olga, heir=cast.maria)
    task.refresh_from_db()
    assign_task(task, actor=cast.maria, performer_id=None)
    accept_task(task, actor=cast.maria)
    assert instances(task)[1].performer is None


def test_next_one_comes_into_a_full_stage(cast: Cast, clock: time_machine.Traveller) -> None:
    task, other = repeated(cast), make_task(cast)
    Stage.objects.filter(id=task.stage_id).update(wip_limit=1, wip_hard=True)
    accept_task(task, actor=cast.maria)
    assert instances(task)[1].stage_id == other.stage_id


def test_closing_a_task_that_does_not_repeat_costs_no_query_more(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    task, done = make_task(cast), cast.stage(Stage.Kind.DONE)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        move_task(task, actor=cast.maria, stage=done)
    asked = [one["sql"] for one in seen.captured_queries]
    assert not [sql for sql in asked if "tasks_recurrence" in sql]


def test_mutation_under_another_id_changes_what_is_there(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    task = repeated(cast)
    browser = Browser(cast, cast.pavel)
    fields = {"rule": "FREQ=MONTHLY"}
    id = str(new_id())
    result = browser.push("recurrence.set", id=id, task_id=str(task.id), fields=fields)
    assert result["status"] == "applied"
    assert Recurrence.objects.get().rule == "FREQ=MONTHLY"
