"""Browsers that go away with what they saw, and come back with what was done in them."""

from datetime import timedelta
from typing import Any

from django.db.models import F

from pm_suite.lib.ids import new_id
from sync.cursor import cursor_of
from sync.models import Entry
from sync.queries import position_of
from tasks.models import Stage, Task
from teams.models import Member
from tests.cast import Cast
from tests.conftest import browser_of

HOUR = timedelta(hours=1)
NOW = timedelta(0)


def pass_time(span: timedelta) -> None:
    """Let everything that is in the journal have happened longer ago."""
    Entry.objects.update(at=F("at") - span, recorded_at=F("recorded_at") - span)


class Browser:
    """A browser of a member, that stands where it last looked."""

    def __init__(self, cast: Cast, member: Member, *, schema: int = 2) -> None:
        self.member, self.schema = member, schema
        self.client_id, self.seq = new_id(), 0
        self.http = browser_of(member)
        self.url = f"/api/sync/v1/{member.workspace_id}/push"
        self.base: Any = ""
        self.look()

    def look(self) -> None:
        """Read everything there is."""
        head = position_of(self.member.workspace_id)
        self.base = cursor_of(head.epoch, head.version)

    def send(self, *queue: dict[str, Any]) -> Any:
        body = {"client": str(self.client_id), "schema": self.schema, "mutations": list(queue)}
        return self.http.post(self.url, body, content_type="application/json")

    def item(self, name: str, ago: timedelta = NOW, /, **args: Any) -> dict[str, Any]:
        """A mutation made some time ago, on top of what the browser saw."""
        self.seq += 1
        made = {"seq": self.seq, "id": str(new_id()), "name": name, "args": args}
        return made | {"base": self.base, "age_ms": int(ago.total_seconds() * 1000)}

    def push(self, name: str, ago: timedelta = NOW, /, **args: Any) -> dict[str, Any]:
        """Send one, and give its result."""
        answer = self.send(self.item(name, ago, **args))
        assert answer.status_code == 200, answer.content
        result: dict[str, Any] = answer.json()["results"][0]
        return result

    def set(self, task: Task, ago: timedelta = NOW, **fields: Any) -> dict[str, Any]:
        return self.push("task.set", ago, id=str(task.id), fields=fields)

    def describe(
        self, task: Task, text: str, *, was: str | None, ago: timedelta = NOW
    ) -> dict[str, Any]:
        began = {} if was is None else {"was": {"description": was}}
        return self.push("task.set", ago, id=str(task.id), fields={"description": text}, **began)

    def move(
        self, task: Task, stage: Stage, ago: timedelta = NOW, *, after: Task | None = None
    ) -> dict[str, Any]:
        place = {"after": str(after.id) if after else None, "before": None}
        return self.push("task.move", ago, id=str(task.id), stage_id=str(stage.id), **place)
