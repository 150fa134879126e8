"""What the columns of the table are called, and its lines."""

import functools
import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from councils.models import Organisation
from councils.spreadsheets import MOST_COLUMNS, Unreadable

MOST_LINES = 1000

# What a column of its own name says about who sent the member.
SENT_AS_BY_HEAD = {
    "fraktion": "group", "faction": "group", "parliamentary group": "group", "liste": "list", "list": "list",
    "partei": "party", "party": "party", "verein": "association", "association": "association",
}  # fmt: skip

# By field, the head of its column in the template, and other heads that mean the same.
HEADS = {
    "key": ("Kennung", "key id"),
    "name": ("Name", "mitglied member vorname-und-nachname"),
    "kind": ("Art", "kind type"),
    "group": ("Sitzgruppe", "seat-group group-of-seats gruppe group"),
    "seats": ("Sitze", "seats sitzzahl"),
    "office": ("Amt", "office funktion rolle role function"),
    "sent_by": ("Entsandt von", f"on-behalf-of für {' '.join(word.replace(' ', '-') for word in SENT_AS_BY_HEAD)}"),
    "sent_as": ("Entsandt als", "stands-for steht-für"),
    "vote": ("Stimme", "vote stimmrecht stimmberechtigt voting"),
    "began": ("Von", "from seit since beginn began"),
    "ended": ("Bis", "until ende to ended"),
    "deputy_of": ("Vertritt", "deputy-of stellvertretung-für vertretung-für stellvertreter-von substitute-of"),
    "rank": ("Rang", "rank"),
    "consent": ("Einwilligung am", "consent consent-given-on"),
}  # fmt: skip
HEADINGS = [names[0] for names in HEADS.values()]
SENT_AS_BY_KIND = {
    Organisation.Kind.PARLIAMENTARY_GROUP: "group", Organisation.Kind.LIST: "list", Organisation.Kind.PARTY: "party",
    Organisation.Kind.ASSOCIATION: "association",
}  # fmt: skip
KIND_BY_SENT_AS = {sent_as: kind for kind, sent_as in SENT_AS_BY_KIND.items()}


def folded(text):
    """A text as it is compared: without capitals, punctuation and double blanks."""
    return " ".join(re.sub(r"[^\w]+", " ", str(text or "").casefold().replace("_", " ")).split())


@dataclass
class Line:
    """A line of the table, and what became of it."""

    number: int
    cells: dict
    verdict: str = ""
    changes: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    # What is wrong: the head of the column, what was typed there, and why.
    errors: list = field(default_factory=list)
    # Nothing is worked out; what stands there is taken as text.
    has_formula: bool = False

    NEW, CHANGED, SAME, WRONG = "new", "changed", "same", "wrong"

    def typed(self, name):
        """What stands in a column; no item of the line, which templates would look for first."""
        return self.cells.get(name, "")

    @property
    def name(self):
        return self.typed("name") or self.typed("group")

    def refuse(self, column, message):
        self.errors.append({"column": HEADS[column][0], "typed": self.typed(column), "message": message})
        self.verdict = self.WRONG

    @property
    def mark(self):
        return [self.number, sorted(self.cells.items()), self.verdict, self.changes, self.notes]


def lines_of(rows):
    """The lines of a table, and the heads of columns that are not read; raises :class:`Unreadable`."""
    rows = iter(rows)
    columns, unread, sent_as = _columns(next(rows, []))
    lines = []
    for number, row in enumerate(rows, start=2):
        cells = {columns[n]: " ".join(cell.text.split()) for n, cell in enumerate(row) if n in columns}
        if not any(cells.values()):
            continue
        if len(lines) == MOST_LINES:
            raise Unreadable(_("This table has too many rows. Divide it."))
        if cells.get("sent_by"):
            cells["sent_as"] = cells.get("sent_as") or sent_as
        lines.append(Line(number, cells, has_formula=any(cell.is_formula for cell in row)))
    return lines, unread


def _columns(head):
    """The fields by column, the heads that mean none, and what the head of one says about who sent the members."""
    if len(head) > MOST_COLUMNS:
        raise Unreadable(_("This table has too many columns. Use the table that the portal made."))
    known, columns, unread, sent_as = _known_heads(), {}, [], ""
    for number, cell in enumerate(head):
        name = known.get(folded(cell.text))
        if name and name not in columns.values():
            columns[number] = name
            sent_as = SENT_AS_BY_HEAD.get(folded(cell.text), sent_as)
        elif cell.text.strip():
            unread.append(cell.text.strip())
    if "name" not in columns.values():
        raise Unreadable(_("This table has no column “Name”. The first line must name the columns."))
    return columns, unread, sent_as


@functools.cache
def _known_heads():
    known = {}
    for name, (head, others) in HEADS.items():
        for word in [head, *others.split()]:
            known.setdefault(folded(word.replace("-", " ")), name)
    return known
