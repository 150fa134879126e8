"""Translations in the office: who may write them, what their record says, and two people at once."""

import re

import pytest

from councils.models import Editor, User
from councils.translation_state import TranslationState, content_languages
from tests import factories
from tests.office import address, errors_of, fields_of, save


@pytest.fixture
def council(db):
    return factories.make_council()


@pytest.fixture
def news(council):
    news = factories.make_news(council=council, title_de="Fest", title_en="Party", title_tr="Parti", lead_de="Kommt")
    news.record_translation("title", "tr", TranslationState.REVIEWED)
    news.save()
    return news


def enter(client, council, role, **fields):
    user = factories.make_editor(council=council, role=role, **fields).user
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def editor(client, council):
    return enter(client, council, Editor.Role.EDITOR)


@pytest.fixture
def translator(client, council):
    return enter(client, council, Editor.Role.TRANSLATOR, languages=["en", "ar"])


def states(news, field="title"):
    news.refresh_from_db()
    return {code: str(news.translation_state(field, code)) for code in ("en", "tr", "ar")}


def test_changed_translation_counts_as_reviewed(editor, news):
    save(editor, address(news, "change"), title_en="Celebration")

    assert states(news) == {"en": "reviewed", "tr": "reviewed", "ar": "missing"}


def test_untouched_translation_keeps_its_record(editor, news):
    save(editor, address(news, "change"))

    assert states(news) == {"en": "machine", "tr": "reviewed", "ar": "missing"}


def test_changed_german_makes_translations_outdated(editor, news):
    save(editor, address(news, "change"), title_de="Großes Fest")

    assert states(news) == {"en": "outdated", "tr": "outdated", "ar": "missing"}


def test_german_and_translation_changed_together_are_reviewed(editor, news):
    save(editor, address(news, "change"), title_de="Großes Fest", title_en="Big party")

    assert states(news) == {"en": "reviewed", "tr": "outdated", "ar": "missing"}


def test_ticked_language_is_reviewed_unchanged(editor, news):
    save(editor, address(news, "change"), _reviewed="en")

    assert states(news)["en"] == "reviewed"


def test_rich_translation_is_reviewed_as_it_is_stored(editor, news):
    """The record must fit the cleaned text, not the one that was typed."""
    save(editor, address(news, "change"), body_de="Alle sind da", body_en="All are <b>there</b>")

    news.refresh_from_db()
    assert "<strong>there</strong>" in news.body_en
    assert news.translation_state("body", "en") == TranslationState.REVIEWED


def test_emptied_translation_is_missing(editor, news):
    """In the language that the office speaks as well, where modeltranslation would keep the old text."""
    user = User.objects.get(pk=editor.session["_auth_user_id"])
    user.language = "en"
    user.save()

    save(editor, address(news, "change"), title_en="", title_tr="")

    assert states(news) == {"en": "missing", "tr": "missing", "ar": "missing"}


def test_form_shows_state_beside_each_translation(editor, news):
    page = editor.get(address(news, "change")).content.decode()

    marks = dict(re.findall(r'id="id_title_(\w+)_helptext">\s*<div><span class="translation-state is-(\w+)">', page))
    assert marks == {
        code.replace("-", "_"): {"en": "machine", "tr": "reviewed"}.get(code, "missing")
        for code in content_languages()[1:]
    }


def test_fields_say_their_language_and_direction(editor, news):
    page = editor.get(address(news, "change")).content.decode()

    field = re.search(r'<input[^>]*name="title_ar"[^>]*>', page)[0]
    assert 'lang="ar"' in field
    assert 'dir="rtl"' in field
    assert 'data-language="ar"' in field


def test_tabs_name_every_language_in_itself(editor, news):
    page = editor.get(address(news, "change")).content.decode()

    assert re.findall(r'data-show="([\w*-]+)"', page) == [*content_languages(), "*"]
    assert '<div class="languages" role="group"' in page


def test_without_script_all_languages_are_in_the_page(editor, news):
    """Nothing is hidden by the server; the tabs, which need the script, are."""
    page = editor.get(address(news, "change")).content.decode()

    assert {f"title_{code.replace('-', '_')}" for code in content_languages()} <= set(fields_of_text(page))
    assert re.search(r'<div class="languages"[^>]* hidden>', page)


def fields_of_text(page):
    return re.findall(r'name="([\w-]+)"', page)


# -- translators --------------------------------------------------------------------------------------------------


def test_translator_writes_own_languages_only(translator, news):
    response = save(
        translator, address(news, "change"),
        title_de="Gekapert", title_tr="Ele geçirildi", title_en="Feast", dated="1999-01-01", state="withdrawn",
    )  # fmt: skip

    news.refresh_from_db()
    assert response.status_code == 302
    assert (news.title_de, news.title_tr, news.title_en) == ("Fest", "Parti", "Feast")
    assert (str(news.dated), news.state) == ("2026-03-01", "published")


def test_translator_sees_german_and_own_languages(translator, news):
    form = translator.get(address(news, "change"))

    names = {name for name in fields_of(form) if name.startswith(("title_", "lead_", "body_"))}
    assert names == {f"{field}_{code}" for field in ("title", "lead", "body") for code in ("en", "ar")}
    assert "Fest" in form.content.decode()


