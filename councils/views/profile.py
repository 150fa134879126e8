"""A council's own page, and how to take part in it."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from councils.composition import composition_of
from councils.dates import partial_date
from councils.laender import land_label
from councils.models import Call, Council, SharedText, Statement
from councils.pages import Link, get_council, get_council_and_parts, public_page, render_council_page
from councils.shared_texts import answers_of

Kind = Statement.Kind


@public_page
def detail(request, slug):
    """Who the council is, what it does, when it meets, where it comes from."""
    now, today = request.now, timezone.localtime(request.now).date()
    council, parts = get_council_and_parts(request, slug, councils_that_answer(today, now).select_related("picture"))
    composition = composition_of(council, today, now)
    upcoming, last = meetings_around(council, now)
    statements = {kind: [] for kind in Kind.values}
    # What stands in place of a shared text has its place among these, on the page of questions.
    for statement in council.statements.published(now).filter(subject="").select_related("source", "term"):
        statements[statement.kind].append(statement)
    names = list(council.names.published(now))
    relatives = {name: published_relative(council, name, now) for name in ("predecessor", "successor", "part_of")}
    notices = list(council.notices.published(now).valid(today))

    rows = [row for group in statements.values() for row in group]
    history = history_of(council, statements[Kind.HISTORY], names, relatives)
    own = [Kind.ABOUT, Kind.TASK, Kind.GOAL, Kind.PRINCIPLE, Kind.MISSION, Kind.QUESTION]
    beside = [history, statements[Kind.FACT], council.founded_note, council.legal_basis, council.legal_basis_url]
    connected = [relatives["part_of"], council.part_of_name, parts]
    return render_council_page(
        request,
        "councils/council_detail.html",
        council,
        "council",
        "overview",
        shown=[*rows, *names, *notices, *_texts_of(composition), *filter(None, [council.picture])],
        land=land_label(council.lead_place.land) if council.lead_place else "",
        composition=composition,
        chairs=[row for row in composition.groups if row.chairs],
        upcoming=upcoming,
        last=last,
        notices=notices,
        about=statements[Kind.ABOUT],
        tasks=statements[Kind.TASK],
        goals=statements[Kind.GOAL],
        principles=quotations_apart(statements[Kind.PRINCIPLE]),
        missions=quotations_apart(statements[Kind.MISSION]),
        facts=statements[Kind.FACT],
        questions=statements[Kind.QUESTION],
        history=history,
        relatives=relatives,
        parts=parts,
        has_main=any(statements[kind] for kind in own),
        has_aside=any([*beside, *connected]),
        is_dissolved=bool(council.dissolved_on and council.dissolved_on.latest < today),
    )


@public_page
def take_part(request, slug):
    """Who may vote, stand, apply or join, until when, and how else one takes part."""
    now, today = request.now, timezone.localtime(request.now).date()
    council = get_council(request, slug, councils_that_answer(today, now))
    composition = composition_of(council, today, now)
    upcoming, last = meetings_around(council, now)
    rules = list(council.statements.published(now).filter(kind=Kind.PARTICIPATION).select_related("source", "term"))
    calls = list(council.calls.published(now))
    for call in calls:
        call.status_today = call.status(today)
    calls.sort(key=lambda call: _CALLS_IN_ORDER.index(call.status_today))
    return render_council_page(
        request,
        "councils/take_part.html",
        council,
        "take_part",
        "take_part",
        crumbs=[Link(pgettext("page of a council", "Take part"))],
        shown=[*rules, *calls, *_texts_of(composition)],
        composition=composition,
        upcoming=upcoming,
        last=last,
        rules=rules,
        calls=calls,
    )


@public_page
def questions(request, slug):
    """What readers ask of every council: what it is, what it may decide, who may vote, who may stand."""
    now = request.now
    council = get_council(request, slug)
    rows = council.statements.published(now).filter(kind=Kind.QUESTION).select_related("source", "term")
    answers = answers_of(council, SharedText.objects.published(now), rows)
    shown = [answer.shown for answer in answers if answer.shown]
    more = [row for row in rows if not row.subject]
    return render_council_page(
        request,
        "councils/questions.html",
        council,
        "questions",
        "take_part",
        crumbs=[
            Link(pgettext("page of a council", "Take part"), reverse("councils:take_part", args=[council.slug])),
            Link(_("Questions and answers")),
        ],
        shown=[*shown, *more],
        answers=shown,
        more=more,
    )


_CALLS_IN_ORDER = [Call.Status.OPEN, Call.Status.COMING, Call.Status.UNKNOWN, Call.Status.CLOSED]


def councils_that_answer(today, now):
    """Councils with the bodies before, after and above them, and whether one can reach them today."""
    return Council.objects.select_related("predecessor", "successor", "part_of").with_reach(today, now)


def published_relative(council, name, now):
    """The body that the foreign key leads to, if the public may see it."""
    relative = getattr(council, name)
    return relative if relative is not None and relative.is_published(now) else None


def _texts_of(composition):
    """The rows of a composition whose texts a page shows."""
    if composition.term is None:
        return []
    groups = [row.group for row in composition.groups]
    bodies = [body for group in groups for body in (group.nominated_by, group.appointed_by) if body]
    return [composition.term, *groups, *bodies]


# -- meetings ---------------------------------------------------------------------------------------------------------


def meetings_around(council, now):
    """The council's next meeting and its last one, None where there is none; one query, each with its ``url``."""
    convenings = council.convenings.published_below(now, "council")
    meetings = council.meetings.model.objects
    convened = meetings.published_below(now, "convenings").filter(pk__in=convenings.order_by().values("meeting"))
    coming, over = convened.upcoming(now), convened.over(now).exclude(status="cancelled")
    leads = convenings.model.objects.published_below(now).filter(meeting=OuterRef("pk")).order_by("position", "pk")
    both = (
        meetings.published(now)
        .filter(Q(pk=Subquery(coming.values("pk")[:1])) | Q(pk=Subquery(over.values("pk")[:1])))
        .annotate(lead_slug=Subquery(leads.values("council__slug")[:1]))
        .select_related("venue")
        .order_by("pk")
    )
    upcoming = last = None
    for meeting in both:
        meeting.url = reverse("meetings:detail", args=[meeting.lead_slug, meeting.public_id])
        if meeting.is_over(now):
            last = meeting
        else:
            upcoming = meeting
    return upcoming, last


