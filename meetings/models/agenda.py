"""What a meeting deals with, and what came of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from councils.partial_dates import PartialDateField
from councils.publishing import Item, LifecycleError, PublishedQuerySet, german_required, unique_key
from councils.richtext import RichTextField

from .meeting import Meeting

# The words whose change after the invitation is marked.
REVISED = ("number", "title_de", "body_de", "brought_by_de")


def revision_of(row, names, now, using):
    """When what those who were invited know of a row was changed last; None if it still is as it was."""
    if row.pk is None or row._state.adding or row.first_published_at is None:
        return row.revised_at
    meetings = models.QuerySet(Meeting, using=using).filter(pk=row.meeting_id)
    invited = meetings.values_list("invited_at", flat=True).first()
    if invited is None or invited > now:
        return row.revised_at
    stored = models.QuerySet(type(row), using=using).filter(pk=row.pk).values(*names).first()
    is_same = stored is None or all((stored[name] or "") == (getattr(row, name) or "") for name in names)
    return row.revised_at if is_same else now


# What of a non-public item nobody may read.
SHUT = ("title", "brought_by", "body", "result", "resolution", "outcome_by", "outcome_note", "outcome_url")


class AgendaItemQuerySet(PublishedQuerySet):
    def decided(self):
        """The public items that ended in a decision."""
        return self.filter(AgendaItem.open_q()).exclude(decision="")


class AgendaItem(Item):
    """One point of an agenda, with its number as printed.

    Of a non-public one the read gate gives the number only: its words do not leave the database.
    """

    class Decision(models.TextChoices):
        RESOLUTION = "resolution", _("resolution")
        RECOMMENDATION = "recommendation", _("recommendation")
        STATEMENT = "statement", pgettext_lazy("decision", "statement")
        MOTION = "motion", _("motion")
        ENQUIRY = "enquiry", _("enquiry")
        ELECTION = "election", pgettext_lazy("decision", "election")

    class Outcome(models.TextChoices):
        OPEN = "open", pgettext_lazy("outcome", "still open")
        ADOPTED = "adopted", pgettext_lazy("outcome", "adopted")
        PARTLY = "partly", pgettext_lazy("outcome", "adopted in part")
        REJECTED = "rejected", pgettext_lazy("outcome", "rejected")

    published_through = ("meeting",)
    _is_shut = False

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="agenda", verbose_name=_("meeting"))
    number = models.CharField(_("number"), max_length=20, blank=True, help_text=_("As printed, for example “Ö 3.1”."))
    title = models.CharField(_("title"), max_length=400)
    is_public = models.BooleanField(
        _("public"), default=True, help_text=_("Of a non-public item only the number shows.")
    )
    brought_by = models.CharField(_("brought in by"), max_length=200, blank=True)
    body = RichTextField(_("description"), blank=True)
    result = models.CharField(_("result"), max_length=300, blank=True)
    decision = models.CharField(
        _("kind of decision"), max_length=20, choices=Decision.choices, blank=True,
        help_text=_("With one, the item stands on the page of resolutions."),
    )  # fmt: skip
    resolution = RichTextField(_("resolution"), blank=True, help_text=_("The words that were agreed on."))
    votes_for = models.PositiveSmallIntegerField(_("votes in favour"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("votes against"), null=True, blank=True)
    abstentions = models.PositiveSmallIntegerField(_("abstentions"), null=True, blank=True)
    outcome = models.CharField(
        _("what became of it"), max_length=20, choices=Outcome.choices, blank=True,
        help_text=_("What the municipal council or the administration did with it."),
    )  # fmt: skip
    outcome_by = models.CharField(_("decided there by"), max_length=200, blank=True)
    outcome_on = PartialDateField(_("decided there on"), null=True, blank=True)
    outcome_note = models.CharField(_("more about it"), max_length=400, blank=True)
    outcome_url = models.URLField(_("source of that"), max_length=500, blank=True)
    revised_at = models.DateTimeField(_("changed after the invitation"), null=True, blank=True, editable=False)

    objects = AgendaItemQuerySet.as_manager()

    class Meta(Item.Meta):
        verbose_name, verbose_name_plural = _("agenda item"), _("agenda items")
        constraints = [
            *Item.Meta.constraints,
            unique_key("meeting"),
            *german_required("title"),
            models.CheckConstraint(
                condition=Q(votes_for__isnull=False, votes_against__isnull=False)
                | Q(votes_for__isnull=True, votes_against__isnull=True, abstentions__isnull=True),
                name="meetings_agendaitem_votes",
                violation_error_message=_("Give the votes in favour and against, or none at all."),
            ),
            models.CheckConstraint(
                condition=~Q(outcome="") | Q(outcome_on__isnull=True, outcome_url=""),
                name="meetings_agendaitem_outcome",
                violation_error_message=_("Say what became of it, or leave date and source empty."),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title_de}".strip()

    @property
    def is_open(self):
        """Whether guests may read and hear it."""
        return self.is_public and self.meeting.openness != Meeting.Openness.NON_PUBLIC

    @classmethod
    def open_q(cls, prefix=""):
        """The condition that guests may read and hear it."""
        return Q(**{f"{prefix}is_public": True}) & ~Q(**{f"{prefix}meeting__openness": Meeting.Openness.NON_PUBLIC})

    @classmethod
    def mentions_q(cls, now, prefix=""):
        return super().mentions_q(now, prefix) | {"shows_words": cls.open_q(prefix)}

    def forget_hidden(self, claims):
        super().forget_hidden(claims)
        if not claims["shows_words"]:
            shut = {f.attname: "" for f in self._meta.concrete_fields if f.name.startswith(SHUT)}
            numbers = dict.fromkeys(["votes_for", "votes_against", "abstentions", "outcome_on", "revised_at"])
            self.__dict__.update(shut | numbers, is_public=False, decision="", outcome="", translations={})
            self._is_shut = True

    def _prepare_write(self, now, using):
        if self._is_shut:
            raise LifecycleError("What was read through the public gate lacks its words and cannot be saved.")
        super()._prepare_write(now, using)
        self.revised_at = revision_of(self, REVISED, now, using)
