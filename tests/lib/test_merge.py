"""Two people's changes to one text become one text, or nothing is touched."""

import json
import random
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_suite.lib.merge import TEXT_MAX, merge

VECTORS = Path(__file__).resolve().parents[1] / "vectors" / "merge.json"
CASES: list[dict[str, Any]] = json.loads(VECTORS.read_text())["cases"]
LINES = st.lists(st.sampled_from(["a", "b", "a b", "b c d", ""]), max_size=8).map("\n".join)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_vector(case: dict[str, Any]) -> None:
    assert merge(case["base"], case["mine"], case["theirs"]) == case["merged"]


@given(base=LINES, text=LINES)
def test_one_sided_change_is_taken_as_it_is(base: str, text: str) -> None:
    assert merge(base, text, base) == merge(base, base, text) == merge(base, text, text) == text


@given(base=LINES, mine=LINES, theirs=LINES)
def test_merge_is_the_same_every_time_and_clashes_both_ways(
    base: str, mine: str, theirs: str
) -> None:
    merged = merge(base, mine, theirs)
    assert merged == merge(base, mine, theirs)
    assert (merged is None) == (merge(base, theirs, mine) is None)


@given(
    base=st.lists(st.integers(0, 9).map("base {}".format), max_size=8),
    mine=st.lists(st.integers(0, 99).map("mine {}".format), max_size=3),
    theirs=st.lists(st.integers(0, 99).map("theirs {}".format), max_size=3),
    at=st.tuples(st.integers(0, 8), st.integers(0, 8)),
)
def test_nothing_that_was_added_is_lost(
    base: list[str], mine: list[str], theirs: list[str], at: tuple[int, int]
) -> None:
    sides = [
        "\n".join([*base[:i], *new, *base[i:]]) for i, new in zip(at, (mine, theirs), strict=True)
    ]
    merged = merge("\n".join(base), *sides)
    assert merged is not None
    assert Counter(merged.split("\n") if merged else []) == Counter([*base, *mine, *theirs])


def huge(seed: int, signs: str, joint: str) -> tuple[str, str, str]:
    """Three texts of the largest size that differ everywhere."""
    dice = random.Random(seed)
    texts = (joint.join(dice.choices(signs, k=TEXT_MAX // (1 + len(joint)))) for _ in range(3))
    first, second, third = texts
    return first, second, third


@pytest.mark.parametrize("joint", ["\n", " ", ""])
@pytest.mark.parametrize("signs", ["ab", "abcdefgh", "xxxxxxxy", "a\n", "\n"])
def test_cost_is_bounded_for_the_largest_texts(signs: str, joint: str) -> None:
    start = time.process_time()
    merge(*huge(7, signs, joint))
    assert time.process_time() - start < 5


def test_large_texts_with_small_changes_are_merged() -> None:
    base = [f"Line {number} of a long text." for number in range(2000)]
    mine, theirs = list(base), list(base)
    mine[100], theirs[1900] = "Mine.", "Theirs."
    merged = merge("\n".join(base), "\n".join(mine), "\n".join(theirs))
    assert merged is not None
    assert [line for line in merged.split("\n") if line not in base] == ["Mine.", "Theirs."]


def test_two_rewritten_halves_of_a_large_text_are_merged() -> None:
    base = [f"Line {number}." for number in range(3000)]
    mine = [*(f"Mine {number}." for number in range(1500)), *base[1500:]]
    theirs = [*base[:1500], *(f"Theirs {number}." for number in range(1500))]
    merged = merge("\n".join(base), "\n".join(mine), "\n".join(theirs))
    assert merged == "\n".join([*mine[:1500], *theirs[1500:]])
