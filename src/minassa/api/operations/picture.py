"""The threat picture: trends, where it continues and may spread, and what may come; all from what the asker may see."""

from dataclasses import asdict
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Schema
from pydantic import Field

from minassa import threats as room
from minassa.access import act_named
from minassa.api.entrances import Call
from minassa.api.policy import declared
from minassa.api.shapes import WHY_PURPOSE, Day, Told

INCIDENT_LIST = act_named("incident.list")
FORECAST_READ = act_named("forecast.read")
MOST_CELLS = 300
MOST_DEATHS = 100_000
router = Router(tags=["incidents"])


class ExpectedTold(Told):
    """What the same season was like in the years before: its middle, and the range of eight of ten such months."""

    middle: float
    low: float
    high: float


class MonthTold(Told):
    """One month of the series."""

    month: str = Field(examples=["2026-03"])
    count: int
    expected: ExpectedTold | None
    is_over: bool


class TrendTold(Told):
    """The Mann-Kendall test over the months that are over, corrected for months that resemble each other."""

    label: str = Field(examples=["rising", "no_trend"])
    tau: float
    p: float
    slope: float
    months: int


class PlaceTold(Told):
    """One of the places that are compared: a country's code, a first-level area's, the south-western corner of a half-degree cell, a group's id."""

    key: str
    name: str
    counts: list[int]
    total: int
    latest: int = Field(description="The last twelve months that are over.")
    before: int = Field(description="The twelve months before them.")
    trend: TrendTold


class TrendsTold(Told):
    """Months with their season, the test of their trend, and the places with most."""

    measure: str
    months: list[MonthTold]
    trend: TrendTold
    places: list[PlaceTold]
    places_left: int
    unplaced: int = Field(description="Incidents that are not laid to areas yet, where areas are compared.")
    marks: list[str] = Field(description="Every handling mark of what this was made from.")


class ReasonTold(Told):
    """Why a cell is listed, and the number of events or months of which the reason speaks."""

    code: str = Field(examples=["around_of_late"])
    count: int


class SpreadCellTold(Told):
    """A half-degree cell by its south-western corner; `countries` are those of what happened in it, or else around it."""

    rank: int
    south: float
    west: float
    countries: list[str]
    incidents: int
    reasons: list[ReasonTold]


class SpreadTold(Told):
    """Where it continues, and where it may spread: the early warning."""

    region: str
    month: str = Field(description="The month of which the lists speak; empty where nothing is known.")
    until: str = Field(description="The last month that they know.")
    incidents: int
    continues: list[SpreadCellTold]
    may_spread: list[SpreadCellTold]
    marks: list[str]


class IntervalTold(Told):
    """From the lowest to the highest count."""

    low: float
    high: float


class ChanceTold(Told):
    """How likely more than so many deaths are."""

    above: int
    chance: float


class SimilarTold(Told):
    """A past situation that resembles the present one, and the deaths after it."""

    country: str
    month: str
    deaths: float


class AheadTold(Told):
    """Deaths of one country in the months ahead, all together."""

    country: str
    median: float
    half: IntervalTold = Field(description="The shortest interval that holds one of two.")
    most: IntervalTold = Field(description="The shortest interval that holds nine of ten.")
    chances: list[ChanceTold]
    last_12: float = Field(description="Deaths of the last twelve months.")
    similar: list[SimilarTold]


class MethodTold(Told):
    """How good a method was over the test years. Lower is better, but for coverage, which should be near 0.9."""

    method: str = Field(examples=["mixture", "last_12_months"])
    crps: float
    log_crps: float
    ignorance: float
    interval: float
    coverage: float


class HorizonTold(Told):
    """The forecast for so many months ahead; `shown` is the method that was best, which may be a baseline."""

    months: int
    shown: str
    countries: list[AheadTold]
    scores: list[MethodTold]


class OutlookTold(Told):
    """The forecast; `waiting` until a job has made it from what you may see, `old` while it is made again."""

    state: Literal["ready", "old", "waiting", "too_little"]
    made: datetime | None
    first: str = Field(description="The first month from which it was made; empty where it was not made.")
    last: str
    horizons: list[HorizonTold]
    marks: list[str]


