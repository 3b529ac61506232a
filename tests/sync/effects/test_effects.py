"""What each mutation does to the rows: the server says it here, the browser is held to it by effects.test.ts.

    pytest tests/sync/effects --write-vectors

writes tests/vectors/effects.json anew, after a case or an action has changed.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from pm_suite.lib.ids import new_id
from pm_suite.lib.tenancy import EVERY_TENANT, enter_tenant
from sync.mutations import MUTATIONS
from teams.models import Member
from tests.conftest import browser_of
from tests.sync.effects.case import Case
from tests.sync.effects.cases import CASES
from tests.sync.effects.world import WORLD, load, with_rows
from tests.sync.replica import Rows, snapshot

FILE = Path(__file__).parents[2] / "vectors" / "effects.json"
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
Vector = dict[str, Any]
SOME_ID = "01900000-0000-7000-8000-ffffffffffff"
"""Stands for an id that the server takes anew each time."""


def carry_out(case: Case) -> Vector:
    """Run a case on a fresh database, through the endpoint, and write down what has become of the rows."""
    with time_machine.travel(NOW, tick=False):
        members = load(with_rows(WORLD, case.rows), trashed=case.trashed)
        member = members[case.me]
        before = snapshot(member)[1]
        push(member, case)
        enter_tenant(EVERY_TENANT)
        after = snapshot(member)[1]
    return vector(case, before, after)


def push(member: Member, case: Case) -> None:
    mutation = {"seq": 1, "id": str(new_id()), "name": case.mutation, "args": case.args}
    body = {"client": str(new_id()), "schema": 2, "mutations": [mutation]}
    url = f"/api/sync/v1/{member.workspace_id}/push"
    answer = browser_of(member).post(url, body, content_type="application/json").json()
    assert [result["status"] for result in answer["results"]] == ["applied"], answer


def vector(case: Case, before: Rows, after: Rows) -> Vector:
    gone = {model: sorted(before[model].keys() - after[model].keys()) for model in before}
    changed = {
        model: [
            lasting(row, before[model].get(key))
            for key, row in sorted(rows.items())
            if row != before[model].get(key)
        ]
        for model, rows in after.items()
        if model not in case.server
    }
    return {
        "name": case.name,
        "me": case.me,
        "rows": case.rows,
        "trashed": case.trashed,
        "mutation": {"name": case.mutation, "args": case.args},
        "after": {model: rows for model, rows in changed.items() if rows},
        "gone": {model: ids for model, ids in gone.items() if ids and model not in case.server},
        "server": list(case.server),
        "undo": None if case.undo is None else list(case.undo),
    }


def lasting(row: dict[str, Any], before: dict[str, Any] | None) -> dict[str, Any]:
    """A row as it is in every run."""
    taken = row.get("next_id")
    return row | {"next_id": SOME_ID} if taken and taken != (before or {}).get("next_id") else row


def kept() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(FILE.read_text())
    return document


def test_every_mutation_has_a_case() -> None:
    assert {case.mutation for case in CASES} == set(MUTATIONS)


def test_cases_are_those_of_the_vectors(pytestconfig: pytest.Config) -> None:
    if not pytestconfig.getoption("--write-vectors"):
        assert [one["name"] for one in kept()["cases"]] == [case.name for case in CASES]
        assert kept()["rows"] == WORLD


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_server_does_what_the_vectors_say(
    db: None, case: Case, pytestconfig: pytest.Config
) -> None:
    found = json.loads(json.dumps(carry_out(case)))
    if pytestconfig.getoption("--write-vectors"):
        write(found)
    known = next(one for one in kept()["cases"] if one["name"] == case.name)
    assert found == known


def write(found: Vector) -> None:
    """Put one case into the file, among the others in their order."""
    known = {one["name"]: one for one in kept()["cases"]} if FILE.exists() else {}
    known[found["name"]] = found
    cases = [known[case.name] for case in CASES if case.name in known]
    now = NOW.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    text = ",\n".join(spread(case) for case in cases)
    FILE.write_text(f'{{"now": "{now}",\n"rows": {spread(WORLD)},\n"cases": [\n{text}\n]}}\n')


def spread(document: dict[str, Any]) -> str:
    """JSON with one line for each key."""
    pairs = (f'"{name}": {json.dumps(v, ensure_ascii=False)}' for name, v in document.items())
    return "{" + ",\n ".join(pairs) + "}"
