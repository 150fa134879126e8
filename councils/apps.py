from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CouncilsConfig(AppConfig):
    """Who the councils are: the bottom layer, on which all others stand."""

    name = "councils"
    verbose_name = _("councils")
    default_auto_field = "django.db.models.BigAutoField"
