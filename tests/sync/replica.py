"""A browser's copy of the world, kept by the protocol's rules alone: snapshots and entries."""

import json
import uuid
from typing import Any
from unittest.mock import patch

from sync import folding, queries
from sync.shapes import SHAPES
from teams.models import Member

Rows = dict[str, dict[str, dict[str, Any]]]
"""model → id → row"""


def snapshot(member: Member) -> tuple[str, Rows]:
    """The cursor and all rows, lazy ones too, that the member reads now."""
    scopes = [uuid.UUID(scope["id"]) for scope in queries.held_scopes(member.id)]
    return of_scopes(member, scopes)


def of_scopes(member: Member, scopes: list[uuid.UUID]) -> tuple[str, Rows]:
    document = json.loads(queries.bootstrap(member.workspace_id, scopes, lazy=True).body)
    rows: Rows = {name: {} for name in SHAPES}
    for name, table in document["models"].items():
        for values in table["rows"]:
            row = dict(zip(table["fields"], values, strict=True))
            rows[name][row["id"]] = row
    return document["cursor"], rows


def missed(member: Member, cursor: str) -> tuple[str, list[dict[str, Any]]]:
    """The new cursor and every entry since the old one, page by page."""
    entries: list[dict[str, Any]] = []
    while page := queries.pull(member.workspace_id, member.id, cursor):
        entries += json.loads(page["entries"])
        cursor = page["to"]
    return cursor, entries


def missed_folded(member: Member, cursor: str) -> tuple[str, list[dict[str, Any]]]:
    """The same as one folded answer, however little was missed."""
    with patch.object(folding, "FOLD_AT", 0):
        answer = folding.catch_up(member.workspace_id, member.id, cursor)
    if answer is None or "folded" not in answer:
        return missed(member, cursor)
    return answer["to"], json.loads(answer["entries"])


class Replica:
    """One member's copy, kept by entries or by folded answers."""

    def __init__(self, member: Member, *, is_folded: bool = False) -> None:
        self.member = member
        self.read = missed_folded if is_folded else missed
        self.cursor, self.rows = snapshot(member)
        self.since: dict[str, int] = {}

    def catch_up(self) -> list[dict[str, Any]]:
        """Apply what was missed and give the entries."""
        self.cursor, entries = self.read(self.member, self.cursor)
        for entry in entries:
            self.apply(entry)
        return entries

    def apply(self, entry: dict[str, Any]) -> None:
        if entry["v"] <= self.since.get(entry["scope"], 0):
            return
        table = self.rows.get(entry["model"], {})
        match entry["op"]:
            case "I":
                table[entry["id"]] = dict(entry["patch"])
            case "U":
                if entry["id"] in table:
                    table[entry["id"]] |= entry["patch"]
            case "X" | "D":
                table.pop(entry["id"], None)
                self._drop_parts(entry)
            case "S+":
                self._gain(entry["patch"]["scope"]["id"])
            case "S-":
                self._lose(entry["patch"]["scope"]["id"])

    def _drop_parts(self, entry: dict[str, Any]) -> None:
        for name, shape in SHAPES.items():
            if shape.parent == f"{entry['model']}_id":
                kept = self.rows[name].items()
                self.rows[name] = {i: r for i, r in kept if r[shape.parent] != entry["id"]}

    def _gain(self, scope: str) -> None:
        held = {one["id"] for one in queries.held_scopes(self.member.id)}
        if scope not in held:
            return
        cursor, rows = of_scopes(self.member, [uuid.UUID(scope)])
        self.since[scope] = int(cursor.partition(".")[2])
        for name, table in rows.items():
            self.rows[name] |= table

    def _lose(self, scope: str) -> None:
        projects = self.rows["project"].pop(scope, None)
        if projects is None:
            return
        tasks = {i for i, row in self.rows["task"].items() if row["project_id"] == scope}
        boards = {i for i, row in self.rows["board"].items() if row["project_id"] == scope}
        for table in self.rows.values():
            for key, row in list(table.items()):
                owners = {row.get("project_id"), row.get("task_id"), row.get("board_id")}
                if owners & ({scope} | tasks | boards):
                    del table[key]
