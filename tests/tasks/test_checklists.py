"""Checklists: several on a task, lines for people and days, lines that become subtasks."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sync.models import Entry
from tasks.actions.checklists import add_checklist, add_checklist_item
from tasks.actions.people import remove_member
from tasks.actions.tasks import change_task
from tasks.listing import list_lone_items
from tasks.models import Checklist, ChecklistItem, Project, Task
from tests.api.conftest import Api, api_of
from tests.cast import Cast
from tests.make import make_task


@pytest.fixture
def task(cast: Cast) -> Task:
    return make_task(cast, "Release")


@pytest.fixture
def api(cast: Cast) -> Api:
    return api_of(cast.maria)


def add_list(api: Api, task: Task, name: str = "") -> str:
    return str(api.send("post", f"tasks/{task.id}/checklists", {"name": name}).json()["id"])


def add_line(api: Api, task: Task, text: str, **more: Any) -> dict[str, Any]:
    answer = api.send("post", f"tasks/{task.id}/checklist-items", {"text": text, **more})
    assert answer.status_code == 201, answer.content
    row: dict[str, Any] = answer.json()
    return row


def counts(task: Task) -> tuple[int, int]:
    task.refresh_from_db()
    return task.checklist_count, task.checklist_done


def test_first_line_makes_a_list_without_a_name(api: Api, task: Task) -> None:
    line = add_line(api, task, "Tell everybody")
    checklist = Checklist.objects.get(task=task)
    assert (str(checklist.id), checklist.name) == (line["checklist_id"], "")


def test_task_counts_the_lines_of_all_its_lists(api: Api, task: Task) -> None:
    for name in ("Before", "After"):
        checklist = add_list(api, task, name)
        add_line(api, task, "One", checklist_id=checklist, is_done=True)
        add_line(api, task, "Two", checklist_id=checklist)
    assert counts(task) == (4, 2)
    assert api.send("delete", f"checklists/{checklist}").status_code == 204
    assert counts(task) == (2, 1)
    assert ChecklistItem.objects.count() == 2


def test_line_has_a_performer_and_a_day(cast: Cast, api: Api, task: Task) -> None:
    line = add_line(api, task, "Call", performer_id=str(cast.pavel.id), due_on="2026-12-01")
    assert (line["performer_id"], line["due_on"]) == (str(cast.pavel.id), "2026-12-01")
    cleared = {"performer_id": None, "due_on": None}
    row = api.send("patch", f"checklist-items/{line['id']}", cleared).json()
    assert (row["performer_id"], row["due_on"]) == (None, None)


def test_line_goes_to_another_list_of_its_task_alone(cast: Cast, api: Api, task: Task) -> None:
    first, second = add_list(api, task, "First"), add_list(api, task, "Second")
    line = add_line(api, task, "Wander", checklist_id=first)
    there = add_line(api, task, "Stay", checklist_id=second)
    place = {"checklist_id": second, "before": there["id"]}
    moved = api.send("post", f"checklist-items/{line['id']}/placement", place).json()
    assert moved["checklist_id"] == second
    assert moved["rank"] < there["rank"]
    elsewhere = add_list(api, make_task(cast, "Other"), "Elsewhere")
    answer = api.send(
        "post", f"checklist-items/{line['id']}/placement", {"checklist_id": elsewhere}
    )
    assert answer.status_code == 404
    assert (
        ChecklistItem.objects.get(id=line["id"]).checklist_id
        == ChecklistItem.objects.get(id=there["id"]).checklist_id
    )


def test_lists_are_ordered(api: Api, task: Task) -> None:
    first, second = add_list(api, task, "First"), add_list(api, task, "Second")
    api.send("post", f"checklists/{second}/placement", {"before": first})
    found = api.read(f"tasks/{task.id}/checklists").json()["results"]
    assert [row["name"] for row in found] == ["Second", "First"]


def test_line_becomes_a_subtask_with_its_person_and_day(cast: Cast, api: Api, task: Task) -> None:
    line = add_line(api, task, "Write it", performer_id=str(cast.pavel.id), due_on="2026-12-01")
    row = api.send("post", f"checklist-items/{line['id']}/promotion").json()
    assert (row["title"], row["parent_id"]) == ("Write it", str(task.id))
    assert (row["performer_id"], row["due_on"]) == (str(cast.pavel.id), "2026-12-01")
    assert not ChecklistItem.objects.exists()
    assert counts(task) == (0, 0)
    last = Entry.objects.filter(is_last=True).order_by("-version")[:2]
    assert last[0].version - last[1].version > 2, "one transaction holds all of it"


def test_ticked_line_becomes_a_finished_subtask(api: Api, task: Task) -> None:
    line = add_line(api, task, "Was done", is_done=True)
    row = api.send("post", f"checklist-items/{line['id']}/promotion").json()
    assert row["done_at"] is not None


def test_long_line_is_cut_to_a_title_and_kept_whole_in_the_description(
    api: Api, task: Task
) -> None:
    line = add_line(api, task, "x" * 1500)
    row = api.send("post", f"checklist-items/{line['id']}/promotion").json()
    assert (len(row["title"]), len(row["description"])) == (1000, 1500)


def test_subtask_becomes_a_line_again(cast: Cast, api: Api, task: Task) -> None:
    child = make_task(cast, "Small", parent_id=task.id, performer_id=str(cast.pavel.id))
    row = api.send("post", f"tasks/{child.id}/demotion").json()
    assert (row["text"], row["performer_id"]) == ("Small", str(cast.pavel.id))
    child.refresh_from_db()
    assert child.trashed_at is not None
    assert counts(task) == (1, 0)


def test_subtask_with_subtasks_of_its_own_stays_a_task(cast: Cast, api: Api, task: Task) -> None:
    child = make_task(cast, "Small", parent_id=task.id)
    make_task(cast, "Smaller", parent_id=child.id)
    assert api.send("post", f"tasks/{child.id}/demotion").status_code == 400
    assert not ChecklistItem.objects.exists()


def test_refused_promotion_changes_nothing(cast: Cast, api: Api, task: Task) -> None:
    line = add_line(api, task, "Stay")
    taken = {"task_id": str(make_task(cast, "There already").id)}
    assert api.send("post", f"checklist-items/{line['id']}/promotion", taken).status_code == 409
    assert ChecklistItem.objects.count() == 1
    assert Task.objects.count() == 2


BAD: list[dict[str, Any]] = [
    {"text": ""},
    {"text": "x" * 2001},
    {"due_on": "2026-02-30"},
    {"due_on": 5},
    {"is_done": "yes"},
    {"performer_id": "nobody"},
    {"nothing": 1},
]


@pytest.mark.parametrize("fields", BAD)
def test_bad_values_of_a_line_are_refused(api: Api, task: Task, fields: dict[str, Any]) -> None:
    line = add_line(api, task, "Good")
    before = Entry.objects.count()
    answer = api.send("patch", f"checklist-items/{line['id']}", fields)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert Entry.objects.count() == before


def test_line_goes_to_nobody_who_does_not_work_in_the_project(
    cast: Cast, api: Api, task: Task
) -> None:
    line = add_line(api, task, "Good")
    for member, status in ((cast.vera, 400), (cast.mallory, 404)):
        fields = {"performer_id": str(member.id)}
        assert api.send("patch", f"checklist-items/{line['id']}", fields).status_code == status


def test_ten_thousand_lines_are_too_many(cast: Cast, task: Task) -> None:
    Task.objects.filter(id=task.id).update(checklist_count=5000)
    api = api_of(cast.maria)
    answer = api.send("post", f"tasks/{task.id}/checklist-items", {"text": "One more"})
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many")
    assert "5,000" in answer.json()["detail"]


def test_a_hundred_lists_are_enough(cast: Cast, api: Api, task: Task) -> None:
    for _ in range(100):
        add_checklist(task, actor=cast.maria)
    answer = api.send("post", f"tasks/{task.id}/checklists", {"name": ""})
    assert answer.status_code == 409


def test_line_of_a_person_who_leaves_goes_to_the_heir(cast: Cast, api: Api, task: Task) -> None:
    line = add_line(api, task, "Call", performer_id=str(cast.pavel.id))
    remove_member(cast.pavel, actor=cast.olga, heir=cast.maria)
    assert ChecklistItem.objects.get(id=line["id"]).performer == cast.maria


def test_related_editing_binds_lists_too(cast: Cast, api: Api, task: Task) -> None:
    Project.objects.filter(id=cast.project.id).update(editing="related")
    pavel = api_of(cast.pavel)
    checklist = add_list(api, task, "Mine")
    assert pavel.send("patch", f"checklists/{checklist}", {"name": "x"}).status_code == 403
    change_task(task, actor=cast.maria, fields={"performer_id": str(cast.pavel.id)})
    assert pavel.send("patch", f"checklists/{checklist}", {"name": "x"}).status_code == 200


def test_a_line_costs_as_much_beside_a_thousand_as_alone(cast: Cast, task: Task) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            add_checklist_item(task, actor=cast.maria, text="One more")
        return len(queries)

    add_checklist_item(task, actor=cast.maria, text="First")
    alone = cost()
    for number in range(100):
        add_checklist_item(task, actor=cast.maria, text=f"Line {number}")
    assert cost() == alone <= 12


def test_lines_from_before_there_were_lists_go_to_a_first_one(cast: Cast, task: Task) -> None:
    other = make_task(cast, "Other")
    for owner, text in ((task, "One"), (task, "Two"), (other, "Three")):
        add_checklist_item(owner, actor=cast.maria, text=text)
    ranks = list(ChecklistItem.objects.order_by("id").values_list("id", "rank"))
    with connection.cursor() as db:
        # As the table was: lines that know their task alone.
        db.execute("ALTER TABLE tasks_checklistitem ALTER COLUMN checklist_id DROP NOT NULL")
        db.execute("UPDATE tasks_checklistitem SET checklist_id = NULL")
    Checklist.objects.all().delete()
    assert (list_lone_items(), list_lone_items()) == (2, 0)
    assert list(ChecklistItem.objects.order_by("id").values_list("id", "rank")) == ranks
    for owner in (task, other):
        checklist = Checklist.objects.get(task=owner)
        assert checklist.name == ""
        assert checklist.workspace_id == owner.workspace_id
        assert set(checklist.items.values_list("task_id", flat=True)) == {owner.id}
