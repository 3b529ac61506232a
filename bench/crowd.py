"""Many browsers at once: how much one workspace takes in, and how soon fifty that come back agree."""

import itertools
import json
import statistics
import threading
import time
from collections.abc import Callable
from typing import Any

from bench.fill import Place
from bench.servers import Browser
from pm_suite.lib.ids import new_id
from tasks.models import Task

SECONDS = 4.0


class Sender:
    """One browser with a queue of its own, which moves cards."""

    def __init__(self, place: Place, port: int, number: int) -> None:
        self.browser = Browser(port, place.member)
        self.client = str(new_id())
        self.seq = itertools.count(1)
        tasks = Task.objects.filter(project=place.project).order_by("id")
        mine = tasks.values_list("id", flat=True)[number * 20 : number * 20 + 20]
        self.tasks = itertools.cycle([str(i) for i in mine])
        self.stages = itertools.cycle([str(stage.id) for stage in place.stages[:3]])
        self.cursor = ""

    def move(self, age_ms: int = 0) -> dict[str, Any]:
        place = {"stage_id": next(self.stages), "after": None, "before": None}
        args = {"id": next(self.tasks), **place}
        mutation = {"seq": next(self.seq), "id": str(new_id()), "name": "task.move", "args": args}
        return mutation | {"base": self.cursor, "age_ms": age_ms}

    def push(self, mutations: list[dict[str, Any]]) -> None:
        body = {"client": self.client, "schema": 1, "mutations": mutations}
        answer = json.loads(self.browser.post(f"{self.browser.base}/push", body))
        if any(result["status"] in ("refused", "failed") for result in answer["results"]):
            raise RuntimeError(str(answer)[:500])

    def open(self) -> None:
        """Say hello, as a browser does first."""
        body = {"client": self.client, "schema": 1}
        self.cursor = json.loads(self.browser.post(f"{self.browser.base}/session", body))["cursor"]

    def catch_up(self) -> None:
        """Pull until nothing is missing."""
        while True:
            answer = self.browser.post(f"{self.browser.base}/pull", {"cursor": self.cursor})
            if not answer:
                return
            self.cursor = json.loads(answer)["to"]


def at_once(works: list[Callable[[], None]]) -> float:
    """Run all at the same moment and give the seconds until the last one ended; raises what one of them raised."""
    errors: list[BaseException] = []
    start = threading.Barrier(len(works) + 1)

    def run(work: Callable[[], None]) -> None:
        try:
            start.wait()
            work()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return time.perf_counter() - began


def throughput(place: Place, port: int, writers: int, batch: int = 1) -> float:
    """Mutations a second that one workspace carries out for so many browsers, `batch` of them in each push."""
    senders = [Sender(place, port, number) for number in range(writers)]
    counts = [0] * writers

    def work(number: int) -> Callable[[], None]:
        def run() -> None:
            end = time.perf_counter() + SECONDS
            while time.perf_counter() < end:
                senders[number].push([senders[number].move() for _ in range(batch)])
                counts[number] += batch

        return run

    seconds = at_once([work(number) for number in range(writers)])
    return sum(counts) / seconds


def coming_back(place: Place, port: int, count: int = 50, edits: int = 20) -> tuple[float, float]:
    """Browsers that were offline send their edits and read the others', all at once.

    Gives the seconds until the last of them stands where the journal does, and the median until one has sent its own.
    """
    senders = [Sender(place, port, number) for number in range(count)]
    for sender in senders:
        sender.open()
    queues = [[sender.move(age_ms=3_600_000) for _ in range(edits)] for sender in senders]
    sent: list[float] = []
    everybody = threading.Barrier(count)

    def work(sender: Sender, queue: list[dict[str, Any]]) -> Callable[[], None]:
        def run() -> None:
            began = time.perf_counter()
            sender.open()
            sender.push(queue)
            sent.append(time.perf_counter() - began)
            # Only when all have sent is there an end to read to.
            everybody.wait()
            sender.catch_up()

        return run

    whole = at_once([work(*pair) for pair in zip(senders, queues, strict=True)])
    if len({sender.cursor for sender in senders}) != 1:
        raise RuntimeError("The browsers do not stand at one cursor.")
    return whole, statistics.median(sent)
