"""How a task is made to come again, leaves a time out, and stops."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine

from tasks.actions.tasks import change_task
from tasks.actions.verbs import accept_task
from tasks.models import Recurrence, Task
from tests.api.conftest import Api, api_of
from tests.cast import Cast
from tests.make import make_task

WEDNESDAY = datetime(2026, 11, 25, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _wednesday() -> Iterator[None]:
    with time_machine.travel(WEDNESDAY, tick=False):
        yield


@pytest.fixture
def task(cast: Cast) -> Task:
    return make_task(cast, "Report", due_on="2026-11-27")


@pytest.fixture
def api(cast: Cast) -> Api:
    return api_of(cast.maria)


def repeat(api: Api, task: Task, rule: str, **more: Any) -> dict[str, Any]:
    answer = api.send("put", f"tasks/{task.id}/recurrence", {"rule": rule, **more})
    assert answer.status_code == 200, answer.content
    row: dict[str, Any] = answer.json()
    return row


def test_task_repeats_from_its_due_date(api: Api, task: Task) -> None:
    row = repeat(api, task, "rrule:freq=weekly;byday=mo,fr")
    assert row["rule"] == "FREQ=WEEKLY;BYDAY=MO,FR"
    assert (row["occurs_on"], row["next_on"], row["next_at"]) == ("2026-11-27", "2026-11-30", None)
    assert row["zone"] == "Asia/Kathmandu"
    assert api.read(f"tasks/{task.id}").json()["recurrence_id"] == row["id"]
    assert api.read(f"tasks/{task.id}/recurrence").json() == row


def test_task_without_a_date_gets_that_of_the_first_time(cast: Cast, api: Api) -> None:
    task = make_task(cast, "Undated")
    row = repeat(api, task, "FREQ=MONTHLY;BYDAY=2TU")
    assert api.read(f"tasks/{task.id}").json()["due_on"] == "2026-12-08"
    assert row["next_on"] == "2027-01-12"


def test_the_time_of_day_is_that_of_the_task_in_its_zone(cast: Cast, api: Api) -> None:
    due: dict[str, Any] = {"due_at": "2026-11-27T08:00:00Z", "due_zone": "Europe/Berlin"}
    row = repeat(api, make_task(cast, "Call", **due), "FREQ=DAILY")
    assert (row["at_time"], row["zone"]) == ("09:00", "Europe/Berlin")
    assert row["next_at"] == "2026-11-28T08:00:00.000000Z"


def test_the_31st_skips_months_and_the_last_day_does_not(cast: Cast, api: Api) -> None:
    due: dict[str, Any] = {"due_on": "2027-01-31"}
    on_31st = repeat(api, make_task(cast, **due), "FREQ=MONTHLY;BYMONTHDAY=31")
    last_day = repeat(api, make_task(cast, **due), "FREQ=MONTHLY;BYMONTHDAY=-1")
    assert (on_31st["next_on"], last_day["next_on"]) == ("2027-03-31", "2027-02-28")


def test_every_second_week_is_counted_from_the_task_at_hand(api: Api, task: Task) -> None:
    repeat(api, task, "FREQ=WEEKLY;BYDAY=MO")
    row = repeat(api, task, "FREQ=WEEKLY;INTERVAL=2")
    assert (row["starts_on"], row["next_on"]) == ("2026-11-27", "2026-12-11")
    assert Recurrence.objects.count() == 1


@pytest.mark.parametrize(
    ("days_off", "expected"),
    [
        ("keep", "2026-12-25"),
        ("next", "2026-12-28"),
        ("previous", "2026-12-24"),
        ("skip", "2027-01-25"),
    ],
)
def test_days_off_are_kept_moved_or_left_out(
    cast: Cast, api: Api, days_off: str, expected: str
) -> None:
    task = make_task(cast, due_on="2026-11-25")
    row = repeat(api, task, "FREQ=MONTHLY", days_off=days_off, country="US")
    assert row["next_on"] == expected


def test_region_has_holidays_of_its_own(cast: Cast, api: Api) -> None:
    task = make_task(cast, due_on="2027-01-05")
    row = repeat(api, task, "FREQ=DAILY", days_off="skip", country="de-by")
    assert (row["country"], row["next_on"]) == ("DE-BY", "2027-01-07")


def test_daily_around_weekends_comes_once_on_monday(cast: Cast, api: Api) -> None:
    task = make_task(cast, due_on="2026-11-27")
    repeat(api, task, "FREQ=DAILY", days_off="next")
    asked = {"rule": "FREQ=DAILY", "starts_on": "2026-11-27", "days_off": "next"}
    times = api.read("recurrence-preview", asked).json()["times"]
    assert [one["on"][-2:] for one in times] == ["27", "30", "01", "02", "03"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"rule": "FREQ=DAILY;INTERVAL=0"}, "rule"),
        ({"rule": "FREQ=HOURLY"}, "rule"),
        ({"rule": "FREQ=DAILY;UNTIL=20400101"}, "rule"),
        ({"rule": "FREQ=DAILY;UNTIL=20200101"}, "rule"),
        ({"rule": "FREQ=WEEKLY;BYDAY=MO", "after_completion": True}, "rule"),
        ({"rule": "FREQ=DAILY", "zone": "Mars/Olympus"}, "zone"),
        ({"rule": "FREQ=DAILY", "zone": "A" * 5000}, "zone"),
        ({"rule": "FREQ=DAILY", "at_time": "24:00"}, "at_time"),
        ({"rule": "FREQ=DAILY", "at_time": "٠٩:٠٠"}, "at_time"),
        ({"rule": "FREQ=DAILY", "country": "XX"}, "country"),
        ({"rule": "FREQ=DAILY", "country": "DE-XX"}, "country"),
        ({"rule": "FREQ=DAILY", "days_off": "sometimes"}, "days_off"),
        ({"rule": "FREQ=DAILY", "starts_on": "0001-01-01"}, "starts_on"),
        ({"rule": "FREQ=DAILY", "starts_on": "9999-12-31"}, "starts_on"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_changes_nothing(
    api: Api, task: Task, body: dict[str, Any], field: str
) -> None:
    answer = api.send("put", f"tasks/{task.id}/recurrence", body)
    assert answer.status_code == 400, answer.content
    assert answer.json()["field"] == field
    assert answer.json()["detail"].endswith(".")
    assert not Recurrence.objects.exists()
    assert api.read(f"tasks/{task.id}").json()["recurrence_id"] is None


def test_closed_task_is_not_made_to_repeat(cast: Cast, api: Api, task: Task) -> None:
    accept_task(task, actor=cast.maria)
    answer = api.send("put", f"tasks/{task.id}/recurrence", {"rule": "FREQ=DAILY"})
    assert (answer.status_code, answer.json()["code"]) == (409, "closed")


def test_skipped_time_is_left_out_and_taken_back(api: Api, task: Task) -> None:
    row = repeat(api, task, "FREQ=WEEKLY")
    skipped = api.send("post", f"recurrences/{row['id']}/skip").json()
    assert (skipped["skipped_on"], skipped["next_on"]) == (["2026-11-27"], "2026-12-11")
    assert api.read(f"tasks/{task.id}").json()["due_on"] == "2026-12-04"
    back = api.send("delete", f"recurrences/{row['id']}/skip").json()
    assert (back["skipped_on"], back["next_on"]) == ([], "2026-12-04")
    assert api.read(f"tasks/{task.id}").json()["due_on"] == "2026-11-27"
    answer = api.send("delete", f"recurrences/{row['id']}/skip")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_skipped")


def test_last_time_is_not_skipped(api: Api, task: Task) -> None:
    row = repeat(api, task, "FREQ=WEEKLY;COUNT=1")
    answer = api.send("post", f"recurrences/{row['id']}/skip")
    assert (answer.status_code, answer.json()["code"]) == (409, "no_next")


def test_stopped_recurrence_has_no_next_time_until_it_is_set_again(api: Api, task: Task) -> None:
    row = repeat(api, task, "FREQ=WEEKLY")
    for _ in range(2):
        stopped = api.send("post", f"recurrences/{row['id']}/stop").json()
        assert (stopped["next_on"], stopped["next_id"]) == (None, None)
        assert stopped["stopped_at"] is not None
    again = repeat(api, task, "FREQ=WEEKLY")
    assert (again["stopped_at"], again["next_on"]) == (None, "2026-12-04")


def test_performer_may_repeat_a_task_that_may_be_edited_and_an_observer_not(
    cast: Cast, task: Task
) -> None:
    repeat(api_of(cast.pavel), task, "FREQ=DAILY")
    change_task(task, actor=cast.maria, fields={"title": "Mine"})
    body = {"rule": "FREQ=DAILY"}
    answer = api_of(cast.vera).send("put", f"tasks/{task.id}/recurrence", body)
    assert answer.status_code == 403


def test_preview_tells_the_first_times_and_writes_nothing(api: Api) -> None:
    asked = {"rule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "starts_on": "2026-01-01"}
    answer = api.read("recurrence-preview", asked).json()
    assert [one["on"] for one in answer["times"]] == ["2028-02-29", "2032-02-29"]
    asked = {"rule": "FREQ=DAILY", "starts_on": "2026-10-24", "at_time": "09:00"}
    answer = api.read("recurrence-preview", {**asked, "zone": "Europe/Berlin", "limit": "3"})
    hours = [one["at"][11:16] for one in answer.json()["times"]]
    assert hours == ["07:00", "08:00", "08:00"]
    assert not Recurrence.objects.exists()


def test_preview_after_completion_goes_on_from_each_time(api: Api) -> None:
    asked = {"rule": "FREQ=MONTHLY;COUNT=4", "after_completion": "true", "starts_on": "2027-01-31"}
    times = api.read("recurrence-preview", asked).json()["times"]
    assert [one["on"] for one in times] == ["2027-02-28", "2027-03-28", "2027-04-28"]


def test_preview_of_what_cannot_be_says_why(api: Api) -> None:
    for rule in ("FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=4", "", "FREQ=DAILY;INTERVAL=7;BYDAY=TU"):
        asked = {"rule": rule, "starts_on": "2026-11-25"}
        answer = api.read("recurrence-preview", asked)
        assert (answer.status_code, answer.json()["field"]) == (400, "rule"), rule
    for limit in ("0", "51", "x", "²"):
        asked = {"rule": "FREQ=DAILY", "limit": limit}
        assert api.read("recurrence-preview", asked).json()["field"] == "limit"


def test_instances_are_listed_by_their_recurrence(cast: Cast, api: Api, task: Task) -> None:
    row = repeat(api, task, "FREQ=WEEKLY")
    accept_task(Task.objects.get(id=task.id), actor=cast.maria)
    found = api.read("tasks", {"recurrence": row["id"], "order": "id"}).json()["results"]
    assert [date.fromisoformat(one["due_on"]).day for one in found] == [27, 4]
