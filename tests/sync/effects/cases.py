"""What is asked in the cases of tests/vectors/effects.json; what comes of it the server says."""

from dataclasses import replace
from typing import Any

from tests.sync.effects.bulk import BULK
from tests.sync.effects.case import (
    BEGUN,
    CLOSED,
    END,
    NEW,
    OTHER_NEW,
    PARTS,
    TOUCHED,
    Case,
)
from tests.sync.effects.checklists import CHECKLISTS
from tests.sync.effects.comments import COMMENTS
from tests.sync.effects.fields import FIELDS
from tests.sync.effects.recurrences import RECURRENCES
from tests.sync.effects.structure import STRUCTURE
from tests.sync.effects.verbs import VERBS
from tests.sync.effects.world import (
    BEFORE,
    BUG,
    DESIGN,
    DOING,
    DONE,
    FINISHED,
    FIRST,
    MARIA,
    PAVEL,
    PROJECT,
    SECOND,
    SHIPPED,
    STARTED,
    THIRD,
    TODO,
    WEB,
    key,
)


def set_task(name: str, id: str = FIRST, **fields: Any) -> Case:
    return Case(name, "task.set", {"id": id, "fields": fields}, TOUCHED)


def move(name: str, id: str, to: str, *, undo: tuple[str, ...] = (), **place: Any) -> Case:
    return Case(name, "task.move", {"id": id, "stage_id": to, **END, **place}, TOUCHED, undo)


def new_task(name: str, stage: str = TODO, **more: Any) -> Case:
    args = {"id": NEW, "project_id": WEB, "stage_id": stage, "title": "New"} | more
    return Case(name, "task.create", args, ("task.number",))


