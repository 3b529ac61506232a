"""The worker's and beat's entry: `celery -A pm_suite`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pm_suite.settings")

app = Celery("pm_suite")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(related_name="jobs")
