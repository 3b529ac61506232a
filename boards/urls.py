from django.urls import path, re_path

from boards import views

urlpatterns = [
    path("w/<slug:slug>/", views.app, name="app"),
    path("w/<slug:slug>/sync/", views.app, name="app-sync"),
    # Every address below a workspace that no other page has is the application's own.
    re_path(r"^w/(?P<slug>[-\w]+)/(?P<rest>p/.+)$", views.app, name="app-page"),
    path("shell/", views.shell, name="shell"),
    path("offline/", views.offline_page, name="offline"),
    # At the root, for a worker rules no addresses above its own.
    path("sw.js", views.worker, name="worker"),
    path("manifest.webmanifest", views.web_manifest, name="web-manifest"),
]
