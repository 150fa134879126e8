"""The page of a council and the page on how to take part."""

import datetime
import re

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from councils.models import SeatGroup, Statement
from councils.partial_dates import PartialDate
from councils.publishing import State
from tests import factories as f
from tests.reading import headings, words

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("_today")]
LANGUAGES = [code for code, _name in settings.LANGUAGES]
PAGES = ["councils:detail", "councils:take_part"]
Kind = Statement.Kind


@pytest.fixture
def _today():
    with time_machine.travel(datetime.datetime(2027, 3, 1, 12, tzinfo=datetime.UTC), tick=False):
        yield


def url(council, language="en", name="councils:detail"):
    with translation.override(language):
        return reverse(name, args=[council.slug])


def get(client, council, language="en", name="councils:detail"):
    response = client.get(url(council, language, name))
    assert response.status_code == 200
    return response


def make_full_council(rows=1):
    """A council with that many rows of everything its pages show."""
    council = f.make_council(
        name_de="Integrationsrat", founded_on=PartialDate(2014, 11), founded_note_de="Tag unbekannt",
        legal_basis_de="Satzung", predecessor=f.make_council(name_de="Ausländerbeirat"), successor_name_de="Ausschuss",
        part_of=f.make_council(name_de="Netzwerk der Stadt"), summary_de="Spricht für alle.",
    )  # fmt: skip
    council.source = f.make_source(council=council)
    council.save()
    for number in range(rows):
        f.make_jurisdiction(council=council, position=number + 1)
        term = f.make_term(council=council, name_de="", began=PartialDate(2025 - 5 * number), ended=None)
        bodies = {name: f.make_organisation(council=council) for name in ("nominated_by", "appointed_by")}
        group = f.make_seat_group(term=term, position=number, **bodies)
        f.make_vacancy(seat_group=group)
        f.make_office(council=council, seat_group=group)
        for kind in Kind.values:
            own = f.make_source(council=council, title=f"Quelle {kind} {number}")
            f.make_statement(council=council, kind=kind, title_de=f"{kind} {number}", source=own, term=term)
        f.make_council_name(council=council, name_de=f"Name {number}", ended=PartialDate(2000 + number))
        f.make_council(part_of=council, name_de=f"Teil {number}")
        f.make_notice(council=council, title_de=f"Hinweis {number}")
        f.make_call(council=council, title_de=f"Aufruf {number}")
        f.make_contact_point(council=council)
        f.make_meeting(
            council=council, venue=f.make_venue(council=council), held_on=PartialDate(2027, 4, 1 + number % 20)
        )
        f.make_meeting(council=council, held_on=PartialDate(2026, 4, 1 + number % 20), status="held")
    return council


# -- any page ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("rows", [1, 3, 30])
def test_pages_take_at_most_eight_queries(client, django_assert_max_num_queries, rows, name):
    council = make_full_council(rows)

    with django_assert_max_num_queries(8):
        response = client.get(url(council, "de", name))

    assert response.status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_pages_take_the_same_queries_for_1_and_300_rows(client, django_assert_num_queries, name):
    council = make_full_council()
    with django_assert_num_queries(7 if name == "councils:detail" else 6):
        client.get(url(council, "de", name))
    for number in range(299):
        f.make_statement(
            council=council, title_de=f"Aufgabe {number}", kind=Kind.PARTICIPATION if number % 2 else Kind.TASK
        )

    with django_assert_num_queries(7 if name == "councils:detail" else 6):
        assert client.get(url(council, "de", name)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_speak_every_language(client, language, name):
    council = make_full_council()

    page = get(client, council, language, name).content.decode()

    direction = "rtl" if language in {"ar", "fa"} else "ltr"
    assert re.search(rf'<html\s+lang="{language}"\s+dir="{direction}"', page)
    assert len(re.findall("<h1[ >]", page)) == 1
    assert re.search(rf'<body data-page="{"council" if name == "councils:detail" else "take_part"}">', page)


@pytest.mark.parametrize("name", PAGES)
def test_pages_read_well_when_nothing_is_known(client, name):
    for council in (f.make_council(municipality=False), f.make_council(kind="network", structure="network")):
        page = get(client, council, "de", name).content.decode()

        assert not re.search(r"<(h[1-6]|ul|ol|dl)[^>]*>\s*</\1>", page)
        assert "None" not in page


@pytest.mark.parametrize("name", PAGES)
def test_pages_answer_only_who_reads(client, name):
    council = f.make_council()

    response = client.post(url(council, "en", name))

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert "Set-Cookie" not in get(client, council, "en", name).headers


@pytest.mark.parametrize("name", PAGES)
def test_pages_know_never_public_once_public_and_moved_councils(client, name):
    last_year = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    draft, gone = f.make_council(state=State.DRAFT), f.make_council(first_published_at=last_year)
    moved = f.make_council(slug="alt")
    gone.withdraw()
    old = url(moved, "en", name)
    moved.slug = "neu"
    moved.save()

    assert client.get(url(draft, "en", name)).status_code == 404
    assert client.get(url(gone, "en", name)).status_code == 410
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, url(moved, "en", name))


