"""Tables as spreadsheet programs know them, CSV and XLSX: written so that nothing in them runs, and read with care."""

import csv
import datetime
import io
import zipfile
import zlib
from dataclasses import dataclass
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils.exceptions import InvalidFileException

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LARGEST_FILE = 5_000_000
LARGEST_UNPACKED = 30_000_000
# Of what a workbook holds beside its cells: how they look, what it is called. This is read into memory as a whole.
LARGEST_OTHER = 2_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 40
# A spreadsheet holds no more in a cell.
LONGEST_CELL = 32_000
# What a spreadsheet program would take for a formula.
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Elements of the parts that hold cells; each takes its time, be it empty.
MOST_ELEMENTS = 1_500_000
# Where a workbook keeps its cells, and what is not read at all.
CELLS, MEDIA = ("xl/worksheets/", "xl/sharedStrings"), ("xl/media/", "xl/drawings/", "xl/charts/", "xl/embeddings/")
# How files begin that are no table: those of old or locked Office files, and web pages.
LOCKED, WEB_PAGES = b"\xd0\xcf\x11\xe0", (b"<!doctype html", b"<html", b"<table")
_BROKEN = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, ParseError, KeyError, ValueError, TypeError, AttributeError,
    IndexError, EOFError, OSError, RuntimeError,
)  # fmt: skip
_CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])


class Unreadable(ValueError):
    """The file is no table of this kind; the message says why, in the office's language."""


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, as text; a formula is not worked out."""

    text: str
    is_formula: bool = False


# -- writing ------------------------------------------------------------------------------------------------------


def as_csv(heads, rows):
    """The table as CSV that German spreadsheet programs open as it is: UTF-8 with its mark, and semicolons."""
    written = io.StringIO(newline="")
    table = csv.writer(written, delimiter=";", quoting=csv.QUOTE_ALL)
    table.writerow(heads)
    table.writerows([defused(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def defused(text):
    """A cell that no program takes for a formula; reading takes the mark away again."""
    return f"'{text}" if text.lstrip("'").startswith(STARTS_FORMULA) else text


def as_xlsx(title, heads, rows, *, widths, freeze, directions=()):
    """The table as a workbook in which every cell is text; ``widths`` and reading ``directions`` are by column."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = freeze
    for number, width in enumerate(widths):
        sheet.column_dimensions["ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number]].width = width
    head, plain = _style(sheet, bold=True), _style(sheet)
    styles = [_style(sheet, direction=directions[n]) if n in directions else plain for n in range(len(heads))]
    sheet.append([_cell(sheet, name, head) for name in heads])
    for row in rows:
        sheet.append([_cell(sheet, text, style) for text, style in zip(row, styles, strict=True)])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _style(sheet, *, bold=False, direction=0):
    """How cells look; made once, because making it for every cell takes most of the time."""
    model = WriteOnlyCell(sheet)
    model.number_format, model.quotePrefix, model.font = "@", True, Font(bold=bold)
    model.alignment = Alignment(wrap_text=True, vertical="top", readingOrder=direction)
    return model._style


def _cell(sheet, text, style):
    cell = WriteOnlyCell(sheet, value=text.translate(_CONTROL))
    # Also what begins like a formula is text, and stays it when somebody edits the cell.
    cell.data_type, cell._style = "s", style
    return cell


# -- reading ------------------------------------------------------------------------------------------------------


def rows_of(data, *, too_large, encoding_of_old=None):
    """The rows of a file as lists of cells; raises :class:`Unreadable`, be it when a row is asked for.

    ``encoding_of_old`` is how old programs write letters: what is no UTF-8 is read so, where it is given.
    """
    if len(data) > LARGEST_FILE:
        raise Unreadable(too_large)
    if data.startswith(b"PK"):
        return _rows_of_workbook(data, too_large)
    if data.startswith(LOCKED):
        text = gettext("This file has a password, or is of an old program. Save it without one as XLSX or “CSV UTF-8”.")
        raise Unreadable(text)
    if data[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(WEB_PAGES):
        raise Unreadable(gettext("This is a web page, not a table. Open it and save it as XLSX or “CSV UTF-8”."))
    return _rows_of_text(data, encoding_of_old)


def _rows_of_text(data, encoding_of_old):
    text = _decoded(data, encoding_of_old)
    if "\x00" in text:
        raise Unreadable(gettext("This is neither a CSV file nor an XLSX file."))
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield [Cell(_undefused(cell), cell.startswith("=")) for cell in row[: MOST_COLUMNS + 1]]
    except csv.Error:
        raise Unreadable(gettext("This is neither a CSV file nor an XLSX file.")) from None


def _decoded(data, encoding_of_old):
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if is_wide else ["utf-8-sig", *filter(None, [encoding_of_old])]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    message = gettext("The letters of this file cannot be read. Save it again as “CSV UTF-8”, or as XLSX.")
    raise Unreadable(message) from None


def _rows_of_workbook(data, too_large):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if _is_too_heavy(packed):
                raise Unreadable(too_large)
        book = load_workbook(io.BytesIO(data), read_only=True)
        rows = book.worksheets[0].iter_rows(max_col=MOST_COLUMNS + 1, max_row=MOST_ROWS + 1)
        for row in rows:
            cells = [Cell(_text(cell.value), cell.data_type in {"f", "e"}) for cell in row]
            while cells and not cells[-1].text:
                cells.pop()
            yield cells
    except Unreadable:
        raise
    except _BROKEN:
        raise Unreadable(gettext("This is neither a CSV file nor an XLSX file.")) from None


def _is_too_heavy(packed):
    """Whether a workbook would take too much memory or time; asked before anything of it is understood."""
    parts = packed.infolist()
    others = [part.file_size for part in parts if not part.filename.startswith(CELLS + MEDIA)]
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED or sum(others) > LARGEST_OTHER:
        return True
    return sum(packed.read(part).count(b"<") for part in parts if part.filename.startswith(CELLS)) > MOST_ELEMENTS


def _text(value):
    """A value as people read it in its cell: days without a time, whole numbers without a fraction."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _undefused(text):
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(STARTS_FORMULA) else text
