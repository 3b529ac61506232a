"""Ranks are the same on the server and in the browser: both read tests/vectors/rank.json."""

import json
from pathlib import Path
from typing import Any

import pytest

from pm_suite.lib.rank import key_between

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "rank.json").read_text())


@pytest.mark.parametrize(
    "case", VECTORS["between"], ids=lambda case: f"{case['after']}-{case['before']}"
)
def test_key_between_two_keys_is_the_browsers(case: dict[str, str | None]) -> None:
    assert key_between(case["after"], case["before"]) == case["key"]


@pytest.mark.parametrize("case", VECTORS["order"])
def test_rows_stand_by_rank_by_code_point_then_by_id(case: Any) -> None:  # JSON
    rows = sorted(case["rows"], key=lambda row: (row["rank"], row["id"]))
    assert [row["id"] for row in rows] == case["ids"]


def test_two_keys_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(ValueError, match="a1 >= a0"):
        key_between("a1", "a0")