def test_pages_show_no_draft(client):
    council = f.make_council(successor=f.make_council(name_de="Geheim", state=State.DRAFT))
    f.make_council_name(council=council, name_de="Geheim", state=State.DRAFT)
    for make in (f.make_statement, f.make_notice, f.make_call):
        make(council=council, title_de="Geheim", state=State.DRAFT)
    f.make_council(part_of=council, name_de="Geheim", state=State.DRAFT)
    f.make_meeting(council=council, held_on=PartialDate(2027, 4, 7), state=State.DRAFT)
    f.make_contact_point(council=council, state=State.DRAFT)

    for name in PAGES:
        page = words(get(client, council, "en", name))

        assert "Geheim" not in page
        assert "No meeting has been announced" in page
        assert "No address is known here" in page


def test_a_text_that_fell_back_says_that_it_is_german(client):
    council = f.make_council(name_de="Beirat", name_ar="مجلس", summary_de="Für alle.")

    page = get(client, council, "ar").content.decode()

    assert re.search(r"<h1\s*>\s*مجلس", page)
    assert re.search(r'<p class="orig" lang="de" dir="ltr">\s*Beirat\s*</p>', page)
    assert '<span lang="de" dir="ltr">Für alle.</span>' in page


def test_the_german_page_names_the_council_once(client):
    assert 'class="orig"' not in get(client, f.make_council(), "de").content.decode()


# -- the three answers ------------------------------------------------------------------------------------------------


def test_profile_names_the_next_meeting(client):
    council = f.make_council()
    f.make_meeting(council=council, held_on=PartialDate(2027, 5, 6))
    first = f.make_meeting(
        council=council, held_on=PartialDate(2027, 3, 4), venue=f.make_venue(council=council, name_de="Rathaus")
    )
    f.make_meeting(council=council, held_on=PartialDate(2027, 3, 2), status="cancelled", status_reason_de="krank")
    f.make_meeting(council=council, held_on=PartialDate(2026, 12, 3))

    response = get(client, council)

    assert response.context["upcoming"] == first
    assert "Next meeting Thursday 4 March 2027 6 pm · Saal 1, Rathaus You may come and listen." in words(response)
    assert f'href="{url(council)}meetings/{first.public_id}/"' in response.content.decode()


def test_profile_shows_the_last_meeting_when_none_is_announced(client):
    council = f.make_council()
    f.make_meeting(council=council, held_on=PartialDate(2021, 4, 1))
    last = f.make_meeting(council=council, held_on=PartialDate(2022, 4, 28))
    f.make_meeting(council=council, held_on=PartialDate(2026, 4, 28), status="cancelled", status_reason_de="krank")

    response = get(client, council)

    assert (response.context["upcoming"], response.context["last"]) == (None, last)
    assert "No meeting has been announced Last meeting known here: 28 April 2022" in words(response)


def test_profile_links_a_joint_meeting_at_its_one_address(client):
    first, second = f.make_council(), f.make_council()
    meeting = f.make_meeting(councils=[first, second], held_on=PartialDate(2027, 4, 1))

    page = get(client, second).content.decode()

    assert f'href="{url(first)}meetings/{meeting.public_id}/"' in page


def test_profile_shows_no_meeting_that_the_council_left(client):
    first, second = f.make_council(), f.make_council()
    meeting = f.make_meeting(council=first, held_on=PartialDate(2027, 4, 1))
    f.make_convening(meeting=meeting, council=second, position=1).remove()

    assert get(client, second).context["upcoming"] is None


def test_profile_says_how_many_sit_and_who_chairs(client):
    term = f.make_term(stated_seats=26)
    mayor = f.make_seat_group(term=term, seats=1, label_de="Oberbürgermeister")
    f.make_seat_group(term=term, seats=25, voting=SeatGroup.Voting.ADVISORY)
    f.make_office(council=term.council, seat_group=mayor)

    page = words(get(client, term.council))

    assert "Who speaks for you 26 seats, 1 with a vote (calculated) Chair: Oberbürgermeister" in page


