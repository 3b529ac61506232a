"""What a change of stage means: one function for verbs, for a card that is dropped, and for a stage that is set."""

import uuid
from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pm_suite.lib.problems import Conflict
from sync.journal import Journal
from tasks.access import relations_of, require_verb
from tasks.models import Stage, Task
from tasks.rights import BOSSES, Relation
from teams.models import Member

Kind = Stage.Kind
CLOSED = frozenset({Kind.DONE, Kind.CANCELLED})
KINDS = {
    "move": "task.moved",
    "start": "task.started",
    "pause": "task.paused",
    "hand_in": "task.handed_in",
    "take_back": "task.taken_back",
    "accept": "task.accepted",
    "finish": "task.finished",
    "return": "task.returned",
    "cancel": "task.cancelled",
    "reopen": "task.reopened",
}


def verb_of(old: str, new: str, relations: Set[Relation], *, is_handed_in: bool) -> str:
    """The verb that bringing a task from one kind of stage into another is, for somebody with these relations.

    A pure function; `frontend/src/core/verbs.ts` is the same.
    """
    is_performer, is_boss = Relation.PERFORMER in relations, bool(BOSSES & relations)
    if old == new:
        return "move"
    if new == Kind.DONE:
        return "accept" if is_boss else "finish"
    if new == Kind.CANCELLED:
        return "cancel"
    if old in CLOSED:
        return "reopen"
    if new == Kind.REVIEW:
        return "hand_in" if is_performer else "move"
    if old == Kind.REVIEW and is_handed_in:
        return "take_back" if is_performer else "return"
    if is_performer and new == Kind.DOING:
        return "start"
    return "pause" if is_performer and old == Kind.DOING else "move"


@dataclass(frozen=True)
class Stand:
    """What a change of stage was: the kind of its entry, and the fields that were stamped."""

    kind: str
    fields: list[str]


def stand_changes(
    task: Task, stage: Stage, actor: Member, *, at: datetime, has_reason: bool = False
) -> Stand:
    """Bring a task into another stage as the verb that this is: allowed or refused, and stamped.

    Raises Forbidden with the verb's sentence, and Conflict (`reason_needed`) for a return without a reason. The caller
    saves the fields.
    """
    relations = relations_of(actor, task)
    verb = verb_of(
        task.stage.kind, stage.kind, relations, is_handed_in=task.handed_in_at is not None
    )
    if verb != "move":
        require_verb(actor, verb, task)
    if verb == "return" and not has_reason:
        raise Conflict("Say why it goes back: return it with a reason.", code="reason_needed")
    kind = KINDS[verb]
    if verb == "finish" and Relation.PERFORMER in relations:
        kind = KINDS["hand_in"]
    return Stand(kind, stamp(task, stage, verb=verb, actor_id=actor.id, at=at))


def stamp(
    task: Task, stage: Stage, *, at: datetime, verb: str = "move", actor_id: uuid.UUID | None = None
) -> list[str]:
    """Set the stage and the times that follow from it; gives the fields that changed."""
    wanted = {"stage_id": stage.id, **_times(task, stage.kind, verb, actor_id, at)}
    changed = [name for name, value in wanted.items() if getattr(task, name) != value]
    for name in changed:
        setattr(task, name, wanted[name])
    task.stage = stage
    return changed


def _times(
    task: Task, kind: str, verb: str, actor_id: uuid.UUID | None, at: datetime
) -> dict[str, Any]:
    """The stamps of a task after a verb has brought it into a stage of a kind.

    Delivery is `handed_in_at`: what is finished or accepted without having been handed in is delivered then.
    """
    is_done, is_accepted = kind == Kind.DONE, verb == "accept"
    handed_in_at = task.handed_in_at
    if verb == "hand_in":
        handed_in_at = at
    elif is_done:
        handed_in_at = handed_in_at or at
    elif kind not in {Kind.REVIEW, Kind.CANCELLED}:
        handed_in_at = None
    return {
        "started_at": (task.started_at or at) if kind == Kind.DOING else task.started_at,
        "handed_in_at": handed_in_at,
        "accepted_at": at if is_accepted else task.accepted_at if is_done else None,
        "accepted_by_id": actor_id if is_accepted else task.accepted_by_id if is_done else None,
        "rework_count": task.rework_count + (verb == "return"),
        "done_at": (task.done_at or at) if is_done else None,
        "cancelled_at": (task.cancelled_at or at) if kind == Kind.CANCELLED else None,
    }


def stage_of(task: Task, *kinds: str) -> Stage | None:
    """The first stage of the task's project, by rank, of the first of the kinds that has any."""
    stages = list(Stage.objects.filter(project_id=task.project_id, kind__in=kinds))
    stages.sort(key=lambda stage: (kinds.index(stage.kind), stage.rank, stage.id))
    if not stages:
        return None
    stages[0].project = task.project
    return stages[0]


def touch(task: Task, journal: Journal) -> list[str]:
    """Note who changed the task last, and when; gives the fields."""
    task.updated_at, task.updated_by_id = journal.now, journal.actor_id
    return ["updated_at", "updated_by_id"]


def pass_hands(task: Task, actor: Member, at: datetime) -> list[str]:
    """What begins anew when a task has another performer: who has read it, and the performer's own date."""
    task.read_at = at if task.performer_id == actor.id else None
    task.planned_on = None
    return ["performer_id", "read_at", "planned_on"]
