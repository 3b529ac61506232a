"""Who carries out which verb, over every relation, role and policy; and what each verb does."""

import json
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tasks.actions import verbs
from tasks.actions.standing import verb_of
from tasks.actions.tasks import move_task, observe_task
from tasks.actions.trash import empty_trash
from tasks.models import Comment, Project, ProjectRole, Stage, Task
from tasks.rights import VERBS, Relation, may_do
from teams.models import Member
from tests.api.conftest import api_of
from tests.cast import Cast
from tests.make import make_task

Kind = Stage.Kind
EVERYONE, RELATED = Project.Editing.EVERYONE, Project.Editing.RELATED
VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "verbs.json").read_text())
TABLE: dict[str, str] = VECTORS["rights"]
"""lead, author, performer, helper, observer, other; again where a project does without acceptance ("-a"), or lets
everyone edit ("+e"). The browser is held to the same (core/verbs.test.ts)."""
POLICIES = list(product((True, False), (EVERYONE, RELATED)))


def row(verb: str, *, acceptance: bool, editing: str) -> list[bool]:
    marks = ([] if acceptance else ["-a"]) + (["+e"] if editing == EVERYONE else [])
    special = [" ".join([verb, *marks]), *(f"{verb} {mark}" for mark in marks)]
    found = next((TABLE[name] for name in special if name in TABLE), TABLE[verb])
    return [word == "yes" for word in found.split()]


def test_every_verb_is_in_the_table() -> None:
    assert set(VERBS) == {name.split()[0] for name in TABLE}
    assert all(rule.refusal.endswith(".") for name, rule in VERBS.items() if name != "read")


@pytest.mark.parametrize(("acceptance", "editing"), POLICIES)
@pytest.mark.parametrize("verb", sorted(VERBS))
def test_right_to_a_verb_is_that_of_the_table(verb: str, acceptance: bool, editing: str) -> None:
    policy = {"acceptance": acceptance, "editing": editing}
    found = [may_do(verb, {relation}, **policy) for relation in Relation]  # type: ignore[arg-type]
    assert found == row(verb, acceptance=acceptance, editing=editing)


REST = {
    "assign": ("post", "assignment", {"performer_id": None}),
    "hand_on": ("post", "handover", {}),
    "read": ("post", "reading", {}),
    "start": ("post", "start", {}),
    "pause": ("post", "pause", {}),
    "plan": ("put", "plan", {"planned_on": None}),
    "propose": ("post", "deadline-proposals", {"due_on": "2026-12-05"}),
    "hand_in": ("post", "hand-in", {}),
    "accept": ("post", "acceptance", {}),
    "return": ("post", "return", {"reason": "Not yet"}),
    "refuse": ("post", "refusal", {"reason": "No time"}),
    "cancel": ("post", "cancellation", {}),
    "reopen": ("post", "reopening", {}),
    "archive": ("post", "archiving", {}),
}
ROLES = [ProjectRole.PERFORMER, ProjectRole.OBSERVER]


def related(cast: Cast, relation: Relation) -> tuple[Task, Member]:
    """A task, and a member who is that to it and nothing else."""
    member = cast.maria if relation is Relation.LEAD else cast.pavel
    author = member if relation is Relation.AUTHOR else cast.olga
    task = make_task(cast, actor=author)
    if relation is Relation.PERFORMER:
        verbs.assign_task(task, actor=cast.maria, performer_id=member.id)
    if relation is Relation.HELPER:
        verbs.help_task(task, actor=cast.maria, add=[member.id])
    if relation is Relation.OBSERVER:
        observe_task(task, actor=cast.maria, add=[member.id])
    return task, member


@pytest.mark.parametrize(("acceptance", "editing"), POLICIES)
@pytest.mark.parametrize("relation", list(Relation))
def test_each_address_refuses_whom_the_table_refuses(
    cast: Cast, relation: Relation, acceptance: bool, editing: str
) -> None:
    Project.objects.filter(id=cast.project.id).update(acceptance=acceptance, editing=editing)
    at = list(Relation).index(relation)
    wrong = {}
    task, member = related(cast, relation)
    api = api_of(member)
    for verb, (method, path, sent) in REST.items():
        body = {"performer_id": str(cast.olga.id)} if verb == "hand_on" else sent
        if verb == "refuse" and relation is Relation.PERFORMER:
            continue  # changes the relation, below
        answer = api.send(method, f"tasks/{task.id}/{path}", body)
        allowed = row(verb, acceptance=acceptance, editing=editing)[at]
        if (answer.status_code == 403) == allowed:
            wrong[verb] = answer.json()
    assert wrong == {}


