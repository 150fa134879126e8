"""What subscribers hear of a change: when, who, once, in their language, and never of what is not public."""

import datetime
import re
import threading
from datetime import UTC, timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contact import letters, subscriptions
from contact.models import Letter, Occasion, Subscription
from councils.models import News
from councils.partial_dates import PartialDate
from councils.publishing import State
from meetings import announcing, life
from meetings.admin.steps import correct
from meetings.models import AgendaItem, Announcement, Help, Meeting, MeetingDocument
from tests import factories as f
from tests.contact.conftest import real_database  # noqa: F401 (a fixture)

NOW = datetime.datetime(2027, 3, 1, 12, tzinfo=UTC)
LANGUAGES = [code for code, _name in settings.LANGUAGES]
SOON = PartialDate(2027, 3, 18)
LATER = PartialDate(2027, 4, 22)
LAST_WEEK = PartialDate(2027, 2, 22)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_is_on")]


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def mail_is_on(settings):
    settings.MAIL = settings.MAIL | {"EMAIL_HOST": "mail.example"}


@pytest.fixture
def council():
    """One that somebody hears of everything from, in English."""
    council = f.make_council(f.make_municipality(place_de="Kaufbeuren"), name_de="Beirat A")
    f.make_subscription(council, language="en")
    return council


def meeting_of(*councils, **fields):
    return f.make_meeting(councils=list(councils), **{"held_on": SOON} | fields)


def told():
    """The subjects of the notices that are not looked at yet, in order; all letters count as sent then."""
    rows = list(Letter.objects.filter(kind=Letter.NOTICE, state="waiting").order_by("pk"))
    Letter.objects.filter(state="waiting").update(state="sent", ended_at=NOW)
    return [row.subject.partition(":")[0] for row in rows]


def letter():
    """The one notice that waits."""
    [row] = Letter.objects.filter(kind=Letter.NOTICE, state="waiting")
    return row


INVITED = "Invitation to a meeting"
MOVED = "A meeting has a new date"
CANCELLED = "A meeting is cancelled"
AFTER_ALL = "A meeting takes place after all"
MINUTES = "Minutes of a meeting"
DECIDED = "What a meeting decided"
NEWS = "News"


# -- the life of a meeting --------------------------------------------------------------------------------------------


def test_each_step_of_a_meeting_is_told_once(council):
    meeting = meeting_of(council)
    assert told() == []

    life.invite(meeting)
    assert told() == [INVITED]
    meeting.title_de = "Sitzung zum Haushalt"
    meeting.save()
    assert told() == []

    life.move(meeting, LATER, datetime.time(19))
    assert told() == [MOVED]
    life.invite(meeting)
    assert told() == [INVITED]
    # To and fro: each time it is news.
    life.move(meeting, SOON, datetime.time(18))
    assert told() == [MOVED]
    life.move(meeting, LATER, datetime.time(19))
    assert told() == [MOVED]

    life.cancel(meeting, {"de": "Der Saal ist nicht verfügbar."})
    assert told() == [CANCELLED]
    life.reinstate(meeting)
    assert told() == [AFTER_ALL]
    life.cancel(meeting, {"de": "Zu wenige Anmeldungen."})
    assert told() == [CANCELLED]
    life.move(meeting, PartialDate(2027, 5, 6), datetime.time(18))
    assert told() == [MOVED]

    for row in Meeting.objects.all():
        row.save()
    Meeting.objects.update(mode="hybrid")
    assert told() == []


def test_moved_mail_says_what_the_page_says(council):
    meeting = meeting_of(council, title_de="Sitzung 3", venue=f.make_venue(council=council))
    life.move(meeting, LATER, datetime.time(19), reason={"de": "Der Saal ist belegt."})

    row = letter()
    assert row.subject == "A meeting has a new date: Beirat A, Kaufbeuren"
    body = row.body.replace("\N{NO-BREAK SPACE}", " ")
    text, _closing, more = body.partition("\n\n—\n")
    assert text.split("\n\n") == [
        "Sitzung 3",
        (
            "The meeting has a new date: Thursday 22 April 2027, 7 pm."
            " The date before was: Thursday 18 March 2027, 6 pm."
            " It begins at 7 pm. Place: Saal 1, Rathaus, Ort. The meeting is public. You may come and listen."
            " Reason: Der Saal ist belegt."
        ),
        "Convened by: Beirat A.",
        f"All about it, always as it is now:\nhttp://testserver/en/councils/{council.slug}/meetings/{meeting.public_id}/",
    ]
    assert more.startswith("You get this e-mail because you asked for news of “Beirat A, Kaufbeuren”.")