def test_profile_says_that_a_term_is_over(client):
    term = f.make_term(began=None, ended=PartialDate(2024), ends_with_election=True, stated_seats=10)

    assert "10 seats This term is over. It ended with an election: 2024." in words(get(client, term.council))


def test_profile_offers_only_contacts_that_hold_today(client):
    council = f.make_council()
    f.make_contact_point(council=council, valid_until=datetime.date(2027, 2, 28))
    assert "No address is known here" in words(get(client, council))

    f.make_contact_point(council=council, valid_until=datetime.date(2027, 3, 1))

    assert "Write or call" in words(get(client, council))


# -- texts ------------------------------------------------------------------------------------------------------------


def test_profile_has_a_heading_for_each_kind_of_statement(client):
    council = f.make_council(legal_basis_de="Satzung")
    for kind in Kind.values:
        f.make_statement(council=council, kind=kind, title_de=f"Titel {kind}")

    response = get(client, council)

    assert headings(response)[:12] == [
        "Next meeting", "Who speaks for you", "Your question", "In brief", "Tasks", "Goals", "Guiding principles",
        "Mission statement", "Questions and answers", "History", "Good to know", "Legal basis",
    ]  # fmt: skip
    assert "Titel participation" not in words(response)


def test_profile_names_the_source_of_a_quotation_over_several_points_once(client):
    council = f.make_council()
    for number in range(5):
        f.make_statement(
            council=council, kind=Kind.PRINCIPLE, title_de=f"Punkt {number}", body_de=f"<p>Wortlaut {number}</p>",
            is_quotation=True, quotation_source_de="Leitlinien", position=number,
        )  # fmt: skip
    f.make_statement(council=council, kind=Kind.PRINCIPLE, title_de="Eigenes", position=9)

    page = get(client, council).content.decode()

    assert page.count("<blockquote>") == 5
    assert page.count("Leitlinien") == 1


def test_profile_marks_editorial_notes_and_the_term_of_a_fact(client):
    council = f.make_council()
    term = f.make_term(council=council, name_de="Amtszeit bis 2024")
    f.make_statement(
        council=council, kind=Kind.FACT, title_de="Sechs", body_de="<p>Text</p>", body_en="<p>Text</p>", term=term,
        editorial_note_de="Berichtigt.",
    )  # fmt: skip

    assert "Sechs Text Amtszeit bis 2024 Editorial note: Berichtigt." in words(get(client, council))


def test_profile_shows_only_notices_that_hold_today(client):
    council = f.make_council()
    f.make_notice(council=council, title_de="Gestern", valid_until=datetime.date(2027, 2, 28))
    f.make_notice(council=council, title_de="Morgen", valid_from=datetime.date(2027, 3, 2))
    f.make_notice(
        council=council, title_de="Heute", valid_from=datetime.date(2027, 3, 1), valid_until=datetime.date(2027, 3, 1)
    )

    assert [notice.title_de for notice in get(client, council).context["notices"]] == ["Heute"]


def test_history_runs_from_what_was_before_to_what_came_after(client):
    council = f.make_council(
        founded_on=PartialDate(2014, 11), founded_note_de="Tag unbekannt", dissolved_on=PartialDate(2025, 10, 31),
        predecessor_name_de="Ausländerbeirat", successor_name_de="Ausschuss",
    )  # fmt: skip
    f.make_statement(
        council=council, kind=Kind.HISTORY, title_de="Später", body_de="", occurred_on=PartialDate(2019, 5, 8)
    )
    f.make_statement(council=council, kind=Kind.HISTORY, title_de="Früher", body_de="", occurred_on=None)
    f.make_council_name(council=council, name_de="Integrationsrat", began=PartialDate(2016), ended=PartialDate(2018))

    page = words(get(client, council))

    assert (
        "History Predecessor: Ausländerbeirat Früher November 2014 Founded Tag unbekannt "
        "2016 – 2018 Name at that time: Integrationsrat 8 May 2019 Später 31 October 2025 Dissolved "
        "Successor: Ausschuss"
    ) in page
    assert "This council no longer exists. End: 31 October 2025." in page


def test_history_tells_the_founding_once(client):
    council = f.make_council(founded_on=PartialDate(2014, 11), founded_note_de="Tag unbekannt")
    f.make_statement(
        council=council, kind=Kind.HISTORY, title_de="Es beginnt", body_de="", occurred_on=PartialDate(2014, 11)
    )

    assert "November 2014 Es beginnt Tag unbekannt" in words(get(client, council))
    assert "Founded" not in words(get(client, council))


