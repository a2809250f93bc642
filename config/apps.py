from django.contrib.admin.apps import AdminConfig


class SeraiAdminConfig(AdminConfig):
    default_site = "config.admin_site.SeraiAdminSite"