# -- texts in groups --------------------------------------------------------------------------------------------------


@dataclass
class Passage:
    """Statements that stand together: all of our own words, or all quoted from one source."""

    statements: list
    is_quotation: bool


def quotations_apart(statements):
    """The statements as :class:`Passage`, so that one quotation over several points names its source once."""
    apart = groupby(statements, key=lambda row: (row.is_quotation, row.quotation_source_de if row.is_quotation else ""))
    return [Passage(list(rows), is_quotation) for (is_quotation, _source), rows in apart]


# -- history ----------------------------------------------------------------------------------------------------------


@dataclass
class Event:
    """A step in a council's history."""

    when: str = ""  # as it is said: "November 2014"
    label: str = ""  # what it is, where no statement says so: "Founded"
    named: object = None  # the row whose name stands after the label
    field: str = "name"
    url: str = ""
    statement: Statement | None = None
    note: Council | None = None  # whose note about the founding belongs here
    sort: int = 0


def history_of(council, statements, names, relatives):
    """The council's history in order: what came before, dated steps and former names, what came after."""
    undated = [Event(statement=statement) for statement in statements if not statement.occurred_on]
    dated = [
        Event(partial_date(statement.occurred_on), statement=statement, sort=int(statement.occurred_on))
        for statement in statements
        if statement.occurred_on
    ]
    if council.founded_on:
        # A step of that very date tells of the founding better than a bare word.
        founded = next((event for event in dated if event.sort == int(council.founded_on)), None)
        if founded is None:
            founded = _event(council.founded_on, pgettext("history of a council", "Founded"))
            dated.append(founded)
        founded.note = council if council.founded_note else None
    # Translators: a name that the council had in former times follows
    dated += [
        Event(_span(n.began, n.ended), _("Name at that time:"), n, sort=int(n.began or n.ended or 0)) for n in names
    ]
    if council.dissolved_on:
        dated.append(_event(council.dissolved_on, pgettext("history of a council", "Dissolved")))
    dated.sort(key=lambda event: event.sort)
    before = _other_body(council, "predecessor", relatives, _("Predecessor:"))
    after = _other_body(council, "successor", relatives, _("Successor:"))
    return [*before, *undated, *dated, *after]


def _event(date, label):
    return Event(partial_date(date), label, sort=int(date))


def _other_body(council, relation, relatives, label):
    """The event that names a body before or after the council, in a list, empty where there is none."""
    if relatives[relation]:
        return [Event(label=label, named=relatives[relation], url=relatives[relation].get_absolute_url())]
    field = f"{relation}_name"
    return [Event(label=label, named=council, field=field)] if getattr(council, field) else []


def _span(began, ended):
    """From when until when, as far as it is known."""
    if began and ended:
        # Translators: a time from one date until another
        return _("%(began)s – %(ended)s") % {"began": partial_date(began), "ended": partial_date(ended)}
    if began:
        return _("since %(date)s") % {"date": partial_date(began)}
    return _("until %(date)s") % {"date": partial_date(ended)} if ended else ""