def test_cancelled_mail_says_why_and_names_no_hour(council):
    meeting = meeting_of(council)
    life.cancel(meeting, {"de": "Der Saal ist nicht verfügbar.", "en": "The room is not available."})

    body = letter().body
    assert "The meeting is cancelled." in body
    assert "Reason: The room is not available." in body
    assert "It begins" not in body


def test_meeting_that_is_back_on_another_day_is_told_in_one_mail(council):
    f.make_subscription(
        council, recipient="only@example.org", recipient_hash="1", language="en", occasions=["cancelled"]
    )
    meeting = meeting_of(council)
    life.cancel(meeting, {"de": "Krankheit"})
    assert told() == [CANCELLED, CANCELLED]

    life.move(meeting, LATER, datetime.time(18))

    rows = Letter.objects.filter(state="waiting")
    assert ["after all" in row.body for row in rows] == [True, True]
    assert told() == [MOVED, MOVED]


def test_corrected_date_reaches_each_once_where_the_wrong_one_has_not_left(council):
    """And once more whoever has got the wrong one."""
    reached = f.make_subscription(council, recipient="early@example.org", recipient_hash="1", language="en")
    meeting = meeting_of(council)
    registration = f.make_registration(meeting, Help.INTERPRETER, language="en")
    life.move(meeting, PartialDate(2027, 5, 22), datetime.time(19))
    Letter.objects.filter(reference=reached.public_id).update(state="sent", ended_at=NOW)

    correct(meeting, LATER, datetime.time(19), None)

    waiting = Letter.objects.filter(state="waiting").order_by("pk")
    assert [row.recipient for row in waiting] == ["olena@example.org", "early@example.org", "olena@example.org"]
    assert [row.reference for row in waiting][2] == registration.public_id
    assert ["22\N{NO-BREAK SPACE}April 2027" in row.body for row in waiting] == [True] * 3
    assert ["22\N{NO-BREAK SPACE}May" in row.body for row in waiting] == [False] * 3
    assert ["18\N{NO-BREAK SPACE}March 2027" in row.body for row in waiting] == [True] * 3
    assert Letter.objects.filter(state="given_up", body="").count() == 2

    correct(meeting, LATER, datetime.time(19), None)
    assert Letter.objects.filter(state="waiting").count() == 3


def test_older_word_of_a_meeting_does_not_arrive_after_the_newer_one(council):
    """Whoever was to get it gets the newer one instead, even where they asked to hear of the older only."""
    f.make_subscription(council, recipient="only@example.org", recipient_hash="1", language="en", occasions=["agenda"])
    meeting = meeting_of(council)
    registration = f.make_registration(meeting, Help.INTERPRETER, language="en")
    f.make_news(council=council, dated=NOW.date())
    life.invite(meeting)
    life.move(meeting, LATER, datetime.time(19))
    life.cancel(meeting, {"de": "Krankheit"})

    assert told() == [NEWS, CANCELLED, CANCELLED]
    changes = Letter.objects.filter(reference=registration.public_id).order_by("pk")
    assert [(row.state, row.subject) for row in changes] == [("given_up", ""), ("sent", "The meeting is cancelled")]
    # Whoever asked for invitations only learns by a new one that it is on again.
    life.reinstate(meeting)
    assert told() == [AFTER_ALL]
    life.invite(meeting)
    assert told() == [INVITED, INVITED]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mail_is_in_the_subscribers_language(council, language):
    Subscription.objects.update(language=language)
    meeting = meeting_of(council, status="invited")
    told()
    life.move(meeting, LATER, datetime.time(19))
    told()
    life.cancel(meeting, {"de": "Krankheit"})
    told()
    life.reinstate(meeting)
    past = meeting_of(council, held_on=LAST_WEEK)
    for state in ("draft", "approved", ""):
        f.make_meeting_document(meeting=past, availability="link", url="https://example.org/x", minutes_state=state)
    f.make_agenda_item(meeting=past, decision="resolution", result_de="einstimmig")
    f.make_news(council=council, dated=NOW.date())

    rows = Letter.objects.filter(kind=Letter.NOTICE).order_by("pk")

    assert [row.language for row in rows] == [language] * 9
    for row in rows:
        links = re.findall(r"http://testserver/(\S+?)/", row.body)
        assert links == [language, language]
        assert "%(" not in row.subject + row.body
        assert "{" not in row.subject + row.body


