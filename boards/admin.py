"""Boards in the admin panel."""

from django.contrib import admin

from boards.models import Board, BoardProject, Column, ColumnStage
from pm_suite.lib.staff import ReadOnlyAdmin


@admin.register(Board)
class BoardAdmin(ReadOnlyAdmin):
    list_display = ("name", "project", "workspace", "created_at")
    list_filter = ("workspace",)
    list_select_related = ("project", "workspace")
    search_fields = ("name", "project__key", "=id")
    raw_id_fields = ("project", "workspace")


@admin.register(BoardProject)
class BoardProjectAdmin(ReadOnlyAdmin):
    list_display = ("board", "project", "workspace")
    list_filter = ("workspace",)
    list_select_related = ("board", "project", "workspace")
    search_fields = ("board__name", "project__key")
    raw_id_fields = ("board", "project", "workspace")


@admin.register(Column)
class ColumnAdmin(ReadOnlyAdmin):
    list_display = ("name", "board", "rank", "limit", "workspace")
    list_filter = ("workspace",)
    list_select_related = ("board", "workspace")
    search_fields = ("name", "board__name", "=id")
    raw_id_fields = ("board", "workspace")


@admin.register(ColumnStage)
class ColumnStageAdmin(ReadOnlyAdmin):
    list_display = ("column", "stage", "workspace")
    list_filter = ("workspace",)
    list_select_related = ("column", "stage", "workspace")
    search_fields = ("column__name", "stage__name")
    raw_id_fields = ("column", "stage", "workspace")
