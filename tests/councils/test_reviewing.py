"""From draft to publication by two people: who asks, who decides, and where each of them finds it."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from councils import reviewing
from councils.accounts.rights import Rights
from councils.acting import acting
from councils.chores import reviews
from councils.models import News, ReviewRequest, Statement
from councils.publishing import State
from tests import factories as f
from tests.office import address, errors_of, fields_of, save
from tests.office import on_desk as chores_of

DRAFT = {"state": "draft"}
Step = ReviewRequest.State


@pytest.fixture
def council(db):
    return f.make_council(slug="eigener")


def member(council, role, languages=(), **fields):
    """A browser in which somebody with that role works, in English."""
    client, user = Client(), f.make_user(language="en", **fields)
    client.user = f.make_editor(council, user, role=role, languages=list(languages)).user
    client.force_login(client.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def author(council):
    return member(council, "author", first_name="Anna", last_name="Autorin")


@pytest.fixture
def editor(council):
    return member(council, "editor", first_name="Ben", last_name="Redakteur")


def steps(row):
    return list(reviewing.requests_of(row).values_list("state", flat=True))


def on_desk(client):
    return [(chore.text, chore.note) for chore in chores_of(client.user, reviews)]


def change(client, row, **fields):
    assert save(client, address(row, "change"), **fields).status_code == 302


@pytest.mark.once
def test_draft_goes_to_the_editor_and_back_and_is_published(council, author, editor):
    response = save(author, address(News, "add") + f"?council={council.pk}", title_de="Fest", slug="fest",
                    dated="2026-03-01", _ready="on", _review_note="Bitte bis\x00 \u202eFreitag")  # fmt: skip
    assert response.status_code == 302
    news = News.objects.get()

    assert (news.state, steps(news)) == (State.DRAFT, [Step.OPEN])
    assert on_desk(author) == []
    [(text, note)] = on_desk(editor)
    assert ("Fest" in text, "Anna Autorin" in text, note) == (True, True, "Bitte bis Freitag")
    desk = editor.get("/admin/").content.decode()
    assert "Bitte bis Freitag" in desk
    listed = editor.get(address(News, "changelist") + "?review=open")
    assert (listed.context["cl"].result_count, "ready for review" in listed.content.decode()) == (1, True)

    # What the author goes on writing changes nothing about it.
    change(author, news, title_de="Fest im Mai")
    assert steps(news) == [Step.OPEN]
    page = editor.get(address(news, "change")).content.decode()
    assert "Bitte bis Freitag" in page
    save(editor, address(news, "change"), _send_back="on")
    assert steps(news) == [Step.OPEN]
    change(editor, news, _send_back="on", _review_note="Wo denn?")
    assert steps(news) == [Step.SENT_BACK]
    assert on_desk(editor) == []
    assert [note for _text, note in on_desk(author)] == ["Wo denn?"]
    assert "Wo denn?" in author.get(address(news, "change")).content.decode()
    assert editor.get(address(News, "changelist") + "?review=sent_back").context["cl"].result_count == 1

    change(author, news, _ready="on")
    assert (steps(news), on_desk(author), len(on_desk(editor))) == ([Step.OPEN, Step.SENT_BACK], [], 1)
    # Scheduled is decided as well.
    change(editor, news, state="published", publish_at_0="2099-01-01", publish_at_1="12:00:00")
    assert (steps(news), on_desk(editor)) == ([Step.PUBLISHED, Step.SENT_BACK], [])
    assert reviewing.latest(news).decided_by == editor.user
    told = editor.get(address(news, "history")).content.decode()
    assert all(words in told for words in ("Anna Autorin", "Ben Redakteur", "Wo denn?", "Bitte bis Freitag"))


@pytest.mark.once
def test_sending_back_is_refused_at_once_with_all_that_was_typed(council, author, editor):
    news = f.make_news(council=council, title_de="Alt", **DRAFT)
    reviewing.ask(news, council.pk, user=author.user)
    typed = {"title_de": "Neu", "_send_back": "on"}

    for more, error in (
        ({}, "Not sent back: say what is to be changed."),
        ({"_review_note": " \x00"}, "Not sent back: say what is to be changed."),
        ({"_review_note": "Wo?", "state": "published"}, "Either publish it or send it back, not both."),
    ):
        answer = save(editor, address(news, "change"), **typed | more)
        news.refresh_from_db()
        assert (errors_of(answer), news.title_de, news.state, steps(news)) == ([error], "Alt", State.DRAFT, [Step.OPEN])
        review, again = answer.context["review"], fields_of(answer)
        assert (review["sends_back"], again["title_de"], again["_send_back"]) == (True, "Neu", "on")

    assert editor.post(address(news, "change"), again | {"state": "draft"}).status_code == 302
    news.refresh_from_db()
    assert (news.title_de, steps(news), reviewing.latest(news).answer) == ("Neu", [Step.SENT_BACK], "Wo?")


@pytest.mark.once
def test_author_takes_it_back_and_old_forms_ask_nothing_anew(council, author, editor):
    news = f.make_news(council=council, **DRAFT)
    change(author, news, _ready="on")
    old_form = {"_was_ready": "yes", "_ready": "on"}
    change(author, news, _ready=None)
    assert steps(news) == [Step.TAKEN_BACK]
    change(author, news, **old_form)
    assert steps(news) == [Step.TAKEN_BACK]
    assert on_desk(editor) == []


@pytest.mark.once
def test_nobody_else_asks_or_decides(council, author, editor):
    news, public = f.make_news(council=council, **DRAFT), f.make_news(council=council)
    foreign = f.make_news(**DRAFT)
    translator, reader = member(council, "translator", languages=["ar"]), member(f.make_council(), "editor")
    reviewing.ask(news, council.pk, user=author.user)
    reviewing.ask(foreign, foreign.council_id, user=author.user)
    data = {"_send_back": "on", "_review_note": "x", "_ready": "on"}

    change(translator, news, title_ar="عنوان", **data)
    change(author, news, **data)
    reader.post(address(news, "change"), data)
    author.post(address(foreign, "change"), data)
    change(editor, public, **data)

    assert [steps(row) for row in (news, foreign, public)] == [[Step.OPEN], [Step.OPEN], []]
    assert (len(on_desk(editor)), on_desk(reader), on_desk(translator)) == (1, [], [])
    assert author.get(address(public, "change")).context["review"] is None
    assert translator.get(address(news, "change")).context["review"] is None
    assert b'name="_send_back"' not in author.get(address(news, "change")).content
    assert b'name="_ready"' not in editor.get(address(news, "change")).content


def test_whatever_publishes_ends_the_request(council, author):
    rows = [f.make_statement(council=council, **DRAFT) for _number in range(3)]
    for row in rows:
        assert reviewing.ask(row, council.pk, user=author.user, note="fertig")
    assert not reviewing.ask(rows[0], council.pk, user=author.user)

    rows[0].title_de = "Neu"
    rows[0].save()
    assert steps(rows[0]) == [Step.OPEN]
    with acting(author.user):
        Statement.objects.filter(pk__in=[rows[0].pk, rows[1].pk]).publish()

    assert [steps(row) for row in rows] == [[Step.PUBLISHED], [Step.PUBLISHED], [Step.OPEN]]
    # The account goes, what it did stays; after a year that goes as well.
    author.user.delete()
    done = reviewing.latest(rows[0])
    assert (done.asked_by, done.decided_by, done.note) == (None, None, "fertig")
    reviewing.purge(timezone.now() + reviewing.KEPT + datetime.timedelta(days=1))
    assert [steps(row) for row in rows] == [[], [], [Step.OPEN]]


def test_requests_keep_their_rules(council):
    row = f.make_news(council=council, **DRAFT)
    common = {"model": "councils.news", "public_id": row.public_id, "council": council, "asked_at": timezone.now()}
    ReviewRequest.objects.create(**common)
    ReviewRequest.objects.create(**common, state=Step.TAKEN_BACK, decided_at=timezone.now())
    for wrong in (
        {},
        {"state": Step.PUBLISHED},
        {"state": Step.SENT_BACK, "decided_at": timezone.now()},
        {"state": Step.OPEN, "decided_at": timezone.now(), "model": "councils.notice"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReviewRequest.objects.create(**common | wrong)


@pytest.mark.once
def test_desk_asks_no_more_for_more_requests(council, author, editor, django_assert_num_queries):
    rights, now = Rights(editor.user), timezone.now()

    def ask(*rows):
        for row in rows:
            reviewing.ask(row, council.pk, user=author.user)

    ask(f.make_news(council=council, **DRAFT))
    rights.may("publish", council.pk)
    for number in (1, 4):
        with django_assert_num_queries(2):
            assert len(list(reviews([council], rights, now))) == number
        ask(*(f.make_news(council=council, **DRAFT) for _number in range(3)))
