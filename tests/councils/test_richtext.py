"""Long text is one small subset of HTML, whichever way it comes in."""

from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from councils.models import Statement
from councils.publishing import State
from councils.richtext import clean_html, plain_text
from tests import factories


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("", ""),
        ("   ", ""),
        ("Ein Satz & mehr\n\nNoch einer", "<p>Ein Satz &amp; mehr</p><p>Noch einer</p>"),
        ("<p>Hallo <b>Welt</b> <i>ja</i></p>", "<p>Hallo <strong>Welt</strong> <em>ja</em></p>"),
        ("<h1>Oben</h1><p>x</p>", "<h3>Oben</h3><p>x</p>"),
        ("<p onclick='x' style='a'>x</p>", "<p>x</p>"),
        ("<script>alert(1)</script><p>x</p>", "<p>x</p>"),
        ("<p>x</p><p> </p>", "<p>x</p>"),
        ("<p><a href='javascript:alert(1)'>x</a></p>", '<p><a rel="noopener noreferrer">x</a></p>'),
        (
            "<p><a href='https://example.org' target=_blank>x</a></p>",
            '<p><a href="https://example.org" rel="noopener noreferrer">x</a></p>',
        ),
        ("<p>x<img src=x onerror=alert(1)></p>", "<p>x</p>"),
        ("<p>a\x00b</p>", "<p>ab</p>"),
        ("lose <p>Absatz</p> Worte", "<p>lose </p><p>Absatz</p><p> Worte</p>"),
        ("<li>allein</li>", "<p>allein</p>"),
        ("<ul>eins<li>zwei<ul><li>drei</ul></ul>", "<ul><li>eins</li><li>zwei<ul><li>drei</li></ul></li></ul>"),
        ("<strong>fett<p>Absatz</p></strong>", "<p><strong>fett</strong></p><p>Absatz</p>"),
    ],
)
def test_clean_html_keeps_the_subset_only(dirty, clean):
    assert clean_html(dirty) == clean


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("Erstens\n- eins", "<p>Erstens - eins</p>"),
        ("Wir bieten:\n\n- eins\n* zwei & mehr", "<p>Wir bieten:</p><ul><li>eins</li><li>zwei &amp; mehr</li></ul>"),
        ("1. eins\n2. zwei", "<ol><li>eins</li><li>zwei</li></ol>"),
        ("3. Mai\n4. Mai", "<p>3. Mai 4. Mai</p>"),
        ("·\tHilfe", "<ul><li>Hilfe</li></ul>"),
        ("o\tHilfe\no\tRat", "<ul><li>Hilfe</li><li>Rat</li></ul>"),
        ("Eins\n\nsiehe <strong>hier</strong>", "<p>Eins</p><p>siehe <strong>hier</strong></p>"),
        ("<p>a<br>b<br><br>c</p>", "<p>a b</p><p>c</p>"),
        ("<p>·&nbsp; eins</p><p>• zwei</p><p>· </p><p>Ende</p>", "<ul><li>eins</li><li>zwei</li></ul><p>Ende</p>"),
        ("<p>&nbsp;</p><p>18&nbsp;Uhr</p>", "<p>18&nbsp;Uhr</p>"),
    ],
)
def test_clean_html_reads_lists_as_people_type_them(typed, clean):
    assert clean_html(typed) == clean
    assert clean_html(clean) == clean


WORD = (
    "<h3>Rückblick</h3><h3>Was wir taten</h3>"
    "<p>Der Beirat tagte in Rostock, dreimal <strong>öffentlich</strong> und um 18&nbsp;Uhr.</p>"
    "<ul><li>Sprachkurse<ul><li>am Abend</li><li>am <em>Samstag</em></li></ul></li><li>Beratung</li></ul>"
    "<ol><li>Antrag stellen</li><li>Antwort abwarten</li></ol><ul><li>ohne Stil</li></ul>"
    "<p>Mai – 12 Gäste</p><p>Juni – innen – 8</p>"
    '<p>Mehr <a href="https://example.org/a?b=1&amp;c=2" rel="noopener noreferrer">dort</a>, hier[1].</p>'
)
PASTED = {
    "word": WORD,
    "libreoffice": (
        "<h3>Aufruf</h3><p><strong>Wir suchen</strong> Menschen.</p><p>Melden Sie sich.</p>"
        "<ol><li>Eins</li><li>Zwei <ul><li>سه</li></ul></li></ol>"
    ),
    "google": ("<p>Ganz <strong>wichtig</strong><em> und schräg</em></p><ul><li>Punkt</li></ul>"),
    "word-online": "<ul><li>Eins</li><li>Zwei</li></ul><p><strong>Schluss</strong></p>",
}


@pytest.mark.parametrize("program", PASTED)
def test_clean_html_takes_what_word_processors_paste(program):
    pasted = (Path(__file__).parents[1] / "data/pasted" / f"{program}.html").read_text(encoding="utf-8")

    clean = clean_html(pasted)

    assert clean == PASTED[program]
    assert clean_html(clean) == clean


PIECES = [
    *[
        f"<{slash}{tag}>"
        for tag in ("p", "h3", "ul", "ol", "li", "a href=x", "strong", "em", "b", "table", "td", "p style=x", "div")
        for slash in ("", "/")
    ],
    "<br>", "· ", "•\xa0", "1.\t", "-\t", "\n\n", "<![if x]>", "<!--", "-->",
    "<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'>", "<span style='mso-list:Ignore'>",
]  # fmt: skip


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3))).map("".join))
def test_clean_html_is_stable(text):
    once = clean_html(text)

    assert clean_html(once) == once
    assert "<script" not in once.lower()


@pytest.mark.once
@pytest.mark.parametrize(
    "nasty",
    [
        "<ol>" * 25_000,
        "<ul><li><p> " * 8_000,
        f"<p style='{'mso-list: ' * 10_000}'>a",
        "<ul><li>" * 3000 + "</p>" * 9000,
    ],
)  # fmt: skip
def test_clean_html_is_done_soon_whatever_it_is_given(nasty):
    began = process_time()

    clean = clean_html(nasty)

    # Some of these took minutes.
    assert process_time() - began < 5
    assert clean_html(clean) == clean


def test_plain_text_is_the_words():
    assert plain_text("<p>Ein &amp; <strong>zwei</strong></p><p>drei</p>") == "Ein & zwei drei"


@pytest.mark.django_db
def test_every_way_in_is_cleaned():
    dirty, clean = "<p>x<script>y</script></p>", "<p>x</p>"
    council = factories.make_council()
    saved = factories.make_statement(council=council, body_de=dirty, body_ar=dirty)
    assert (saved.body_de, saved.body_ar) == (clean, clean)

    Statement.objects.update(body_de=dirty)
    assert Statement.objects.get().body_de == clean
    saved.body_de = dirty
    Statement.objects.bulk_update([saved], ["body_de"])
    assert Statement.objects.get().body_de == clean
    saved.delete() if saved.first_published_at is None else saved.remove()
    Statement.objects.bulk_create(
        [Statement(council=council, kind="task", title_de="x", body_de=dirty, state=State.PUBLISHED)]
    )
    assert Statement.objects.present().get().body_de == clean
