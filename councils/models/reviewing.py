from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .council import Council


class ReviewRequest(models.Model):
    """That somebody who writes drafts asks those who publish to look at one, and what they decided."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("review", "ready for review")
        TAKEN_BACK = "taken_back", pgettext_lazy("review", "request taken back")
        SENT_BACK = "sent_back", pgettext_lazy("review", "sent back")
        PUBLISHED = "published", pgettext_lazy("review", "published")

    # As in the history: kind and public identifier of the row, whatever table it stands in.
    model = models.CharField(_("kind"), max_length=60)
    public_id = models.UUIDField(_("public identifier"))
    council = models.ForeignKey(Council, models.CASCADE, related_name="+", verbose_name=_("council"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who asked")
    )
    asked_at = models.DateTimeField(_("when"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who decided"),
    )
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("request for review"), _("requests for review")
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["public_id"], name="councils_reviewrequest_row")]
        constraints = [
            models.UniqueConstraint(
                fields=["model", "public_id"],
                condition=Q(state="open"),
                name="councils_reviewrequest_one_open",
                violation_error_message=_("This is marked as ready for review already."),
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True) | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="councils_reviewrequest_decided",
                violation_error_message=_("Say when it was decided."),
            ),
            models.CheckConstraint(
                condition=~Q(state="sent_back") | ~Q(answer=""),
                name="councils_reviewrequest_why",
                violation_error_message=_("Say what is to be changed."),
            ),
        ]

    def __str__(self):
        # Not the notes: this stands in logs.
        return f"{self.model} {self.public_id}: {self.state}"
