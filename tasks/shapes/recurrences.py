"""How recurrences are spelled in the journal: when a task comes again, not what is in it."""

from sync.shapes import Shape, column_fields, register
from tasks.models import Recurrence

RULE = (
    *("rule", "after_completion", "starts_on", "at_time", "zone"),
    *("days_off", "country", "waits"),
)
"""What people set: one value."""

register(
    Shape(
        name="recurrence",
        model=Recurrence,
        fields=column_fields(
            Recurrence,
            *("id", "project_id", "task_id", *RULE),
            *("occurrence", "occurs_on", "next_on", "next_at", "next_id"),
            *("skipped_on", "stopped_at", "created_at"),
        ),
        scope_sql="t.project_id",
        scope_of=lambda recurrence: recurrence.project_id,
        registers={"repetition": RULE},
        setter="recurrence.set",
    )
)
