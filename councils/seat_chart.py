"""The picture of a council's seats: where each mark stands and which way its tip points.

Pure geometry. One unit is one user unit of the SVG; the centre of the table is (0, 0) and y grows downwards.
Groups run from the reader's start side in the order given. Numbers for the template are ready-made strings,
because Django would print 12.5 as "12,5" on a German page.
"""

from dataclasses import dataclass, field
from math import atan2, ceil, cos, degrees, pi, sin
from typing import Literal

Voting = Literal["voting", "advisory", "unknown"]

PITCH = 20  # distance from seat to seat
MARK = 8  # radius of a drop
GROUP_GAP = 0.8  # empty steps between two groups
TABLE = 46  # the table never gets smaller than this radius
ROOM = 138  # outer radius the rows have to fit into
MAX_ROWS = 5
MAX_LETTERS = 12
UNKNOWN_SPOKES = 3  # width kept free for a group of unknown size
TIP = 135  # where the tip of the drawn drop points, in degrees


@dataclass(frozen=True)
class Group:
    """Seats that are filled in the same way; `seats` is None when nobody knows how many there are."""

    label: str
    seats: int | None
    up_to: bool = False
    voting: Voting = "voting"
    vacant: int | None = None  # None: none of an exact number, all of an "up to" number
    chair: int = 0
    deputy: int = 0

    @property
    def open_seats(self):
        """How many of the seats are drawn as places that nobody is known to hold."""
        if self.seats is None:
            return 0
        if self.vacant is None:
            return self.seats if self.up_to else 0
        return min(self.vacant, self.seats)


@dataclass(frozen=True)
class Mark:
    """One seat."""

    x: float
    y: float
    angle: float
    kind: Voting
    group: int
    vacant: bool = False
    office: Literal["", "chair", "deputy"] = ""

    @property
    def transform(self):
        return f"translate({_number(self.x)} {_number(self.y)})rotate({_number(self.angle)})"

    @property
    def cx(self):
        return _number(self.x)

    @property
    def cy(self):
        return _number(self.y)


@dataclass(frozen=True)
class Letter:
    """A, B, … outside the middle of a group; the table beside the picture uses the same one."""

    text: str
    at_x: float
    at_y: float

    @property
    def x(self):
        return _number(self.at_x)

    @property
    def y(self):
        return _number(self.at_y)


@dataclass(frozen=True)
class Chart:
    """Everything the template needs to draw the picture and its legend."""

    kind: Literal["seats", "unknown", "network"]
    view_box: str
    marks: list[Mark] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    letter_size: str = "13"
    arcs: str = ""  # path of dotted arcs: seats nobody has counted
    table: str = ""  # path of the edge of the table that the tips point at
    wires: str = ""  # path of the lines of a network
    total: int | None = None
    total_size: str = ""  # font size of the total in the middle, empty when there is no room or no need
    voting: int = 0
    advisory: int = 0
    unknown: int = 0
    vacant: int = 0
    up_to: bool = False
    complete: bool = True  # False: a group of unknown size is missing from the totals

    @property
    def has_chair(self):
        return any(mark.office == "chair" for mark in self.marks)

    @property
    def has_deputy(self):
        return any(mark.office == "deputy" for mark in self.marks)


def letter_for(index):
    """A, B, … for the first twelve groups of a council, nothing after that."""
    return chr(ord("A") + index) if index < MAX_LETTERS else ""


