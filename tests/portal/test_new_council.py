"""A new council in the office, from nothing to published pages."""

import pytest
from django.urls import reverse
from django.utils import timezone

from contact.models import Letter
from councils.models import Council, Editor, Invitation, Municipality
from councils.partial_dates import PartialDate
from councils.publishing import State
from members.models import Membership
from tests import factories as f
from tests.office import address, fields_of, messages_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]

SLUG = "uebersee-integrationsrat"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def office(client):
    """A signed-in portal editor, with the pages in English."""
    user = f.make_user(language="en")
    Editor.objects.create(user=user, role=Editor.Role.PORTAL_EDITOR)
    client.force_login(user, backend=BACKEND)
    return client


def step_page(council, name):
    return reverse("admin:new_council_step", args=[council.pk, name])


def send(client, where, step="next", **fields):
    """Fill in a step and send it, with double underscores for the hyphens of prefixes."""
    data = fields_of(client.get(where)) | {name.replace("__", "-"): value for name, value in fields.items()}
    return client.post(where, data | {"step": step})


WHO = {
    "council__name_de": "Integrationsrat", "council__kind": "integration_council", "new__name_de": "Stadt Übersee",
    "new__place_de": "Übersee", "new__kind": "town", "new__land": "NW", "new__official_key": "05570008",
    "new__reference_source": "Verzeichnis der Gemeinden",
}  # fmt: skip


@pytest.fixture
def begun(office):
    """A council of which somebody has done the first step."""
    send(office, reverse("admin:new_council"), **WHO)
    return Council.objects.get()


def test_council_from_nothing_to_its_public_pages(office, client):
    response = send(office, reverse("admin:new_council"), **WHO)
    council = Council.objects.get()
    assert response["Location"] == step_page(council, "basis")
    response = send(
        office, response["Location"], council__legal_basis_de="§ 27 GO NRW", source__title="Hauptsatzung",
        source__url="https://example.org/satzung", source__dated="2025",
    )  # fmt: skip
    response = send(office, response["Location"], contact__label_de="Geschäftsstelle", contact__email="rat@example.org")
    response = send(
        office, response["Location"], term__began="11.2025", term__ended="2030", new1__label_de="Gewählte",
        new1__seats="10", new1__voting="voting", new2__label_de="Beratende",
    )  # fmt: skip
    [elected, advisory] = council.terms.get().seat_groups.all()
    response = send(
        office, response["Location"], member1__name="Ana Petrova", member1__group=str(elected.pk),
        member1__office="chair", member4__name="Bo Li", member4__group=str(advisory.pk),
    )  # fmt: skip
    assert response["Location"] == step_page(council, "look")

    # Nothing of it shows before.
    council.refresh_from_db()
    page = f"/de/councils/{council.slug}/"
    assert (council.slug, council.key, council.state) == (
        "uebersee-integrationsrat",
        "uebersee-integrationsrat",
        "draft",
    )
    assert client.get(page).status_code == 404
    assert "Übersee" not in client.get("/de/").content.decode()

    response = office.post(step_page(council, "look"), {"step": "publish"})

    assert response["Location"] == address(council, "change")
    client.logout()
    shown = client.get(page).content.decode()
    for text in ("Integrationsrat", "Übersee", "Hauptsatzung", "§ 27 GO NRW"):
        assert text in shown, text
    assert (advisory.seats, advisory.seats_kind) == (None, "unknown")
    composition = client.get(reverse("members:composition", args=[council.slug])).content.decode()
    assert "Ana Petrova" in composition
    assert council.terms.get().began == PartialDate(2025, 11)
    assert Municipality.objects.get().state == State.PUBLISHED


def test_step_keeps_what_was_typed_and_says_what_is_wrong(office):
    wrong = {"council__name_de": "", "new__official_key": "09570008", "new__land": "NW"}

    response = send(office, reverse("admin:new_council"), **WHO | wrong)

    assert response.status_code == 422
    text = response.content.decode()
    assert "Keys that begin with 09 belong to: Bayern." in text
    assert "This field is required." in text
    assert "The key must not be empty." not in text
    assert 'value="Übersee"' in text
    assert not Council.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (dict.fromkeys([name for name in WHO if name.startswith("new")], ""), "Choose a municipality, or write down"),
        ({"place__municipality": "known"}, "Choose a municipality or write down a new one, not both."),
        ({"new__official_key": "05570012"}, "“Stadt Beckum” has this key. Choose it from the list above."),
        ({"council__slug": "taken"}, "This address is taken"),
    ],
)
def test_first_step_asks_for_one_municipality_and_a_free_address(office, changes, words):
    known = f.make_municipality(name_de="Stadt Beckum", official_key="05570012", reference_source="Verzeichnis")
    f.make_council(known, slug="taken")
    if "place__municipality" in changes:
        changes = {"place__municipality": str(known.pk)}

    response = send(office, reverse("admin:new_council"), **WHO | changes)

    assert words in response.content.decode()
    assert Council.objects.count() == 1


