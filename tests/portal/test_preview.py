"""Previews: the real page before its time, for whoever has the link, and nothing else that is hidden."""

import datetime
import re

import pytest
import time_machine
from django.conf import settings
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from councils import previews
from councils.admin.base import address_of
from councils.models import Editor, User
from councils.pages import TABS
from councils.partial_dates import PartialDate
from councils.publishing import Preview, current_preview, previewing
from meetings.models import Meeting
from portal.logs import without_persons
from tests import factories as f
from tests.files import upload
from tests.office import address

NOW = datetime.datetime(2027, 3, 1, 12, tzinfo=datetime.UTC)
LATER = NOW + datetime.timedelta(days=20)
LANGUAGES = [code for code, _name in settings.LANGUAGES]
DRAFT = {"state": "draft"}
CANARY = "Kanarienvogel"
CLIENT = Client()

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def council():
    return f.make_council(slug="eigener")


@pytest.fixture
def maker(council):
    return f.make_editor(council).user


def link(row, maker, language="de"):
    return previews.address_of(row, maker, timezone.now(), language)


def below(preview, where):
    """The address of a page of ours below a preview."""
    return preview + where.split("/", 2)[2]


def see(row, maker, language="de"):
    response = CLIENT.get(link(row, maker, language))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.once
def test_draft_shows_on_its_real_page_in_every_language(council, maker):
    news = f.make_news(council=council, title_de="Neue Sprechstunde", title_ar="ساعة جديدة", **DRAFT)

    for language in LANGUAGES:
        response = CLIENT.get(link(news, maker, language))
        text = response.content.decode()

        assert response.status_code == 200
        assert ("ساعة جديدة" if language == "ar" else "Neue Sprechstunde") in text
        assert f'lang="{language}"' in text.partition("<head>")[0]
        assert text.count('class="demo preview"') == 1
        assert 'rel="canonical"' not in text
        assert 'rel="alternate"' not in text.partition("</head>")[0]
        assert '<meta name="robots" content="noindex">' in text
        # The other languages and the way back to the German text; all other links are public ones.
        assert text.count("/preview/") == len(LANGUAGES) - (language == "de")
        assert [response[name] for name in ("Cache-Control", "Referrer-Policy", "X-Robots-Tag")] == [
            "no-store", "no-referrer", "noindex, nofollow",
        ]  # fmt: skip
        assert not response.cookies
    assert CLIENT.get(address_of(news)).status_code == 404


def test_meeting_shows_with_its_drafts_and_files_and_without_what_is_not_public(council, maker):
    meeting = Meeting(keeper=council, title_de="Sitzung im Entwurf", held_on=PartialDate(2027, 5, 4), **DRAFT)
    meeting.save()
    f.make_convening(meeting=meeting, council=council, **DRAFT)
    item = f.make_agenda_item(meeting=meeting, title_de="Punkt im Entwurf", **DRAFT)
    secret = f.make_agenda_item(meeting=meeting, number="N 1", title_de=CANARY, is_public=False, **DRAFT)
    paper, hidden = [
        f.make_meeting_document(meeting=meeting, title_de=title, role="attachment", agenda_item=of, file=upload(),
                                availability="file", **DRAFT)
        for title, of in (("Vorlage", item), (CANARY, secret))
    ]  # fmt: skip
    removed = f.make_agenda_item(meeting=meeting, title_de=CANARY, **DRAFT)
    removed.remove()

    text = see(meeting, maker)

    assert all(words in text for words in ("Sitzung im Entwurf", "Punkt im Entwurf", "Vorlage", "N 1"))
    assert CANARY not in text
    below = link(meeting, maker) + f"files/{paper.public_id}/{paper.file_name}"
    assert below in text
    answer = CLIENT.get(below)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert b"".join(answer.streaming_content)
    assert CLIENT.get(link(meeting, maker) + f"files/{hidden.public_id}/{hidden.file_name}").status_code == 410
    assert CLIENT.get(paper.get_absolute_url()).status_code == 404
    # What stands below the draft leads to the same page, and shows it with the meeting.
    assert "Sitzung im Entwurf" in see(item, maker)
    assert "Vorlage" in see(paper, maker)


