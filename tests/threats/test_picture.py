"""The picture: trends, spread and forecasts from what the reader sees. Incidents are planted that must not count."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from minassa.access import Actor, Tlp, door
from minassa.access.models import User
from minassa.base.clock import held_at
from minassa.threats import Cell, Filters, Outlook, count_incidents, read_outlook, read_spread, read_trends
from minassa.threats.acts import FORECAST_DUE, FORECAST_READ
from minassa.threats.forecast import panel_of
from minassa.threats.models import Forecast
from minassa.threats.months import month_number
from minassa.threats.picture.ahead import horizons_of
from minassa.threats.picture.outlook import make_outlooks
from tests.factories import actor_for, an_actor, make_agency, make_user
from tests.threats.made import bring, handled, own_row

pytestmark = [pytest.mark.django_db, pytest.mark.store]
NOW = datetime(2026, 3, 10, tzinfo=UTC)
MARCH = month_number(2026, 3)


@pytest.fixture(autouse=True)
def spring() -> Iterator[None]:
    with held_at(NOW):
        yield


@pytest.fixture
def people() -> tuple[Actor, Actor, Actor]:
    """Who brings in, a colleague, and somebody elsewhere."""
    agency = make_agency()
    return an_actor(agency=agency), actor_for(make_user(agency)), an_actor()


def history(months: int, *, first: int = 0, **changed: str) -> list[tuple[str, ...]]:
    """One incident a month until February 2026, and two in the last four of these months."""
    rows = []
    for back in range(1, months + 1):
        month = MARCH - back
        for one in range(2 if back <= 4 else 1):
            day = f"{month // 12}-{month % 12 + 1:02d}-{10 + one}"
            rows.append(own_row(first + back * 2 + one, latitude="12.3", date=day, **changed))
    return rows


def secret(actor: Actor, months: int = 30) -> None:
    """What only the person who brought it in may see: another country, with many deaths."""
    hidden = history(months, first=5_000, country="BF", longitude="-1.3", deaths_best="900", deaths_high="900")
    bring(actor, hidden, label=handled(actor, Tlp.RED))


def test_trends_count_what_the_reader_sees_and_no_kept_answer_reaches_anybody_else(
    people: tuple[Actor, Actor, Actor],
) -> None:
    actor, colleague, other = people
    bring(actor, history(40))
    secret(actor)
    both = read_trends(actor, measure="deaths")
    seen = read_trends(colleague, measure="deaths")
    assert [one.key for one in both.places] == ["bf", "ne"]
    assert [(one.key, one.total) for one in seen.places] == [("ne", 3 * 44)]
    assert not read_trends(other).months
    assert (seen.months[-1].number, seen.months[-1].count, seen.trend.label) == (MARCH - 1, 6, "probably_rising")
    assert seen.months[-1].expected is not None
    assert seen.months[-1].is_above
    assert {mark for marks, _words in both.handling for mark in marks} >= {"TLP:RED", "TLP:AMBER"}
    assert "TLP:RED" not in {mark for marks, _words in seen.handling for mark in marks}
    bring(actor, [own_row(9_999, latitude="12.3", date="2026-03-02", deaths_best="70")])
    later = read_trends(colleague, measure="deaths")
    assert (later.months[-1].count, later.months[-1].is_over, later.trend) == (70, False, seen.trend)
    narrowed = read_trends(colleague, filters=Filters(first=date(2026, 1, 1), country="ne"), by="cell")
    assert [(one.key, one.total) for one in narrowed.places] == [("12,2.5", 5)]
    assert len(narrowed.months) == 3


def test_the_lists_of_cells_rest_on_what_the_reader_sees(people: tuple[Actor, Actor, Actor]) -> None:
    actor, colleague, other = people
    bring(actor, history(6))
    bring(actor, [own_row(900, latitude="12.3", longitude="3.1", date="2024-01-05")])
    bring(actor, [own_row(901, latitude="7.3", longitude="1.1", date="2026-02-05", place_precision="country")])
    secret(actor)
    found = read_spread(colleague)
    assert (found.until, found.month, found.incidents) == (MARCH - 1, MARCH, 11)
    assert (found.continues[0].cell, found.continues[0].countries) == (Cell(12.0, 2.5), ("ne",))
    warned = found.may_spread[0]
    assert (warned.cell, warned.incidents) == (Cell(12.0, 3.0), 1)
    assert [(one.code, one.count) for one in warned.reasons] == [
        ("around_of_late", 10),
        ("here_before", 1),
        ("quiet_for", 25),
    ]
    assert Cell(12.0, -1.5) in {one.cell for one in read_spread(actor).continues}
    assert Cell(12.0, -1.5) not in {one.cell for one in (*found.continues, *found.may_spread)}
    assert not read_spread(other).incidents
    assert count_incidents(colleague, filters=Filters(cell=Cell(12.0, 2.5))).incidents == 10


def named(found: Outlook) -> set[str]:
    return {one.country for horizon in found.horizons for one in horizon.countries}


def test_a_forecast_is_made_for_each_reader_from_what_that_reader_sees(people: tuple[Actor, Actor, Actor]) -> None:
    actor, colleague, _other = people
    bring(actor, history(30))
    secret(actor)
    assert [read_outlook(one).state for one in people] == ["waiting"] * 3
    assert make_outlooks() == 3
    mine, theirs, none = (read_outlook(one) for one in people)
    assert (mine.state, theirs.state, none.state) == ("ready", "ready", "too_little")
    assert (named(mine), named(theirs)) == ({"bf", "ne"}, {"ne"})
    assert [one.months for one in theirs.horizons] == [1, 3, 6]
    with door(colleague, FORECAST_READ):
        assert [one.person for one in Forecast.objects.all()] == [colleague.user_id]
    bring(actor, [own_row(9_998, latitude="12.3", date="2026-02-20")])
    assert read_outlook(colleague).state == "old"
    assert colleague.user_id is not None
    User.objects.filter(id=colleague.user_id).update(is_active=False)
    assert make_outlooks() == 0
    assert FORECAST_DUE.roles == frozenset()


def test_where_the_model_does_not_beat_a_baseline_the_baseline_is_shown() -> None:
    months = range(month_number(2021, 1), month_number(2026, 1))
    quiet = {("aa", one): 7.0 for one in months}
    turning = {("bb", one): float(40 * (one % 2)) for one in months}
    found = horizons_of(panel_of(quiet | turning))
    assert found is not None
    assert [one.shown for one in found.horizons] == ["mixture", "mixture", "last_12_months"]
    assert [each.log_crps for each in found.horizons[2].scores][:2] == [0.0023, 0.0]
    level = horizons_of(panel_of(quiet))
    assert level is not None
    assert "mixture" not in {one.shown for one in level.horizons}, "what is as good is not better"
    young = horizons_of(panel_of({("aa", one): 1.0 for one in range(24_000, 24_014)}))
    assert young is not None
    assert [(one.shown, one.scores) for one in young.horizons] == [("last_12_months", ())] * 3
    assert horizons_of(panel_of({("aa", 24_000): 1.0})) is None
