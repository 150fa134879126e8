"""The office's pages on meetings: the steps of a meeting's life, pasting, the phrase book, offers, rules and hours."""

import datetime

import pytest
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from contact.models import OfficeHour
from councils.models import Editor
from councils.partial_dates import PartialDate
from councils.publishing import State
from councils.translation_state import TranslationState
from meetings.models import AgendaItem, Convening, Meeting, MeetingDocument, MeetingRules, Offer
from tests import factories as f
from tests.office import address, errors_of, fields_of, messages_of, save

pytestmark = [pytest.mark.django_db, pytest.mark.once]

BACKEND = "django.contrib.auth.backends.ModelBackend"
LANGUAGES = [code for code, _name in settings.LANGUAGES]
COMING = PartialDate(2090, 3, 14)
AGENDA = "1. Begrüßung\n2. Bericht"


@pytest.fixture
def council():
    return f.make_council(slug="eigener")


@pytest.fixture
def office(client, council):
    """A signed-in editor of the council, with the pages in English."""
    user = f.make_editor(council=council, user=f.make_user(language="en")).user
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def meeting(council):
    return f.make_meeting(
        council, title_de="4. Sitzung", held_on=COMING, starts_at=datetime.time(18), ends_at=datetime.time(20)
    )  # fmt: skip


def again(row):
    return type(row).objects.get(pk=row.pk)


def step_page(meeting, name):
    return reverse("admin:meetings_meeting_step", args=[meeting.pk, name])


def take(client, meeting, name, **fields):
    """Open the page of a step, fill it in and send it."""
    where = step_page(meeting, name)
    return client.post(where, {"seen": client.get(where).context["seen"]} | fields)


def said(client, response):
    """The messages on the page that a step leads to."""
    assert response.status_code == 302, errors_of_form(response)
    return [str(message) for message in client.get(response["Location"]).context["messages"]]


def errors_of_form(response):
    with translation.override(response["Content-Language"]):
        return {name: list(map(str, list_)) for name, list_ in response.context["form"].errors.items()}


# -- steps ----------------------------------------------------------------------------------------------------------

ACCOUNTS = {
    "superuser": 200, "editor": 200, "author": 403, "translator": 403, "message_reader": 404, "foreign": 404,
    "anonymous": 302,
}  # fmt: skip


def sign_in(client, account, council):
    if account == "superuser":
        client.force_login(f.make_superuser(language="en"), backend=BACKEND)
    elif account != "anonymous":
        role = Editor.Role.EDITOR if account == "foreign" else account
        own = f.make_council(slug="fremder") if account == "foreign" else council
        client.force_login(f.make_editor(council=own, role=role).user, backend=BACKEND)


def test_council_that_does_not_convene_its_own_meeting_is_told(office, council):
    other = f.make_council()
    f.make_editor(council=other, user=Editor.objects.get(council=council).user)
    row = {"convenings-TOTAL_FORMS": "1", "convenings-0-council": str(other.pk), "convenings-0-position": "0"}

    save(office, address(Meeting, "add"), keeper=str(council.pk), held_on="14.03.2090", **row)

    warning = f"“{council}” is not among those who convene: the meeting does not show on its pages."
    assert warning in messages_of(office)
    assert [convening.council for convening in Meeting.objects.get().convenings.all()] == [other]


def test_first_page_names_the_next_meetings(office, council, meeting):
    f.make_meeting(council, held_on=PartialDate(2020, 1, 1))
    f.make_meeting(f.make_council(), held_on=COMING)

    [part] = office.get(reverse("admin:index")).context["overview"]

    *rows, new = part["rows"]
    assert [(row["address"], len(row["links"])) for row in rows] == [(address(meeting, "change"), 2)]
    assert [where for where, _name in new["links"]] == [address(Meeting, "add")]


def test_new_meeting_begins_with_what_the_last_one_had(office, council):
    gone = f.make_venue(council=council)
    venue = f.make_venue(council=council)
    f.make_meeting(council, held_on=PartialDate(2030, 1, 1), starts_at=datetime.time(17), venue=venue)
    f.make_meeting(council, held_on=PartialDate(2031, 1, 1), status="cancelled", status_reason_de="Aus")
    f.make_meeting(f.make_council(), held_on=PartialDate(2032, 1, 1), starts_at=datetime.time(9))

    fields = fields_of(office.get(address(Meeting, "add")))

    assert (fields["starts_at"], fields["venue"], fields["openness"]) == ("17:00", str(venue.pk), "public")
    f.make_meeting(council, held_on=PartialDate(2033, 1, 1), starts_at=None, venue=gone)
    gone.remove()
    fields = fields_of(office.get(address(Meeting, "add")))
    assert (fields["starts_at"], fields["venue"]) == ("", "")


