from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from councils.dates import partial_date
from councils.partial_dates import PartialDate, PartialDateField
from councils.publishing import Item, PublishedQuerySet, german_required, in_order, unique_key

from .council import Council

# Every seat is drawn: a slip of the keyboard must not make a picture that no browser can show.
MOST_SEATS = 500


class Organisation(Item):
    """A body outside the council that nominates, appoints, sends or is a member."""

    class Kind(models.TextChoices):
        MUNICIPAL_COUNCIL = "municipal_council", _("municipal council")
        PARLIAMENTARY_GROUP = "parliamentary_group", _("parliamentary group")
        PARTY = "party", _("party")
        LIST = "list", _("list of candidates")
        ASSOCIATION = "association", _("association")
        ADMINISTRATION = "administration", _("administration")
        AUTHORITY = "authority", _("public authority")
        OTHER = "other", _("other organisation")

    published_through = ("council",)

    council = models.ForeignKey(
        Council,
        models.PROTECT,
        related_name="organisations",
        verbose_name=_("council"),
        help_text=_("Whose pages this record serves; each council keeps its own."),
    )
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=30, choices=Kind.choices, default=Kind.OTHER)
    url = models.URLField(_("link"), blank=True)

    class Meta(Item.Meta):
        verbose_name, verbose_name_plural = _("organisation"), _("organisations")
        constraints = [*Item.Meta.constraints, unique_key("council"), *german_required("name")]

    def __str__(self):
        return self.name_de or self.key


class TermQuerySet(PublishedQuerySet):
    def at(self, on):
        """Terms that ran, or may have run, on that day."""
        return self.filter(
            Q(began__isnull=True) | Q(began__lte=PartialDate.of(on)),
            Q(ended__isnull=True) | Q(ended__gte=PartialDate.of(on)) | Q(holds_over=True),
        )

    def newest_first(self):
        """Unknown beginnings count as newest: a term without dates is the one that is spoken of today."""
        return self.order_by(models.F("began").desc(nulls_first=True), models.F("ended").desc(nulls_first=True), "-pk")