@pytest.mark.parametrize("verb", sorted(REST))
def test_who_observes_the_project_only_reads(cast: Cast, verb: str) -> None:
    task = make_task(cast)
    Task.objects.filter(id=task.id).update(author=cast.vera, performer=cast.vera)
    method, path, sent = REST[verb]
    body = {"performer_id": str(cast.olga.id)} if verb == "hand_on" else sent
    answer = api_of(cast.vera).send(method, f"tasks/{task.id}/{path}", body)
    assert answer.status_code == (200 if verb == "read" else 403)


@pytest.mark.parametrize("step", VECTORS["steps"], ids=lambda one: f"{one['from']} {one['to']}")
def test_drop_in_another_stage_is_a_verb(step: dict[str, Any]) -> None:
    relations = {Relation(name) for name in step["relations"]}
    found = verb_of(step["from"], step["to"], relations, is_handed_in=step["is_handed_in"])
    assert found == step["verb"]


@pytest.fixture
def given(cast: Cast) -> Task:
    """Maria's task in Pavel's hands, in a project with acceptance."""
    Project.objects.filter(id=cast.project.id).update(acceptance=True)
    return make_task(cast, performer_id=str(cast.pavel.id))


def send(member: Member, task: Task, path: str, body: Any = None, method: str = "post") -> Any:
    return api_of(member).send(method, f"tasks/{task.id}/{path}".rstrip("/"), body)


def stage_kind(row: dict[str, Any]) -> str:
    return str(Stage.objects.get(id=row["stage_id"]).kind)


def test_delivery_and_acceptance_are_stamped_apart(cast: Cast, given: Task) -> None:
    started = send(cast.pavel, given, "start").json()
    delivered = send(cast.pavel, given, "hand-in", {"comment": "Look"}).json()
    accepted = send(cast.maria, given, "acceptance").json()
    assert [stage_kind(one) for one in (started, delivered, accepted)] == [
        Kind.DOING,
        Kind.REVIEW,
        Kind.DONE,
    ]
    assert delivered["started_at"] == started["started_at"] is not None
    assert accepted["handed_in_at"] == delivered["handed_in_at"] is not None
    assert delivered["accepted_at"] is None
    assert accepted["accepted_at"] == accepted["done_at"] > accepted["handed_in_at"]
    assert accepted["accepted_by_id"] == str(cast.maria.id)
    assert Comment.objects.get(task=given).mark == Comment.Mark.HANDED_IN


def test_return_counts_rework_and_its_reason_is_a_comment(cast: Cast, given: Task) -> None:
    send(cast.pavel, given, "hand-in")
    returned = send(cast.maria, given, "return", {"reason": "The figures are missing."}).json()
    assert (stage_kind(returned), returned["rework_count"]) == (Kind.DOING, 1)
    assert returned["handed_in_at"] is None
    comment = Comment.objects.get(task=given)
    assert (comment.body, comment.mark) == ("The figures are missing.", "returned")


@pytest.mark.parametrize("path", ["return", "refusal"])
def test_empty_reason_is_refused_and_changes_nothing(cast: Cast, given: Task, path: str) -> None:
    send(cast.pavel, given, "hand-in")
    before = api_of(cast.maria).read(f"tasks/{given.id}").json()
    who = cast.maria if path == "return" else cast.pavel
    answer = send(who, given, path, {"reason": " \n"})
    assert (answer.status_code, answer.json()["field"]) == (400, "reason")
    assert api_of(cast.maria).read(f"tasks/{given.id}").json() == before


def test_hand_in_completes_where_there_is_no_acceptance(cast: Cast, given: Task) -> None:
    Project.objects.filter(id=cast.project.id).update(acceptance=False)
    done = send(cast.pavel, given, "hand-in").json()
    assert (stage_kind(done), done["accepted_at"]) == (Kind.DONE, None)
    assert done["handed_in_at"] == done["done_at"] is not None


def test_own_task_is_done_when_handed_in(cast: Cast, given: Task) -> None:
    own = make_task(cast, performer_id=str(cast.maria.id))
    done = send(cast.maria, own, "hand-in").json()
    assert (stage_kind(done), done["accepted_by_id"]) == (Kind.DONE, str(cast.maria.id))


def test_project_without_a_review_stage_says_so(cast: Cast, given: Task) -> None:
    Stage.objects.filter(project=cast.project, kind=Kind.REVIEW).update(kind=Kind.DOING)
    answer = send(cast.pavel, given, "hand-in")
    assert (answer.status_code, answer.json()["code"]) == (409, "no_stage")


def test_performer_drops_in_done_and_is_told_why_not(cast: Cast, given: Task) -> None:
    body = {"stage_id": str(cast.stage(Kind.DONE).id)}
    answer = send(cast.pavel, given, "placement", body)
    assert answer.status_code == 403
    assert "Hand it in instead." in answer.json()["detail"]


