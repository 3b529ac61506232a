"""Server-sent events, and which entries go into whose."""

import json
import uuid
from dataclasses import dataclass
from typing import Any

from sync.cursor import cursor_of
from sync.models import Entry


def event(name: str, data: object) -> bytes:
    """One server-sent event."""
    return f"event: {name}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n".encode()


@dataclass(frozen=True)
class Batch:
    """Committed entries start + 1 to end of a workspace; each is encoded once for all readers."""

    epoch: uuid.UUID | str
    start: int
    end: int
    entries: list[dict[str, Any]]
    encoded: list[str]

    @classmethod
    def of(
        cls, epoch: uuid.UUID | str, start: int, end: int, entries: list[dict[str, Any]]
    ) -> "Batch":
        encoded = [json.dumps(entry, separators=(",", ":")) for entry in entries]
        return cls(epoch, start, end, entries, encoded)

    def frame(self, reader_id: str, scopes: set[str]) -> bytes:
        """The delta event for a reader, whose set of scopes follows the entries as they pass."""
        seen = []
        for entry, text in zip(self.entries, self.encoded, strict=True):
            if entry["scope"] == reader_id and entry["model"] == "scope":
                gained = entry["patch"]["scope"]["id"]
                (scopes.discard if entry["op"] == Entry.Op.LOSE else scopes.add)(gained)
            if entry["scope"] in scopes or entry["scope"] == reader_id:
                seen.append(text)
        start, end = cursor_of(self.epoch, self.start), cursor_of(self.epoch, self.end)
        return (
            f'event: delta\ndata: {{"from":"{start}","to":"{end}",'
            f'"entries":[{",".join(seen)}]}}\n\n'
        ).encode()
