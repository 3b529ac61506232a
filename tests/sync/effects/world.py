"""The rows that every case of tests/vectors/effects.json begins with, and how they come into the database."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, Model
from django.utils.dateparse import parse_datetime

from boards.models import BoardProject, ColumnStage
from pm_suite.lib.tenancy import EVERY_TENANT, enter_tenant
from sync.actions import open_journal, open_scope
from sync.journal import record
from sync.models import Scope
from sync.shapes import SHAPES
from tasks.actions.recurring import template_of
from tasks.models import (
    Comment,
    Project,
    Recurrence,
    StoredFile,
    Task,
    TaskHelper,
    TaskObserver,
    TaskTag,
)
from teams.audiences import reseat
from teams.models import Member
from tests.cast import make_user

Row = dict[str, Any]
Rows = dict[str, list[Row]]
KINDS = (
    "workspace member tag project seat stage board column task item comment link new conflict list"
    " reaction tie field option"
)


def key(kind: str, number: int = 1) -> str:
    """A fixed id that tells what it is the id of."""
    high, low = divmod(KINDS.split().index(kind) + 1, 16)
    return f"01900000-0000-7000-8000-00000000{high:x}0{low:x}{number:x}"


BEFORE = "2026-11-20T08:30:00.000000Z"
MARIA, PAVEL, VERA = (key("member", n) for n in (1, 2, 3))
DESIGN, BUG = key("tag", 1), key("tag", 2)
WEB = key("project")
TODO, DOING, DONE, SHIPPED = (key("stage", n) for n in (1, 2, 3, 4))
BUDGET, PHASE = key("field", 1), key("field", 2)
DRAFT, FINAL = key("option", 1), key("option", 2)
FIRST, SECOND, THIRD, STARTED, FINISHED = (key("task", n) for n in (1, 2, 3, 4, 5))
TASK: Row = {
    "project_id": WEB,
    "parent_id": None,
    "priority": None,
    "is_urgent": False,
    "is_important": False,
    "estimate": None,
    "estimate_hours": None,
    "color": "",
    "values": {},
    "due_on": None,
    "due_at": None,
    "due_zone": "",
    "author_id": MARIA,
    "performer_id": None,
    "tag_ids": [],
    "observer_ids": [],
    "helper_ids": [],
    "comment_count": 0,
    "checklist_count": 0,
    "checklist_done": 0,
    "attachment_count": 0,
    "child_count": 0,
    "child_done": 0,
    "child_estimate": 0,
    "child_estimate_done": 0,
    "blocked_by": [],
    "has_description": False,
    "created_at": BEFORE,
    "updated_at": BEFORE,
    "updated_by_id": MARIA,
    "read_at": None,
    "started_at": None,
    "planned_on": None,
    "handed_in_at": None,
    "accepted_at": None,
    "accepted_by_id": None,
    "rework_count": 0,
    "done_at": None,
    "cancelled_at": None,
    "archived_at": None,
    "recurrence_id": None,
    "description": "",
}
PROJECT: Row = {
    "id": WEB,
    "key": "WEB",
    "name": "Website",
    "description": "",
    "color": "grey",
    "visibility": "workspace",
    "acceptance": False,
    "editing": "everyone",
    "progress": "count",
    "archived_at": None,
    "created_at": BEFORE,
}


def _task(id: str, number: int, stage: str, rank: str, title: str, **more: Any) -> Row:
    named = {"id": id, "number": number, "stage_id": stage, "rank": rank, "title": title}
    return TASK | named | more


def _option(id: str, name: str, color: str) -> Row:
    return {"id": id, "name": name, "color": color}


def _stage(id: str, name: str, kind: str, rank: str) -> Row:
    row = {"id": id, "project_id": WEB, "name": name, "kind": kind, "rank": rank}
    return row | {"wip_limit": None, "wip_hard": False}


def _column(number: int, name: str, rank: str) -> Row:
    row = {"id": key("column", number), "board_id": key("board"), "name": name, "rank": rank}
    return row | {"stage_ids": [key("stage", number)], "limit": None}


def _line(number: int, text: str, rank: str, **more: Any) -> Row:
    row: Row = {"id": key("item", number), "task_id": FIRST, "checklist_id": key("list", 1)}
    row |= {"text": text, "rank": rank, "is_done": False, "performer_id": None, "due_on": None}
    return row | more


STAGES = [(1, "To do", "todo"), (2, "Doing", "doing"), (3, "Done", "done"), (4, "Shipped", "done")]
WORLD: Rows = {
    "workspace": [{"id": key("workspace"), "name": "Acme", "slug": "acme"}],
    "member": [
        {"id": id, "name": name, "role": role, "is_active": True, "is_placeholder": False}
        for id, name, role in (
            (MARIA, "Maria", "manager"),
            (PAVEL, "Pavel", "performer"),
            (VERA, "Vera", "observer"),
        )
    ],
    "tag": [
        {"id": DESIGN, "name": "design", "color": "teal", "parent_id": None},
        {"id": BUG, "name": "bug", "color": "red", "parent_id": DESIGN},
    ],
    "project": [PROJECT],
    "custom_field": [
        {"id": BUDGET, "project_id": WEB, "name": "Budget", "kind": "money", "options": []}
        | {"currency": "USD", "on_card": True, "rank": "a0"},
        {"id": PHASE, "project_id": WEB, "name": "Phase", "kind": "choice"}
        | {"options": [_option(DRAFT, "Draft", "grey"), _option(FINAL, "Final", "green")]}
        | {"currency": "", "on_card": False, "rank": "a1"},
    ],
    "project_member": [
        {"id": key("seat", n), "project_id": WEB, "member_id": key("member", n), "role": role}
        for n, role in ((1, "lead"), (2, "performer"), (3, "observer"))
    ],
    "stage": [_stage(key("stage", n), name, kind, f"a{n - 1}") for n, name, kind in STAGES],
    "board": [
        {
            "id": key("board"),
            "project_id": WEB,
            "project_ids": [WEB],
            "name": "Website",
            "rank": "a0",
        }
    ],
    "column": [_column(n, name, f"a{n - 1}") for n, name, _ in STAGES],
    "task": [
        _task(FIRST, 1, TODO, "a0", "First", tag_ids=[DESIGN], performer_id=PAVEL)
        | {"comment_count": 2, "checklist_count": 3, "checklist_done": 1, "attachment_count": 2}
        | {"description": "**why**", "has_description": True, "priority": 2, "estimate": 3.5}
        | {"child_count": 1, "values": {BUDGET: 1200.5}},
        _task(SECOND, 2, TODO, "a1", "Second", tag_ids=[DESIGN, BUG], observer_ids=[PAVEL])
        | {"due_at": "2026-12-01T09:00:00.000000Z", "due_zone": "Asia/Kathmandu"},
        _task(THIRD, 3, TODO, "a2", "Third", parent_id=FIRST),
        _task(STARTED, 4, DOING, "a0", "Started", due_on="2026-12-24")
        | {"started_at": BEFORE, "performer_id": PAVEL},
        _task(FINISHED, 5, DONE, "a0", "Finished", done_at=BEFORE) | {"handed_in_at": BEFORE},
    ],
    "checklist": [
        {"id": key("list", 1), "task_id": FIRST, "name": "Before", "rank": "a0"},
        {"id": key("list", 2), "task_id": FIRST, "name": "", "rank": "a1"},
    ],
    "checklist_item": [
        _line(1, "One", "a0", is_done=True),
        _line(2, "Two", "a1", performer_id=PAVEL, due_on="2026-12-24"),
        _line(3, "Far", "a0", checklist_id=key("list", 2)),
    ],
    "comment": [
        {"id": key("comment", 1), "task_id": FIRST, "author_id": MARIA, "body": "Why?"}
        | {"reply_to_id": None, "created_at": BEFORE, "edited_at": None, "mark": ""},
        {"id": key("comment", 2), "task_id": FIRST, "author_id": PAVEL, "body": "So."}
        | {"reply_to_id": key("comment", 1), "created_at": BEFORE, "edited_at": None}
        | {"mark": ""},
    ],
    "reaction": [
        {"id": key("reaction", n), "task_id": FIRST, "comment_id": key("comment", 2)}
        | {"member_id": member, "emoji": "👍"}
        for n, member in ((1, MARIA), (2, PAVEL))
    ],
    "attachment": [
        {"id": key("link"), "task_id": FIRST, "name": "Brief"}
        | {"kind": "link", "url": "https://example.com/a", "created_at": BEFORE}
        | {"size": None, "content_type": "", "width": None, "height": None},
        {"id": key("link", 2), "task_id": FIRST, "name": "plan.png"}
        | {"kind": "file", "url": "", "created_at": BEFORE}
        | {"size": 70, "content_type": "image/png", "width": 4, "height": 3},
    ],
}
SETS: dict[tuple[str, str], tuple[type[Model], str, str]] = {
    ("task", "tag_ids"): (TaskTag, "task_id", "tag_id"),
    ("task", "observer_ids"): (TaskObserver, "task_id", "member_id"),
    ("task", "helper_ids"): (TaskHelper, "task_id", "member_id"),
    ("board", "project_ids"): (BoardProject, "board_id", "project_id"),
    ("column", "stage_ids"): (ColumnStage, "column_id", "stage_id"),
}


def with_rows(world: Rows, changed: Mapping[str, list[Row]]) -> Rows:
    """The world with some rows in the place of those of the same id, or beside them."""
    rows = {model: {row["id"]: row for row in table} for model, table in world.items()}
    for model, table in changed.items():
        rows.setdefault(model, {}).update({row["id"]: row for row in table})
    return {model: list(table.values()) for model, table in rows.items()}


def load(rows: Rows, *, trashed: list[str]) -> dict[str, Member]:
    """Put the rows into an empty database, some tasks in the trash and some comments removed; gives the members."""
    enter_tenant(EVERY_TENANT)
    workspace_id = rows["workspace"][0]["id"]
    open_journal(workspace_id)
    open_scope(workspace_id, workspace_id, Scope.Kind.WORKSPACE)
    for name in SHAPES:
        for row in rows.get(name, ()):
            _insert(name, row, workspace_id)
    for link in rows.get("task_link", ()):
        Task.objects.filter(id=link["task_id"]).update(link_count=F("link_count") + 1)
    for recurrence in Recurrence.objects.all():
        recurrence.template = template_of(recurrence.task, recurrence.zone)
        recurrence.save(update_fields=["template"])
    Task.objects.filter(id__in=trashed).update(trashed_at=moment(BEFORE))
    Comment.objects.filter(id__in=trashed).update(removed_at=moment(BEFORE))
    for project in rows["project"]:
        open_scope(workspace_id, project["id"], Scope.Kind.PROJECT)
        Project.objects.filter(id=project["id"]).update(last_number=len(rows["task"]))
    members = {str(member.id): member for member in Member.objects.select_related("workspace")}
    _stored(key("new"), workspace_id)
    with record(members[MARIA]) as journal:
        for member in members.values():
            reseat(journal, member)
    return members


def _insert(name: str, row: Row, workspace_id: str) -> None:
    model = SHAPES[name].model
    columns = {field.attname for field in model._meta.concrete_fields}
    values = {column: row[column] for column in columns & row.keys()}
    if name != "workspace":
        values["workspace_id"] = workspace_id
    if name == "member":
        values["user"] = make_user(row["name"])
    if row.get("kind") == "file":
        values["file"] = _stored(row["id"], workspace_id, task_id=row["task_id"])
    if name == "task_seen":
        values["member_id"] = MARIA
    if name == "recurrence":
        values |= {"author_id": MARIA, "next_occurs_on": row["next_on"]}
    if name == "conflict":
        values |= {"member_id": MARIA, "scope_id": WEB}
    for column in values:
        if column.endswith("_at") and values[column]:
            values[column] = moment(values[column])
    model(**values).save(force_insert=True)
    for (owner, field), (link, to_owner, to_element) in SETS.items():
        for element in row[field] if owner == name else ():
            ids = {to_owner: row["id"], to_element: element}
            link(workspace_id=workspace_id, **ids).save(force_insert=True)


def _stored(id: str, workspace_id: str, **more: Any) -> StoredFile:
    """A file that Maria has sent; nobody reads its bytes."""
    told = {"size": 70, "content_type": "image/png", "width": 4, "height": 3}
    stored = StoredFile(
        id=id,
        workspace_id=workspace_id,
        member_id=MARIA,
        path=id,
        created_at=moment(BEFORE),
        **told,
    )
    for name, value in more.items():
        setattr(stored, name, value)
    stored.save(force_insert=True)
    return stored


def moment(text: str) -> datetime:
    found = parse_datetime(text)
    assert found is not None
    return found
