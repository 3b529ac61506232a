"""Old snapshot + entries = fresh snapshot, for every mutation and for the actions that people's pages run."""

import io
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

from pm_suite.lib.ids import new_id
from sync import mutations
from sync.models import Conflict
from sync.mutations import MUTATIONS
from sync.shapes import shape_of
from tasks.actions import people, projects
from tasks.actions.files import receive_file
from tasks.models import (
    Attachment,
    Checklist,
    ChecklistItem,
    Comment,
    CustomField,
    DeadlineProposal,
    Project,
    Stage,
    Tag,
    Task,
    TaskLink,
    TaskSeen,
)
from teams import actions as team_actions
from teams.models import Member
from tests.cast import Cast
from tests.make import make_conflict, png
from tests.sync.replica import Replica, snapshot


@contextmanager
def replayed(*members: Member) -> Iterator[None]:
    """Assert that each member's old copy follows what the block does, and that the block wrote entries.

    A second copy of each does so by folded answers.
    """
    replicas = [Replica(member, is_folded=way) for member in members for way in (False, True)]
    yield
    counts = [len(replica.catch_up()) for replica in replicas]
    assert any(counts)
    for replica in replicas:
        cursor, fresh = snapshot(replica.member)
        assert replica.rows == fresh
        assert replica.cursor == cursor


class World:
    """Things for mutations to act on, made by mutations."""

    def __init__(self, cast: Cast, *, tag_name: str = "design") -> None:
        self.cast = cast
        self.todo, self.done = cast.stage(Stage.Kind.TODO), cast.stage(Stage.Kind.DONE)
        self.tag = self.run("tag.create", id=i(), name=tag_name, color="teal")
        self.first = self.add("First", fields={"description": "**why**", "estimate": 2.5})
        self.second = self.add("Second", tag_ids=[self.tag])
        self.list = self.run("checklist_list.add", id=i(), task_id=self.first, name="Before")
        self.other_list = self.run("checklist_list.add", id=i(), task_id=self.first)
        self.item = self.run("checklist.add", id=i(), task_id=self.first, text="One")
        self.other_item = self.run("checklist.add", id=i(), task_id=self.first, text="Two")
        self.comment = self.run("comment.add", id=i(), task_id=self.first, body="Hello")
        self.removed = self.run("comment.add", id=i(), task_id=self.first, body="Oh")
        self.run("comment.remove", id=self.removed)
        self.run("comment.react", id=self.comment, emoji="👍", is_on=True)
        self.link = self.run(
            "attachment.add", id=i(), task_id=self.first, name="Brief", url="https://example.com/a"
        )

        self.file = self.run("file.add", id=self.send(), task_id=self.second, name="a.png")

        later = {"stage_id": str(cast.stage(Stage.Kind.BACKLOG).id)}
        self.child = self.add("Child", parent_id=self.first, **later)
        self.mine = self.add("Mine", fields={"performer_id": str(cast.maria.id)}, **later)
        self.finished = self.run("task.accept", id=self.add("Finished", **later))
        self.away = self.run("task.archive", id=self.add("Put away", **later))
        given = {"performer_id": str(cast.pavel.id)}
        self.delivered = self.add("Delivered", fields=given, **later)
        review = str(cast.stage(Stage.Kind.REVIEW).id)
        self.run("task.move", who=cast.pavel, id=self.delivered, stage_id=review, **PLACE)
        self.waits = self.run(
            "link.add", id=i(), task_id=self.second, other_id=self.first, kind="blocked_by"
        )
        project = str(cast.project.id)
        self.field = self.run(
            "field.create", id=i(), project_id=project, name=f"Cost {tag_name}", kind="number"
        )
        self.early = {"id": i(), "name": "Early", "color": "teal"}
        choice: dict[str, Any] = {
            "kind": "choice",
            "options": [self.early],
            "name": f"Size {tag_name}",
        }
        self.size = self.run("field.create", id=i(), project_id=project, **choice)
        self.run("task.value", id=self.first, field_id=self.field, value=2.5)
        self.proposal = self.run(
            "deadline.propose", id=i(), task_id=self.mine, due_on="2026-12-08", reason="Ill"
        )

    def run(self, name: str, /, who: Member | None = None, **args: Any) -> str:
        mutations.find(name, args)(who or self.cast.maria)
        return str(args.get("id", ""))

    def send(self) -> str:
        """A file of Maria's that has come and hangs nowhere yet."""
        return str(receive_file(self.cast.maria, new_id(), io.BytesIO(png()), name="a.png").id)

    def add(self, title: str, **more: Any) -> str:
        places = {"project_id": str(self.cast.project.id), "stage_id": str(self.todo.id)}
        return self.run("task.create", id=i(), title=title, **{**places, **more})

    def keep(self, field: str, **values: Any) -> str:
        """A conflict of Maria's over the first task."""
        task = Task.objects.get(id=self.first)
        return str(make_conflict(self.cast.maria, task, field, **values).id)


