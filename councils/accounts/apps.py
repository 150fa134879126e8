from django.contrib.admin.apps import AdminConfig


class OfficeConfig(AdminConfig):
    """Django's admin with the portal's own site: the office pages."""

    default_site = "councils.accounts.site.OfficeSite"