PROJECTS = [
    Case(
        "a project is made with a key and stages of one's own",
        "project.create",
        {"id": NEW, "name": "  New \t site ", "key": "new", "color": "pink"}
        | {"stages": [{"id": OTHER_NEW, "name": "Only", "kind": "todo"}]},
        ("project_member", "stage", "board", "column"),
        undo=("project",),
    ),
    Case(
        "a project is made without a key",
        "project.create",
        {"id": NEW, "name": "Bugs", "visibility": "private", "acceptance": True}
        | {"editing": "related", "description": "All of them \n"},
        ("project.key", "project_member", "stage", "board", "column"),
        undo=("project",),
    ),
    Case(
        "a project is renamed and coloured",
        "project.set",
        {"id": WEB, "fields": {"name": " The  site ", "color": "blue", "acceptance": True}},
    ),
    Case(
        "a project's description loses the space at its end",
        "project.set",
        {"id": WEB, "fields": {"description": "One\r\n  two \n\n"}, "was": {"description": ""}},
    ),
    Case("a project is put away", "project.archive", {"id": WEB}),
    Case(
        "a project is brought back",
        "project.restore",
        {"id": WEB},
        rows={"project": [PROJECT | {"archived_at": BEFORE}]},
        undo=("project.archived_at",),
    ),
]
STAGES = [
    Case(
        "a stage is added at the end",
        "stage.create",
        {"id": NEW, "project_id": WEB, "name": " Q  A ", "kind": "review"},
        ("column",),
    ),
    Case(
        "a stage is added between two",
        "stage.create",
        {"id": NEW, "project_id": WEB, "name": "QA", "kind": "review", "after": DOING}
        | {"before": DONE},
        ("column",),
    ),
    Case(
        "a stage is renamed, and its column with it",
        "stage.set",
        {"id": DOING, "fields": {"name": " In  progress ", "wip_limit": 3, "wip_hard": True}},
    ),
    Case(
        "a stage is renamed whose column has a name of its own",
        "stage.set",
        {"id": TODO, "fields": {"name": "Next", "kind": "backlog"}},
        rows={
            "column": [
                {"id": key("column", 1), "board_id": key("board"), "name": "Soon", "rank": "a0"}
                | {"stage_ids": [TODO], "limit": 4}
            ]
        },
    ),
    Case(
        "a stage is moved to the front", "stage.move", {"id": DONE, "after": None, "before": TODO}
    ),
    Case("a stage is moved to the end", "stage.move", {"id": TODO, **END}),
    Case("an empty stage is removed", "stage.remove", {"id": SHIPPED}, undo=None),
    Case(
        "a stage is removed whose tasks go to another",
        "stage.remove",
        {"id": TODO, "to": DONE},
        undo=None,
    ),
    Case(
        "a stage is removed that shares its column",
        "stage.remove",
        {"id": SHIPPED, "to": TODO},
        undo=None,
        rows={
            "column": [
                {"id": key("column", 4), "board_id": key("board"), "name": "Out", "rank": "a3"}
                | {"stage_ids": [DONE, SHIPPED], "limit": None}
            ]
        },
    ),
    Case(
        "a column is renamed and limited",
        "column.set",
        {"id": key("column", 2), "fields": {"name": " Now ", "limit": 2}},
    ),
    Case(
        "a column is moved behind another",
        "column.move",
        {"id": key("column", 1), "after": key("column", 3), "before": key("column", 4)},
    ),
]
TASKS = [
    new_task("a task is added at the end"),
    new_task("a task is added to an empty stage that is done", SHIPPED),
    new_task("a task is added between two", after=FIRST, before=SECOND, title="  Two \n lines "),
    new_task("a task is added in front", after=None, before=FIRST),
    new_task(
        "a subtask is added with fields and tags",
        parent_id=FIRST,
        tag_ids=[BUG, DESIGN, key("tag", 9)],
        fields={"description": "Text \n", "performer_id": PAVEL, "priority": 0, "estimate": 0.5},
    ),
    new_task("a task is added with a day", fields={"due_on": "2026-12-01"}),
    new_task(
        "a task is added with a time",
        fields={"due_at": "2026-12-01T09:00:00Z", "due_zone": "Europe/Berlin"},
    ),
    set_task("a title is one line without space around it", title=" A \n title  of  words "),
    set_task("a task becomes urgent and important", is_urgent=True, is_important=True),
    set_task("a task gets a colour and hours", color="teal", estimate_hours=6.5),
    set_task("a task loses its colour", color=""),
    set_task("several fields are set at once", performer_id=None, priority=4, estimate=None),
    set_task("a description is written", STARTED, description="Line\r\nline  \n"),
    set_task("a description is emptied", description=" \n "),
    set_task("a day takes the place of a time", SECOND, due_on="2026-12-02"),
    set_task(
        "a time takes the place of a day",
        STARTED,
        due_at="2026-12-02T08:00:00Z",
        due_zone="Asia/Tokyo",
    ),
    set_task("a time is taken away", SECOND, due_at=None, due_zone=None),
    set_task("a day is taken away", STARTED, due_on=None),
    set_task("a task is put below another", STARTED, parent_id=SECOND),
    set_task("a task is taken out of another", THIRD, parent_id=None),
    move("a task is moved to the end of another stage", FIRST, DOING, undo=BEGUN),
    move("a task is moved in front of another", FIRST, DOING, undo=BEGUN, before=STARTED),
    move("a task is moved behind another in its stage", FIRST, TODO, after=SECOND, before=THIRD),
    move("a task is moved to the end of its stage", FIRST, TODO),
    move("a task stays where it is", SECOND, TODO, after=FIRST, before=THIRD),
    move("a task goes next to one that has left", FIRST, DOING, undo=BEGUN, after=key("task", 9)),
    move("a task is done", SECOND, DONE, before=FINISHED),
    move("a task is not done after all", FINISHED, TODO, after=FIRST, undo=CLOSED),
    move("a task that is done stays done in another stage", FINISHED, SHIPPED),
    Case(
        "tags are put on and taken off",
        "task.tag",
        {"id": FIRST, "add": [BUG], "remove": [DESIGN]},
        TOUCHED,
    ),
    Case(
        "a tag that is there, one that nobody knows, and one on both sides",
        "task.tag",
        {"id": FIRST, "add": [DESIGN, key("tag", 9), BUG], "remove": [BUG]},
        TOUCHED,
    ),
    Case(
        "somebody follows a task, and another not any more",
        "task.observe",
        {"id": SECOND, "add": [MARIA], "remove": [PAVEL]},
        TOUCHED,
    ),
    Case(
        "a task is thrown away, and its parts with it",
        "task.trash",
        {"id": FIRST},
        PARTS,
    ),
    Case(
        "a task comes back from the trash with its parts",
        "task.restore",
        {"id": FIRST},
        PARTS,
        trashed=[FIRST],
    ),
]
PARTS_OF_TASKS = [
    Case(
        "a link is added",
        "attachment.add",
        {"id": NEW, "task_id": SECOND, "name": " The  plan ", "url": " https://example.com/b "},
        TOUCHED,
    ),
    Case(
        "a link without a name is called by its address",
        "attachment.add",
        {"id": NEW, "task_id": SECOND, "name": "", "url": "https://example.com/b"},
        TOUCHED,
    ),
    Case(
        "a link is removed",
        "attachment.remove",
        {"id": key("link")},
        TOUCHED,
        ("attachment.created_at",),
    ),
    Case(
        "a file is hung on a task",
        "file.add",
        {"id": NEW, "task_id": SECOND, "name": "sketch 1.png"}
        | {"size": 70, "content_type": "image/png", "width": 4, "height": 3},
        TOUCHED,
    ),
    Case(
        "a file is taken off",
        "attachment.remove",
        {"id": key("link", 2)},
        TOUCHED,
        ("attachment.created_at",),
    ),
]
TAGS = [
    Case("a tag is made", "tag.create", {"id": NEW, "name": " To  be read ", "color": "pink"}),
    Case(
        "a tag is renamed and coloured",
        "tag.set",
        {"id": BUG, "fields": {"name": " Bug  fix ", "color": "amber"}},
    ),
    Case(
        "a tag is made below another",
        "tag.create",
        {"id": NEW, "name": "Logo", "color": "pink", "parent_id": DESIGN},
    ),
    Case("a tag is taken out of another", "tag.set", {"id": BUG, "fields": {"parent_id": None}}),
    Case("a tag is removed from all tasks", "tag.remove", {"id": DESIGN}, undo=None),
]
CONFLICT = key("conflict")