def test_meeting_that_is_over_is_told_to_nobody(council, clock):
    meeting = meeting_of(council, held_on=LAST_WEEK)
    life.cancel(meeting, {"de": "Krankheit"})
    meeting_of(council, held_on=LAST_WEEK, status="invited")
    today = meeting_of(council, held_on=PartialDate(2027, 3, 1), starts_at=datetime.time(9), ends_at=datetime.time(10))
    life.invite(today)

    assert told() == []


def test_step_and_letters_are_there_together_or_not_at_all(council):
    meeting = meeting_of(council)

    with transaction.atomic():
        life.invite(meeting)
        assert Letter.objects.count() == 1
        transaction.set_rollback(True)

    assert (Letter.objects.count(), Announcement.objects.count()) == (0, 0)
    meeting.refresh_from_db()
    life.invite(meeting)
    assert told() == [INVITED]


def test_two_saves_at_the_same_moment_tell_once(real_database, council):  # noqa: F811
    meeting = meeting_of(council)
    life.invite(meeting)
    Announcement.objects.all().delete()
    told()
    start, errors = threading.Barrier(4), []

    def save():
        try:
            start.wait()
            Meeting.objects.get(pk=meeting.pk).save()
        except Exception as error:  # noqa: BLE001 (told below)
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=save) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert told() == [INVITED]


# -- minutes, resolutions, news ---------------------------------------------------------------------------------------


def test_minutes_are_told_as_draft_and_when_approved(council):
    meeting = meeting_of(council, held_on=LAST_WEEK)
    document = f.make_meeting_document(meeting=meeting)
    f.make_meeting_document(meeting=meeting, role="attachment", availability="link", url="https://example.org/a")
    assert told() == []

    document.availability, document.url, document.minutes_state = "link", "https://example.org/x", "draft"
    document.save()
    assert "The draft of the minutes is published." in letter().body
    assert told() == [MINUTES]
    document.save()
    document.minutes_state = "approved"
    document.save()
    assert "The approved minutes are published." in letter().body
    assert "Monday 22\N{NO-BREAK SPACE}February 2027" in letter().body
    document.minutes_state = "draft"
    document.save()
    assert told() == [MINUTES]


def test_minutes_that_come_months_later_are_told(council, clock):
    meeting = meeting_of(council)
    document = f.make_meeting_document(meeting=meeting)
    clock.shift(timedelta(days=200))

    document.availability, document.url = "link", "https://example.org/x"
    document.save()

    assert told() == [MINUTES]


def test_archive_is_told_to_nobody(council):
    old = meeting_of(council, held_on=PartialDate(2027, 2, 14))
    f.make_meeting_document(meeting=old, availability="link", url="https://example.org/x")
    item = f.make_agenda_item(meeting=old, decision="resolution", result_de="einstimmig")
    news = f.make_news(council=council, dated=datetime.date(2027, 2, 14))
    for row in (old, item, news):
        row.save()
    assert told() == []

    near = meeting_of(council, held_on=PartialDate(2027, 2, 15))
    f.make_meeting_document(meeting=near, availability="link", url="https://example.org/x")
    f.make_news(council=council, dated=datetime.date(2027, 2, 15))
    assert told() == [MINUTES, NEWS]


def test_resolutions_of_a_meeting_are_told_once(council):
    meeting = meeting_of(council, held_on=LAST_WEEK)
    item = f.make_agenda_item(meeting=meeting, decision="resolution")
    f.make_agenda_item(meeting=meeting, result_de="zur Kenntnis genommen")
    assert told() == []

    item.resolution_de = "<p>Der Beirat empfiehlt …</p>"
    item.save()
    f.make_agenda_item(meeting=meeting, decision="motion", votes_for=5, votes_against=1)

    assert told() == [DECIDED]


def test_resolution_before_the_day_of_the_meeting_is_none(council):
    f.make_agenda_item(meeting=meeting_of(council), decision="motion", result_de="vertagt")

    assert told() == []


def test_news_are_told_with_their_title(council):
    news = f.make_news(council=council, dated=NOW.date(), title_de="Sprachcafé eröffnet", lead_de="Jeden Montag.")

    row = letter()
    assert row.subject == "News: Beirat A, Kaufbeuren"
    assert row.body.startswith("Sprachcafé eröffnet\n\nJeden Montag.\n\n")
    assert f"http://testserver/en/councils/{council.slug}/news/{news.slug}/" in row.body
    news.save()
    assert told() == [NEWS]