def draw(groups, *, rtl=False, letters=True, offices=True):
    """Lay the seats of all groups around one table."""
    numbered = [(index, group) for index, group in enumerate(groups) if group.seats != 0]
    groups = [group for _index, group in numbered]
    if not any(group.seats for group in groups):
        return _draw_unknown()
    many = len(groups) > MAX_LETTERS
    gap = 0 if many else GROUP_GAP
    letters = letters and not many and len(groups) > 1
    rows, inner, outer, width = _choose_rows(groups, gap)
    step = min(pi / width, 1.5 * PITCH / inner)

    marks, signs, arcs = [], [], []
    direction = 1 if rtl else -1
    start = pi / 2 - direction * width * step / 2  # the reader's start side
    spoke = 0.0
    for index, group in numbered:
        wide = _spokes(group, rows)
        if group.seats is None:
            arcs.append(_arc(inner, start + direction * spoke * step, start + direction * (spoke + wide) * step))
        for seat in range(group.seats or 0):
            angle = start + direction * (spoke + seat // rows + 0.5) * step
            radius = inner + seat % rows * PITCH
            x, y = radius * cos(angle), -radius * sin(angle)
            vacant = seat >= group.seats - group.open_seats
            office = _office(group, seat) if offices and not vacant else ""
            marks.append(Mark(x, y, _turn(x, y), group.voting, index, vacant, office))
        if letters:
            depth = min(group.seats or 1, rows)
            signs.append((index, start + direction * (spoke + wide / 2) * step, inner + (depth - 1) * PITCH))
        spoke += wide + gap

    pad = 27 if letters else 12
    half = max(110.0, outer + pad)
    size = 13 * max(1.0, half / 160)
    total = sum(group.seats or 0 for group in groups)
    show_total = total > 5
    top = max([-mark.y for mark in marks] + [inner if arcs else 0]) + pad
    bottom = MARK + 4 if show_total or arcs else max(mark.y for mark in marks) + MARK + 4
    return Chart(
        kind="seats",
        view_box=_view_box(half, top, bottom),
        marks=marks,
        letters=[
            Letter(letter_for(index), (radius + 20) * cos(angle), -(radius + 20) * sin(angle) + size * 0.36)
            for index, angle, radius in signs
        ],
        letter_size=_number(size),
        arcs="".join(arcs),
        table=_arc(inner - 17, start, start + direction * width * step) if total > 1 else "",
        total=total,
        total_size=_number(max(30, min(54, inner * 0.52))) if show_total else "",
        voting=sum(group.seats or 0 for group in groups if group.voting == "voting"),
        advisory=sum(group.seats or 0 for group in groups if group.voting == "advisory"),
        unknown=sum(group.seats or 0 for group in groups if group.voting == "unknown"),
        vacant=sum(mark.vacant for mark in marks),
        up_to=any(group.up_to for group in groups),
        complete=all(group.seats is not None for group in groups),
    )


def draw_network(*, members=9):
    """Circles linked with each other and with the middle: many take part, nobody has a seat."""
    radius = 84
    points = [
        (radius * cos(pi * place / (members - 1)), -radius * sin(pi * place / (members - 1)))
        for place in range(members)
    ]
    ring = "M" + "L".join(f"{_number(x)} {_number(y)}" for x, y in points)
    spokes = "".join(f"M0-8L{_number(x)} {_number(y)}" for x, y in points)
    return Chart(
        kind="network",
        view_box=_view_box(110, 100, 12),
        marks=[Mark(x, y, 0, "unknown", 0) for x, y in points],
        wires=ring + spokes,
    )


def _draw_unknown():
    """Two dotted arcs: the council has seats, but nobody has told us how many."""
    return Chart(
        kind="unknown",
        view_box=_view_box(110, 92, 12),
        arcs=_arc(84, pi, 0) + _arc(58, pi, 0),
        complete=False,
    )


def _choose_rows(groups, gap):
    """As few rows as fit into the room; when none fit, the ones that reach least far out."""
    largest = max(group.seats or 1 for group in groups)
    tried = []
    for rows in range(1, MAX_ROWS + 1):
        width = sum(_spokes(group, rows) for group in groups) + gap * (len(groups) - 1)
        inner = max(width * PITCH / pi, TABLE)
        outer = inner + (min(rows, largest) - 1) * PITCH
        if outer <= ROOM:
            return rows, inner, outer, width
        tried.append((outer, rows, inner, width))
    outer, rows, inner, width = min(tried)
    return rows, inner, outer, width


def _spokes(group, rows):
    return UNKNOWN_SPOKES if group.seats is None else ceil(group.seats / rows)


def _office(group, seat):
    if seat < group.chair:
        return "chair"
    return "deputy" if seat < group.chair + group.deputy else ""


def _turn(x, y):
    """Degrees to turn the drop so that its tip points to the middle of the table."""
    return (degrees(atan2(-y, -x)) - TIP) % 360


def _arc(radius, begin, end):
    """A part of a circle around the middle of the table, from one angle to the other over the top."""
    sweep = 1 if begin > end else 0
    x1, y1, x2, y2 = radius * cos(begin), -radius * sin(begin), radius * cos(end), -radius * sin(end)
    return f"M{_number(x1)} {_number(y1)}A{_number(radius)} {_number(radius)} 0 0 {sweep} {_number(x2)} {_number(y2)}"


def _view_box(half, top, bottom):
    return f"{_number(-half)} {_number(-top)} {_number(2 * half)} {_number(top + bottom)}"


def _number(value):
    """At most one decimal, always with a point."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
