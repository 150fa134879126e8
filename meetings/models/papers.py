"""The papers of a meeting."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from councils.models import DocumentBase
from councils.publishing import unique_key

from .agenda import AgendaItem
from .meeting import Meeting


class MeetingDocument(DocumentBase):
    """A paper of one meeting; that of a meeting that is not public is for the office only, as its items are."""

    class Role(models.TextChoices):
        INVITATION = "invitation", _("invitation")
        AGENDA = "agenda", _("agenda")
        MINUTES = "minutes", _("minutes")
        ATTACHMENT = "attachment", _("attachment")

    class MinutesState(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("minutes", "draft")
        APPROVED = "approved", pgettext_lazy("minutes", "approved")

    published_through = ("meeting",)

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="documents", verbose_name=_("meeting"))
    agenda_item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="papers", verbose_name=_("agenda item"),
        help_text=_("A paper of a non-public item is not public either."),
    )  # fmt: skip
    role = models.CharField(_("kind of paper"), max_length=20, choices=Role.choices, default=Role.ATTACHMENT)
    minutes_state = models.CharField(
        _("state of the minutes"), max_length=10, choices=MinutesState.choices, blank=True,
        help_text=_("For minutes only."),
    )  # fmt: skip
    approved_on = models.DateField(_("approved on"), null=True, blank=True)

    class Meta(DocumentBase.Meta):
        abstract = False
        verbose_name, verbose_name_plural = _("document of a meeting"), _("documents of a meeting")
        constraints = [
            *DocumentBase.Meta.constraints,
            unique_key("meeting"),
            models.CheckConstraint(
                condition=Q(minutes_state="") | Q(role="minutes"),
                name="meetings_meetingdocument_minutes_state",
                violation_error_message=_("Only minutes are a draft or approved."),
            ),
            models.CheckConstraint(
                condition=Q(approved_on__isnull=True) | Q(minutes_state="approved"),
                name="meetings_meetingdocument_approved_on",
                violation_error_message=_("Only approved minutes have a day of approval."),
            ),
        ]

    @classmethod
    def published_q(cls, now, prefix="", given=()):
        item = f"{prefix}agenda_item__"
        of_open_item = AgendaItem.published_q(now, item, given) & AgendaItem.open_q(item)
        of_whole = Q(**{f"{item}isnull": True}) & ~Q(**{f"{prefix}meeting__openness": Meeting.Openness.NON_PUBLIC})
        return super().published_q(now, prefix, given) & (of_whole | of_open_item)

    @property
    def is_open(self):
        """Whether guests may read it, as far as that depends on the item or, without one, on the meeting."""
        if self.agenda_item is None:
            return self.meeting.openness != Meeting.Openness.NON_PUBLIC
        return self.agenda_item.is_open

    def is_published(self, now):
        item = self.agenda_item
        return super().is_published(now) and self.is_open and (item is None or item.is_published(now))

    def _public_span(self):
        began, ended = super()._public_span()
        if not self.is_open:
            # Whether it ever was public, the row does not tell any more; it says less rather than more.
            return None, ended
        if self.agenda_item is None:
            return began, ended
        item_began, item_ended = self.agenda_item._public_span()
        began = max(began, item_began) if began and item_began else None
        return began, min(filter(None, [ended, item_ended]), default=None)

    def clean(self):
        super().clean()
        if self.agenda_item_id and self.agenda_item.meeting_id != self.meeting_id:
            raise ValidationError({"agenda_item": _("Choose an item of the same meeting.")})
