"""Values of custom fields are kept or refused as tests/vectors/custom_fields.json says; the browser reads the same."""

import json
from pathlib import Path
from typing import Any

import pytest

from pm_suite.lib.problems import Invalid
from tasks.custom_values import LINK_MAX, TEXT_MAX, clean_value
from tasks.models import CustomField

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "custom_fields.json").read_text())


def field(kind: str) -> CustomField:
    return CustomField(**VECTORS["fields"][kind], options=VECTORS["options"])


def test_every_kind_has_vectors() -> None:
    assert set(VECTORS["fields"]) == set(CustomField.Kind.values)
    for kept in ("kept", "refused"):
        assert {kind for kind, *_ in VECTORS[kept]} == set(CustomField.Kind.values)


@pytest.mark.parametrize(("kind", "value", "kept"), VECTORS["kept"])
def test_value_is_kept(kind: str, value: Any, kept: Any) -> None:
    found = clean_value(field(kind), value)
    assert (found, type(found)) == (kept, type(kept))


@pytest.mark.parametrize(("kind", "value", "sentence"), VECTORS["refused"])
def test_value_is_refused_with_a_sentence(kind: str, value: Any, sentence: str) -> None:
    with pytest.raises(Invalid) as refusal:
        clean_value(field(kind), value)
    assert refusal.value.detail == sentence


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**400, -(10**400)])
def test_no_number_is_too_odd_to_be_refused(value: Any) -> None:
    with pytest.raises(Invalid, match="a number is from"):
        clean_value(field("number"), value)


def test_long_values_are_refused_with_their_length() -> None:
    assert clean_value(field("text"), "x" * TEXT_MAX)
    with pytest.raises(Invalid, match="has at most 1,000 characters; this has 1,001"):
        clean_value(field("text"), "x" * (TEXT_MAX + 1))
    with pytest.raises(Invalid):
        clean_value(field("link"), "https://" + "x" * LINK_MAX)
