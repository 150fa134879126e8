import uuid
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from councils.translation_state import content_languages


class User(AbstractUser):
    """Someone who works in the office part of the portal."""

    class InterfaceLanguage(models.TextChoices):
        GERMAN = "de", "Deutsch"
        ENGLISH = "en", "English"

    language = models.CharField(
        _("interface language"),
        max_length=10,
        choices=InterfaceLanguage.choices,
        default=InterfaceLanguage.GERMAN,
        help_text=_("Language of the office pages."),
    )
    weekly_mail = models.BooleanField(
        _("weekly mail"), default=True, help_text=_("Every Monday: what is to be done. Nothing comes when nothing is.")
    )
    weekly_mail_on = models.DateField(null=True, blank=True, editable=False)
    oidc_subject = models.CharField(
        _("identifier at the identity provider"), max_length=255, null=True, blank=True, unique=True,
        help_text=_("Whoever the provider calls by this identifier signs in to this account."),
    )  # fmt: skip

    class Meta(AbstractUser.Meta):
        swappable = "AUTH_USER_MODEL"


def validate_languages(value):
    """Raise ValidationError unless the value is a list of the portal's languages."""
    if not isinstance(value, list) or not all(code in content_languages() for code in value):
        raise ValidationError(_("Choose from the portal's languages."))


class Editor(models.Model):
    """Who may work on which council, and as what; what each role may do stands in councils/accounts/rights.py."""

    class Role(models.TextChoices):
        EDITOR = "editor", _("editor: writes and publishes")
        AUTHOR = "author", _("author: writes drafts")
        TRANSLATOR = "translator", _("translator: writes translations")
        MESSAGE_READER = "message_reader", _("reader of messages")
        PORTAL_EDITOR = "portal_editor", _("portal editor: the pages of all councils")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="editorships", verbose_name=_("account")
    )
    council = models.ForeignKey(
        "councils.Council", on_delete=models.CASCADE, null=True, blank=True, related_name="editors",
        verbose_name=_("council"), help_text=_("Leave empty for portal editors: they work for all councils."),
    )  # fmt: skip
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.EDITOR)
    languages = models.JSONField(
        _("languages"),
        default=list,
        blank=True,
        validators=[validate_languages],
        help_text=_("For translators: the languages they write. Empty means all."),
    )
    checked_on = models.DateField(
        _("last checked on"),
        default=timezone.localdate,
        help_text=_("Once a year somebody says whether it still holds."),
    )

    class Meta:
        verbose_name, verbose_name_plural = _("editorship"), _("editorships")
        ordering = ["council_id", "user_id", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "council", "role"],
                name="councils_editor_once",
                violation_error_message=_("This account already has this role in this council."),
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(council__isnull=True),
                name="councils_editor_once_everywhere",
                violation_error_message=_("This account already has this role."),
            ),
            models.CheckConstraint(
                condition=Q(role="portal_editor", council__isnull=True)
                | (~Q(role="portal_editor") & Q(council__isnull=False)),
                name="councils_editor_council",
                violation_error_message=_("Portal editors have no council, all others need one."),
            ),
        ]

    # What the log knows of the row, so that it can tell what was before a change.
    _noted = None

    def __str__(self):
        return " · ".join(str(part) for part in (self.user, self.council, self.get_role_display()) if part)

    @classmethod
    def from_db(cls, db, field_names, values):
        row = super().from_db(db, field_names, values)
        if {"user_id", "council_id", "role", "languages"} <= vars(row).keys():
            row._noted = row.noted()
        return row

    def noted(self):
        """Whose right it is, in which council, and which one, as the log keeps it."""
        languages = ",".join(self.languages) if self.role == self.Role.TRANSLATOR else ""
        return self.user_id, self.council_id, f"{self.role} {languages}".strip()


def validate_roles(value):
    """Raise ValidationError unless the value is a list of roles with at least one in it."""
    if not isinstance(value, list) or not value or not all(role in Editor.Role.values for role in value):
        raise ValidationError(_("Choose at least one role."))


class InvitationQuerySet(models.QuerySet):
    def open(self, now):
        """What can still be accepted."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=now)


class Invitation(models.Model):
    """That an address was invited to roles in a council; the address stays until somebody has accepted or ended it."""

    LASTS = timedelta(days=7)

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"), blank=True)
    council = models.ForeignKey(
        "councils.Council", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("council"),
        help_text=_("Leave empty for portal editors: they work for all councils."),
    )  # fmt: skip
    roles = models.JSONField(_("roles"), default=list, validators=[validate_roles])
    languages = models.JSONField(
        _("languages"), default=list, blank=True, validators=[validate_languages],
        help_text=_("For translators: the languages they write. Empty means all."),
    )  # fmt: skip
    # Of the letter, and of the office pages at first.
    language = models.CharField(
        _("interface language"), max_length=10, choices=User.InterfaceLanguage.choices,
        default=User.InterfaceLanguage.GERMAN,
    )  # fmt: skip
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("invited by")
    )
    created = models.DateTimeField(_("invited on"))
    expires_at = models.DateTimeField(_("until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("invitation"), _("invitations")
        ordering = ["-created", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="councils_invitation_one_end",
                violation_error_message=_("An invitation is accepted or withdrawn, not both."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True) | Q(email=""),
                name="councils_invitation_ended_is_empty",
                violation_error_message=_("An invitation that has ended holds no address."),
            ),
        ]

    def __str__(self):
        # No address: this stands in histories, titles and logs.
        return f"{self._meta.verbose_name} {self.pk}"

    def is_open(self, now):
        return self.accepted_at is None and self.withdrawn_at is None and self.expires_at > now
