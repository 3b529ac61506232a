"""The tree of tasks: which stands below which, and what each counts of the branch below it."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import F

from pm_suite.lib.problems import Invalid
from sync.journal import Journal
from tasks import cleaning
from tasks.access import access_task
from tasks.models import Task
from teams.models import Member

COUNTERS = ("child_count", "child_done", "child_estimate", "child_estimate_done")
DEEPEST = 20_000
"""No walk up goes further, whatever the rows say."""


@dataclass(frozen=True)
class Weight:
    """What a task, or a branch, adds to the counters of those above it."""

    count: int = 0
    done: int = 0
    estimate: Decimal = Decimal(0)
    estimate_done: Decimal = Decimal(0)

    def __add__(self, other: "Weight") -> "Weight":
        return Weight(*(a + b for a, b in zip(self.parts, other.parts, strict=True)))

    def __neg__(self) -> "Weight":
        return Weight(*(-part for part in self.parts))

    @property
    def parts(self) -> tuple[Any, ...]:  # two counts and two sums
        return (self.count, self.done, self.estimate, self.estimate_done)


def weight_of(task: Task) -> Weight:
    """What the task itself adds: nothing when it is away or given up."""
    if not task.is_alive or task.cancelled_at is not None:
        return Weight()
    estimate = Decimal(task.estimate or 0)
    if task.done_at is None:
        return Weight(1, 0, estimate)
    return Weight(1, 1, estimate, estimate)


# A task comes before all those above it, whichever branches are asked for: who locks so waits for nobody in a ring.
ABOVE = f"""
WITH RECURSIVE up(id, parent_id, step) AS (
    SELECT id, parent_id, 0 FROM tasks_task WHERE id = ANY(%s)
    UNION ALL
    SELECT t.id, t.parent_id, up.step + 1 FROM up JOIN tasks_task t ON t.id = up.parent_id
    WHERE up.step < {DEEPEST}
)
SELECT t.id, t.workspace_id, t.project_id, t.parent_id, t.trashed_at, t.archived_at,
       {", ".join(f"t.{name}" for name in COUNTERS)}
FROM tasks_task t JOIN (SELECT id, max(step) AS step FROM up GROUP BY id) u ON u.id = t.id
ORDER BY u.step, t.id FOR NO KEY UPDATE OF t
"""


def _lock_above(starts: Iterable[uuid.UUID]) -> dict[uuid.UUID, Task]:
    """The tasks and all above them, locked, from below upwards.

    Whoever waits for one that is moved meanwhile looks again where it stands now.
    """
    wanted = sorted(set(starts))
    found: dict[uuid.UUID, Task] = {}
    while wanted:
        found |= {task.id: task for task in Task.objects.raw(ABOVE, [wanted])}
        parents = {task.parent_id for task in found.values()}
        wanted = sorted(parent for parent in parents if parent and parent not in found)
    return found


@dataclass(frozen=True)
class Step:
    """What became of one task: where it stood and what it added there, and where it stands and adds now."""

    task_id: uuid.UUID
    old_parent: uuid.UUID | None
    old: Weight
    parent: uuid.UUID | None
    now: Weight

    @property
    def is_felt(self) -> bool:
        return self.old_parent != self.parent or (self.parent is not None and self.old != self.now)


class _Tree:
    """The counters of tasks and of all above them, while one task after the other changes."""

    def __init__(self, steps: Iterable[Step]) -> None:
        starts = {parent for step in steps for parent in (step.old_parent, step.parent) if parent}
        starts |= {step.task_id for step in steps if step.old_parent != step.parent}
        self.tasks = _lock_above(starts)
        self.parents = {pk: task.parent_id for pk, task in self.tasks.items()}
        self.parents |= {step.task_id: step.old_parent for step in steps}
        self.sums: dict[uuid.UUID, Weight] = {}

    def take(self, step: Step) -> None:
        """Move what the task adds, with what is below it where it has another parent."""
        branch = Weight()
        if step.old_parent != step.parent:
            kept = (getattr(self.tasks[step.task_id], name) for name in COUNTERS)
            branch = Weight(*kept) + self.sums.get(step.task_id, Weight())
        self._add(step.old_parent, -(step.old + branch))
        self.parents[step.task_id] = step.parent
        self._add(step.parent, step.now + branch)

    def _add(self, at: uuid.UUID | None, weight: Weight) -> None:
        for _ in range(DEEPEST):
            if at is None:
                return
            self.sums[at] = self.sums.get(at, Weight()) + weight
            at = self.parents[at]


def roll_up(journal: Journal, steps: Iterable[Step]) -> None:
    """Let the tasks above follow what became of some, and tell those whose counters have changed."""
    felt = [step for step in steps if step.is_felt]
    if not felt:
        return
    tree = _Tree(felt)
    for step in felt:
        tree.take(step)
    alike: dict[Weight, list[uuid.UUID]] = {}
    for task_id, weight in tree.sums.items():
        if weight != Weight():
            alike.setdefault(weight, []).append(task_id)
    for weight, ids in alike.items():
        by = dict(zip(COUNTERS, weight.parts, strict=True))
        Task.objects.filter(id__in=ids).update(**{name: F(name) + n for name, n in by.items()})
        for task_id in ids:
            _tell(journal, tree.tasks[task_id], by)


def _tell(journal: Journal, task: Task, steps: dict[str, Any]) -> None:
    for name, step in steps.items():
        setattr(task, name, getattr(task, name) + step)
    if task.is_alive:
        journal.update("task.counted", task, [name for name, step in steps.items() if step])


def clean_parent(value: Any, task: Task, actor: Member) -> uuid.UUID | None:
    """The task below which another is to stand; raises NotSeen, Invalid."""
    if value is None:
        return None
    parent = access_task(actor, cleaning.identity(value, field="parent_id"))
    if parent.project_id != task.project_id:
        raise Invalid("A subtask stands in the project of its task.", field="parent_id")
    if parent.id == task.id:
        raise Invalid("A task cannot stand below itself.", field="parent_id")
    # Nothing stands below a task that is being made.
    if not task._state.adding:
        lock_tree(task.project_id)
        above = _ids_above(parent.id)
        if task.id in above or len(set(above)) < len(above):
            raise Invalid("A task cannot stand below itself.", field="parent_id")
    return parent.id


def lock_tree(project_id: uuid.UUID) -> None:
    """Let one transaction at a time nest tasks in a project, until it ends.

    Two people who nest two tasks in each other wait for one another, so that no ring is closed.
    """
    with connection.cursor() as db:
        db.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"tree {project_id}"])


IDS_ABOVE = f"""
WITH RECURSIVE up(id, parent_id, step) AS (
    SELECT id, parent_id, 0 FROM tasks_task WHERE id = %s
    UNION ALL
    SELECT t.id, t.parent_id, up.step + 1 FROM up JOIN tasks_task t ON t.id = up.parent_id
    WHERE up.step < {DEEPEST}
)
SELECT id FROM up
"""


def _ids_above(task_id: uuid.UUID) -> list[uuid.UUID]:
    """A task and all above it; some of them twice where they stand in a ring already."""
    with connection.cursor() as db:
        db.execute(IDS_ABOVE, [task_id])
        return [row[0] for row in db.fetchall()]
