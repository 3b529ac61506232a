"""The way from an outside id to a custom field."""

import uuid

from django.db.models import QuerySet

from tasks.access import access_project, found_or_raise, note_role, viewer_role_in
from tasks.models import CustomField
from teams.models import Member


def visible_fields(member: Member, project_id: uuid.UUID | str) -> QuerySet[CustomField]:
    """The custom fields of a project that the member sees; raises NotSeen."""
    return CustomField.objects.filter(project=access_project(member, project_id), removed_at=None)


def access_field(
    member: Member, field_id: uuid.UUID | str, *, removed: bool = False
) -> CustomField:
    """A custom field of a visible project; raises NotSeen, also for one that is removed unless `removed`."""
    fields = CustomField.objects.filter(id=field_id, workspace_id=member.workspace_id)
    if not removed:
        fields = fields.filter(removed_at=None)
    fields = fields.annotate(viewer_role=viewer_role_in(member, "project_id"))
    field = found_or_raise(fields.select_related("project").first(), "field")
    note_role(member, field, field.project, "field")
    return field