def i() -> str:
    return str(new_id())


Calls = dict[str, list[dict[str, Any]]]
PLACE = {"after": None, "before": None}
NO_DAY = {"due_on": None, "due_at": None, "due_zone": ""}
DAY = {**NO_DAY, "due_on": "2026-12-01"}
DUE = "2026-11-30T15:00:00+05:45"


def project_calls(world: World) -> Calls:
    project = str(world.cast.project.id)
    return {
        "project.create": [
            {"id": i(), "name": "Приложение", "visibility": "private"},
            {"id": i(), "name": "Bugs", "stages": [{"name": "New", "kind": "todo"}]},
        ],
        "project.set": [
            {"id": project, "fields": {"name": "Site", "acceptance": True}},
            {"id": project, "fields": {"visibility": "private", "progress": "estimate"}},
            {"id": project, "fields": {"visibility": "workspace"}},
        ],
        "project.archive": [{"id": project}],
        "project.restore": [{"id": project}],
    }


def stage_calls(world: World) -> Calls:
    project, stage = str(world.cast.project.id), str(world.todo.id)
    columns = world.cast.board.columns.order_by("rank")
    column, last = str(columns[0].id), str(columns[4].id)
    return {
        "stage.create": [
            {"id": i(), "project_id": project, "name": "QA", "kind": "review", "after": stage}
        ],
        "stage.set": [{"id": stage, "fields": {"name": "Next", "wip_limit": 3}}],
        "stage.move": [{"id": stage, **PLACE}],
        "stage.remove": [{"id": stage, "to": str(world.done.id)}],
        "column.set": [{"id": column, "fields": {"name": "Later", "limit": 4}}],
        "column.move": [{"id": column, "after": last, "before": None}],
    }


def task_calls(world: World) -> Calls:
    project, pavel = str(world.cast.project.id), str(world.cast.pavel.id)
    stage, task = str(world.todo.id), world.first
    new_task = {"project_id": project, "stage_id": stage, "parent_id": task}
    return {
        "task.create": [{"id": i(), "title": "Sub", **new_task, "fields": {"due_at": DUE}}],
        "task.set": [
            {"id": task, "fields": {"title": "Renamed", "performer_id": pavel, "priority": 0}},
            {"id": task, "fields": {"due_on": "2026-12-01", "estimate": 0.25}},
            {"id": task, "fields": {"due_at": DUE, "due_zone": "Asia/Kathmandu"}},
            {"id": task, "fields": {"description": ""}},
            {"id": task, "fields": {"is_urgent": True, "color": "pink", "estimate_hours": 7.5}},
            {"id": task, "fields": {"is_important": True, "color": None, "estimate_hours": None}},
            {"id": task, "fields": {"parent_id": world.second}},
            {"id": world.child, "fields": {"parent_id": world.mine, "estimate": 5}},
        ],
        "task.move": [
            {"id": task, "stage_id": str(world.done.id), **PLACE},
            {"id": world.child, "stage_id": str(world.done.id), **PLACE},
            {"id": task, "stage_id": stage, "after": world.second, "before": None},
        ],
        "task.tag": [
            {"id": task, "add": [world.tag], "remove": []},
            {"id": task, "add": [], "remove": [world.tag]},
        ],
        "task.observe": [
            {"id": task, "add": [pavel], "remove": []},
            {"id": task, "add": [], "remove": [pavel]},
        ],
        "task.trash": [{"id": task}, {"id": world.child}],
        "task.restore": [{"id": task}],
        "task.bulk": [
            {"ids": [task, world.second], "fields": {"priority": 3}, "add_tags": [world.tag]},
            {"ids": [task, world.second], "stage_id": str(world.done.id), **PLACE},
            {"ids": [task, world.second], "verb": "trash"},
            {"each": [{"ids": [task]}, {"ids": [world.second], "verb": "restore"}]},
        ],
        **verb_calls(world),
        **link_calls(world),
        **field_calls(world),
    }


