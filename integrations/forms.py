"""The forms of the import pages."""

from django import forms
from django.utils.translation import gettext_lazy as _


class UploadForm(forms.Form):
    """An export to import."""

    file = forms.FileField(
        label=_("Export of a Trello board"),
        help_text=_("In Trello: Share, Export, “Export as JSON”."),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".json,application/json"}),
    )
