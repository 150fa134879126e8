from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContactConfig(AppConfig):
    name = "contact"
    verbose_name = _("contact")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import checks, conversation, letters  # noqa: F401, PLC0415 (models must be loaded first)

        for kind in ("contact.receipt", "contact.answer"):
            letters.watch(kind, conversation.undelivered)
