"""Those who write beside the browsers: programs over REST, jobs, the people who manage who sees what."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from pm_suite.lib.problems import Problem
from pm_suite.lib.tenancy import EVERY_TENANT, enter_tenant
from tasks import access
from tasks.actions import checklists, people, projects, stages, tasks
from tasks.models import ChecklistItem, ProjectMember, Stage, Task
from teams.actions import accept_invitation, change_role, invite_member
from teams.models import Member
from tests.sync.model.edits import Pick
from tests.sync.model.world import World, ask

Write = Callable[[World, Pick], None]


def _rest(world: World, method: str, path: str, body: Any = None, *, key: str = "") -> None:
    headers = {"X-Workspace": world.cast.workspace.slug} | ({"Idempotency-Key": key} if key else {})
    url = f"/api/v1/{path}"
    response = ask(world.browsers["olga"], method, url, body, **headers)
    assert response.status_code < 500, response.content
    if key:
        again = ask(world.browsers["olga"], method, url, body, **headers)
        assert (again.status_code, again.content) == (response.status_code, response.content)


def _task(world: World, pick: Pick) -> Task:
    enter_tenant(EVERY_TENANT)
    rows = Task.objects.filter(workspace=world.cast.workspace).order_by("id")
    return pick.of(list(rows.select_related("project")))  # type: ignore[no-any-return]


def rest_change(world: World, pick: Pick) -> None:
    fields = [
        {"title": f"Rest {pick.word}"},
        {"description": f"Rest\n\n{pick.word}"},
        {"estimate": pick.second % 5},
        {"due_on": f"2027-01-{pick.second % 28 + 1:02}"},
    ]
    _rest(world, "PATCH", f"tasks/{_task(world, pick).id}", pick.of(fields, pick.second))


def rest_comment(world: World, pick: Pick) -> None:
    path = f"tasks/{_task(world, pick).id}/comments"
    _rest(world, "POST", path, {"body": f"Rest {pick.word}"}, key=f"key {pick.word}")


def rest_trash(world: World, pick: Pick) -> None:
    task = _task(world, pick)
    if task.trashed_at:
        _rest(world, "POST", f"tasks/{task.id}/restoration")
    else:
        _rest(world, "DELETE", f"tasks/{task.id}")


def job_move(world: World, pick: Pick) -> None:
    task = _task(world, pick)
    stage = pick.of(list(Stage.objects.filter(project=task.project).order_by("id")), pick.second)
    if task.trashed_at is None:
        tasks.move_task(task, actor=world.people["olga"], stage=stage)


def job_tick(world: World, pick: Pick) -> None:
    enter_tenant(EVERY_TENANT)
    rows = ChecklistItem.objects.filter(workspace=world.cast.workspace, task__trashed_at=None)
    items = list(rows.order_by("id").values_list("id", flat=True))
    if items:
        item = access.access_checklist_item(world.people["olga"], pick.of(items))
        checklists.change_checklist_item(item, actor=world.people["olga"], fields={"is_done": True})


def seat(world: World, pick: Pick) -> None:
    """Give Pavel or Vera a seat in the private project, or take it."""
    enter_tenant(EVERY_TENANT)
    member = _person(world, pick)
    held = ProjectMember.objects.filter(project=world.private, member=member).first()
    maria = world.people["maria"]
    world.private.refresh_from_db()
    if held is None:
        role = ("performer", "observer", "lead")[pick.second % 3]
        projects.seat_member(world.private, actor=maria, member=member, role=role)
    else:
        held.project = world.private
        projects.unseat_member(held, actor=maria)


def role(world: World, pick: Pick) -> None:
    enter_tenant(EVERY_TENANT)
    wanted = ("performer", "observer", "guest")[pick.second % 3]
    change_role(_person(world, pick), actor=world.people["olga"], role=wanted)


def visibility(world: World, pick: Pick) -> None:
    enter_tenant(EVERY_TENANT)
    project = pick.of(world.projects)
    project.refresh_from_db()
    wanted = ("private", "workspace")[pick.second % 2]
    projects.change_project(project, actor=world.people["maria"], fields={"visibility": wanted})


def show_out(world: World, pick: Pick) -> None:
    """Take somebody's seat in the workspace, or let the person come back by an invitation."""
    enter_tenant(EVERY_TENANT)
    olga, member = world.people["olga"], _person(world, pick)
    if member.is_active:
        people.remove_member(member, actor=olga, heir=world.people["maria"])
    else:
        invitation, _ = invite_member(actor=olga, role="performer")
        assert member.user is not None
        accept_invitation(invitation, user=member.user)


def stage(world: World, pick: Pick) -> None:
    enter_tenant(EVERY_TENANT)
    project = pick.of(world.projects)
    stages.create_stage(project, actor=world.people["maria"], name=f"S {pick.word}", kind="doing")


def _person(world: World, pick: Pick) -> Member:
    return Member.objects.get(id=world.people[("pavel", "vera")[pick.first % 2]].id)


WRITERS: dict[str, Write] = {
    "rest change": rest_change,
    "rest comment": rest_comment,
    "rest trash": rest_trash,
    "job move": job_move,
    "job tick": job_tick,
    "stage": stage,
}
MANAGERS: dict[str, Write] = {
    "seat": seat,
    "role": role,
    "visibility": visibility,
    "show out": show_out,
}


def write_beside(world: World, kind: str, pick: Pick) -> None:
    """Let somebody else write; what the rules forbid is refused and changes nothing."""
    with suppress(Problem):
        (WRITERS | MANAGERS)[kind](world, pick)
