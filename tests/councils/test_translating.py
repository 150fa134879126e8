"""The translator's pages: the matrix of a council, and each text beside its German."""

import re

import pytest
from django.urls import reverse

from councils.models import Editor, SourceText, Statement
from councils.publishing import State
from councils.translation_state import TranslationState
from councils.word_diff import marked
from tests import factories
from tests.office import fields_of, save
from tests.translation_server import TranslationServer

ACCOUNTS = ["superuser", "editor", "author", "translator", "reader", "foreign", "anonymous"]


@pytest.fixture
def council(db):
    return factories.make_council(slug="eigener", languages=["ar", "en", "tr"])


@pytest.fixture
def statement(council):
    return factories.make_statement(council=council, title_de="Migratonsrat", body_de="<p>Der Rat berät die Stadt.</p>")


@pytest.fixture
def sign_in(client, council):
    def enter(account, languages=("ar", "en")):
        if account == "superuser":
            user = factories.make_superuser()
        elif account != "anonymous":
            role = {"reader": Editor.Role.MESSAGE_READER, "foreign": Editor.Role.EDITOR}.get(account, account)
            other = factories.make_council(slug="fremder") if account == "foreign" else council
            own = languages if role == Editor.Role.TRANSLATOR else []
            user = factories.make_editor(council=other, role=role, languages=list(own)).user
        if account != "anonymous":
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return enter


@pytest.fixture
def translator(sign_in):
    return sign_in("translator")


def matrix(council):
    return reverse("admin:translations", args=[council.pk])


def beside(row, language="ar", council=None):
    council_id = council.pk if council else row.council_id
    return reverse("admin:translation", args=[council_id, language, row._meta.label_lower, row.pk])


def states(row, field="title"):
    row.refresh_from_db()
    return [str(row.translation_state(field, code)) for code in ("ar", "en", "tr")]


