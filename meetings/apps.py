from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = _("meetings")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from contact import keeping as contact_keeping  # noqa: PLC0415 (models must be loaded first)
        from contact import receipts, worker  # noqa: PLC0415
        from councils import office, own_links  # noqa: PLC0415
        from councils.publishing import register_listener, register_watcher  # noqa: PLC0415

        from . import announcing, chores, keeping, links, taking_part  # noqa: PLC0415
        from .calendars import raise_sequence  # noqa: PLC0415
        from .views.taking_part import of_receipt  # noqa: PLC0415

        links.register(own_links)
        register_listener(raise_sequence)
        register_watcher(taking_part.room_may_change)
        receipts.register_kind(taking_part.find, of_receipt)
        contact_keeping.register(keeping.purge, *keeping.WRITTEN)
        register_listener(announcing.written)
        worker.register("announce", timedelta(minutes=1), announcing.look_again)
        worker.register("reminders", timedelta(hours=1), taking_part.remind)
        for provider in (chores.checklist, chores.requests, chores.minutes, chores.documents):
            office.register(provider)
