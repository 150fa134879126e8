"""The page on who sits on a council, today and on any other day."""

import datetime
import re

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from councils.models import SeatGroup
from councils.partial_dates import PartialDate
from councils.publishing import State
from members.composition import composition_of
from tests import factories as f
from tests.reading import headings, words

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("_today")]
LANGUAGES = [code for code, _name in settings.LANGUAGES]
NOW = datetime.datetime(2027, 3, 1, 12, tzinfo=datetime.UTC)
ADVISORY, VOTING = SeatGroup.Voting.ADVISORY, SeatGroup.Voting.VOTING


@pytest.fixture
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def url(council, language="en", **query):
    with translation.override(language):
        return reverse("members:composition", args=[council.slug], query=query)


def get(client, council, language="en", **query):
    response = client.get(url(council, language, **query))
    assert response.status_code == 200
    return response


def on_page(composition):
    """Group labels with the names of their members."""
    return {row.group.label_de: [str(member.membership) for member in row.members] for row in composition.groups}


def make_kaufbeuren():
    """26 seats as stated, filled in six ways, one of them without a vote; the mayor is in the chair."""
    council = f.make_council(slug="kaufbeuren")
    term = f.make_term(council=council, name_de="Amtszeit des Stadtrats", began=None, ended=None, stated_seats=26)
    seats = {
        "Oberbürgermeister": 1,
        "Beauftragter": 1,
        "Geschäftsstelle": 1,
        "Stadtrat": 5,
        "Fachkräfte": 5,
        "Migranten": 13,
    }
    for position, (label, number) in enumerate(seats.items()):
        voting = ADVISORY if label == "Geschäftsstelle" else VOTING
        f.make_seat_group(term=term, label_de=label, seats=number, voting=voting, position=position)
    f.make_office(council=council, term=term, seat_group=term.seat_groups.first(), title_de="Vorsitz")
    return council


def make_full_council(rows):
    """A council with that many rows of everything the page shows."""
    council = f.make_council()
    term = f.make_term(council=council)
    for number in range(rows):
        group = f.make_seat_group(term=term, label_de=f"Gruppe {number}", position=number)
        f.make_vacancy(seat_group=group, note_de="N. N.")
        member = f.make_membership(seat_group=group, on_behalf_of=f.make_organisation(council=council))
        f.make_membership(council=council, organisation=f.make_organisation(council=council))
        f.make_substitute(membership=member)
        f.make_substitute(seat_group=group, organisation=f.make_organisation(council=council))
        office = f.make_office(council=council, seat_group=group, term=term)
        f.make_office_holding(office=office, membership=member)
        f.make_office_holding(office=f.make_office(council=council), person=f.make_person(council=council))
        f.make_term(council=council, name_de="", began=PartialDate(2024 - number), ended=PartialDate(2024 - number))
    return council


# -- any page ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_page_takes_the_same_queries_for_any_number_of_rows(client, django_assert_num_queries, rows):
    council = make_full_council(rows)

    with django_assert_num_queries(7):
        assert client.get(url(council, "de")).status_code == 200


def test_page_takes_the_same_queries_for_300_members(client, django_assert_num_queries):
    group = f.make_seat_group(seats=300)
    for _number in range(300):
        f.make_membership(seat_group=group)

    with django_assert_num_queries(7):
        response = client.get(url(group.term.council, "de"))

    assert len(response.context["composition"].groups[0].members) == 300


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_speaks_every_language(client, language):
    page = get(client, make_full_council(1), language).content.decode()

    direction = "rtl" if language in {"ar", "fa"} else "ltr"
    assert re.search(rf'<html\s+lang="{language}"\s+dir="{direction}"', page)
    assert len(re.findall("<h1[ >]", page)) == 1
    assert 'data-page="members"' in page


def test_page_answers_only_who_reads(client):
    council = f.make_council()

    response = client.delete(url(council))

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert "Set-Cookie" not in get(client, council).headers


def test_page_knows_never_public_once_public_and_moved_councils(client):
    last_year = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    draft, gone = f.make_council(state=State.DRAFT), f.make_council(first_published_at=last_year)
    moved = f.make_council(slug="alt")
    gone.withdraw()
    old = url(moved, on="2026-01-01")
    moved.slug = "neu"
    moved.save()

    assert client.get(url(draft)).status_code == 404
    assert client.get(url(gone)).status_code == 410
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, url(moved, on="2026-01-01"))


