"""Pins on the map of Germany that keep out of each other's way.

The map itself, static/map.svg, is a Mercator projection in a box of 300 by 406; docs/design.md tells how it was made.
Pure geometry: x grows east, y grows south.
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
_DOT_STEP = 11  # a dot is 8 wide
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


def dots(pins):
    """The path of a line that never leaves its points: drawn thick and round, a dot for each pin."""
    return "".join(f"M{pin.x} {pin.y}h0" for pin in pins)


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