def link_calls(world: World) -> Calls:
    first, second = world.first, world.second
    return {
        "link.add": [
            {"id": i(), "task_id": second, "other_id": world.mine, "kind": "blocks"},
            {"id": i(), "task_id": first, "other_id": world.away, "kind": "relates"},
            {"id": i(), "task_id": first, "other_id": second, "kind": "duplicates"},
        ],
        "link.remove": [{"id": world.waits}],
    }


def field_calls(world: World) -> Calls:
    field, size, task = world.field, world.size, world.first
    new = {"id": i(), "project_id": str(world.cast.project.id), "name": "Who", "kind": "person"}
    return {
        "field.create": [{**new, "before": field}],
        "field.set": [
            {"id": field, "fields": {"name": "Price", "on_card": True}},
            {"id": size, "fields": {"options": [{**world.early, "color": "red"}]}},
        ],
        "field.move": [{"id": field, "after": None, "before": size}],
        "task.value": [
            {"id": task, "field_id": field, "value": 7},
            {"id": task, "field_id": size, "value": world.early["id"]},
            {"id": task, "field_id": field, "value": None},
        ],
        "field.remove": [{"id": field}],
        "field.restore": [{"id": field}],
    }


def verb_calls(world: World) -> Calls:
    """Verbs of Maria, who leads the project and wrote the tasks, on one in her own hands and one in nobody's."""
    free, mine, pavel = world.first, world.mine, str(world.cast.pavel.id)
    return {
        "task.assign": [
            {"id": free, "performer_id": pavel},
            {"id": free, "performer_id": None},
        ],
        "task.take": [{"id": free}],
        "task.hand_on": [{"id": mine, "new_id": i(), "performer_id": pavel, "title": "Part"}],
        "task.help": [
            {"id": mine, "add": [pavel], "remove": []},
            {"id": mine, "add": [], "remove": [pavel]},
        ],
        "task.read": [{"id": mine, "seen_id": i()}, {"id": mine}],
        "task.focus": [{"id": mine, "is_focus": True}, {"id": mine, "is_focus": False}],
        "task.plan": [{"id": mine, "planned_on": "2026-12-03"}, {"id": mine, "planned_on": None}],
        "task.start": [{"id": mine}],
        "task.pause": [{"id": mine}],
        "task.hand_in": [{"id": mine, "comment": "Ready", "comment_id": i()}],
        "task.accept": [{"id": free}],
        "task.return": [{"id": world.delivered, "reason": "Not yet", "comment_id": i()}],
        "task.refuse": [{"id": mine, "reason": "No time"}],
        "task.cancel": [{"id": free, "reason": "Not needed"}],
        "task.reopen": [{"id": world.finished}],
        "task.archive": [{"id": free}],
        "task.unarchive": [{"id": world.away}],
        "deadline.propose": [
            {"id": i(), "task_id": mine, "due_on": "2026-12-09", "reason": "Later"},
            {"id": i(), "task_id": mine, "due_at": DUE, "due_zone": "Asia/Kathmandu"},
        ],
        "deadline.answer": [{"id": world.proposal, "is_agreed": True}],
    }


