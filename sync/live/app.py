"""The hub as a raw ASGI application: `GET /api/sync/v1/{workspace}/stream?cursor=…`."""

import asyncio
import json
import re
import uuid
from collections.abc import Awaitable, Callable, MutableMapping
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest, parse_cookie
from django.http.request import HttpHeaders

from pm_suite.lib.problems import Problem
from pm_suite.lib.tenancy import across_tenants
from sync.cursor import Reset
from sync.gate import EXPECTED, Reader, pass_gate
from sync.live import reads
from sync.live.hub import Channel, Hub, Listener, heartbeat

Message = MutableMapping[str, Any]  # ASGI's own events
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

HEX = "[0-9a-f]"
STREAM = re.compile(
    rf"/api/sync/v1/({HEX}{{8}}-{HEX}{{4}}-{HEX}{{4}}-{HEX}{{4}}-{HEX}{{12}})/stream\Z"
)


def is_stream(scope: Message) -> bool:
    """Whether a request is for an event stream."""
    return scope["type"] == "http" and STREAM.match(scope["path"]) is not None


class Live:
    """The ASGI application around one hub, which starts with the first request or the server's start."""

    def __init__(self) -> None:
        self.hub = Hub(settings.REDIS_URL)
        self._is_started = False

    def start(self) -> None:
        if not self._is_started:
            self._is_started = True
            self.hub.start()

    async def stop(self) -> None:
        if self._is_started:
            await self.hub.stop()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
            return
        if scope["type"] != "http":
            return
        if scope["path"] == "/livez":
            await answer(send, 200, b"ok", b"text/plain")
            return
        match = STREAM.match(scope["path"])
        if match is None or scope["method"] != "GET":
            await answer_problem(send, Problem("Only streams live here.", status=404))
            return
        self.start()
        await self._stream(scope, receive, send, match[1])

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self.start()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _stream(
        self, scope: Message, receive: Receive, send: Send, workspace_id: str
    ) -> None:
        request = request_of(scope)
        query = parse_qs(scope["query_string"].decode("latin-1"))
        try:
            listener = await reads.in_thread(lambda: admit(request, workspace_id))
            channel = await self.hub.join(listener)
        except Problem as problem:
            await answer_problem(send, problem)
            return
        try:
            check_cursor(query.get("cursor", [""])[0], channel)
            await send({"type": "http.response.start", "status": 200, "headers": STREAM_HEADERS})
            listener.send(heartbeat(channel))
            await pour(listener, receive, send)
        except Problem as problem:
            await answer_problem(send, problem)
        finally:
            self.hub.leave(listener)


STREAM_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-sync-protocol", b"1"),
]


def check_cursor(cursor: str, channel: Channel) -> None:
    """Raise Reset for a cursor of another history; one that is behind is told so by the first heartbeat."""
    epoch = cursor.partition(".")[0]
    if cursor and epoch != channel.epoch[:8]:
        raise Reset()


async def pour(listener: Listener, receive: Receive, send: Send) -> None:
    """Write the listener's frames until either side ends the stream."""
    gone = asyncio.create_task(disconnected(receive))
    gone.add_done_callback(lambda _: listener.awake.set())
    try:
        while not gone.done():
            await listener.awake.wait()
            listener.awake.clear()
            frames, listener.pending = b"".join(listener.pending), []
            if gone.done():
                return
            if frames or listener.is_closed:
                more = not listener.is_closed
                await send({"type": "http.response.body", "body": frames, "more_body": more})
            if listener.is_closed:
                return
    finally:
        gone.cancel()


async def disconnected(receive: Receive) -> None:
    """Return when the browser has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


def request_of(scope: Message) -> HttpRequest:
    """As much of a Django request as the gate needs: the cookies and their session, and whom the browser expects."""
    headers = {
        name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]
    }
    request = HttpRequest()
    request.method = "GET"
    request.path = scope["path"]
    request.COOKIES = parse_cookie(headers.get("cookie", ""))
    if (expected := headers.get(EXPECTED.lower())) is not None:
        request.META[HttpHeaders.to_wsgi_name(EXPECTED)] = expected
    engine = import_module(settings.SESSION_ENGINE)
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    request.session = engine.SessionStore(key)
    return request


def admit(request: HttpRequest, workspace_id: str) -> Listener:
    """The listener that a request opens; raises Problem."""
    reader = enter(request, workspace_id)

    def still_allowed() -> bool:
        try:
            enter(request_again(request), workspace_id)
        except Problem:
            return False
        return True

    return Listener(workspace_id, str(reader.id), still_allowed)


def enter(request: HttpRequest, workspace_id: str) -> Reader:
    """The member who opens the stream; leaves the connection as it was."""
    with across_tenants():
        request.user = get_user(request)
        return pass_gate(request, uuid.UUID(workspace_id))


def request_again(request: HttpRequest) -> HttpRequest:
    """The same request with its session read anew."""
    again = HttpRequest()
    again.method, again.path, again.COOKIES = request.method, request.path, request.COOKIES
    again.META = request.META
    again.session = type(request.session)(request.session.session_key)
    return again


async def answer(send: Send, status: int, body: bytes, content_type: bytes) -> None:
    """Send a short whole answer."""
    headers = [(b"content-type", content_type), (b"x-sync-protocol", b"1")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def answer_problem(send: Send, problem: Problem) -> None:
    """Send a problem+json document."""
    body = json.dumps(problem.as_json()).encode()
    await answer(send, problem.status, body, b"application/problem+json")
