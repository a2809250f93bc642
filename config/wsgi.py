"""HTTP for production: `granian --interface wsgi config.wsgi:application`."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

application = get_wsgi_application()

# What the start made stays: the collector need not look at it again, nor come by for each 700 objects of a request.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 100)