def test_publishing_a_meeting_tells_what_it_brings_along(council):
    meeting = meeting_of(council, held_on=LAST_WEEK, state=State.DRAFT)
    f.make_meeting_document(meeting=meeting, availability="link", url="https://example.org/x")
    f.make_agenda_item(meeting=meeting, decision="resolution", result_de="einstimmig")
    assert told() == []

    meeting.publish()

    assert told() == [MINUTES, DECIDED]


# -- what is not public -----------------------------------------------------------------------------------------------


def hidden_rows(council):
    """Everything that could be told, but is not public."""
    draft = meeting_of(council, status="invited", state=State.DRAFT)
    past = meeting_of(council, held_on=LAST_WEEK)
    closed = meeting_of(council, held_on=LAST_WEEK, openness="non_public")
    link = {"availability": "link", "url": "https://example.org/x"}
    return [
        draft,
        f.make_meeting_document(meeting=past, state=State.DRAFT, **link),
        f.make_meeting_document(meeting=draft, **link),
        f.make_meeting_document(meeting=past, agenda_item=f.make_agenda_item(meeting=past, is_public=False), **link),
        f.make_agenda_item(meeting=past, decision="resolution", result_de="x", is_public=False),
        f.make_agenda_item(meeting=past, decision="resolution", result_de="x", state=State.DRAFT),
        f.make_agenda_item(meeting=closed, decision="resolution", result_de="x"),
        f.make_news(council=council, dated=NOW.date(), state=State.DRAFT),
        f.make_news(council=f.make_council(state=State.DRAFT), dated=NOW.date()),
    ]


def test_nothing_is_told_of_what_is_not_public(council):
    for row in hidden_rows(council):
        row.save()
        announcing.written(type(row), [row.pk], "default")
    announcing.look_again(NOW + timedelta(days=1))

    assert Letter.objects.count() == 0


@pytest.mark.parametrize("hide", ["withdraw", "remove"])
def test_notice_that_waits_is_not_sent_when_its_cause_is_taken_back(council, hide):
    meeting = meeting_of(council, status="invited")
    news = f.make_news(council=council, dated=NOW.date())

    getattr(meeting, hide)()

    assert told() == [NEWS]
    assert set(Letter.objects.filter(state="given_up").values_list("announces", flat=True)) == {meeting.public_id}
    assert {row.body for row in Letter.objects.filter(state="given_up")} == {""}
    assert news.is_published(timezone.now())


def test_what_ends_by_the_clock_is_not_sent_either(council, clock):
    meeting_of(council, status="invited", unpublish_at=NOW + timedelta(hours=1))
    clock.shift(timedelta(hours=1))

    announcing.look_again(timezone.now())

    assert told() == []


def test_what_becomes_public_by_the_clock_is_told_then(council, clock):
    at = NOW + timedelta(hours=1)
    later = {"publish_at": at}
    past = meeting_of(council, held_on=LAST_WEEK)
    meeting_of(council, status="invited", **later)
    f.make_news(council=council, dated=NOW.date(), **later)
    f.make_meeting_document(meeting=past, availability="link", url="https://example.org/x", **later)
    f.make_agenda_item(meeting=past, decision="resolution", result_de="einstimmig", **later)
    shared = f.make_meeting(f.make_council(), status="invited", held_on=SOON)
    f.make_convening(meeting=shared, council=council, **later)
    withdrawn = f.make_news(council=council, dated=NOW.date(), **later)
    withdrawn.withdraw()
    clock.shift(timedelta(minutes=59))
    assert announcing.look_again(timezone.now()) == {"looked at": 0}
    assert told() == []

    clock.shift(timedelta(minutes=1))
    assert announcing.look_again(timezone.now()) == {"looked at": 6}
    assert sorted(told()) == sorted([INVITED, MINUTES, DECIDED, NEWS])
    assert announcing.look_again(timezone.now()) == {"looked at": 0}
    assert not Announcement.objects.filter(kind=announcing.LATER).exists()


def test_council_that_comes_back_tells_what_happened_meanwhile(council, clock):
    meeting = meeting_of(council)
    council.withdraw()
    life.move(meeting, LATER, datetime.time(18))
    f.make_news(council=council, dated=NOW.date())
    assert told() == []

    council.publish()

    assert told() == [MOVED, NEWS]


