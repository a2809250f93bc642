"""Wires everything: settings, addresses, Celery, the admin site. Imported by nobody."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
