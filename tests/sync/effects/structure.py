"""Cases of tests/vectors/effects.json: branches of tasks and links between them."""

from typing import Any

from tests.sync.effects.case import BY_PAVEL, CLOSED, END, NEW, PARTS, TOUCHED, Case
from tests.sync.effects.verbs import SHELF
from tests.sync.effects.world import (
    DONE,
    FINISHED,
    FIRST,
    PAVEL,
    SECOND,
    STARTED,
    THIRD,
    TODO,
    WEB,
    WORLD,
    Row,
    Rows,
    key,
)

TASKS = {row["id"]: row for row in WORLD["task"]}
TIE, FAR_TIE = key("tie", 2), key("tie", 3)


def known(id: str, **more: Any) -> Row:
    """A task of the world with other fields."""
    return TASKS[id] | more


def tie(kind: str, far: str, task: str = FIRST, other: str = SECOND) -> list[Row]:
    """Both ends of a link."""
    return [
        {"id": TIE, "task_id": task, "other_id": other, "kind": kind},
        {"id": FAR_TIE, "task_id": other, "other_id": task, "kind": far},
    ]


DEEP: Rows = {
    "task": [
        known(FIRST, child_count=2, child_done=0, child_estimate=2.25),
        known(THIRD, child_count=1, child_estimate=2.25),
        known(STARTED, parent_id=THIRD, estimate=2.25),
    ]
}
"""Started stands below Third, which stands below First."""
WAITING: Rows = {
    "task": [known(SECOND, blocked_by=[FIRST])],
    "task_link": tie("blocks", "blocked_by"),
}
"""Second waits for First."""
TIED: Rows = {"task_link": tie("relates", "relates")}


def place(name: str, id: str, stage: str, rows: Rows, **more: Any) -> Case:
    args = {"id": id, "stage_id": stage, **END}
    return Case(name, "task.move", args, TOUCHED, rows=rows, **more)


def link(name: str, kind: str, task: str, other: str, **more: Any) -> Case:
    args = {"id": NEW, "task_id": task, "other_id": other, "kind": kind}
    return Case(name, "link.add", args, TOUCHED, **more)


BRANCHES = [
    place("a subtask of a subtask is done", STARTED, DONE, DEEP),
    Case(
        "a branch goes below another task",
        "task.set",
        {"id": THIRD, "fields": {"parent_id": SECOND}},
        TOUCHED,
        rows=DEEP,
    ),
    Case(
        "a subtask goes one up, to the same task at the top",
        "task.set",
        {"id": STARTED, "fields": {"parent_id": FIRST, "estimate": 0.1}},
        TOUCHED,
        rows=DEEP,
    ),
    Case(
        "a subtask of a subtask is estimated anew",
        "task.set",
        {"id": STARTED, "fields": {"estimate": None}},
        TOUCHED,
        rows=DEEP,
    ),
    Case(
        "a subtask is given up",
        "task.cancel",
        {"id": STARTED, "reason": ""},
        TOUCHED,
        rows=DEEP | {"stage": [SHELF]},
    ),
    Case(
        "a subtask is thrown away whose own subtask stays",
        "task.trash",
        {"id": THIRD},
        rows=DEEP,
    ),
    Case(
        "a subtask is added far below",
        "task.create",
        {"id": NEW, "project_id": WEB, "stage_id": DONE, "title": "New", "parent_id": STARTED}
        | {"fields": {"estimate": 1.1}},
        ("task.number",),
        rows=DEEP,
    ),
]
LINKS = [
    link("a task blocks another", "blocks", FIRST, SECOND),
    link("a task waits for one that is done", "blocked_by", SECOND, FINISHED),
    link("a task has to do with another", "relates", FIRST, SECOND),
    link("a task is the same as another", "duplicates", THIRD, FIRST),
    Case("a link is taken away that blocked", "link.remove", {"id": TIE}, TOUCHED, rows=WAITING),
    Case(
        "a link is taken away at its far end",
        "link.remove",
        {"id": FAR_TIE},
        TOUCHED,
        rows=WAITING,
    ),
    place("what another waits for is done", FIRST, DONE, WAITING, undo=()),
    Case(
        "the performer finishes what another waits for",
        "task.hand_in",
        {"id": FIRST},
        BY_PAVEL,
        me=PAVEL,
        rows=WAITING,
    ),
    place(
        "what another waited for is opened again",
        FINISHED,
        TODO,
        {"task_link": tie("blocks", "blocked_by", FINISHED, SECOND)},
        undo=CLOSED,
    ),
    Case(
        "what another waits for is thrown away, and the link with it",
        "task.trash",
        {"id": FIRST},
        (*PARTS, *TOUCHED),
        undo=("task_link", "task.blocked_by"),
        rows=WAITING,
    ),
    Case(
        "what another waits for is put away",
        "task.archive",
        {"id": FIRST},
        (*PARTS, *TOUCHED),
        undo=("task", "task_link", "task.blocked_by"),
        rows=WAITING,
    ),
    Case(
        "a task with a link is thrown away",
        "task.trash",
        {"id": SECOND},
        undo=("task_link",),
        rows=TIED,
    ),
]
STRUCTURE = [*BRANCHES, *LINKS]
