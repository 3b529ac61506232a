"""Cases of tests/vectors/effects.json: custom fields and their values."""

from typing import Any

from tests.sync.effects.case import END, NEW, OTHER_NEW, TOUCHED, Case
from tests.sync.effects.world import BUDGET, DRAFT, FINAL, FIRST, PHASE, SECOND, WEB


def value(name: str, task: str, field: str, value: Any) -> Case:
    args = {"id": task, "field_id": field, "value": value}
    return Case(name, "task.value", args, TOUCHED)


def set_field(case: str, field: str, **fields: Any) -> Case:
    return Case(case, "field.set", {"id": field, "fields": fields})


DONE = {"id": OTHER_NEW, "name": " Done  for good ", "color": "teal"}
FIELDS = [
    Case(
        "a field of money is made in front",
        "field.create",
        {"id": NEW, "project_id": WEB, "name": "  Cost \t so far ", "kind": "money"}
        | {"after": None, "before": BUDGET},
    ),
    Case(
        "a field of choices is made at the end, shown on cards",
        "field.create",
        {"id": NEW, "project_id": WEB, "name": "Markets", "kind": "choices"}
        | {"options": [DONE], "on_card": True},
    ),
    set_field("a field is renamed and has another currency", BUDGET, name=" Cost ", currency="eur"),
    set_field(
        "a field has an option more, in another order",
        PHASE,
        options=[DONE, {"id": FINAL, "name": "Final", "color": "green"}],
    ),
    set_field("a field is shown on cards", PHASE, on_card=True),
    Case("a field is moved to the end", "field.move", {"id": BUDGET, **END}),
    Case("a field is removed, and tasks keep their values", "field.remove", {"id": BUDGET}),
    Case(
        "a field that is there is restored",
        "field.restore",
        {"id": PHASE},
        undo=("custom_field",),
    ),
    value("a value is set where there was none", SECOND, BUDGET, 12),
    value("a value takes the place of another", FIRST, BUDGET, -0.25),
    value("a choice is made beside another field's value", FIRST, PHASE, DRAFT),
    value("a value is cleared", FIRST, BUDGET, None),
]
