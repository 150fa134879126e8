from itertools import combinations
from math import hypot

import pytest

from portal import map as germany

PLACES = {
    "Landkreis Rostock": (53.79, 12.18),
    "Hameln-Pyrmont": (52.10, 9.36),
    "Kaufbeuren": (47.88, 10.62),
    "Beckum": (51.76, 8.04),
    "Rostock": (54.09, 12.14),
}


def places(*names):
    return [(*PLACES[name], name) for name in names or PLACES]


def test_project_puts_the_corners_of_germany_on_the_edges_of_the_map():
    assert germany.project(55.0581, 5.8663) == pytest.approx((2, 3))
    assert germany.project(47.2701, 15.0419) == pytest.approx((297, 403), abs=1)


def test_pins_are_numbered_like_the_list_beside_the_map():
    pins = germany.place_pins(places())

    assert [(pin.number, pin.place) for pin in pins] == list(enumerate(PLACES, start=1))


def test_a_pin_alone_stands_upright_on_its_place():
    [pin] = germany.place_pins(places("Kaufbeuren"))

    x, y = germany.project(*PLACES["Kaufbeuren"])
    assert pin.angle == -45
    assert (pin.x, pin.y) == (round(x), round(y - 16 * 2**0.5))


def test_neighbours_turn_away_from_each_other():
    pins = germany.place_pins(places())

    assert germany.overlaps(pins) == []


def test_two_councils_of_one_town_do_not_cover_each_other():
    pins = germany.place_pins(places("Rostock", "Rostock", "Landkreis Rostock"))

    assert germany.overlaps(pins) == []


def test_every_head_is_one_reach_from_its_place_and_on_the_map():
    for pin, (latitude, longitude) in zip(germany.place_pins(places()), PLACES.values(), strict=True):
        x, y = germany.project(latitude, longitude)
        assert hypot(pin.x - x, pin.y - y) == pytest.approx(16 * 2**0.5, abs=1)
        assert 0 <= pin.x <= germany.WIDTH
        assert 0 <= pin.y <= germany.HEIGHT


def test_a_place_without_position_keeps_its_number_and_has_no_pin():
    pins = germany.place_pins([(None, None, "somewhere"), *places("Beckum")])

    assert [(pin.number, pin.place) for pin in pins] == [(2, "Beckum")]


def test_many_places_are_dots():
    pins = germany.place_pins(places() * 4)

    assert all(pin.is_dot for pin in pins)
    assert (pins[2].x, pins[2].y) == pytest.approx(germany.project(*PLACES["Kaufbeuren"]), abs=1)


@pytest.mark.parametrize("number", range(2, germany.MANY + 1))
def test_any_number_of_councils_in_one_place_do_not_cover_each_other(number):
    pins = germany.place_pins([(*PLACES["Rostock"], index) for index in range(number)])

    assert germany.overlaps(pins) == []
    assert all(0 <= pin.x <= germany.WIDTH and 0 <= pin.y <= germany.HEIGHT for pin in pins)


def test_dots_of_one_place_stand_beside_each_other():
    pins = germany.place_pins([(*PLACES["Beckum"], index) for index in range(20)])

    gaps = [hypot(one.x - other.x, one.y - other.y) for one, other in combinations(pins, 2)]
    assert min(gaps) > 8


def test_dots_are_one_line_that_never_leaves_its_points():
    pins = germany.place_pins([(*PLACES["Beckum"], index) for index in range(20)])

    path = germany.dots(pins)

    assert path.startswith(f"M{pins[0].x} {pins[0].y}h0M")
    assert path.count("h0") == 20
