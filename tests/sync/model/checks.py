"""What must hold when everybody has come to rest."""

import json
import uuid
from typing import Any

from django.db import connection

from pm_suite.lib.tenancy import EVERY_TENANT, enter_tenant
from sync import queries
from sync.models import Entry, History, Receipt
from sync.shapes import SHAPES
from teams.models import Member
from tests.sync.model.device import Change, Device, Rows
from tests.sync.model.world import World, head_of, roles_of

STATUSES = {"applied", "merged", "conflict", "refused", "failed"}
EFFECTLESS = {"task.trash", "task.restore", "comment.restore", "comment.react"}
"""They change nothing when it is so already, and then leave no entry."""


def check_replica(device: Device) -> None:
    """The device holds exactly what the server would give its person now."""
    member = device.world.people[device.person]
    roles = roles_of(member)
    assert device.scopes == roles
    if not member.is_active or not roles:
        assert not any(device.rows.values())
        return
    cursor, fresh = fresh_rows(member, [uuid.UUID(scope) for scope in roles])
    assert device.cursor == cursor
    expected = _as_held(fresh, device.opened)
    for model in SHAPES:
        assert device.rows[model] == expected[model], model


def fresh_rows(member: Member, scopes: list[uuid.UUID]) -> tuple[str, Rows]:
    """All rows of some scopes, lazy ones too, with the cursor; nobody writes meanwhile."""
    rows: Rows = {name: {} for name in SHAPES}
    after: uuid.UUID | None = None
    while True:
        page = json.loads(
            queries.bootstrap(member.workspace_id, scopes, lazy=True, after=after).body
        )
        for name, table in page["models"].items():
            for values in table["rows"]:
                row = dict(zip(table["fields"], values, strict=True))
                rows[name][row["id"]] = row
        if page["next"] is None:
            return str(page["cursor"]), rows
        after = uuid.UUID(page["next"])


def _as_held(fresh: Rows, opened: set[str]) -> Rows:
    """The rows that a device with these tasks open holds."""
    held: Rows = {}
    for model, rows in fresh.items():
        shape = SHAPES[model]
        if shape.is_lazy:
            held[model] = {i: row for i, row in rows.items() if row["task_id"] in opened}
            continue
        lazy = {field.name for field in shape.lazy_fields}
        held[model] = {
            i: row if i in opened else {name: row[name] for name in row if name not in lazy}
            for i, row in rows.items()
        }
    return held


def check_journal(world: World) -> None:
    """Versions are contiguous up to the head, and each mutation is one transaction in them at most."""
    head = head_of(world)
    with connection.cursor() as db:
        db.execute(
            "SELECT count(*), min(version), max(version) FROM sync_entry WHERE workspace_id = %s",
            [world.cast.workspace.id],
        )
        count, low, high = db.fetchone()
        db.execute(
            "SELECT client_id, seq FROM sync_entry WHERE workspace_id = %s AND client_id IS NOT NULL"
            " GROUP BY 1, 2 HAVING count(*) FILTER (WHERE is_last) <> 1"
            " OR max(version) - min(version) + 1 <> count(*)",
            [world.cast.workspace.id],
        )
        assert db.fetchall() == [], "a mutation that took effect twice"
    assert (high or head.version) == head.version
    assert count == 0 or (low == high - count + 1 and low <= head.floor + 1)


COUNTERS = """
SELECT t.id FROM tasks_task t WHERE t.workspace_id = %s AND (
    t.comment_count <> (SELECT count(*) FROM tasks_comment p WHERE p.task_id = t.id
                         AND p.removed_at IS NULL)
    OR t.checklist_count <> (SELECT count(*) FROM tasks_checklistitem p WHERE p.task_id = t.id)
    OR t.checklist_done <> (SELECT count(*) FROM tasks_checklistitem p WHERE p.task_id = t.id AND p.is_done))
"""


def check_counters(world: World) -> None:
    """Each part is counted once, in trashed tasks too."""
    enter_tenant(EVERY_TENANT)
    with connection.cursor() as db:
        db.execute(COUNTERS, [world.cast.workspace.id])
        assert db.fetchall() == []


def check_edits(device: Device, changes: list[Change]) -> None:
    """Every edit that somebody made is applied, or in the stash with its reason."""
    enter_tenant(EVERY_TENANT)
    member = device.world.people[device.person]
    keys = {f"mutation:{change.id}": change for change in changes}
    receipts = {
        receipt.key: receipt
        for receipt in Receipt.objects.filter(member_id=member.id, key__in=list(keys))
    }
    floor = head_of(device.world).floor
    assert {receipt.status for receipt in receipts.values()} <= STATUSES
    for key, change in keys.items():
        receipt = receipts.get(key)
        stashed = device.stash.get(change.id)
        if receipt is None or receipt.status in {"refused", "failed"}:
            assert stashed is not None, f"{change.name} is lost: {change.args}"
            assert stashed.code
            assert stashed.detail
        elif receipt.version is None:
            is_known = change.name in EFFECTLESS or is_outrun(change, receipt)
            assert is_known, f"{change} left no entry"
        elif receipt.version > floor:
            check_applied(change, receipt)


def is_outrun(change: Change, receipt: Receipt) -> bool:
    """An order within a stage is dropped when others have taken the task to another stage meanwhile."""
    words = {"object_id": change.args["id"], "patch__has_key": "stage_id"}
    return change.name == "task.move" and any(
        model.objects.filter(**words).exclude(client_id=receipt.client_id).exists()
        for model in (Entry, History)
    )


WRITTEN = ("title", "body", "text")


def check_applied(change: Change, receipt: Receipt) -> None:
    """The journal holds the change's values under its name, or the conflicts that it made hold them."""
    entries = list(Entry.objects.filter(client_id=receipt.client_id, seq=receipt.seq))
    assert entries, change
    found = {
        name: value
        for entry in entries
        if str(entry.object_id) == change.args["id"]
        for name, value in entry.patch.items()
    }
    wanted: dict[str, Any] = dict(change.args.get("fields", {}))
    wanted |= {name: change.args[name] for name in WRITTEN if name in change.args}
    for name, value in wanted.items():
        if found.get(name) != value and not is_merged(receipt, value, found.get(name)):
            assert is_kept(receipt, name, value), f"{change.name} {name}: {value} is lost"
    if change.name == "task.move" and "rank" not in found:
        assert is_kept(receipt, "placement", None)


def is_merged(receipt: Receipt, value: Any, found: Any) -> bool:
    """What the person added last stands in the text that came of it."""
    return isinstance(found, str) and str(value).splitlines()[-1] in found


def is_kept(receipt: Receipt, name: str, value: Any) -> bool:
    """The value that lost is, or was before its person settled it, a conflict of that field."""
    ids = receipt.result.get("conflicts", [])
    name = "due" if name.startswith("due_") else name
    kept = Entry.objects.filter(
        workspace_id=receipt.workspace_id, model="conflict", object_id__in=ids, op__in=["I", "U"]
    )
    mine = [entry.patch["mine"] for entry in kept if entry.patch.get("field", name) == name]
    if name == "due":
        return any(value in due.values() for due in mine)
    return bool(mine) if value is None else value in mine