def part_calls(world: World) -> Calls:
    task = world.first
    return {
        "checklist_list.add": [{"id": i(), "task_id": task, "name": "First", "before": world.list}],
        "checklist_list.set": [{"id": world.list, "fields": {"name": "Earlier"}}],
        "checklist_list.move": [{"id": world.list, "after": world.other_list, "before": None}],
        "checklist_list.remove": [{"id": world.list}],
        "checklist.add": [
            {"id": i(), "task_id": task, "text": "Three", "before": world.item},
            {
                "id": i(),
                "task_id": task,
                "text": "Four",
                "checklist_id": world.other_list,
                "fields": {"is_done": True, "due_on": "2026-12-01"},
            },
            {"id": i(), "task_id": world.second, "text": "Alone"},
        ],
        "checklist.set": [
            {"id": world.item, "fields": {"is_done": True, "text": "Done it"}},
            {"id": world.item, "fields": {"is_done": False}},
            {"id": world.item, "fields": {"performer_id": str(world.cast.pavel.id)}},
            {
                "id": world.item,
                "fields": {"checklist_id": world.other_list, "due_on": "2026-12-01"},
            },
        ],
        "checklist.move": [
            {"id": world.item, "after": world.other_item, "before": None},
            {"id": world.item, **PLACE, "checklist_id": world.other_list},
        ],
        "checklist.promote": [{"id": world.item, "task_id": i()}],
        "checklist.demote": [{"id": i(), "task_id": world.child, "checklist_id": world.other_list}],
        "checklist.remove": [{"id": world.item}],
        "comment.add": [
            {"id": i(), "task_id": task, "body": "Answer", "reply_to_id": world.comment}
        ],
        "comment.set": [{"id": world.comment, "fields": {"body": "Hello again"}}],
        "comment.remove": [{"id": world.comment}],
        "comment.restore": [{"id": world.removed}],
        "comment.react": [
            {"id": world.comment, "emoji": "🎉", "is_on": True, "reaction_id": i()},
            {"id": world.comment, "emoji": "👍", "is_on": False},
        ],
        "attachment.add": [
            {"id": i(), "task_id": task, "name": "", "url": "https://example.com/b"}
        ],
        "attachment.remove": [{"id": world.link}, {"id": world.file}],
        "file.add": [{"id": world.send(), "task_id": task, "name": "b.png", "size": 9}],
    }


def tag_calls(world: World) -> Calls:
    return {
        "tag.create": [{"id": i(), "name": "Research", "color": "pink"}],
        "tag.set": [{"id": world.tag, "fields": {"name": "Design", "color": "red"}}],
        "tag.remove": [{"id": world.tag}],
    }


def conflict_calls(world: World) -> Calls:
    kept = [
        world.keep("title", mine="Mine", theirs="First"),
        world.keep("due", mine=DAY, theirs=NO_DAY),
        world.keep("description", mine="Mine", theirs="**why**", kind="text", base=""),
        world.keep("placement", mine={"stage_id": str(world.done.id)}, kind="placement"),
        world.keep(f"values.{world.field}", mine=3.5, theirs=2.5),
        world.keep("priority", mine=1, theirs=2),
    ]
    takes = ["theirs", "mine", "mine", "mine", "mine", "value"]
    calls: list[dict[str, Any]] = [
        {"id": i, "take": take} for i, take in zip(kept, takes, strict=True)
    ]
    calls[-1]["value"] = 3
    return {"conflict.resolve": calls}


def arguments(world: World) -> Calls:
    """For every mutation the calls to try, in order."""
    kinds = (project_calls, stage_calls, task_calls, part_calls, tag_calls, conflict_calls)
    return {name: calls for kind in kinds for name, calls in kind(world).items()}


def test_every_mutation_is_replayed(cast: Cast) -> None:
    assert set(arguments(World(cast))) == set(MUTATIONS)


@pytest.mark.parametrize("name", sorted(MUTATIONS))
def test_replaying_a_mutation_equals_a_fresh_snapshot(cast: Cast, name: str) -> None:
    world = World(cast)
    if name == "task.restore":
        world.run("task.trash", id=world.first)
    if name == "field.restore":
        world.run("field.remove", id=world.field)
    if name == "project.restore":
        world.run("project.archive", id=str(cast.project.id))
    with replayed(cast.olga, cast.maria, cast.pavel, cast.vera):
        for call in arguments(world)[name]:
            world.run(name, **call)


def test_replay_follows_people_in_and_out_of_a_project(cast: Cast) -> None:
    World(cast)
    cast.project.visibility = Project.Visibility.PRIVATE
    cast.project.save()
    with replayed(cast.maria, cast.pavel, cast.vera):
        seat = projects.seat_member(
            cast.project, actor=cast.maria, member=cast.pavel, role="performer"
        )
        projects.seat_member(cast.project, actor=cast.maria, member=cast.pavel, role="lead")
        projects.unseat_member(seat, actor=cast.maria)


def test_replay_follows_role_changes(cast: Cast) -> None:
    World(cast)
    with replayed(cast.olga, cast.pavel):
        team_actions.change_role(cast.pavel, actor=cast.olga, role="observer")


