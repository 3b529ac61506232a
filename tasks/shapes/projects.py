"""How projects, their people and stages, and tags are spelled in the journal."""

from sync.shapes import Shape, column_fields, register
from tasks.models import Project, ProjectMember, Stage, Tag

register(
    Shape(
        name="tag",
        model=Tag,
        fields=column_fields(Tag, "id", "name", "color", "parent_id"),
        scope_sql="t.workspace_id",
        scope_of=lambda tag: tag.workspace_id,
        setter="tag.set",
    )
)
register(
    Shape(
        name="project",
        model=Project,
        fields=column_fields(
            Project,
            *("id", "key", "name", "description", "color", "visibility"),
            *("acceptance", "editing", "progress", "archived_at", "created_at"),
        ),
        scope_sql="t.id",
        scope_of=lambda project: project.id,
        texts=frozenset({"description"}),
        setter="project.set",
    )
)
register(
    Shape(
        name="project_member",
        model=ProjectMember,
        fields=column_fields(ProjectMember, "id", "project_id", "member_id", "role"),
        scope_sql="t.project_id",
        scope_of=lambda seat: seat.project_id,
    )
)
register(
    Shape(
        name="stage",
        model=Stage,
        fields=column_fields(
            Stage, "id", "project_id", "name", "kind", "rank", "wip_limit", "wip_hard"
        ),
        scope_sql="t.project_id",
        scope_of=lambda stage: stage.project_id,
        setter="stage.set",
    )
)
