"""Shared texts: which one a council shows, its own instead, what the desk tells, and the set that comes along."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from councils import chores, shared_texts
from councils.models import SharedText, Statement
from councils.publishing import State
from councils.translation_state import content_languages
from tests import factories as f
from tests.office import on_desk, save
from tests.reading import headings

pytestmark = [pytest.mark.django_db, pytest.mark.once]
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def council():
    return f.make_council(f.make_municipality(land="NW"), slug="rat", kind="integration_council")


@pytest.fixture
def clerk(client, council):
    client.force_login(f.make_editor(council).user, backend=BACKEND)
    return client


def asked(client, council):
    response = client.get(f"/de/councils/{council.slug}/questions/")
    assert response.status_code == 200
    return headings(response)


def office_page(council):
    return reverse("admin:shared_texts_of_council", args=[council.pk])


@pytest.mark.parametrize(
    ("fits", "misses"),
    [
        ({"kinds": ["integration_council"], "land": "NW"}, {"kinds": ["integration_council"]}),
        ({"kinds": ["integration_council"]}, {"land": "NW"}),
        ({"land": "NW"}, {}),
        ({}, {"kinds": ["network"], "land": "NW"}),
        ({}, {"land": "BY"}),
    ],
)
def test_most_specific_text_shows(client, council, fits, misses):
    f.make_shared_text(title_de="Fern", **misses)
    f.make_shared_text(title_de="Nah", **fits)

    assert asked(client, council)[:1] == ["Nah"]


def test_new_council_shows_shared_texts_in_their_order_and_no_draft(client, council):
    f.make_shared_text(subject="taking_part", title_de="Mitmachen?")
    f.make_shared_text(subject="what", title_de="Was?")
    f.make_shared_text(subject="voting", title_de="ENTWURF", state=State.DRAFT)
    f.make_statement(council=council, kind="question", title_de="Noch etwas?")

    assert asked(client, council)[:3] == ["Was?", "Mitmachen?", "Noch etwas?"]


def test_machine_made_shared_text_is_labelled_and_a_missing_one_falls_back(client, council):
    f.make_shared_text(title_en="What?", body_en="<p>It advises.</p>")

    english, turkish = [client.get(f"/{code}/councils/rat/questions/").content.decode() for code in ("en", "tr")]

    assert "What?" in english
    assert 'lang="de" dir="ltr">Was ist ein Rat?' in turkish


def test_editor_leaves_a_text_out_and_takes_it_back(clerk, council):
    f.make_shared_text(title_de="Was?")

    clerk.post(office_page(council), {"subject": "what", "step": "hide"})
    hidden = asked(clerk, council)
    clerk.post(office_page(council), {"subject": "what", "step": "show"})

    assert "Was?" not in hidden
    assert "Was?" in asked(clerk, council)


def test_own_text_begins_as_a_copy_and_shows_once_it_is_published(clerk, council):
    shared = f.make_shared_text(title_de="Was?", title_ar="ما؟", body_ar="<p>مجلس.</p>")
    shared.record_translation("title", "ar", "reviewed")
    shared.save()

    response = clerk.post(office_page(council), {"subject": "what", "step": "write"})
    own = Statement.objects.get(council=council)
    while_draft = asked(clerk, council)
    answer = save(clerk, response["Location"], title_de="Wer wir sind", state="published")

    assert (own.title_ar, own.translation_state("title", "ar")) == ("ما؟", "reviewed")
    assert "Was?" in while_draft
    assert answer.status_code == 302
    assert asked(clerk, council)[0] == "Wer wir sind"
    assert "Wer wir sind" not in headings(clerk.get("/de/councils/rat/"), 3)


def test_desk_tells_that_the_shared_text_has_moved_on(clerk, council, django_user_model):
    user = django_user_model.objects.get()
    shared = f.make_shared_text()
    clerk.post(office_page(council), {"subject": "what", "step": "write"})
    before = on_desk(user, chores.shared_texts)

    shared.body_de = "<p>Der Rat entscheidet mit.</p>"
    shared.save()
    told, page = on_desk(user, chores.shared_texts), clerk.get(office_page(council))
    seen = {"subject": "what", "step": "seen", "mark": page.context["rows"][0]["mark"]}
    shared.body_de = "<p>Der Rat entscheidet mit und berät.</p>"
    shared.save()
    too_old = clerk.post(office_page(council), seen, follow=True)
    still_told = on_desk(user, chores.shared_texts)
    clerk.post(office_page(council), seen | {"mark": too_old.context["rows"][0]["mark"]})

    assert before == []
    assert len(told) == 1
    assert "<ins>entscheidet mit</ins>" in page.content.decode()
    assert len(too_old.context["messages"]) == 1
    assert "berät" in too_old.content.decode()
    assert len(still_told) == 1
    assert on_desk(user, chores.shared_texts) == []


def test_author_may_write_a_draft_but_not_leave_out(client, council):
    f.make_shared_text()
    client.force_login(f.make_editor(council, role="author").user, backend=BACKEND)

    refused = client.post(office_page(council), {"subject": "what", "step": "hide"})
    written = client.post(office_page(council), {"subject": "what", "step": "write"})
    forged = client.post(office_page(council), {"subject": "alles", "step": "write"})

    council.refresh_from_db()
    assert (refused.status_code, council.hidden_subjects) == (403, [])
    assert written.status_code == 302
    assert forged.status_code == 404
    assert Statement.objects.get().state == State.DRAFT


def test_other_councils_editor_changes_nothing(clerk):
    f.make_shared_text()
    other = f.make_council(slug="fremd")

    response = clerk.post(office_page(other), {"subject": "what", "step": "hide"})

    other.refresh_from_db()
    assert (response.status_code, other.hidden_subjects) == (404, [])


# -- what comes along -----------------------------------------------------------------------------------------------


def test_texts_of_the_portal_stand_in_every_language_with_source():
    call_command("load_shared_texts", verbosity=0)
    texts = list(SharedText.objects.all())

    assert len(texts) == len(list(shared_texts.FOLDER.glob("*.yaml")))
    for text in texts:
        for code in content_languages():
            assert text.text_in("title", code), (text.key, code)
            assert text.text_in("body", code), (text.key, code)
            # Plain German makes lists of its own.
            if code != "de-simple":
                assert text.text_in("body", code).count("<li>") == text.body_de.count("<li>"), (text.key, code)
        assert text.source_title


def test_loading_again_follows_the_files_but_not_over_the_office(tmp_path):
    file = tmp_path / "was.yaml"
    german = "subject: what\nsource: {title: Gesetz, checked_on: 2026-11-22}\ntitle: {de: Was}\nbody: {de: <p>%s</p>}"
    file.write_text(german % "Eins.")

    first, again = shared_texts.load(tmp_path), shared_texts.load(tmp_path)
    file.write_text(german % "Zwei.")
    followed = shared_texts.load(tmp_path)
    row = SharedText.objects.get()
    row.title_de = "Was denn?"
    row.save()
    file.write_text(german % "Drei.")
    left = shared_texts.load(tmp_path)

    row.refresh_from_db()
    assert (first.new, again.new + again.changed, followed.changed, left.left) == (["was"], [], ["was"], ["was"])
    assert row.body_de == "<p>Zwei.</p>"
