"""The world in which browsers come and go: one workspace with an open and a private project, and a stranger's."""

import json
import random
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from django.test import Client, TestCase

from boards.actions import create_project
from pm_suite.lib.tenancy import EVERY_TENANT, enter_tenant
from sync.models import Head, ScopeMember
from sync.queries import held_scopes
from tasks.actions.comments import add_comment
from tasks.actions.projects import seat_member
from tasks.actions.tags import create_tag
from tasks.actions.tasks import create_task
from tasks.models import Project, Stage
from teams.models import Member
from tests.cast import Cast, assemble
from tests.conftest import browser_of

STRANGE = "strange-"
"""Every text of the stranger's workspace has it; no answer to anybody else ever does."""
BEGAN = datetime(2026, 11, 25, 9, tzinfo=UTC)


@dataclass
class World:
    """What stands before a story begins, and stands again after it."""

    cast: Cast
    private: Project
    people: dict[str, Member]
    browsers: dict[str, Client]
    tags: list[str]
    loaded: dict[str, Any] = field(default_factory=dict)
    """What each person's browser holds after its first load."""

    def url(self, call: str) -> str:
        return f"/api/sync/v1/{self.cast.workspace.id}/{call}"

    @property
    def projects(self) -> list[Project]:
        return [self.cast.project, self.private]


def build_world() -> World:
    """Make it by actions: Maria leads both projects, Pavel and Vera see the open one; Mallory is a stranger."""
    cast = assemble()
    private, _ = create_project(
        actor=cast.maria, name="Pay", key="PAY", fields={"visibility": "private"}
    )
    seat_member(private, actor=cast.maria, member=cast.pavel, role="performer")
    for project in (cast.project, private):
        stage = cast.stage(Stage.Kind.TODO, project)
        for number in range(3):
            task = create_task(actor=cast.maria, stage=stage, title=f"{project.key} {number}")
            add_comment(task, actor=cast.maria, body="First")
    stranger = cast.stage(Stage.Kind.TODO, cast.foreign_project)
    theirs = create_task(actor=cast.mallory, stage=stranger, title=f"{STRANGE}task")
    add_comment(theirs, actor=cast.mallory, body=f"{STRANGE}comment")
    create_tag(actor=cast.mallory, name=f"{STRANGE}tag")
    tags = [str(create_tag(actor=cast.maria, name=name).id) for name in ("design", "bug")]
    names = ("olga", "maria", "pavel", "vera", "mallory")
    people = {name: getattr(cast, name) for name in names}
    browsers = {name: browser_of(member) for name, member in people.items()}
    return World(cast, private, people, browsers, tags)


@dataclass
class Clock:
    """The server's wall clock, which may jump, and the time that really passes."""

    traveller: time_machine.Traveller
    elapsed: timedelta = timedelta()
    ids: random.Random = field(default_factory=lambda: random.Random(7))

    def pass_time(self, seconds: float) -> None:
        self.elapsed += timedelta(seconds=seconds)
        self.traveller.shift(timedelta(seconds=seconds))

    def jump(self, days: int) -> None:
        """The wall clock is set; no time passes."""
        self.traveller.shift(timedelta(days=days))

    def new_id(self) -> str:
        """An id as a browser makes it, the same in every run."""
        return str(uuid.UUID(int=self.ids.getrandbits(128), version=4))


def head_of(world: World) -> Head:
    enter_tenant(EVERY_TENANT)
    return Head.objects.get(workspace_id=world.cast.workspace.id)


def scopes_of(member: Member) -> set[str]:
    """The scopes that a person holds at this moment."""
    enter_tenant(EVERY_TENANT)
    held = ScopeMember.objects.filter(reader_id=member.id).values_list("scope_id", flat=True)
    return {str(scope) for scope in held}


def roles_of(member: Member) -> dict[str, str]:
    enter_tenant(EVERY_TENANT)
    return {scope["id"]: scope["role"] for scope in held_scopes(member.id)}


def ask(browser: Client, method: str, url: str, body: Any = None, **headers: str) -> Any:
    """A request whose bells ring as if its transaction had been committed."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        response = browser.generic(
            method,
            url,
            data="" if body is None else json.dumps(body),
            content_type="application/json",
            headers=headers,
        )
    return response
