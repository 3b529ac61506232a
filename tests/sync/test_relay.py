"""Streams held by the live process pass through the web process's port, byte by byte."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import uvicorn

from sync.live.app import Live
from sync.live.relay import relay
from tasks.actions.tags import create_tag
from tests.cast import assemble
from tests.sync.test_stream import SECONDS, Stream, aside, open_for, run

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


@asynccontextmanager
async def live_process(socket: Path) -> AsyncIterator[Live]:
    """The hub behind a unix socket, as `make run` starts it."""
    live = Live()
    config = uvicorn.Config(live, uds=str(socket), log_level="warning", lifespan="on")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.02)
    try:
        yield live
    finally:
        server.should_exit = True
        await asyncio.wait_for(serving, SECONDS)


def test_stream_passes_through_and_ends_with_the_hub(tmp_path: Path) -> None:
    cast = assemble()
    scope, socket = open_for(cast, cast.olga), tmp_path / "live"

    async def story() -> None:
        stream = Stream()
        async with live_process(socket) as live:
            passing = asyncio.create_task(relay(str(socket), scope, stream.receive, stream.send))
            await stream.until(lambda s: b"event: hb" in s.body)
            await aside(lambda: create_tag(actor=cast.maria, name="relayed"))
            await stream.until(lambda s: bool(s.entries()))
            await live.stop()
            await asyncio.wait_for(passing, SECONDS)
        assert stream.status == 200
        assert stream.entries()[0]["patch"]["name"] == "relayed"
        assert stream.events()[-1][0] == "bye"

    run(story)


def test_refusal_of_the_hub_passes_through(tmp_path: Path) -> None:
    cast = assemble()
    scope, socket = open_for(cast, cast.mallory, cast.workspace.id), tmp_path / "live"

    async def story() -> None:
        stream = Stream()
        async with live_process(socket):
            await relay(str(socket), scope, stream.receive, stream.send)
        assert stream.status == 403
        assert json.loads(stream.body)["code"] == "wrong_workspace"

    run(story)


def test_browser_is_told_to_come_back_while_the_hub_is_away(tmp_path: Path) -> None:
    cast = assemble()
    scope = open_for(cast, cast.olga)

    async def story() -> None:
        stream = Stream()
        await relay(str(tmp_path / "nobody"), scope, stream.receive, stream.send)
        assert stream.status == 503
        assert json.loads(stream.body)["code"] == "live_away"

    run(story)
