"""Places for many tasks at once: the lists of their stages are read once, and kept in memory while keys are found."""

import uuid
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from pm_suite.lib.rank import REBALANCE_LENGTH, keys_between
from sync.journal import Journal
from tasks.actions.placing import stage_list
from tasks.models import Stage, Task
from tasks.rows import save_many


class Places:
    """The lists of some stages without the tasks that are on their way; finds what `tasks.ranking.place` finds."""

    def __init__(self, journal: Journal, moving: Mapping[uuid.UUID, Task]) -> None:
        self.journal, self.moving = journal, moving
        self.lists: dict[uuid.UUID, list[tuple[str, uuid.UUID]]] = {}

    def put(
        self,
        stage: Stage,
        tasks: Sequence[Task],
        *,
        after: uuid.UUID | None,
        before: uuid.UUID | None,
    ) -> None:
        """Rank the tasks in a row behind `after`, else in front of `before`, else at the end; the caller saves them."""
        keys = self._keys(stage, len(tasks), after, before)
        if keys is None or len(max(keys, key=len)) > REBALANCE_LENGTH:
            self._rank_anew(stage)
            keys = self._keys(stage, len(tasks), after, before)
        if keys is None:
            raise AssertionError("A list ranked anew has room between any two rows.")
        for task, key in zip(tasks, keys, strict=True):
            task.rank = key
        placed = self._list(stage)
        at = bisect_left(placed, (keys[0], uuid.UUID(int=0)))
        placed[at:at] = [(task.rank, task.id) for task in tasks if task.is_alive]

    def _keys(
        self, stage: Stage, count: int, after: uuid.UUID | None, before: uuid.UUID | None
    ) -> list[str] | None:
        placed = self._list(stage)
        known = {pk: rank for rank, pk in placed if pk in (after, before)}
        lower = known.get(after) if after else None
        upper = known.get(before) if before and before != after else None
        ranks = [rank for rank, _ in placed]
        if lower is not None:
            if lower == upper:
                return None
            at = bisect_right(ranks, lower)
            return keys_between(lower, ranks[at] if at < len(ranks) else None, count)
        if upper is not None:
            at = bisect_left(ranks, upper)
            return keys_between(ranks[at - 1] if at else None, upper, count)
        return keys_between(ranks[-1] if ranks else None, None, count)

    def _list(self, stage: Stage) -> list[tuple[str, uuid.UUID]]:
        if stage.id not in self.lists:
            rows = stage_list(stage).exclude(id__in=self.moving)
            self.lists[stage.id] = sorted(rows.values_list("rank", "id"))
        return self.lists[stage.id]

    def _rank_anew(self, stage: Stage) -> None:
        """Give the list short keys in its present order, those that have just come into it too."""
        ids = [pk for _, pk in self._list(stage)]
        locked = Task.objects.select_for_update(of=("self",), no_key=True).filter(id__in=ids)
        others = {task.id: task for task in locked.exclude(id__in=self.moving).order_by("id")}
        rows = [
            others.get(pk) or self.moving[pk] for pk in ids if pk in others or pk in self.moving
        ]
        for row, key in zip(rows, keys_between(None, None, len(rows)), strict=True):
            row.rank = key
        save_many(others.values(), ["rank"])
        for row in others.values():
            self.journal.update("task.ranked", row, ["rank"])
        self.lists[stage.id] = [(row.rank, row.id) for row in rows]
