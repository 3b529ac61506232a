"""The description of the REST API is committed, valid, and true."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate

from boards import serializers as board_forms
from pm_suite.lib.schema import Row
from sync.shapes import SHAPES
from tasks import serializers as task_forms
from teams import serializers as people_forms
from tests.api.matrix_rest import REST
from tests.api.world import make_world
from tests.cast import Cast

COMMITTED = Path(__file__).resolve().parents[2] / "docs" / "api.yaml"
RENEW = "Renew it: .venv/bin/python manage.py spectacular --file docs/api.yaml"
ROWS: dict[str, type[Row]] = {
    "workspace": people_forms.WorkspaceRow,
    "member": people_forms.MemberRow,
    "tag": task_forms.TagRow,
    "project": task_forms.ProjectRow,
    "project_member": task_forms.ProjectMemberRow,
    "stage": task_forms.StageRow,
    "custom_field": task_forms.CustomFieldRow,
    "task": task_forms.TaskRow,
    "checklist": task_forms.ChecklistRow,
    "checklist_item": task_forms.ChecklistItemRow,
    "comment": task_forms.CommentRow,
    "reaction": task_forms.ReactionRow,
    "attachment": task_forms.AttachmentRow,
    "conflict": task_forms.ConflictRow,
    "task_seen": task_forms.TaskSeenRow,
    "deadline_proposal": task_forms.ProposalRow,
    "task_link": task_forms.TaskLinkRow,
    "recurrence": task_forms.RecurrenceRow,
    "board": board_forms.BoardRow,
    "column": board_forms.ColumnRow,
}


@pytest.fixture(scope="module")
def schema() -> Any:
    return yaml.safe_load(COMMITTED.read_text())


def test_committed_schema_is_up_to_date(tmp_path: Path) -> None:
    fresh = tmp_path / "api.yaml"
    call_command("spectacular", file=str(fresh), fail_on_warn=True)
    assert fresh.read_text() == COMMITTED.read_text(), RENEW


def test_schema_is_valid_openapi(schema: Any) -> None:
    assert schema["openapi"].startswith("3.1")
    validate(schema)


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_described_rows_are_the_rows_of_the_journal(name: str) -> None:
    shape = SHAPES[name]
    names = {field.name for field in (*shape.fields, *shape.lazy_fields)}
    assert set(ROWS[name]().fields) == names


def test_every_operation_is_told_in_words(schema: Any) -> None:
    operations = [one for path in schema["paths"].values() for one in path.values()]
    assert len({one["operationId"] for one in operations}) == len(operations)
    assert all(one["summary"] for one in operations)
    assert all("401" in one["responses"] and "429" in one["responses"] for one in operations)


def test_answers_are_as_the_schema_says(cast: Cast, schema: Any) -> None:
    world = make_world(cast)
    owner = world.programs()["owner"]
    for ask in REST:
        if ask.method != "get":
            continue
        path = "/" + ask.route.replace("<uuid:", "{").replace(">", "}")
        described = schema["paths"][path]["get"]["responses"]["200"]
        if "application/json" not in described["content"]:
            continue
        form = described["content"]["application/json"]["schema"]
        answer = owner.read(ask.path(world.ids))
        validator = Draft202012Validator(
            {**form, "components": schema["components"]}, format_checker=FormatChecker()
        )
        errors = [error.message for error in validator.iter_errors(answer.json())]
        assert errors == [], ask.route


def test_schema_is_served_to_everybody(client: Any) -> None:
    answer = client.get("/api/schema/")
    assert answer.status_code == 200
    assert yaml.safe_load(answer.content) == yaml.safe_load(COMMITTED.read_text())
