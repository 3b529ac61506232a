"""Filters of the lists of people."""

from django_filters import rest_framework as filters

from pm_suite.lib.filters import Filters
from teams.models import Member, Role


class MemberFilters(Filters):
    """Of members."""

    role = filters.ChoiceFilter(choices=Role.choices, label="The role in the workspace.")
    is_active = filters.BooleanFilter(label="Whether the member is still here.")
    text = filters.CharFilter(field_name="name", lookup_expr="icontains", label="Part of the name.")

    class Meta:
        model = Member
        fields: list[str] = []
