"""Long bodies and answers wait on the disk: who sends or reads slowly holds a file, and none of the few threads."""

import asyncio
import json
import tempfile
from collections.abc import Awaitable, Callable, MutableMapping
from typing import IO, Any

Message = MutableMapping[str, Any]  # as ASGI has it
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

SMALL = 64 * 1024
"""Bytes: less than these come in one go anyway."""
IN_MEMORY = 512 * 1024
PIECE = 256 * 1024
AT_ONCE = 64
"""Senders who may be waited for; more are asked to come back."""
SILENCE = 60.0
"""Seconds after which a sender is given up who sends nothing."""


class Gone(Exception):
    """The sender has hung up."""


class Spool:
    """Hands requests to an application when their bodies have come whole, and takes long answers off it at once."""

    def __init__(self, app: App, *, limit: int) -> None:
        self.app, self.limit, self.waiting = app, limit, 0

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        length = _length(headers.get(b"content-length", b""))
        is_known = b"cookie" in headers or b"authorization" in headers
        if length <= SMALL or not is_known:
            # Strangers are refused before their bodies are read.
            await self._answer(scope, receive, send)
        elif length > self.limit:
            await _refuse(send, 413, "too_large", "This is more than the server takes at once.")
        elif self.waiting >= AT_ONCE:
            await _refuse(send, 503, "busy", "Too many files come in at this moment; try again.")
        else:
            await self._wait(scope, receive, send)

    async def _wait(self, scope: Message, receive: Receive, send: Send) -> None:
        self.waiting += 1
        with tempfile.SpooledTemporaryFile(IN_MEMORY, prefix="pm-suite-") as body:
            try:
                await _read(receive, body)
            except Gone:
                return
            except TimeoutError:
                return await _refuse(send, 408, "silence", "The request did not come whole.")
            finally:
                self.waiting -= 1
            body.seek(0)
            await self._answer(scope, _replay(body, receive), send)

    async def _answer(self, scope: Message, receive: Receive, send: Send) -> None:
        with tempfile.SpooledTemporaryFile(IN_MEMORY, prefix="pm-suite-") as body:
            is_long = False

            async def take(message: Message) -> None:
                nonlocal is_long
                if message["type"] == "http.response.start":
                    length = dict(message["headers"]).get(b"content-length", b"")
                    is_long = _length(length) > IN_MEMORY
                    await send(message)
                elif is_long:
                    body.write(message.get("body", b""))
                else:
                    await send(message)

            await self.app(scope, receive, take)
            if is_long:
                await _give(body, send)


def _length(text: bytes) -> int:
    return int(text) if text.isdigit() and len(text) < 16 else 0


async def _read(receive: Receive, body: IO[bytes]) -> None:
    has_more = True
    while has_more:
        message = await asyncio.wait_for(receive(), SILENCE)
        if message["type"] == "http.disconnect":
            raise Gone
        body.write(message.get("body", b""))
        has_more = message.get("more_body", False)


def _replay(body: IO[bytes], receive: Receive) -> Receive:
    """Gives the body a piece at a time, then what comes after it: the sender's hanging up."""
    is_told = False

    async def again() -> Message:
        nonlocal is_told
        if is_told:
            return await receive()
        piece = body.read(PIECE)
        is_told = len(piece) < PIECE
        return {"type": "http.request", "body": piece, "more_body": not is_told}

    return again


async def _give(body: IO[bytes], send: Send) -> None:
    body.seek(0)
    while piece := body.read(PIECE):
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def _refuse(send: Send, status: int, code: str, detail: str) -> None:
    problem = {"type": "about:blank", "title": detail, "status": status}
    body = json.dumps(problem | {"code": code, "detail": detail}).encode()
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),
    ]
    if status == 503:
        headers.append((b"retry-after", b"5"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
