"""Invented incidents of three years in West Africa and the Sahel, as two sources tell of them, and the groups that are named.

Nothing here happened and no such group exists. The same at every run, but that all days count back from the last one. Some incidents are
told by both sources, some by one; of some nobody can tell without a person which of them a report means.
"""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from minassa.node.exercise.words import INVENTED

SEED: Final = "20260:incidents"
DAYS: Final = 3 * 365
OWN_HEAD: Final = (
    "id", "date", "country", "latitude", "longitude", "place", "place_precision", "kind", "actors",
    "deaths_low", "deaths_best", "deaths_high", "text",
)  # fmt: skip
GED_HEAD: Final = (
    "id", "year", "month", "day", "country", "type_of_violence", "conflict_name", "side_a", "side_b",
    "latitude", "longitude", "low_death", "best_death", "high_death",
)  # fmt: skip
_GED_TYPES: Final = {"state_conflict": "1", "explosion": "1", "group_conflict": "2"}
_PRECISIONS: Final = (*["exact"] * 6, *["near"] * 3, "district", "region")
_TOLD_BY_US: Final = 0.85
_TOLD_BY_BOTH: Final = 0.5
_SALVOES: Final = 5


@dataclass(frozen=True, slots=True)
class Group:
    """An invented armed group: all its names, the first the main one, where it is, and how often it does what."""

    names: tuple[str, ...]
    area: str
    kinds: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """Where something happens: the middle of it, degrees around, the group, incidents a year, and how that has changed since."""

    country: str
    latitude: float
    longitude: float
    spread: float
    group: int
    yearly: int
    growth: float = 1.0
    begins: float = 0.0


@dataclass(frozen=True, slots=True)
class Happened:
    """One invented incident as it was; what sources tell of it differs."""

    day: date
    ground: Ground
    latitude: float
    longitude: float
    place: str
    kind: str
    actors: tuple[str, ...]
    deaths: int


_RAIDS: Final = (("against_civilians", 4), ("state_conflict", 5), ("explosion", 4), ("abduction", 2), ("assault", 1))
GROUPS: Final = {
    "ml": (
        Group(
            ("EXERCISE Katiba Vent Calme", "EXERCISE Calm Wind Brigade", "كتيبة الريح الهادئة (تمرين)"),
            "inner delta",
            _RAIDS,
        ),
        Group(
            ("EXERCISE Front Sept Puits", "EXERCISE Seven Wells Front", "جبهة الآبار السبعة (تمرين)"),
            "three borders",
            (("against_civilians", 6), ("group_conflict", 4), ("state_conflict", 3)),
        ),
        Group(
            ("EXERCISE Mouvement de l'Ombre longue", "EXERCISE Long Shadow Movement", "حركة الظل الطويل (تمرين)"),
            "south-east and the coast",
            (("explosion", 5), ("state_conflict", 3), ("against_civilians", 2), ("abduction", 2)),
        ),
    ),
    "ng": (
        Group(
            ("EXERCISE Silver Reed Brigade", "EXERCISE Katiba du Roseau", "كتيبة القصب الفضي (تمرين)"),
            "the lake",
            _RAIDS,
        ),
        Group(
            ("EXERCISE Red Escarpment Band", "EXERCISE Bande de la Falaise rouge"),
            "north-west",
            (("abduction", 7), ("against_civilians", 4), ("assault", 2)),
        ),
    ),
}
"""By the code of the agency that keeps records of them."""
_GROUNDS: Final = {
    "ml": (
        Ground("ml", 14.5, -3.6, 0.7, 0, 34),
        Ground("ml", 16.2, -0.3, 0.6, 1, 16),
        Ground("bf", 14.1, -1.4, 0.5, 0, 20),
        Ground("bf", 12.2, 0.7, 0.5, 2, 10, growth=2.0),
        Ground("ne", 14.4, 1.1, 0.5, 1, 14),
        Ground("bj", 11.3, 2.4, 0.4, 2, 6, growth=4.0, begins=0.4),
        Ground("tg", 10.8, 0.5, 0.2, 2, 5, growth=3.0, begins=0.55),
        Ground("ci", 9.6, -4.0, 0.3, 2, 3, begins=0.7),
        Ground("gh", 10.8, -0.6, 0.2, 2, 70, begins=0.94),
    ),
    "ng": (
        Ground("ng", 11.9, 13.2, 0.6, 0, 26),
        Ground("ng", 12.3, 6.1, 0.7, 1, 22, growth=1.6),
        Ground("cm", 11.1, 14.1, 0.3, 0, 8),
        Ground("td", 13.4, 14.2, 0.3, 0, 6),
        Ground("ne", 13.5, 13.0, 0.3, 0, 6, growth=0.5),
    ),
}
_OPPOSED: Final = {
    "state_conflict": "EXERCISE Army",
    "explosion": "EXERCISE Army",
    "group_conflict": "EXERCISE Village guards",
}


