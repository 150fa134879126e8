"""How a council is composed in a term: its groups of seats, their picture and their totals.

This is what lists and the profile need, in one query for any number of councils: ``compositions_of()``. Pages that also
show offices and names start from ``members.composition``, which fills in the rest.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Count, Exists, FilteredRelation, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from councils import seat_chart
from councils.dates import partial_date, say
from councils.models import Council, SeatGroup, Term
from councils.partial_dates import PartialDate


@dataclass
class Row:
    """A group of seats as the table shows it; the letter is that of the picture."""

    group: SeatGroup
    vacant: int = 0
    filled: int = 0
    chairs: int = 0
    deputies: int = 0
    letter: str = ""
    # What members.composition fills in.
    offices: list = field(default_factory=list)
    members: list = field(default_factory=list)
    substitutes: list = field(default_factory=list)
    vacancies: list = field(default_factory=list)

    @property
    def drawn(self):
        """The group as the picture takes it; of "up to N" seats those without a known holder are drawn open."""
        group = self.group
        up_to = group.seats_kind == group.SeatsKind.UP_TO
        vacant = self.vacant or None
        if up_to and self.filled:
            vacant = max(group.seats - self.filled, 0)
        return seat_chart.Group(group.label, group.seats, up_to, group.voting, vacant, self.chairs, self.deputies)


@dataclass
class Composition:
    """Who fills the seats of a council on a day, as far as it is known; without a term nothing is."""

    council: Council
    on: date  # the day asked for
    today: date
    terms: list[Term] = field(default_factory=list)  # all that are public, the newest first
    term: Term | None = None
    groups: list[Row] = field(default_factory=list)
    # What members.composition fills in.
    offices: list = field(default_factory=list)
    members: list = field(default_factory=list)  # those in no group: all members of a network

    # -- the term -----------------------------------------------------------------------------------------------

    @property
    def status(self):
        """Where today stands to the term (:class:`Term.Status`), or "" without a term."""
        return self.term.status(self.today) if self.term else ""

    @property
    def is_over(self):
        return self.status == Term.Status.ENDED

    @property
    def day(self):
        """The day whose people belong to the term shown: the one asked for, or the nearest within the term."""
        status = self.term.status(self.on) if self.term else ""
        if status == Term.Status.ENDED:
            return self.term.ended.latest
        return self.term.began.earliest if status == Term.Status.COMING else self.on

    @property
    def other_terms(self):
        others = [term for term in self.terms if term != self.term]
        return sorted(others, key=lambda term: int(term.ended or term.began or 0), reverse=True)

    @property
    def status_text(self):
        """What is known of the term's dates, and whether it is over, in one or two sentences; "" without a term."""
        status, kinds = self.status, Term.Status
        if not status:
            return ""
        names = {"began": partial_date(self.term.began), "ended": partial_date(self.term.ended)}
        if status == kinds.ENDED and self.term.ends_with_election:
            # Translators: %(ended)s is a date or only a year; build the sentences so that dates need not be inflected.
            return say(_("This term is over. It ended with an election: %(ended)s."), **names)
        if status == kinds.RUNNING and not self.term.ended:
            return say(_("This term is running. It began: %(began)s. When it ends is not known here."), **names)
        if status == kinds.RUNNING and not self.term.began:
            return say(_("This term is running. It ends: %(ended)s."), **names)
        sentences = {
            kinds.COMING: _("This term has not begun yet. It begins: %(began)s."),
            kinds.RUNNING: _("This term is running: %(began)s – %(ended)s."),
            kinds.HOLDING_OVER: _(
                "This term is over. It ended: %(ended)s. The members stay in office until their successors meet."
            ),
            kinds.PERHAPS_ENDED: _(
                "The end of this term: %(ended)s. The exact day is not known here; the term may be over already."
            ),
            kinds.ENDED: _("This term is over. It ended: %(ended)s."),
            kinds.UNKNOWN: _("When this term began and when it ends is not known here."),
        }
        return say(sentences[status], **names)

    # -- numbers: what the source states and what the groups add up to are two things --------------------------------

    @property
    def is_known(self):
        return bool(self.groups) or self.stated_seats is not None

    @property
    def stated_seats(self):
        return self.term.stated_seats if self.term else None

    @property
    def stated_voting_seats(self):
        return self.term.stated_voting_seats if self.term else None

    @property
    def is_exact(self):
        """Whether every group has a fixed number of seats."""
        return bool(self.groups) and all(row.group.seats_kind == SeatGroup.SeatsKind.EXACT for row in self.groups)

    @property
    def is_limit(self):
        """Whether the listed number is an upper limit: "up to 20 seats"."""
        kinds = {row.group.seats_kind for row in self.groups}
        return SeatGroup.SeatsKind.UP_TO in kinds and SeatGroup.SeatsKind.UNKNOWN not in kinds

    @property
    def listed_seats(self):
        """What the groups add up to, or None while the number of one of them is not known."""
        if not (self.is_exact or self.is_limit):
            return None
        return sum(row.group.seats for row in self.groups)

    @property
    def listed_voting_seats(self):
        """The seats with a vote by the groups, or None while something is missing for the sum."""
        if not self.is_exact or any(row.group.voting == SeatGroup.Voting.UNKNOWN for row in self.groups):
            return None
        return sum(row.group.seats for row in self.groups if row.group.voting == SeatGroup.Voting.VOTING)

    @property
    def seats(self):
        """The number of seats to show first: the stated one, else the computed one, else None."""
        return self.listed_seats if self.stated_seats is None else self.stated_seats

    @property
    def voting_seats(self):
        return self.listed_voting_seats if self.stated_voting_seats is None else self.stated_voting_seats

    @property
    def seats_are_computed(self):
        return self.stated_seats is None and self.listed_seats is not None

    @property
    def voting_is_computed(self):
        return self.stated_voting_seats is None and self.listed_voting_seats is not None

    @property
    def seats_differ(self):
        """Whether the source states another number than its groups add up to; nothing is mended silently."""
        if self.stated_seats is None or self.listed_seats is None:
            return False
        return self.stated_seats > self.listed_seats if self.is_limit else self.stated_seats != self.listed_seats

    @property
    def voting_differs(self):
        stated, listed = self.stated_voting_seats, self.listed_voting_seats
        return stated is not None and listed is not None and stated != listed

    @property
    def has_unknown_votes(self):
        return any(row.group.voting == SeatGroup.Voting.UNKNOWN for row in self.groups)

    @property
    def vacant_seats(self):
        return sum(row.vacant for row in self.groups)

    @property
    def has_offices(self):
        """Whether an office goes with one of the groups: the table then has a column for it."""
        return any(row.offices for row in self.groups)

    # -- picture and words ---------------------------------------------------------------------------------------

    @cached_property
    def chart(self):
        """The picture, mirrored for languages that are read from right to left."""
        return self._draw()

    @cached_property
    def small_chart(self):
        """The picture for lists: too small for letters and offices."""
        return self._draw(letters=False, offices=False)

    def _draw(self, **how):
        if self.council.is_network:
            return seat_chart.draw_network()
        groups = [row.drawn for row in self.groups]
        if not groups and self.stated_seats:
            groups = [seat_chart.Group("", self.stated_seats, voting="unknown")]
        return seat_chart.draw(groups, rtl=get_language_bidi(), **how)

    @property
    def seats_text(self):
        """The totals in a few words: "26 seats, 25 with a vote (calculated)"; "" where none is known."""
        seats, voting = self.seats, self.voting_seats
        numbers = {"seats": seats, "voting": voting}
        if seats is None:
            return ""
        if self.stated_seats is None and self.is_limit:
            # Translators: the council may have fewer seats than that
            return ngettext("up to %(seats)s seat", "up to %(seats)s seats", seats) % numbers
        if voting is None and self.seats_are_computed:
            # Translators: "calculated" marks a number that the source does not state
            return ngettext("%(seats)s seat (calculated)", "%(seats)s seats (calculated)", seats) % numbers
        if voting is None:
            return ngettext("%(seats)s seat", "%(seats)s seats", seats) % numbers
        if self.seats_are_computed:
            text = ngettext(
                # Translators: both numbers are calculated, the source states neither
                "%(seats)s seat, %(voting)s with a vote (both calculated)",
                "%(seats)s seats, %(voting)s with a vote (both calculated)",
                seats,
            )
        elif self.voting_is_computed:
            text = ngettext(
                # Translators: only the second number is calculated, the source states the first one
                "%(seats)s seat, %(voting)s with a vote (calculated)",
                "%(seats)s seats, %(voting)s with a vote (calculated)",
                seats,
            )
        else:
            text = ngettext("%(seats)s seat, %(voting)s with a vote", "%(seats)s seats, %(voting)s with a vote", seats)
        return text % numbers

    @property
    def chart_title(self):
        """What the picture shows, for those who cannot see it."""
        if self.council.is_network:
            return _("Linked circles: a network without fixed seats")
        if not self.seats_text:
            return _("Two dotted arcs: the number of seats is not known here")
        return _("Picture of the seats: %(totals)s") % {"totals": self.seats_text}

    @property
    def caption(self):
        """The line under the picture."""
        if self.council.is_network:
            return _("A network: many members, no fixed seats")
        if self.seats_differ:
            numbers = {"stated": self.stated_seats, "listed": self.listed_seats}
            return _("%(stated)s seats according to the source, %(listed)s by the groups listed") % numbers
        return self.seats_text or _("Composition not yet known here")