def test_translator_without_list_of_languages_writes_all(client, council, news):
    enter(client, council, Editor.Role.TRANSLATOR)

    names = {name for name in fields_of(client.get(address(news, "change"))) if name.startswith("title_")}

    assert names == {f"title_{code.replace('-', '_')}" for code in content_languages()[1:]}


def test_translator_cannot_add_delete_publish_or_confirm_foreign_languages(translator, news):
    list_ = address(type(news), "changelist")

    save(translator, address(news, "change"), _reviewed="tr", title_ar="حفل")
    translator.post(list_, {"action": "withdraw", "_selected_action": [news.pk]})
    translator.post(list_, {"action": "delete_selected", "_selected_action": [news.pk], "post": "yes"})

    news.refresh_from_db()
    assert (news.state, news.deleted_at) == ("published", None)
    assert news.title_ar == "حفل"
    assert translator.get(address(type(news), "add")).status_code == 403


def test_translator_does_not_write_in_inlines(translator, council):
    meeting = factories.make_meeting(council)
    item = factories.make_agenda_item(meeting=meeting, title_de="Begrüßung")

    save(translator, address(meeting, "change"), title_en="Meeting", **{
        "agenda-TOTAL_FORMS": "2", "agenda-INITIAL_FORMS": "1", "agenda-0-id": str(item.pk),
        "agenda-0-meeting": str(meeting.pk), "agenda-0-title_de": "Gekapert", "agenda-0-DELETE": "on",
        "agenda-1-title_de": "Neu", "agenda-1-position": "2",
    })  # fmt: skip

    assert [(row.title_de, row.deleted_at) for row in meeting.agenda.all()] == [("Begrüßung", None)]


def test_translator_translates_an_agenda_item_on_its_page(translator, council):
    item = factories.make_agenda_item(meeting=factories.make_meeting(council), title_de="Begrüßung")

    save(translator, address(item, "change"), title_en="Welcome")

    item.refresh_from_db()
    assert (item.title_en, item.translation_state("title", "en")) == ("Welcome", TranslationState.REVIEWED)


# -- two people at once -------------------------------------------------------------------------------------------


def test_translation_written_meanwhile_is_not_overwritten(editor, news):
    """The editor's form was opened before the translator saved; the editor did not touch the translation."""
    where = address(news, "change")
    opened = fields_of(editor.get(where))
    news.title_en = "Celebration"
    news.record_translation("title", "en", TranslationState.REVIEWED)
    news.save()

    response = editor.post(where, opened | {"lead_de": "Kommen Sie"})

    news.refresh_from_db()
    assert response.status_code == 302
    assert (news.title_en, news.lead_de) == ("Celebration", "Kommen Sie")
    assert news.translation_state("title", "en") == TranslationState.REVIEWED


def test_text_that_both_changed_is_asked_about(editor, news):
    where = address(news, "change")
    opened = fields_of(editor.get(where))
    news.title_en = "Celebration"
    news.save()

    first = editor.post(where, opened | {"title_en": "Feast"})
    again = editor.post(where, fields_of(first))

    news.refresh_from_db()
    # Beside the text what it says now, and above the form the way to the history.
    assert ["Celebration" in text for text in errors_of(first)] == [True, False]
    assert address(news, "history") in errors_of(first)[1]
    assert again.status_code == 302
    assert news.title_en == "Feast"


def test_news_withdrawn_meanwhile_stays_withdrawn(editor, news):
    where = address(news, "change")
    opened = fields_of(editor.get(where))
    news.withdraw()

    editor.post(where, opened | {"title_en": "Feast"})

    news.refresh_from_db()
    assert news.title_en == "Feast"
    assert news.state == "withdrawn"


def test_translation_of_german_that_changed_meanwhile_is_outdated(translator, news):
    where = address(news, "change")
    opened = fields_of(translator.get(where))
    news.title_de = "Ganz anderes Fest"
    news.save()

    translator.post(where, opened | {"title_en": "Feast"})

    assert states(news)["en"] == "outdated"


@pytest.mark.parametrize(
    "sent",
    [
        "", "[]", "{", '{"title_en": 5}', '{"title_en": "zz", "nothing": "0123456789ab"}', None,
        pytest.param("[" * 100_000, id="deep"),
    ],
)  # fmt: skip
def test_forged_marks_of_what_was_seen_do_no_harm(editor, news, sent):
    response = save(editor, address(news, "change"), _seen=sent, title_en="Feast")

    assert response.status_code == 302
    assert states(news)["en"] == "reviewed"


# -- languages that the council keeps up ---------------------------------------------------------------------------


def test_council_ticks_the_languages_it_keeps_up(editor, council):
    where = address(council, "change")
    assert council.languages == []

    editor.post(where, fields_of(editor.get(where)) | {"languages": ["ar", "tr"]})

    council.refresh_from_db()
    assert council.languages == ["ar", "tr"]
    editor.post(where, fields_of(editor.get(where)) | {"languages": []})
    council.refresh_from_db()
    assert council.languages == ["de"]


def test_only_kept_languages_count_as_to_do(editor, council, news):
    council.languages = ["tr"]
    council.save()

    response = editor.get(address(news, "change"))
    listed = editor.get(address(type(news), "changelist")).content.decode()

    assert {tab["code"]: tab["open"] for tab in response.context["languages"] if tab["open"]} == {"tr": 1}
    assert '<td class="field-translations_open">1 fehlen</td>' in listed