def test_replay_follows_a_person_who_leaves(cast: Cast) -> None:
    world = World(cast)
    world.run("task.set", id=world.first, fields={"performer_id": str(cast.pavel.id)})
    with replayed(cast.olga, cast.maria):
        people.remove_member(cast.pavel, actor=cast.olga, heir=cast.maria)
    assert Task.objects.get(id=world.first).performer_id == cast.maria.id


def test_replay_follows_a_placeholder_that_turns_out_to_be_somebody(cast: Cast) -> None:
    world = World(cast)
    ghost = Member.objects.create(workspace=cast.workspace, name="ghost", role="performer")
    Task.objects.filter(id=world.first).update(author=ghost, performer=ghost)
    Comment.objects.filter(id=world.comment).update(author=ghost)
    with replayed(cast.olga, cast.pavel):
        people.match_placeholder(ghost, actor=cast.olga, member=cast.pavel)
    task = Task.objects.get(id=world.first)
    assert (task.author_id, task.performer_id) == (cast.pavel.id, cast.pavel.id)


def test_replay_follows_workspace_and_names(cast: Cast) -> None:
    with replayed(cast.vera):
        team_actions.rename_workspace(cast.workspace, actor=cast.olga, name="Acme & Sons")
        assert cast.pavel.user is not None
        team_actions.update_profile(cast.pavel.user, name="Pavel Petrovich")


SPELLED = [
    *(Task, Checklist, ChecklistItem, Comment, Attachment, Tag, Stage, Project, Conflict),
    *(TaskSeen, DeadlineProposal, TaskLink, CustomField),
]


@pytest.mark.parametrize("model", SPELLED)
def test_journal_and_snapshot_spell_a_row_alike(cast: Cast, model: Any) -> None:
    from_journal, from_snapshot = spellings(World(cast), model)
    assert from_journal == from_snapshot


def spellings(world: World, model: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Every row of a model as Python spells it and as SQL does."""
    Task.objects.filter(id=world.first).update(
        due_at=datetime(2026, 11, 30, 9, 0, 0, 120000, tzinfo=UTC), done_at=datetime.now(UTC)
    )
    world.keep("due", mine=DAY, theirs=NO_DAY)
    world.keep("estimate", mine=2.5, theirs=None, base="")
    world.run("task.read", id=world.first)
    rows = list(model.objects.filter(workspace_id=world.cast.workspace.id))
    name = shape_of(rows[0]).name
    alive = [row for row in rows if shape_of(row).is_alive(row)]
    spelled = {str(row.id): shape_of(row).row(row) for row in alive}
    return spelled, snapshot(world.cast.maria)[1][name]


def test_move_updates_one_row(cast: Cast) -> None:
    world = World(cast)
    ids = [world.add(f"Task {number}") for number in range(20)]
    before = {str(pk): rank for pk, rank in Task.objects.values_list("id", "rank")}
    world.run("task.move", id=ids[19], stage_id=str(world.todo.id), after=ids[3], before=ids[4])
    after = {str(pk): rank for pk, rank in Task.objects.values_list("id", "rank")}
    assert [pk for pk in before if before[pk] != after[pk]] == [ids[19]]


def test_long_keys_are_ranked_anew_and_replayed(cast: Cast) -> None:
    world = World(cast)
    Task.objects.filter(id=world.first).update(rank="a0")
    Task.objects.filter(id=world.second).update(rank="a0" + "0" * 48 + "1")
    with replayed(cast.pavel):
        moved = world.add("Between", after=world.first, before=world.second)
    ordered = Task.objects.filter(stage=world.todo).order_by("rank", "id")
    assert [str(task.id) for task in ordered] == [world.first, moved, world.second]
    assert max(len(task.rank) for task in ordered) < 10


def test_equal_keys_of_two_neighbours_make_room_between_them(cast: Cast) -> None:
    world = World(cast)
    Task.objects.filter(id__in=[world.first, world.second]).update(rank="a1")
    lower, upper = sorted([world.first, world.second], key=uuid.UUID)
    moved = world.add("Between", after=lower, before=upper)
    ordered = Task.objects.filter(stage=world.todo).order_by("rank", "id")
    assert [str(task.id) for task in ordered] == [lower, moved, upper]
