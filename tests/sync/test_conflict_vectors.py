"""The vectors of conflicts: what is decided, from entries in memory and from entries in the journal."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from pm_suite.lib.ids import new_id
from sync.conflicts import Verdict, Word, decide, newest, their_word
from sync.journal import Edit, Journal, Origin
from sync.models import Entry
from tests.cast import Cast
from tests.make import make_task

VECTORS = Path(__file__).resolve().parents[1] / "vectors" / "conflicts.json"
CASES: list[dict[str, Any]] = json.loads(VECTORS.read_text())["cases"]
NOW = timezone.now()
MINE, OTHER = new_id(), new_id()
CLIENTS = {"mine": MINE, "other": OTHER, None: None}
DUE = {"due_on", "due_at", "due_zone"}


def edit_of(case: dict[str, Any]) -> Edit:
    age = timedelta(milliseconds=case["age_ms"])
    return Edit(case["base_version"], NOW - age, is_stale=age >= timedelta(seconds=30))


def fields_of(case: dict[str, Any]) -> set[str]:
    """The fields of the register that the case's edit writes."""
    return DUE if set(case["mine"]) & DUE else set(case["mine"])


def is_same(case: dict[str, Any]) -> bool:
    """Whether the edit's value is what stands after the entries."""
    stands = dict(case["mine"]) if not case["entries"] else {}
    for entry in case["entries"]:
        stands |= entry["fields"]
    return all(stands.get(name, "") == value for name, value in case["mine"].items())


def at(entry: dict[str, Any]) -> Any:
    return NOW - timedelta(milliseconds=entry["at_ms_ago"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_vector(case: dict[str, Any]) -> None:
    words = [
        Word(entry["version"], CLIENTS[entry["client"]], None, at(entry))
        for entry in case["entries"]
        if set(entry["fields"]) & fields_of(case) and entry["version"] > case["base_version"]
    ]
    verdict = decide(edit_of(case), newest(words, MINE), is_same=is_same(case))
    assert verdict is Verdict(case["outcome"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_journal_is_asked_for_what_the_vector_says(cast: Cast, case: dict[str, Any]) -> None:
    task = make_task(cast)
    Entry.objects.filter(workspace_id=cast.workspace.id).delete()
    for entry in case["entries"]:
        Entry.objects.create(
            workspace_id=cast.workspace.id,
            version=entry["version"],
            is_last=True,
            scope_id=cast.project.id,
            model="task",
            object_id=task.id,
            op=Entry.Op.UPDATE,
            patch=entry["fields"],
            kind="task.edited",
            client_id=CLIENTS[entry["client"]],
            at=at(entry),
        )
    journal = Journal(cast.workspace.id, cast.pavel.id, Origin(MINE, 1))
    journal.follow(edit_of(case))
    word = their_word(journal, task, sorted(fields_of(case)))
    assert decide(edit_of(case), word, is_same=is_same(case)) is Verdict(case["outcome"])
