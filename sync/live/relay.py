"""Passes an event stream from the live process, behind a unix socket, through the web process's port."""

import asyncio
import logging

import h11

from pm_suite.lib.problems import Problem
from sync.gate import EXPECTED
from sync.live.app import Message, Receive, Send, answer_problem, disconnected

logger = logging.getLogger(__name__)

CHUNK = 65536
PASSED = {b"cookie", b"user-agent", b"last-event-id", b"accept-language", EXPECTED.lower().encode()}


async def relay(socket_path: str, scope: Message, receive: Receive, send: Send) -> None:
    """Open the stream at the live process and pass it on until either side ends it.

    While the live process is away the browser is told to come back (503).
    """
    try:
        reader, writer = await asyncio.open_unix_connection(socket_path)
    except OSError:
        problem = Problem("Live updates start again in a moment.", status=503, code="live_away")
        await answer_problem(send, problem)
        return
    gone = asyncio.create_task(disconnected(receive))
    pouring = asyncio.create_task(_pass_on(reader, writer, scope, send))
    try:
        await asyncio.wait({gone, pouring}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (gone, pouring):
            task.cancel()
        await asyncio.gather(gone, pouring, return_exceptions=True)
        writer.close()


async def _pass_on(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, scope: Message, send: Send
) -> None:
    connection = h11.Connection(h11.CLIENT)
    target = scope["path"].encode() + b"?" + scope["query_string"]
    headers = [(name, value) for name, value in scope["headers"] if name in PASSED]
    request = h11.Request(method="GET", target=target, headers=[(b"host", b"live"), *headers])
    writer.write(connection.send(request) or b"")
    writer.write(connection.send(h11.EndOfMessage()) or b"")
    is_started = False
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(await reader.read(CHUNK))
        elif isinstance(event, h11.Response):
            is_started = True
            kept = [(n, v) for n, v in event.headers if n not in {b"transfer-encoding", b"date"}]
            await send(
                {"type": "http.response.start", "status": event.status_code, "headers": kept}
            )
        elif isinstance(event, h11.Data):
            await send({"type": "http.response.body", "body": bytes(event.data), "more_body": True})
        else:
            break
    if is_started:
        await send({"type": "http.response.body", "body": b"", "more_body": False})
