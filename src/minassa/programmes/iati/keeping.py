"""Partners' activities as JSON both ways, and the keys by which they are found. Pure."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any, Final

import orjson

from minassa.base.canonical import canonical_json
from minassa.names import tokens
from minassa.programmes.content import plain
from minassa.programmes.iati.activities import Activity, Amount, Coded, Doubt, Organisation, Wanted
from minassa.programmes.iati.codes import SECTOR_VOCABULARY

LONGEST_KEY: Final = 80
MOST_WORDS: Final = 200
MOST_ASKED: Final = 8
_CATEGORY_VOCABULARY: Final = "2"


def packed(one: Activity) -> str:
    """What a row keeps."""
    body = asdict(one) | {
        "days": {kind: day.isoformat() for kind, day in one.days.items()},
        "amounts": [[each.kind, each.currency, plain(each.total), each.count] for each in one.amounts],
    }
    for name in ("countries", "regions", "sectors"):
        body[name] = [[each.vocabulary, each.code, plain(each.percent), each.name] for each in getattr(one, name)]
    return canonical_json(body).decode()


def unpacked(text: str) -> Activity:
    """What `packed` wrote."""
    body: dict[str, Any] = orjson.loads(text)
    plainly = {name: body[name] for name in ("identifier", "title", "description", "status", "results")}
    return Activity(
        **plainly,
        reporter=Organisation(**body["reporter"]),
        organisations=tuple(Organisation(**each) for each in body["organisations"]),
        countries=_coded(body["countries"]),
        regions=_coded(body["regions"]),
        sectors=_coded(body["sectors"]),
        targets=tuple(body["targets"]),
        days={kind: date.fromisoformat(day) for kind, day in body["days"].items()},
        amounts=tuple(Amount(kind, money, Decimal(total), count) for kind, money, total, count in body["amounts"]),
        doubts=tuple(map(Doubt, body["doubts"])),
    )


def _coded(body: Iterable[tuple[str, str, str | None, str]]) -> tuple[Coded, ...]:
    return tuple(
        Coded(vocabulary, code, None if percent is None else Decimal(percent), name)
        for vocabulary, code, percent, name in body
    )


def keys_of(one: Activity) -> tuple[str, ...]:
    """The keys by which an activity is found, each once."""
    found = [f"country:{each.code}" for each in one.countries]
    for each in one.sectors:
        if each.vocabulary == SECTOR_VOCABULARY:
            found += [f"sector:{each.code}", f"sector:{each.code[:3]}"]
        elif each.vocabulary == _CATEGORY_VOCABULARY:
            found.append(f"sector:{each.code}")
    found += [f"target:{each}" for each in one.targets]
    found += [f"status:{one.status}"] if one.status else []
    named = (one.title, one.reporter.name, *(each.name for each in one.organisations))
    found += [f"word:{word}" for text in named for word in tokens(text)][:MOST_WORDS]
    return tuple(dict.fromkeys(key[:LONGEST_KEY] for key in found))


def keys_wanted(wanted: Wanted) -> tuple[str, ...]:
    """The keys that an activity must have, all of them."""
    found = [f"word:{word}" for word in tokens(wanted.words[:300])][:MOST_ASKED]
    for kind, value in (
        ("country", wanted.country.upper()),
        ("sector", wanted.sector),
        ("target", wanted.target.lower()),
        ("status", wanted.status),
    ):
        if value:
            found.append(f"{kind}:{value}")
    return tuple(dict.fromkeys(key[:LONGEST_KEY] for key in found))
