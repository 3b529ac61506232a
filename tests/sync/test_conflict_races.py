"""Late edits of one value that arrive in the same moment: one stands, all others are kept."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from pm_suite.lib.tenancy import EVERY_TENANT, enter_tenant
from sync.models import Conflict
from tasks.models import Project, Task
from teams.models import Member
from tests.cast import Cast, assemble
from tests.make import make_task
from tests.sync.browsers import HOUR, Browser, pass_time

TIMES = 6


@pytest.fixture
def world(transactional_db: None) -> Cast:
    enter_tenant(EVERY_TENANT)
    return assemble()


def at_once(browsers: list[Browser], items: list[dict[str, Any]]) -> list[str]:
    """Send an item from each browser in the same moment; gives the statuses."""
    barrier = threading.Barrier(len(browsers))

    def send(browser: Browser, item: dict[str, Any]) -> str:
        try:
            barrier.wait()
            return str(browser.send(item).json()["results"][0]["status"])
        finally:
            connection.close()

    with ThreadPoolExecutor(len(browsers)) as pool:
        return list(pool.map(send, browsers, items))


def race(cast: Cast, name: str, object_id: str, field: str, members: list[Member]) -> set[str]:
    """Let each member's browser set the field, made an hour apart; gives the values that are kept."""
    browsers = [Browser(cast, member) for member in members]
    pass_time(24 * HOUR)
    items = [
        browser.item(name, (index + 1) * HOUR, id=object_id, fields={field: f"Value {index}"})
        for index, browser in enumerate(browsers)
    ]
    at_once(browsers, items)
    rows = Conflict.objects.filter(object_id=object_id)
    return {str(row.mine) for row in rows}


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_latest_edit_of_a_task_stands_and_the_others_are_kept(world: Cast) -> None:
    members = [world.maria, world.pavel, world.olga]
    for _ in range(TIMES):
        task = make_task(world, "Began")
        kept = race(world, "task.set", str(task.id), "title", members)
        assert Task.objects.get(id=task.id).title == "Value 0"
        assert kept == {"Value 1", "Value 2"}


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_latest_edit_of_a_project_stands_and_the_other_is_kept(world: Cast) -> None:
    for _ in range(TIMES):
        Conflict.objects.all().delete()
        kept = race(world, "project.set", str(world.project.id), "name", [world.maria, world.olga])
        assert Project.objects.get(id=world.project.id).name == "Value 0"
        assert kept == {"Value 1"}
        Project.objects.filter(id=world.project.id).update(name="Began")
