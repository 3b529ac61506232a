"""Two people change one value: who wins, and where the loser is kept (docs/protocol.md, "Conflicts")."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from sync.conflicts import in_stored_order
from sync.models import Conflict, DeadLetter, Entry
from sync.receipts import forget_old
from tasks.actions.people import remove_member
from tasks.actions.projects import seat_member, unseat_member
from tasks.actions.tasks import change_task
from tasks.models import Project, ProjectMember, Stage, Task
from teams.actions import change_role
from teams.models import Member
from tests.api.conftest import api_of
from tests.cast import Cast
from tests.make import make_conflict, make_task
from tests.sync.browsers import HOUR, NOW, Browser, pass_time
from tests.sync.replica import snapshot

YEAR = timedelta(days=365)
DONE = Stage.Kind.DONE


@dataclass
class Two:
    """Pavel's browser and Maria's, which both stand at a task made a day ago."""

    cast: Cast
    task: Task
    pavel: Browser
    maria: Browser

    def title(self) -> str:
        self.task.refresh_from_db()
        return self.task.title

    def kept_for(self, member: Member) -> list[dict[str, Any]]:
        """The open conflicts in a member's own snapshot."""
        return sorted(snapshot(member)[1]["conflict"].values(), key=lambda row: str(row["id"]))


@pytest.fixture
def two(cast: Cast) -> Two:
    task = make_task(cast, "Began", priority=2)
    pass_time(24 * HOUR)
    return Two(cast, task, Browser(cast, cast.pavel), Browser(cast, cast.maria))


def test_value_that_nobody_else_wrote_is_set_however_late(two: Two) -> None:
    assert two.pavel.set(two.task, 5 * HOUR, title="Mine")["status"] == "applied"
    assert two.title() == "Mine"
    assert not Conflict.objects.exists()


def test_late_value_does_not_undo_a_later_one_and_is_kept_for_its_author(two: Two) -> None:
    two.maria.set(two.task, HOUR, title="Theirs")
    result = two.pavel.set(two.task, 2 * HOUR, title="Mine")
    [kept] = two.kept_for(two.cast.pavel)
    assert (result["status"], result["conflicts"]) == ("conflict", [kept["id"]])
    assert two.title() == "Theirs"
    assert (kept["mine"], kept["theirs"], kept["kind"]) == ("Mine", "Theirs", "scalar")
    assert (kept["model"], kept["field"], kept["base"]) == ("task", "title", None)
    assert kept["object_id"] == kept["task_id"] == str(two.task.id)
    assert kept["actor_id"] == str(two.cast.maria.id)


def test_later_edit_that_arrives_late_wins_and_the_other_is_kept_for_its_author(two: Two) -> None:
    two.maria.set(two.task, 2 * HOUR, title="Theirs")
    result = two.pavel.set(two.task, HOUR, title="Mine")
    assert result["status"] == "conflict"
    assert two.title() == "Mine"
    assert two.kept_for(two.cast.pavel) == []
    [kept] = two.kept_for(two.cast.maria)
    assert (kept["mine"], kept["theirs"]) == ("Theirs", "Mine")
    assert kept["actor_id"] == str(two.cast.pavel.id)


def test_two_who_write_at_one_moment_see_each_other_and_the_last_to_arrive_stands(two: Two) -> None:
    two.maria.set(two.task, title="Theirs")
    assert two.pavel.set(two.task, timedelta(seconds=20), title="Mine")["status"] == "applied"
    assert two.title() == "Mine"
    assert not Conflict.objects.exists()


def test_equal_values_are_no_conflict(two: Two) -> None:
    two.maria.set(two.task, HOUR, title="Same", estimate=2.5)
    result = two.pavel.set(two.task, 2 * HOUR, title=" Same ", estimate="2.50")
    assert result["status"] == "applied"
    assert not Conflict.objects.exists()


def test_value_that_went_there_and_back_was_changed_all_the_same(two: Two) -> None:
    two.maria.set(two.task, 3 * HOUR, priority=4)
    two.maria.set(two.task, HOUR, priority=2)
    assert two.pavel.set(two.task, 2 * HOUR, priority=1)["status"] == "conflict"
    two.task.refresh_from_db()
    assert two.task.priority == 2
    [kept] = two.kept_for(two.cast.pavel)
    assert (kept["mine"], kept["theirs"]) == (1, 2)


