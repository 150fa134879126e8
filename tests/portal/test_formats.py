"""Days, months and hours as public offices write them: weekday, order, case and capitals in each language."""

import datetime

import pytest
from django.conf import settings
from django.forms import DateField
from django.utils import formats, translation
from django.utils.html import strip_tags

from councils import dates
from councils.partial_dates import PartialDate
from portal.templatetags import portal_tags

LANGUAGES = [code for code, _name in settings.LANGUAGES]
DAY = datetime.date(2022, 4, 28)

LONG = {
    "de": "Donnerstag, 28. April 2022",
    "de-simple": "Donnerstag, 28. April 2022",
    "en": "Thursday 28 April 2022",
    "ar": "الخميس، 28 أبريل 2022",
    "bg": "четвъртък, 28 април 2022 г.",
    "fa": "پنج\u200cشنبه 28 آوریل 2022",
    "pl": "czwartek, 28 kwietnia 2022 r.",
    "ro": "joi, 28 aprilie 2022",
    "ru": "четверг, 28 апреля 2022 г.",
    "tr": "28 Nisan 2022 Perşembe",
    "uk": "четвер, 28 квітня 2022 р.",
    "vi": "Thứ Năm, ngày 28 tháng 4 năm 2022",
}
SHORT = {
    "de": "28. April 2022",
    "de-simple": "28. April 2022",
    "en": "28 April 2022",
    "ar": "28 أبريل 2022",
    "bg": "28 април 2022 г.",
    "fa": "28 آوریل 2022",
    "pl": "28 kwietnia 2022 r.",
    "ro": "28 aprilie 2022",
    "ru": "28 апреля 2022 г.",
    "tr": "28 Nisan 2022",
    "uk": "28 квітня 2022 р.",
    "vi": "ngày 28 tháng 4 năm 2022",
}
MONTH = {
    "de": "November 2014",
    "de-simple": "November 2014",
    "en": "November 2014",
    "ar": "نوفمبر 2014",
    "bg": "ноември 2014 г.",
    "fa": "نوامبر 2014",
    "pl": "listopad 2014 r.",
    "ro": "noiembrie 2014",
    "ru": "ноябрь 2014 г.",
    "tr": "Kasım 2014",
    "uk": "листопад 2014 р.",
    "vi": "tháng 11 năm 2014",
}
DAY_MONTH = {
    "de": "3. Mai",
    "de-simple": "3. Mai",
    "en": "3 May",
    "ar": "3 مايو",
    "bg": "3 май",
    "fa": "3 مه",
    "pl": "3 maja",
    "ro": "3 mai",
    "ru": "3 мая",
    "tr": "3 Mayıs",
    "uk": "3 травня",
    "vi": "ngày 3 tháng 5",
}
# 18:00; from 18:00 to 20:30
HOURS = {
    "de": ("18:00 Uhr", "18:00–20:30 Uhr"),
    "de-simple": ("18:00 Uhr", "18:00–20:30 Uhr"),
    "en": ("6 pm", "6 pm – 8:30 pm"),
    "ar": ("الساعة 18:00", "الساعة 18:00–20:30"),
    "bg": ("18:00 ч.", "18:00–20:30 ч."),
    "fa": ("ساعت 18:00", "ساعت 18:00–20:30"),
    "pl": ("godz. 18:00", "godz. 18:00–20:30"),
    "ro": ("ora 18:00", "ora 18:00–20:30"),
    "ru": ("18:00", "18:00–20:30"),
    "tr": ("saat 18.00", "saat 18.00–20.30"),
    "uk": ("18:00", "18:00–20:30"),
    "vi": ("18 giờ 00", "18 giờ 00 – 20 giờ 30"),
}
GERMAN_DAYS = "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag"
# Monday to Sunday
WEEKDAYS = {
    "de": GERMAN_DAYS,
    "de-simple": GERMAN_DAYS,
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "ar": "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
    "bg": "понеделник вторник сряда четвъртък петък събота неделя",
    "fa": "دوشنبه سه\u200cشنبه چهارشنبه پنج\u200cشنبه جمعه شنبه یک\u200cشنبه",
    "pl": "poniedziałek wtorek środa czwartek piątek sobota niedziela",
    "ro": "luni marți miercuri joi vineri sâmbătă duminică",
    "ru": "понедельник вторник среда четверг пятница суббота воскресенье",
    "tr": "Pazartesi Salı Çarşamba Perşembe Cuma Cumartesi Pazar",
    "uk": "понеділок вівторок середа четвер п’ятниця субота неділя",
    "vi": "Thứ_Hai Thứ_Ba Thứ_Tư Thứ_Năm Thứ_Sáu Thứ_Bảy Chủ_nhật",
}
GERMAN_MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
# as they stand beside a day: in the genitive where the language asks for it
MONTHS = {
    "de": GERMAN_MONTHS,
    "de-simple": GERMAN_MONTHS,
    "en": "January February March April May June July August September October November December",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "bg": "януари февруари март април май юни юли август септември октомври ноември декември",
    "fa": "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "vi": " ".join(str(month) for month in range(1, 13)),
}


