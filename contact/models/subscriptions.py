"""Who wants to hear of a council's changes by mail: an address, a language, a choice, and nothing else."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contact.sealing import SealedTextField
from councils.models import Council


class Occasion(models.TextChoices):
    """What one can hear of."""

    AGENDA = "agenda", pgettext_lazy("notices by mail", "agendas and invitations")
    MOVED = "moved", pgettext_lazy("notices by mail", "meetings that are moved")
    CANCELLED = "cancelled", pgettext_lazy("notices by mail", "meetings that are cancelled")
    MINUTES = "minutes", pgettext_lazy("notices by mail", "minutes")
    RESOLUTIONS = "resolutions", pgettext_lazy("notices by mail", "resolutions")
    NEWS = "news", pgettext_lazy("notices by mail", "news")


class SubscriptionQuerySet(models.QuerySet):
    def confirmed(self):
        """Those whose owner has said so from the mailbox itself."""
        return self.filter(confirmed_at__isnull=False)


class Subscription(models.Model):
    """One address that hears of one council's changes. Until it is confirmed it gets one mail, which asks."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey(Council, models.CASCADE, related_name="subscriptions", verbose_name=_("council"))
    recipient = SealedTextField(_("e-mail"))
    # Keyed hash of the address: one subscription per address and council.
    recipient_hash = models.CharField(max_length=64, db_index=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    occasions = models.JSONField(_("occasions"), default=list)
    created = models.DateTimeField(_("asked for"), db_index=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("subscription"), _("subscriptions")
        constraints = [
            models.UniqueConstraint(fields=["council", "recipient_hash"], name="contact_subscription_once"),
        ]

    def __str__(self):
        # No address: this stands in titles and logs.
        return f"{self._meta.verbose_name} {self.pk}"
