"""The portal app: the pages above the data apps, and the checks of the whole."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self):
        from portal import checks  # noqa: F401, PLC0415 (models must be loaded first)
