"""Puts the staff's site in the place of Django's admin site."""

from django.contrib.admin.apps import AdminConfig


class StaffConfig(AdminConfig):
    default_site = "pm_suite.lib.staff.StaffSite"
