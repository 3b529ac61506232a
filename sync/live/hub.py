"""The hub's state: who listens to which workspace, and how far each workspace has been told.

A workspace's entries leave the hub in order and without a gap: what the doorbell brings is used when it
continues what was told, and anything else is read from the journal. A look at the heads every few seconds finds
what no bell told.
"""

import asyncio
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError

from sync.bell import CHANNEL
from sync.live import reads
from sync.live.frames import Batch, event

logger = logging.getLogger(__name__)

LOOK_SECONDS = 2.0
HEARTBEAT_SECONDS = 15.0
RECHECK_SECONDS = 60.0
MAX_PENDING = 64
"""Frames that wait for a slow reader before they are dropped in favour of a pull."""
MAX_BATCH, MAX_BATCH_BYTES = 1000, 1 << 20
"""What is told at once; each reader gets a copy in memory, so more than this is left to be pulled."""


@dataclass(eq=False)
class Listener:
    """One open stream."""

    workspace_id: str
    reader_id: str
    still_allowed: Callable[[], bool]
    scopes: set[str] = field(default_factory=set)
    pending: list[bytes] = field(default_factory=list)
    awake: asyncio.Event = field(default_factory=asyncio.Event)
    is_closed: bool = False

    def send(self, frame: bytes) -> None:
        """Queue a frame; a reader too far behind is told to pull instead, by the gap that this leaves."""
        if self.is_closed:
            return
        if len(self.pending) >= MAX_PENDING:
            self.pending.clear()
        self.pending.append(frame)
        self.awake.set()

    def close(self, frame: bytes = b"") -> None:
        """Send a last frame and end the stream."""
        if frame:
            self.pending.append(frame)
        self.is_closed = True
        self.awake.set()


@dataclass
class Channel:
    """A workspace that somebody listens to."""

    epoch: str
    version: int
    listeners: set[Listener] = field(default_factory=set)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Hub:
    """All streams of this process."""

    def __init__(self, redis_url: str) -> None:
        self.redis_url = redis_url
        self.channels: dict[str, Channel] = {}
        self._jobs: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to listen and to look."""
        for run in (self._follow_bell, self._look, self._beat, self._recheck):
            self._jobs.append(asyncio.create_task(run()))

    async def stop(self) -> None:
        """Say goodbye on every stream and end."""
        for number, listener in enumerate(self._listeners()):
            listener.close(event("bye", {"retry_ms": 200 + number * 37 % 3000}))
        for job in self._jobs:
            job.cancel()
        await asyncio.gather(*self._jobs, return_exceptions=True)
        await reads.let_go()

    def _listeners(self) -> list[Listener]:
        return [one for channel in self.channels.values() for one in channel.listeners]

    async def join(self, listener: Listener) -> Channel:
        """Add a listener; from now on it gets every entry after the channel's version."""
        while True:
            channel = self.channels.get(listener.workspace_id)
            if channel is None:
                head = await reads.head(listener.workspace_id)
                channel = self.channels.setdefault(
                    listener.workspace_id, Channel(str(head.epoch), head.version)
                )
            # While the channel stands still, every loss of a scope is either seen here or told later.
            async with channel.lock:
                listener.scopes = await reads.scopes(listener.workspace_id, listener.reader_id)
                # The last listener may have left meanwhile and taken the channel with it.
                if self.channels.get(listener.workspace_id) is channel:
                    channel.listeners.add(listener)
                    return channel

    def leave(self, listener: Listener) -> None:
        """Remove a listener, and its workspace with the last one."""
        channel = self.channels.get(listener.workspace_id)
        if channel is None:
            return
        channel.listeners.discard(listener)
        if not channel.listeners:
            self.channels.pop(listener.workspace_id, None)

    async def advance(
        self, workspace_id: str, epoch: str, end: int, bell: dict[str, Any] | None = None
    ) -> None:
        """Tell a workspace's listeners of everything up to a version."""
        channel = self.channels.get(workspace_id)
        if channel is None:
            return
        async with channel.lock:
            if epoch != channel.epoch:
                self._reset(workspace_id, channel)
                return
            if end <= channel.version:
                return
            start = channel.version
            if end - start > MAX_BATCH:
                await self._skip(workspace_id, channel, end)
                return
            if bell is not None and bell["from"] == start and "entries" in bell:
                entries = bell["entries"]
            else:
                entries = await reads.entries(workspace_id, start, end)
            batch = Batch.of(epoch, start, end, entries)
            if sum(map(len, batch.encoded)) > MAX_BATCH_BYTES:
                await self._skip(workspace_id, channel, end)
                return
            channel.version = end
            for listener in channel.listeners:
                listener.send(batch.frame(listener.reader_id, listener.scopes))

    async def _skip(self, workspace_id: str, channel: Channel, end: int) -> None:
        """Pass over a long way, as after an import: everybody pulls it page by page, with the scopes held now."""
        readers = await reads.readers(workspace_id)
        channel.version = end
        for listener in channel.listeners:
            listener.scopes = set(readers.get(listener.reader_id, ()))
            listener.send(heartbeat(channel))

    def _reset(self, workspace_id: str, channel: Channel) -> None:
        self.channels.pop(workspace_id, None)
        for listener in channel.listeners:
            listener.close(event("reset", {}))

    async def _follow_bell(self) -> None:
        while True:
            try:
                async with (
                    Redis.from_url(self.redis_url, socket_connect_timeout=2) as redis,
                    redis.pubsub(ignore_subscribe_messages=True) as bells,
                ):
                    await bells.subscribe(CHANNEL)
                    async for message in bells.listen():
                        await self._heard(message["data"])
            except (RedisError, OSError) as error:
                logger.info("The doorbell is out (%s); looking at the journal instead.", error)
            await asyncio.sleep(1)

    async def _heard(self, data: bytes) -> None:
        try:
            bell = json.loads(data)
            await self.advance(bell["workspace"], bell["epoch"], bell["to"], bell)
        except Exception:
            logger.exception("A bell could not be followed; the next look repairs it.")

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if not self.channels:
                continue
            try:
                for workspace_id, head in (await reads.heads(list(self.channels))).items():
                    await self.advance(workspace_id, str(head.epoch), head.version)
            except Exception:
                logger.exception("The journal could not be read; looking again.")

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            for channel in list(self.channels.values()):
                beat = heartbeat(channel)
                for listener in channel.listeners:
                    listener.send(beat)

    async def _recheck(self) -> None:
        while True:
            await asyncio.sleep(RECHECK_SECONDS)
            for workspace_id, channel in list(self.channels.items()):
                try:
                    await self._recheck_channel(workspace_id, channel)
                except Exception:
                    logger.exception("The audiences could not be read; checking again later.")

    async def _recheck_channel(self, workspace_id: str, channel: Channel) -> None:
        async with channel.lock:
            readers = await reads.readers(workspace_id)
            for listener in channel.listeners:
                listener.scopes &= readers.get(listener.reader_id, set())
        for listener in list(channel.listeners):
            if not listener.scopes or not await reads.in_thread(listener.still_allowed):
                listener.close(event("bye", {"retry_ms": 0}))


def heartbeat(channel: Channel) -> bytes:
    """Where the channel stands."""
    return event("hb", {"cursor": reads.cursor(channel.epoch, channel.version)})
