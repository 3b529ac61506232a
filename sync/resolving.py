"""A conflict is settled: its person takes one of the values, or a third."""

from typing import Any

from pm_suite.lib.problems import Invalid
from sync import mutations
from sync.conflicts import close, fields_of
from sync.gate import Reader
from sync.journal import record
from sync.models import Conflict
from sync.shapes import SHAPES, Json

Taken = Conflict.Taken
CHOICES = (Taken.MINE.value, Taken.THEIRS.value, Taken.VALUE.value)


def resolve_conflict(
    conflict: Conflict, *, actor: Reader, take: str, value: Json = None
) -> Conflict:
    """Close a conflict, and write the value that was taken as the person's new edit, unless it stands already.

    The value goes the way of every edit, through the mutation that sets it: so it is checked, and meets what others
    wrote since. Raises what that raises; the conflict is then still open.
    """
    if take not in CHOICES:
        raise Invalid(f"take is one of {', '.join(CHOICES)}.", field="take")
    with record(actor) as journal:
        close(journal, conflict, Taken(take))
        if take != Taken.THEIRS:
            name, arguments = _as_mutation(conflict, conflict.mine if take == Taken.MINE else value)
            mutations.find(name, arguments)(actor)
    return conflict


def _as_mutation(conflict: Conflict, value: Json) -> tuple[str, dict[str, Any]]:
    """The mutation that writes a value where the conflict is."""
    object_id = str(conflict.object_id)
    if conflict.kind == Conflict.Kind.PLACEMENT:
        if not isinstance(value, dict):
            raise Invalid("A place is a stage with the neighbours in it.", field="value")
        place = {name: value.get(name) for name in ("stage_id", "after", "before")}
        return "task.move", {"id": object_id, **place}
    owner, _, key = conflict.field.partition(".")
    if key:
        setter = SHAPES[conflict.model].elements[owner]
        return setter, {"id": object_id, "field_id": key, "value": value}
    arguments = {"id": object_id, "fields": fields_of(conflict, value)}
    if conflict.kind == Conflict.Kind.TEXT:
        # Both texts were before the person's eyes; what was written after that is merged.
        arguments["was"] = {conflict.field: conflict.theirs}
    return SHAPES[conflict.model].setter, arguments
