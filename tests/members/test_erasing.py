"""Taking people out: hidden in the same request, erased from every table, and no old file brings them back."""

import datetime

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection, models
from django.urls import reverse
from django.utils import timezone

from councils.models import Editor, LinkCheck, PutOff, ReviewRequest, Slug, SourceText
from councils.publishing import State
from councils.translation_state import TranslationState
from members.erasing import erase, mentions
from members.models import Person
from portal.council_files.writing import council_file
from tests import factories
from tests.files import pdf, picture
from tests.office import messages_of

NAME = "Zitronella Kanarienvögl"
TRACES = ("zitronella", "kanarienv", "Zitronella", "Kanarienv")


@pytest.fixture
def council(db):
    return factories.make_council(slug="beirat")


@pytest.fixture
def person(council):
    """A member with everything that may hang on one, named in all places that the portal has."""
    person = factories.make_person(council=council, name="Zitronella Kanari", key="zitronella-kanari", about_de="Liest")
    person.name, person.consented_on = NAME, datetime.date(2026, 1, 1)
    person.email, person.email_consented_on = "zitronella@example.org", datetime.date(2026, 1, 1)
    person.about_de, person.about_ar = f"{NAME} singt.", f"{NAME} تغني"
    person.portrait, person.portrait_credit = ContentFile(picture(), name="Zitronella.jpg"), f"{NAME} selbst"
    person.portrait_consented_on = datetime.date(2026, 1, 1)
    person.save()
    group = factories.make_seat_group(term=factories.make_term(council=council))
    member = factories.make_membership(
        council=council, seat_group=group, person=person, key="zitronella", leaving_reason_de="Kanarienvögl zieht um"
    )
    factories.make_office_holding(membership=member, office=factories.make_office(council=council))
    factories.make_substitute(council=council, seat_group=group, person=person)
    return person


@pytest.fixture
def texts(council, person):
    news = factories.make_news(
        council=council, slug="zitronella-kanarienvoegl-gewaehlt", key="zitronella-kanarienvoegl",
        title_de=f"{NAME} gewählt", title_en=f"{NAME} elected", body_de="<p>Frau Kanarienvögl,\nZitronella führt.</p>",
    )  # fmt: skip
    news.record_translation("title", "en", TranslationState.REVIEWED)
    news.slug = "neue-vorsitzende"
    news.save()
    gone = factories.make_statement(council=council, title_de=f"Lob für {NAME.upper()}")
    gone.remove()
    content = ContentFile(pdf(), name="Zitronella_Kanarienvoegl.pdf")
    paper = factories.make_document(council=council, availability="file", file=content, title_de=f"Lebenslauf {NAME}")
    factories.make_contact_point(council=council, email="zitronella.kanarienvoegl@example.org")
    user = factories.make_superuser()
    PutOff.objects.create(council=council, key="x", until="2030-01-01", reason=f"{NAME} ist krank", at=timezone.now())
    ReviewRequest.objects.create(
        model="councils.news", public_id=news.public_id, council=council, asked_at=timezone.now(), note=f"Von {NAME}?"
    )
    url = "https://example.org/zitronella-kanarienvoegl"
    LinkCheck.objects.create(digest="x", url=url, next_at=timezone.now())
    for row in (person, news):
        LogEntry.objects.create(
            user=user, content_type=ContentType.objects.get_for_model(type(row)), object_id=row.pk, action_flag=CHANGE,
            object_repr=str(row),
            change_message='[{"added": {"name": "x", "object": "Kanarienv\\u00f6gl, Zitronella"}}]',
        )  # fmt: skip
    return news, gone, paper


def everything():
    """All that stands in the text columns of the whole database."""
    said = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            columns = [
                connection.ops.quote_name(field.column)
                for field in model._meta.concrete_fields
                if isinstance(field, (models.CharField, models.TextField, models.JSONField, models.FileField))
            ]
            if columns:
                table = connection.ops.quote_name(model._meta.db_table)
                cursor.execute(f"SELECT {', '.join(columns)} FROM {table}")
                said += [f"{model._meta.label}: {value}" for row in cursor.fetchall() for value in row if value]
    return said


def traces(said):
    return [one for one in said if any(trace in one or trace in one.lower() for trace in TRACES)]


