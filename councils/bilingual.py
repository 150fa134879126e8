"""Tables of German and one other language, for translators who work in a spreadsheet: written, and read with care."""

import csv
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

# The heads of the columns are part of the format: they are the same in every language of the office.
KEY, KIND, ENTRY, FIELD, GERMAN, STATE = "Kennung", "Art", "Eintrag", "Feld", "Deutsch", "Stand"
TRANSLATION = "Übersetzung ({language})"
WIDTHS = {KEY: 12, KIND: 16, ENTRY: 28, FIELD: 16, GERMAN: 60, STATE: 14}
LARGEST_FILE = 5_000_000
LARGEST_UNPACKED = 60_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 40
# A spreadsheet holds no more in a cell.
LONGEST_CELL = 32_000
# What a spreadsheet program would take for a formula.
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BROKEN = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, ParseError, KeyError, ValueError, TypeError, AttributeError,
    IndexError, EOFError, OSError, RuntimeError,
)  # fmt: skip
_CONTROL = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])


class Unreadable(ValueError):
    """The file is no table of this kind; the message says why, in the office's language."""


@dataclass(frozen=True)
class Line:
    """One line of a table: its number in the file, the key of its text, and the translation."""

    number: int
    key: str
    text: str
    is_formula: bool = False


# -- writing ------------------------------------------------------------------------------------------------------


def heads(language):
    return [KEY, KIND, ENTRY, FIELD, GERMAN, TRANSLATION.format(language=language), STATE]


def as_csv(rows, language):
    """The table as CSV that German spreadsheet programs open as it is: UTF-8 with its mark, and semicolons."""
    written = io.StringIO(newline="")
    table = csv.writer(written, delimiter=";", quoting=csv.QUOTE_ALL)
    table.writerow(heads(language))
    table.writerows([defused(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def defused(text):
    """A cell that no program takes for a formula; :func:`read` takes the mark away again."""
    return f"'{text}" if text.lstrip("'").startswith(STARTS_FORMULA) else text


def as_xlsx(rows, language, *, is_rtl):
    """The table as a workbook: every cell is text, the German stays left to right, heads and German stay in sight."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(language)
    sheet.freeze_panes = "F2"
    for letter, name in zip("ABCDEFG", heads(language), strict=True):
        sheet.column_dimensions[letter].width = WIDTHS.get(name, 60)
    head, plain, own = _style(sheet, bold=True), _style(sheet), _style(sheet, direction=2 if is_rtl else 1)
    sheet.append([_cell(sheet, name, head) for name in heads(language)])
    styles = [plain] * 5 + [own, plain]
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


def read(data, language):
    """The lines of a table in that language; raises :class:`Unreadable`."""
    if len(data) > LARGEST_FILE:
        raise Unreadable(gettext("The file is too large for a table of translations."))
    rows = _rows_of_workbook(data) if data.startswith(b"PK") else _rows_of_text(data)
    head = [str(cell.text).strip() for cell in next(rows, [])]
    if len(head) > MOST_COLUMNS:
        raise Unreadable(gettext("This table has too many columns. Use the table that the portal made."))
    key, text = _columns(head, language)
    lines = []
    for number, row in enumerate(rows, start=2):
        if number > MOST_ROWS:
            raise Unreadable(gettext("This table has too many rows. Divide it."))
        if key < len(row) and row[key].text.strip():
            cell = row[text] if text < len(row) else _Cell("")
            lines.append(Line(number, row[key].text.strip(), cell.text, cell.is_formula))
    return lines


@dataclass(frozen=True)
class _Cell:
    text: str
    is_formula: bool = False


def _columns(head, language):
    """Where keys and translations stand."""
    wanted = TRANSLATION.format(language=language)
    if KEY in head and wanted in head:
        return head.index(KEY), head.index(wanted)
    others = [name for name in head if name.startswith(TRANSLATION.partition("(")[0])]
    if KEY in head and others:
        text = gettext("This table is for another language: {name}.")
        raise Unreadable(text.format(name=others[0]))
    text = gettext("This is not a table that the portal made: the columns “{key}” and “{text}” are missing.")
    raise Unreadable(text.format(key=KEY, text=wanted))


def _rows_of_text(data):
    try:
        is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        text = data.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError:
        message = gettext("The letters of this file cannot be read. Save it again as “CSV UTF-8”, or as XLSX.")
        raise Unreadable(message) from None
    if "\x00" in text:
        raise Unreadable(gettext("This is neither a CSV file nor an XLSX file."))
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield [_Cell(_undefused(cell), cell.startswith("=")) for cell in row]
    except csv.Error:
        raise Unreadable(gettext("This is neither a CSV file nor an XLSX file.")) from None


def _rows_of_workbook(data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                raise Unreadable(gettext("The file is too large for a table of translations."))
        book = load_workbook(io.BytesIO(data), read_only=True)
        rows = book.worksheets[0].iter_rows(max_col=MOST_COLUMNS + 1, max_row=MOST_ROWS + 1)
        for row in rows:
            cells = [_Cell(_text(cell.value), cell.data_type in {"f", "e"}) for cell in row]
            while cells and not cells[-1].text:
                cells.pop()
            yield cells
    except Unreadable:
        raise
    except _BROKEN:
        raise Unreadable(gettext("This is neither a CSV file nor an XLSX file.")) from None


def _text(value):
    return "" if value is None else str(value)


def _undefused(text):
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(STARTS_FORMULA) else text
