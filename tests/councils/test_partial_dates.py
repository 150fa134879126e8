"""Dates known to the day, the month or the year."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from councils.models import Term
from councils.partial_dates import PartialDate, PartialDateFormField, format_partial_date
from tests import factories


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2014", "2014"),
        ("2014-11", "2014-11"),
        ("2014-11-03", "2014-11-03"),
        ("11.2014", "2014-11"),
        ("3.11.2014", "2014-11-03"),
        (" 03. 11. 2014 ", "2014-11-03"),
    ],
)
def test_parse_reads_what_people_write(text, iso):
    assert str(PartialDate.parse(text)) == iso


@pytest.mark.parametrize(
    "text", ["", "14", "2014-13", "2014-02-30", "2014-00-01", "2014-11-00", "٢٠١٤", "2014/11", "x"]
)
def test_parse_refuses_what_is_no_date(text):
    with pytest.raises(ValueError, match=r"."):
        PartialDate.parse(text)


@given(st.dates(min_value=datetime.date(1000, 1, 1)), st.sampled_from([4, 7, 10]))
def test_partial_dates_survive_text_and_number(date, length):
    value = PartialDate.parse(date.isoformat()[:length])

    assert PartialDate.parse(str(value)) == value
    assert PartialDate.from_int(int(value)) == value
    assert value.earliest <= date <= value.latest


def test_unknown_days_sort_before_known_ones():
    dates = [PartialDate.parse(text) for text in ("2015", "2014-11-03", "2014-11", "2014", "2014-12")]

    assert [str(date) for date in sorted(dates)] == ["2014", "2014-11", "2014-11-03", "2014-12", "2015"]


@pytest.mark.django_db
def test_column_sorts_and_compares_by_what_a_date_may_mean():
    council = factories.make_council()
    for text in ("2014", "2014-11", "2014-11-03"):
        factories.make_term(council=council, key=f"t{text}", began=None, ended=PartialDate.parse(text))
    day = PartialDate(2014, 11, 10)

    def keys(**condition):
        return [term.key for term in Term.objects.filter(**condition).order_by("ended")]

    assert keys() == ["t2014", "t2014-11", "t2014-11-03"]
    assert keys(ended__gte=day) == ["t2014", "t2014-11"]
    assert keys(ended__gt=day) == ["t2014", "t2014-11"]
    assert keys(ended__lte=day) == ["t2014", "t2014-11", "t2014-11-03"]
    assert keys(ended__lt=PartialDate(2014, 11, 3)) == ["t2014", "t2014-11"]
    assert keys(ended__lte=PartialDate(2014)) == ["t2014", "t2014-11", "t2014-11-03"]
    assert keys(ended__gt=PartialDate(2014)) == []
    assert keys(ended__gt=PartialDate(2013)) == ["t2014", "t2014-11", "t2014-11-03"]
    assert keys(ended="2014-11") == ["t2014-11"]
    assert keys(ended__sort__gte=20141101) == ["t2014-11-03"]


@pytest.mark.django_db
@pytest.mark.parametrize("number", [2014, 20141300, 20141132, 20140015])
def test_database_refuses_what_is_no_date(number):
    term = factories.make_term()
    table = Term._meta.db_table

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET ended = %s WHERE id = %s", [number, term.pk])


def test_form_field_reads_and_keeps_what_was_typed():
    field = PartialDateFormField(required=False)

    assert field.clean("11.2014") == PartialDate(2014, 11)
    assert field.clean("") is None
    assert not field.has_changed(PartialDate(2014, 11), "2014-11")
    with pytest.raises(ValidationError):
        field.clean("neulich")


@pytest.mark.parametrize(
    ("language", "year", "month", "day"),
    [
        ("de", "2014", "November 2014", "3. November 2014"),
        ("en", "2014", "November 2014", "3 November 2014"),
    ],
)
def test_format_shows_only_what_is_known(language, year, month, day):
    def shown(*parts):
        return format_partial_date(PartialDate(*parts), language).replace("\xa0", " ")

    assert (shown(2014), shown(2014, 11), shown(2014, 11, 3)) == (year, month, day)