def test_profile_links_bodies_connected_with_the_council(client):
    whole, before = f.make_council(name_de="Netzwerk"), f.make_council(name_de="Vorher")
    council = f.make_council(part_of=whole, predecessor=before)
    part = f.make_council(part_of=council, name_de="Arbeitsgruppe")

    page = get(client, council).content.decode()

    for other in (whole, before, part):
        assert re.search(rf'<a\s+href="{url(other)}"\s*><span lang="de" dir="ltr">{other.name_de}</span>', page)


def test_profile_names_its_places_land_and_sources(client):
    council = f.make_council(
        municipality=f.make_municipality(name_de="Stadt Kaufbeuren", land="BY"), confirmed_on=datetime.date(2027, 2, 3)
    )
    council.source = f.make_source(
        council=council, title="Internetseite", publisher="Stadt", dated=PartialDate(2024, 5)
    )
    council.save()

    page = words(get(client, council))

    assert "Stadt Kaufbeuren · Bavaria" in page
    assert "Source: Internetseite, Stadt · As of May 2024 · Confirmed by the council on 3 February 2027" in page


# -- take part --------------------------------------------------------------------------------------------------------


def test_take_part_says_how_each_group_gets_its_seats(client):
    term = f.make_term()
    who = f.make_organisation(council=term.council, name_de="Kreisverwaltung")
    f.make_seat_group(
        term=term,
        label_de="Migrantinnen",
        filled_by="proposed_by_administration",
        nominated_by=who,
        rule_text_de="Regel.",
    )

    page = words(get(client, term.council, name="councils:take_part"))

    assert "Migrantinnen The administration proposes these members. Proposed by: Kreisverwaltung Regel." in page


def test_take_part_has_a_sentence_for_every_way_of_filling(client):
    term = f.make_term()
    for number, way in enumerate(SeatGroup.FilledBy.values):
        f.make_seat_group(term=term, label_de=f"Gruppe {way}.", filled_by=way, position=number)

    page = words(get(client, term.council, name="councils:take_part"))
    beginnings = [part[:60] for part in re.split(r"Gruppe \w+\. ", page)[1:]]

    assert len(set(beginnings)) == len(SeatGroup.FilledBy.values)


def test_take_part_sorts_calls_by_what_one_can_do_now(client):
    council = f.make_council()
    f.make_call(council=council, title_de="Vorbei", closes_on=datetime.date(2027, 2, 28))
    f.make_call(council=council, title_de="Unklar", closes_on=None, is_date_known=False, ask_de="Wahlamt")
    f.make_call(council=council, title_de="Bald", opens_on=datetime.date(2027, 3, 2), closes_on=None)
    f.make_call(
        council=council, title_de="Jetzt", opens_on=datetime.date(2027, 3, 1), closes_on=datetime.date(2027, 3, 1)
    )

    response = get(client, council, name="councils:take_part")
    page = words(response)

    assert [call.title_de for call in response.context["calls"]] == ["Jetzt", "Bald", "Unklar", "Vorbei"]
    assert "Open now Jetzt" in page
    assert "Jetzt Open First day: Monday 1 March 2027 Last day: Monday 1 March 2027" in page
    assert "Bald Opens later First day: Tuesday 2 March 2027" in page
    assert "Unklar Date not known Ask here: Wahlamt" in page
    assert "Vorbei Closed Last day: Sunday 28 February 2027" in page


def test_take_part_without_calls_says_whom_to_ask(client):
    council = f.make_council()
    assert "No date is known here Ask the municipality" in words(get(client, council, name="councils:take_part"))

    f.make_contact_point(council=council)

    assert "No date is known here Ask the council" in words(get(client, council, name="councils:take_part"))


def test_take_part_shows_the_rules_of_participation(client):
    council = f.make_council()
    f.make_statement(council=council, kind=Kind.PARTICIPATION, title_de="Wer wählt?", body_en="<p>Alle ab 16.</p>")

    assert "What applies Wer wählt? Alle ab 16." in words(get(client, council, name="councils:take_part"))


def test_take_part_says_that_the_rule_is_that_of_a_past_term(client):
    term = f.make_term(began=None, ended=PartialDate(2024))
    f.make_seat_group(term=term)

    assert "It was done like this in that term. Whether it still holds is not known here." in words(
        get(client, term.council, name="councils:take_part")
    )
