from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = _("members and offices")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from councils import office  # noqa: PLC0415 (models must be loaded first)

        from . import chores  # noqa: PLC0415

        office.register(chores.vacancies)
