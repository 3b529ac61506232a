"""Names of files as other machines left them; the browser cleans them alike (tests/vectors/file-names.json)."""

import json
from pathlib import Path

import pytest

from pm_suite.lib.problems import Invalid
from tasks.files.names import clean_name

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "file-names.json").read_text())


@pytest.mark.parametrize(("name", "wanted"), VECTORS)
def test_names_are_made_harmless(name: str, wanted: str) -> None:
    assert clean_name(name) == wanted
    assert clean_name(wanted) == wanted


def test_long_name_is_cut_before_its_extension() -> None:
    assert clean_name("a" * 400 + ".png") == "a" * 296 + ".png"
    assert clean_name("🚀" * 400) == "🚀" * 300
    assert clean_name("a." + "b" * 400) == "a." + "b" * 298


def test_lone_half_of_a_sign_goes() -> None:
    assert clean_name("a\ud83d.png") == "a.png"


def test_no_text_is_no_name() -> None:
    with pytest.raises(Invalid):
        clean_name(7)
