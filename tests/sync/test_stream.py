"""The live hub, spoken to as ASGI, with real Redis and PostgreSQL behind it."""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from redis import Redis

from pm_suite.lib.tenancy import EVERY_TENANT, enter_tenant
from sync.bell import CHANNEL
from sync.journal import record
from sync.live import reads
from sync.live.app import Live, is_stream
from sync.live.frames import Batch
from sync.live.hub import Hub, Listener
from sync.queries import position_of
from tasks.actions.projects import change_project, seat_member, unseat_member
from tasks.actions.tags import create_tag
from tasks.models import ProjectMember
from teams.models import Member
from tests.cast import Cast, assemble
from tests.conftest import browser_of

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
SECONDS = 8


class Stream:
    """One open stream: the status and the events as they come."""

    def __init__(self) -> None:
        self.status = 0
        self.body = b""
        self.gone = asyncio.Event()
        self.changed = asyncio.Event()

    async def receive(self) -> dict[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        self.status = message.get("status", self.status)
        self.body += message.get("body", b"")
        self.changed.set()

    def events(self) -> list[tuple[str, Any]]:
        blocks = self.body.decode().split("\n\n")[:-1]
        lines = [block.split("\n") for block in blocks]
        return [(name[7:], json.loads(data[6:])) for name, data in lines]

    async def until(self, condition: Callable[["Stream"], bool]) -> None:
        async with asyncio.timeout(SECONDS):
            while not condition(self):
                self.changed.clear()
                await self.changed.wait()

    def entries(self) -> list[dict[str, Any]]:
        return [e for name, data in self.events() if name == "delta" for e in data["entries"]]


def request(workspace_id: uuid.UUID, browser: Client, cursor: str = "") -> dict[str, Any]:
    cookie = f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"
    return {
        "type": "http",
        "method": "GET",
        "path": f"/api/sync/v1/{workspace_id}/stream",
        "query_string": f"cursor={cursor}".encode(),
        "headers": [(b"cookie", cookie.encode())],
    }


@asynccontextmanager
async def streams(*scopes: dict[str, Any]) -> AsyncIterator[tuple[Live, list[Stream]]]:
    """A hub with some open streams, each past its first heartbeat or answered otherwise."""
    live = Live()
    opened = [Stream() for _ in scopes]
    jobs = [
        asyncio.create_task(live(scope, stream.receive, stream.send))
        for scope, stream in zip(scopes, opened, strict=True)
    ]
    try:
        for stream in opened:
            await stream.until(lambda s: b"\n\n" in s.body or s.status >= 400)
        await asyncio.sleep(0.3)
        yield live, opened
    finally:
        for stream in opened:
            stream.gone.set()
        await live.stop()
        await asyncio.wait_for(asyncio.gather(*jobs), SECONDS)


def run(story: Callable[[], Awaitable[None]]) -> None:
    """Play an asynchronous story against the database, then let the hub's threads' connections go."""
    try:
        asyncio.run(story())  # type: ignore[arg-type]  # every story is a coroutine function
    finally:
        Redis.from_url(settings.REDIS_URL).flushdb()
        connections.close_all()


async def aside(call: Callable[[], Any]) -> Any:
    """Run a blocking write beside the hub, with a connection that sees all workspaces."""

    def with_connection() -> Any:
        try:
            enter_tenant(EVERY_TENANT)
            return call()
        finally:
            connections.close_all()

    return await asyncio.to_thread(with_connection)


def open_for(cast: Cast, member: Member, workspace_id: uuid.UUID | None = None) -> dict[str, Any]:
    return request(workspace_id or cast.workspace.id, browser_of(member))


def test_change_is_seen_at_once_by_every_reader() -> None:
    cast = assemble()
    scopes = [open_for(cast, cast.olga), open_for(cast, cast.vera)]

    async def story() -> None:
        async with streams(*scopes) as (_, opened):
            await aside(lambda: create_tag(actor=cast.maria, name="live"))
            for stream in opened:
                await stream.until(lambda s: bool(s.entries()))
                assert [entry["patch"]["name"] for entry in stream.entries()] == ["live"]

    run(story)


def test_ranges_on_a_stream_have_no_gap() -> None:
    cast = assemble()
    scope = open_for(cast, cast.olga)

    async def story() -> None:
        async with streams(scope) as (_, [stream]):
            for number in range(6):
                await aside(partial(create_tag, actor=cast.maria, name=f"tag {number}"))
            await stream.until(lambda s: len(s.entries()) == 6)
            deltas = [data for name, data in stream.events() if name == "delta"]
            first = next(data for name, data in stream.events() if name == "hb")
            ends = [first["cursor"], *(data["to"] for data in deltas)]
            assert [data["from"] for data in deltas] == ends[:-1]

    run(story)


def test_change_without_a_bell_is_found_by_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = assemble()
    scope = open_for(cast, cast.olga)

    async def story() -> None:
        async with streams(scope) as (_, [stream]):
            # The bell rings on a Redis that nobody listens to, as after a crash between commit and ring.
            monkeypatch.setattr("sync.bell.CHANNEL", "nobody-listens")
            await aside(lambda: create_tag(actor=cast.maria, name="silent"))
            await stream.until(lambda s: bool(s.entries()))
            assert stream.entries()[0]["patch"]["name"] == "silent"

    run(story)


def test_private_project_sends_no_byte_to_others() -> None:
    cast = assemble()
    change_project(cast.project, actor=cast.maria, fields={"visibility": "private"})
    scopes = [open_for(cast, cast.maria), open_for(cast, cast.pavel)]

    async def story() -> None:
        async with streams(*scopes) as (_, [maria, pavel]):
            await aside(
                lambda: change_project(
                    cast.project, actor=cast.maria, fields={"description": "MARKER-7421"}
                )
            )
            await maria.until(lambda s: b"MARKER-7421" in s.body)
            end = [data["to"] for name, data in maria.events() if name == "delta"][-1]
            await pavel.until(lambda s: end.encode() in s.body)
            assert b"MARKER-7421" not in pavel.body
            assert str(cast.project.id).encode() not in pavel.body

    run(story)


def test_person_shown_out_hears_nothing_more() -> None:
    cast = assemble()
    change_project(cast.project, actor=cast.maria, fields={"visibility": "private"})
    seat = seat_member(cast.project, actor=cast.maria, member=cast.pavel, role="performer")
    scope = open_for(cast, cast.pavel)

    async def story() -> None:
        async with streams(scope) as (_, [pavel]):
            loaded = await aside(
                lambda: ProjectMember.objects.select_related("project", "member").get(id=seat.id)
            )
            await aside(lambda: unseat_member(loaded, actor=cast.maria))
            await pavel.until(lambda s: any(entry["op"] == "S-" for entry in s.entries()))
            await aside(
                lambda: change_project(
                    cast.project, actor=cast.maria, fields={"description": "MARKER-7421"}
                )
            )
            await aside(lambda: create_tag(actor=cast.maria, name="after"))
            await pavel.until(lambda s: b"after" in s.body)
            assert b"MARKER-7421" not in pavel.body

    run(story)


def test_outsider_gets_no_stream() -> None:
    cast = assemble()
    scope = open_for(cast, cast.mallory, cast.workspace.id)

    async def story() -> None:
        async with streams(scope) as (_, [stream]):
            assert stream.status == 403
            assert json.loads(stream.body)["code"] == "wrong_workspace"

    run(story)


def test_nobody_gets_no_stream() -> None:
    cast = assemble()
    scope = open_for(cast, cast.olga)
    scope["headers"] = []

    async def story() -> None:
        async with streams(scope) as (_, [stream]):
            assert stream.status == 401

    run(story)


def test_cursor_of_another_history_is_told_to_start_again() -> None:
    cast = assemble()
    scope = request(cast.workspace.id, browser_of(cast.olga), "00000000.3")

    async def story() -> None:
        async with streams(scope) as (_, [stream]):
            assert stream.status == 410

    run(story)


def test_hub_that_stops_says_when_to_come_back() -> None:
    cast = assemble()
    scope = open_for(cast, cast.olga)

    async def story() -> None:
        async with streams(scope) as (live, [stream]):
            await live.stop()
            await stream.until(lambda s: s.events()[-1][0] == "bye")
            assert stream.events()[-1][1]["retry_ms"] > 0

    run(story)


def test_more_than_fits_in_memory_is_left_to_be_pulled(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = assemble()
    scope = open_for(cast, cast.olga)
    monkeypatch.setattr("sync.live.hub.MAX_BATCH", 3)

    def many() -> None:
        with record(cast.maria):
            for number in range(4):
                create_tag(actor=cast.maria, name=f"tag {number}")

    async def story() -> None:
        async with streams(scope) as (_, [stream]):
            await aside(many)
            await stream.until(lambda s: len(s.events()) > 1)
            (_, first), (name, later) = stream.events()
            assert (name, first["cursor"] != later["cursor"]) == ("hb", True)
            await aside(lambda: create_tag(actor=cast.maria, name="after"))
            await stream.until(lambda s: bool(s.entries()))
            assert [entry["patch"]["name"] for entry in stream.entries()] == ["after"]

    run(story)


def test_odd_words_on_the_bell_stop_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = assemble()
    scope = open_for(cast, cast.olga)
    monkeypatch.setattr("sync.live.hub.LOOK_SECONDS", 600)

    async def story() -> None:
        async with streams(scope) as (_, [stream]):
            Redis.from_url(settings.REDIS_URL).publish(CHANNEL, "no JSON")
            await aside(lambda: create_tag(actor=cast.maria, name="heard"))
            await stream.until(lambda s: bool(s.entries()))

    run(story)


def test_who_comes_as_the_last_one_leaves_still_hears() -> None:
    cast = assemble()

    async def story() -> None:
        hub = Hub(settings.REDIS_URL)
        workspace = str(cast.workspace.id)
        first, second = (Listener(workspace, str(cast.olga.id), lambda: True) for _ in range(2))
        channel = await hub.join(first)
        async with channel.lock:
            joining = asyncio.create_task(hub.join(second))
            await asyncio.sleep(0)
            hub.leave(first)
        joined = await joining
        assert hub.channels[workspace] is joined
        assert second in hub.channels[workspace].listeners
        await reads.let_go()

    run(story)


def test_closed_stream_takes_nothing_more() -> None:
    listener = Listener("workspace", "reader", lambda: False)
    listener.close(b"bye")
    listener.send(b"secret")
    assert listener.pending == [b"bye"]


def test_address_without_a_workspace_is_no_stream() -> None:
    assert not is_stream({"type": "http", "path": f"/api/sync/v1/{'-' * 36}/stream"})
    assert not is_stream({"type": "http", "path": f"/api/sync/v1/{uuid.uuid4()}/stream\n"})


def test_entries_are_filtered_by_the_scopes_held_at_that_point() -> None:
    reader, old, new = str(uuid.uuid4()), str(uuid.uuid4()), str(uuid.uuid4())

    def entry(to: str, op: str = "U", **patch: Any) -> dict[str, Any]:
        model = "scope" if op.startswith("S") else "task"
        return {"scope": to, "model": model, "op": op, "patch": patch}

    batch = Batch.of(
        uuid.uuid4(),
        4,
        9,
        [
            entry(old, title="seen"),
            entry(reader, "S-", scope={"id": old}),
            entry(old, title="hidden"),
            entry(reader, "S+", scope={"id": new}),
            entry(new, title="gained"),
        ],
    )
    frame = batch.frame(reader, {reader, old}).decode()
    assert "seen" in frame
    assert "gained" in frame
    assert "hidden" not in frame


def test_position_names_the_epoch_of_the_database() -> None:
    cast = assemble()
    position = position_of(cast.workspace.id)
    assert position.version > 0
    assert position.floor == 0
