"""How custom fields are spelled in the journal."""

from sync.shapes import Shape, column_fields, register
from tasks.models import CustomField

register(
    Shape(
        name="custom_field",
        model=CustomField,
        fields=column_fields(
            CustomField,
            *("id", "project_id", "name", "kind", "options", "currency", "on_card", "rank"),
        ),
        scope_sql="t.project_id",
        scope_of=lambda field: field.project_id,
        alive_sql="t.removed_at IS NULL",
        is_alive=lambda field: field.removed_at is None,
        setter="field.set",
    )
)
