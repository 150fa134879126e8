"""Council files in the office: out, and in after a look."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from councils.models import AuditEntry, Council, Editor
from councils.publishing import State
from tests import factories as f

from .council_file import HEAD, PLACE, TERM

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def office(client):
    user = f.make_user(language="en")
    Editor.objects.create(user=user, role=Editor.Role.PORTAL_EDITOR)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def look(client, text, **options):
    data = text.encode() if isinstance(text, str) else text
    fields = {"file": SimpleUploadedFile("x.yaml", data), "step": "preview"} | options
    return client.post(reverse("admin:council_file"), fields)


def store(client, preview, **options):
    fields = {name: preview.context[name] for name in ("carried", "previewed")} | {"step": "store"} | options
    return client.post(reverse("admin:council_file"), fields)


def test_file_is_looked_at_then_read_in_as_a_draft_and_comes_out_again(office):
    text = HEAD + PLACE + TERM
    preview = look(office, text, as_draft="on")

    assert [(row.verdict, row.name) for row in preview.context["rows"]][:2] == [
        ("new", "Beirat (beirat)"), ("new", "Stadt")
    ]  # fmt: skip
    assert not Council.objects.exists()

    response = store(office, preview, as_draft="on")
    council = Council.objects.get()
    assert response["Location"] == reverse("admin:new_council_step", args=[council.pk, "look"])
    assert (council.state, council.terms.get().seat_groups.get().seats) == (State.DRAFT, 3)

    # A corrected file finds the draft and leaves it one, until somebody wants it otherwise.
    corrected = text.replace("de: Beirat", "de: Beirat für alle")
    store(office, look(office, corrected, as_draft="on"), as_draft="on")
    council.refresh_from_db()
    assert (council.name_de, council.state) == ("Beirat für alle", State.DRAFT)

    out = office.get(reverse("admin:council_file_download", args=[council.pk]))
    assert not look(office, out.content).context["usable"]
    assert AuditEntry.objects.filter(kind="exported", council_id=council.pk).exists()
    assert b"format:" in b"".join(office.get(reverse("admin:council_file_template")).streaming_content)


@pytest.mark.parametrize("carried", ["[" * 10_000, r'"\ud800"', "7", "{"])
def test_what_no_page_carries_is_asked_again(office, carried):
    response = office.post(reverse("admin:council_file"), {"step": "store", "carried": carried})

    assert response.status_code == 422
    assert response.context["form"].errors["file"]


def test_file_is_read_in_public_where_that_is_wanted_and_json_is_one(office):
    text = '{"format": "1", "key": "rat", "slug": "rat", "name": {"de": "Rat"}, "kind": "network"}'

    store(office, look(office, text))

    assert Council.objects.get().state == State.PUBLISHED


def test_nothing_is_read_in_that_was_not_looked_at(office):
    preview = look(office, HEAD + PLACE, as_draft="on")

    response = store(office, preview)

    assert "Look at it, then store it." in response.content.decode()
    assert not Council.objects.exists()


def test_work_of_others_is_refused_unless_the_file_shall_win(office):
    store(office, look(office, HEAD + PLACE))
    council = Council.objects.get()
    council.name_de = "Rat der Vielfalt"
    council.save()

    refused = look(office, HEAD + PLACE)
    store(office, look(office, HEAD + PLACE, overwrite="on"), overwrite="on")

    assert refused.status_code == 422
    assert "Changed in the portal since the last import" in refused.content.decode()
    council.refresh_from_db()
    assert council.name_de == "Beirat"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (HEAD.replace("kind: advisory_council", "kind: verein"), "kind"),
        ("key: [", "Nothing is stored."),
        ("Räte".encode("utf-16"), "not written in UTF-8"),
        ("", "empty"),
        (HEAD + "# " + "x" * 2_000_000, "too large to be read here"),
        # Large, with a letter of three bytes wherever one would cut it off.
        ("#" + "€" * 700_000, "too large to be read here"),
    ],
    ids=["value", "yaml", "encoding", "empty", "large", "large letters"],
)
def test_what_is_wrong_with_a_file_is_said(office, data, words):
    response = look(office, data)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Council.objects.exists()