def composition_of(council, on, now):
    """The composition of one council on that day."""
    return compositions_of([council], on, now)[council.pk]


def compositions_of(councils, on, now):
    """The compositions of many councils on that day as ``{primary key: Composition}``; one query."""
    today = timezone.localtime(now).date()
    found = {council.pk: Composition(council, on, today) for council in councils}
    rows = {}
    for joined in _terms_with_groups(list(found), on, now):
        if joined.pk not in rows:
            found[joined.council_id].terms.append(joined)
            rows[joined.pk] = []
        if joined.shows_group:
            joined.seat_group.forget_hidden(vars(joined))
            rows[joined.pk].append(Row(joined.seat_group, joined.vacant, joined.filled, joined.chairs, joined.deputies))
    for composition in found.values():
        composition.term = term_on(composition.terms, on)
        if composition.term:
            groups = rows[composition.term.pk]
            composition.groups = sorted(groups, key=lambda row: (row.group.position, row.group.pk))
        if composition.chart.letters:
            for index, row in enumerate(composition.groups):
                row.letter = seat_chart.letter_for(index)
    return found


def term_on(terms, on):
    """The term to show for that day: one that runs, else the last that ended before, else the first to come.

    ``terms`` are the newest first. A term whose dates are not known counts as running when no other does.
    """
    status = {term: term.status(on) for term in terms}
    coming = [term for term in terms if status[term] == Term.Status.COMING]
    ended = [term for term in terms if status[term] == Term.Status.ENDED]
    undated = [term for term in terms if status[term] == Term.Status.UNKNOWN]
    running = [term for term in terms if term not in [*coming, *ended, *undated]]
    last = sorted(ended, key=lambda term: term.ended.latest, reverse=True)
    return next(iter([*running, *undated, *last, *reversed(coming)]), None)


