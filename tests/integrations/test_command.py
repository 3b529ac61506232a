"""`manage.py import_trello`: what it prints, and how it ends."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from integrations.models import ImportRun
from pm_suite.lib.tenancy import EVERY_TENANT, enter_tenant
from tasks.models import Project, Task
from tests.cast import Cast
from tests.integrations.exports import DATA, board, with_card

FILE = DATA / "board.json"


def command(*words: str, file: Path = FILE) -> str:
    out = io.StringIO()
    call_command("import_trello", str(file), *words, stdout=out)
    enter_tenant(EVERY_TENANT)
    return out.getvalue()


def failing(*words: str, file: Path = FILE) -> tuple[int, str]:
    with pytest.raises(CommandError) as found:
        command(*words, file=file)
    enter_tenant(EVERY_TENANT)
    return found.value.returncode, str(found.value)


def test_command_imports_and_prints_a_report(cast: Cast) -> None:
    said = command("--workspace", "acme")
    assert "Done: project BS Bakery shop" in said
    assert "Pavel @pavel_bakes: Pavel (by name)" in said
    assert "Ivan Petrov @ivanp: a placeholder" in said
    assert "Votes: 1" in said
    assert Project.objects.get(name="Bakery shop").seats.get().member == cast.olga


def test_dry_run_says_the_same_and_writes_nothing(cast: Cast) -> None:
    said = json.loads(command("--workspace", "acme", "--dry-run", "--json"))
    assert said["counts"]["tasks"] == 8
    assert said["earlier"] is None
    assert not ImportRun.objects.exists()
    assert not Project.objects.filter(name="Bakery shop").exists()


def test_json_report_names_the_project(cast: Cast) -> None:
    said: dict[str, Any] = json.loads(command("--workspace", "acme", "--json"))
    assert said["project"]["key"] == "BS"
    assert said["state"] == "done"


def test_second_time_is_refused_and_update_goes_on(cast: Cast, tmp_path: Path) -> None:
    command("--workspace", "acme")
    code, sentence = failing("--workspace", "acme")
    assert code == 3
    assert "was imported on" in sentence
    assert ImportRun.objects.count() == 1
    newer = tmp_path / "newer.json"
    newer.write_text(json.dumps(with_card(board())))
    assert "Added: 1 task; changed as in the file: 0." in command(
        "--workspace", "acme", "--update", file=newer
    )
    assert Task.objects.filter(title="New").count() == 1


def test_file_that_cannot_be_read_ends_with_2(cast: Cast, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_bytes(FILE.read_bytes()[:500])
    code, sentence = failing("--workspace", "acme", file=broken)
    assert code == 2
    assert "cut off" in sentence


def test_user_without_the_right_ends_with_4(cast: Cast) -> None:
    code, sentence = failing("--workspace", "acme", "--user", "pavel@example.com")
    assert code == 4
    assert "Only managers and above" in sentence


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--workspace", "nowhere"], "There is no workspace 'nowhere'. There are: acme, rival."),
        (["--workspace", "acme", "--user", "x@example.com"], "x@example.com is no member of acme."),
    ],
)
def test_wrong_call_ends_with_1(cast: Cast, words: list[str], sentence: str) -> None:
    assert failing(*words) == (1, sentence)


def test_file_that_is_not_there_ends_with_1(cast: Cast, tmp_path: Path) -> None:
    assert failing("--workspace", "acme", file=tmp_path / "no.json")[0] == 1


def test_user_may_be_named(cast: Cast) -> None:
    command("--workspace", "acme", "--user", "MARIA@example.com")
    assert ImportRun.objects.get().actor == cast.maria
