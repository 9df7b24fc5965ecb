"""The map that the node draws: what is where, what is told by which mark, how small it is, and what a reader hears of it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from minassa.desk.documents.drawn import drawn as on_a_page
from minassa.threats.drawing import (
    SHADES,
    Box,
    Cell,
    Shape,
    Sheet,
    Spot,
    Words,
    around,
    draw,
    frame_of,
    half_degree_cell,
    steps,
    svg,
)

BOX = Box(10.0, 20.0, -5.0, 5.0)
WORDS = Words(
    title="Incidents & places <b>",
    description="By cells of half a degree",
    counted="Incidents in a cell",
    point="Exact",
    area="Somewhere here",
    disputed="Disputed border",
    kilometres="km",
    notes=("No border on this map is recognised by it.",),
)


def square(west: float, south: float, side: float, points: int = 400) -> tuple[tuple[float, float], ...]:
    """A square with far more points than can be seen."""
    corners = [(west, south), (west + side, south), (west + side, south + side), (west, south + side), (west, south)]
    found = []
    for (x1, y1), (x2, y2) in pairwise(corners):
        found += [(x1 + (x2 - x1) * n / points, y1 + (y2 - y1) * n / points) for n in range(points)]
    return (*found, corners[-1])


SHAPES = (
    Shape("aa", "Aland", (square(-4, 12, 3),)),
    Shape("bb", "Bland", (square(-1, 12, 3),)),
    Shape("cc", "", (square(2, 12, 2),), is_disputed=True),
    Shape("aa-1", "", (square(-4, 12, 1),), level=1),
    Shape("far", "Far away", (square(60, -40, 5),)),
    Shape("isle", "", (square(4.5, 11, 0.001, 2),)),
)


def drawn(
    *, cells: Sequence[Cell] = (), spots: Sequence[Spot] = (), words: Words = WORDS
) -> tuple[Sheet, ET.Element, str]:
    sheet = draw(frame_of(BOX), shapes=SHAPES, cells=cells, spots=spots, words=words)
    text = svg(sheet)
    return sheet, ET.fromstring(text), text


def marked(root: ET.Element, look: str) -> list[ET.Element]:
    return [one for one in root.iter() if one.get("class") == f"m-{look}"]


def test_it_is_small_whole_and_names_itself() -> None:
    _sheet, root, text = drawn(cells=[half_degree_cell(13, -2, 4)])
    assert root.get("role") == "img"
    heard = [
        one.text for name in (root.get("aria-labelledby") or "").split() for one in root.iter() if one.get("id") == name
    ]
    assert heard == ["Incidents & places <b>", "By cells of half a degree"]
    assert "style=" not in text
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    assert "Far away" not in text
    assert len(text) < 5_000  # nine thousand points were given
    assert "No border on this map is recognised by it." in text


def test_what_is_disputed_is_dashed_land_and_no_state() -> None:
    _sheet, root, _text = drawn()
    (dashed,) = [one for one in marked(root, "disputed") if "z" in (one.get("d") or "z")]
    assert dashed.get("stroke-dasharray")
    assert dashed.get("fill") == "none"
    land = {one.get("fill") for one in marked(root, "land")}
    assert len(land) == 1
    order = [one.get("class") for one in root.iter() if (one.get("class") or "").startswith("m-")]
    assert order.index("m-border") < order.index("m-disputed-ground") < order.index("m-disputed")


def test_places_are_as_precise_as_they_are_known() -> None:
    _sheet, root, text = drawn(spots=[Spot(15, 0), Spot(15, 0, 3), Spot(14, 1, radius_km=100), Spot(50, 50)])
    frame = frame_of(BOX)
    point, _key = marked(root, "spot")
    assert (float(point.get("cx", 0)), float(point.get("cy", 0))) == tuple(map(round, frame.at(0, 15)))
    area, _key = marked(root, "uncertain")
    assert float(area.get("r", 0)) == pytest.approx(100 * frame.per_km, abs=1)
    assert area.get("stroke-dasharray")
    assert "Somewhere here" in text
    assert "Somewhere here" not in svg(draw(frame, shapes=SHAPES, spots=[Spot(15, 0)], words=WORDS))


def test_shades_differ_in_lightness_and_hold_every_count() -> None:
    light = [0.2126 * int(one[1:3], 16) + 0.7152 * int(one[3:5], 16) + 0.0722 * int(one[5:], 16) for one in SHADES]
    assert all(before - after > 15 for before, after in pairwise(light))
    for most in (1, 2, 3, 7, 40, 999, 12_345):
        found = steps([0, 1, most])
        assert found[0].low == 1
        assert found[-1].number == len(SHADES)
        assert all(one.high is not None and one.high + 1 == after.low for one, after in pairwise(found))
        assert found[-1].low <= most
    assert steps([0, 0]) == ()
    _sheet, root, _text = drawn(
        cells=[half_degree_cell(13, -2, 1), half_degree_cell(13, -1, 60), half_degree_cell(14, 0, 0)]
    )
    assert (
        len([one for one in root.iter() if re.fullmatch(r"m-shade-[15]", one.get("class") or "")]) == 4
    )  # two cells, two keys


def test_arabic_begins_at_the_right_and_keeps_ranges_in_order() -> None:
    sheet, root, _text = drawn(
        cells=[half_degree_cell(13, -2, 60)], words=replace(WORDS, counted="الحوادث", is_rtl=True)
    )
    assert root.get("direction") == "ltr"  # places are what is seen; the page's direction does not turn them round
    words = [one for one in root.iter() if one.tag.endswith("text") and one.get("class") == "m-words"]
    assert {one.get("text-anchor") for one in words} == {"end"}
    assert float(words[0].get("x", 0)) == sheet.width
    assert any((one.text or "").startswith("\u2067\u2066") for one in words)


def test_a_frame_holds_what_it_is_asked_to_hold() -> None:
    assert around([]) is None
    narrow = around([(2.0, 13.0)])
    assert narrow is not None
    assert narrow.east - narrow.west == pytest.approx(4)
    tall = frame_of(Box(-35, 37, 10, 12), tallest=1000)
    assert tall.height == 1000
    assert tall.holds(tall.at(11, 0))
    assert frame_of(BOX).per_km * 111.32 * 10 == pytest.approx(frame_of(BOX).height, rel=0.01)


def test_on_a_page_only_what_draws_is_left() -> None:
    _sheet, root, text = drawn(cells=[half_degree_cell(13, -2, 4)], spots=[Spot(15, 0, radius_km=100)])
    shown = ET.fromstring(on_a_page(text))
    assert [one.attrib for one in shown.iter()] == [one.attrib for one in root.iter()]
    assert [one.text for one in shown.iter()] == [one.text for one in root.iter()]
    evil = (
        '<svg xmlns="http://www.w3.org/2000/svg" onload="x()"><script>x()</script><a href="http://x"><text>in</text></a>'
        '<use href="http://x/#y"/><path d="M0 0" style="fill:red"/><text>&lt;script&gt;</text></svg>'
    )
    assert on_a_page(evil) == '<svg><use></use><path d="M0 0"></path><text>&lt;script&gt;</text></svg>'
    for wrong in ("<p/>", '<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>'):
        with pytest.raises(ValueError):
            on_a_page(wrong)
