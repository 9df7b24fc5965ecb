"""Matching: gates, one to one, and its figures on a seeded copy of real events."""

import gzip
from dataclasses import replace

import pytest

from benchmarks.threats.copies import copied
from minassa.base.countries import country_code
from minassa.threats.matching import Link, Spot, match
from minassa.threats.sources import SourceReport, read
from tests.data import shared_data

HERE = Spot("a", 737_000, 13.0, 2.0, 0.0, frozenset({"front", "army"}), 5.0)


def test_one_report_of_one_incident_is_certain_and_says_why() -> None:
    found = match([HERE], [replace(HERE, key="b", day=HERE.day + 1, latitude=13.02, deaths=6.0)])
    (link,) = found.certain
    assert (link.incident, link.report, link.days, link.shared_actors) == ("a", "b", 1, ("army", "front"))
    assert 2.1 < link.km < 2.3
    assert link.weights.actors > 0 > link.weights.deaths


@pytest.mark.parametrize(
    "moved", [{"day": HERE.day + 4}, {"latitude": 14.36}, {"actors": frozenset({"x", "y"}), "deaths": 90.0}]
)
def test_what_is_too_far_or_too_different_is_an_incident_of_its_own(moved: dict[str, object]) -> None:
    found = match([HERE], [replace(HERE, key="b", **moved)])  # type: ignore[arg-type] # fields of a Spot
    assert (found.certain, found.doubtful, found.distant, found.alone) == ((), (), (), ("b",))


def test_what_is_too_far_but_alike_is_asked_about_and_what_differs_is_not() -> None:
    far = replace(HERE, key="b", day=HERE.day + 1, latitude=13.9)
    (asked,) = match([HERE], [far]).distant
    assert (asked.incident, asked.report, asked.days) == ("a", "b", 1)
    assert 95 < asked.km < 105
    assert match([HERE], [replace(far, deaths=60.0)]).alone == ("b",)
    assert match([HERE], [replace(HERE, key="c"), far]).alone == ("b",)  # the only one is given


def test_an_incident_given_to_a_report_that_fits_another_one_as_well_is_asked_about() -> None:
    free = replace(HERE, key="free", latitude=12.9, longitude=2.3)
    near, far = replace(HERE, key="near", latitude=13.01), replace(HERE, key="far", latitude=14.3)
    found = match([HERE, free], [near, far])
    assert [(one.incident, one.report) for one in (*found.certain, *found.doubtful)] == [("a", "near")]
    assert [(one.incident, one.report) for one in found.distant] == [("a", "far")]


def test_each_incident_gets_one_report_and_the_whole_fits_best() -> None:
    near, far = replace(HERE, key="near", latitude=13.01), replace(HERE, key="far", latitude=13.03)
    other = replace(HERE, key="z", latitude=13.04)
    for reports in ([near, far], [far, near]):
        links = match([HERE, other], reports)
        paired = {one.report: one.incident for one in (*links.certain, *links.doubtful)}
        assert paired == {"near": "a", "far": "z"}
    alone = match([HERE], [near, far])
    assert alone.alone == ("far",)


def test_two_that_fit_alike_are_left_to_a_person() -> None:
    many = [replace(HERE, key=f"i{number}", latitude=13.0 + number / 1_000) for number in range(6)]
    found = match(many, [replace(HERE, key="b", latitude=13.0025)])
    assert (len(found.certain), len(found.doubtful)) == (0, 1)
    assert found.doubtful[0].standing < 0.2


def test_precision_and_recall_on_a_copy_of_real_events() -> None:
    with gzip.open(shared_data("incidents/ucdp_ged211_africa_1989-2020_prec12.csv.gz")) as file:
        reports = [one for one in read("ucdp-ged", file, country_code=country_code) if isinstance(one, SourceReport)]
    spots = [_spot(one) for one in reports if one.start.year >= 2015]
    copy = copied(spots, seed=104)
    found = match(spots, copy)
    right = sum(_is_right(one) for one in found.certain)
    assert right / len(found.certain) >= 0.93
    assert right / len(copy) >= 0.88
    assert len(found.alone) <= 8, "a second source that tells of nothing new adds no incidents"


def _spot(one: SourceReport) -> Spot:
    assert one.latitude is not None
    assert one.longitude is not None
    place = (float(one.latitude), float(one.longitude))
    return Spot(one.source_id, one.start.toordinal(), *place, 0.0, frozenset(one.actors), one.deaths.best)


def _is_right(link: Link) -> bool:
    return link.report == f"copy:{link.incident}"
