"""The worker's and beat's entry: `celery -A pm_suite`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pm_suite.settings")

app = Celery("pm_suite")
app.set_default()  # for every thread: web's requests ring the bell from a pool
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(related_name="jobs")
