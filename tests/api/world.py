"""What the permission matrix asks about: everybody, and one of everything, with the ids that fill addresses."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sync.journal import record
from tasks.models import Stage
from teams.actions import add_placeholder
from teams.models import Member, Role
from tests.api.conftest import Api, api_of, session_of
from tests.cast import Cast, join, make_user
from tests.make import Things, make_everything, make_foreign, make_import

WHO = ("owner", "manager", "performer", "observer", "guest", "outsider", "nobody", "reader")
"""Outsider: the owner of another workspace. Reader: a token of the owner with the scope read alone."""

Answers = tuple[int, ...]
"""The expected status for each of WHO."""


@dataclass
class World:
    """The cast with a guest, a bystander and a placeholder; one of everything here and in the other workspace."""

    cast: Cast
    guest: Member
    bystander: Member
    placeholder: Member
    things: Things
    foreign: Things
    ids: dict[str, str] = field(default_factory=dict)
    foreign_ids: dict[str, str] = field(default_factory=dict)

    def members(self) -> dict[str, Member | None]:
        cast = self.cast
        people = (cast.olga, cast.maria, cast.pavel, cast.vera, self.guest, cast.mallory, None)
        return {**dict(zip(WHO, people, strict=False)), "reader": cast.olga}

    def programs(self) -> dict[str, Api]:
        """A token for each."""
        both, one = ("read", "write"), ("read",)
        return {
            name: api_of(member, scopes=one if name == "reader" else both)
            for name, member in self.members().items()
        }

    def browsers(self) -> dict[str, Api]:
        """A signed-in browser for each; the reader has but a token, which pages do not take."""
        return {
            name: api_of(member, scopes=("read",))
            if name == "reader"
            else session_of(member)
            if member
            else Api()
            for name, member in self.members().items()
        }


def make_world(cast: Cast, marker: str = "marker") -> World:
    guest = join(cast.workspace, make_user("Greta"), Role.GUEST)
    bystander = join(cast.workspace, make_user("Boris"), Role.PERFORMER)
    with record(cast.olga) as journal:
        placeholder = add_placeholder(journal, actor=cast.olga, name="Somebody")
    world = World(
        cast, guest, bystander, placeholder, make_everything(cast), make_foreign(cast, marker)
    )
    world.ids = ids_of(world.things, bystander, cast.stage(Stage.Kind.TODO))
    foreign_stage = cast.stage(Stage.Kind.TODO, cast.foreign_project)
    world.foreign_ids = ids_of(world.foreign, cast.mallory, foreign_stage)
    world.ids["model"] = "task"
    world.ids["token"] = "a-link-that-was-never-made"
    world.ids["slug"] = cast.workspace.slug
    world.ids["run_id"] = str(make_import(cast.olga).id)
    world.ids["placeholder_id"] = str(placeholder.id)
    world.ids["other_stage_id"] = str(cast.stage(Stage.Kind.DOING).id)
    return world


def ids_of(things: Things, member: Member, stage: Stage) -> dict[str, str]:
    """The ids by the names that addresses give them."""
    board = stage.project.boards.get()
    column = board.columns.get(column_stages__stage=stage)
    return {
        "workspace_id": str(member.workspace_id),
        "member_id": str(member.id),
        "invitation_id": str(things.invitation.id),
        "token_id": str(things.token.id),
        "tag_id": str(things.tag.id),
        "project_id": str(stage.project_id),
        "seat_id": str(things.seat.id),
        "stage_id": str(stage.id),
        "board_id": str(board.id),
        "column_id": str(column.id),
        "task_id": str(things.task.id),
        "item_id": str(things.item.id),
        "checklist_id": str(things.item.checklist_id),
        "field_id": str(things.field.id),
        "comment_id": str(things.comment.id),
        "reaction_id": str(things.reaction.id),
        "attachment_id": str(things.attachment.id),
        "file_id": str(things.file.id),
        "conflict_id": str(things.conflict.id),
        "proposal_id": str(things.proposal.id),
        "link_id": str(things.link.id),
        "other_id": str(things.link.other_id),
        "recurrence_id": str(things.recurrence.id),
    }


Body = Mapping[str, Any] | Callable[[dict[str, str]], Mapping[str, Any]]


@dataclass(frozen=True)
class Ask:
    """One request of the matrix, and what each person is told."""

    method: str
    route: str
    answers: Answers
    body: Body = field(default_factory=dict)
    uses: Mapping[str, str] = field(default_factory=dict)
    """Names of ids in the address that stand for others: {"member_id": "placeholder_id"}."""
    address: str = ""
    """Where the route is no address: one that it matches."""

    def path(self, ids: Mapping[str, str]) -> str:
        def spelled(found: re.Match[str]) -> str:
            return ids[self.uses.get(found[1], found[1])]

        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", spelled, self.address or self.route)

    def sent(self, ids: dict[str, str]) -> Mapping[str, Any]:
        return self.body(ids) if callable(self.body) else self.body