def test_meeting_is_entered_pasted_and_published_in_three_steps(office, council):
    stored = save(office, address(Meeting, "add"), keeper=str(council.pk), held_on="14.03.2090", _paste="x")
    meeting = Meeting.objects.get()
    assert stored["Location"] == reverse("admin:meetings_meeting_paste_agenda", args=[meeting.pk])
    preview = office.post(stored["Location"], {"text": AGENDA, "mode": "replace", "step": "preview"})
    data = {"text": AGENDA, "mode": "replace", "step": "publish", "previewed": preview.context["previewed"]}

    office.post(stored["Location"], data)

    now = timezone.now()
    assert Meeting.objects.published(now).get() == meeting
    assert AgendaItem.objects.published(now).count() == 2


def test_author_stores_an_agenda_and_publishes_nothing(client, council):
    sign_in(client, "author", council)
    draft = f.make_meeting(council, state=State.DRAFT)
    where = reverse("admin:meetings_meeting_paste_agenda", args=[draft.pk])
    preview = client.post(where, {"text": AGENDA, "mode": "replace", "step": "preview"})
    data = {"text": AGENDA, "mode": "replace", "step": "publish", "previewed": preview.context["previewed"]}

    client.post(where, data)

    assert b'value="publish"' not in preview.content
    assert (again(draft).state, AgendaItem.objects.count()) == (State.DRAFT, 2)


@pytest.mark.parametrize("account", ACCOUNTS)
def test_pages_of_a_meeting_are_for_its_writers(client, council, meeting, account):
    sign_in(client, account, council)
    pages = [step_page(meeting, name) for name in ("invite", "move", "cancel", "correct")]
    pages.append(reverse("admin:meetings_meeting_paste_agenda", args=[meeting.pk]))

    assert {client.get(page).status_code for page in pages} == {ACCOUNTS[account]}
    written = {client.post(page, {"text": "1. A", "phrase": "room"}).status_code for page in pages}
    # Without the mark of what was seen, nothing happens: the page shows again. Who is not signed in keeps the words.
    assert written == {{200: 422, 302: 403}.get(ACCOUNTS[account], ACCOUNTS[account])}
    assert (again(meeting).status, AgendaItem.objects.count()) == ("planned", 0)


@pytest.mark.parametrize(
    ("status", "labels"),
    [
        ("planned", ["Einladung verschickt", "Verschieben", "Sitzung absagen"]),
        ("invited", ["Verschieben", "Sitzung absagen"]),
        ("moved", ["Einladung verschickt", "Verschieben", "Sitzung absagen"]),
        ("cancelled", ["Verschieben", "Findet doch statt"]),
    ],
)
def test_form_offers_what_may_come_next(office, council, status, labels):
    more = {"status_reason_de": "Krankheit", "moved_from": PartialDate(2090, 1)}
    meeting = f.make_meeting(council, held_on=COMING, status=status, **more)

    steps = office.get(address(meeting, "change")).context["steps"]

    assert [str(step.label) for step, _address in steps] == labels


def test_decision_is_entered_once_the_meeting_has_begun(office, meeting):
    item = f.make_agenda_item(meeting=meeting)
    past = f.make_agenda_item(meeting=f.make_meeting(meeting.keeper, held_on=PartialDate(2024, 3, 14)))

    early = save(office, address(item, "change"), decision="resolution", outcome_on="2090")
    late = save(office, address(past, "change"), decision="resolution", outcome="open")

    assert errors_of(early) == [
        "This meeting is still to come. Enter what it decided afterwards.",
        "This day is still to come.",
    ]
    assert (late.status_code, again(item).decision, again(past).decision) == (302, "", "resolution")


def test_past_meeting_can_be_marked_as_held(office, council):
    meeting = f.make_meeting(council, held_on=PartialDate(2020, 3, 12))

    response = take(office, meeting, "held")

    assert again(meeting).status == "held"
    assert said(office, response)[0].startswith("The meeting is marked as held.")
    assert office.get(address(meeting, "change")).context["steps"] == []


def test_invitation_is_sent(office, meeting):
    response = take(office, meeting, "invite")

    assert again(meeting).status == "invited"
    (text,) = said(office, response)
    assert f'href="{meeting.get_absolute_url()}"' in text.replace("/en/", "/de/")


def test_step_that_does_not_fit_is_not_offered(office, council):
    meeting = f.make_meeting(council, held_on=COMING)

    response = office.get(step_page(meeting, "held"))

    assert said(office, response) == ["This is not possible now: the meeting is “planned”."]
    assert office.get(step_page(meeting, "burn")).status_code == 404


