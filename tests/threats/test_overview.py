"""An overview is counted from the incidents that it is given and from nothing else, and travels as it was made."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.translation import override

from minassa.desk import Drawing, Table
from minassa.threats import Range, Scope, overview_blocks, overview_from_json, overview_to_json
from minassa.threats.months import month_number
from minassa.threats.overview.counting import counted
from minassa.threats.overview.types import Overview, Told

MADE = datetime(2026, 4, 2, tzinfo=UTC)
SCOPE = Scope(month_number(2026, 1), month_number(2026, 3), ("ml", "bf"))
ATTACK = Told(
    date(2026, 2, 3),
    "ml",
    14.3,
    -3.6,
    "exact",
    "explosion",
    "EXERCISE Mopti",
    Range(2, 5),
    3,
    ("EXERCISE Front",),
    ("own",),
)


class Groups(dict[str, str]):
    def __missing__(self, actor: str) -> str:
        return "EXERCISE Front" if actor == "EXERCISE The Front" else actor


def over(*told: Told, scope: Scope = SCOPE) -> Overview:
    return counted(scope, told, groups=Groups(), made=MADE, digest="d" * 32)


@pytest.fixture(scope="module")
def years() -> list[Told]:
    """Seven years of attacks, more each year, in three countries; the last ones beside a quiet place that was hit once before."""
    found = []
    for month in range(month_number(2019, 4), month_number(2026, 4)):
        day = date(month // 12, month % 12 + 1, 5)
        for place in range(1 + (month - month_number(2019, 4)) // 14):
            found += [
                replace(ATTACK, day=day, latitude=14.3 + place % 3, best=1 + place),
                replace(ATTACK, day=day, country="bf", latitude=12.2, longitude=-1.5, best=2),
            ]
        found.append(replace(ATTACK, day=day, country="so", latitude=2.0, longitude=45.3, best=9, place="EXERCISE Far"))
    return [*found, replace(ATTACK, day=date(2020, 1, 1), latitude=15.1, longitude=-3.1, place="EXERCISE Quiet")]


def test_lines_count_each_incident_once_and_compare_with_as_many_months_before() -> None:
    found = over(
        ATTACK,
        replace(
            ATTACK,
            country="bf",
            latitude=12.2,
            longitude=-1.5,
            deaths=None,
            best=0,
            actors=("EXERCISE The Front", "EXERCISE Army"),
        ),
        replace(ATTACK, day=date(2025, 12, 31)),  # before
        replace(ATTACK, day=date(2025, 9, 30)),  # before that
        replace(ATTACK, day=date(2026, 4, 1), place="EXERCISE Later"),  # after: not read at all
        replace(ATTACK, country="so"),  # elsewhere
    )
    assert (found.incidents, found.before, found.low, found.high, found.without_deaths) == (2, 1, 2, 5, 1)
    assert [(one.key, one.incidents, one.low, one.high, one.before) for one in found.by_country] == [
        ("ml", 1, 2, 5, 1),
        ("bf", 1, 0, 0, 0),
    ]
    assert [(one.key, one.incidents, one.countries) for one in found.groups] == [
        ("EXERCISE Front", 2, ("bf", "ml")),
        ("EXERCISE Army", 1, ("bf",)),
    ]
    assert found.used == 5
    assert "Later" not in json.dumps(overview_to_json(found))


def test_places_are_drawn_no_more_exactly_than_they_are_known() -> None:
    found = over(
        ATTACK,
        replace(ATTACK, precision="region", latitude=13.123456, longitude=-4.0),
        replace(ATTACK, precision="country"),
        replace(ATTACK, latitude=None, longitude=None),
    )
    assert [(one.south, one.west, one.incidents) for one in found.cells] == [(14.0, -4.0, 1)]
    assert [(one.latitude, one.radius_km) for one in found.areas] == [(13.12, 150.0)]
    assert found.undrawn == 2


def test_trend_lists_and_forecast_say_what_was_planted(years: list[Told]) -> None:
    found = over(*years)
    assert found.moving.label == "rising"
    assert found.months[-1].number == SCOPE.last
    assert found.months[-1].usual is not None
    assert found.months[-1].incidents == 12
    assert {one.country for one in (*found.continues, *found.spreads)} <= {"ml", "bf"}
    assert found.continues[0].reasons[0].code == "here_of_late"
    quiet = next(one for one in found.spreads if one.place == "EXERCISE Quiet")
    assert {one.code for one in quiet.reasons} == {"around_of_late", "here_before", "quiet_for"}
    assert [one.horizon for one in found.scores] == [1, 3, 6]
    assert {one.country for one in found.ahead} == {"ml", "bf"}
    assert all(one.low <= one.middle <= one.high for one in found.ahead)
    assert overview_from_json(json.loads(json.dumps(overview_to_json(found)))) == found


def test_on_paper_it_says_so_in_four_languages(years: list[Told]) -> None:
    found, said = over(*years[-40:-1]), {}
    for language in ("en", "fr", "ar", "pt"):
        with override(language):
            blocks = overview_blocks(found, country=str.upper, shapes=())
        assert sum(isinstance(one, Drawing) for one in blocks) == 2
        assert sum(isinstance(one, Table) for one in blocks) >= 5
        said[language] = repr([one for one in blocks if not isinstance(one, Drawing)])
        assert "%(" not in said[language]
    assert len(set(said.values())) == 4
    assert "six years of incidents are needed" in said["en"]


def test_what_is_no_overview_is_refused() -> None:
    body = overview_to_json(over(ATTACK))
    plain = json.loads(json.dumps(body))
    places = {
        "another version": {**plain, "version": 2},
        "more": {**plain, "extra": 1},
        "short": {**plain, "overview": plain["overview"][:-1]},
        "text for a number": {**plain, "overview": [*plain["overview"][:2], "many", *plain["overview"][3:]]},
        "too long": {**plain, "overview": [*plain["overview"][:-1], "x" * 301]},
        "no moment": {**plain, "overview": [plain["overview"][0], "soon", *plain["overview"][2:]]},
        "endless": {**plain, "overview": [[0, 10**9, []], *plain["overview"][1:]]},
        "not finite": {**plain, "overview": [*plain["overview"][:2], float("nan"), *plain["overview"][3:]]},
    }
    for wrong in places.values():
        with pytest.raises(ValueError):
            overview_from_json(wrong)
    assert overview_from_json(plain).scope == SCOPE
    assert Decimal(str(overview_from_json(plain).cells[0].south)) == Decimal("14.0")