# -- who --------------------------------------------------------------------------------------------------------------


def test_each_hears_once_of_what_they_chose(council):
    other = f.make_council(name_de="Beirat B")
    everything = f.make_subscription(other, language="en")
    for number, occasions in enumerate([["moved"], ["cancelled"], ["agenda", "news"]]):
        f.make_subscription(
            other, recipient=f"p{number}@example.org", recipient_hash=f"{number}", occasions=occasions, language="en"
        )
    f.make_subscription(other, recipient="x@example.org", recipient_hash="x", confirmed_at=None)
    f.make_subscription(recipient="far@example.org")
    meeting = meeting_of(council, other)

    life.invite(meeting)
    recipients = [row.recipient for row in Letter.objects.order_by("pk")]
    told()
    life.move(meeting, LATER, datetime.time(18))

    assert recipients == [everything.recipient, "p2@example.org"]
    assert [row.recipient for row in Letter.objects.order_by("pk")][2:] == [everything.recipient, "p0@example.org"]


def test_council_whose_convening_is_not_public_tells_nobody(council):
    other = f.make_council()
    meeting = f.make_meeting(other, held_on=SOON)
    f.make_convening(meeting=meeting, council=council, state=State.DRAFT)

    life.invite(meeting)

    assert told() == []


def test_those_who_registered_hear_of_a_new_date_anyway(council):
    Subscription.objects.all().delete()
    meeting = meeting_of(council)
    f.make_registration(meeting, "interpreter", language="ar", email="ali@example.org")
    life.invite(meeting)
    assert Letter.objects.count() == 0

    life.move(meeting, LATER, datetime.time(18))
    told()
    life.cancel(meeting, {"de": "Krankheit"})
    told()
    life.reinstate(meeting)

    rows = Letter.objects.order_by("pk")
    assert [(row.kind, row.recipient, row.language) for row in rows] == [
        ("meetings.change", "ali@example.org", "ar")
    ] * 3


def test_without_a_mail_server_nothing_is_written_and_nothing_is_made_up_for(council, settings):
    meeting = meeting_of(council)
    settings.MAIL = settings.MAIL | {"EMAIL_HOST": ""}
    life.invite(meeting)
    settings.MAIL = settings.MAIL | {"EMAIL_HOST": "mail.example"}
    meeting.save()

    assert Letter.objects.count() == 0


def test_whoever_ends_it_hears_no_more(council):
    meeting = meeting_of(council)
    life.invite(meeting)
    subscriptions.end(Subscription.objects.get(), NOW)
    life.move(meeting, LATER, datetime.time(18))

    assert told() == []
    assert letters.claim(NOW) is None


# -- what it costs ----------------------------------------------------------------------------------------------------


def subscribe(council, number):
    Subscription.objects.bulk_create(
        Subscription(
            council=council, recipient=f"p{council.pk}-{n}@example.org", recipient_hash=f"{n}", created=NOW,
            language=LANGUAGES[n % 12], occasions=Occasion.values, confirmed_at=NOW,
        )
        for n in range(number)
    )  # fmt: skip


def test_change_is_queued_for_a_thousand_in_few_more_queries(council):
    def queries(date):
        with CaptureQueriesContext(connection) as captured:
            life.move(meeting, date, datetime.time(18))
        return len(captured)

    meeting = meeting_of(council)
    one = queries(LATER)
    subscribe(council, 1000)
    many = queries(SOON)

    assert Letter.objects.filter(kind=Letter.NOTICE).count() == 1 + 1001
    # On SQLite a statement takes 45 letters, on PostgreSQL all.
    assert many - one <= (30 if connection.vendor == "sqlite" else 5)


def test_writing_many_rows_takes_no_more_queries_than_writing_one(council, django_assert_max_num_queries):
    meeting = meeting_of(council)

    def written(model, rows):
        with django_assert_max_num_queries(8):
            announcing.written(model, [row.pk for row in rows], "default")

    for number in (1, 5):
        items = [f.make_agenda_item(meeting=meeting) for _number in range(number)]
        papers = [f.make_meeting_document(meeting=meeting) for _number in range(number)]
        news = [f.make_news(council=council) for _number in range(number)]
        meetings = [meeting_of(council) for _number in range(number)]
        for model, rows in [(AgendaItem, items), (MeetingDocument, papers), (News, news), (Meeting, meetings)]:
            written(model, rows)