def test_moving_asks_for_day_hour_and_reason(office, meeting):
    response = take(office, meeting, "move", held_on="2090-04-01", starts_at="19:00", ends_at="", phrase="room")

    said(office, response)
    row = again(meeting)
    assert (row.status, row.held_on, row.starts_at, row.ends_at) == (
        "moved", PartialDate(2090, 4, 1), datetime.time(19), None,
    )  # fmt: skip
    assert (row.moved_from, row.moved_from_time) == (COMING, datetime.time(18))
    assert {language for language in LANGUAGES if row.text_in("status_reason", language)} == set(LANGUAGES)


def test_meeting_is_moved_twice(office, meeting):
    take(office, meeting, "move", held_on="2090-04-01", starts_at="19:00", phrase="room")
    take(office, meeting, "move", held_on="2090-05-01", starts_at="19:00", reason="Noch einmal")

    row = again(meeting)
    assert (row.held_on, row.moved_from, row.status_reason_de, row.status_reason_en) == (
        PartialDate(2090, 5, 1), PartialDate(2090, 4, 1), "Noch einmal", "",
    )  # fmt: skip


def test_wrong_move_says_why_and_keeps_what_was_typed(office, meeting):
    same = take(office, meeting, "move", held_on="2090-03-14", starts_at="18:00", reason="Saal zu")
    backwards = take(office, meeting, "move", held_on="2090-04-01", starts_at="18:00", ends_at="17:00")
    empty = take(office, meeting, "move")
    slip = take(office, meeting, "move", held_on="2020-04-01")

    assert same.status_code == backwards.status_code == empty.status_code == 422
    assert errors_of_form(same) == {"held_on": ["This is the date that the meeting has already."]}
    assert 'value="Saal zu"' in same.content.decode()
    assert errors_of_form(backwards) == {"__all__": ["The end needs a beginning before it."]}
    assert list(errors_of_form(empty)) == ["held_on"]
    assert errors_of_form(slip) == {"held_on": ["This day is past. Choose the day on which the meeting will be."]}
    assert again(meeting).status == "planned"


@pytest.mark.parametrize(
    ("fields", "german", "count"),
    [
        ({"phrase": "too-few-registered"}, "Zu wenige Anmeldungen", 12),
        ({"reason": "entfällt wegen zu weniger Anmeldungen"}, "entfällt wegen zu weniger Anmeldungen", 12),
        ({"reason": "Der Bus kam nicht", "phrase": "room"}, "Der Bus kam nicht", 1),
    ],
)
def test_cancelling_takes_the_reason_from_the_book_or_ones_own_words(office, meeting, fields, german, count):
    response = take(office, meeting, "cancel", **fields)

    messages, row = said(office, response), again(meeting)
    assert (row.status, row.status_reason_de) == ("cancelled", german)
    filled = [language for language in LANGUAGES if row.text_in("status_reason", language)]
    assert len(filled) == count
    assert {row.translation_state("status_reason", code) for code in filled[1:]} <= {TranslationState.MACHINE}
    hint = "The reason stands in German only. You can translate it in this form."
    assert (hint in messages) is (count == 1)


def test_cancelling_needs_a_reason(office, meeting):
    response = take(office, meeting, "cancel")

    assert errors_of_form(response) == {"phrase": ["Choose a reason, or write one."]}
    assert again(meeting).status == "planned"


def test_step_says_whom_it_writes_to_and_whom_to_call(office, meeting, council, settings):
    settings.MAIL = settings.MAIL | {"EMAIL_HOST": "mail.example"}
    f.make_subscription(council=council, occasions=["moved", "agenda"])
    f.make_registration(meeting=meeting, email="a@example.org")
    called = f.make_registration(meeting, "interpreter", "online", email="", phone="03831 1234")
    called.needs.update(state="confirmed")

    told = {name: office.get(step_page(meeting, name)).context["told"] for name in ("invite", "move", "cancel")}

    call = "1 person who is registered gets no e-mail: please call."
    ask = "1 help is confirmed for the old date: ask whether it can be there on the new one."
    assert told == {
        "invite": ["1 e-mail goes out at once, to those who asked for news or are registered."],
        "move": ["2 e-mails go out at once, to those who asked for news or are registered.", call, ask],
        "cancel": ["1 e-mail goes out at once, to those who asked for news or are registered.", call],
    }


def test_cancelled_meeting_takes_place_after_all(office, council):
    meeting = f.make_meeting(council, held_on=COMING, status="cancelled", status_reason_de="Krankheit")

    take(office, meeting, "reinstate")

    assert (again(meeting).status, again(meeting).status_reason_de) == ("planned", "")


