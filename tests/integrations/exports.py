"""Exports for the tests: our own board, changes of it, and the way of each through an import."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from integrations.actions.runs import execute_run, queue_run, upload_export
from integrations.models import ImportRun
from pm_suite.lib.tenancy import EVERY_TENANT, enter_tenant
from teams.models import Member

Board = dict[str, Any]
DATA = Path(__file__).parent / "data"
REAL = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "trello"
TODO, DOING, DONE = (f"5f00000000000000000000{number}" for number in (11, 12, 13))
OVEN, DOOR = "5f1000000000000000000021", "5f1000000000000000000025"


def board() -> Board:
    """Our own board, to be changed at will."""
    found: Board = json.loads((DATA / "board.json").read_text())
    return found


def card_of(export: Board, identity: str = OVEN) -> Board:
    return next(card for card in export["cards"] if card["id"] == identity)


def with_card(export: Board, **fields: Any) -> Board:
    """The board with one more card."""
    changed = copy.deepcopy(export)
    card = {"id": "5f10000000000000000000aa", "name": "New", "idList": TODO, "pos": 9999}
    changed["cards"].append(card | fields)
    return changed


def upload(actor: Member, export: Board | bytes, name: str = "board.json") -> ImportRun:
    raw = export if isinstance(export, bytes) else json.dumps(export).encode()
    return upload_export(actor=actor, file_name=name, chunks=[raw])


def run_import(actor: Member, export: Board | bytes, *, update: bool = False) -> ImportRun:
    """Upload, start and finish, as the browser and a worker do together."""
    run = upload(actor, export)
    assert run.state == ImportRun.State.PREVIEWED, run.error
    queue_run(run, actor=actor, update=update)
    done = execute_run(run.id, run.workspace_id)
    enter_tenant(EVERY_TENANT)
    assert done is not None
    return done


def real_files() -> list[Any]:
    """Real exports kept beside of the repository; a skip with a sentence where there are none."""
    found = sorted(REAL.glob("*.json"))
    if found:
        return [pytest.param(path, id=path.stem) for path in found]
    skip = pytest.mark.skip(reason="There are no real exports in ../shared/data/trello.")
    return [pytest.param(Path(), marks=skip, id="none")]
