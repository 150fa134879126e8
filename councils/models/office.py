"""What the office keeps for itself about its work: what it has put off, and which links were found dead."""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .council import Council


class PutOff(models.Model):
    """That the office leaves one of its chores until a day; then it stands on the desk again."""

    LONGEST = timedelta(days=90)

    # Empty where the chore is the whole portal's.
    council = models.ForeignKey(
        Council, models.CASCADE, null=True, blank=True, related_name="put_off", verbose_name=_("council")
    )
    key = models.CharField(max_length=200)
    until = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name, verbose_name_plural = _("put off"), _("put off")
        constraints = [
            models.UniqueConstraint(
                fields=["council", "key"],
                name="councils_putoff_once",
                violation_error_message=_("This is put off already."),
            ),
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(council__isnull=True),
                name="councils_putoff_once_everywhere",
                violation_error_message=_("This is put off already."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="councils_putoff_reason",
                violation_error_message=_("Say why."),
            ),
        ]

    def __str__(self):
        # Not the reason: this stands in logs.
        return f"{self.key} → {self.until}"

    def clean(self):
        super().clean()
        if self.until and self.until > timezone.localdate(self.at) + self.LONGEST:
            raise ValidationError({"until": _("At most 90 days.")})


class LinkCheck(models.Model):
    """What came of trying a link that public pages show."""

    class Result(models.TextChoices):
        UNKNOWN = "", pgettext_lazy("link", "not tried yet")
        FINE = "fine", pgettext_lazy("link", "works")
        MISSING = "missing", pgettext_lazy("link", "the page does not exist any more")
        ERROR = "error", pgettext_lazy("link", "the other server reports an error")
        NO_ANSWER = "no_answer", pgettext_lazy("link", "no answer")
        NOT_PUBLIC = "not_public", pgettext_lazy("link", "not reachable from the internet")
        CIRCLES = "circles", pgettext_lazy("link", "leads from one address to the next without end")

    # A link counts as dead when it has failed on so many days.
    DEAD_AFTER = 3

    # Addresses may be longer than what databases index.
    digest = models.CharField(max_length=64, unique=True, editable=False)
    url = models.URLField(max_length=500)
    result = models.CharField(max_length=12, choices=Result.choices, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(db_index=True)
    # Days on which it failed, one after the other, and the last of them.
    failed_days = models.PositiveSmallIntegerField(default=0)
    failed_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("checked link"), _("checked links")

    def __str__(self):
        return self.url

    @staticmethod
    def digest_of(url):
        return hashlib.sha256(url.encode()).hexdigest()