def test_step_on_an_old_page_is_looked_at_once_more(office, meeting):
    seen = office.get(step_page(meeting, "cancel")).context["seen"]
    take(office, meeting, "move", held_on="2090-04-01", phrase="room")

    response = office.post(step_page(meeting, "cancel"), {"seen": seen, "phrase": "illness"})

    assert response.status_code == 422
    assert response.context["warning"].startswith("Somebody changed this meeting meanwhile.")
    assert again(meeting).status == "moved"
    assert 'value="illness" selected' in response.content.decode()
    data = {"seen": response.context["seen"], "phrase": "illness"}
    assert office.post(step_page(meeting, "cancel"), data).status_code == 302
    assert again(meeting).status == "cancelled"


def test_button_pressed_twice_does_it_once(office, meeting):
    seen = office.get(step_page(meeting, "move")).context["seen"]
    data = {"seen": seen, "held_on": "2090-04-01", "starts_at": "19:00", "phrase": "room"}

    first, second = (office.post(step_page(meeting, "move"), data) for _press in range(2))

    assert (first.status_code, second.status_code) == (302, 302)
    assert again(meeting).moved_from == COMING
    assert LogEntry.objects.filter(object_id=meeting.pk).count() == 1


def test_date_that_people_have_seen_is_not_a_field(office, meeting, council):
    draft = f.make_meeting(council, held_on=COMING, state=State.DRAFT)
    told = {"status", "held_on", "starts_at", "ends_at", "moved_from", "moved_from_time"}

    assert told & set(fields_of(office.get(address(meeting, "change")))) == set()
    assert told <= set(fields_of(office.get(address(draft, "change"))))
    save(office, address(meeting, "change"), title_de="Fünfte Sitzung", held_on="2091", status="held")
    assert (again(meeting).title_de, again(meeting).held_on, again(meeting).status) == (
        "Fünfte Sitzung", COMING, "planned",
    )  # fmt: skip


def test_slip_is_corrected_without_moving(office, meeting):
    where = step_page(meeting, "correct")
    response = office.get(where)
    assert 'value="14.03.2090"' in response.content.decode()

    take(office, meeting, "correct", held_on="15.03.2090", starts_at="17:30", ends_at="")

    row = again(meeting)
    assert (row.held_on, row.starts_at, row.ends_at, row.status, row.moved_from) == (
        PartialDate(2090, 3, 15), datetime.time(17, 30), None, "planned", None,
    )  # fmt: skip
    wrong = take(office, meeting, "correct", held_on="03.2090", starts_at="17:30")
    assert errors_of_form(wrong) == {"starts_at": ["A time needs the full date."]}


def test_author_leads_a_draft_through_its_life(client, council):
    meeting = f.make_meeting(council, held_on=COMING, state=State.DRAFT)
    user = f.make_editor(council=council, role=Editor.Role.AUTHOR, user=f.make_user(language="en")).user
    client.force_login(user, backend=BACKEND)

    response = take(client, meeting, "invite")

    assert said(client, response) == ["The meeting is marked as invited. The meeting is not public yet."]


# -- pasting an agenda ----------------------------------------------------------------------------------------------

FIFTEEN = """Öffentlicher Teil
Ö 1 Eröffnung und Begrüßung
Ö 2 Feststellung der Beschlussfähigkeit
Ö 3 Genehmigung der Niederschrift der Sitzung vom 12.03.2090
Ö 4 Bericht der Verwaltung
Ö 5 Sprachkurse
Ö 6 Brücke am Hafen
Ö 7 Fest der Nachbarn
Ö 8 Schulweg
Ö 9 Wahl des Vorstands
Ö 10 Anträge
Ö 11 Anfragen
Ö 12 Termine
Ö 13 Verschiedenes
Nichtöffentlicher Teil
N 1 Personalangelegenheiten
N 2 Vertrag mit dem Träger
"""


def agenda_page(meeting):
    return reverse("admin:meetings_meeting_paste_agenda", args=[meeting.pk])


def preview(client, where, **fields):
    return client.post(where, {"step": "preview", "mode": "replace"} | fields)


def store(client, where, **fields):
    """Look at the preview and press its button."""
    shown = preview(client, where, **fields)
    data = {"step": "store", "mode": "replace", "previewed": shown.context["previewed"]} | fields
    return client.post(where, data)


def agenda_of(meeting):
    rows = AgendaItem.objects.present().filter(meeting=meeting).order_by("position")
    return [(row.number, row.title_de, row.is_public) for row in rows]


def test_preview_stores_nothing(office, meeting):
    response = preview(office, agenda_page(meeting), text=FIFTEEN)

    assert response.status_code == 200
    assert [(row["item"].number, row["item"].is_public) for row in response.context["rows"]][-3:] == [
        ("Ö 13", True), ("N 1", False), ("N 2", False),
    ]  # fmt: skip
    assert response.context["recognised"] == 11
    assert "Brücke am Hafen" in response.content.decode()
    assert AgendaItem.objects.count() == 0


