"""Long bodies and answers wait on the disk."""

import asyncio
from typing import Any

import pytest

from pm_suite.lib import spool
from pm_suite.lib.spool import Message, Receive, Send, Spool

LONG = 1_000_000


class Told:
    """An application that notes what it is asked, and reads the body to its end."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        body, has_more = b"", True
        while has_more:
            message = await receive()
            body, has_more = body + message["body"], message["more_body"]
        self.bodies.append(body)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


def ask(app: Spool, pieces: list[Message], length: int = LONG, **headers: str) -> list[Message]:
    """What somebody is told who sends these pieces."""
    sent: list[Message] = []
    named = {"cookie": "sessionid=x", "content-length": str(length)} | headers
    spelled = [(name.encode(), value.encode()) for name, value in named.items() if value]
    scope = {"type": "http", "method": "PUT", "headers": spelled}
    left = iter(pieces)

    async def receive() -> Message:
        piece = next(left, None)
        if piece is None:
            await asyncio.sleep(3600)
        assert piece is not None
        return piece

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return sent


def pieces(body: bytes, size: int = 65_536) -> list[Message]:
    parts = [body[start : start + size] for start in range(0, len(body), size)] or [b""]
    told: list[Message] = [
        {"type": "http.request", "body": part, "more_body": True} for part in parts
    ]
    told[-1]["more_body"] = False
    return told


@pytest.mark.parametrize("size", [0, 5, 65_536, 65_537, 262_144, 524_288, LONG])
def test_body_is_handed_on_as_it_came(size: int) -> None:
    told, body = Told(), bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    answer = ask(Spool(told, limit=LONG), pieces(body), size)
    assert answer[0]["status"] == 200
    assert told.bodies == [body]


def test_sender_who_hangs_up_takes_no_thread() -> None:
    told = Told()
    sent: list[Message] = [*pieces(bytes(LONG))[:-1], {"type": "http.disconnect"}]
    app = Spool(told, limit=LONG)
    assert ask(app, sent) == []
    assert (told.bodies, app.waiting) == ([], 0)


def test_sender_who_falls_silent_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "SILENCE", 0.01)
    told = Told()
    app = Spool(told, limit=LONG)
    answer = ask(app, pieces(bytes(LONG))[:3])
    assert (answer[0]["status"], told.bodies, app.waiting) == (408, [], 0)


def test_more_than_the_limit_is_refused_unread() -> None:
    answer = ask(Spool(Told(), limit=LONG), [], LONG + 1)
    assert answer[0]["status"] == 413


def test_stranger_is_answered_without_waiting_for_the_body() -> None:
    async def refuse(scope: Message, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 401, "headers": []})

    answer = ask(Spool(refuse, limit=LONG), [], cookie="")
    assert answer[0]["status"] == 401


def test_more_senders_than_can_be_waited_for_are_asked_to_come_back() -> None:
    app = Spool(Told(), limit=LONG)
    app.waiting = spool.AT_ONCE
    answer: list[Any] = ask(app, [])
    assert answer[0]["status"] == 503
    assert (b"retry-after", b"5") in answer[0]["headers"]


@pytest.mark.parametrize("size", [0, 1000, 524_288, 524_289, 3 * LONG])
def test_answer_is_given_as_it_was_made(size: int) -> None:
    body = bytes(range(256)) * (size // 256) + b"x" * (size % 256)

    async def answer(scope: Message, receive: Receive, send: Send) -> None:
        headers = [(b"content-length", str(size).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        for piece in pieces(body):
            await send({**piece, "type": "http.response.body"})

    start, *rest = ask(Spool(answer, limit=LONG), [], 0)
    assert start["status"] == 200
    assert b"".join(message["body"] for message in rest) == body
    assert [message.get("more_body", False) for message in rest][-1] is False


def test_slow_reader_of_a_long_answer_holds_no_thread() -> None:
    is_made = asyncio.Event()

    async def answer(scope: Message, receive: Receive, send: Send) -> None:
        headers = [(b"content-length", str(3 * LONG).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        for piece in pieces(bytes(3 * LONG)):
            await send({**piece, "type": "http.response.body"})
        is_made.set()

    async def read_slowly(message: Message) -> None:
        if message["type"] == "http.response.body":
            await asyncio.sleep(3600)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def look() -> None:
        scope = {"type": "http", "method": "GET", "headers": []}
        reading = asyncio.create_task(Spool(answer, limit=LONG)(scope, receive, read_slowly))
        await asyncio.wait_for(is_made.wait(), 5)
        assert not reading.done()
        reading.cancel()

    asyncio.run(look())
