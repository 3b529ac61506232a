"""Random stories over the real endpoints: whatever happens, everybody ends with the same rows and nothing is lost."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as django_settings
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from pm_suite.lib.ids import new_id
from pm_suite.lib.tenancy import EVERY_TENANT, enter_tenant
from sync import folding, queries, segments
from sync import push as pushing
from tasks import ranking
from tests.sync.model.device import Device
from tests.sync.model.machine import OWNERS, Story
from tests.sync.model.planted import (
    ForgetsWhatWasAcknowledged,
    KeepsLostScopes,
    SkipsStash,
    TakesTheLastPagesCursor,
    try_without_receipts,
)
from tests.sync.model.world import BEGAN, Clock, World, build_world

EXAMPLES = 200
STEPS = 18
QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


@pytest.fixture
def world(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """The world of all stories, with small pages and short ranks, so that a few rows make many pages."""
    enter_tenant(EVERY_TENANT)
    monkeypatch.setattr(queries, "PAGE_TASKS", 2)
    monkeypatch.setattr(folding, "FOLD_AT", 15)
    monkeypatch.setattr(segments, "FOLD_AT", 15)
    monkeypatch.setattr(segments, "LARGE", 2)
    monkeypatch.setattr(segments, "STALE", 5)
    monkeypatch.setattr(ranking, "REBALANCE_LENGTH", 3)
    monkeypatch.setattr(django_settings, "API_RATE", 10**9)
    with time_machine.travel(BEGAN - timedelta(hours=1), tick=False):
        world = build_world()
        clock = Clock.__new__(Clock)
        for person in set(OWNERS):
            device = Device(world, clock, person, str(new_id()))
            device.load()
            world.loaded[person] = (device.rows, device.scopes, device.since, device.cursor)
    return world


def plan(examples: int, **more: object) -> settings:
    fixed: dict[str, object] = {"derandomize": True, "database": None, "phases": [Phase.generate]}
    return settings(
        **(fixed | more),  # type: ignore[arg-type]
        max_examples=examples,
        stateful_step_count=STEPS,
        deadline=None,
        suppress_health_check=QUIET,
        print_blob=True,
    )


@pytest.mark.slow
def test_every_story_ends_with_equal_rows_and_nothing_lost(
    world: World, pytestconfig: pytest.Config
) -> None:
    asked = pytestconfig.getoption("--model-examples")
    phases = [Phase.generate, *([Phase.shrink] if pytestconfig.getoption("--model-shrink") else [])]
    run_state_machine_as_test(
        story(world),
        settings=plan(asked or EXAMPLES, derandomize=asked is None, phases=phases),
    )


REST = (
    *("stranger_tries", "copy_profile", "time_passes", "device_clock_is_wrong", "open_task"),
    *("two_meet", "change_anything", "work_on_parts", "build_segments"),
)
"""Rules that have no part in the bugs that are planted."""
LOADS = ("load_while_others_write", "prune", "restore_database")
"""Rules after which a browser has all rows anew."""


def story(
    world: World, device: type[Device] = Device, *, without: Sequence[str] = ()
) -> type[Story]:
    """The machine for a browser, without some of its rules."""
    parts = {"world": world, "device_class": device} | dict.fromkeys(without)
    return type("Story", (Story,), parts)


@pytest.mark.parametrize(
    ("device", "without"),
    [
        (TakesTheLastPagesCursor, REST),
        (KeepsLostScopes, (*REST, *LOADS)),
        (ForgetsWhatWasAcknowledged, REST),
        (SkipsStash, REST),
    ],
)
def test_bug_planted_in_the_browser_is_caught(
    world: World, device: type[Device], without: Sequence[str]
) -> None:
    assert_caught(story(world, device, without=without))


def test_server_without_receipts_is_caught(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pushing, "_try_one", try_without_receipts)
    assert_caught(story(world, without=REST))


def assert_caught(machine: type[Story]) -> None:
    """Some story of the fixed order fails; the first one is enough."""
    with pytest.raises(AssertionError):
        run_state_machine_as_test(machine, settings=plan(EXAMPLES, report_multiple_bugs=False))