def test_fifteen_items_in_one_go(office, meeting):
    response = store(office, agenda_page(meeting), text=FIFTEEN)

    assert said(office, response)[0].startswith("The agenda is stored: 15 items.")
    stored = agenda_of(meeting)
    assert (len(stored), stored[0], stored[-1]) == (
        15, ("Ö 1", "Eröffnung und Begrüßung", True), ("N 2", "Vertrag mit dem Träger", False),
    )  # fmt: skip
    minutes = AgendaItem.objects.get(number="Ö 3")
    assert (minutes.title_de, minutes.title_en) == (
        "Genehmigung der Niederschrift der Sitzung vom 12.03.2090",
        "Approval of the minutes of the meeting of 12\xa0March 2090",
    )
    assert minutes.translation_state("title", "ar") == TranslationState.MACHINE
    assert AgendaItem.objects.get(number="Ö 6").title_en is None
    assert AgendaItem.objects.published(timezone.now()).filter(meeting=meeting).count() == 15


def test_text_that_changed_since_the_preview_is_shown_again(office, meeting):
    shown = preview(office, agenda_page(meeting), text="1. A\n2. B")
    data = {"step": "store", "mode": "replace", "previewed": shown.context["previewed"]}

    response = office.post(agenda_page(meeting), data | {"text": "1. A\n2. C"})

    assert response.status_code == 200
    assert "Nothing is stored yet: this is new." in response.content.decode()
    assert agenda_of(meeting) == []
    unseen = office.post(agenda_page(meeting), {"step": "store", "mode": "replace", "text": "1. A"})
    assert (unseen.status_code, agenda_of(meeting)) == (200, [])


def test_new_agenda_keeps_what_hangs_on_items_of_the_same_name(office, meeting):
    kept = f.make_agenda_item(meeting=meeting, number="1", title_de="Sprachkurse", result_de="vertagt")
    gone = f.make_agenda_item(meeting=meeting, number="2", title_de="Brücke", position=2)
    paper = f.make_meeting_document(meeting=meeting, agenda_item=gone)

    shown = preview(office, agenda_page(meeting), text="1. Begrüßung\n2. SPRACHKURSE")
    assert shown.context["plan"].removed == [gone]
    store(office, agenda_page(meeting), text="1. Begrüßung\n2. SPRACHKURSE")

    assert agenda_of(meeting) == [("1", "Begrüßung", True), ("2", "SPRACHKURSE", True)]
    assert (again(kept).number, again(kept).result_de) == ("2", "vertagt")
    assert again(gone).deleted_at is not None
    assert MeetingDocument.objects.published(timezone.now()).filter(pk=paper.pk).count() == 0


def test_heading_left_out_opens_no_item_that_was_closed(office, meeting):
    """Its result and its papers would be out with it."""
    closed = f.make_agenda_item(meeting=meeting, number="N 1", title_de="Vertrag", is_public=False, result_de="geheim")
    paper = f.make_meeting_document(meeting=meeting, agenda_item=closed)

    store(office, agenda_page(meeting), text="1. Vertrag")

    assert agenda_of(meeting) == [("1", "Vertrag", True)]
    assert (again(closed).is_public, again(closed).deleted_at is not None) == (False, True)
    assert AgendaItem.objects.present().get(meeting=meeting).result_de in {"", None}
    assert MeetingDocument.objects.published(timezone.now()).filter(pk=paper.pk).count() == 0


def test_items_are_put_behind_the_others(office, meeting):
    f.make_agenda_item(meeting=meeting, number="1", title_de="Begrüßung", position=7)

    store(office, agenda_page(meeting), text="2. Wahl", mode="append")

    assert agenda_of(meeting) == [("1", "Begrüßung", True), ("2", "Wahl", True)]


def test_agenda_of_a_draft_is_a_draft(office, council):
    meeting = f.make_meeting(council, state=State.DRAFT)

    store(office, agenda_page(meeting), text="1. A")

    assert AgendaItem.objects.get().state == State.DRAFT


def test_odd_numbers_are_said_and_stored(office, meeting):
    shown = preview(office, agenda_page(meeting), text="1. A\n3. B")

    assert shown.context["agenda"].warnings == ["Line 2: after 1 comes 3."]
    assert "Line 2: after 1 comes 3." in shown.content.decode()
    store(office, agenda_page(meeting), text="1. A\n3. B")
    assert agenda_of(meeting) == [("1", "A", True), ("3", "B", True)]