class Narrowed(Schema):
    """Which incidents count; each left out means all."""

    first: Day | None = None
    last: Day | None = None
    country: str = Field("", max_length=2, examples=["ne"])
    kind: str = Field("", max_length=20)
    source: str = Field("", max_length=32)
    group: UUID | None = None
    deaths: int = Field(0, ge=0, le=MOST_DEATHS, description="At least so many deaths by some report.")
    area: str = Field("", max_length=80, description="A first-level area by its code of ISO 3166-2.", examples=["ML-6"])
    purpose: str = Field("", max_length=40, description=WHY_PURPOSE)

    def filters(self) -> room.Filters:
        """As the service takes them."""
        return room.Filters(
            self.first,
            self.last,
            self.country.lower(),
            self.kind,
            self.source,
            self.group,
            self.deaths,
            area=self.area,
        )


class TrendsAsked(Narrowed):
    """What is counted, and which places are compared."""

    measure: Literal["incidents", "deaths"] = "incidents"
    by: Literal["country", "area", "cell", "group"] = "country"


class ForecastAsked(Schema):
    """For what the forecast is used."""

    purpose: str = Field("", max_length=40, description=WHY_PURPOSE)


class SpreadAsked(Narrowed):
    """Which region is ranked, and how many cells are wanted."""

    region: Literal["west", "gulf", "africa"] = "west"
    most: int = Field(50, ge=1, le=MOST_CELLS)


@router.get("/incidents/trends", **declared(INCIDENT_LIST, TrendsTold, refusals=(422,)))
def read_trends(request: Call, wanted: Query[TrendsAsked]) -> dict[str, Any]:
    """Incidents or deaths month by month with their season and trend, and places side by side."""
    found = room.read_trends(
        request.auth, filters=wanted.filters(), measure=wanted.measure, by=wanted.by, purpose=wanted.purpose
    )
    months = [
        {"month": room.month_text(one.number), "count": one.count, "expected": one.expected, "is_over": one.is_over}
        for one in found.months
    ]
    parts = {name: getattr(found, name) for name in ("measure", "trend", "places", "places_left", "unplaced")}
    return {**parts, "months": months, "marks": _marks(found.handling)}


@router.get("/incidents/spread", **declared(INCIDENT_LIST, SpreadTold, refusals=(422,)))
def read_spread(request: Call, wanted: Query[SpreadAsked]) -> dict[str, Any]:
    """Half-degree cells in which violence may go on, and quiet ones to which it may spread."""
    found = room.read_spread(
        request.auth, region=wanted.region, filters=wanted.filters(), most=wanted.most, purpose=wanted.purpose
    )
    return {
        "region": found.region,
        "month": room.month_text(found.month) if found.incidents else "",
        "until": room.month_text(found.until) if found.incidents else "",
        "incidents": found.incidents,
        "continues": [_cell(one) for one in found.continues],
        "may_spread": [_cell(one) for one in found.may_spread],
        "marks": _marks(found.handling),
    }


def _cell(one: room.ListedCell) -> dict[str, Any]:
    return {**asdict(one), "south": one.cell.south, "west": one.cell.west}


@router.get("/incidents/forecast", **declared(FORECAST_READ, OutlookTold))
def read_forecast(request: Call, wanted: Query[ForecastAsked]) -> dict[str, Any]:
    """Deaths per country in the next 1, 3 and 6 months as distributions, with the scores of the method beside its baselines."""
    found = room.read_outlook(request.auth, purpose=wanted.purpose)
    return {
        "state": found.state,
        "made": found.made,
        "first": room.month_text(found.first) if found.first else "",
        "last": room.month_text(found.last) if found.last else "",
        "horizons": [_horizon(one) for one in found.horizons],
        "marks": _marks(found.handling),
    }


def _horizon(one: room.Horizon) -> dict[str, Any]:
    return {
        "months": one.months,
        "shown": one.shown,
        "scores": one.scores,
        "countries": [_ahead(each) for each in one.countries],
    }


def _ahead(one: room.Ahead) -> dict[str, Any]:
    return {
        **asdict(one),
        "chances": [{"above": step, "chance": chance} for step, chance in one.chances],
        "similar": [
            {"country": place, "month": room.month_text(month), "deaths": deaths}
            for place, month, deaths in one.similar
        ],
    }


def _marks(handling: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]) -> list[str]:
    return sorted({mark for marks, _obligations in handling for mark in marks})
