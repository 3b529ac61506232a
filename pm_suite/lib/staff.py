"""The admin panel: staff look at every workspace and change nothing but through actions."""

from collections.abc import Callable
from functools import update_wrapper
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import SimpleTemplateResponse
from django.urls import reverse

from pm_suite.lib.tenancy import across_tenants

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Model]
else:
    ModelAdmin = admin.ModelAdmin


class StaffSite(admin.AdminSite):
    """Django's admin site, whose connection sees all workspaces while a member of the staff looks."""

    site_header = "PM Suite"
    site_title = "PM Suite"
    index_title = "Everything in this installation, to read"

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        # The product's own sign-in counts attempts; Django's form here would let anybody guess.
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:  # Django's types are its own
        inner: Callable[..., HttpResponse] = super().admin_view(view, cacheable)

        def wide(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not self.has_permission(request):
                return inner(request, *args, **kwargs)
            with across_tenants():
                response = inner(request, *args, **kwargs)
                # A template reads its rows while it is rendered.
                if isinstance(response, SimpleTemplateResponse):
                    response.render()
                return response

        return update_wrapper(wide, inner)


class ReadOnlyAdmin(ModelAdmin):
    """A model that staff may look at. Writes are admin actions that call the product's own actions."""

    list_per_page = 50
    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.user.is_active and request.user.is_staff

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
