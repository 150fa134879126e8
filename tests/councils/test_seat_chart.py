import re
from itertools import pairwise
from math import atan2, cos, degrees, hypot, radians, sin

import pytest

from councils.seat_chart import MARK, TIP, Group, draw, draw_network, letter_for

KAUFBEUREN = [
    Group("Mayor", 1, chair=1),
    Group("Integration officer", 1, deputy=1),
    Group("Office", 1, voting="advisory"),
    Group("Town councillors", 5),
    Group("Professionals", 5),
    Group("Migrants", 13),
]
SIZES = {
    "one seat": [1],
    "five in a group": [5],
    "Landkreis Rostock": [4, 6],
    "Kaufbeuren": [1, 1, 1, 5, 5, 13],
    "thirty": [20, 10],
    "sixty": [60],
    "sixty in three groups": [30, 20, 10],
    "twelve singles": [1] * 12,
    "twelve threes": [3] * 12,
    "fourteen groups": [2] * 14,
    "one against many": [59, 1],
}


def groups_of(sizes):
    return [Group(f"Group {number}", size) for number, size in enumerate(sizes)]


@pytest.mark.parametrize("sizes", SIZES.values(), ids=SIZES)
def test_draw_gives_every_seat_a_place_of_its_own(sizes):
    chart = draw(groups_of(sizes))

    assert len(chart.marks) == sum(sizes) == chart.total
    closest = [
        hypot(one.x - other.x, one.y - other.y)
        for number, one in enumerate(chart.marks)
        for other in chart.marks[:number]
    ]
    assert min(closest, default=99) >= 2 * MARK


@pytest.mark.parametrize("sizes", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("rtl", [False, True])
def test_draw_stays_inside_its_view_box(sizes, rtl):
    chart = draw(groups_of(sizes), rtl=rtl)

    left, top, width, height = map(float, chart.view_box.split())
    for mark in chart.marks:
        assert left + MARK <= mark.x <= left + width - MARK
        assert top + MARK <= mark.y <= top + height - MARK
    for letter in chart.letters:
        assert left <= letter.at_x <= left + width
        assert top <= letter.at_y <= top + height


@pytest.mark.parametrize("rtl", [False, True])
def test_every_tip_points_to_the_middle(rtl):
    for mark in draw(KAUFBEUREN, rtl=rtl).marks:
        tip = radians(TIP + mark.angle)
        to_the_middle = atan2(-mark.y, -mark.x)
        assert cos(tip) == pytest.approx(cos(to_the_middle), abs=0.001)
        assert sin(tip) == pytest.approx(sin(to_the_middle), abs=0.001)


def test_groups_run_from_the_start_side_in_their_order():
    marks = draw(KAUFBEUREN).marks

    assert [mark.group for mark in marks] == sorted(mark.group for mark in marks)
    angles = [degrees(atan2(-mark.y, mark.x)) for mark in marks]
    by_group = [[a for a, m in zip(angles, marks, strict=True) if m.group == group] for group in range(6)]
    assert all(min(one) > max(other) for one, other in pairwise(by_group))


def test_right_to_left_is_the_mirror_image():
    ltr, rtl = draw(KAUFBEUREN), draw(KAUFBEUREN, rtl=True)

    assert [mark.x for mark in rtl.marks] == pytest.approx([-mark.x for mark in ltr.marks])
    assert [mark.y for mark in rtl.marks] == pytest.approx([mark.y for mark in ltr.marks])
    assert [letter.text for letter in rtl.letters] == ["A", "B", "C", "D", "E", "F"]
    assert ltr.view_box == rtl.view_box


def test_kinds_are_counted_apart():
    chart = draw([Group("a", 4), Group("b", 3, voting="advisory"), Group("c", 2, voting="unknown")])

    assert (chart.voting, chart.advisory, chart.unknown) == (4, 3, 2)
    assert [mark.kind for mark in chart.marks] == ["voting"] * 4 + ["advisory"] * 3 + ["unknown"] * 2


def test_kaufbeuren_has_25_votes_on_26_seats():
    chart = draw(KAUFBEUREN)

    assert (chart.total, chart.voting, chart.advisory) == (26, 25, 1)
    assert [mark.office for mark in chart.marks[:3]] == ["chair", "deputy", ""]
    assert chart.has_chair
    assert chart.has_deputy


def test_offices_can_be_left_out():
    chart = draw(KAUFBEUREN, offices=False)

    assert not chart.has_chair
    assert not chart.has_deputy


def test_the_last_places_of_a_group_are_the_vacant_ones():
    chart = draw([Group("a", 5, vacant=2, chair=1), Group("b", 1)])

    assert [mark.vacant for mark in chart.marks] == [False, False, False, True, True, False]
    assert chart.vacant == 2


@pytest.mark.parametrize(("vacant", "drawn"), [(None, 7), (0, 0), (3, 3), (9, 7)])
def test_up_to_a_number_is_drawn_vacant_unless_told_otherwise(vacant, drawn):
    chart = draw([Group("a", 7, up_to=True, vacant=vacant)])

    assert chart.vacant == drawn
    assert chart.up_to


def test_a_vacant_seat_bears_no_office():
    chart = draw([Group("a", 1, vacant=1, chair=1), Group("b", 1)])

    assert [mark.office for mark in chart.marks] == ["", ""]


def test_unknown_composition_is_two_dotted_arcs():
    for chart in (draw([]), draw([Group("a", None)]), draw([Group("a", 0)])):
        assert chart.kind == "unknown"
        assert chart.marks == []
        assert chart.arcs.count("A") == 2
        assert chart.total is None


def test_a_group_of_unknown_size_is_an_arc_beside_the_seats():
    chart = draw([Group("a", 5), Group("b", None)])

    assert chart.kind == "seats"
    assert (chart.total, chart.complete) == (5, False)
    assert chart.arcs.count("A") == 1
    assert [letter.text for letter in chart.letters] == ["A", "B"]


def test_an_empty_group_leaves_the_letters_of_the_others_alone():
    chart = draw([Group("a", 2), Group("b", 0), Group("c", 2)])

    assert {mark.group for mark in chart.marks} == {0, 2}
    assert [letter.text for letter in chart.letters] == ["A", "C"]


def test_more_than_twelve_groups_have_no_letters():
    assert len(draw(groups_of([1] * 12)).letters) == 12
    assert draw(groups_of([1] * 13)).letters == []
    assert [letter_for(0), letter_for(11), letter_for(12)] == ["A", "L", ""]


def test_one_group_needs_no_letter():
    assert draw([Group("a", 9)]).letters == []


def test_small_councils_show_no_total():
    assert draw([Group("a", 5)]).total_size == ""
    assert draw([Group("a", 6)]).total_size != ""


def test_a_network_has_circles_and_wires_but_no_seats():
    chart = draw_network()

    assert chart.kind == "network"
    assert len(chart.marks) == 9
    assert chart.wires
    assert chart.total is None


def test_numbers_for_the_page_have_points_not_commas():
    chart = draw(KAUFBEUREN)

    texts = [chart.view_box, chart.letter_size, chart.total_size, chart.table, *(m.transform for m in chart.marks)]
    assert all(re.fullmatch(r"[-\d. MA a-z()]+", text) for text in texts)
    assert all(re.fullmatch(r"-?\d+(\.\d)?", number) for mark in chart.marks for number in (mark.cx, mark.cy))
