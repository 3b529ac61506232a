"""Old snapshot + entries = fresh snapshot, for every mutation and for the actions that people's pages run."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

from sync.models import Conflict
from sync.mutations import MUTATIONS
from sync.shapes import shape_of
from tasks.actions import people, projects
from tasks.models import (
    Attachment,
    Checklist,
    ChecklistItem,
    Comment,
    CustomField,
    DeadlineProposal,
    Project,
    Recurrence,
    Stage,
    Tag,
    Task,
    TaskLink,
    TaskSeen,
)
from teams import actions as team_actions
from teams.models import Member
from tests.cast import Cast
from tests.sync.calls import DAY, NO_DAY, World, arguments
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


@pytest.mark.parametrize("verb", ["task.accept", "task.cancel"])
def test_replay_follows_a_task_that_comes_again(cast: Cast, verb: str) -> None:
    world = World(cast)
    with replayed(cast.maria, cast.pavel):
        for _ in range(2):
            latest = Recurrence.objects.get(id=world.recurrence).task_id
            world.run(verb, id=str(latest))
    assert Task.objects.filter(recurrence_id=world.recurrence).count() == 3


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
    *(TaskSeen, DeadlineProposal, TaskLink, CustomField, Recurrence),
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
