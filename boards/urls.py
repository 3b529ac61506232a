from django.urls import path, re_path

from boards import views

urlpatterns = [
    path("w/<slug:slug>/", views.app, name="app"),
    path("w/<slug:slug>/sync/", views.app, name="app-sync"),
    # Every address below a workspace that no other page has is the application's own.
    re_path(r"^w/(?P<slug>[-\w]+)/(?P<rest>p/.+)$", views.app, name="app-page"),
]
