"""allauth's forms in the words and the look of the product's own."""

from allauth.account import forms
from django.forms import Form
from django.utils.translation import gettext_lazy as _


def _in_our_words(form: Form) -> None:
    """Labels say what a field is; the first field has the focus."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        if name in ("login", "email"):
            field.label = _("E-mail")
    first = next(iter(form.fields.values()))
    first.widget.attrs["autofocus"] = True


class LoginForm(forms.LoginForm):  # type: ignore[misc]  # allauth has no types
    """Sign-in."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self)


class ResetPasswordForm(forms.ResetPasswordForm):  # type: ignore[misc]  # as above
    """Asking for a link to choose a new password."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self)


class ResetPasswordKeyForm(forms.ResetPasswordKeyForm):  # type: ignore[misc]  # as above
    """Choosing a new password."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self)


class ChangePasswordForm(forms.ChangePasswordForm):  # type: ignore[misc]  # as above
    """Changing the password."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self)
