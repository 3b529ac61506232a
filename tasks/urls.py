from django.urls import path

from tasks import views

urlpatterns = [
    path("w/<slug:slug>/people/", views.people, name="people"),
    path("w/<slug:slug>/people/invite/", views.invite, name="invite"),
    path(
        "w/<slug:slug>/people/invitations/<uuid:invitation_id>/revoke/",
        views.revoke_invitation,
        name="revoke-invitation",
    ),
    path("w/<slug:slug>/people/<uuid:member_id>/role/", views.change_role, name="change-role"),
    path("w/<slug:slug>/people/<uuid:member_id>/remove/", views.remove, name="remove-member"),
    path("w/<slug:slug>/people/<uuid:member_id>/match/", views.match, name="match-placeholder"),
]
