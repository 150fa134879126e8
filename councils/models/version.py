import datetime

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from councils.partial_dates import PartialDate


class Encoder(DjangoJSONEncoder):
    """Values of columns as JSON keeps them; the column's own ``to_python`` reads them again."""

    def default(self, o):
        if isinstance(o, PartialDate):
            return str(o)
        # To the last digit: Django's encoder would cut a moment short.
        return o.isoformat() if isinstance(o, datetime.datetime) else super().default(o)


class Version(models.Model):
    """What a published row said after one write. What happened is the difference to the version before it."""

    class Way(models.TextChoices):
        OFFICE = "office", _("in the office")
        IMPORT = "import", _("from a council file")
        OTHER = "other", _("by the portal itself")

    # Not a foreign key: the history outlives no row for long, but it holds none either.
    model = models.CharField(_("kind"), max_length=60)
    public_id = models.UUIDField(_("public identifier"), db_index=True)
    council = models.ForeignKey(
        "councils.Council", models.CASCADE, null=True, related_name="+", verbose_name=_("council")
    )
    at = models.DateTimeField(_("moment"), db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("account")
    )
    way = models.CharField(_("way"), max_length=10, choices=Way.choices)
    content = models.JSONField(_("content"), encoder=Encoder)

    class Meta:
        verbose_name, verbose_name_plural = _("version"), _("versions")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.model} {self.public_id} {self.at:%Y-%m-%d %H:%M}"
