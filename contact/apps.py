from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class ContactConfig(AppConfig):
    name = "contact"
    verbose_name = _("contact")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from councils.models import Editor  # noqa: PLC0415

        from . import checks, conversation, letters  # noqa: F401, PLC0415 (models must be loaded first)

        for kind in ("contact.receipt", "contact.answer"):
            letters.watch(kind, conversation.undelivered)
        post_save.connect(conversation.reader_added, sender=Editor, dispatch_uid="contact.reader_added")