@pytest.mark.once
def test_picture_of_a_draft_shows_and_is_published_with_it(council, maker):
    picture, foreign = [f.make_picture(council=other, **DRAFT) for other in (council, f.make_council())]
    news, other = [f.make_news(council=council, picture=one, **DRAFT) for one in (picture, foreign)]
    assert picture.alt_de in see(news, maker)
    assert foreign.alt_de not in see(other, maker)

    page = admin.site.get_model_admin(type(news))
    assert [page.publish_parts(news), page.publish_parts(other)] == [1, 0]
    picture.refresh_from_db()
    foreign.refresh_from_db()
    assert [picture.state, foreign.state] == ["published", "draft"]


def test_nothing_else_that_is_hidden_comes_with_it(council, maker):
    shown = f.make_statement(council=council, title_de="Der Entwurf", **DRAFT)
    for other in (council, f.make_council()):
        f.make_statement(council=other, title_de=CANARY, **DRAFT)
        f.make_statement(council=other, title_de=CANARY, publish_at=NOW + datetime.timedelta(hours=1))
        f.make_notice(council=other, title_de=CANARY, **DRAFT)
        f.make_council_name(council=other, name_de=CANARY, **DRAFT)
        f.make_statement(council=other, title_de=CANARY).withdraw()
        f.make_meeting(other, title_de=CANARY, **DRAFT)
        f.make_term(council=other, name_de=CANARY, **DRAFT)
    # Of a later moment the page shows that one row, and nothing that begins until then.
    later = f.make_statement(council=council, title_de="Der spätere", publish_at=LATER)

    text = see(shown, maker)
    assert "Der Entwurf" in text
    assert CANARY not in text
    assert "Der spätere" not in text
    text = see(later, maker)
    assert "Der spätere" in text
    assert CANARY not in text
    assert CANARY not in see(f.make_news(council=council, **DRAFT), maker)


def test_scheduled_shows_as_at_its_moment(council, maker):
    f.make_notice(council=council, title_de="Bis morgen", valid_until=datetime.date(2027, 3, 2))
    row = f.make_statement(council=council, title_de="Ab dem 21.", publish_at=LATER)

    assert "Bis morgen" in CLIENT.get(address_of(council)).content.decode()
    text = see(row, maker)
    assert "Ab dem 21." in text
    assert "Bis morgen" not in text


def test_draft_council_shows_with_what_is_published_along(maker):
    council = f.make_council(slug="neuer", name_de="Neuer Beirat", **DRAFT)
    f.make_council_name(council=council, name_de="Alter Name", **DRAFT)
    f.make_statement(council=council, title_de=CANARY, **DRAFT)
    maker = f.make_editor(council).user

    text = see(council, maker)

    assert "Neuer Beirat" in text
    assert "Alter Name" in text
    assert CANARY not in text
    news = f.make_news(council=council, title_de="Nachricht", **DRAFT)
    assert "Neuer Beirat" in see(news, maker)
    # Its other pages are previews as well, each with its own drafts only.
    tabs = [below(link(council, maker, "ar"), reverse(name, args=["neuer"])) for name in TABS.values()]
    for where in tabs[:3] + tabs[-2:]:
        assert where in see(council, maker, "ar")
    pages = [CLIENT.get(where) for where in tabs]
    assert {page.status_code for page in pages} == {200}
    assert not [page for page in pages if "Nachricht" in page.content.decode()]
    assert f"/de/preview/{tabs[1].split('/preview/')[1]}" in pages[1].content.decode()
    of_news = below(link(news, maker), reverse("councils:news", args=["neuer"]))
    assert "Nachricht" in CLIENT.get(of_news).content.decode()
    assert CLIENT.get(below(link(council, maker), "/de/councils/neuer/anything/")).status_code == 410
    # What is public has its own address, whoever goes on from a page that was open before.
    council.publish()
    assert CLIENT.get(of_news)["Location"] == "/de/councils/neuer/news/"


