"""A browser by docs/protocol.md alone, in Python: what it keeps, and what it does at every answer of the server.

It shows nothing, so it needs no overlay: `rows` are what the server has said, `queue` what it has not answered yet.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sync.audit import model_hash
from sync.shapes import SHAPES
from tests.sync.model.world import STRANGE, Clock, World, ask, scopes_of

Rows = dict[str, dict[str, dict[str, Any]]]
KEPT = timedelta(hours=72)
WORKSPACE_MODELS = {"workspace", "member", "tag"}


@dataclass
class Change:
    """A mutation of the queue."""

    seq: int
    id: str
    name: str
    args: dict[str, Any]
    base: str
    made_at: timedelta
    age_error_ms: int = 0
    answered_at: timedelta | None = None


@dataclass
class Refusal:
    """What came to the stash, and why."""

    change: Change
    code: str
    detail: str


class Lost(Exception):
    """The scopes changed while they were loaded: begin again."""


@dataclass
class Device:
    """One browser of one person."""

    world: World
    clock: Clock
    person: str
    id: str
    schema: int = 2
    rows: Rows = field(default_factory=lambda: {name: {} for name in SHAPES})
    scopes: dict[str, str] = field(default_factory=dict)
    """The scopes whose rows it holds, with the person's role."""
    since: dict[str, int] = field(default_factory=dict)
    opened: set[str] = field(default_factory=set)
    """The tasks whose lazy parts it holds."""
    cursor: str = ""
    next_seq: int = 1
    queue: list[Change] = field(default_factory=list)
    acknowledged: list[Change] = field(default_factory=list)
    stash: dict[str, Refusal] = field(default_factory=dict)
    results: dict[str, dict[str, Any]] = field(default_factory=dict)
    """The answer to each of its mutations, by the mutation's id."""
    sent: list[tuple[str, dict[str, Any], Any]] = field(default_factory=list)
    """Every push with the answer it got, for sending it again."""
    is_revoked: bool = False
    age_error_ms: int = 0
    between_pages: Callable[[], None] = lambda: None

    # What a person does

    def edit(self, name: str, args: dict[str, Any]) -> Change:
        """Queue a mutation; it is on the device from now on."""
        change = Change(
            seq=self.next_seq,
            id=self.clock.new_id(),
            name=name,
            args=args,
            base=self.cursor,
            made_at=self.clock.elapsed,
            age_error_ms=self.age_error_ms,
        )
        self.next_seq += 1
        self.queue.append(change)
        return change

    def copy_profile(self) -> "Device":
        """A second browser that begins with everything this one has, its id too."""
        twin = copy.copy(self)
        for name in ("rows", "scopes", "since", "opened", "queue", "acknowledged", "stash"):
            setattr(twin, name, copy.deepcopy(getattr(self, name)))
        twin.results, twin.sent = dict(self.results), []
        return twin

    def text_of(self, model: str, key: str, field_name: str) -> str | None:
        """A long text as the person sees it before writing: the newest of the own queue, else the server's."""
        for change in reversed(self.queue):
            texts = change.args.get("fields", {})
            if change.args["id"] == key and field_name in texts:
                return str(texts[field_name])
        text = self.rows[model].get(key, {}).get(field_name)
        return None if text is None else str(text)

    # Coming online

    def _greeting(self) -> dict[str, Any]:
        return {"client": self.id, "schema": self.schema, "cursor": self.cursor}

    def connect(self) -> None:
        """Say who it is; take the snapshot when the cursor cannot be followed; send again what was lost."""
        status, session = self._call("POST", "session", self._greeting())
        if status == 403:
            self._revoked(session)
            return
        assert status == 200, session
        self.is_revoked = False
        self._send_again_after(session["last_seq"])
        if not self.cursor or self.cursor.partition(".")[0] != session["epoch"][:8]:
            self.load()

    def load(self) -> None:
        """Take the whole snapshot anew, page by page; the queue stays."""
        for _ in range(6):
            status, session = self._call("POST", "session", self._greeting())
            if status == 403:
                self._revoked(session)
                return
            self.rows = {name: {} for name in SHAPES}
            self.opened, self.since = set(), {}
            self.scopes = {scope["id"]: scope["role"] for scope in session["scopes"]}
            ready = [[scope["id"]] for scope in session["scopes"] if "segment" in scope]
            others = [scope["id"] for scope in session["scopes"] if "segment" not in scope]
            try:
                stands = [self._fetch(scopes) for scopes in (others, *ready)]
            except Lost:
                continue
            self.cursor = min(stands, key=version_in)
            return
        raise AssertionError("The scopes never stood still.")

    def _fetch(self, scopes: list[str]) -> str:
        """Load scopes page by page; gives the cursor from which to pull: that of the first page."""
        query = "&".join(f"scope={scope}" for scope in scopes)
        first, after = "", ""
        while True:
            status, page = self._call("GET", f"bootstrap?{query}{after}")
            if status in {403, 404}:
                raise Lost
            assert status == 200, page
            first = self._cursor_of_pages(first, page["cursor"])
            for model, table in page["models"].items():
                for values in table["rows"]:
                    row = dict(zip(table["fields"], values, strict=True))
                    self.rows[model][row["id"]] = row
            if page["next"] is None:
                break
            after = f"&after={page['next']}"
            self.between_pages()
        self.since |= dict.fromkeys(scopes, version_in(first))
        return first

    def _cursor_of_pages(self, first: str, this: str) -> str:
        return first or this

    def _send_again_after(self, last_seq: int) -> None:
        """Put what was acknowledged above the server's last seq in front of the queue: it has been lost there."""
        lost = [one for one in self.acknowledged if one.seq > last_seq]
        self.acknowledged = [one for one in self.acknowledged if one.seq <= last_seq]
        self.queue = lost + self.queue
        if self.queue and self.queue[0].seq > last_seq + 1:
            self._take_new_id()

    def _take_new_id(self) -> None:
        self.id = self.clock.new_id()
        self.acknowledged = []
        for seq, change in enumerate(self.queue, start=1):
            change.seq = seq
        self.next_seq = len(self.queue) + 1

    def _revoked(self, problem: dict[str, Any]) -> None:
        """No member any more: the own edits are kept with the reason, everything else goes."""
        assert problem["code"] == "wrong_workspace", problem
        for change in self.queue:
            self.stash[change.id] = Refusal(change, problem["code"], problem["detail"])
        self.queue, self.acknowledged = [], []
        self._take_new_id()
        self.rows = {name: {} for name in SHAPES}
        self.scopes, self.since, self.opened = {}, {}, set()
        self.cursor, self.is_revoked = "", True

    # Sending

    def push(self, count: int = 100, *, loses_answer: bool = False) -> None:
        """Send the head of the queue; an answer that is lost leaves everything as it was."""
        batch = self.queue[:count]
        if not batch or self.is_revoked:
            return
        body = {
            "client": self.id,
            "schema": self.schema,
            "mutations": [self._spell(one) for one in batch],
        }
        status, answer = self._call("POST", "push", body)
        self.sent.append((self.person, body, answer if status == 200 else None))
        if loses_answer:
            return
        if status == 200:
            for result in answer["results"]:
                self._settle(result)
        elif status == 403:
            self._revoked(answer)
        elif status == 409 and answer["code"] == "seq_gap":
            self._send_again_after(answer["last_seq"])
        elif status == 409:
            assert answer["code"] == "client_forked", answer
            self._take_new_id()
        else:
            raise AssertionError(f"{status}: {answer}")

    def _spell(self, change: Change) -> dict[str, Any]:
        age = (self.clock.elapsed - change.made_at) / timedelta(milliseconds=1)
        return {
            "seq": change.seq,
            "id": change.id,
            "name": change.name,
            "args": change.args,
            "base": change.base,
            "age_ms": int(age) + change.age_error_ms,
        }

    def _settle(self, result: dict[str, Any]) -> None:
        change = self.queue.pop(0)
        assert change.seq == result["seq"]
        change.answered_at = self.clock.elapsed
        self._keep(change)
        self.results[change.id] = result
        if result["status"] in {"refused", "failed"}:
            self.stash[change.id] = Refusal(change, result["code"], result["detail"])
        else:
            self.stash.pop(change.id, None)

    def _keep(self, change: Change) -> None:
        oldest = self.clock.elapsed - KEPT
        kept = [one for one in self.acknowledged if (one.answered_at or KEPT) >= oldest]
        self.acknowledged = [*kept, change]

    # Reading

    def pull(self, limit: int = 1000, pages: int = 1000) -> None:
        """Take what was missed, at most so many pages of it."""
        for _ in range(pages):
            if self.is_revoked or not self.cursor:
                return
            status, page = self._call("POST", "pull", {"cursor": self.cursor, "limit": limit})
            if status == 204:
                return
            if status == 410:
                self.connect()
                self.load()
                continue
            if status == 403:
                self._revoked(page)
                return
            assert status == 200, page
            assert page["from"] == self.cursor
            held = scopes_of(self.world.people[self.person])
            for entry in page["entries"]:
                assert entry["scope"] in held, f"an entry of a foreign scope: {entry}"
                self._apply(entry)
            self.cursor = page["to"]

    def prove(self) -> bool:
        """Compare with the server's audit; where rows differ everything is loaded again. Whether they were equal."""
        if self.is_revoked:
            return True
        query = "&".join(f"scope={scope}" for scope in self.scopes)
        status, audit = self._call("GET", f"audit?{query}")
        assert status == 200, audit
        assert audit["cursor"] == self.cursor
        for model, told in audit["models"].items():
            names = audit["fields"][model]
            rows = [[row[name] for name in names] for row in self.rows[model].values()]
            if told != {"count": len(rows), "hash": model_hash(rows)}:
                self.load()
                return False
        return True

    def open(self, task: str) -> None:
        """Load the lazy parts of a task."""
        status, answer = self._call("GET", f"object/task/{task}")
        if status != 200:
            assert status in {403, 404}, answer
            return
        if task not in self.rows["task"]:
            return
        self.rows["task"][task] = answer["task"]
        for model in lazy_models():
            self.rows[model] |= {row["id"]: row for row in answer[model]}
        self.opened.add(task)

    def opened_anew(self) -> None:
        """Open again what is open: no audit covers the lazy parts."""
        for task in sorted(self.opened):
            for model in lazy_models():
                kept = self.rows[model].items()
                self.rows[model] = {i: row for i, row in kept if row["task_id"] != task}
            self.opened.discard(task)
            self.open(task)

    def _apply(self, entry: dict[str, Any]) -> None:
        op, scope = entry["op"], entry["scope"]
        # Who comes back finds both in the journal: that even the own scope was lost, and that it is held again.
        if op == "S+":
            self._gain(entry["patch"]["scope"])
        elif op == "S-":
            self._lose(entry["patch"]["scope"]["id"])
        elif op != "H" and scope in self.scopes and entry["v"] > self.since.get(scope, 0):
            self._apply_row(entry)

    def _apply_row(self, entry: dict[str, Any]) -> None:
        model, key, patch = entry["model"], entry["id"], dict(entry["patch"])
        table, shape = self.rows[model], SHAPES[model]
        if entry["op"] in {"X", "D"}:
            table.pop(key, None)
            for part in lazy_models() if model == "task" else ():
                kept = self.rows[part].items()
                self.rows[part] = {i: row for i, row in kept if row["task_id"] != key}
            return
        if shape.is_lazy and (patch | table.get(key, {})).get("task_id") not in self.opened:
            return
        if model == "task" and key not in self.opened:
            for lazy in shape.lazy_fields:
                patch.pop(lazy.name, None)
        if entry["op"] == "I":
            table[key] = patch
        elif key in table:
            table[key] |= patch

    def _gain(self, scope: dict[str, Any]) -> None:
        if scope["id"] in self.scopes:
            self.scopes[scope["id"]] = scope["role"]
            return
        self.scopes[scope["id"]] = scope["role"]
        try:
            self._fetch([scope["id"]])
        except Lost:
            self._lose(scope["id"])  # lost again meanwhile; the entry that says so is on its way

    def _lose(self, scope: str) -> None:
        if self.scopes.pop(scope, None) is None:
            return
        self.since.pop(scope, None)
        self._purge(scope)

    def _purge(self, scope: str) -> None:
        gone = [
            (m, key) for m, rows in self.rows.items() for key in rows if self._is_in(scope, m, key)
        ]
        for model, key in gone:
            del self.rows[model][key]
        self.opened &= self.rows["task"].keys()

    def _is_in(self, scope: str, model: str, key: str) -> bool:
        row = self.rows[model][key]
        if model in WORKSPACE_MODELS:
            return scope == str(self.world.cast.workspace.id)
        if model == "conflict":
            return scope == str(self.world.people[self.person].id)
        if model == "project":
            return scope == key
        if "project_id" in row:
            return bool(scope == row["project_id"])
        parent, name = ("board", "board_id") if model == "column" else ("task", "task_id")
        above = self.rows[parent].get(row[name])
        return above is not None and bool(scope == above["project_id"])

    def _call(self, method: str, call: str, body: Any = None) -> tuple[int, Any]:
        response = ask(self.world.browsers[self.person], method, self.world.url(call), body)
        assert STRANGE.encode() not in response.content, "a row of another workspace"
        return response.status_code, response.json() if response.content else None


def version_in(cursor: str) -> int:
    return int(cursor.partition(".")[2])


def lazy_models() -> list[str]:
    return [name for name, shape in SHAPES.items() if shape.is_lazy]
