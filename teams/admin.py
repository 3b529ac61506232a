"""People in the admin panel."""

from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from pm_suite.lib.problems import Problem
from pm_suite.lib.staff import ReadOnlyAdmin
from pm_suite.lib.tenancy import tenant
from teams import actions
from teams.access import seats_of
from teams.models import AccessToken, Invitation, Member, User, Workspace

# Django and allauth offer these to be edited; here they are not used.
for unused in (Group, EmailAddress, EmailConfirmation):
    if admin.site.is_registered(unused):
        admin.site.unregister(unused)


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    list_display = ("email", "name", "is_active", "is_staff", "last_login", "created_at")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "name", "=id")
    ordering = ("email",)
    fields = (
        *("id", "email", "name", "time_zone", "locale", "theme"),
        *("is_active", "is_staff", "last_login", "created_at"),
    )
    actions = ("deactivate", "reactivate")

    @admin.action(description="Deactivate: shut out of every workspace")
    def deactivate(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._set_active(request, queryset, False)

    @admin.action(description="Reactivate")
    def reactivate(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._set_active(request, queryset, True)

    def _set_active(self, request: HttpRequest, users: QuerySet[Any], is_active: bool) -> None:
        assert isinstance(request.user, User)  # has_permission lets staff alone in
        for user in users.order_by("id"):
            try:
                actions.set_user_active(user, by=request.user, is_active=is_active)
            except Problem as problem:
                messages.error(request, problem.detail)
                continue
            change = "reactivated" if is_active else "deactivated"
            self.log_change(request, user, change)
            messages.success(request, f"{user.email} is {change}.")


@admin.register(Workspace)
class WorkspaceAdmin(ReadOnlyAdmin):
    list_display = ("name", "slug", "is_demo", "created_at", "journal")
    list_filter = ("is_demo",)
    search_fields = ("name", "slug", "=id")
    ordering = ("name",)

    @admin.display(description="journal")
    def journal(self, workspace: Workspace) -> str:
        address = reverse("admin:sync_journalline_changelist")
        return format_html('<a href="{}?workspace={}">Read</a>', address, workspace.id)


@admin.register(Member)
class MemberAdmin(ReadOnlyAdmin):
    list_display = ("name", "user", "workspace", "role", "is_active", "created_at")
    list_filter = ("role", "is_active", "workspace")
    list_select_related = ("user", "workspace")
    search_fields = ("name", "user__email", "=id")
    raw_id_fields = ("user", "workspace")


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "workspace", "role", "created_by", "expires_at", "accepted_at")
    list_filter = ("role", "workspace")
    list_select_related = ("workspace", "created_by")
    search_fields = ("email", "=id")
    raw_id_fields = ("workspace", "created_by", "accepted_by")
    exclude = ("token_hash",)
    actions = ("revoke",)

    @admin.action(description="Withdraw, where you may invite yourself")
    def revoke(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        assert isinstance(request.user, User)  # has_permission lets staff alone in
        seats = {seat.workspace_id: seat for seat in seats_of(request.user)}
        for invitation in Invitation.objects.open().filter(pk__in=queryset).order_by("id"):
            seat = seats.get(invitation.workspace_id)
            if seat is None:
                messages.error(request, f"You are no member of {invitation.workspace}.")
                continue
            try:
                with tenant(invitation.workspace_id):
                    actions.revoke_invitation(invitation, actor=seat)
            except Problem as problem:
                messages.error(request, problem.detail)
            else:
                self.log_change(request, invitation, "withdrawn")
                messages.success(request, f"The invitation of {invitation} is withdrawn.")


@admin.register(AccessToken)
class AccessTokenAdmin(ReadOnlyAdmin):
    list_display = (
        *("name", "hint", "member", "workspace", "scopes"),
        *("expires_at", "used_at", "revoked_at"),
    )
    list_filter = ("workspace",)
    list_select_related = ("member", "workspace")
    search_fields = ("name", "hint", "member__name")
    raw_id_fields = ("member", "workspace")
    exclude = ("token_hash",)
    actions = ("revoke",)

    @admin.action(description="Revoke: make useless")
    def revoke(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for token in queryset.filter(revoked_at=None).select_related("member").order_by("id"):
            with tenant(token.workspace_id):
                actions.revoke_token(token, actor=token.member)
            self.log_change(request, token, "revoked")
            messages.success(request, f"The token {token} works no more.")
