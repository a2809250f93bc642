from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class SeraiAdminConfig(AdminConfig):
    default_site = "config.admin_site.SeraiAdminSite"


class HouseConfig(AppConfig):
    """Makes the commands of this package known; it has no models."""

    name = "config"
