"""How workspaces and members are spelled in the journal."""

from sync.shapes import Field, Shape, column_fields, register
from teams.models import Member, Workspace

register(
    Shape(
        name="workspace",
        model=Workspace,
        fields=column_fields(Workspace, "id", "name", "slug"),
        scope_sql="t.id",
        scope_of=lambda workspace: workspace.id,
    )
)
register(
    Shape(
        name="member",
        model=Member,
        fields=(
            *column_fields(Member, "id", "name", "role", "is_active"),
            Field("is_placeholder", "(t.user_id IS NULL)", lambda member: member.user_id is None),
        ),
        scope_sql="t.workspace_id",
        scope_of=lambda member: member.workspace_id,
    )
)
