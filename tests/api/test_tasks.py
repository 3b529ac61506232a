"""Tasks through the REST API."""

from sync.shapes import SHAPES
from tasks.models import Stage, Task
from tests.api.conftest import api_of
from tests.cast import Cast


def test_task_is_made_with_all_its_fields(cast: Cast) -> None:
    body = {
        "stage_id": str(cast.stage(Stage.Kind.TODO).id),
        "title": "  Write   the notes ",
        "description": "As *Markdown*.",
        "performer_id": str(cast.pavel.id),
        "priority": 1,
        "estimate": 2.5,
        "due_on": "2026-12-01",
    }
    answer = api_of(cast.maria).send("post", "tasks", body)
    assert answer.status_code == 201, answer.content
    row = answer.json()
    assert row["title"] == "Write the notes"
    assert (row["number"], row["estimate"], row["due_on"]) == (1, 2.5, "2026-12-01")
    assert row == SHAPES["task"].row(Task.objects.get(id=row["id"]))