class Term(Item):
    """A period of office of a council; its composition belongs to it (OParl: LegislativeTerm)."""

    class Rule(models.TextChoices):
        WITH_MUNICIPAL_COUNCIL = "with_municipal_council", _("as long as the municipal council’s term")
        FIXED_YEARS = "fixed_years", _("a fixed number of years")
        OWN = "own", _("a rule of its own")
        UNKNOWN = "unknown", _("not known")

    class Status(models.TextChoices):
        COMING = "coming", _("not begun")
        RUNNING = "running", _("running")
        HOLDING_OVER = "holding_over", _("ended, in office until the successors meet")
        PERHAPS_ENDED = "perhaps_ended", _("ends this year; the day is not known")
        ENDED = "ended", _("ended")
        UNKNOWN = "unknown", _("dates not known")

    published_through = ("council",)

    council = models.ForeignKey(Council, models.PROTECT, related_name="terms", verbose_name=_("council"))
    name = models.CharField(_("name"), max_length=200, blank=True)
    began = PartialDateField(_("from"), null=True, blank=True)
    ended = PartialDateField(_("until"), null=True, blank=True, help_text=_("The year alone is enough."))
    rule = models.CharField(_("how long"), max_length=30, choices=Rule.choices, default=Rule.UNKNOWN)
    years = models.PositiveSmallIntegerField(_("years"), null=True, blank=True)
    rule_text = models.CharField(_("rule in words"), max_length=400, blank=True)
    ends_with_election = models.BooleanField(
        _("ends with an election"), default=False, help_text=_("And the day of that election is not known here.")
    )
    holds_over = models.BooleanField(_("stays in office until the successors meet"), default=False)
    stated_seats = models.PositiveSmallIntegerField(
        _("seats, as stated"), null=True, blank=True, help_text=_("As the source says it, not as counted.")
    )
    stated_voting_seats = models.PositiveSmallIntegerField(_("seats with a vote, as stated"), null=True, blank=True)
    stated_note = models.CharField(_("who fixed the number"), max_length=300, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta(Item.Meta):
        verbose_name, verbose_name_plural = _("term of office"), _("terms of office")
        constraints = [
            *Item.Meta.constraints,
            unique_key("council"),
            in_order("began", "ended", _("The end comes before the beginning."), "in_order"),
            models.CheckConstraint(
                condition=Q(rule="fixed_years", years__isnull=False, years__gte=1)
                | (~Q(rule="fixed_years") & Q(years__isnull=True)),
                name="councils_term_years",
                violation_error_message=_("Give the number of years for a fixed term, and only there."),
            ),
            models.CheckConstraint(
                condition=Q(stated_seats__isnull=True)
                | Q(stated_voting_seats__isnull=True)
                | Q(stated_voting_seats__lte=models.F("stated_seats")),
                name="councils_term_voting_within_seats",
                violation_error_message=_("There cannot be more votes than seats."),
            ),
        ]

    def __str__(self):
        return self.name_de or " – ".join(partial_date(day) or "…" for day in (self.began, self.ended))

    def status(self, on):
        """Where that day stands to the term (:class:`Status`); an end known to the year is past when the year is."""
        if self.began and self.began.earliest > on:
            return self.Status.COMING
        if self.ended is None:
            return self.Status.RUNNING if self.began else self.Status.UNKNOWN
        if self.ended.latest < on:
            return self.Status.HOLDING_OVER if self.holds_over else self.Status.ENDED
        if self.ended.precision != "day" and self.ended.earliest <= on:
            return self.Status.PERHAPS_ENDED
        return self.Status.RUNNING


class SeatGroup(Item):
    """Seats of a council in a term that are filled in the same way."""

    class SeatsKind(models.TextChoices):
        EXACT = "exact", _("exactly")
        UP_TO = "up_to", _("up to")
        UNKNOWN = "unknown", _("not known")

    class Voting(models.TextChoices):
        VOTING = "voting", _("with a vote")
        ADVISORY = "advisory", _("without a vote, advisory")
        UNKNOWN = "unknown", _("not known whether with a vote")

    class FilledBy(models.TextChoices):
        ELECTED_LIST = "elected_list", _("elected from lists")
        ELECTED_PERSON = "elected_person", _("elected as persons")
        INDEPENDENT_CANDIDATE = "independent_candidate", _("elected as independent candidates")
        ELECTED_BY_ORGANISATIONS = "elected_by_organisations", _("elected by organisations")
        NAMED_BY_GROUPS = "named_by_groups", _("named by the parliamentary groups")
        APPOINTED_FROM_COUNCIL = "appointed_from_council", _("appointed from among the municipal council")
        APPOINTED_BY_COUNCIL = "appointed_by_council", _("appointed by the municipal council")
        PROPOSED_BY_ADMINISTRATION = "proposed_by_administration", _("proposed by the administration")
        PROPOSED_BY_MAYOR = "proposed_by_mayor", _("proposed by the mayor")
        EX_OFFICIO = "ex_officio", _("by virtue of office")
        DELEGATED = "delegated", _("sent by an organisation")
        CO_OPTED = "co_opted", _("chosen by the members themselves")
        ON_APPLICATION = "on_application", _("on application")
        CALL_FOR_INTEREST = "call_for_interest", _("after a public call")
        UNKNOWN = "unknown", _("not known how")

    published_through = ("term",)
    mentions = ("nominated_by", "appointed_by")

    term = models.ForeignKey(Term, models.PROTECT, related_name="seat_groups", verbose_name=_("term of office"))
    label = models.CharField(_("who sits here"), max_length=200)
    seats = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    seats_kind = models.CharField(_("number is"), max_length=10, choices=SeatsKind.choices, default=SeatsKind.EXACT)
    voting = models.CharField(_("vote"), max_length=10, choices=Voting.choices, default=Voting.UNKNOWN)
    filled_by = models.CharField(_("how filled"), max_length=30, choices=FilledBy.choices, default=FilledBy.UNKNOWN)
    nominated_by = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("nominated by")
    )
    appointed_by = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("appointed by")
    )
    rule_text = models.TextField(_("rule in words"), blank=True)

    class Meta(Item.Meta):
        verbose_name, verbose_name_plural = _("seat group"), _("seat groups")
        constraints = [
            *Item.Meta.constraints,
            unique_key("term"),
            *german_required("label"),
            models.CheckConstraint(
                condition=Q(seats_kind="unknown", seats__isnull=True)
                | (~Q(seats_kind="unknown") & Q(seats__isnull=False, seats__gte=1)),
                name="councils_seatgroup_seats",
                violation_error_message=_("Give a number of seats, or say that it is not known."),
            ),
        ]

    def __str__(self):
        return self.label_de or self.key

    def clean(self):
        super().clean()
        if self.seats is not None:
            try:
                MaxValueValidator(MOST_SEATS)(self.seats)
            except ValidationError as error:
                raise ValidationError({"seats": error}) from None
        for name in ("nominated_by", "appointed_by"):
            organisation = getattr(self, name)
            if organisation and self.term_id and organisation.council_id != self.term.council_id:
                raise ValidationError({name: _("Choose an organisation of the same council.")})
