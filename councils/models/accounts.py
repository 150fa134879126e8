from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
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

    class Meta(AbstractUser.Meta):
        swappable = "AUTH_USER_MODEL"


def validate_languages(value):
    """Raise ValidationError unless the value is a list of the portal's languages."""
    if not isinstance(value, list) or not set(value) <= set(content_languages()):
        raise ValidationError(_("Choose from the portal's languages."))


class Editor(models.Model):
    """Who may work on which council, and as what."""

    class Role(models.TextChoices):
        EDITOR = "editor", _("editor: writes and publishes")
        AUTHOR = "author", _("author: writes drafts")
        TRANSLATOR = "translator", _("translator: writes translations")
        MESSAGE_READER = "message_reader", _("reader of messages")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="editorships", verbose_name=_("account")
    )
    council = models.ForeignKey(
        "councils.Council", on_delete=models.CASCADE, related_name="editors", verbose_name=_("council")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.EDITOR)
    languages = models.JSONField(
        _("languages"),
        default=list,
        blank=True,
        validators=[validate_languages],
        help_text=_("For translators: the languages they write. Empty means all."),
    )

    class Meta:
        verbose_name, verbose_name_plural = _("editorship"), _("editorships")
        ordering = ["council_id", "user_id", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "council", "role"],
                name="councils_editor_once",
                violation_error_message=_("This account already has this role in this council."),
            )
        ]

    def __str__(self):
        return f"{self.user} · {self.council} · {self.get_role_display()}"
