"""What a council did in a year, told from the data in plain German: a draft that the office edits."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contact.models import Message
from councils.dates import capfirst, partial_date
from councils.models import AnnualReview, Council, ReviewPoint, ReviewTheme
from councils.publishing import State
from councils.translation_state import SOURCE_LANGUAGE
from members.models import Membership

from .models import AgendaItem, Meeting


@dataclass(frozen=True)
class Theme:
    """A heading with what there is to say below it."""

    title: str
    points: list


class AlreadyThereError(Exception):
    """There is a review of that year, perhaps a deleted one: it is left as it is."""

    def __init__(self, review):
        super().__init__(str(review))
        self.review = review


@transaction.atomic
def draft_review(*, council, year, now):
    """A draft of the council's annual review; raises :class:`AlreadyThereError` rather than touch one."""
    # Whoever presses twice gets the review of the first time.
    Council.objects.select_for_update(of=["self"]).only("pk").get(pk=council.pk)
    existing = AnnualReview.objects.filter(council=council, year=year).first()
    if existing:
        raise AlreadyThereError(existing)
    with translation.override(SOURCE_LANGUAGE):
        review = AnnualReview(council=council, year=year, state=State.DRAFT)
        review.title_de = _("Review of the year {year}").format(year=year)
        review.intro_de = format_html("<p>{}</p>", _intro(council, year))
        review.save()
        for position, theme in enumerate(themes(council, year, now), start=1):
            heading = ReviewTheme(review=review, state=State.DRAFT, position=position, title_de=theme.title)
            heading.save()
            for number, text in enumerate(theme.points, start=1):
                ReviewPoint(theme=heading, state=State.DRAFT, position=number, text_de=text).save()
    return review


def themes(council, year, now):
    """All that the data tell of the year, in the active language; what they do not tell is left out."""
    found = [
        Theme(_("Our meetings"), _meetings(council, year, now)),
        Theme(_("What we decided"), _decisions(council, year, now)),
        Theme(_("Who joined and who left"), _members(council, year, now)),
        Theme(_("What you wrote to us"), _messages(council, year)),
    ]
    return [theme for theme in found if theme.points]


def _intro(council, year):
    return _("This is what {council} did in {year}.").format(council=council.name_de, year=year)


def _of_year(council, year, now):
    """The public meetings that the council convened, alone or with others."""
    convened = council.convenings.published(now).order_by().values("meeting")
    return Meeting.objects.published(now).filter(pk__in=convened).in_year(year)


def _meetings(council, year, now):
    rows = _of_year(council, year, now)
    held = rows.over(now).exclude(status=Meeting.Status.CANCELLED).count()
    cancelled = rows.filter(status=Meeting.Status.CANCELLED).count()
    points = []
    if held:
        points.append(ngettext("We met {n} time.", "We met {n} times.", held).format(n=held))
    if cancelled:
        text = ngettext("{n} meeting was cancelled.", "{n} meetings were cancelled.", cancelled)
        points.append(text.format(n=cancelled))
    return points


def _decisions(council, year, now):
    items = AgendaItem.objects.published(now).decided().filter(meeting__in=_of_year(council, year, now).values("pk"))
    items = items.select_related("meeting").order_by("meeting__timeline", "meeting_id", "position", "pk")
    return [_decision(item) for item in items]


def _decision(item):
    """A decision with its day, and what the municipal council or the administration did with it."""
    text = _("{kind} of {day}: {title}.").format(
        kind=capfirst(item.get_decision_display()),
        day=partial_date(item.meeting.held_on),
        title=item.title_de.rstrip(" ."),
    )
    if not item.outcome:
        return text
    by = item.outcome_by_de or _("municipal council")
    became = _("What became of it ({by}): {outcome}.").format(by=by, outcome=item.get_outcome_display())
    return f"{text} {became}"


def _members(council, year, now):
    """Who came and who went: whoever changes seats, or sits on in the next term, does neither."""
    rows, today = Membership.objects.published(now).filter(council=council), timezone.localdate(now)
    began = rows.filter(began__sort__gte=year * 10000, began__sort__lt=(year + 1) * 10000, began__lte=today)
    ended = rows.filter(ended__sort__gte=year * 10000, ended__sort__lt=(year + 1) * 10000)
    joined = len(_who(began) - _who(rows.current(date(year - 1, 12, 31))))
    left = len(_who(ended) - _who(rows.current(min(date(year + 1, 1, 1), today))))
    points = []
    if joined:
        points.append(ngettext("{n} member joined.", "{n} members joined.", joined).format(n=joined))
    if left:
        points.append(ngettext("{n} member left.", "{n} members left.", left).format(n=left))
    return points


def _who(memberships):
    return set(memberships.order_by().values_list("person", "organisation"))


def _messages(council, year):
    """Numbers only; what stood in the messages is nobody's business here."""
    rows = Message.objects.inbox().filter(council=council)
    came, answered = rows.filter(created__year=year).count(), rows.filter(answered_at__year=year).count()
    points = []
    if came:
        points.append(ngettext("We received {n} message.", "We received {n} messages.", came).format(n=came))
    if answered:
        points.append(ngettext("We answered {n} message.", "We answered {n} messages.", answered).format(n=answered))
    return points
