import datetime
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils import translation

from councils.partial_dates import PartialDate
from portal.templatetags import portal_tags

THURSDAY = datetime.date(2022, 4, 28)
LONG_DATES = {
    "de": "Donnerstag, 28.\xa0April 2022",
    "de-simple": "Donnerstag, 28.\xa0April 2022",
    "en": "Thursday 28\xa0April 2022",
    "ar": "الخميس، 28\xa0أبريل 2022",
    "bg": "четвъртък, 28\xa0април 2022\xa0г.",
    "fa": "پنج\u200cشنبه 28\xa0آوریل 2022",
    "pl": "czwartek, 28\xa0kwietnia 2022\xa0r.",
    "ro": "joi, 28\xa0aprilie 2022",
    "ru": "четверг, 28\xa0апреля 2022\xa0г.",
    "tr": "28\xa0Nisan 2022 Perşembe",
    "uk": "четвер, 28\xa0квітня 2022\xa0р.",
    "vi": "Thứ Năm, ngày\xa028 tháng\xa04 năm\xa02022",
}
CLOCKS = {
    "de": "18:00\xa0Uhr",
    "de-simple": "18:00\xa0Uhr",
    "en": "6\xa0pm",
    "ar": "الساعة\xa018:00",
    "bg": "18:00\xa0ч.",
    "fa": "ساعت\xa018:00",
    "pl": "godz.\xa018:00",
    "ro": "ora\xa018:00",
    "ru": "18:00",
    "tr": "saat\xa018.00",
    "uk": "18:00",
    "vi": "18\xa0giờ\xa000",
}
MONTHS = {
    "de": "November 2014",
    "en": "November 2014",
    "ar": "نوفمبر 2014",
    "pl": "listopad 2014\xa0r.",
    "ru": "ноябрь 2014\xa0г.",
    "vi": "tháng\xa011 năm\xa02014",
}


def render(source, **context):
    return Template("{% load portal_tags %}" + source).render(Context(context))


def council(**name):
    names = {f"name_{language}": "" for language in ("de", "de_simple", "en", "ar")}
    names |= {f"name_{language}": text for language, text in name.items()}
    active = translation.get_language().replace("-", "_")
    return SimpleNamespace(name=names[f"name_{active}"] or names["name_de"], **names)


@pytest.mark.parametrize("language", LONG_DATES)
def test_long_date_is_written_as_in_that_language(language):
    with translation.override(language):
        assert render("{{ day|long_date }}", day=THURSDAY) == LONG_DATES[language]


@pytest.mark.parametrize("language", CLOCKS)
def test_clock_is_written_as_in_that_language(language):
    with translation.override(language):
        assert render("{{ time|clock }}", time=datetime.time(18)) == CLOCKS[language]


@pytest.mark.parametrize("language", MONTHS)
def test_partial_date_of_a_month_is_written_as_in_that_language(language):
    with translation.override(language):
        assert render("{{ date|partial_date }}", date=PartialDate(2014, 11)) == MONTHS[language]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", '<span class="nb"><bdi dir="ltr">18:00–20:30</bdi>\xa0Uhr</span>'),
        ("ar", '<span class="nb">الساعة\xa0<bdi dir="ltr">18:00–20:30</bdi></span>'),
        ("en", "6\xa0pm\xa0– 8:30\xa0pm"),
        ("vi", "18\xa0giờ\xa000\xa0– 20\xa0giờ\xa030"),
    ],
)
def test_time_range_keeps_its_digits_together(language, expected):
    with translation.override(language):
        assert portal_tags.time_range(datetime.time(18), datetime.time(20, 30)) == expected


def test_time_range_without_an_end_is_a_time():
    with translation.override("de"):
        assert portal_tags.time_range(datetime.time(18), None) == "18:00\xa0Uhr"
        assert portal_tags.time_range(None, None) == ""


@pytest.mark.parametrize("language", ["ar", "de-simple"])
def test_text_that_fell_back_is_marked_as_german(language):
    with translation.override(language):
        assert render('{% t c "name" %}', c=council(de="Beirat & Co")) == (
            '<span lang="de" dir="ltr">Beirat &amp; Co</span>'
        )
        assert render('<h1{% lang_of c "name" %}>', c=council(de="Beirat")) == '<h1 lang="de" dir="ltr">'
        assert render('{{ c|fell_back:"name" }}', c=council(de="Beirat")) == "True"


def test_text_with_a_translation_is_not_marked():
    with translation.override("ar"):
        assert render('{% t c "name" %}', c=council(de="Beirat", ar="مجلس")) == "مجلس"
        assert render('<h1{% lang_of c "name" %}>', c=council(de="Beirat", ar="مجلس")) == "<h1>"
    with translation.override("de"):
        assert render('{% t c "name" %}', c=council(de="Beirat")) == "Beirat"


def test_text_that_exists_in_no_language_is_nothing():
    with translation.override("ar"):
        assert render('{% t c "name" %}{% rich c "name" %}<p{% lang_of c "name" %}>', c=council()) == "<p>"


def test_rich_text_that_fell_back_says_so():
    with translation.override("en"):
        html = render('{% rich c "name" %}', c=council(de="<p>Wir beraten.</p>"))

    assert html == (
        '<p class="fell">So far this text is in German only.</p>'
        '<div class="rich fb" lang="de" dir="ltr"><p>Wir beraten.</p></div>'
    )


@pytest.mark.parametrize(
    ("number", "dialled"),
    [
        ("05151 903-0", "+4951519030"),
        ("+49 (0)30 123 45", "+493012345"),
        ("0049 30/12345", "+493012345"),
        ("115", "115"),
    ],
)
def test_phone_numbers_can_be_dialled_and_stay_as_written(number, dialled):
    assert portal_tags.phone(number) == f'<a href="tel:{dialled}"><bdi dir="ltr" class="nb">{number}</bdi></a>'


def test_short_codes_stay_on_one_line_and_long_ones_may_break():
    assert portal_tags.bdi("Ö 3.1") == '<bdi dir="ltr" class="nb">Ö 3.1</bdi>'
    assert 'class="any"' in portal_tags.bdi("a-very-long-address@council.example")
    assert portal_tags.bdi("<b>") == '<bdi dir="ltr" class="nb">&lt;b&gt;</bdi>'
    assert portal_tags.bdi(None) == ""


def test_comma_is_that_of_the_script():
    with translation.override("fa"):
        assert portal_tags.comma() == "، "
    with translation.override("ru"):
        assert portal_tags.comma() == ", "


def test_file_kind_is_the_end_of_the_name():
    assert portal_tags.file_kind("documents/x/Einladung.v2.pdf") == "PDF"
    assert portal_tags.file_kind("") == ""
