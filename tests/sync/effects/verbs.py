"""The cases of the verbs of a task's life."""

from typing import Any

from tests.sync.effects.case import (
    BEGUN,
    BY_PAVEL,
    CLOSED,
    END,
    NEW,
    OTHER_NEW,
    PARTS,
    TOUCHED,
    Case,
)
from tests.sync.effects.world import (
    BEFORE,
    FINISHED,
    FIRST,
    MARIA,
    PAVEL,
    PROJECT,
    SECOND,
    STARTED,
    TASK,
    THIRD,
    WEB,
    Row,
    key,
)

REVIEW = key("stage", 5)
SEEN, ASKED = key("new", 3), key("new", 4)
CONTROLLED: dict[str, list[Row]] = {
    "project": [PROJECT | {"acceptance": True}],
    "stage": [
        {"id": REVIEW, "project_id": WEB, "name": "Review", "kind": "review", "rank": "a15"}
        | {"wip_limit": None, "wip_hard": False}
    ],
}
"""With acceptance and a stage for review."""
ARCHIVE = {"wip_limit": None, "wip_hard": False, "project_id": WEB}
SHELF = {"id": key("stage", 6), "name": "Dropped", "kind": "cancelled", "rank": "a9"} | ARCHIVE


def delivered(**more: Any) -> Row:
    """The third task in Pavel's hands, handed in."""
    named = {"id": THIRD, "number": 3, "stage_id": REVIEW, "rank": "a0", "title": "Third"}
    return TASK | named | {"performer_id": PAVEL, "handed_in_at": BEFORE} | more


def verb(name: str, mutation: str, id: str = FIRST, **more: Any) -> Case:
    """A verb of Maria's, who wrote all tasks."""
    args = {"id": id} | more.pop("args", {})
    return Case(name, f"task.{mutation}", args, **({"server": TOUCHED} | more))


def his(name: str, mutation: str, id: str = FIRST, **more: Any) -> Case:
    """A verb of Pavel's, the performer of the first task."""
    return verb(name, mutation, id, **({"server": BY_PAVEL, "me": PAVEL} | more))


def seen(name: str, mutation: str, **more: Any) -> Case:
    row = {"id": key("new", 3), "task_id": FIRST, "seen_at": BEFORE, "is_focus": False}
    return verb(name, mutation, server=(), rows={"task_seen": [row]}, **more)


PROPOSAL: Row = {
    "id": ASKED,
    "task_id": FIRST,
    "member_id": PAVEL,
    "due_on": "2026-12-08",
    "due_at": None,
    "due_zone": "",
    "reason": "Ill",
    "created_at": BEFORE,
}


def deadline(name: str, mutation: str, args: dict[str, Any], **more: Any) -> Case:
    return Case(name, f"deadline.{mutation}", args, undo=None, **more)


VERBS = [
    verb("a task is given to another", "assign", args={"performer_id": MARIA}),
    verb("a task is given to nobody", "assign", args={"performer_id": None}),
    his("a free task is taken", "take", SECOND, undo=None),
    his(
        "a task is handed on as a subtask with its due date",
        "hand_on",
        args={"new_id": NEW, "performer_id": MARIA, "title": " A  part "},
        server=(*BY_PAVEL, "task.number"),
    ),
    verb("somebody helps", "help", SECOND, args={"add": [PAVEL], "remove": [MARIA]}),
    his("the performer reads a task", "read", args={"seen_id": SEEN}, server=(), undo=None),
    seen("a task is read again", "read", undo=None),
    seen("a task comes into the focus", "focus", args={"is_focus": True}),
    his("a performer plans", "plan", args={"planned_on": "2026-12-03"}),
    his("a performer starts", "start", undo=BEGUN),
    his("a performer who has started starts again", "start", STARTED, server=()),
    his("a performer pauses", "pause", STARTED),
    his(
        "what is handed in is done without acceptance",
        "hand_in",
        args={"comment": "So", "comment_id": OTHER_NEW},
        undo=("comment", "task.comment_count"),
    ),
    his("what is handed in waits in review", "hand_in", rows=CONTROLLED),
    verb("an author accepts", "accept", THIRD, rows=CONTROLLED | {"task": [delivered()]}),
    verb(
        "an author returns",
        "return",
        THIRD,
        args={"reason": " Not yet ", "comment_id": OTHER_NEW},
        rows=CONTROLLED | {"task": [delivered()]},
        undo=None,
    ),
    his(
        "a performer refuses what was begun",
        "refuse",
        args={"reason": "No time", "comment_id": OTHER_NEW},
        undo=None,
    ),
    verb(
        "a task is cancelled",
        "cancel",
        args={"reason": "Not needed", "comment_id": OTHER_NEW},
        rows={"stage": [SHELF]},
        undo=("comment", "task.comment_count"),
    ),
    verb("a task is cancelled and put away", "cancel", server=PARTS, undo=("task",)),
    verb("a task that is done is opened again", "reopen", FINISHED, undo=CLOSED),
    verb("a task is put away", "archive", server=PARTS, undo=("task",)),
    verb("a task is brought back", "unarchive", server=("task", *PARTS)),
    Case(
        "a performer drops a task in review, which hands it in",
        "task.move",
        {"id": FIRST, "stage_id": REVIEW, **END},
        BY_PAVEL,
        rows=CONTROLLED,
        me=PAVEL,
    ),
    Case(
        "an author drops what was handed in among the done, which accepts it",
        "task.move",
        {"id": THIRD, "stage_id": key("stage", 3), **END},
        TOUCHED,
        rows=CONTROLLED | {"task": [delivered()]},
    ),
    deadline(
        "another deadline is asked for in place of what was asked",
        "propose",
        {"id": NEW, "task_id": FIRST, "due_on": "2026-12-09", "reason": "Later"}
        | {"comment_id": OTHER_NEW},
        server=BY_PAVEL,
        me=PAVEL,
        rows={"deadline_proposal": [PROPOSAL]},
    ),
    deadline(
        "another deadline is agreed to",
        "answer",
        {"id": ASKED, "is_agreed": True},
        server=TOUCHED,
        rows={"deadline_proposal": [PROPOSAL]},
    ),
    deadline(
        "another deadline is declined",
        "answer",
        {"id": ASKED, "is_agreed": False, "reason": "No", "comment_id": OTHER_NEW},
        server=TOUCHED,
        rows={"deadline_proposal": [PROPOSAL]},
    ),
]
