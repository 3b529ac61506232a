"""The map of the product."""

from django.contrib import admin
from django.urls import include, path

from pm_suite import health
from sync import api as sync
from tasks.api import uploads

urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("api/sync/v1/door/<str:slug>", sync.door, name="sync-door"),
    path("api/sync/v1/<uuid:workspace_id>/", include("sync.urls")),
    path("api/sync/v1/<uuid:workspace_id>/files/<uuid:file_id>", uploads.file, name="sync-file"),
    path(
        "api/sync/v1/<uuid:workspace_id>/files/<uuid:file_id>/preview",
        uploads.preview,
        name="sync-preview",
    ),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    path("", include("teams.urls")),
    path("", include("tasks.urls")),
    path("", include("boards.urls")),
    path("", include("integrations.urls")),
    # Last, for it answers for every other address below /api/.
    path("api/", include("pm_suite.rest")),
]