def test_other_fields_of_the_task_are_no_conflict(two: Two) -> None:
    two.maria.set(two.task, HOUR, title="Theirs")
    result = two.pavel.set(two.task, 2 * HOUR, priority=0, title="Mine")
    two.task.refresh_from_db()
    assert (two.task.title, two.task.priority) == ("Theirs", 0)
    assert len(result["conflicts"]) == 1


def test_what_the_person_had_seen_is_no_conflict(two: Two) -> None:
    two.maria.set(two.task, HOUR, title="Theirs")
    two.pavel.look()
    assert two.pavel.set(two.task, 2 * HOUR, title="Mine")["status"] == "applied"
    assert two.title() == "Mine"


def test_value_written_by_the_api_meanwhile_counts_as_somebody_elses(two: Two) -> None:
    api_of(two.cast.maria).send("patch", f"tasks/{two.task.id}", {"title": "Theirs"})
    assert two.pavel.set(two.task, HOUR, title="Mine")["status"] == "conflict"
    assert two.title() == "Theirs"
    [kept] = two.kept_for(two.cast.pavel)
    assert kept["actor_id"] == str(two.cast.maria.id)


def test_write_through_the_api_takes_the_place_of_what_is_there(two: Two) -> None:
    two.maria.set(two.task, HOUR, title="Theirs")
    api_of(two.cast.pavel).send("patch", f"tasks/{two.task.id}", {"title": "Program's"})
    assert two.title() == "Program's"
    assert not Conflict.objects.exists()


def test_two_devices_of_one_person_are_two_browsers(two: Two) -> None:
    phone = Browser(two.cast, two.cast.pavel)
    phone.set(two.task, HOUR, title="On the phone")
    assert two.pavel.set(two.task, 2 * HOUR, title="On the laptop")["status"] == "conflict"
    [kept] = two.kept_for(two.cast.pavel)
    assert (kept["mine"], kept["theirs"]) == ("On the laptop", "On the phone")


def test_value_of_a_person_who_left_is_kept_for_nobody(two: Two) -> None:
    two.maria.set(two.task, 2 * HOUR, title="Theirs")
    remove_member(two.cast.maria, actor=two.cast.olga, heir=two.cast.olga)
    assert two.pavel.set(two.task, HOUR, title="Mine")["status"] == "applied"
    assert not Conflict.objects.exists()


@pytest.mark.parametrize("ahead", [YEAR, -YEAR])
def test_clock_that_jumped_by_a_year_orders_nothing(two: Two, ahead: timedelta) -> None:
    pass_time(2 * HOUR)
    two.pavel.look()
    two.maria.set(two.task, HOUR, title="Theirs")
    # A clock that jumped ahead makes the edit look a year old: it counts from what its person had seen.
    result = two.pavel.set(two.task, ahead, title="Mine")
    expected = ("conflict", "Theirs") if ahead > NOW else ("applied", "Mine")
    assert (result["status"], two.title()) == expected


@pytest.mark.parametrize("base", [None, 7, "", "x.y", "ffffffff.1", "1.99999999999999999999"])
@pytest.mark.parametrize("age", [None, "old", True, -5, [1], 1e300])
def test_odd_base_or_age_blocks_no_queue(two: Two, base: Any, age: Any) -> None:
    item = two.pavel.item("task.set", id=str(two.task.id), fields={"title": "Mine"})
    answer = two.pavel.send(item | {"base": base, "age_ms": age})
    assert answer.json()["results"][0]["status"] == "applied"
    assert two.title() == "Mine"


def test_due_day_and_due_time_are_one_value(two: Two) -> None:
    two.maria.set(two.task, HOUR, due_at="2026-12-01T09:00:00Z", due_zone="Asia/Tokyo")
    assert two.pavel.set(two.task, 2 * HOUR, due_on="2026-12-03")["status"] == "conflict"
    two.task.refresh_from_db()
    assert (two.task.due_on, two.task.due_zone) == (None, "Asia/Tokyo")
    [kept] = two.kept_for(two.cast.pavel)
    assert kept["field"] == "due"
    assert kept["mine"] == {"due_on": "2026-12-03", "due_at": None, "due_zone": ""}
    assert kept["theirs"]["due_zone"] == "Asia/Tokyo"


