"""What members agreed to, part by part: by the clock it shows, and by the clock it vanishes."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from councils import history
from councils.partial_dates import PartialDate
from councils.publishing import LifecycleError
from members.erasing import purge
from members.models import Membership, Person
from tests import factories

NAME, ABOUT, EMAIL = "Zitronella Kanari", "Kanarienvogel", "kanari@example.org"
DAY = datetime.date


def at(*day):
    return time_machine.travel(datetime.datetime(*day, 12, tzinfo=datetime.UTC), tick=False)


@pytest.fixture
def member(db):
    with at(2030, 1, 1):
        council = factories.make_council(slug="beirat")
        group = factories.make_seat_group(term=factories.make_term(council=council, ended=PartialDate(2035)))
        person = factories.make_person(
            council=council, name=NAME, about_de=ABOUT, about_ar=f"{ABOUT} ar", email=EMAIL,
            email_consented_on=DAY(2030, 1, 1), about_ends_on=DAY(2030, 6, 30), email_withdrawn_on=DAY(2031, 4, 1),
            consent_ends_on=DAY(2032, 12, 31),
        )  # fmt: skip
        return factories.make_membership(
            council=council, seat_group=group, person=person, began=PartialDate(2030), ended=PartialDate(2033)
        )


def shown(client, language="de"):
    """Which parts a page about the council's people shows."""
    address = reverse("members:composition", args=["beirat"]).replace("/de/", f"/{language}/", 1)
    page = client.get(address).content.decode()
    return [part for part in (NAME, ABOUT, EMAIL) if part in page]


@pytest.mark.parametrize("language", ["de", "ar"])
def test_parts_vanish_by_the_clock(client, member, language):
    said = {}
    for day in [(2030, 6, 30), (2030, 7, 1), (2031, 3, 31), (2031, 4, 1), (2032, 12, 31), (2033, 1, 1)]:
        with at(*day):
            said[day] = shown(client, language)

    assert list(said.values()) == [[NAME, ABOUT, EMAIL], [NAME, EMAIL], [NAME, EMAIL], [NAME], [NAME], []]


def test_address_shows_only_with_consent_and_while_a_member(client, member):
    person = member.person
    Person.objects.update(about_ends_on=None, email_withdrawn_on=None, consent_ends_on=None)
    with at(2031, 1, 1):
        before = shown(client)
        member.ended = PartialDate(2030, 12)
        member.save()
        over = Person.objects.published(timezone.now()).get(pk=person.pk).email
        Person.objects.update(email_consented_on=None)
        member.ended = None
        member.save()
        without = shown(client)

    assert (before, over, without) == ([NAME, ABOUT, EMAIL], "", [NAME, ABOUT])


def test_what_was_read_for_the_public_is_not_written(member):
    with at(2032, 1, 1):
        row = Membership.objects.published(timezone.now()).select_related("person").get()

        assert (row.person.about_de, row.person.about_ar, row.person.email) == (None, None, "")
        with pytest.raises(LifecycleError):
            row.person.save()


def test_former_members_lose_their_address_also_in_the_history(member):
    person = member.person
    other = factories.make_person(council=person.council, email="ohne@example.org")
    with at(2033, 12, 31):
        assert purge(timezone.now()) == {"addresses of former members": 0}
    with at(2034, 1, 1):
        assert purge(timezone.now()) == {"addresses of former members": 1}

    person.refresh_from_db(), other.refresh_from_db()
    assert (person.email, other.email) == ("", "ohne@example.org")
    assert EMAIL not in str(list(history.versions_of(person).values_list("content", flat=True)))
