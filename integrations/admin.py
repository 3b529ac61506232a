"""Imports in the admin panel."""

from django.contrib import admin

from integrations.models import ImportedObject, ImportRun
from pm_suite.lib.staff import ReadOnlyAdmin


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    list_display = ("file_name", "source", "state", "actor", "project", "workspace", "created_at")
    list_filter = ("state", "source", "is_update", "workspace")
    list_select_related = ("actor", "project", "workspace")
    search_fields = ("file_name", "board_id", "sha256", "error", "=id")
    raw_id_fields = ("actor", "project", "workspace")
    date_hierarchy = "created_at"


@admin.register(ImportedObject)
class ImportedObjectAdmin(ReadOnlyAdmin):
    list_display = ("model", "external_id", "object_id", "project", "source", "workspace")
    list_filter = ("model", "source", "workspace")
    list_select_related = ("project", "workspace")
    search_fields = ("external_id", "=object_id")
    raw_id_fields = ("run", "project", "workspace")
