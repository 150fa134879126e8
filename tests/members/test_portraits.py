"""Portraits show with consent, to whom the person shows, and are gone from page, disk and history when that is over."""

import datetime
import re

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from councils import history, pictures
from councils.models.document import private_storage
from councils.partial_dates import PartialDate
from members.models import Person
from members.portraits import purge
from tests import factories, files
from tests.office import address, errors_of, fields_of

DAY = datetime.date
MEMBERS = "/de/councils/beirat/members/"


def at(*day):
    return time_machine.travel(datetime.datetime(*day, 12, tzinfo=datetime.UTC), tick=False)


@pytest.fixture
def council(db, settings, tmp_path):
    return factories.make_council(slug="beirat")


def make_member(council, **fields):
    person = factories.make_portrayed(council=council, **fields)
    return factories.make_membership(council=council, person=person, ended=PartialDate(2033)).person


def stored(person):
    """The files of the person's portrait that are on the disk."""
    folder = f"portraits/{person.public_id}"
    return sorted(private_storage.listdir(folder)[1]) if private_storage.exists(folder) else []


def ask(client, where):
    """The status of an address; a file is read to its end."""
    answer = client.get(where)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


@pytest.mark.once
def test_a_portrait_is_a_small_square():
    drawn = pictures.prepared(ContentFile(files.picture((1200, 2000), kind="PNG")), pictures.PORTRAIT)
    small = dict(pictures.variants(drawn.content, pictures.PORTRAIT))

    assert (drawn.width, drawn.height) == (384, 384)
    assert set(small) == {"96.webp", "96.jpg", "192.webp", "192.jpg", "384.webp"}
    assert pictures.prepared(ContentFile(drawn.content), pictures.PORTRAIT) == drawn
    narrow = pictures.prepared(ContentFile(files.picture((300, 90))), pictures.PORTRAIT)
    assert (narrow.width, narrow.height) == (90, 90)


def test_page_shows_small_portraits_however_many_there_are(client, council, django_assert_max_num_queries):
    make_member(council, name="Anna <Muster>", portrait_licence="cc-by-4.0")
    factories.make_membership(council=council)
    pages = {}
    for count in (1, 3):
        with django_assert_max_num_queries(8) as asked:
            pages[count] = len(asked), client.get(MEMBERS).content.decode()
        make_member(council), make_member(council)

    (queries, page), (more_queries, more) = pages.values()
    assert queries == more_queries
    assert [text.count("<picture>") for text in (page, more)] == [1, 3]
    assert 'width="96"\nheight="96"' in page
    assert 'loading="lazy"' in page
    assert "Anna &lt;Muster&gt;" in re.search(r'alt="([^"]+)"', page)[1]
    assert "A. Beispiel" in page
    assert "creativecommons.org/licenses/by/4.0/" in page
    for name in set(re.findall(r"/files/[^ \"]+", page)):
        assert ask(client, name) == 200
    assert ask(client, re.search(r"/files/[^/]+/", page)[0] + "anders.jpg") == 301


def test_portrait_shows_and_goes_by_the_clock(client, council, django_capture_on_commit_callbacks):
    with at(2030, 1, 1):
        person = make_member(
            council, portrait_consented_on=DAY(2030, 2, 1), portrait_ends_on=DAY(2030, 6, 30), consent_ends_on=None,
            portrait=ContentFile(files.picture((300, 300)), name="x.jpg"),
        )  # fmt: skip
    src, said, kept = person.portrait.src, {}, {}
    for day in [(2030, 1, 31), (2030, 2, 1), (2030, 6, 30), (2030, 7, 1)]:
        with at(*day):
            said[day] = ("<picture>" in client.get(MEMBERS).content.decode(), ask(client, src))
            with django_capture_on_commit_callbacks(execute=True):
                gone = purge(timezone.now())["portraits"]
            kept[day] = gone, len(stored(person))

    assert list(said.values()) == [(False, 404), (True, 200), (True, 200), (False, 404)]
    assert list(kept.values()) == [(0, 6), (0, 6), (0, 6), (1, 0)]


@pytest.mark.told
def test_former_members_lose_their_portrait_also_in_the_history(client, council, django_capture_on_commit_callbacks):
    person, outside = make_member(council), factories.make_portrayed(council=council)
    src, digest = person.portrait.src, person.portrait.name.rpartition("/")[2][:16]
    assert ask(client, src) == 200
    assert ask(client, outside.portrait.src) == 404
    with at(2034, 1, 1):
        assert ask(client, src) == 404
        with django_capture_on_commit_callbacks(execute=True):
            assert purge(timezone.now()) == {"portraits": 1}
        assert purge(timezone.now()) == {"portraits": 0}

    person.refresh_from_db()
    assert (person.portrait.name, person.portrait_checksum, person.portrait_credit) == ("", "", "")
    assert (stored(person), len(stored(outside))) == ([], 2)
    assert digest not in str(list(history.versions_of(person).values_list("content", flat=True)))
    assert digest in str(list(history.versions_of(outside).values_list("content", flat=True)))


def _take_back(person, **fields):
    for name, value in fields.items():
        setattr(person, name, value)
    person.save()