def test_agenda_with_an_error_is_kept_and_not_stored(office, meeting):
    text = f"1. A\n2. {'x' * 401}"

    response = store(office, agenda_page(meeting), text=text)

    assert response.status_code == 422
    assert text in response.content.decode()
    assert "The title is too long: 401 letters, at most 400." in response.content.decode()
    assert agenda_of(meeting) == []


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_text_file_fills_the_box(office, meeting, encoding):
    file = SimpleUploadedFile("to.txt", "1. Begrüßung\r\n2. Brücke".encode(encoding))

    response = office.post(agenda_page(meeting), {"step": "preview", "mode": "replace", "text": "", "file": file})

    assert "1. Begrüßung\n2. Brücke</textarea>" in response.content.decode()
    store(office, agenda_page(meeting), text="1. Begrüßung\r\n2. Brücke")
    assert agenda_of(meeting) == [("1", "Begrüßung", True), ("2", "Brücke", True)]


def test_other_file_is_refused_and_the_text_stays(office, meeting):
    file = SimpleUploadedFile("to.txt", b"%PDF-1.7 ...")

    response = office.post(agenda_page(meeting), {"step": "preview", "mode": "append", "text": "1. A", "file": file})

    assert response.status_code == 422
    assert list(errors_of_form(response)) == ["file"]
    assert "1. A</textarea>" in response.content.decode()


def test_file_longer_than_the_box_is_refused(office, meeting):
    file = SimpleUploadedFile("to.txt", b"1. A\n" * 10_000)

    response = office.post(agenda_page(meeting), {"step": "preview", "mode": "append", "text": "", "file": file})

    assert (response.status_code, list(errors_of_form(response))) == (422, ["file"])


def test_words_of_a_pasted_agenda_are_no_markup(office, meeting):
    text = "1. <script>alert(1)</script> 🎉"

    shown = preview(office, agenda_page(meeting), text=text)

    assert "<script>alert(1)" not in shown.content.decode()
    store(office, agenda_page(meeting), text=text)
    assert agenda_of(meeting) == [("1", "<script>alert(1)</script> 🎉", True)]


def test_public_meeting_with_a_closed_part_is_pointed_out(office, council):
    meeting = f.make_meeting(council, openness=Meeting.Openness.PUBLIC)

    assert preview(office, agenda_page(meeting), text="Ö 1 A\nN 1 B").context["says_public"] is True
    assert preview(office, agenda_page(meeting), text="Ö 1 A").context["says_public"] is False


# -- pasting a year's dates -----------------------------------------------------------------------------------------

DATES = "admin:meetings_meeting_paste_dates"
YEAR = "Di 14.03.2090 18:00 Begegnung\n11.04.2090, 18 Uhr\n\n09.05.2090 18.00-20.00 Uhr, Rathaus, Saal 1\n2090-06-13\n"


def dates(council, **fields):
    return {"council": council.pk, "text": YEAR, "openness": "public", "state": "draft"} | fields


def test_a_years_dates(office, council):
    venue = f.make_venue(council=council)
    shown = preview(office, reverse(DATES), **dates(council, state="published", starts_at="17:00"))
    assert (shown.status_code, Meeting.objects.count()) == (200, 0)

    response = store(office, reverse(DATES), **dates(council, state="published", starts_at="17:00"))

    assert said(office, response)[0].startswith("4 meetings are entered.")
    rows = Meeting.objects.order_by("held_on")
    assert [(str(row.held_on), str(row.starts_at), row.ends_at, row.title_de, row.venue) for row in rows] == [
        ("2090-03-14", "18:00:00", None, "Begegnung", None),
        ("2090-04-11", "18:00:00", None, None, None),
        ("2090-05-09", "18:00:00", datetime.time(20), None, venue),
        ("2090-06-13", "17:00:00", None, None, None),
    ]
    assert {(row.status, row.openness, row.keeper, row.is_published(timezone.now())) for row in rows} == {
        ("planned", "public", council, True)
    }
    assert Convening.objects.count() == 4


def test_dates_are_drafts_where_nothing_else_is_said(office, council):
    response = store(office, reverse(DATES), **dates(council))

    assert "They are drafts." in " ".join(said(office, response))
    assert set(Meeting.objects.values_list("state", flat=True)) == {"draft"}
    assert Meeting.objects.published(timezone.now()).count() == 0


def test_wrong_lines_keep_the_rest_from_being_stored(office, council):
    text = "14.03.2090 18:00\n31.02.2090\nFr 11.04.2090"

    response = store(office, reverse(DATES), **dates(council, text=text))

    assert response.status_code == 422
    assert [row.error for row in response.context["rows"]] == [
        "",
        "The calendar has no such day. Write the date like 18.03.2027.",
        "This day is a Tuesday. Check the day and the date.",
    ]
    assert text in response.content.decode()
    assert Meeting.objects.count() == 0