def test_erased_person_is_in_no_table_file_or_log(client, council, person, texts):
    news, _gone, paper = texts
    file = paper.file.name
    where = reverse("members:composition", args=["beirat"])
    times = client.get(where).content.decode().count(NAME)
    assert len(traces(everything())) > 15

    call_command("erase_person", "zitronella-kanari", "--yes")

    assert traces(everything()) == []
    assert SourceText.objects.exists()
    assert traces([council_file("beirat")]) == []
    for row in (person, *texts):
        row.refresh_from_db()
    assert paper.file.storage.exists(paper.file.name)
    assert paper.file.name != file
    assert (person.erased_at is not None, person.about_de, person.consented_on) == (True, None, None)
    assert (person.portrait.name, person.portrait_consented_on) == ("", None)
    assert news.title_de == "ehemaliges Mitglied gewählt"
    assert news.translation_state("title", "en") == TranslationState.REVIEWED
    assert not Slug.objects.filter(slug__contains="kanarien").exists()
    membership = person.memberships.get()
    assert (membership.state, membership.seat_group_id is not None) == (State.PUBLISHED, True)
    # Beside the names, the text about the person is gone, and the portrait with two more.
    assert client.get(where).content.decode().count("ehemaliges Mitglied") == times - 3


@pytest.mark.once
def test_erased_person_stays_erased(client, council, person, texts):
    erase(person)
    person.refresh_from_db()
    client.force_login(factories.make_superuser(language="en"), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("admin:members_person_change", args=[person.pk])).content.decode()

    assert erase(person) == ([], [])
    assert mentions(person) == []
    assert 'name="name"' not in page
    assert "Hide this member now" not in page
    answer = client.post(reverse("admin:members_person_hide", args=[person.pk]))
    assert answer.status_code == 403
    # A council file that still has the person would give the same public identifier.
    again = Person(council=council, name=NAME, key="zitronella-kanari")
    assert again.derived_public_id() == person.public_id


def test_member_is_hidden_with_one_click_and_shown_again(client, council, person, texts):
    composition = reverse("members:composition", args=["beirat"])
    where = reverse("admin:members_person_hide", args=[person.pk])
    user = factories.make_editor(council=council, user=factories.make_user(language="en")).user
    before = client.get(composition).content.decode()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(where).status_code == 405
    assert client.post(where).status_code == 302
    hidden = client.get(composition).content.decode()
    said = messages_of(client)
    assert client.post(where, {"show": "yes"}).status_code == 302
    after = client.get(composition).content.decode()

    assert [NAME in page for page in (before, hidden, after)] == [True, False, True]
    assert said[0] == f"“{NAME}” shows on no public page any more."
    # News, paper and contact; neither the person's own rows nor what is deleted.
    assert said[1].count("<a ") == 3


@pytest.mark.once
@pytest.mark.parametrize("role", [Editor.Role.AUTHOR, Editor.Role.TRANSLATOR, Editor.Role.MESSAGE_READER, "foreign"])
def test_only_editors_hide(client, council, person, role):
    own, role = (None, Editor.Role.EDITOR) if role == "foreign" else (council, role)
    user = factories.make_editor(council=own, role=role).user
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    assert client.post(reverse("admin:members_person_hide", args=[person.pk])).status_code == 403
    person.refresh_from_db()
    assert person.state == State.PUBLISHED


@pytest.mark.once
def test_a_word_of_the_language_is_no_name(council):
    person = factories.make_person(council=council, name="Rosen")
    news = factories.make_news(council=council, title_de="Rosen hält eine Rede", body_de="<p>rosen blühen</p>")
    other = factories.make_news(title_de="Rosen hier auch")
    family = factories.make_person(council=council, name="Anna Nelke")
    doubtful = factories.make_news(council=council, title_de="Frau Nelke geht")

    assert erase(person) == ([news], [])
    news.refresh_from_db(), other.refresh_from_db()
    assert (news.title_de, news.body_de) == ("ehemaliges Mitglied hält eine Rede", "<p>rosen blühen</p>")
    assert other.title_de == "Rosen hier auch"
    assert mentions(family) == [doubtful]
    assert erase(family) == ([], [doubtful])