@pytest.mark.parametrize(
    "on", ["", "gestern", "2027-02-29", "2027-2-1", "0999-01-01", "1899-12-31", "20270101", "٢٠٢٧-٠١-٠١"]
)
def test_page_refuses_what_is_no_day(client, on):
    assert client.get(url(f.make_council(), on=on)).status_code == 400


def test_page_ignores_unknown_parameters(client):
    assert client.get(url(f.make_council(), von="x")).status_code == 200


def test_page_shows_no_draft(client):
    group = f.make_seat_group()
    council = group.term.council
    secret = f.make_person(council=council, name="Geheim")
    office = f.make_office(council=council)
    f.make_membership(seat_group=group, person=secret, state=State.DRAFT)
    f.make_membership(seat_group=group, person=f.make_person(council=council, name="Geheim", state=State.DRAFT))
    f.make_substitute(seat_group=group, person=secret, state=State.DRAFT)
    f.make_vacancy(seat_group=group, note_de="Geheim", state=State.DRAFT)
    f.make_office(council=council, title_de="Geheim", state=State.DRAFT)
    f.make_office_holding(office=office, person=secret, state=State.DRAFT)
    f.make_seat_group(term=group.term, label_de="Geheim", state=State.DRAFT)

    page = words(get(client, council))

    assert "Geheim" not in page
    assert "Chair Not known here by name" in page


# -- numbers and picture -----------------------------------------------------------------------------------------------


def test_page_says_totals_in_a_sentence_and_in_the_table(client):
    response = get(client, make_kaufbeuren())

    assert "The council has 26 seats. 25 seats have a vote. This number is calculated." in words(response)
    assert "Together 26 25 with a vote – calculated" in words(response)
    source = response.content.decode()
    assert source.count('data-seat="voting"') == 25
    assert source.count('data-seat="advisory"') == 1


def test_page_shows_two_numbers_where_the_source_contradicts_itself(client):
    term = f.make_term(stated_seats=12, stated_voting_seats=9)
    f.make_seat_group(term=term, seats=10)

    page = words(get(client, term.council))

    assert (
        "The council has 12 seats. The groups listed here add up to another number: 10 seats. "
        "9 seats have a vote. By the groups listed here it would be another number: 10 seats with a vote."
    ) in page
    assert "Together 12 9 with a vote The source states this number; the groups listed add up to 10." in page


def test_page_says_up_to_and_not_known(client):
    limit = f.make_seat_group(seats=9, seats_kind="up_to")
    uncounted = f.make_seat_group(seats=None, seats_kind="unknown")

    assert "There can be up to 9 seats." in words(get(client, limit.term.council))
    assert "Together up to 9" in words(get(client, limit.term.council))
    assert "How many seats there are is not known here." in words(get(client, uncounted.term.council))
    assert "Together unknown" in words(get(client, uncounted.term.council))


def test_picture_is_hidden_from_assistive_technology_beside_the_table(client):
    page = get(client, make_kaufbeuren()).content.decode()
    main = page.partition("<main")[2]

    assert 'role="img"' not in main
    assert re.search(r'<svg viewBox="[^"]+"\s+aria-hidden="true"', main)
    assert "<table" in main


def test_unknown_composition_says_so_once_and_whom_to_ask(client):
    response = get(client, f.make_council())

    assert "Our sources do not say who sits on this council." in words(response)
    assert "The composition is not known here. Ask the council or the municipality." in words(response)
    assert headings(response) == []


def test_network_is_told_as_members_board_and_plenary(client):
    council = f.make_council(kind="network", structure="network")
    f.make_office(council=council, kind="speakers_board", title_de="Sprecherrat")
    f.make_membership(council=council, organisation=f.make_organisation(council=council, name_de="Verein Brücke"))

    response = get(client, council)

    assert headings(response, 1) == ["Who belongs to the network?"]
    assert re.search("Members .* Sprecherrat It acts for the network. Plenary", words(response))
    assert "Members of the network Verein Brücke" in words(response)
    assert "Seats by group" not in words(response)


# -- people ------------------------------------------------------------------------------------------------------------


