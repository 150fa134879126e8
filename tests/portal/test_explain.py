import re

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils.translation import override

from councils.publishing import State
from portal.words import CHAPTERS, WORDS
from tests.elements import Page
from tests.factories import make_council

LANGUAGES = [code for code, _name in settings.LANGUAGES]


# -- languages --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_languages_stand_in_their_own_script_and_lead_to_their_start_page(client, language):
    page = Page(client.get(f"/{language}/languages/"))

    [offered] = page.with_class("lang-big")
    names = [e for e in page.elements if offered in e.inside and e.tag in {"a", "span"} and e.get("lang")]
    assert [(e["lang"], e.text, e.get("href")) for e in names] == [
        (code, name, None if code == language else f"/{code}/") for code, name in settings.LANGUAGES
    ]
    assert page.one("html")["lang"] == language


@pytest.mark.django_db
def test_languages_say_how_far_their_texts_can_be_trusted(client):
    make_council(name_de="Integrationsrat", name_ar="مجلس الاندماج")
    make_council(name_de="Beirat")
    make_council(name_de="Entwurf", name_ar="مسودة", state=State.DRAFT)

    entries = {entry.language.code: entry for entry in client.get("/de/languages/").context["entries"]}

    assert {code: entry.councils for code, entry in entries.items()} == dict.fromkeys(LANGUAGES, 0) | {"de": 2, "ar": 1}
    assert entries["ar"].state == entries["en"].state != entries["de"].state
    assert entries["ar"].translated_name == "Arabisch"


@pytest.mark.django_db
def test_reviewed_language_is_called_so(client, settings):
    settings.REVIEWED_INTERFACE_LANGUAGES = ("de", "en")

    states = {entry.language.code: entry.state for entry in client.get("/de/languages/").context["entries"]}

    assert len({states["de"], states["en"], states["ar"]}) == 3


@pytest.mark.django_db
def test_languages_cost_one_query(client, django_assert_num_queries):
    for number in (1, 3):
        for _row in range(number):
            make_council()
        with django_assert_num_queries(1):
            client.get("/de/languages/")


# -- words ------------------------------------------------------------------------------------------------------------


def test_words_are_told_apart():
    words = [word for chapter in CHAPTERS for word in chapter.words]
    anchors = [word.anchor for word in words] + [chapter.anchor for chapter in CHAPTERS]

    assert len(WORDS) == len(words)
    assert len(anchors) == len(set(anchors))
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", anchor) for anchor in anchors)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_explained_with_its_german_name_in_every_language(client, language):
    # Without the mark "django_db" a query would fail: the glossary needs none.
    page = Page(client.get(f"/{language}/words/"))

    assert page.one("body")["data-page"] == "words"
    for word in WORDS.values():
        [entry] = page.find("div", id=word.anchor)
        assert word.german in entry.text
        [explanation] = [e for e in page.find("dd") if entry in e.inside]
        with override(language):
            assert explanation.text.strip() == str(word.explanation)
        marked = [e for e in page.find("span", lang="de", dir="ltr") if entry in e.inside]
        with override(language):
            assert [e.text.strip() for e in marked] == ([word.german] if word.german != word.word else [])


def render(source, **names):
    return Template("{% load words %}" + source).render(Context(names))


def test_word_links_to_its_explanation():
    with override("de"):
        assert (
            render('{% word "public" "öffentliche" %}')
            == '<a class="term" href="/de/words/#oeffentlich">öffentliche</a>'
        )
        assert render('{% word_url "minutes" %}') == "/de/words/#protokoll"
    with override("ar"):
        html = render('{% word "advisory_council" %}')
        assert html == f'<a class="term" href="/ar/words/#beirat">{WORDS["advisory_council"].word}</a>'


def test_word_escapes_its_text():
    with override("de"):
        assert "<b>" not in render('{% word "public" text %}', text="<b>")


def test_unknown_word_is_a_mistake():
    with pytest.raises(KeyError):
        render('{% word "gibberish" %}')


def test_templates_link_to_words_that_exist():
    """A misspelt word would otherwise be seen only by whoever opens the page."""
    sources = [path.read_text() for path in (settings.BASE_DIR / "templates").rglob("*.html")]
    used = {key for source in sources for key in re.findall(r'{% word(?:_url)? "(\w+)"', source)}
    anchors = {anchor for source in sources for anchor in re.findall(r'{% url "words" %}#([\w-]+)', source)}

    assert used <= set(WORDS)
    assert anchors <= {word.anchor for word in WORDS.values()}