def test_days_that_are_there_are_left_out(office, council):
    f.make_meeting(council, held_on=PartialDate(2090, 3, 14), status="cancelled", status_reason_de="Krankheit")
    text = "14.03.2090\n11.04.2090 18 Uhr\n11.04.2090 20 Uhr"

    shown = preview(office, reverse(DATES), **dates(council, text=text))
    assert [row.is_new for row in shown.context["rows"]] == [False, True, False]
    store(office, reverse(DATES), **dates(council, text=text))
    again_ = store(office, reverse(DATES), **dates(council, text=text))

    assert [str(row.held_on) for row in Meeting.objects.order_by("held_on")] == ["2090-03-14", "2090-04-11"]
    assert said(office, again_) == ["0 meetings are entered."]


def test_clerk_enters_dates_of_own_councils_only(office, council):
    other = f.make_council(slug="fremder")
    venue = f.make_venue(council=other)

    response = office.post(reverse(DATES), {"step": "preview"} | dates(other))

    assert list(errors_of_form(response)) == ["council"]
    assert "fremder" not in response.content.decode()
    assert list(errors_of_form(office.post(reverse(DATES), {"step": "preview"} | dates(council, venue=venue.pk)))) == [
        "venue"
    ]


def test_author_enters_drafts_only(client, council):
    user = f.make_editor(council=council, role=Editor.Role.AUTHOR, user=f.make_user(language="en")).user
    client.force_login(user, backend=BACKEND)

    refused = preview(client, reverse(DATES), **dates(council, state="published"))
    assert errors_of_form(refused) == {"state": ["In this council you write drafts; an editor publishes them."]}
    store(client, reverse(DATES), **dates(council))

    assert set(Meeting.objects.values_list("state", flat=True)) == {"draft"}


@pytest.mark.parametrize(("account", "status"), [("translator", 403), ("message_reader", 403), ("anonymous", 302)])
def test_others_enter_no_dates(client, council, account, status):
    sign_in(client, account, council)

    assert client.get(reverse(DATES)).status_code == status
    assert client.post(reverse(DATES), dates(council)).status_code == 403


def test_list_links_to_pasting(office):
    assert f'href="{reverse(DATES)}"' in office.get(address(Meeting, "changelist")).content.decode()


def test_list_filters_by_time(office, council, meeting):
    past = f.make_meeting(council, held_on=PartialDate(2020, 3, 12))

    def shown(when):
        return list(office.get(address(Meeting, "changelist"), {"when": when}).context["cl"].result_list)

    assert (shown("coming"), shown("past")) == ([meeting], [past])


# -- the phrase book in forms ---------------------------------------------------------------------------------------


def test_forms_offer_the_phrases(office, meeting):
    item = f.make_agenda_item(meeting=meeting)

    page = office.get(address(item, "change")).content.decode()

    assert 'list="phrases-item"' in page
    assert page.count('<datalist id="phrases-item">') == 1
    assert '<option value="Verschiedenes"></option>' in page
    assert '<datalist id="phrases-reason">' in office.get(address(meeting, "change")).content.decode()


def test_saved_phrases_get_all_languages(office, meeting):
    item = f.make_agenda_item(meeting=meeting, title_de="Brücke")
    notice = f.make_meeting_notice(meeting=meeting, title_de="Anderes")

    save(office, address(item, "change"), title_de="Pause", result_de="zur Kenntnis genommen")
    save(office, address(notice, "change"), title_de="Der Aufzug ist außer Betrieb")

    item, notice = again(item), again(notice)
    assert (item.title_pl, item.result_ro) == ("Przerwa", "s-a luat act")
    assert notice.title_fa == "آسانسور کار نمی‌کند"
    assert item.translation_state("title", "pl") == TranslationState.MACHINE


def test_phrases_in_the_table_of_a_meeting_get_all_languages(office, meeting):
    f.make_agenda_item(meeting=meeting, title_de="Brücke")
    where = address(meeting, "change")

    response = save(
        office, where, **{
            "agenda-TOTAL_FORMS": "2", "agenda-0-title_de": "Verschiedenes", "agenda-1-title_de": "Pause",
            "agenda-1-is_public": "on", "agenda-1-position": "2", "agenda-1-id": "", "agenda-1-meeting": meeting.pk,
        },
    )  # fmt: skip

    assert response.status_code == 302, errors_of(response)
    assert list(AgendaItem.objects.order_by("position", "pk").values_list("title_de", "title_uk")) == [
        ("Verschiedenes", "Різне"), ("Pause", "Перерва"),
    ]  # fmt: skip


# -- results, papers ------------------------------------------------------------------------------------------------


def test_result_votes_and_outcome_are_entered(office, council):
    item = f.make_agenda_item(meeting=f.make_meeting(council, held_on=PartialDate(2024, 3, 14)))

    wrong = save(office, address(item, "change"), votes_for="7")
    assert "Give the votes in favour and against, or none at all." in errors_of(wrong)
    save(
        office, address(item, "change"), decision="recommendation", votes_for="7", votes_against="0", outcome="adopted",
        outcome_on="02.2025", outcome_url="https://ris.example/1",
    )  # fmt: skip

    item = again(item)
    assert (item.decision, item.votes_for, item.votes_against, item.outcome, item.outcome_on) == (
        "recommendation", 7, 0, "adopted", PartialDate(2025, 2),
    )  # fmt: skip