@pytest.mark.once
def test_links_between_pages_that_nobody_else_sees_stay_in_the_preview():
    council, public = f.make_council(slug="neuer", **DRAFT), f.make_council(slug="anderer")
    maker = f.make_editor(council).user
    meeting = f.make_meeting(council, title_de="Erste Sitzung", held_on=PartialDate(2027, 5, 4))
    draft = f.make_meeting(council, title_de=CANARY, **DRAFT)
    overview, page = address_of(council), f"/de/councils/neuer/meetings/{meeting.public_id}/"

    def links(where):
        response = CLIENT.get(where)
        assert response.status_code == 200
        return set(re.findall(r'(?:href|action)="([^"#?]*)', response.content.decode()))

    # From the council to its meeting, on to the paper for the wall, and back.
    begin = link(council, maker)
    assert below(begin, page) in links(begin)
    assert {below(begin, f"{page}invitation/"), below(begin, overview)} <= links(below(begin, page))
    assert "Erste Sitzung" in CLIENT.get(below(begin, f"{page}invitation/")).content.decode()
    assert CLIENT.get(below(begin, f"/de/councils/neuer/meetings/{draft.public_id}/")).status_code == 410
    # No page of the preview leads to an address at which there is nothing yet.
    for where in (begin, below(begin, page), below(begin, "/de/councils/neuer/meetings/")):
        assert not [found for found in links(where) if found.startswith("/de/councils/neuer/")]
    assert CLIENT.post(below(begin, page)).status_code == 405
    # A draft of a public council stays in the preview alone.
    row = f.make_meeting(public, **DRAFT)
    found = links(link(row, f.make_editor(public).user))
    own = f"councils/anderer/meetings/{row.public_id}/"
    assert any(name.endswith(f"{own}invitation/") and "/preview/" in name for name in found)
    assert {"/de/councils/anderer/", "/de/councils/anderer/meetings/"} <= found


@pytest.mark.once
def test_files_of_a_draft_council_open_below_its_preview():
    council = f.make_council(**DRAFT)
    maker = f.make_editor(council).user
    shown = f.make_picture(council=council)
    news = f.make_news(council=council, picture=shown)
    paper = f.make_document(council=council, availability="file", file=upload())

    documents = below(link(council, maker), reverse("councils:documents", args=[council.slug]))
    pages = [see(news, maker), CLIENT.get(documents).content.decode()]

    for text, row in zip(pages, (shown, paper), strict=True):
        [where] = set(re.findall(rf'"([^" ]*/files/{row.public_id}/[^" ]*(?:jpg|pdf))"', text))
        assert CLIENT.head(where).status_code == 200
        assert CLIENT.get(where[where.index("/files/") :]).status_code == 404


def test_joint_meeting_shows_no_hidden_council_of_others(council):
    other = f.make_council(slug="fremder", name_de=CANARY, **DRAFT)
    meeting = f.make_meeting(councils=[council, other], **DRAFT)

    assert CANARY not in see(meeting, f.make_superuser())


def test_person_without_consent_stays_hidden(council, maker):
    member = f.make_membership(council=council, person=f.make_person(council=council, name=CANARY, **DRAFT), **DRAFT)

    assert CANARY in see(member, maker)

    person = member.person
    person.consented_on, person.consent_withdrawn_on = datetime.date(2027, 1, 1), datetime.date(2027, 2, 1)
    person.save()
    assert CANARY not in see(member, maker)