def test_author_drops_out_of_review_only_with_a_reason(cast: Cast, given: Task) -> None:
    send(cast.pavel, given, "hand-in")
    answer = send(cast.maria, given, "placement", {"stage_id": str(cast.stage(Kind.DOING).id)})
    assert (answer.status_code, answer.json()["code"]) == (409, "reason_needed")


def test_refused_task_goes_back_without_a_performer(cast: Cast, given: Task) -> None:
    send(cast.pavel, given, "start")
    refused = send(cast.pavel, given, "refusal", {"reason": "I am away."}).json()
    assert (stage_kind(refused), refused["performer_id"]) == (Kind.TODO, None)


def test_free_task_is_taken_once(cast: Cast) -> None:
    task = make_task(cast)
    assert send(cast.pavel, task, "taking").json()["performer_id"] == str(cast.pavel.id)
    assert send(cast.pavel, task, "taking").status_code == 200
    answer = send(cast.olga, task, "taking")
    assert (answer.status_code, answer.json()["code"]) == (409, "has_performer")


def test_handed_on_task_is_a_subtask_and_the_duty_stays(cast: Cast, given: Task) -> None:
    answer = send(cast.pavel, given, "handover", {"performer_id": str(cast.olga.id)})
    part = answer.json()
    assert answer.status_code == 201
    assert part["parent_id"] == str(given.id)
    assert (part["author_id"], part["performer_id"]) == (str(cast.pavel.id), str(cast.olga.id))
    assert Task.objects.get(id=given.id).performer_id == cast.pavel.id


def test_author_sees_that_it_was_read_until_it_changes_hands(cast: Cast, given: Task) -> None:
    assert send(cast.maria, given, "reading").json()["read_at"] is None
    assert send(cast.pavel, given, "reading").json()["read_at"] is not None
    answer = send(cast.maria, given, "assignment", {"performer_id": str(cast.olga.id)})
    assert answer.json()["read_at"] is None


def test_field_of_a_task_gives_it_to_nobody_whom_assign_would_not(cast: Cast, given: Task) -> None:
    answer = api_of(cast.pavel).send("patch", f"tasks/{given.id}", {"performer_id": None})
    assert answer.status_code == 403


def test_cancelled_task_without_a_stage_for_it_is_put_away_and_comes_back(
    cast: Cast, given: Task
) -> None:
    gone = send(cast.maria, given, "cancellation", {"reason": "Not needed"}).json()
    assert None not in (gone["cancelled_at"], gone["archived_at"])
    listed = api_of(cast.maria).read("tasks", {"archived": "true"}).json()["results"]
    assert [one["id"] for one in listed] == [str(given.id)]
    assert api_of(cast.maria).read("tasks").json()["results"] == []
    back = send(cast.maria, given, "reopening").json()
    assert (back["cancelled_at"], back["archived_at"]) == (None, None)


def test_agreed_deadline_is_the_tasks(cast: Cast, given: Task) -> None:
    asked = send(cast.pavel, given, "deadline-proposals", {"due_on": "2026-12-05"}).json()
    path = f"deadline-proposals/{asked['id']}/answer"
    assert api_of(cast.pavel).send("post", path, {"is_agreed": True}).status_code == 403
    task = api_of(cast.maria).send("post", path, {"is_agreed": True}).json()
    assert task["due_on"] == "2026-12-05"
    assert api_of(cast.maria).send("post", path, {"is_agreed": False}).status_code == 409
    kinds = [
        one["kind"]
        for one in api_of(cast.maria).read(f"tasks/{given.id}/history").json()["history"]
    ]
    assert {"deadline.proposed", "deadline.agreed", "task.rescheduled"} <= set(kinds)


def test_import_moves_without_reasons(cast: Cast, given: Task) -> None:
    send(cast.pavel, given, "hand-in")
    task = Task.objects.select_related("project", "stage").get(id=given.id)
    move_task(task, actor=cast.maria, stage=cast.stage(Kind.DOING), is_import=True)
    assert (task.rework_count, task.handed_in_at) == (0, None)


def test_trash_is_emptied_after_a_month(cast: Cast, given: Task) -> None:
    part = make_task(cast, parent_id=str(given.id))
    send(cast.pavel, given, "reading")
    send(cast.maria, given, "", method="delete")
    now = timezone.now()
    assert empty_trash(now + timedelta(days=29)) == 0
    assert empty_trash(now + timedelta(days=31)) == 1
    assert not Task.objects.filter(id=given.id).exists()
    assert Task.objects.get(id=part.id).parent_id is None