def settle(name: str, kind: str, field: str, mine: Any, **more: Any) -> Case:
    """A conflict of Maria's over a field of the first task, or of what `row` says."""
    row: dict[str, Any] = {
        "id": CONFLICT,
        "model": "task",
        "object_id": FIRST,
        "task_id": FIRST,
        "field": field,
        "kind": kind,
        "mine": mine,
        "theirs": None,
        "base": None,
        "actor_id": PAVEL,
        "edited_at": BEFORE,
        "created_at": BEFORE,
    } | more.pop("row", {})
    args = {"id": CONFLICT, "take": "mine"} | more.pop("args", {})
    case = Case(name, "conflict.resolve", args, TOUCHED, None, rows={"conflict": [row]})
    return replace(case, **more)


COMMENT = {"model": "comment", "object_id": key("comment", 1)}
SITE = {"model": "project", "object_id": WEB, "task_id": None}
TIME = {"due_on": None, "due_at": "2026-12-03T09:00:00.000000Z", "due_zone": "Asia/Tokyo"}
CONFLICTS = [
    settle("the other value is left", "scalar", "title", "A", args={"take": "theirs"}, server=()),
    settle("the own value is taken", "scalar", "title", "Mine", row={"theirs": "First"}),
    settle(
        "a third text is taken",
        "text",
        "description",
        "Mine",
        row={"theirs": "**why**", "base": ""},
        args={"take": "value", "value": "Both \n"},
    ),
    settle("the own due time is taken", "scalar", "due", TIME),
    settle(
        "the own place is taken",
        "placement",
        "placement",
        {"stage_id": DONE, "after": None, "before": FINISHED},
    ),
    settle(
        "the own words of a comment are taken",
        "text",
        "body",
        "Mine",
        row=COMMENT | {"theirs": "Why?", "base": "Who?"},
        server=(),
    ),
    settle("the own name of a project is taken", "scalar", "name", "Mine", row=SITE, server=()),
]
CASES = [
    *PROJECTS,
    *STAGES,
    *TASKS,
    *VERBS,
    *BULK,
    *FIELDS,
    *CHECKLISTS,
    *COMMENTS,
    *STRUCTURE,
    *PARTS_OF_TASKS,
    *TAGS,
    *CONFLICTS,
    *RECURRENCES,
]