def _terms_with_groups(council_pks, on, now):
    """The public terms, the newest first, each once per group in ``seat_group``, which is None where a term has none.

    A join, because each page has to make do with few queries; ``shows_group`` says whether the group is public. If not,
    its numbers mean nothing.
    """
    groups = SeatGroup.objects.published_below(now, "term")
    above = ("council", "term", "seat_group")
    vacancies = _held_on(on, _related("vacancies").published_below(now, *above))
    members = _held_on(on, _related("memberships").published_below(now, *above))
    offices = _related("offices").published_below(now, *above)
    return (
        Term.objects.published(now)
        .filter(council__in=council_pks)
        .annotate(
            seat_group=FilteredRelation("seat_groups"),
            shows_group=Exists(groups.filter(pk=OuterRef("seat_group__pk"))),
            vacant=_of_group(vacancies, Sum("seats")),
            filled=_of_group(members, Count("pk")),
            chairs=_of_group(offices.filter(kind__in=("chair", "co_chair")), Count("pk")),
            deputies=_of_group(offices.filter(kind="deputy_chair"), Count("pk")),
            **SeatGroup.mentions_q(now, "seat_group__"),
        )
        .select_related("seat_group__nominated_by", "seat_group__appointed_by")
        .newest_first()
    )


def _related(name):
    """The rows of another app that point to a seat group."""
    return SeatGroup._meta.get_field(name).related_model.objects.all()


def _held_on(on, rows):
    """Rows that hold on that day, or held to the end of a term that is over by then."""
    day = PartialDate.of(on)
    return rows.filter(
        Q(began__isnull=True) | Q(began__lte=day),
        Q(ended__isnull=True) | Q(ended__gte=day) | Q(ended__gte=OuterRef("ended")),
    )


def _of_group(rows, number):
    """A number about the rows that point to the group of the outer query, 0 where there are none."""
    counted = rows.filter(seat_group=OuterRef("seat_group__pk")).order_by().values("seat_group").annotate(number=number)
    return Coalesce(Subquery(counted.values("number")), 0)
