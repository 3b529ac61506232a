"""What the hub reads from the database, each in a thread with a connection of its own."""

import asyncio
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.db import close_old_connections, connections

from pm_suite.lib.tenancy import across_tenants, tenant
from sync import queries
from sync.cursor import Position, cursor_of
from sync.models import Head

T = TypeVar("T")
THREADS = 4
_pool = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="hub-reads")


async def in_thread(call: Callable[[], T]) -> T:
    """Run a blocking call, with the thread's database connection fit for use."""

    def run() -> T:
        close_old_connections()
        return call()

    return await asyncio.get_running_loop().run_in_executor(_pool, run)


async def let_go() -> None:
    """Close the connections of all the threads."""
    barrier = threading.Barrier(THREADS)

    def close() -> None:
        barrier.wait(timeout=5)
        connections.close_all()

    loop = asyncio.get_running_loop()
    await asyncio.gather(*(loop.run_in_executor(_pool, close) for _ in range(THREADS)))


def cursor(epoch: str, version: int) -> str:
    return cursor_of(epoch, version)


async def head(workspace_id: str) -> Position:
    """Where one workspace's journal stands."""

    def read() -> Position:
        with tenant(workspace_id):
            return queries.position_of(uuid.UUID(workspace_id))

    return await in_thread(read)


async def heads(workspace_ids: list[str]) -> dict[str, Position]:
    """Where several workspaces' journals stand, in one query."""

    def read() -> dict[str, Position]:
        with across_tenants():
            rows = Head.objects.filter(workspace_id__in=workspace_ids)
            return {
                str(row.workspace_id): Position(row.epoch, row.version, row.floor) for row in rows
            }

    return await in_thread(read)


async def entries(workspace_id: str, start: int, end: int) -> list[dict[str, Any]]:
    """The entries start + 1 to end of a workspace."""

    def read() -> list[dict[str, Any]]:
        with tenant(workspace_id):
            return queries.entries_between(uuid.UUID(workspace_id), start, end)

    return await in_thread(read)


async def scopes(workspace_id: str, reader_id: str) -> set[str]:
    """The ids of the scopes that a reader holds now."""

    def read() -> set[str]:
        with tenant(workspace_id):
            return {scope["id"] for scope in queries.held_scopes(uuid.UUID(reader_id))}

    return await in_thread(read)


async def readers(workspace_id: str) -> dict[str, set[str]]:
    """For each reader of a workspace the scopes held now."""

    def read() -> dict[str, set[str]]:
        with tenant(workspace_id):
            found = queries.readers_of(uuid.UUID(workspace_id))
            return {str(reader): {str(s) for s in scopes} for reader, scopes in found.items()}

    return await in_thread(read)