def test_a_plain_request_after_a_preview_sees_nothing_of_it(council, maker, monkeypatch):
    row = f.make_statement(council=council, title_de=CANARY, **DRAFT)
    public = address_of(council)
    before = CLIENT.get(public).content

    see(row, maker)
    assert current_preview() is None
    assert CLIENT.get(public).content == before
    head = CLIENT.head(link(row, maker))
    assert (head.status_code, head.content) == (200, b"")
    assert CLIENT.post(link(row, maker)).status_code == 405

    monkeypatch.setattr("portal.views.preview._page", lambda *_args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        CLIENT.get(link(row, maker))
    assert current_preview() is None
    assert not row.is_published(NOW)
    with previewing(Preview(NOW, "", NOW, {type(row): {row.pk}})):
        assert row.is_published(NOW)
        assert type(row).objects.published(NOW).get() == row
        row.remove()
        assert not row.is_published(NOW)
        assert not type(row).objects.published(NOW)


@pytest.mark.once
def test_links_end(council, maker, clock):
    news = f.make_news(council=council, title_de=CANARY, **DRAFT)
    where = link(news, maker)
    memberships = Editor.objects.filter(user=maker)

    def status():
        return CLIENT.get(where).status_code

    forged = [where.replace(":", "x", 1), where[:-3] + "aa/", reverse("preview", args=["x"])]
    assert [CLIENT.get(address).status_code for address in forged] == [404, 404, 404]
    assert status() == 200
    memberships.update(council=f.make_council())
    assert status() == 410
    memberships.update(council=council)
    User.objects.filter(pk=maker.pk).update(is_active=False)
    assert status() == 410
    User.objects.filter(pk=maker.pk).update(is_active=True)

    clock.move_to(NOW + previews.VALID)
    response = CLIENT.get(where)
    assert response.status_code == 410
    assert CANARY not in response.content.decode()
    assert response["Cache-Control"] == "no-store"
    clock.move_to(NOW)
    news.remove()
    assert status() == 410
    news.publish()
    assert status() == 302
    with override("ar"):
        response = CLIENT.get(link(news, maker, "ar"))
        assert response["Location"] == news.get_absolute_url()
    news.withdraw()
    assert status() == 410
    assert CANARY not in where
    assert "…" in without_persons(f"Gone: {where}")
    assert where.split("/")[-2] not in without_persons(f"Gone: {where}")


@pytest.mark.once
def test_forms_of_hidden_rows_offer_it_to_whoever_sees_them(client, council, maker):
    translator = f.make_editor(council, role="translator", languages=["ar"]).user
    draft, public = f.make_news(council=council, **DRAFT), f.make_news(council=council)
    withdrawn, over = f.make_news(council=council), f.make_news(council=council, unpublish_at=NOW)
    withdrawn.withdraw()
    block = f.make_text_block(council=council, **DRAFT)

    for user in (maker, translator):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        answers = {row: client.get(address(row, "change")) for row in (draft, public, withdrawn, over)}
        assert [answer.context["preview"] is not None for answer in answers.values()] == [True, *[False] * 3]
        assert CLIENT.get(answers[draft].context["preview"]["address"]).status_code == 200
        beside = client.get(reverse("admin:translation", args=[council.pk, "ar", "councils.news", draft.pk]))
        assert beside.context["preview"]["address"].startswith("/ar/preview/")
    client.force_login(maker, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(address(block, "change")).context["preview"] is None


@pytest.mark.once
def test_queries_do_not_grow(council, maker, django_assert_num_queries):
    def meeting(items):
        row = f.make_meeting(council, **DRAFT)
        for number in range(items):
            f.make_agenda_item(meeting=row, number=str(number), **DRAFT)
            f.make_meeting_document(meeting=row, **DRAFT)
        return link(row, maker)

    def term(groups):
        row, names = f.make_term(council=council, **DRAFT), f.make_organisation(council=council, **DRAFT)
        for _number in range(groups):
            f.make_seat_group(term=row, nominated_by=names, appointed_by=names, **DRAFT)
        return link(row, maker)

    for make in (meeting, term):
        few, many = make(1), make(6)
        with CaptureQueriesContext(connection) as queries:
            CLIENT.get(few)
        with django_assert_num_queries(len(queries)):
            CLIENT.get(many)