def said(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


# -- the matrix -----------------------------------------------------------------------------------------------------


@pytest.mark.once
def test_pages_are_for_who_works_on_the_councils_texts(sign_in, council, statement):
    draft = factories.make_news(council=council, state=State.DRAFT)
    expected = {
        "superuser": [302, 200, 200, 200, 200],
        "editor": [302, 200, 200, 200, 200],
        # Authors write drafts only.
        "author": [302, 200, 403, 403, 200],
        "translator": [302, 200, 200, 403, 200],
        "reader": [403, 404, 404, 404, 404],
        "foreign": [302, 404, 404, 404, 404],
        "anonymous": [302] * 5,
    }
    places = [
        reverse("admin:translations_choice"), matrix(council), beside(statement), beside(statement, "tr"),
        beside(draft),
    ]  # fmt: skip

    answers = {}
    for account in ACCOUNTS:
        client = sign_in(account)
        answers[account] = [client.get(place).status_code for place in places]
        client.logout()

    # With one council there is nothing to choose.
    assert answers == expected


def test_rows_are_found_in_their_own_council_only(sign_in, council, statement):
    other = factories.make_council(slug="anderer")
    client = sign_in("superuser")

    assert client.get(beside(statement, council=other)).status_code == 404
    assert client.get(beside(statement, "xx")).status_code == 404
    assert client.get(beside(statement, "de")).status_code == 404
    assert client.get(beside(statement).replace("councils.statement", "councils.user")).status_code == 404
    statement.remove()
    assert client.get(beside(statement)).status_code == 404


@pytest.mark.once
def test_matrix_shows_what_is_open(translator, council, statement):
    factories.make_statement(council=council, title_de="Alt", state=State.WITHDRAWN)
    factories.make_statement(council=council, title_de="Gelöscht").remove()
    factories.make_statement(title_de="Fremd")
    review = factories.make_annual_review(council=council, state=State.WITHDRAWN)
    factories.make_review_theme(review=review, title_de="Darunter")
    factories.make_news(council=council, title_de="Fest", title_ar="حفل", title_en="Feast", state=State.DRAFT)
    meeting = factories.make_meeting(council, title_de="")
    factories.make_agenda_item(meeting=meeting, title_de="Geheim", number="N 1", is_public=False)

    response = translator.get(matrix(council))
    text = said(response)

    groups = {
        group["name"]: [(row["name"], [cell["state"] for cell in row["cells"]]) for row in group["rows"]]
        for group in response.context["groups"]
    }
    assert groups["Aussagen"] == [("Migratonsrat", ["missing", "missing"])]
    assert [name for rows in groups.values() for name, _cells in rows].count("Fest") == 1
    assert not {"Alt", "Gelöscht", "Fremd", "Darunter", "Geheim"} & set(text.split())
    totals = {entry["code"]: [cell["count"] for cell in entry["counts"]] for entry in response.context["totals"]}
    assert totals == {"en": [2, 0, 1, 0], "ar": [2, 0, 1, 0]}
    only = translator.get(matrix(council), {"language": "ar", "state": "machine"})
    assert [group["name"] for group in only.context["groups"]] == ["Meldungen"]
    assert [column["code"] for column in only.context["columns"]] == ["ar"]


@pytest.mark.once
def test_matrix_takes_any_filter(translator, council, statement):
    for query in ({"language": "tr"}, {"state": "x"}, {"kind": "auth.user"}, {"page": "x"}, {"page": "99"}):
        assert translator.get(matrix(council), query).status_code == 200, query


@pytest.mark.once
def test_queries_of_the_matrix_do_not_grow(translator, council, statement, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as few:
        translator.get(matrix(council))
    for number in range(5):
        factories.make_statement(council=council, title_de=f"Aufgabe {number}")

    with django_assert_num_queries(len(few)):
        translator.get(matrix(council))


# -- side by side ---------------------------------------------------------------------------------------------------


def test_translation_is_saved_as_reviewed_and_the_next_one_opens(translator, council, statement):
    news = factories.make_news(council=council, title_de="Fest", title_en="Feast")

    response = save(translator, beside(statement), title_ar="مجلس", body_ar="المجلس يقدم المشورة", _next="1")

    assert states(statement) == ["reviewed", "missing", "missing"]
    assert statement.body_ar == "<p>المجلس يقدم المشورة</p>"
    assert states(statement, "body")[0] == "reviewed"
    following = {beside(news), beside(council, council=council)}
    assert response["Location"] in following
    save(translator, beside(news), title_ar="حفل")
    last = save(translator, beside(council, council=council), name_ar="مجلس", _next="1")
    assert last["Location"] == matrix(council)


def test_unchanged_save_changes_nothing(translator, council, statement):
    statement.title_ar = "مجلس"
    statement.body_ar = "<p>واحد</p><p>اثنان</p>"
    statement.save()
    Statement.objects.filter(pk=statement.pk).update(body_de="<p>Neu.</p>")
    statement.refresh_from_db()
    before = (statement.modified, statement.translations)

    assert fields_of(translator.get(beside(statement)))["body_ar"] == "واحد\r\n\r\nاثنان"
    response = save(translator, beside(statement))

    statement.refresh_from_db()
    assert response.status_code == 302
    assert (statement.modified, statement.translations) == before


def test_page_shows_what_changed_since_the_translation(translator, statement):
    statement.body_ar = "<p>المجلس</p>"
    statement.save()
    Statement.objects.filter(pk=statement.pk).update(body_de="<p>Der Rat berät jede Stadt.</p>")

    page = translator.get(beside(statement)).content.decode()

    assert "berät <del>die</del> <ins>jede</ins> Stadt." in page
    assert re.search(r'<textarea[^>]*name="body_ar"[^>]*lang="ar"[^>]*dir="rtl"', page)
    SourceText.objects.all().delete()
    assert "berät jede Stadt." in translator.get(beside(statement)).content.decode()


def test_still_right_makes_it_current(translator, statement):
    statement.title_ar, statement.title_tr = "مجلس", "Meclis"
    statement.save()
    Statement.objects.filter(pk=statement.pk).update(title_de="Migrationsrat")
    assert states(statement) == ["outdated", "missing", "outdated"]

    save(translator, beside(statement), right_title="on")

    assert states(statement) == ["reviewed", "missing", "outdated"]
    assert SourceText.objects.filter(row=statement.public_id, text="Migrationsrat").exists()


@pytest.mark.parametrize("column", ["title_de", "title_ar"])
def test_stale_save_is_refused_and_the_text_kept(translator, statement, column):
    where = beside(statement)
    opened = fields_of(translator.get(where))
    Statement.objects.filter(pk=statement.pk).update(**{column: "Anders"})

    refused = translator.post(where, opened | {"title_ar": "مجلس", "body_ar": "نص"})

    statement.refresh_from_db()
    assert refused.status_code == 422
    assert (statement.title_ar or "", statement.body_ar) == ("Anders" if column == "title_ar" else "", None)
    assert fields_of_refused(refused)["title_ar"] == "مجلس"
    again = translator.post(where, fields_of_refused(refused))
    assert again.status_code == 302
    assert states(statement)[0] == "reviewed"
    assert states(statement, "body")[0] == "reviewed"


def fields_of_refused(response):
    response.status_code = 200
    return fields_of(response)


def test_what_others_changed_elsewhere_does_not_matter(translator, statement):
    """A colleague wrote Turkish, and the German of another text changed: neither is touched by this page."""
    where = beside(statement)
    opened = fields_of(translator.get(where))
    row = Statement.objects.get(pk=statement.pk)
    row.title_tr, row.body_de = "Meclis", "<p>Neu.</p>"
    row.record_translation("title", "tr", TranslationState.REVIEWED)
    row.save()

    assert translator.post(where, opened | {"title_ar": "مجلس"}).status_code == 302

    assert states(statement) == ["reviewed", "missing", "reviewed"]
    assert (statement.title_tr, statement.body_de) == ("Meclis", "<p>Neu.</p>")


@pytest.mark.parametrize(
    "forged", [{"title_de": "Gekapert"}, {"title_tr": "x"}, {"state": "withdrawn"}, {"council": "1"}, {"body_en": "x"}]
)
def test_other_fields_are_refused(translator, statement, forged):
    response = save(translator, beside(statement), title_ar="مجلس", **forged)

    statement.refresh_from_db()
    assert response.status_code == 403
    assert (statement.title_de, statement.title_ar, statement.state) == ("Migratonsrat", None, "published")


def test_other_languages_and_councils_are_refused(translator, council, statement):
    opened = fields_of(translator.get(beside(statement)))
    foreign = factories.make_statement(title_de="Fremd")

    assert translator.post(beside(statement, "tr"), opened | {"title_tr": "Meclis"}).status_code == 403
    assert translator.post(beside(foreign), opened | {"title_ar": "مجلس"}).status_code == 404
    assert translator.post(beside(foreign, council=council), opened | {"title_ar": "مجلس"}).status_code == 404
    foreign.refresh_from_db()
    assert foreign.title_ar is None


def test_right_taken_away_in_mid_session(translator, statement):
    opened = fields_of(translator.get(beside(statement)))
    Editor.objects.all().delete()

    assert translator.post(beside(statement), opened | {"title_ar": "مجلس"}).status_code in {302, 404}
    statement.refresh_from_db()
    assert statement.title_ar is None


def test_text_that_is_too_long_is_said_so(translator, statement):
    response = save(translator, beside(statement), title_ar="م" * 5000)

    assert response.status_code == 422
    assert fields_of_refused(response)["title_ar"] == "م" * 5000


def test_marks_that_turn_the_page_round_do_not_make_it_machine_made(translator, statement):
    save(translator, beside(statement), title_ar="\u202bمجلس\u202c")

    assert states(statement)[0] == "reviewed"
    assert statement.title_ar == "مجلس"


def test_calendars_hear_of_a_translated_meeting(translator, council):
    """What a kind of row notes by itself is saved along: programs that know a meeting fetch it again."""
    meeting = factories.make_meeting(council)
    before = meeting.sequence

    save(translator, beside(meeting, council=council), title_ar="جلسة")

    meeting.refresh_from_db()
    assert (meeting.title_ar, meeting.sequence) == ("جلسة", before + 1)


# -- small corrections in the German form ---------------------------------------------------------------------------


def test_small_correction_keeps_translations_valid(sign_in, statement):
    statement.title_ar = "مجلس"
    statement.record_translation("title", "ar", TranslationState.REVIEWED)
    statement.save()
    editor = sign_in("editor")
    form = reverse("admin:councils_statement_change", args=[statement.pk])

    save(editor, form, title_de="Migrationsrat", _small_correction="on")
    assert states(statement)[0] == "reviewed"

    save(editor, form, title_de="Beirat")
    assert states(statement)[0] == "outdated"


def test_small_correction_reaches_the_rows_within_a_form(sign_in, council):
    review = factories.make_annual_review(council=council)
    theme = factories.make_review_theme(review=review, title_de="Sprace", title_ar="لغة")
    form = reverse("admin:councils_annualreview_change", args=[review.pk])

    save(sign_in("editor"), form, **{"themes-0-title_de": "Sprache", "_small_correction": "on"})

    theme.refresh_from_db()
    assert (theme.title_de, states(theme)[0]) == ("Sprache", "machine")


# -- what changed, word by word -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "is_rich", "shown"),
    [
        ("Der Rat", "Der Rat", False, "Der Rat"),
        ("a < b", "a < c", False, "a &lt; <del>b</del> <ins>c</ins>"),
        ("", "<script>", False, "<ins>&lt;script&gt;</ins>"),
        ("<p>eins</p>", "<p>eins</p><p>zwei</p>", True, "<p>eins</p><p><ins>zwei</ins></p>"),
        ("<p>eins</p><p>zwei</p>", "<p>eins</p>", True, "<p>eins</p><p><del>zwei</del> </p>"),
        ("<p>am Montag</p>", "<p>am <strong>Tag</strong></p>", True,
         "<p>am <del>Montag</del> <strong><ins>Tag</ins></strong></p>"),
        ("<ul><li>a</li><li>b</li></ul>", "<ul><li>b</li></ul>", True, "<ul><li><del>a</del> b</li></ul>"),
    ],
)  # fmt: skip
def test_changes_are_marked(old, new, is_rich, shown):
    assert marked(old, new, is_rich=is_rich) == shown


def test_changes_of_a_very_long_text_are_found_in_time():
    words = " ".join(f"Wort{number}" for number in range(4000))

    assert "<ins>" in marked(f"{words}. Ende.", f"{words[:9000]} neu {words[9000:]}. Schluss.")


# -- set words ------------------------------------------------------------------------------------------------------


@pytest.mark.once
def test_lacking_set_word_is_said_and_saved_all_the_same(translator, council):
    statement = factories.make_statement(council=council, title_de="Einladung zur Sitzung", body_de="")
    assert "الدعوة" in translator.get(beside(statement)).content.decode()

    response = save(translator, beside(statement), title_ar="دعوة إلى لقاء")

    assert response.status_code == 302
    assert states(statement)[0] == "reviewed"
    page = translator.get(beside(statement))
    assert ["جلسة" in str(message) for message in page.context["messages"] if message.level_tag == "warning"] == [True]
    assert page.content.decode().count('class="is-lacking"') == 1


# -- a machine's proposals ------------------------------------------------------------------------------------------


@pytest.fixture
def server(settings):
    with TranslationServer() as server:
        settings.TRANSLATE_URL = server.url
        yield server


def test_proposals_are_machine_made_until_somebody_has_read_them(translator, statement, server):
    statement.title_ar = "مجلس"
    statement.save()
    opened = fields_of(translator.get(beside(statement)))

    page = translator.post(beside(statement), opened | {"title_ar": "getippt", "_propose": "1"})

    assert [question["format"] for _path, question in server.asked] == ["html"]
    assert states(statement, "body")[0] == "machine"
    assert (statement.title_ar, fields_of(page)["title_ar"]) == ("مجلس", "getippt")
    assert "Übersetzt" in fields_of(page)["body_ar"]
    save(translator, beside(statement))
    assert states(statement, "body")[0] == "machine"
    save(translator, beside(statement), right_body="on")
    assert states(statement, "body")[0] == "reviewed"


@pytest.mark.once
def test_proposals_are_off_without_a_server_and_for_plain_german(sign_in, statement, settings):
    client = sign_in("editor")
    assert "_propose" not in client.get(beside(statement)).content.decode()
    settings.TRANSLATE_URL = "http://127.0.0.1:9"
    assert "_propose" in client.get(beside(statement)).content.decode()
    assert "_propose" not in client.get(beside(statement, "de-simple")).content.decode()

    page = save(client, beside(statement), title_ar="getippt", _propose="1")

    assert fields_of(page)["title_ar"] == "getippt"
    assert states(statement)[0] == "missing"


@pytest.mark.once
def test_form_of_a_row_leads_to_the_text_beside_its_german(translator, statement):
    form = translator.get(reverse("admin:councils_statement_change", args=[statement.pk]))

    assert [entry["address"] for entry in form.context["beside"]] == [beside(statement, "en"), beside(statement, "ar")]