def spaced(text):
    """The text with plain blanks: which of them may break is looked at apart."""
    return str(text).replace("\xa0", " ")


@pytest.fixture(params=LANGUAGES)
def language(request):
    with translation.override(request.param):
        yield request.param


def test_every_language_is_listed_here():
    for table in (LONG, SHORT, MONTH, DAY_MONTH, HOURS, WEEKDAYS, MONTHS):
        assert sorted(table) == sorted(LANGUAGES)


def test_day_with_weekday(language):
    print(language, dates.long_date(DAY))

    assert spaced(dates.long_date(DAY)) == LONG[language]
    assert spaced(dates.long_date(PartialDate.of(DAY))) == LONG[language]


def test_dates_as_far_as_they_are_known(language):
    assert spaced(dates.partial_date(PartialDate(2022, 4, 28))) == SHORT[language]
    assert spaced(dates.partial_date(DAY)) == SHORT[language]
    assert spaced(dates.partial_date(PartialDate(2014, 11))) == MONTH[language]
    assert spaced(dates.long_date(PartialDate(2014, 11))) == MONTH[language]
    assert dates.partial_date(PartialDate(2014)) == "2014"
    assert dates.partial_date(None) == dates.long_date(None) == ""


def test_day_without_year(language):
    assert spaced(dates.day_month(datetime.date(2022, 5, 3))) == DAY_MONTH[language]


def test_month_with_year(language):
    assert spaced(dates.month_year(datetime.date(2014, 11, 3))) == MONTH[language]


def test_hours(language):
    start, both = HOURS[language]

    assert spaced(dates.clock(datetime.time(18))) == start
    plain = portal_tags.time_range(datetime.time(18), datetime.time(20, 30))
    assert spaced(strip_tags(plain)) == both
    assert spaced(portal_tags.time_range(datetime.time(18))) == start


def test_midnight_is_a_time_and_nothing_is_none(language):
    assert dates.clock(datetime.time(0)) != ""
    assert dates.clock(None) == ""
    assert portal_tags.time_range(None) == ""


def test_weekdays(language):
    monday = datetime.date(2026, 6, 1)
    found = [dates.weekday(monday + datetime.timedelta(days=number)) for number in range(7)]
    print(language, *found)

    assert [name.replace(" ", "_") for name in found] == WEEKDAYS[language].split()


def test_months_beside_a_day(language):
    found = [spaced(dates.day_month(datetime.date(2026, month, 9))) for month in range(1, 13)]
    print(language, *found)

    names = [text.split()[-1] for text in found]
    assert names == MONTHS[language].split()


def test_day_and_month_stay_on_one_line(language):
    assert "\xa0" in dates.day_month(DAY)
    assert language == "vi" or f"28{'.' * language.startswith('de')}\xa0" in dates.long_date(DAY)


def test_digits_are_latin_and_years_gregorian(language):
    text = dates.long_date(DAY) + dates.clock(datetime.time(18, 30)) + formats.date_format(DAY, "SHORT_DATE_FORMAT")

    assert "2022" in text
    assert all(letter.isascii() for letter in text if letter.isdigit())


def test_a_short_date_can_be_typed_as_it_is_shown(language):
    shown = formats.date_format(DAY, "SHORT_DATE_FORMAT")

    assert DateField(localize=True).clean(shown) == DAY
    assert DateField(localize=True).clean("2022-04-28") == DAY
    assert not any(form.startswith("%m") for form in formats.get_format("DATE_INPUT_FORMATS"))


def test_weeks_begin_on_monday(language):
    assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


def test_one_point_where_a_date_ends_a_sentence():
    with translation.override("ru"):
        assert spaced(dates.say("До: %(date)s.", date=dates.long_date(DAY))) == "До: четверг, 28 апреля 2022 г."
    with translation.override("en"):
        assert spaced(dates.say("Until: %(date)s.", date=dates.long_date(DAY))) == "Until: Thursday 28 April 2022."
