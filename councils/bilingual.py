"""Tables of German and one other language, for translators who work in a spreadsheet."""

from dataclasses import dataclass

from django.utils.translation import gettext

from councils import spreadsheets
from councils.spreadsheets import MOST_COLUMNS, MOST_ROWS, Cell, Unreadable

# The heads of the columns are part of the format: they are the same in every language of the office.
KEY, KIND, ENTRY, FIELD, GERMAN, STATE = "Kennung", "Art", "Eintrag", "Feld", "Deutsch", "Stand"
TRANSLATION = "Übersetzung ({language})"
WIDTHS = {KEY: 12, KIND: 16, ENTRY: 28, FIELD: 16, GERMAN: 60, STATE: 14}


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
    return spreadsheets.as_csv(heads(language), rows)


def as_xlsx(rows, language, *, is_rtl):
    """As a workbook: the German stays left to right, heads and German stay in sight."""
    names = heads(language)
    return spreadsheets.as_xlsx(
        language, names, rows, widths=[WIDTHS.get(name, 60) for name in names], freeze="F2",
        directions={5: 2 if is_rtl else 1},
    )  # fmt: skip


# -- reading ------------------------------------------------------------------------------------------------------


def read(data, language):
    """The lines of a table in that language; raises :class:`Unreadable`."""
    rows = spreadsheets.rows_of(data, too_large=gettext("The file is too large for a table of translations."))
    head = [str(cell.text).strip() for cell in next(rows, [])]
    if len(head) > MOST_COLUMNS:
        raise Unreadable(gettext("This table has too many columns. Use the table that the portal made."))
    key, text = _columns(head, language)
    lines = []
    for number, row in enumerate(rows, start=2):
        if number > MOST_ROWS:
            raise Unreadable(gettext("This table has too many rows. Divide it."))
        if key < len(row) and row[key].text.strip():
            cell = row[text] if text < len(row) else Cell("")
            lines.append(Line(number, row[key].text.strip(), cell.text, cell.is_formula))
    return lines


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
