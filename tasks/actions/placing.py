"""Where a task stands among others, and what becomes of two moves of one task."""

import uuid
from dataclasses import dataclass

from django.db.models import QuerySet

from sync.conflicts import (
    Lost,
    Verdict,
    Word,
    decide,
    keep_mine,
    keep_theirs,
    supersede,
    text_at_base,
    their_word,
)
from sync.journal import Journal
from sync.models import Conflict
from sync.shapes import Json
from tasks.models import Stage, Task

PLACEMENT = "placement"
KIND = Conflict.Kind.PLACEMENT


def stage_list(stage: Stage) -> QuerySet[Task]:
    """The tasks among which a place in the stage is found."""
    return Task.objects.filter(workspace_id=stage.workspace_id, stage=stage).alive()


@dataclass(frozen=True)
class Move:
    """Whether a move stands, and the place that it takes from somebody who moved the task meanwhile."""

    stands: bool
    taken_place: Json = None
    taken_from: Word | None = None

    def tell(self, journal: Journal, task: Task) -> None:
        """Keep the place that was taken, once the task stands in its new one."""
        if self.taken_from is not None:
            now: Json = {"stage_id": str(task.stage_id), "rank": task.rank}
            lost = Lost(self.taken_place, now, self.taken_from)
            keep_theirs(journal, task, PLACEMENT, KIND, lost)


def weigh_move(
    journal: Journal,
    task: Task,
    stage: Stage,
    *,
    after: uuid.UUID | None,
    before: uuid.UUID | None,
) -> Move:
    """What becomes of a move that brings the task into another stage than it stands in; one that loses is kept.

    Stage and rank are one register, but an order within a stage takes part in no conflict: neither others', which is
    not looked at, nor that of a person who left the task in its stage.
    """
    edit = journal.edit
    if edit is None or not edit.is_stale:
        return Move(stands=True)
    word = their_word(journal, task, ["stage_id"])
    if word is not None and text_at_base(journal, task, "stage_id") == str(stage.id):
        return Move(stands=False)
    verdict = decide(edit, word, is_same=False)
    if verdict is Verdict.MINE_LOST:
        place: Json = {"stage_id": str(stage.id), "after": _spell(after), "before": _spell(before)}
        stands: Json = {"stage_id": str(task.stage_id), "rank": task.rank}
        keep_mine(journal, task, PLACEMENT, KIND, Lost(place, stands, word))
        return Move(stands=False)
    supersede(journal, task, PLACEMENT)
    if verdict is Verdict.THEIRS_LOST:
        return Move(stands=True, taken_place=_place_of(task), taken_from=word)
    return Move(stands=True)


def _place_of(task: Task) -> Json:
    """Where a task stands, told by its neighbours."""
    others = stage_list(task.stage).exclude(id=task.id).in_order()  # type: ignore[attr-defined]
    above = others.filter(rank__lte=task.rank).values_list("id", flat=True).last()
    below = others.filter(rank__gt=task.rank).values_list("id", flat=True).first()
    return {"stage_id": str(task.stage_id), "after": _spell(above), "before": _spell(below)}


def _spell(value: uuid.UUID | None) -> str | None:
    return str(value) if value else None
