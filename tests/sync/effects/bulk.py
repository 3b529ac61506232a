"""The cases of what is done to many tasks at once."""

from typing import Any

from tests.sync.effects.case import BEGUN, BY_PAVEL, CLOSED, END, PARTS, TOUCHED, Case
from tests.sync.effects.verbs import CONTROLLED, delivered
from tests.sync.effects.world import (
    BUG,
    DESIGN,
    DOING,
    DONE,
    FINISHED,
    FIRST,
    PAVEL,
    PROJECT,
    SECOND,
    STARTED,
    THIRD,
    TODO,
    Row,
    key,
)


def bulk(name: str, *ids: str, **more: Any) -> Case:
    args = {"ids": list(ids)} | more.pop("args", {})
    return Case(name, "task.bulk", args, **({"server": TOUCHED} | more))


RELATED: dict[str, list[Row]] = {"project": [PROJECT | {"editing": "related"}]}
# Of a device that holds the parts of a task; they leave it when the server has spoken.
AWAY: dict[str, Any] = {"server": PARTS, "undo": ("task",)}
BULK = [
    bulk(
        "many tasks get another performer and a day",
        *(FIRST, SECOND, THIRD),
        args={"fields": {"performer_id": PAVEL, "due_on": "2026-12-05", "priority": 0}},
    ),
    bulk(
        "many tasks are tagged and untagged",
        *(FIRST, SECOND, THIRD),
        args={"add_tags": [BUG], "remove_tags": [DESIGN]},
    ),
    bulk(
        "many tasks come to the top of a stage in their order",
        *(FIRST, THIRD),
        args={"stage_id": DOING, "after": None, "before": STARTED},
        undo=BEGUN,
    ),
    bulk(
        "many tasks are done, and one that is there stays done",
        *(THIRD, FINISHED, SECOND),
        args={"stage_id": DONE, **END, "fields": {"priority": 1}},
    ),
    bulk(
        "tasks of one stage change their order",
        *(THIRD, FIRST),
        args={"stage_id": TODO, "after": SECOND, "before": None},
    ),
    bulk(
        "of many tasks those change that a performer may change",
        *(FIRST, SECOND, STARTED),
        args={"fields": {"priority": 3}},
        me=PAVEL,
        server=BY_PAVEL,
        rows=RELATED,
    ),
    bulk(
        "what a performer hands in together waits in review, and what is not his moves there",
        *(FIRST, SECOND),
        args={"stage_id": key("stage", 5), **END},
        me=PAVEL,
        server=BY_PAVEL,
        rows=CONTROLLED,
    ),
    bulk(
        "what is handed in does not go back without a reason, and the rest moves",
        *(THIRD, FIRST),
        args={"stage_id": DOING, **END},
        rows=CONTROLLED | {"task": [delivered()]},
        undo=BEGUN,
    ),
    bulk("many tasks are thrown away", FIRST, SECOND, args={"verb": "trash"}, **AWAY),
    bulk(
        "many tasks come back from the trash",
        *(FIRST, SECOND),
        args={"verb": "restore"},
        server=("task", *PARTS),
        trashed=[FIRST, SECOND],
    ),
    bulk("many tasks are put away", FIRST, SECOND, args={"verb": "archive"}, **AWAY),
    bulk(
        "many tasks come below another, but not that one itself",
        *(FIRST, SECOND, STARTED),
        args={"fields": {"parent_id": THIRD}},
    ),
    Case(
        "each of many tasks gets its own values and place back",
        "task.bulk",
        {
            "each": [
                {"ids": [THIRD], "stage_id": TODO, "after": FIRST, "before": SECOND},
                {"ids": [STARTED], "fields": {"priority": 4, "due_on": None}, "add_tags": [BUG]},
                {"ids": [FINISHED], "stage_id": TODO, "after": THIRD, "before": SECOND},
            ]
        },
        TOUCHED,
        undo=CLOSED,
    ),
]
