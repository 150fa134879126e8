from datetime import timedelta

from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class ContactConfig(AppConfig):
    name = "contact"
    verbose_name = _("contact")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from councils import history, links, office, reviewing  # noqa: PLC0415 (models must be loaded first)
        from councils.accounts import audit  # noqa: PLC0415
        from councils.models import Editor, ReviewRequest, Version  # noqa: PLC0415
        from councils.publishing import register_listener  # noqa: PLC0415
        from members import erasing, portraits  # noqa: PLC0415
        from members.models import Person  # noqa: PLC0415

        # Models come first.
        from . import (  # noqa: F401, PLC0415
            barriers,
            checks,
            chores,
            conversation,
            invitations,
            keeping,
            letters,
            subscriptions,
            worker,
        )
        from .models import BarrierReport, Letter, Subscription  # noqa: PLC0415

        for kind in ("contact.receipt", "contact.answer"):
            letters.watch(kind, conversation.undelivered)
        post_save.connect(conversation.reader_added, sender=Editor, dispatch_uid="contact.reader_added")
        letters.watch(barriers.ANSWER, barriers.undelivered)
        letters.watch(Letter.NOTICE, subscriptions.undelivered)
        keeping.register(subscriptions.purge, Subscription)
        keeping.register(barriers.purge, BarrierReport)
        keeping.register(audit.purge)
        keeping.register(invitations.purge)
        keeping.register(history.purge, Version)
        keeping.register(erasing.purge, Person)
        keeping.register(portraits.purge)
        keeping.register(reviewing.purge, ReviewRequest)
        register_listener(subscriptions.council_written)
        worker.register("links", timedelta(days=1), links.collect)
        worker.register("try_links", timedelta(minutes=1), links.try_some)
        for provider in (chores.running, chores.barriers, chores.messages, chores.quarantine, chores.office_hours):
            office.register(provider)