def countries_of(code: str, group: int | None = None) -> tuple[str, ...]:
    """The countries where one of these groups is at work, or all of them."""
    found = [one.country for one in _GROUNDS[code] if group is None or one.group == group]
    return tuple(dict.fromkeys(found))


def happened(code: str, last: date) -> list[Happened]:
    """What happened where this agency watches, up to that day, in order."""
    chance = random.Random(f"{SEED}:{code}")  # noqa: S311 - the same data at every run is the point
    made = [_one(chance, code, ground, day) for ground in _GROUNDS[code] for day in _days(chance, ground, last)]
    made += [one for _ in range(_SALVOES) for one in _salvo(chance, chance.choice(made))]
    return sorted(made, key=lambda one: (one.day, one.latitude, one.longitude))


def _days(chance: random.Random, ground: Ground, last: date) -> Iterator[date]:
    """Days of incidents: more in the dry months, and more or fewer from year to year."""
    for number in range(int(DAYS * ground.begins), DAYS):
        day = last - timedelta(days=DAYS - 1 - number)
        season = 1 + 0.4 * math.cos((day.timetuple().tm_yday - 60) / 365 * 2 * math.pi)
        if chance.random() < ground.yearly / 365 * season * ground.growth ** (number / DAYS - 0.5):
            yield day


def _one(chance: random.Random, code: str, ground: Ground, day: date) -> Happened:
    group = GROUPS[code][ground.group]
    kinds, weights = zip(*group.kinds, strict=True)
    kind = chance.choices(kinds, weights)[0]
    opposed = _OPPOSED.get(kind)
    return Happened(
        day,
        ground,
        chance.gauss(ground.latitude, ground.spread / 2),
        chance.gauss(ground.longitude, ground.spread / 2),
        f"EXERCISE {chance.choice(INVENTED)} {chance.randint(1, 9)}",
        kind,
        (group.names[0], opposed) if opposed else (group.names[0],),
        min(90, int(chance.lognormvariate(1.0, 0.9))) if kind != "abduction" else chance.choice((0, 0, 0, 1)),
    )


def _salvo(chance: random.Random, first: Happened) -> Iterator[Happened]:
    """More incidents beside one: the same day and the same people, some minutes' walk away."""
    for _ in range(5):
        yield replace(
            first,
            latitude=first.latitude + chance.uniform(-0.01, 0.01),
            longitude=first.longitude + chance.uniform(-0.01, 0.01),
        )


def told_by_us(code: str, made: Sequence[Happened]) -> Iterator[tuple[str, ...]]:
    """The agency's own table (`OWN_HEAD`): most of what happened, its places as precise as somebody found out."""
    chance = random.Random(f"{SEED}:{code}:own")  # noqa: S311 - the same data at every run is the point
    for number, one in enumerate(made, start=1):
        if chance.random() < _TOLD_BY_US:
            low, high = int(one.deaths * 0.7), one.deaths + chance.randint(0, 1 + one.deaths // 3)
            yield (
                f"EX-{code.upper()}-{number:04d}", one.day.isoformat(), one.ground.country.upper(), f"{one.latitude:.4f}",
                f"{one.longitude:.4f}", one.place, chance.choice(_PRECISIONS), one.kind, "; ".join(one.actors),
                str(low), str(one.deaths), str(high), "EXERCISE: invented, never happened.",
            )  # fmt: skip


def told_by_others(code: str, made: Sequence[Happened]) -> Iterator[tuple[str, ...]]:
    """A second source (`GED_HEAD`): half of it, with other names, some days or kilometres off, other counts."""
    chance = random.Random(f"{SEED}:{code}:ged")  # noqa: S311 - the same data at every run is the point
    own = {one.names[0]: one for one in GROUPS[code]}
    for number, one in enumerate(made, start=1):
        if chance.random() < _TOLD_BY_BOTH:
            day = min(one.day + timedelta(days=chance.choice((-1, 0, 0, 0, 1, 2))), made[-1].day)
            away = chance.expovariate(1 / 0.04) * chance.choice((-1, 1))
            known = own[one.actors[0]].names
            side = "" if chance.random() < 0.2 else chance.choice(known)
            best = round(one.deaths * chance.lognormvariate(0, 0.4))
            yield (
                f"{9_000_000 + number}", str(day.year), str(day.month), str(day.day), one.ground.country.upper(),
                _GED_TYPES.get(one.kind, "3"), "EXERCISE: invented, never happened", side, _OPPOSED.get(one.kind, "EXERCISE Civilians"),
                f"{one.latitude + away:.4f}", f"{one.longitude + away / 2:.4f}", str(int(best * 0.8)), str(best), str(best + best // 4),
            )  # fmt: skip
