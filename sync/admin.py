"""The journal and its tables in the admin panel."""

import uuid
from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

from pm_suite.lib.ids import parse_id
from pm_suite.lib.staff import ReadOnlyAdmin
from sync.models import (
    Client,
    Conflict,
    DeadLetter,
    Entry,
    Head,
    JournalLine,
    Receipt,
    Scope,
    ScopeMember,
    Segment,
)

COUNTED = 5000


class BriefPaginator(Paginator):  # type: ignore[type-arg]  # not generic at run time
    """Counts no further than the first rows: the journal has millions, and counting reads them all."""

    @cached_property
    def count(self) -> int:
        found = self.object_list[:COUNTED]
        return found.count() if isinstance(found, QuerySet) else len(found)


class WorkspaceFilter(admin.SimpleListFilter):
    """One workspace's journal, which the primary key finds."""

    title = "workspace"
    parameter_name = "workspace"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        heads = Head.objects.order_by("-version")[:50]
        return [(str(h.workspace_id), f"{h.workspace_id} ({h.version} entries)") for h in heads]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        known = parse_id(self.value()) if self.value() else None
        return queryset.filter(workspace_id=known) if known else queryset


class OpFilter(admin.SimpleListFilter):
    """What happened to the row."""

    title = "operation"
    parameter_name = "op"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(value), str(label)) for value, label in Entry.Op.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(op=self.value()) if self.value() else queryset


@admin.register(JournalLine)
class JournalAdmin(ReadOnlyAdmin):
    list_display = ("version", "kind", "op", "model", "object_id", "actor_id", "at")
    list_display_links = ("version", "kind")
    list_filter = (WorkspaceFilter, OpFilter)
    ordering = ("-workspace_id", "-version")
    sortable_by = ()
    search_fields = ("object_id",)
    search_help_text = "The id of an object: everything that happened to it."
    paginator = BriefPaginator

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if not search_term:
            return queryset, False
        object_id = parse_id(search_term.strip())
        if object_id is None:
            return queryset.none(), False
        # With the workspaces named, the index of objects is used.
        workspaces = Head.objects.values("workspace_id")
        return queryset.filter(workspace_id__in=workspaces, object_id=object_id), False

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> JournalLine | None:
        workspace, _, version = object_id.partition(":")
        workspace_id: uuid.UUID | None = parse_id(workspace)
        if workspace_id is None or not version.isdecimal():
            return None
        return JournalLine.objects.filter(workspace_id=workspace_id, version=int(version)).first()


@admin.register(Head)
class HeadAdmin(ReadOnlyAdmin):
    list_display = ("workspace_id", "version", "floor", "epoch")
    search_fields = ("workspace_id",)


@admin.register(Scope)
class ScopeAdmin(ReadOnlyAdmin):
    list_display = ("id", "kind", "workspace_id")
    list_filter = ("kind",)
    search_fields = ("=id", "=workspace_id")


@admin.register(ScopeMember)
class ScopeMemberAdmin(ReadOnlyAdmin):
    list_display = ("reader_id", "scope_id", "role", "workspace_id")
    list_filter = ("role",)
    search_fields = ("=reader_id", "=scope__id")


@admin.register(Segment)
class SegmentAdmin(ReadOnlyAdmin):
    list_display = ("scope_id", "version", "schema", "built_at", "workspace_id")
    exclude = ("body",)
    search_fields = ("=scope__id", "=workspace_id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("body")


@admin.register(Client)
class ClientAdmin(ReadOnlyAdmin):
    list_display = (
        *("id", "member_id", "last_seq", "schema", "cursor_seen"),
        *("crashes", "seen_at", "workspace_id"),
    )
    search_fields = ("=id", "=member_id")
    date_hierarchy = "seen_at"


@admin.register(Receipt)
class ReceiptAdmin(ReadOnlyAdmin):
    list_display = ("key", "status", "member_id", "client_id", "seq", "version", "created_at")
    list_filter = ("status",)
    search_fields = ("=key", "=member_id", "=client_id")
    ordering = ("-created_at",)
    paginator = BriefPaginator


class SettledFilter(admin.SimpleListFilter):
    """Whether somebody still has to choose."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("open", "Open"), ("settled", "Settled")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in {"open", "settled"}:
            return queryset
        return queryset.filter(resolved_at__isnull=self.value() == "open")


@admin.register(Conflict)
class ConflictAdmin(ReadOnlyAdmin):
    list_display = ("field", "kind", "model", "object_id", "member_id", "created_at", "taken")
    list_filter = (SettledFilter, "kind", "model")
    search_fields = ("=id", "=object_id", "=task_id", "=member_id", "=workspace_id")
    search_help_text = "The id of a conflict, an object, a task, a member or a workspace."
    date_hierarchy = "created_at"
    ordering = ("-created_at",)


@admin.register(DeadLetter)
class DeadLetterAdmin(ReadOnlyAdmin):
    list_display = ("name", "created_at", "member_id", "client_id", "seq", "workspace_id")
    list_filter = ("name", "created_at")
    search_fields = ("name", "error", "=id", "=member_id", "=client_id", "=workspace_id")
    search_help_text = (
        "A mutation's name, a part of its error, or the id of a member, browser or workspace."
    )
    date_hierarchy = "created_at"
    ordering = ("-created_at",)
