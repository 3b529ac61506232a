"""The map of the product."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("api/sync/v1/<uuid:workspace_id>/", include("sync.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
]
