"""Reports of barriers: from the form on any page to the operator's answer, and away again."""

import datetime

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from contact import barriers, chores, guard, keeping, letters, receipts, worker
from contact.models import BarrierReport, Letter
from councils import office
from councils.models import AuditEntry
from tests import factories as f
from tests.office import on_desk as chores_of
from tests.reading import words

pytestmark = pytest.mark.django_db
FORM = "/en/accessibility/report/"
BACKEND = "django.contrib.auth.backends.ModelBackend"
NOW = datetime.datetime(2027, 3, 1, 12, tzinfo=datetime.UTC)
TEXT = "The seat chart says nothing to my screen reader."


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def boss(settings):
    settings.MAIL = settings.MAIL | {"EMAIL_HOST": "mail.example"}
    settings.OPERATOR_MAIL = "portal@operator.example"
    return f.make_superuser()


@pytest.fixture
def operator(client, boss):
    client.force_login(boss, backend=BACKEND)
    return client


def send(client, **given):
    token = receipts.new_token()
    opened = timezone.now() - datetime.timedelta(minutes=1)
    return client.post(FORM, {"text": TEXT, "token": token, "stamp": guard.stamp(token, opened)} | given)


def page_of(report):
    return reverse("admin:contact_barrierreport_change", args=[report.pk])


def on_desk(user):
    return [(chore.due, chore.urgency) for chore in chores_of(user, chores.barriers) if chore.due]


def test_form_knows_the_page_that_led_there_but_no_address_that_is_a_key(client):
    before = {
        "http://testserver/en/words/?q=geheim": "/en/words/",
        "http://testserver/en/subscriptions/geheim/": "",
        "http://testserver/en/accessibility/": "",
        "https://anderswo.example/en/words/": "",
        "http://[": "",
    }

    shown = {
        address: client.get(FORM, headers={"referer": address}).context["form"]["page"].value() for address in before
    }

    assert {address: page[-10:] for address, page in shown.items()} == before
    assert client.get(FORM).cookies == {}


def test_report_is_stored_sealed_and_due_in_two_weeks(client, boss):
    response = send(client, page="/en/councils/", email="olena@example.org")

    report = BarrierReport.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, page, email FROM contact_barrierreport")
        stored = str(cursor.fetchone())
    assert "Thank you" in words(response)
    assert (report.text, report.email, report.language) == (TEXT, "olena@example.org", "en")
    assert report.due_on == datetime.date(2027, 3, 15)
    assert not [part for part in ("seat chart", "councils", "olena") if part in stored]
    assert on_desk(boss) == [(report.due_on, office.Urgency.SOON)]


def test_operator_hears_once_a_day_without_the_text(client):
    send(client)
    send(client, text="Another one.")

    worker.send_one()

    assert [letter.to for letter in mail.outbox] == [["portal@operator.example"]]
    assert TEXT not in mail.outbox[0].body
    assert Letter.objects.filter(kind=barriers.TO_OPERATOR).count() == 1


def test_same_page_sent_twice_is_one_report(client):
    token = receipts.new_token()
    given = {"token": token, "stamp": guard.stamp(token, NOW - datetime.timedelta(minutes=1))}

    send(client, **given)
    again = send(client, **given)

    assert "Thank you" in words(again)
    assert BarrierReport.objects.count() == 1

    # Gone back to, and something else written there.
    assert "Thank you" in words(send(client, text="Another barrier.", **given))
    assert [row.text for row in BarrierReport.objects.order_by("pk")] == [TEXT, "Another barrier."]
    assert not BarrierReport.objects.quarantine()


def test_bot_lands_in_quarantine_and_nobody_is_written_to(client, boss):
    send(client, website="https://spam.example")

    assert BarrierReport.objects.get().suspicions == [guard.HONEYPOT]
    assert not Letter.objects.exists()
    assert on_desk(boss) == []


def test_nothing_written_is_asked_again_and_nothing_typed_is_lost(client):
    response = send(client, text=" ", page="Startseite")

    assert response.status_code == 422
    assert response.context["form"]["page"].value() == "Startseite"
    assert not BarrierReport.objects.exists()


def test_without_anybody_to_read_there_is_no_form(client, boss):
    boss.delete()

    shown, sent = client.get(FORM), send(client)

    assert (shown.status_code, sent.status_code) == (200, 422)
    assert b"<textarea" not in shown.content
    assert TEXT in sent.content.decode()
    assert not BarrierReport.objects.exists()


def test_answer_goes_by_mail_and_closes_the_report(operator, boss):
    report = f.make_barrier_report(email="olena@example.org", language="uk")

    answered = operator.post(page_of(report), {"step": "answer", "answer": "Das Bild hat jetzt einen Text."})
    twice = operator.post(page_of(report), {"step": "answer", "answer": "Noch einmal."})
    worker.send_one()

    report.refresh_from_db()
    assert (answered.status_code, twice.status_code) == (302, 200)
    assert (report.closed_by, report.answer) == (boss, "Das Bild hat jetzt einen Text.")
    assert mail.outbox[0].to == ["olena@example.org"]
    assert "Das Bild hat jetzt einen Text." in mail.outbox[0].body
    assert "Noch einmal." in twice.content.decode()
    assert on_desk(boss) == []

    # What does not arrive is no answer.
    letters.bounced(Letter.objects.get(kind=barriers.ANSWER), "unknown user", NOW)
    assert on_desk(boss) == [(report.due_on, office.Urgency.SOON)]


def test_reading_a_report_is_noted_without_its_contents(operator, boss):
    report = f.make_barrier_report(text="geheim")
    operator.get(reverse("admin:contact_barrierreport_changelist"))
    assert not AuditEntry.objects.filter(kind="barrier_read").exists()

    operator.get(page_of(report))

    entry = AuditEntry.objects.get(kind="barrier_read")
    assert (entry.account, entry.detail) == (boss, f"contact.barrierreport {report.pk}")
    log = words(operator.get(reverse("admin:log"), {"what": "read"}))
    assert str(report) in log
    assert "geheim" not in log


def test_report_is_closed_without_an_answer_and_opened_again(operator):
    report = f.make_barrier_report()

    operator.post(page_of(report), {"step": "close"})
    report.refresh_from_db()
    closed = report.closed_at
    operator.post(page_of(report), {"step": "open"})
    report.refresh_from_db()

    assert (closed, report.closed_at) == (NOW, None)
    assert operator.post(page_of(report), {"step": "answer", "answer": "Ja"}).status_code == 200
    assert not Letter.objects.exists()


def test_list_shows_nothing_that_somebody_wrote(operator):
    f.make_barrier_report(text="geheim", email="geheim@example.org", page="geheim")

    page = operator.get(reverse("admin:contact_barrierreport_changelist")).content.decode()

    assert "geheim" not in page


def test_closed_reports_go_after_ninety_days_and_quarantine_after_thirty():
    day = datetime.timedelta(days=1)
    kept = [
        f.make_barrier_report(created=NOW - 500 * day),
        f.make_barrier_report(closed_at=NOW - 89 * day),
        f.make_barrier_report(quarantined_at=NOW - 29 * day),
    ]
    f.make_barrier_report(closed_at=NOW - 90 * day)
    f.make_barrier_report(quarantined_at=NOW - 30 * day)

    counts = keeping.purge(NOW)

    assert counts["reports of barriers"] == 2
    assert set(BarrierReport.objects.all()) == set(kept)
