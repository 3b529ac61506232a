from django.urls import path

from sync import api

urlpatterns = [
    path("session", api.session, name="sync-session"),
    path("bootstrap", api.bootstrap, name="sync-bootstrap"),
    path("audit", api.audit, name="sync-audit"),
    path("pull", api.pull, name="sync-pull"),
    path("push", api.push, name="sync-push"),
    path("object/<str:model>/<uuid:object_id>", api.object_, name="sync-object"),
    path("history/<str:model>/<uuid:object_id>", api.history, name="sync-history"),
]
