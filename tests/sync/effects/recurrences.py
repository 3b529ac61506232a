"""Cases of tests/vectors/effects.json: tasks that come again."""

from typing import Any

from tests.sync.effects.case import NEW, PARTS, TOUCHED, Case
from tests.sync.effects.world import (
    BEFORE,
    DONE,
    FINISHED,
    FIRST,
    PAVEL,
    SECOND,
    STARTED,
    TASK,
    THIRD,
    TODO,
    WEB,
    Row,
    key,
)

WEEKLY, NEXT = key("new", 7), key("new", 8)
NEW_NEXT = ("recurrence.next_on", "recurrence.next_id")
MADE = ("task.number", "task.updated_at", *NEW_NEXT, "checklist", "checklist_item")
RULE = {
    "rule": "FREQ=WEEKLY",
    "after_completion": False,
    "starts_on": "2026-11-25",
    "at_time": "",
    "zone": "Europe/Berlin",
    "days_off": "keep",
    "country": "",
    "waits": False,
}


def weekly(**more: Any) -> dict[str, list[Row]]:
    """The third task on Wednesdays, in Pavel's hands, with all that comes along."""
    row = {"id": WEEKLY, "project_id": WEB, "task_id": THIRD, "created_at": BEFORE, **RULE}
    row |= {"occurrence": 1, "occurs_on": "2026-11-25", "next_on": "2026-12-02", "next_at": None}
    row |= {"next_id": NEXT, "skipped_on": [], "stopped_at": None}
    task = TASK | {"id": THIRD, "number": 3, "rank": "a2", "title": "Third", "parent_id": FIRST}
    task |= {"stage_id": TODO}
    task |= {"due_on": "2026-11-25", "recurrence_id": WEEKLY, "performer_id": PAVEL}
    task |= {"tag_ids": [key("tag", 1)], "helper_ids": [PAVEL], "estimate": 2.5, "color": "teal"}
    task |= {"description": "How", "has_description": True}
    return {"recurrence": [row | more], "task": [task]}


def of_weekly(name: str, verb: str, *server: str, **more: Any) -> Case:
    args = {"id": WEEKLY, **more.pop("args", {})}
    return Case(name, f"recurrence.{verb}", args, server, **{"rows": weekly(), **more})


def timed() -> dict[str, list[Row]]:
    """At nine in Berlin, where it is winter."""
    rows = weekly(at_time="09:00", next_at="2026-12-02T08:00:00.000000Z")
    due = {"due_on": None, "due_at": "2026-11-25T08:00:00.000000Z", "due_zone": "Europe/Berlin"}
    rows["task"][0] |= due
    return rows


SETS = [
    Case(
        "a task with a day comes again",
        "recurrence.set",
        {"id": NEW, "task_id": STARTED, "fields": {**RULE, "starts_on": "2026-12-24"}},
        (*TOUCHED, *NEW_NEXT),
        undo=("recurrence", "task.recurrence_id"),
    ),
    Case(
        "a task with a time comes again after it was done",
        "recurrence.set",
        {
            "id": NEW,
            "task_id": SECOND,
            "fields": {**RULE, "after_completion": True, "at_time": "10:00"},
        },
        (*TOUCHED, "recurrence.next_id"),
        undo=("recurrence", "task.recurrence_id"),
    ),
    Case(
        "a task without a date gets one",
        "recurrence.set",
        {"id": NEW, "task_id": FIRST, "fields": {**RULE, "rule": "FREQ=WEEKLY;BYDAY=FR"}},
        (*TOUCHED, *NEW_NEXT, "recurrence.occurs_on", "task.due_on"),
        undo=("recurrence", "task.recurrence_id"),
    ),
    of_weekly(
        "another rule for this one and all that follow",
        "set",
        *NEW_NEXT,
        args={"fields": {"rule": "FREQ=DAILY;INTERVAL=3", "starts_on": "2026-11-25"}},
        undo=(),
    ),
]
CHANGES = [
    of_weekly("a time is left out", "skip", *NEW_NEXT, *TOUCHED),
    of_weekly(
        "a skip is taken back",
        "unskip",
        *NEW_NEXT,
        *TOUCHED,
        rows=weekly(skipped_on=["2026-11-18"]),
    ),
    of_weekly("repeating is stopped", "stop", undo=("recurrence.next_on", "recurrence.next_id")),
    of_weekly("all that follow are made like this one", "adopt", undo=None),
]
# The next one stays below the same task.
BRANCH = ("task.rank", "task.child_count", "task.child_estimate")
AFTER = ("task", "recurrence.task_id", "recurrence.occurrence", "recurrence.occurs_on")
CLOSINGS = [
    Case(
        "a task is accepted, and the next one comes",
        "task.accept",
        {"id": THIRD},
        MADE,
        undo=(*AFTER, *BRANCH),
        rows=weekly(),
    ),
    Case(
        "a task with a time is dropped among what is done, and the next one comes",
        "task.move",
        {"id": THIRD, "stage_id": DONE, "after": FINISHED, "before": None},
        (*MADE, "recurrence.next_at"),
        undo=(*AFTER, *BRANCH),
        rows=timed(),
    ),
    Case(
        "a task is cancelled and put away, and the next one comes",
        "task.cancel",
        {"id": THIRD},
        ("task.number", *NEW_NEXT, *PARTS),
        undo=AFTER,
        rows=weekly(),
    ),
    Case(
        "a task whose next day has passed is accepted",
        "task.accept",
        {"id": THIRD},
        (*MADE, "task.due_on", "recurrence.occurs_on"),
        undo=("task", *BRANCH, "recurrence.task_id", "recurrence.occurrence"),
        rows=weekly(waits=True, next_on="2026-11-20", occurs_on="2026-11-13"),
    ),
    Case(
        "a task that has ended is accepted, and nothing follows",
        "task.accept",
        {"id": THIRD},
        TOUCHED,
        undo=(),
        rows=weekly(next_on=None, next_id=None, stopped_at=BEFORE),
    ),
]
RECURRENCES = [*SETS, *CHANGES, *CLOSINGS]
