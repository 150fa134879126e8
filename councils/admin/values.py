"""Values of columns as the office reads them."""

import datetime

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from councils.partial_dates import PartialDate, format_partial_date


def said(column, value):
    """A value as people write it."""
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    match value:
        case bool():
            return gettext("Yes") if value else gettext("No")
        case PartialDate():
            text = format_partial_date(value)
        case datetime.datetime():
            text = date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
        case datetime.date():
            text = date_format(value, "SHORT_DATE_FORMAT")
        case datetime.time():
            text = f"{value:%H:%M}"
        case list():
            text = ", ".join(map(str, value))
        case _:
            # Of a file its name, without the folder.
            text = str(value).rpartition("/")[2] if isinstance(column, models.FileField) else str(value)
    return text
