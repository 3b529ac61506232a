from django.urls import path

from teams import views

urlpatterns = [
    path("", views.home, name="home"),
    path("welcome/", views.welcome, name="welcome"),
    path("join/<str:token>/", views.join, name="join"),
    path("me/", views.me, name="me"),
    path("me/tokens/", views.add_token, name="add-token"),
    path("me/tokens/<uuid:token_id>/revoke/", views.revoke_token, name="revoke-token"),
    path("w/<slug:slug>/settings/", views.settings, name="settings"),
]
