"""Addresses and keys from Russian names."""

import pytest

from pm_suite.lib.latin import to_latin
from tasks.actions.projects import suggest_key


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("Пекарня «Щука»", "pekarnya «shchuka»"),
        ("Объём", "obem"),
        ("Weekly Отчёт", "weekly otchet"),
    ],
)
def test_russian_is_written_in_latin_letters(name: str, latin: str) -> None:
    assert to_latin(name) == latin


@pytest.mark.parametrize(
    ("name", "taken", "key"),
    [
        ("Мобильное приложение", set(), "MP"),
        ("Website", set(), "WEB"),
        ("Website", {"WEB"}, "WEB2"),
        ("Website", {"WEB", "WEB2"}, "WEB3"),
        ("2026", set(), "PRJ"),
        ("日本", set(), "PRJ"),
        ("A", set(), "APR"),
    ],
)
def test_key_is_made_of_the_name(name: str, taken: set[str], key: str) -> None:
    assert suggest_key(name, taken) == key
