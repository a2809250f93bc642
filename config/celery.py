"""The Celery application: it carries wake-ups of the outbox and the beat jobs.

It names no settings: every process that imports `config` would otherwise run on them, tests and WSGI included.
"""

from celery import Celery

app = Celery("serai")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
