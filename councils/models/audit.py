from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AppendOnly(TypeError):
    """Raised where an entry of the log would be changed or taken away before its time."""


class AuditQuerySet(models.QuerySet):
    """Entries can be added; what is over is taken out by :meth:`purge` alone."""

    def update(self, **values):
        raise AppendOnly

    def delete(self):
        raise AppendOnly

    def bulk_update(self, *args, **kwargs):
        raise AppendOnly

    def purge(self, before):
        """Take out what is older; gives the number."""
        return self.filter(at__lt=before)._raw_delete(self.db)


class AuditEntry(models.Model):
    """That an account came in, or that rights, content or data were given, taken, sent out or erased.

    Who, when, what, and for which council: numbers and words of ours, never a text, a typed name or a writer. The keys
    outlive the rows that they point to, so an entry is never written again.
    """

    class Kind(models.TextChoices):
        SIGNED_IN = "signed_in", pgettext_lazy("log", "signed in")
        SIGN_IN_FAILED = "sign_in_failed", pgettext_lazy("log", "sign-in failed")
        RIGHT_GIVEN = "right_given", pgettext_lazy("log", "right given")
        RIGHT_TAKEN = "right_taken", pgettext_lazy("log", "right taken")
        CHECKED = "checked", pgettext_lazy("log", "right checked and left")
        INVITED = "invited", pgettext_lazy("log", "invited")
        INVITATION_ACCEPTED = "invitation_accepted", pgettext_lazy("log", "invitation accepted")
        INVITATION_WITHDRAWN = "invitation_withdrawn", pgettext_lazy("log", "invitation withdrawn")
        ACCOUNT_MADE = "account_made", pgettext_lazy("log", "account made")
        ACCOUNT_DELETED = "account_deleted", pgettext_lazy("log", "account deleted")
        PASSWORD_CHANGED = "password_changed", pgettext_lazy("log", "password changed")
        FACTOR_SET_UP = "factor_set_up", pgettext_lazy("log", "second factor set up")
        FACTOR_REMOVED = "factor_removed", pgettext_lazy("log", "second factor removed")
        CODES_MADE = "codes_made", pgettext_lazy("log", "new recovery codes")
        BARRIER_READ = "barrier_read", pgettext_lazy("event", "read")
        EXPORTED = "exported", pgettext_lazy("log", "data exported or printed")
        DELETED = "deleted", pgettext_lazy("log", "deleted")
        ERASED = "erased", pgettext_lazy("log", "erased for good")

    # What an editor of a council sees of the log, for that council.
    ABOUT_RIGHTS = (
        Kind.RIGHT_GIVEN, Kind.RIGHT_TAKEN, Kind.CHECKED, Kind.INVITED, Kind.INVITATION_ACCEPTED,
        Kind.INVITATION_WITHDRAWN,
    )  # fmt: skip

    at = models.DateTimeField(_("when"), db_index=True)
    kind = models.CharField(_("what"), max_length=24, choices=Kind.choices)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, blank=True, db_constraint=False, related_name="+",
        verbose_name=_("who"),
    )  # fmt: skip
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, blank=True, db_constraint=False, related_name="+",
        verbose_name=_("whose"),
    )  # fmt: skip
    council = models.ForeignKey(
        "councils.Council", models.DO_NOTHING, null=True, blank=True, db_constraint=False, related_name="+",
        verbose_name=_("council"),
    )  # fmt: skip
    # A role, a kind of row and its number: words of ours only.
    detail = models.CharField(_("detail"), max_length=100, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("entry of the log"), _("log")
        ordering = ["-at", "-pk"]
        # Nothing may go round the queryset above.
        base_manager_name = "objects"

    def __str__(self):
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d %H:%M}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnly
