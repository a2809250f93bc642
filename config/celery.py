"""The Celery application: it carries wake-ups of the outbox and the beat jobs.

It names settings only for the `celery` command: every other process that imports `config` has its own, tests and WSGI
included.
"""

import os
import sys
from pathlib import Path

from celery import Celery

if "celery" in (Path(sys.argv[0]).name, Path(sys.argv[0]).parent.name):  # `celery -A config …`, `python -m celery …`
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

app = Celery("serai")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
