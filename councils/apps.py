from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CouncilsConfig(AppConfig):
    """Who the councils are: the bottom layer, on which all others stand."""

    name = "councils"
    verbose_name = _("councils")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import chores, history, office, reviewing  # noqa: PLC0415 (models must be loaded first)
        from .accounts import audit  # noqa: PLC0415
        from .publishing import register_listener  # noqa: PLC0415

        register_listener(history.written)
        register_listener(reviewing.written)
        for provider in (
            chores.unattended,
            chores.confirmation,
            chores.terms,
            chores.expiring,
            chores.documents,
            chores.shared_texts,
            chores.drafts,
            chores.reviews,
            chores.translations,
            chores.dead_links,
        ):
            office.register(provider)
        audit.connect()