def test_tags_of_two_people_are_both_put_on(two: Two) -> None:
    one, other = (two.maria.item("tag.create", id=i, name=n, color="red") for i, n in TAGS)
    two.maria.send(one, other)
    two.maria.push("task.tag", HOUR, id=str(two.task.id), add=[TAGS[0][0]], remove=[])
    args = {"id": str(two.task.id), "add": [TAGS[1][0]], "remove": []}
    assert two.pavel.push("task.tag", 2 * HOUR, **args)["status"] == "applied"
    assert two.task.task_tags.count() == 2


TAGS = [
    ("019ab0f4-5a00-7000-8000-000000000001", "one"),
    ("019ab0f4-5a00-7000-8000-000000000002", "two"),
]


def test_own_later_edit_takes_the_place_of_ones_own_value_that_lost(two: Two) -> None:
    two.maria.set(two.task, 2 * HOUR, title="Theirs")
    assert two.pavel.set(two.task, 3 * HOUR, title="Mine at ten")["status"] == "conflict"
    assert two.pavel.set(two.task, HOUR, title="Mine at noon")["status"] == "conflict"
    assert two.title() == "Mine at noon"
    assert two.kept_for(two.cast.pavel) == []
    assert [row["mine"] for row in two.kept_for(two.cast.maria)] == ["Theirs"]


def test_of_two_own_values_that_lost_the_later_is_offered(two: Two) -> None:
    two.maria.set(two.task, HOUR, title="Theirs")
    two.pavel.set(two.task, 3 * HOUR, title="Mine at ten")
    two.pavel.set(two.task, 2 * HOUR, title="Mine at noon")
    assert [row["mine"] for row in two.kept_for(two.cast.pavel)] == ["Mine at noon"]
    assert Conflict.objects.get(mine="Mine at ten").taken == "later"


def test_older_value_that_arrives_after_a_newer_takes_nothing_away(two: Two) -> None:
    phone = Browser(two.cast, two.cast.pavel)
    two.maria.set(two.task, HOUR, title="Theirs")
    phone.set(two.task, 2 * HOUR, title="Mine at noon")
    two.pavel.set(two.task, 3 * HOUR, title="Mine at ten")
    kept = {row["mine"] for row in two.kept_for(two.cast.pavel)}
    assert kept == {"Mine at noon", "Mine at ten"}


def test_own_next_edit_meets_nobody_again(two: Two) -> None:
    two.maria.set(two.task, 3 * HOUR, title="Theirs")
    two.pavel.set(two.task, 2 * HOUR, title="Mine at ten")
    assert two.pavel.set(two.task, HOUR, title="Mine at noon")["status"] == "applied"
    assert [row["theirs"] for row in two.kept_for(two.cast.maria)] == ["Mine at ten"]


def test_conflict_is_seen_by_its_person_alone(two: Two) -> None:
    two.maria.set(two.task, HOUR, title="Theirs")
    two.pavel.set(two.task, 2 * HOUR, title="Mine")
    for member in (two.cast.olga, two.cast.maria, two.cast.vera):
        assert two.kept_for(member) == []


def test_conflict_goes_with_the_project_and_comes_back_with_it(two: Two) -> None:
    two.maria.set(two.task, HOUR, title="Theirs")
    two.pavel.set(two.task, 2 * HOUR, title="Mine")
    Project.objects.filter(id=two.cast.project.id).update(visibility="private")
    two.cast.project.refresh_from_db()
    seat = seat_member(
        two.cast.project, actor=two.cast.maria, member=two.cast.pavel, role="performer"
    )
    assert len(two.kept_for(two.cast.pavel)) == 1
    unseat_member(seat, actor=two.cast.maria)
    assert two.kept_for(two.cast.pavel) == []
    seat_member(two.cast.project, actor=two.cast.maria, member=two.cast.pavel, role="performer")
    assert len(two.kept_for(two.cast.pavel)) == 1
    assert ProjectMember.objects.filter(member=two.cast.pavel).count() == 1


