"""What is measured over HTTP: the board's snapshot, moves and creations, beside the hand-written application."""

import itertools
import json
import statistics
import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.fill import Place
from bench.servers import Browser
from pm_suite.lib.ids import new_id
from tasks.models import Task


def interleaved(runs: int, *calls: Callable[[], object]) -> list[float]:
    """The median seconds of each call, taken in turns so that noise meets all alike."""
    times: list[list[float]] = [[] for _ in calls]
    for call in calls:
        call()
    for _ in range(runs):
        for call, taken in zip(calls, times, strict=True):
            start = time.perf_counter()
            call()
            taken.append(time.perf_counter() - start)
    return [statistics.median(taken) for taken in times]


def snapshot_ratio(place: Place, ours: Browser, plain: Browser, runs: int) -> tuple[float, float]:
    """Seconds of the product's and of the hand-written snapshot of one project."""
    scope = place.project.id
    product, written = interleaved(
        runs,
        lambda: ours.get(f"{ours.base}/bootstrap?scope={scope}"),
        lambda: plain.get(f"/snapshot?project={scope}"),
    )
    return product, written


def snapshot_queries(place: Place) -> int:
    """Statements of one snapshot request, those of sign-in and tenancy included."""
    client = Client()
    assert place.member.user is not None
    client.force_login(place.member.user, backend="django.contrib.auth.backends.ModelBackend")
    url = f"/api/sync/v1/{place.member.workspace_id}/bootstrap?scope={place.project.id}"
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


class Writer:
    """Sends the same writes to the product and to the hand-written application."""

    def __init__(self, place: Place, ours: Browser, plain: Browser) -> None:
        self.place, self.ours, self.plain = place, ours, plain
        self.client, self.seq = str(new_id()), itertools.count(1)
        self.plain_client = str(new_id())
        self.priorities = itertools.count()
        tasks = Task.objects.filter(project=place.project).order_by("id")
        self.tasks = itertools.cycle([str(i) for i in tasks.values_list("id", flat=True)[:500]])
        self.thousand = [str(i) for i in tasks.values_list("id", flat=True)[:1000]]
        self.stages = itertools.cycle([str(stage.id) for stage in place.stages[:3]])
        with connection.cursor() as db:
            db.execute(
                "INSERT INTO sync_client (id, workspace_id, member_id, last_seq, schema, crashes)"
                " VALUES (%s, %s, %s, 0, 1, 0)",
                [self.plain_client, place.member.workspace_id, place.member.id],
            )

    def push(self, name: str, args: dict[str, Any]) -> None:
        mutation = {"seq": next(self.seq), "id": str(new_id()), "name": name, "args": args}
        body = {"client": self.client, "schema": 1, "mutations": [mutation]}
        result = json.loads(self.ours.post(f"{self.ours.base}/push", body))["results"][0]
        if result["status"] != "applied":
            raise RuntimeError(str(result))

    def move(self) -> None:
        place = {"stage_id": next(self.stages), "after": None, "before": None}
        self.push("task.move", {"id": next(self.tasks), **place})

    def create(self) -> None:
        places = {"project_id": str(self.place.project.id), "stage_id": next(self.stages)}
        self.push("task.create", {"id": str(new_id()), "title": "A task of the bench", **places})

    def plain_body(self, **more: Any) -> dict[str, Any]:
        member = self.place.member
        ids = {
            "workspace": member.workspace_id,
            "member": member.id,
            "project": self.place.project.id,
            "user": member.user_id,
        }
        known = {name: str(value) for name, value in ids.items()}
        return known | {"client": self.plain_client, "stage": next(self.stages)} | more

    def plain_move(self) -> None:
        self.plain.post("/move", self.plain_body(task=next(self.tasks)))

    def plain_create(self) -> None:
        self.plain.post("/create", self.plain_body(task=str(new_id()), title="A task of the bench"))

    def bulk(self) -> None:
        """Another priority for a thousand tasks."""
        self.push("task.bulk", {"ids": self.thousand, "fields": {"priority": self.priority()}})

    def plain_bulk(self) -> None:
        body = self.plain_body(tasks=self.thousand, priority=self.priority())
        self.plain.post("/bulk", body)

    def priority(self) -> int:
        """Another one each time: what stands already is no change."""
        return next(self.priorities) % 5

    def bulk_ratio(self, runs: int) -> tuple[float, float]:
        """Median seconds (product, hand-written) of a bulk edit of 1,000 tasks."""
        product, written = interleaved(runs, self.bulk, self.plain_bulk)
        return product, written

    def ratios(self, runs: int) -> tuple[list[float], list[float]]:
        """Median seconds (product, hand-written) of a move and of a creation."""
        return (
            interleaved(runs, self.move, self.plain_move),
            interleaved(runs, self.create, self.plain_create),
        )