def test_page_names_members_by_group_with_what_is_known(client):
    group = f.make_seat_group(label_de="Gewählte")
    council = group.term.council
    list_one = f.make_organisation(council=council, name_de="Liste Eins")
    ada = f.make_person(council=council, name="Ada Beispiel", about_de="Sprachen")
    f.make_membership(
        seat_group=group, person=ada, on_behalf="list", on_behalf_of=list_one, voting="advisory",
        began=PartialDate(2025, 11), ended=PartialDate(2030), leaving_reason_de="Umzug",
    )  # fmt: skip
    f.make_substitute(membership=ada.memberships.get(), person=f.make_person(council=council, name="Bo Vertretung"))
    f.make_membership(seat_group=group, person=f.make_person(council=council, name="Cem Frei"), on_behalf="independent")

    page = words(get(client, council))

    assert (
        "Gewählte Ada Beispiel Sprachen Stands for: Liste Eins without a vote, advisory November 2025 – 2030 "
        "Reason: Umzug Substitute: Bo Vertretung Cem Frei Independent"
    ) in page


def test_a_future_end_hides_nobody_and_a_past_one_does(client):
    group = f.make_seat_group()
    council = group.term.council
    f.make_membership(seat_group=group, person=f.make_person(council=council, name="Bleibt"), ended=PartialDate(2028))
    f.make_membership(seat_group=group, person=f.make_person(council=council, name="Ging"), ended=PartialDate(2026))
    f.make_membership(seat_group=group, person=f.make_person(council=council, name="Kommt"), began=PartialDate(2028))

    assert on_page(get(client, council).context["composition"]) == {"Gewählte Mitglieder": ["Bleibt"]}
    assert on_page(get(client, council, on="2026-05-01").context["composition"]) == {
        "Gewählte Mitglieder": ["Bleibt", "Ging"]
    }


def test_a_change_in_mid_term_shows_who_sat_there_on_the_day(client):
    group = f.make_seat_group()
    council = group.term.council
    one, other = (f.make_person(council=council, name=name) for name in ("Erst", "Dann"))
    f.make_membership(seat_group=group, person=one, ended=PartialDate(2026, 6, 30))
    f.make_membership(seat_group=group, person=other, began=PartialDate(2026, 7, 1))

    for on, name in (("2026-06-30", "Erst"), ("2026-07-01", "Dann")):
        assert on_page(get(client, council, on=on).context["composition"]) == {"Gewählte Mitglieder": [name]}


def test_substitutes_of_a_group_are_listed_by_rank_and_not_counted(client):
    group = f.make_seat_group(seats=2)
    council = group.term.council
    for rank in (2, 1):
        f.make_substitute(seat_group=group, rank=rank, person=f.make_person(council=council, name=f"Rang {rank}"))

    response = get(client, council)

    assert "Substitutes of this group Rang 1 Rang 2" in words(response)
    assert response.context["composition"].seats == 2
    assert "The members are not known here by name." in words(response)


def test_vacant_seats_are_named_drawn_and_counted(client):
    group = f.make_seat_group(seats=6)
    f.make_vacancy(seat_group=group, seats=2, note_de="N. N.", began=PartialDate(2026, 5))
    f.make_vacancy(seat_group=group, ended=PartialDate(2026, 5))

    response = get(client, group.term.council)

    assert "2 seats are vacant." in words(response)
    assert "2 vacant seats N. N. since May 2026" in words(response)
    assert response.content.decode().count("data-vacant") == 2


def test_offices_name_their_holders_or_say_that_nobody_is_known(client):
    group = f.make_seat_group(label_de="Oberbürgermeister")
    council = group.term.council
    person = f.make_person(council=council, name="Von Außen")
    office = f.make_office(council=council, title_de="Spitze", kind="co_chair")
    for name in ("Eins", "Zwei"):
        member = f.make_membership(seat_group=group, person=f.make_person(council=council, name=name))
        f.make_office_holding(office=office, membership=member, began=PartialDate(2026))
    f.make_office_holding(office=f.make_office(council=council, title_de="Büro", kind="secretary"), person=person)
    f.make_office(council=council, title_de="Vorsitz", seat_group=group)
    f.make_office(council=council, title_de="Vize", note_de="Für ein Jahr.")

    page = words(get(client, council))

    assert (
        "Offices Spitze Eins since 2026 Zwei since 2026 Büro Von Außen "
        "Vorsitz Goes with the seat: Oberbürgermeister Not known here by name Vize Für ein Jahr. Not known here by name"
    ) in page