def test_repeated_push_keeps_one_conflict(two: Two) -> None:
    two.maria.set(two.task, HOUR, title="Theirs")
    item = two.pavel.item("task.set", 2 * HOUR, id=str(two.task.id), fields={"title": "Mine"})
    first = two.pavel.send(item).json()["results"]
    assert two.pavel.send(item).json()["results"] == first
    assert Conflict.objects.count() == 1


def test_value_that_would_be_refused_is_refused_and_not_kept(two: Two) -> None:
    two.maria.set(two.task, HOUR, priority=1)
    assert two.pavel.set(two.task, 2 * HOUR, priority=77)["status"] == "refused"
    assert not Conflict.objects.exists()


def test_person_who_may_not_any_more_is_refused_and_nothing_is_kept(two: Two) -> None:
    two.maria.set(two.task, HOUR, priority=1)
    vera = Browser(two.cast, two.cast.vera).set(two.task, 2 * HOUR, priority=3)
    change_role(two.cast.pavel, actor=two.cast.olga, role="observer")
    pavel = two.pavel.set(two.task, 2 * HOUR, priority=3)
    assert (vera["status"], vera["code"]) == ("refused", "forbidden")
    assert (pavel["status"], pavel["code"]) == ("refused", "gone")
    assert not Conflict.objects.exists()


def test_page_of_the_first_schema_is_told_applied(two: Two) -> None:
    old = Browser(two.cast, two.cast.pavel, schema=1)
    two.maria.set(two.task, HOUR, title="Theirs")
    assert old.set(two.task, 2 * HOUR, title="Mine")["status"] == "applied"
    assert two.title() == "Theirs"
    assert len(two.kept_for(two.cast.pavel)) == 1


def test_entries_say_when_the_person_did_it_and_rows_when_the_server_did(two: Two) -> None:
    two.pavel.set(two.task, 2 * HOUR, title="Mine")
    entry = Entry.objects.filter(object_id=two.task.id).order_by("-version")[0]
    two.task.refresh_from_db()
    assert timedelta(hours=2) <= two.task.updated_at - entry.at < timedelta(hours=2, minutes=1)
    assert entry.recorded_at - entry.at >= timedelta(hours=2)


def test_done_is_when_the_person_dropped_the_card(two: Two) -> None:
    two.pavel.move(two.task, two.cast.stage(DONE), 3 * HOUR)
    two.task.refresh_from_db()
    assert two.task.done_at is not None
    assert two.task.updated_at - two.task.done_at >= timedelta(hours=3)


@pytest.mark.parametrize(
    "value", [{"stage_id": "s", "after": None, "before": "b"}, {"due_zone": "", "due_on": None}]
)
def test_names_stand_in_one_order_live_and_stored(db: None, value: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::jsonb::text", [json.dumps(value)])
        assert json.dumps(in_stored_order(value)) == cursor.fetchone()[0]


def test_settled_conflicts_and_dead_letters_are_forgotten_with_the_receipts(two: Two) -> None:
    kept, settled = (make_conflict(two.cast.pavel, two.task, mine=i, theirs=0) for i in (1, 2))
    two.pavel.push("conflict.resolve", id=str(settled.id), take="theirs")
    DeadLetter.objects.create(
        workspace_id=two.cast.workspace.id,
        member_id=two.cast.pavel.id,
        client_id=two.pavel.client_id,
        seq=9,
        mutation={},
    )
    forget_old()
    assert (Conflict.objects.count(), DeadLetter.objects.count()) == (2, 1)
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        forget_old()
    assert [conflict.id for conflict in Conflict.objects.all()] == [kept.id]
    assert not DeadLetter.objects.exists()


def test_stale_edit_of_a_program_meets_nothing(two: Two) -> None:
    two.maria.set(two.task, HOUR, title="Theirs")
    change_task(two.task, actor=two.cast.pavel, fields={"title": "Job's"})
    assert two.title() == "Job's"
