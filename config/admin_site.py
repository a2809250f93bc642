"""The one admin site, for staff and for sellers."""

from __future__ import annotations

from django.contrib.admin import AdminSite


class SeraiAdminSite(AdminSite):
    site_header = "Serai"
