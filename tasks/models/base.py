"""What the models of tasks are made of."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from pm_suite.lib.ids import new_id
from teams.models import Workspace


def rank_field() -> "models.CharField[str, str]":
    """A fractional key; order is (rank, id) by code point."""
    return models.CharField(max_length=512, db_collation="C")


def sum_field() -> "models.DecimalField[Any, Any]":
    """A sum of estimates."""
    return models.DecimalField(max_digits=14, decimal_places=2, default=0, db_default=0)


class Colour(models.TextChoices):
    """The palette of projects and tags."""

    GREY = "grey", _("Grey")
    RED = "red", _("Red")
    ORANGE = "orange", _("Orange")
    AMBER = "amber", _("Amber")
    GREEN = "green", _("Green")
    TEAL = "teal", _("Teal")
    BLUE = "blue", _("Blue")
    INDIGO = "indigo", _("Indigo")
    VIOLET = "violet", _("Violet")
    PINK = "pink", _("Pink")


class TenantModel(models.Model):
    """A row of one workspace, behind row-level security."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True
