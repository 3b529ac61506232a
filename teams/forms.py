"""The forms of the server pages."""

import zoneinfo
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from teams.models import Role, TokenScope, User

ROLE_HELP = {
    Role.OWNER: _("everything, and appoints admins"),
    Role.ADMIN: _("people, roles and settings"),
    Role.MANAGER: _("creates and leads projects"),
    Role.PERFORMER: _("works in projects"),
    Role.OBSERVER: _("reads and comments where invited"),
    Role.GUEST: _("only what is shared with them"),
}


class PersonForm(forms.Form):
    """A new person: name, e-mail, password; the browser adds its time zone."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": True}),
    )
    email = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 10 characters."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "minlength": 10}),
    )
    time_zone = forms.CharField(
        required=False, widget=forms.HiddenInput(attrs={"data-time-zone": True})
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if password := data.get("password"):
            person = User(email=data.get("email", ""), name=data.get("name", ""))
            try:
                validate_password(password, person)
            except ValidationError as error:
                self.add_error("password", error)
        return data


class WelcomeForm(PersonForm):
    """The owner and the first workspace."""

    workspace = forms.CharField(
        label=_("Workspace"),
        max_length=120,
        help_text=_("Your company or team."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    field_order = ["name", "email", "password", "workspace"]


class ProfileForm(forms.Form):
    """What a person sets about themselves."""

    name = forms.CharField(label=_("Name"), max_length=120)
    time_zone = forms.ChoiceField(label=_("Time zone"))
    locale = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    theme = forms.ChoiceField(label=_("Theme"), choices=User.Theme.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = sorted(zoneinfo.available_timezones())
        field = self.fields["time_zone"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(zone, zone.replace("_", " ")) for zone in zones]


class WorkspaceForm(forms.Form):
    """The workspace's name."""

    name = forms.CharField(label=_("Workspace name"), max_length=120)


class InviteForm(forms.Form):
    """An invitation by link."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, role.label) for role in Role],
        initial=Role.PERFORMER,
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Leave it empty for a link that anyone may use once."),
    )


class TokenForm(forms.Form):
    """A key for programs."""

    workspace = forms.ChoiceField(label=_("Workspace"))
    name = forms.CharField(
        label=_("What is it for?"),
        max_length=120,
        widget=forms.TextInput(attrs={"placeholder": _("Weekly report")}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("May"),
        choices=TokenScope.choices,
        initial=[TokenScope.READ],
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.ChoiceField(
        label=_("Ends after"),
        choices=[(7, _("7 days")), (30, _("30 days")), (90, _("90 days")), (365, _("1 year"))],
        initial=90,
    )

    def __init__(self, *args: Any, workspaces: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "token_%s"  # the page has another form with a name
        field = self.fields["workspace"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = workspaces
