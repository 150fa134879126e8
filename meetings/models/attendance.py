"""What helps people take part in a meeting, and who has asked for it."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contact.sealing import SealedTextField
from councils.models import Council
from councils.publishing import Item, unique_key

from .meeting import Meeting


class Help(models.TextChoices):
    """What people can ask for."""

    PLACE = "place", pgettext_lazy("help", "a place in the room")
    ONLINE = "online", pgettext_lazy("help", "online access")
    INTERPRETER = "interpreter", pgettext_lazy("help", "an interpreter")
    SIGN_LANGUAGE = "sign_language", pgettext_lazy("help", "sign language")
    WHEELCHAIR = "wheelchair", pgettext_lazy("help", "a place for a wheelchair")
    CHILD_CARE = "child_care", pgettext_lazy("help", "child care")
    OTHER = "other", pgettext_lazy("help", "something else")
    QUESTION = "question", pgettext_lazy("help", "a question for question time")


# Days before the meeting that an office needs to arrange it, where it has not said otherwise.
USUAL_DAYS = {
    Help.PLACE: 1,
    Help.ONLINE: 1,
    Help.INTERPRETER: 10,
    Help.SIGN_LANGUAGE: 10,
    Help.WHEELCHAIR: 2,
    Help.CHILD_CARE: 7,
    Help.OTHER: 5,
    Help.QUESTION: 3,
}


class Offer(Item):
    """What a council offers to those who want to take part in its meetings."""

    published_through = ("council",)

    council = models.ForeignKey(Council, models.PROTECT, related_name="offers", verbose_name=_("council"))
    kind = models.CharField(_("what is offered"), max_length=20, choices=Help)
    days_before = models.PositiveSmallIntegerField(
        _("days before the meeting"), null=True, blank=True, validators=[MaxValueValidator(60)],
        help_text=_("So many days before it is the last day to ask. Leave empty for the usual number."),
    )  # fmt: skip
    places = models.PositiveSmallIntegerField(
        _("for how many"), null=True, blank=True,
        help_text=_("Leave empty if there is no limit; the rest wait in a list."),
    )  # fmt: skip
    note = models.CharField(_("note"), max_length=300, blank=True, help_text=_("Shows beside it in the form."))

    class Meta(Item.Meta):
        verbose_name, verbose_name_plural = _("offer of help"), _("offers of help")
        constraints = [
            *Item.Meta.constraints,
            unique_key("council"),
            models.UniqueConstraint(
                fields=["council", "kind"],
                condition=Q(deleted_at__isnull=True),
                name="meetings_offer_once",
                violation_error_message=_("This council already offers that."),
            ),
        ]

    def __str__(self):
        return capfirst(self.get_kind_display())

    @property
    def days(self):
        return USUAL_DAYS[self.kind] if self.days_before is None else self.days_before


class MeetingRules(models.Model):
    """How one council holds its meetings. Where there are none, the usual ones apply."""

    council = models.OneToOneField(Council, models.CASCADE, related_name="meeting_rules", verbose_name=_("council"))
    lists_non_public = models.BooleanField(
        _("agendas list non-public items"), default=True,
        help_text=_("By their number, without a word of what they are about. If not, they do not show at all."),
    )  # fmt: skip
    invite_days = models.PositiveSmallIntegerField(
        _("invitation goes out"), null=True, blank=True, validators=[MaxValueValidator(60)],
        help_text=_(
            "At the latest so many days before the meeting, as your rules of procedure say. The start page reminds you."
        ),
    )  # fmt: skip
    keep_days = models.PositiveSmallIntegerField(
        _("keep registrations for"), default=30,
        help_text=_("Days after the meeting, 90 at most. Then they are erased."),
    )  # fmt: skip

    class Meta:
        verbose_name, verbose_name_plural = _("rules for meetings"), _("rules for meetings")
        constraints = [
            models.CheckConstraint(
                condition=Q(keep_days__gte=1, keep_days__lte=90),
                name="meetings_meetingrules_keep_days",
                violation_error_message=_("Registrations are kept for 1 to 90 days."),
            )
        ]

    def __str__(self):
        return str(self.council)


class AccessLink(models.Model):
    """How to join a meeting online: shown to those who were let in, shortly before it begins, and to nobody else."""

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="access", verbose_name=_("meeting"))
    url = SealedTextField(_("link"), blank=True)
    more = SealedTextField(_("number to dial in, code"), blank=True)
    shown_minutes = models.PositiveSmallIntegerField(
        _("shown from"), default=60, help_text=_("Minutes before the meeting begins.")
    )

    class Meta:
        verbose_name, verbose_name_plural = _("online access"), _("online accesses")

    def __str__(self):
        # Never the link: this stands in lists, titles and logs.
        return str(self._meta.verbose_name)


class RegistrationQuerySet(models.QuerySet):
    def standing(self):
        """Those that count: neither cancelled nor in quarantine."""
        return self.filter(cancelled_at__isnull=True, quarantined_at__isnull=True)

    def in_order(self):
        """As they arrived: whoever came first has the place."""
        return self.order_by("created", "pk")


class Registration(models.Model):
    """That somebody wants to take part in a meeting and what they need. Its sealed columns are emptied after it."""

    class Channel(models.TextChoices):
        FORM = "form", pgettext_lazy("channel", "form")
        PHONE = "phone", pgettext_lazy("channel", "phone call")
        COUNTER = "counter", pgettext_lazy("channel", "at the counter")

    # Columns that hold what a person wrote or how to reach them.
    PERSONAL = ("name", "email", "phone")

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="registrations", verbose_name=_("meeting"))
    created = models.DateTimeField(_("received"), db_index=True)
    modified = models.DateTimeField(_("changed"))
    channel = models.CharField(_("came by"), max_length=10, choices=Channel.choices, default=Channel.FORM)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    name = SealedTextField(_("name"), blank=True)
    email = SealedTextField(_("e-mail"), blank=True)
    phone = SealedTextField(_("phone"), blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    receipt_hash = models.CharField(max_length=64, unique=True, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    scrubbed_at = models.DateTimeField(_("texts erased"), null=True, blank=True)
    quarantined_at = models.DateTimeField(_("in quarantine since"), null=True, blank=True)
    # Names of the rules that spoke, never what they saw.
    suspicions = models.JSONField(_("why in quarantine"), default=list, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("registration"), _("registrations")
        ordering = ["-created", "-pk"]
        indexes = [models.Index(fields=["meeting", "created"], name="meetings_registration_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(scrubbed_at__isnull=True) | Q(name="", email="", phone=""),
                name="meetings_registration_scrubbed_is_empty",
                violation_error_message=_("An erased registration holds no text."),
            ),
            models.CheckConstraint(
                condition=Q(scrubbed_at__isnull=False) | ~Q(email="", phone=""),
                name="meetings_registration_reachable",
                violation_error_message=_("Give an e-mail address or a phone number."),
            ),
        ]

    def __str__(self):
        # No name: this stands in histories, titles and logs.
        return f"{capfirst(self._meta.verbose_name)} {self.pk}"


class Need(models.Model):
    """One thing that somebody asked for."""

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("need", "asked for")
        CONFIRMED = "confirmed", pgettext_lazy("need", "confirmed")
        NOT_POSSIBLE = "not_possible", pgettext_lazy("need", "not possible this time")

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="needs", verbose_name=_("registration"))
    kind = models.CharField(_("what"), max_length=20, choices=Help)
    # Which language to interpret, for example; a code of the portal or its name.
    language = models.CharField(_("language"), max_length=60, blank=True)
    text = SealedTextField(_("in their words"), blank=True)
    state = models.CharField(_("state"), max_length=15, choices=State.choices, default=State.ASKED)
    decided_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("need"), _("needs")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "kind"],
                name="meetings_need_once",
                violation_error_message=_("This is asked for already."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="place", state="not_possible"),
                name="meetings_need_place_not_declined",
                violation_error_message=_("Nobody is turned away from a public meeting; whoever finds no place waits."),
            ),
        ]

    def __str__(self):
        return str(self.get_kind_display())


class Announcement(models.Model):
    """That a change was told to those who asked to hear of such: each change once, however often it is saved."""

    kind = models.CharField(max_length=20)
    reference = models.UUIDField()
    # Which of several changes of that kind: the new date, for example.
    occasion = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name, verbose_name_plural = _("announcement"), _("announcements")
        constraints = [
            models.UniqueConstraint(fields=["kind", "reference", "occasion"], name="meetings_announcement_once")
        ]

    def __str__(self):
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
