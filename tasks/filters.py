"""Filters of the lists of projects and tasks."""

import uuid
from typing import Any, TypeVar, cast

from django.db.models import Model, Q, QuerySet
from django.http import QueryDict
from django_filters import rest_framework as filters

from pm_suite.lib.filters import Filters, IdFilter
from tasks.access import (
    access_project,
    access_stage,
    access_tag,
    access_task,
)
from tasks.access_recurrences import access_recurrence
from tasks.models import Project, Stage, Tag, Task, TaskTag
from tasks.queries import branch_ids
from tasks.value_filters import PREFIX, by_values
from teams.access import access_member
from teams.models import Member

M = TypeVar("M", bound=Model)


class ProjectFilters(Filters):
    """Of projects."""

    text = filters.CharFilter(field_name="name", lookup_expr="icontains", label="Part of the name.")
    key = filters.CharFilter(lookup_expr="iexact", label="The project's key.")
    archived = filters.BooleanFilter(
        field_name="archived_at",
        lookup_expr="isnull",
        exclude=True,
        label="Archived ones alone, or the others alone.",
    )

    class Meta:
        model = Project
        fields: list[str] = []


class TagFilters(Filters):
    """Of tags."""

    text = filters.CharFilter(field_name="name", lookup_expr="icontains", label="Part of the name.")

    class Meta:
        model = Tag
        fields: list[str] = []


class TaskFilters(Filters):
    """Of tasks; those in the trash or put away are left out unless asked for."""

    project = IdFilter("project_id", seen=access_project, label="In this project.")
    stage = IdFilter("stage_id", seen=access_stage, label="In this stage.")
    kind = filters.ChoiceFilter(
        field_name="stage__kind", choices=Stage.Kind.choices, label="In stages of this kind."
    )
    parent = IdFilter("parent_id", seen=access_task, label="Right below this task.")
    is_blocked = filters.BooleanFilter(method="that_wait", label="Blocked by an open task.")
    performer = IdFilter("performer_id", seen=access_member, label="Given to this member.")
    is_assigned = filters.BooleanFilter(
        field_name="performer", lookup_expr="isnull", exclude=True, label="Given to anybody."
    )
    author = IdFilter("author_id", seen=access_member, label="Written by this member.")
    tag = filters.UUIDFilter(
        method="under_tag", label="Marked with this tag, or with one that stands below it."
    )
    recurrence = IdFilter(
        "recurrence_id", seen=access_recurrence, label="Those that came by this recurrence."
    )
    priority = filters.NumberFilter(min_value=0, max_value=4, label="0 is the most urgent.")
    due_from = filters.DateFilter(method="due_since", label="Due on this day (UTC) or later.")
    due_to = filters.DateFilter(method="due_until", label="Due on this day (UTC) or earlier.")
    text = filters.CharFilter(method="contains", label="Part of the title or description.")
    updated_since = filters.IsoDateTimeFilter(
        field_name="updated_at", lookup_expr="gte", label="Changed at this time or later."
    )
    trashed = filters.BooleanFilter(method="in_trash", label="The trash alone.")
    archived = filters.BooleanFilter(method="in_archive", label="Those put away alone.")

    class Meta:
        model = Task
        fields: list[str] = []

    @classmethod
    def applied(cls, query: QueryDict, rows: QuerySet[M], viewer: object) -> QuerySet[M]:
        values = {name: str(query[name]) for name in query if name.startswith(PREFIX)}
        rest = query.copy()
        for name in values:
            del rest[name]
        found: QuerySet[Any] = super().applied(rest, rows, viewer)
        asked = by_values(found, values, cast("Member", viewer)) if values else found
        return cast("QuerySet[M]", asked)

    def filter_queryset(self, queryset: Any) -> Any:  # django-filter is untyped
        found = super().filter_queryset(queryset)
        asked = self.form.cleaned_data
        if asked["trashed"] is None and asked["archived"] is None:
            return found.alive()
        return found if asked["trashed"] else found.filter(trashed_at=None)

    def that_wait(self, rows: Any, name: str, is_blocked: bool) -> Any:
        return rows.exclude(blocked_by=[]) if is_blocked else rows.filter(blocked_by=[])

    def under_tag(self, rows: Any, name: str, tag_id: uuid.UUID) -> Any:
        ids = branch_ids(access_tag(self.viewer, tag_id))
        return rows.filter(id__in=TaskTag.objects.filter(tag_id__in=ids).values("task_id"))

    def due_since(self, rows: Any, name: str, day: Any) -> Any:
        return rows.filter(Q(due_on__gte=day) | Q(due_at__date__gte=day))

    def due_until(self, rows: Any, name: str, day: Any) -> Any:
        return rows.filter(Q(due_on__lte=day) | Q(due_at__date__lte=day))

    def contains(self, rows: Any, name: str, text: str) -> Any:
        return rows.filter(Q(title__icontains=text) | Q(description__icontains=text))

    def in_trash(self, rows: Any, name: str, trashed: bool) -> Any:
        return rows.exclude(trashed_at=None) if trashed else rows.filter(trashed_at=None)

    def in_archive(self, rows: Any, name: str, archived: bool) -> Any:
        return rows.exclude(archived_at=None) if archived else rows.filter(archived_at=None)
