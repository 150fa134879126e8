"""What people report to the operator: that they cannot read, hear or use something here."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from contact.sealing import SealedTextField


class BarrierReportQuerySet(models.QuerySet):
    def waiting(self):
        """What the operator has to answer."""
        return self.filter(closed_at__isnull=True, quarantined_at__isnull=True)

    def quarantine(self):
        return self.filter(quarantined_at__isnull=False)


class BarrierReport(models.Model):
    """A barrier that somebody met, told to whoever runs the portal; the whole row goes when its time is over."""

    # Columns that hold what a person wrote or how to reach them.
    PERSONAL = ("page", "text", "email", "answer")

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    created = models.DateTimeField(_("received"), db_index=True)
    language = models.CharField(_("written in the form in"), max_length=10, choices=settings.LANGUAGES)
    page = SealedTextField(_("page"), blank=True)
    text = SealedTextField(_("message"))
    email = SealedTextField(_("e-mail"), blank=True)
    due_on = models.DateField(_("answer due"))
    answer = SealedTextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("last answered"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed on"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("closed by")
    )
    # Makes a second sending of the same page harmless.
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    quarantined_at = models.DateTimeField(_("in quarantine since"), null=True, blank=True)
    # Names of the rules that spoke, never what they saw.
    suspicions = models.JSONField(_("why in quarantine"), default=list, blank=True)

    objects = BarrierReportQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("report of a barrier"), _("reports of barriers")
        ordering = ["-created", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="contact_barrierreport_has_text",
                violation_error_message=_("A message needs a text."),
            ),
            models.CheckConstraint(
                condition=Q(answer="") | Q(answered_at__isnull=False),
                name="contact_barrierreport_answered",
                violation_error_message=_("An answer needs the moment at which it was given."),
            ),
        ]

    def __str__(self):
        # No text: this stands in titles and logs.
        return f"{capfirst(self._meta.verbose_name)} {self.pk}"

    def is_overdue(self, today):
        return self.closed_at is None and self.quarantined_at is None and self.due_on < today
