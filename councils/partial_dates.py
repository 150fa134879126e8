"""Dates of which only the month or only the year is known.

Stored as one whole number YYYYMMDD with zeros for what is unknown (20141100 is "November 2014"), so the column sorts
the same on every database and needs no collation.
"""

import calendar
import datetime
import functools
import re

from django import forms
from django.core import exceptions
from django.db import models
from django.db.models import lookups
from django.utils import formats, translation
from django.utils.translation import gettext_lazy as _

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_GERMAN = re.compile(r"(?:(?:(\d{1,2})\.\s*)?(\d{1,2})\.\s*)?(\d{4})")


@functools.total_ordering
class PartialDate:
    """A day, a month or a year of the Gregorian calendar; an unknown day sorts before the known ones of its month."""

    __slots__ = ("day", "month", "year")

    def __init__(self, year, month=None, day=None):
        """Raise ValueError where the calendar has no such date, or where a day is given without its month."""
        if day and not month:
            raise ValueError("a day needs its month")
        datetime.date(year, month or 1, day or 1)
        if year < 1000:
            raise ValueError("a year has four digits")
        self.year, self.month, self.day = year, month or None, day or None

    def __int__(self):
        return self.year * 10000 + (self.month or 0) * 100 + (self.day or 0)

    def __eq__(self, other):
        return int(self) == int(other) if isinstance(other, PartialDate) else NotImplemented

    def __lt__(self, other):
        return int(self) < int(other) if isinstance(other, PartialDate) else NotImplemented

    def __hash__(self):
        return hash(int(self))

    def __repr__(self):
        return f"PartialDate('{self}')"

    def __str__(self):
        """The date as ISO 8601 writes it with reduced precision: 2014, 2014-11, 2014-11-03."""
        if self.day:
            return f"{self.year:04}-{self.month:02}-{self.day:02}"
        if self.month:
            return f"{self.year:04}-{self.month:02}"
        return f"{self.year:04}"

    @classmethod
    def parse(cls, text):
        """Read "2014", "2014-11", "2014-11-03" or the German "11.2014", "03.11.2014"; raise ValueError for all else."""
        text = text.strip()
        if match := _ISO.fullmatch(text):
            year, month, day = match.groups()
        elif match := _GERMAN.fullmatch(text):
            day, month, year = match.groups()
        else:
            raise ValueError(f"{text!r} is no date")
        if not text.isascii() or (month and int(month) == 0) or (day and int(day) == 0):
            raise ValueError(f"{text!r} is no date")
        return cls(int(year), int(month or 0), int(day or 0))

    @classmethod
    def of(cls, date):
        return cls(date.year, date.month, date.day)

    @classmethod
    def from_int(cls, number):
        return cls(number // 10000, number // 100 % 100, number % 100)

    @property
    def precision(self):
        """What is known: "day", "month" or "year"."""
        return "day" if self.day else "month" if self.month else "year"

    @property
    def earliest(self):
        """The first day this may mean."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self):
        """The last day this may mean."""
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])


def months_before(day, number):
    """The same day so many months earlier, or the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - number, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def format_partial_date(value, language=None):
    """A partial date as people write it in that language (the active one unless told): "November 2014"."""
    if value is None:
        return ""
    with translation.override(language or translation.get_language()):
        if value.precision == "year":
            return str(value.year)
        name = "DATE_FORMAT" if value.precision == "day" else "YEAR_MONTH_FORMAT"
        return formats.date_format(value.earliest, name)


class PartialDateFormField(forms.CharField):
    """One box for a date as far as it is known."""

    default_error_messages = {
        "invalid": _("Write the date as far as it is known: 2014, 11.2014 or 03.11.2014."),
    }

    def __init__(self, **kwargs):
        kwargs.pop("empty_value", None)
        super().__init__(**kwargs)

    def to_python(self, value):
        value = super().to_python(value)
        if not value:
            return None
        try:
            return PartialDate.parse(value)
        except ValueError:
            raise exceptions.ValidationError(self.error_messages["invalid"], code="invalid") from None

    def prepare_value(self, value):
        return str(value) if isinstance(value, PartialDate) else value

    def has_changed(self, initial, data):
        try:
            return self.to_python(initial and str(initial)) != self.to_python(data)
        except exceptions.ValidationError:
            return True


class PartialDateField(models.Field):
    """A column of partial dates.

    ``__lte`` and ``__lt`` ask the first day a value may mean, ``__gte`` and ``__gt`` the last one, so that "ended in
    2014" is still open on 30 June 2014. ``__sort`` is the plain number, for keyset paging.
    """

    description = _("Date of which the day or the month may be unknown")
    default_error_messages = {"invalid": PartialDateFormField.default_error_messages["invalid"]}

    def get_internal_type(self):
        return "IntegerField"

    def db_check(self, connection):
        column = connection.ops.quote_name(self.column)
        # No modulo sign: it would have to be doubled wherever the statement carries parameters.
        month, day = f"({column} / 100 - {column} / 10000 * 100)", f"({column} - {column} / 100 * 100)"
        return (
            f"{column} BETWEEN 10000000 AND 99991231 AND {month} <= 12 AND {day} <= 31 AND ({month} > 0 OR {day} = 0)"
        )

    def db_parameters(self, connection):
        return {**super().db_parameters(connection), "check": self.db_check(connection)}

    def from_db_value(self, value, expression, connection):
        return None if value is None else PartialDate.from_int(value)

    def to_python(self, value):
        if value is None or value == "" or isinstance(value, PartialDate):
            return value or None
        if isinstance(value, datetime.datetime):
            value = value.date()
        try:
            if isinstance(value, datetime.date):
                return PartialDate.of(value)
            return PartialDate.from_int(value) if isinstance(value, int) else PartialDate.parse(value)
        except (ValueError, TypeError):
            raise exceptions.ValidationError(
                self.error_messages["invalid"], code="invalid", params={"value": value}
            ) from None

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        if value is None or hasattr(value, "resolve_expression"):
            return value
        value = self.to_python(value)
        return None if value is None else int(value)

    def value_to_string(self, obj):
        value = self.value_from_object(obj)
        return "" if value is None else str(value)

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": PartialDateFormField, **kwargs})


class _Last:
    """Turn the column into the last day it may mean, as a number that compares with others."""

    def process_lhs(self, compiler, connection, lhs=None):
        sql, params = super().process_lhs(compiler, connection, lhs)
        last = (
            f"(CASE WHEN {sql} / 10000 * 10000 = {sql} THEN {sql} + 9999"
            f" WHEN {sql} / 100 * 100 = {sql} THEN {sql} + 99 ELSE {sql} END)"
        )
        return last, [*params] * 7


def _last_day(value):
    number = int(value)
    return number + 9999 if number % 10000 == 0 else number + 99 if number % 100 == 0 else number


@PartialDateField.register_lookup
class _AtLeast(_Last, lookups.GreaterThanOrEqual):
    pass


@PartialDateField.register_lookup
class _After(_Last, lookups.GreaterThan):
    def get_prep_lookup(self):
        value = super().get_prep_lookup()
        return value if hasattr(value, "resolve_expression") else _last_day(value)


@PartialDateField.register_lookup
class _AtMost(lookups.LessThanOrEqual):
    def get_prep_lookup(self):
        value = super().get_prep_lookup()
        return value if hasattr(value, "resolve_expression") else _last_day(value)


@PartialDateField.register_lookup
class _SortKey(models.Transform):
    """The stored number itself."""

    lookup_name = "sort"
    output_field = models.IntegerField()

    def as_sql(self, compiler, connection, **kwargs):
        return compiler.compile(self.lhs)
