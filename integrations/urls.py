from django.urls import path

from integrations import views

RUN = "w/<slug:slug>/import/<uuid:run_id>/"

urlpatterns = [
    path("welcome/demo/", views.open_demo, name="welcome-demo"),
    path("w/<slug:slug>/import/", views.imports, name="import"),
    path(RUN, views.import_run, name="import-run"),
    path(f"{RUN}status", views.status, name="import-status"),
    path(f"{RUN}start", views.start, name="import-start"),
    path(f"{RUN}update", views.update, name="import-update"),
    path(f"{RUN}undo", views.undo, name="import-undo"),
]