GONE = {
    "hidden": lambda person: person.withdraw(),
    "deleted": lambda person: person.remove(),
    "over": lambda person: _take_back(person, unpublish_at=timezone.now()),
    "withdrawn": lambda person: _take_back(person, portrait_withdrawn_on=timezone.localdate()),
    "name withdrawn": lambda person: _take_back(person, consent_withdrawn_on=timezone.localdate()),
    "cleared": lambda person: _take_back(person, portrait=""),
    "erased": lambda person: call_command("erase_person", str(person.public_id), "--yes"),
    "bulk": lambda person: Person.objects.filter(pk=person.pk).withdraw(),
}


@pytest.mark.parametrize("way", GONE)
def test_what_is_taken_back_in_the_office_is_gone_at_once(client, council, way, django_capture_on_commit_callbacks):
    person = make_member(council)
    src = person.portrait.src
    assert (ask(client, src), len(stored(person))) == (200, 2)

    with django_capture_on_commit_callbacks(execute=True):
        GONE[way](person)

    assert "<picture>" not in client.get(MEMBERS).content.decode()
    assert ask(client, src) == 404
    assert stored(person) == []
    person.refresh_from_db()
    assert (person.portrait.name, person.portrait_checksum) == ("", "")


def test_another_portrait_takes_the_place_of_the_old_one(council, django_capture_on_commit_callbacks):
    person = make_member(council)
    before = stored(person)

    with django_capture_on_commit_callbacks(execute=True):
        _take_back(person, portrait=ContentFile(files.picture(colour="red"), name="Anna.jpg"))

    assert (len(before), len(stored(person)), set(before) & set(stored(person))) == (2, 2, set())
    assert "Anna" not in person.portrait.name


def test_files_that_nobody_has_are_swept_away(council, django_capture_on_commit_callbacks):
    person, lost = make_member(council), f"portraits/{council.public_id}/0123456789abcdef-96.jpg"
    private_storage.save(lost, ContentFile(b"x"))
    kept = []
    for days in (0, 2):
        with (
            time_machine.travel(timezone.now() + datetime.timedelta(days=days)),
            django_capture_on_commit_callbacks(execute=True),
        ):
            purge(timezone.now())
        kept.append((private_storage.exists(lost), len(stored(person))))

    assert kept == [(True, 2), (False, 2)]


@pytest.mark.once
@pytest.mark.parametrize(
    "hidden", [{"state": "draft"}, {"publish_at": datetime.datetime(2090, 1, 1, tzinfo=datetime.UTC)}]
)
def test_portrait_of_somebody_who_is_not_public_is_nowhere(client, council, hidden):
    person = make_member(council, name="Zitronella Kanari", **hidden)
    factories.make_office_holding(person=person, office=factories.make_office(council=council))

    page = client.get(MEMBERS).content.decode()

    assert "Zitronella" not in page
    assert str(person.public_id) not in page
    assert ask(client, person.portrait.src) == 404


@pytest.mark.once
def test_portrait_of_a_draft_shows_in_its_preview_alone(client, council):
    person = make_member(council, state="draft")
    client.force_login(factories.make_editor(council).user, backend="django.contrib.auth.backends.ModelBackend")
    form = client.get(address(person, "change"))
    client.logout()

    page = client.get(form.context["preview"]["address"]).content.decode()

    (src,) = set(re.findall(r'src="([^"]+\.jpg)"', page))
    assert (ask(client, src), ask(client, person.portrait.src)) == (200, 404)


@pytest.mark.once
def test_office_takes_portraits_with_consent_only(client, council, django_capture_on_commit_callbacks):
    user = factories.make_editor(council, factories.make_user(language="en")).user
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    person = factories.make_person(council=council)
    factories.make_membership(council=council, person=person)
    other = factories.make_portrayed()
    where = address(person, "change")
    given = fields_of(client.get(where)) | {"portrait_credit": "A. B."}

    def send(picture=None, **fields):
        data = given | fields | ({"portrait": ContentFile(picture, name="Anna.jpg")} if picture else {})
        return client.post(where, data)

    without = errors_of(send(files.picture()))
    paper = send(files.pdf(), portrait_consented_on="2026-01-01").context["adminform"].form.errors
    over = errors_of(send(files.picture(), portrait_consented_on="2026-01-01", portrait_withdrawn_on="2026-01-02"))
    assert send(portrait=other.portrait.name, portrait_consented_on="2026-01-01").status_code == 302
    person.refresh_from_db()
    forged = person.portrait.name
    assert send(files.picture(), portrait_consented_on="2026-01-01").status_code == 302
    person.refresh_from_db()

    assert without == ["A portrait needs the day of consent to it, and whose picture it is."]
    assert paper.keys() == {"portrait"}
    assert over == ["Nothing is stored here: the person is hidden, or a consent is over."]
    assert forged == ""
    assert "<picture>" in client.get(MEMBERS).content.decode()
    form = client.get(where).content.decode()
    file = reverse("admin:members_person_file", args=[person.pk])
    assert file in form
    assert ask(client, file) == 200
    assert ask(client, reverse("admin:members_person_file", args=[other.pk])) in {403, 404}

    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(where, fields_of(client.get(where)) | {"portrait-clear": "on"}).status_code == 302
    assert stored(person) == []
