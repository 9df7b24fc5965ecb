"""Shapes for maps: read from both forms, replaced, refused when broken; disputed areas drawn as the node is set (R17)."""

import gzip
import json
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from minassa.threats.shapes import (
    AREAS,
    Shape,
    Shapes,
    ShapesError,
    forget_shapes,
    keep_shapes,
    load_shapes,
    read_shapes,
    settle,
    thinned,
)
from minassa.threats.shapes.placing import Placer

MEMBERS = [
    "dz",
    "ao",
    "bj",
    "bw",
    "bf",
    "bi",
    "cv",
    "cm",
    "cf",
    "td",
    "km",
    "cg",
    "cd",
    "ci",
    "dj",
    "eg",
    "gq",
    "er",
    "sz",
    "et",
    "ga",
    "gm",
    "gh",
    "gn",
    "gw",
    "ke",
    "ls",
    "lr",
    "ly",
    "mg",
    "mw",
    "ml",
    "mr",
    "mu",
    "ma",
    "mz",
    "na",
    "ne",
    "ng",
    "rw",
    "st",
    "sn",
    "sc",
    "sl",
    "so",
    "za",
    "ss",
    "sd",
    "tz",
    "tg",
    "tn",
    "ug",
    "zm",
    "zw",
]


def square(west: float, south: float, name: str = "EXERCISE land", **about: str) -> dict[str, Any]:
    ring = [(west, south), (west + 1, south), (west + 1, south + 1), (west, south + 1), (west, south)]
    return {
        "type": "Feature",
        "properties": {"name": name, **about},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def collection(*features: dict[str, Any]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


@pytest.fixture(scope="module")
def brought(tmp_path_factory: pytest.TempPathFactory) -> Shapes:
    return load_shapes(tmp_path_factory.mktemp("node"), {})


def test_every_african_state_has_a_shape_out_of_the_box(brought: Shapes) -> None:
    assert [one for one in MEMBERS if brought.country(one) is None] == []
    niamey = brought.country_at(2.1, 13.5)
    assert niamey is not None
    assert niamey.code == "ne"


def test_every_african_state_has_first_level_areas_out_of_the_box_named_in_arabic_too(brought: Shapes) -> None:
    assert {one.code for one in brought.countries if one.code in MEMBERS} <= {one.country for one in brought.areas}
    tillaberi = brought.area_at(1.45, 14.2, "ne")
    assert tillaberi is not None
    assert (tillaberi.key, tillaberi.named("fr"), tillaberi.named("ar")) == ("NE-6", "Tillabéri", "تيلابيري")
    keys = Counter(one.key for one in brought.areas)
    assert [one for one, times in keys.items() if times > 1 and "-" in one[:3]] == []
    # No state is said to have an area that is disputed as a whole.
    assert [one.name for one in brought.areas if brought.country_at(*middle(one)) in brought.disputed] == []


def middle(shape: Shape) -> tuple[float, float]:
    west, south, east, north = shape.box
    return (west + east) / 2, (south + north) / 2


def test_a_shared_line_is_thinned_once_whichever_way_it_goes() -> None:
    border = [(1.0, y / 100) for y in range(101)]
    wavy = [(x + 0.004 * (number % 2), y) for number, (x, y) in enumerate(border)]
    west = ((0.0, 0.0), *wavy, (0.0, 1.0), (0.0, 0.0))
    east = ((2.0, 1.0), *wavy[::-1], (2.0, 0.0), (2.0, 1.0))
    islet = ((5.0, 5.0), (5.001, 5.0), (5.0, 5.001), (5.0, 5.0))
    (left,), (right,), (kept,) = thinned([((west,), (islet,)), ((east,),), ((islet,),)], 0.01)
    assert (len(left[0]), len(right[0])) == (5, 5)
    assert {(a, b) for a, b in pairwise(left[0])} & {(b, a) for a, b in pairwise(right[0])} == {((1.0, 0.0), wavy[-1])}
    assert kept == (islet,), "what is small as a whole stays"
    ((fine,),) = thinned([((west,),)], 0.001)[0]
    assert len(fine) > 100
    turned = (*west[50:-1], *west[:51])
    ((again,),) = thinned([((turned,),)], 0.001)[0]
    assert set(again) == set(fine)


def test_places_are_laid_to_areas_of_their_own_country_and_to_disputed_areas_first(brought: Shapes) -> None:
    told = {
        (2.1, 13.5, "ne"): "NE-8",
        (2.1, 13.5, ""): "NE-8",
        (28.5, 9.8, "sd"): ":Abyei",
        (44.0, 9.8, "so"): ":Somaliland",
        # On the water beside Lagos; and a place that its source puts across the border, nearer than 25 km.
        (3.4, 6.35, "ng"): "NG-LA",
        (2.72, 6.5, "ng"): "NG-OG",
        # South Sudan before it was: the source's country has no area there, others have.
        (31.6, 4.85, "sd"): "SS-EC",
        (-30.0, 0.0, "ng"): "",
        (2.35, 48.85, "fr"): "",
    }
    assert dict(zip(told, Placer(brought).keys(list(told)), strict=True)) == told
    points = [(-17 + step * 0.37 % 60, -34 + step * 0.53 % 70, "") for step in range(400)]
    for (longitude, latitude, _country), key in zip(points, Placer(brought).keys(points), strict=True):
        area = next((one for one in brought.disputed if one.holds(longitude, latitude)), None)
        area = area or brought.area_at(longitude, latitude)
        assert key == (area.key if area else ""), (longitude, latitude)


def test_r17_disputed_areas_are_no_states_by_default_and_follow_the_setting(brought: Shapes) -> None:
    disputed = [one for one in brought.countries if one.is_disputed]
    assert len(disputed) == len(AREAS)
    assert {one.country for one in disputed} <= {"", "eh"}
    inside = {(-13.0, 24.0), (44.0, 9.8), (28.5, 9.8), (35.5, 22.5), (35.3, 5.0)}
    assert all(any(one.holds(*point) for one in disputed) for point in inside)
    plain = settle(
        Shapes(read_shapes(collection(square(0, 0, "W. Sahara", iso_a2="EH")), "country")),
        dict.fromkeys(AREAS, "plain"),
    )
    assert [(one.code, one.is_disputed) for one in plain.countries] == [("eh", False)]
    two = Shapes(
        read_shapes(
            collection(square(0, 0, "Morocco", iso_a2="MA"), square(0, -1, "W. Sahara", iso_a2="EH")), "country"
        )
    )
    (joined,) = settle(two, {**dict.fromkeys(AREAS, "plain"), "western_sahara": "ma"}).countries
    assert joined.country == "ma"
    ((ring,),) = joined.polygons
    assert joined.box == (0.0, -1.0, 1.0, 1.0)
    assert {((0, 0), (1, 0)), ((1, 0), (0, 0))}.isdisjoint(pairwise(ring))


def test_shapes_are_replaced_from_either_form_and_forgotten(tmp_path: Path) -> None:
    assert keep_shapes(tmp_path, "area", gzip.compress(collection(square(2, 13, "EXERCISE area", iso_a2="NE")))) == 1
    topology = {
        "type": "Topology",
        "transform": {"scale": [0.5, 0.5], "translate": [10, 20]},
        "arcs": [[[0, 0], [2, 0], [0, 2]], [[0, 0], [0, 2], [2, 0]]],
        "objects": {
            "countries": {
                "type": "GeometryCollection",
                "geometries": [{"type": "Polygon", "id": "562", "arcs": [[0, -2]]}],
            }
        },
    }
    assert keep_shapes(tmp_path, "country", json.dumps(topology).encode()) == 1
    found = load_shapes(tmp_path, {})
    niger = found.country("ne")
    assert niger is not None
    assert niger.box == (10.0, 20.0, 11.0, 21.0)
    area = found.area_at(2.5, 13.5)
    assert area is not None
    assert (area.name, area.country) == ("EXERCISE area", "ne")
    forget_shapes(tmp_path)
    assert len(load_shapes(tmp_path, {}).areas) > 800


@pytest.mark.parametrize(
    "data",
    [
        b"no json",
        b"[]",
        b"[" * 100_000,
        b"\x1f\x8bnone",
        collection(),
        collection(square(500, 0)),
        json.dumps(
            {"type": "Topology", "arcs": [], "objects": {"x": {"geometries": [{"type": "Polygon", "arcs": [[7]]}]}}}
        ).encode(),
        gzip.compress(bytes(70 * 1024 * 1024)),
    ],
)
def test_what_holds_no_shapes_is_refused_and_the_old_ones_stay(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(ShapesError):
        keep_shapes(tmp_path, "country", data)
    assert not list(tmp_path.rglob("*.json"))
