"""From a move to the event in other browsers, with many streams open on loopback."""

import asyncio
import statistics
import time

from bench.fill import Place
from bench.measures import Writer
from bench.servers import Browser

QUIET = 0.05


class Ear:
    """An open event stream that notes when each delta arrives."""

    def __init__(self) -> None:
        self.heard: list[float] = []

    async def listen(self, port: int, path: str, cookie: str, ready: asyncio.Semaphore) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n"
        writer.write(request.encode())
        is_ready = False
        try:
            while line := await reader.readline():
                if line.startswith(b"event: hb") and not is_ready:
                    is_ready = True
                    ready.release()
                if line.startswith(b"event: delta"):
                    self.heard.append(time.perf_counter())
        finally:
            writer.close()


async def _measure(
    writer: Writer, port: int, browser: Browser, count: int, moves: int
) -> list[float]:
    ready = asyncio.Semaphore(0)
    ears = [Ear() for _ in range(count)]
    path = f"{browser.base}/stream?cursor="
    jobs = [asyncio.create_task(ear.listen(port, path, browser.cookie, ready)) for ear in ears]
    for _ in ears:
        await asyncio.wait_for(ready.acquire(), 60)
    delays: list[float] = []
    for _ in range(moves):
        before = [len(ear.heard) for ear in ears]
        start = time.perf_counter()
        await asyncio.to_thread(writer.move)
        while any(len(ear.heard) == had for ear, had in zip(ears, before, strict=True)):
            await asyncio.sleep(0.002)
            if time.perf_counter() - start > 10:
                raise TimeoutError("A stream heard nothing of a move in 10 s.")
        delays += [ear.heard[had] - start for ear, had in zip(ears, before, strict=True)]
        await asyncio.sleep(QUIET)
    for job in jobs:
        job.cancel()
    await asyncio.gather(*jobs, return_exceptions=True)
    return delays


def move_to_seen(
    place: Place, port: int, browser: Browser, *, count: int = 200, moves: int = 60
) -> tuple[float, float]:
    """Seconds from the request of a move to the event in each of the streams: p50 and p95."""
    writer = Writer(place, browser, browser)
    delays = asyncio.run(_measure(writer, port, browser, count, moves))
    cuts = statistics.quantiles(delays, n=100)
    return cuts[49], cuts[94]