def test_paper_chooses_among_the_items_of_its_meeting(office, council, meeting):
    own = f.make_agenda_item(meeting=meeting, title_de="Eigener Punkt")
    foreign = f.make_agenda_item(meeting=f.make_meeting(council), title_de="Anderer Punkt")
    paper = f.make_meeting_document(meeting=meeting)

    page = office.get(address(paper, "change"))
    assert list(page.context["adminform"].form.fields["agenda_item"].queryset) == [own]
    assert "Anderer Punkt" not in office.get(address(meeting, "change")).content.decode()
    assert save(office, address(paper, "change"), agenda_item=str(foreign.pk)).status_code == 200
    save(office, address(paper, "change"), agenda_item=str(own.pk))

    assert again(paper).agenda_item == own


def test_form_of_a_meeting_asks_for_items_once(office, meeting):
    f.make_agenda_item(meeting=meeting)
    where = address(meeting, "change")

    def cost():
        office.get(where)
        with CaptureQueriesContext(connection) as queries:
            office.get(where)
        return len(queries)

    f.make_meeting_document(meeting=meeting)
    few = cost()
    for _number in range(3):
        f.make_meeting_document(meeting=meeting)

    assert cost() == few


# -- offers, rules, hours -------------------------------------------------------------------------------------------


def test_offer_is_made_once(office, council):
    first = save(office, address(Offer, "add"), council=str(council.pk), kind="interpreter", note_de="Welche Sprache?")
    second = save(office, address(Offer, "add"), council=str(council.pk), kind="interpreter")

    assert (first.status_code, second.status_code) == (302, 200)
    assert errors_of(second) == ["This council already offers that."]
    assert (Offer.objects.get().state, Offer.objects.get().days) == ("published", 10)


def test_rules_of_a_council(office, council):
    response = save(office, address(MeetingRules, "add"), council=str(council.pk), keep_days="91")
    assert errors_of(response) == ["Registrations are kept for 1 to 90 days."]

    save(office, address(MeetingRules, "add"), council=str(council.pk), keep_days="10", lists_non_public=None)

    rules = MeetingRules.objects.get()
    assert (rules.keep_days, rules.lists_non_public) == (10, False)


@pytest.mark.parametrize(
    ("account", "status"),
    [("superuser", 200), ("author", 403), ("translator", 403), ("foreign", 302), ("anonymous", 302)],
)
def test_rules_are_for_editors_of_the_council(client, council, account, status):
    rules = MeetingRules.objects.create(council=council)
    sign_in(client, account, council)

    assert client.get(address(rules, "change")).status_code == status
    listed = client.get(address(MeetingRules, "changelist"))
    assert listed.status_code == {"foreign": 200}.get(account, status)
    if account == "foreign":
        assert list(listed.context["cl"].result_list) == []


def test_office_hour_with_its_weeks_and_days_off(office, council):
    where = address(OfficeHour, "add")
    data = fields_of(office.get(where)) | {
        "council": council.pk, "weekday": "4", "weeks": ["1", "3"], "starts_at": "14:00", "ends_at": "16:00",
        "place_de": "Rathaus", "days_off-TOTAL_FORMS": "1", "days_off-0-day": "2090-03-02",
        "days_off-0-reason_de": "Umzug",
    }  # fmt: skip

    response = office.post(where, data)

    assert response.status_code == 302, errors_of(response)
    assert len(messages_of(office)) == 1
    hour = OfficeHour.objects.get()
    assert (hour.weeks, hour.state, [day.state for day in hour.days_off.all()]) == ([1, 3], "published", ["published"])
    page = office.get(address(hour, "change")).content.decode()
    assert page.count('name="weeks"') == 5
    assert page.count("checked") >= 2
    save(office, address(hour, "change"), weeks=None)
    assert again(hour).weeks == []
    messages_of(office)
    save(office, address(hour.days_off.get(), "change"), day="2090-03-03")
    wrong = "Friday 3 March 2090 changes nothing: this office hour is not held on that day of the week."
    assert wrong in [text.replace("\N{NO-BREAK SPACE}", " ") for text in messages_of(office)]


def test_office_hour_that_ends_before_it_begins(office, council):
    response = save(
        office, address(OfficeHour, "add"), council=str(council.pk), weekday="4", starts_at="16:00", ends_at="14:00"
    )  # fmt: skip

    assert errors_of(response) == ["The end must be later than the beginning."]
    assert messages_of(office) == []