def test_offices_of_other_terms_stay_there(client):
    council = f.make_council()
    now = f.make_term(council=council)
    before = f.make_term(council=council, began=PartialDate(2014), ended=PartialDate(2020))
    f.make_office(council=council, term=before, title_de="Früher")
    f.make_office(council=council, seat_group=f.make_seat_group(term=before), title_de="Früherer Sitz")
    f.make_office(council=council, term=now, title_de="Heute")
    f.make_office(council=council, title_de="Immer")

    titles = {}
    for on in ("2027-03-01", "2016-01-01"):
        offices = get(client, council, on=on).context["composition"].offices
        titles[on] = [held.office.title_de for held in offices]

    assert titles == {"2027-03-01": ["Heute", "Immer"], "2016-01-01": ["Früher", "Früherer Sitz", "Immer"]}


# -- time --------------------------------------------------------------------------------------------------------------


def test_a_term_that_is_over_is_called_over(client):
    term = f.make_term(
        name_de="Amtszeit bis 2024", began=None, ended=PartialDate(2024), ends_with_election=True, stated_seats=10
    )
    f.make_membership(seat_group=f.make_seat_group(term=term), ended=PartialDate(2024))

    response = get(client, term.council)

    assert headings(response, 1) == ["Who sat on the council?"]
    assert "In that term the council had 10 seats." in words(response)
    assert "This term is over. It ended with an election: 2024." in words(response)
    assert "What came after it is not known here." in words(response)
    assert len(response.context["composition"].groups[0].members) == 1


def test_the_page_for_a_past_day_says_so_and_leads_back(client):
    council = f.make_council()
    f.make_term(council=council, name_de="Alt", began=PartialDate(2014), ended=PartialDate(2020, 6))
    f.make_term(council=council, name_de="Neu", began=PartialDate(2020, 7), ended=PartialDate(2030))

    response = get(client, council, on="2016-05-01")

    assert response.context["composition"].term.name_de == "Alt"
    assert "You see a day in the past: 1 May 2016." in words(response)
    assert "This term is over. It ended: June 2020." in words(response)
    assert "What came after it is not known here." not in words(response)
    assert f'<a href="{url(council)}">' in response.content.decode()
    assert f'<link rel="canonical" href="http://testserver{url(council)}">' in response.content.decode()
    assert "You see a day in the future, as far as it is known today: 1 May 2028." in words(
        get(client, council, on="2028-05-01")
    )


def test_other_terms_are_linked_by_a_day_within(client):
    council = f.make_council()
    for name, began, ended in (("Eins", None, 2010), ("Zwei", 2010, 2015), ("Drei", 2015, 2020), ("Vier", 2020, 2030)):
        f.make_term(
            council=council, name_de=name, began=PartialDate(began) if began else None, ended=PartialDate(ended)
        )

    terms = get(client, council).context["terms"]

    assert [term.name_de for term, _day in terms] == ["Drei", "Zwei", "Eins"]
    for term, day in terms:
        assert composition_of(council, day, NOW).term == term
        assert f'href="?on={day}"' in re.sub(r"\s+", " ", get(client, council).content.decode())


def test_term_tells_its_rule_and_who_fixed_the_number(client):
    fixed = f.make_term(rule="fixed_years", years=5, stated_note_de="Vom Rat beschlossen.")
    told = f.make_term(rule="own", rule_text_de="Solange es Geld gibt.")

    assert "A term lasts 5 years. Vom Rat beschlossen." in words(get(client, fixed.council))
    assert "Solange es Geld gibt." in words(get(client, told.council))


def test_the_name_of_a_term_stands_as_its_heading(client):
    named = f.make_term(name_de="Amtszeit bis 2024", began=None, ended=PartialDate(2024))
    nameless = f.make_term(name_de="", began=PartialDate(2025))

    assert headings(get(client, named.council), 2)[-1] == "Amtszeit bis 2024"
    assert headings(get(client, nameless.council), 2)[-1] == "Term of office"
