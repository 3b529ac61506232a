"""Many tasks changed by one deed: each as it would be alone, what may not be changed told, and all in a few queries."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pm_suite.lib.ids import new_id
from sync import mutations
from sync.models import Conflict, Entry
from tasks.actions.tags import create_tag
from tasks.actions.tasks import change_task, create_task, observe_task, tag_task
from tasks.models import Project, Stage, Task, TaskTag
from teams.models import Member
from tests.cast import Cast
from tests.conftest import browser_of
from tests.make import make_task
from tests.sync.browsers import HOUR, Browser, pass_time
from tests.sync.test_push import url
from tests.sync.test_replay import replayed

Kind = Stage.Kind


def bulk(who: Member, *tasks: Task, **args: Any) -> dict[str, Any]:
    ids = [str(task.id) for task in tasks]
    return dict(mutations.find("task.bulk", {"ids": ids, **args})(who) or {})


def pushed(cast: Cast, who: Member, **more: Any) -> dict[str, Any]:
    """The result of one bulk edit that a browser sends."""
    mutation = {"seq": 1, "id": str(new_id()), "name": "task.bulk"} | more
    body = {"client": str(new_id()), "schema": 2, "mutations": [mutation]}
    answer = browser_of(who).post(url(cast, "push"), body, content_type="application/json")
    assert answer.status_code == 200, answer.content
    result: dict[str, Any] = answer.json()["results"][0]
    return result


def three(cast: Cast, **fields: Any) -> list[Task]:
    return [make_task(cast, f"Task {number}", **fields) for number in range(3)]


def fresh(*tasks: Task) -> list[Task]:
    return [Task.objects.get(id=task.id) for task in tasks]


def test_fields_of_many_tasks_are_set_in_one_transaction(cast: Cast) -> None:
    tasks = three(cast)
    with replayed(cast.maria, cast.pavel):
        told = bulk(cast.maria, *tasks, fields={"priority": 1, "performer_id": str(cast.pavel.id)})
    assert told == {"changed": 3, "left": [], "left_count": 0}
    assert {(task.priority, task.performer_id) for task in fresh(*tasks)} == {(1, cast.pavel.id)}
    entries = list(Entry.objects.order_by("-version")[:3])
    assert [entry.is_last for entry in entries] == [True, False, False]
    assert {entry.kind for entry in entries} == {"task.edited"}


def test_a_due_day_takes_the_place_of_a_time_in_each(cast: Cast) -> None:
    tasks = three(cast, due_at="2026-12-01T10:00:00Z", due_zone="Asia/Tokyo")
    with replayed(cast.maria):
        bulk(cast.maria, *tasks, fields={"due_on": "2026-12-05"})
    found = {(task.due_on, task.due_at, task.due_zone) for task in fresh(*tasks)}
    assert found == {(date(2026, 12, 5), None, "")}


def test_tags_are_put_on_and_taken_off(cast: Cast) -> None:
    old, new = create_tag(actor=cast.maria, name="old"), create_tag(actor=cast.maria, name="new")
    tasks = three(cast)
    for task in tasks[:2]:
        tag_task(task, actor=cast.maria, add=[old.id])
    with replayed(cast.maria):
        told = bulk(cast.maria, *tasks, add_tags=[str(new.id)], remove_tags=[str(old.id)])
        bulk(cast.maria, *tasks, add_tags=[str(new.id), str(new_id())])
    assert told["changed"] == 3
    assert set(TaskTag.objects.values_list("tag_id", flat=True)) == {new.id}
    assert TaskTag.objects.count() == 3


def test_a_value_that_stands_already_is_no_change(cast: Cast) -> None:
    tasks = three(cast, priority=2)
    assert bulk(cast.maria, *tasks, fields={"priority": 2})["changed"] == 0


def test_tasks_move_to_the_top_of_a_stage_in_their_order(cast: Cast) -> None:
    doing = cast.stage(Kind.DOING)
    there = create_task(actor=cast.maria, stage=doing, title="There")
    tasks = three(cast)
    with replayed(cast.maria, cast.pavel):
        bulk(cast.maria, *tasks, stage_id=str(doing.id), before=str(there.id))
    order = list(Task.objects.filter(stage=doing).in_order().values_list("id", flat=True))
    assert order == [*(task.id for task in tasks), there.id]
    assert all(task.started_at for task in fresh(*tasks))


def test_a_bulk_move_is_the_verb_that_each_move_would_be(cast: Cast) -> None:
    cast.project.acceptance = True
    cast.project.save()
    his = make_task(cast, "His", performer_id=str(cast.pavel.id))
    others = make_task(cast, "Nobody's")
    own = make_task(cast, "Own", actor=cast.pavel, performer_id=str(cast.pavel.id))
    told = bulk(cast.pavel, his, others, own, stage_id=str(cast.stage(Kind.DONE).id))
    assert told["changed"] == 1
    assert [one["name"] for one in told["left"]] == ["WEB-1 His", "WEB-2 Nobody's"]
    assert "accepts this task as done" in told["left"][0]["why"]
    assert fresh(own)[0].accepted_by_id == cast.pavel.id
    assert [task.done_at for task in fresh(his, others)] == [None, None]


def test_what_is_left_is_left_wholly(cast: Cast) -> None:
    task, own = make_task(cast), make_task(cast, "Own", actor=cast.pavel)
    fields = {"priority": 0, "performer_id": str(cast.maria.id)}
    told = bulk(cast.pavel, task, own, fields=fields)
    assert (told["changed"], told["left_count"]) == (1, 1)
    assert [one.priority for one in fresh(task, own)] == [None, 0]


def test_a_full_stage_refuses_all(cast: Cast) -> None:
    doing = cast.stage(Kind.DOING)
    Stage.objects.filter(id=doing.id).update(wip_limit=2, wip_hard=True)
    tasks = three(cast)
    result = pushed(
        cast, cast.maria, args={"ids": [str(t.id) for t in tasks], "stage_id": str(doing.id)}
    )
    assert (result["status"], result["code"]) == ("refused", "wip_limit")
    assert result["detail"] == f"{doing.name} takes 2 more, and these are 3."
    assert {task.stage_id for task in fresh(*tasks)} == {cast.stage(Kind.TODO).id}


def test_when_nothing_may_be_changed_the_first_reason_is_told(cast: Cast) -> None:
    ids = [str(task.id) for task in three(cast)]
    result = pushed(cast, cast.vera, args={"ids": ids, "fields": {"priority": 1}})
    assert result["status"] == "refused"
    assert result["detail"] == "Observers read and comment; they do not change tasks."


def test_a_value_that_nobody_may_have_names_its_field(cast: Cast) -> None:
    ids = [str(task.id) for task in three(cast)]
    result = pushed(cast, cast.maria, args={"ids": ids, "fields": {"priority": 9}})
    assert (result["status"], result["field"]) == ("refused", "priority")


def test_hidden_tasks_are_left_without_a_name(cast: Cast) -> None:
    task = make_task(cast)
    hidden = create_task(
        actor=cast.mallory, stage=cast.stage(Kind.TODO, cast.foreign_project), title="Secret"
    )
    told = bulk(cast.maria, task, hidden, fields={"priority": 1})
    why = "There is no such task, or it is not shared with you."
    assert told["left"] == [{"id": str(hidden.id), "name": "", "why": why}]


def test_tasks_are_trashed_and_come_back_with_their_tags(cast: Cast) -> None:
    tag = create_tag(actor=cast.maria, name="kept")
    tasks = three(cast)
    tag_task(tasks[0], actor=cast.maria, add=[tag.id])
    with replayed(cast.maria, cast.vera):
        told = bulk(cast.maria, *tasks, verb="trash")
    assert told["changed"] == 3
    assert Task.objects.alive().count() == 0
    with replayed(cast.maria, cast.vera):
        bulk(cast.maria, *tasks, verb="restore")
    assert Task.objects.alive().count() == 3


def test_tasks_are_archived_and_come_back(cast: Cast) -> None:
    tasks = three(cast)
    with replayed(cast.maria):
        bulk(cast.maria, *tasks, verb="archive")
        bulk(cast.maria, *tasks, verb="archive")
    assert all(task.archived_at for task in fresh(*tasks))
    with replayed(cast.maria):
        bulk(cast.maria, *tasks, verb="unarchive")
    assert Task.objects.alive().count() == 3


def test_each_group_gets_its_own_values_and_place(cast: Cast) -> None:
    first, second, third = tasks = three(cast)
    todo, done = cast.stage(Kind.TODO), cast.stage(Kind.DONE)
    bulk(cast.maria, first, third, stage_id=str(done.id), fields={"priority": 0})
    back: dict[str, Any] = {"stage_id": str(todo.id), "fields": {"priority": None}}
    each = [
        {"ids": [str(first.id)], "after": None, "before": str(second.id), **back},
        {"ids": [str(third.id)], "after": str(second.id), "before": None, **back},
    ]
    with replayed(cast.maria):
        told = mutations.find("task.bulk", {"each": each})(cast.maria)
    assert told == {"changed": 2, "left": [], "left_count": 0}
    order = Task.objects.filter(stage=todo).in_order().values_list("id", flat=True)
    assert list(order) == [task.id for task in tasks]
    assert {task.done_at for task in fresh(*tasks)} == {None}


def test_a_list_with_long_keys_is_ranked_anew(cast: Cast) -> None:
    doing = cast.stage(Kind.DOING)
    low = create_task(actor=cast.maria, stage=doing, title="Low")
    high = create_task(actor=cast.maria, stage=doing, title="High")
    Task.objects.filter(id=low.id).update(rank="a0")
    Task.objects.filter(id=high.id).update(rank="a0" + "0" * 60 + "1")
    tasks = three(cast)
    with replayed(cast.maria):
        bulk(cast.maria, *tasks, stage_id=str(doing.id), after=str(low.id), before=str(high.id))
    order = list(Task.objects.filter(stage=doing).in_order().values_list("id", flat=True))
    assert order == [low.id, *(task.id for task in tasks), high.id]
    assert max(len(task.rank) for task in Task.objects.filter(stage=doing)) < 10


def test_no_ring_of_parents_is_closed(cast: Cast) -> None:
    top, middle, bottom = three(cast)
    change_task(middle, actor=cast.maria, fields={"parent_id": str(top.id)})
    told = bulk(cast.maria, top, bottom, fields={"parent_id": str(middle.id)})
    assert [one["why"] for one in told["left"]] == ["A task cannot stand below itself."]
    assert fresh(bottom)[0].parent_id == middle.id
    each = [
        {"ids": [str(top.id)], "fields": {"parent_id": str(bottom.id)}},
        {"ids": [str(bottom.id)], "fields": {"parent_id": str(top.id)}},
    ]
    mutations.find("task.bulk", {"each": each})(cast.maria)
    assert fresh(top)[0].parent_id is None


def test_an_old_edit_meets_what_others_wrote_to_some_of_the_tasks(cast: Cast) -> None:
    tasks = three(cast)
    pass_time(24 * HOUR)
    pavel, maria = Browser(cast, cast.pavel), Browser(cast, cast.maria)
    doing, done = (str(cast.stage(kind).id) for kind in (Kind.DOING, Kind.DONE))
    pavel.set(tasks[1], HOUR, priority=4)
    pavel.push("task.move", HOUR, id=str(tasks[2].id), stage_id=doing, after=None, before=None)
    ids = [str(task.id) for task in tasks]
    result = maria.push("task.bulk", 2 * HOUR, ids=ids, fields={"priority": 1}, stage_id=done)
    assert result["status"] == "conflict", result
    assert [task.priority for task in fresh(*tasks)] == [1, 4, 1]
    assert [str(task.stage_id) for task in fresh(*tasks)] == [done, done, doing]
    kept = {conflict.object_id: conflict.field for conflict in Conflict.objects.all()}
    assert kept == {tasks[1].id: "priority", tasks[2].id: "placement"}


@pytest.mark.parametrize(
    "args",
    [
        {},
        {"ids": []},
        {"ids": [str(new_id())], "each": []},
        {"ids": ["x"], "fields": {"priority": 1}},
        {"ids": [str(new_id())], "fields": {"title": "Same"}},
        {"ids": [str(new_id())], "fields": {"rank": "a0"}},
        {"ids": [str(new_id())], "verb": "burn"},
        {"ids": [str(new_id())], "verb": "trash", "fields": {"priority": 1}},
        {"ids": [str(new_id())] * 1001, "fields": {"priority": 1}},
        {"ids": ["01900000-0000-7000-8000-000000000001"] * 2, "fields": {"priority": 1}},
        {"each": [{"ids": [str(new_id()) for _ in range(600)]} for _ in range(2)]},
        {"each": [{"fields": {"priority": 1}}]},
    ],
)
def test_ill_formed_bulk_edits_are_refused_with_a_sentence(
    cast: Cast, args: dict[str, Any]
) -> None:
    result = pushed(cast, cast.maria, args=args)
    assert result["status"] == "refused"
    assert result["detail"].endswith((".", "]", "'")) or result["code"] == "invalid"


def queries_of(cast: Cast, who: Member, tasks: list[Task], **args: Any) -> int:
    with CaptureQueriesContext(connection) as queries:
        bulk(who, *tasks, **args)
    return len(queries)


def crowd(cast: Cast, count: int) -> list[Task]:
    return [make_task(cast, f"Crowd {number}") for number in range(count)]


def test_the_number_of_queries_does_not_grow_with_the_tasks(cast: Cast) -> None:
    tag = create_tag(actor=cast.maria, name="many")
    Project.objects.filter(id=cast.project.id).update(editing=Project.Editing.RELATED)
    few, many = crowd(cast, 2), crowd(cast, 40)
    for task in many[:20]:
        observe_task(task, actor=cast.pavel, add=[cast.pavel.id])
    everything: dict[str, Any] = {
        "fields": {"performer_id": str(cast.pavel.id), "due_on": "2026-12-01", "estimate": 3},
        "add_tags": [str(tag.id)],
        "stage_id": str(cast.stage(Kind.DOING).id),
    }
    asked = ({"verb": "trash"}, {"verb": "restore"}, {"verb": "archive"}, {"verb": "unarchive"})
    counts = [
        [queries_of(cast, cast.maria, tasks, **args) for args in (everything, *asked)]
        for tasks in (few, many)
    ]
    assert counts == [[16, 10, 16, 10, 16]] * 2