def test_known_municipality_is_chosen_and_can_be_changed(office, begun):
    known = f.make_municipality()
    blank = {name: "" for name in WHO if name.startswith("new")}

    send(office, step_page(begun, "who"), **blank | {"place__municipality": str(known.pk)})

    assert [link.municipality for link in begun.jurisdictions.present()] == [known]


def test_council_without_seats_has_members_only(office):
    response = send(office, reverse("admin:new_council"), **WHO | {
        "council__name_de": "Netzwerk Migration", "council__kind": "network", "council__structure": "network",
    })  # fmt: skip
    council = Council.objects.get()

    assert office.get(step_page(council, "seats")).status_code == 404
    send(office, step_page(council, "members"), member1__name="Caritas", member1__kind="organisation")
    assert response["Location"] == step_page(council, "basis")
    [member] = Membership.objects.all()
    assert (member.organisation.name_de, member.seat_group) == ("Caritas", None)


def test_begun_council_stands_on_the_first_page_and_asks_for_what_is_missing(office, begun):
    [part] = office.get(reverse("admin:index")).context["overview"]
    look = office.get(step_page(begun, "look"))

    assert [row["address"] for row in part["rows"]] == [reverse("admin:new_council"), step_page(begun, "look")]
    lacks = [lack["text"] for lack in look.context["lacks"]]
    assert "Nobody can see how to reach it." in lacks
    assert look.context["is_publishable"]


def test_nothing_is_stored_twice_nor_lost_when_a_step_is_opened_again(office, begun):
    contact = {"contact__label_de": "Büro", "contact__phone": "02521 29-0"}
    send(office, step_page(begun, "contact"), **contact)
    send(office, step_page(begun, "seats"), step="more", new1__label_de="Gewählte", new1__seats="6")
    group = begun.terms.get().seat_groups.get()
    # The only group is chosen already, and names nobody.
    assert fields_of(office.get(step_page(begun, "members")))["member2-group"] == str(group.pk)
    send(office, step_page(begun, "members"))
    assert not Membership.objects.exists()

    send(office, step_page(begun, "contact"))
    send(office, step_page(begun, "seats"), **{f"group{group.pk}__seats": "7", "new1__label_de": "Beratende"})

    assert begun.contact_points.count() == 1
    assert [(row.label_de, row.seats) for row in begun.terms.get().seat_groups.all()] == [
        ("Gewählte", 7), ("Beratende", None)
    ]  # fmt: skip


def test_page_that_is_sent_again_makes_nothing_twice(office, begun):
    known = f.make_municipality()
    who = WHO | {name: "" for name in WHO if name.startswith("new")} | {"place__municipality": str(known.pk)}
    send(office, reverse("admin:new_council"), **who)
    send(office, step_page(begun, "members"), member1__name="Ana Petrova")

    again = send(office, reverse("admin:new_council"), **who)
    both = send(office, step_page(begun, "members"), member1__name="Bo Li", member2__name="ana petrova")

    assert "is being set up for this municipality already" in again.content.decode()
    assert "“ana petrova” is entered here already." in both.content.decode()
    assert (Council.objects.count(), Membership.objects.count()) == (2, 1)


def test_everything_is_published_or_the_page_says_what_is_not_complete(office, begun):
    member = f.make_membership(council=begun, person=f.make_person(council=begun, state="draft"), state="draft")
    parts = [
        f.make_office_holding(office=f.make_office(council=begun, state="draft"), membership=member, state="draft"),
        f.make_substitute(council=begun, membership=member, state="draft"),
    ]
    wrong = f.make_contact_point(council=begun, phone="none", state="draft")

    office.post(step_page(begun, "look"), {"step": "publish"})
    begun.refresh_from_db()
    [text] = messages_of(office)
    assert (begun.state, address(wrong, "change") in text) == (State.DRAFT, True)

    wrong.remove()
    office.post(step_page(begun, "look"), {"step": "publish"})
    now = timezone.now()
    assert all(type(row).objects.published(now).filter(pk=row.pk).exists() for row in parts)


def test_council_without_municipality_is_not_published(office, begun):
    begun.jurisdictions.get().remove()

    office.post(step_page(begun, "look"), {"step": "publish"})

    begun.refresh_from_db()
    assert begun.state == State.DRAFT
    assert "It has no municipality. Without one it cannot be published." in messages_of(office)


def test_published_council_is_set_up_no_more(office, begun):
    begun.publish()

    for name in ("who", "look"):
        assert office.post(step_page(begun, name), {"step": "publish"})["Location"] == address(begun, "change")


def test_superuser_invites_the_first_editor_and_a_portal_editor_may_not(client, begun, settings):
    settings.MAIL = settings.MAIL | {"EMAIL_HOST": "127.0.0.1"}
    letter = {"step": "invite", "email": "amt@example.org", "language": "de"}

    refused = client.post(step_page(begun, "look"), letter)
    client.force_login(f.make_superuser(language="en"), backend=BACKEND)
    response = client.post(step_page(begun, "look"), letter)

    assert refused.status_code == 422
    assert response.status_code == 302, response.context["invitation"].errors
    invitation = Invitation.objects.open(timezone.now()).get()
    assert (invitation.council, invitation.roles) == (begun, ["editor"])
    assert Letter.objects.count() == 1
