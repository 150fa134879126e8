"""Long text is one small subset of HTML, whichever way it comes in."""

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


PIECES = [
    f"<{slash}{tag}>" for tag in ("p", "h3", "ul", "ol", "li", "a href=x", "strong", "em", "b") for slash in ("", "/")
]


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3))).map("".join))
def test_clean_html_is_stable(text):
    once = clean_html(text)

    assert clean_html(once) == once
    assert "<script" not in once.lower()


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
