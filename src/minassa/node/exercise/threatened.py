"""Leaving invented incidents, and records of the groups that are named, with the agencies that watch these places."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import orjson

from minassa import records, threats
from minassa.access import Actor, Handling, Label, Tlp
from minassa.base import today
from minassa.node.exercise.invented import SAID
from minassa.node.exercise.people import Cast, actor_of
from minassa.node.exercise.violence import (
    GED_HEAD,
    GROUPS,
    OWN_HEAD,
    countries_of,
    happened,
    told_by_others,
    told_by_us,
)
from minassa.records import Ground

GROUND: Final = Ground("EXERCISE Act, article 1", "counter-terrorism")
_LAST_SOURCE: Final = "ucdp-ged"
_KEPT_CLOSE: Final = 6
"""One row in so many stays with the agency that wrote it."""

Line = dict[str, object]


def leave_incidents(cast: Cast, agencies: Mapping[str, UUID]) -> None:
    """Bring in groups and incidents as the agencies of this node that watch them, where they have none."""
    for code in sorted(set(GROUPS) & set(cast.writers)):
        actor, own = actor_of(cast.writers[code]), agencies[code]
        told = threats.list_incidents(actor, size=200, filters=threats.Filters(source=_LAST_SOURCE)).rows
        if not any(one.owner == own for one in told):
            _leave(actor, code, own, today() - timedelta(days=1))


def _leave(actor: Actor, code: str, own: UUID, last: date) -> None:
    """Groups first: by their aliases the second source's actors are recognised."""
    handling = frozenset({Handling.H0})
    for_all, close = (Label(own, tlp, handling=handling, exercise=True) for tlp in (Tlp.GREEN, Tlp.AMBER))
    lines = io.BytesIO(b"".join(orjson.dumps(one, option=orjson.OPT_APPEND_NEWLINE) for one in lines_of(code, last)))
    records.import_records(actor, file=lines, format="ftm", label=for_all, ground=GROUND, case="EXERCISE")
    made = happened(code, last)
    ours = list(told_by_us(code, made))
    shared = [one for number, one in enumerate(ours) if number % _KEPT_CLOSE]
    _bring(actor, "own", _table(OWN_HEAD, shared), for_all)
    _bring(actor, "own", _table(OWN_HEAD, ours[::_KEPT_CLOSE]), close)
    _bring(actor, _LAST_SOURCE, _table(GED_HEAD, told_by_others(code, made)), for_all)


def _bring(actor: Actor, source: str, file: io.BytesIO, label: Label) -> None:
    threats.import_incidents(actor, source=source, file=file, label=label, ground=GROUND, case="EXERCISE")


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> io.BytesIO:
    written = io.StringIO()
    csv.writer(written).writerows((head, *rows))
    return io.BytesIO(written.getvalue().encode())


def lines_of(code: str, last: date) -> Iterator[Line]:
    """The groups' records, the alliance that they belong to by turns, who is in them and who pays for them."""
    prefix = f"EX-GRP-{code.upper()}"
    alliance = f"{prefix}-0"
    names = ["EXERCISE Alliance Third Oasis", "تحالف الواحة الثالثة (تمرين)"]
    yield _line(alliance, "ArmedGroup", name=names[:1], alias=names[1:], country=countries_of(code))
    for number, group in enumerate(GROUPS[code], start=1):
        own = f"{prefix}-{number}"
        begun = last.replace(day=1) - timedelta(days=400 * number)
        yield _line(
            own,
            "ArmedGroup",
            name=group.names[:1],
            alias=group.names[1:],
            country=countries_of(code, number - 1),
            areaOfActivity=[f"EXERCISE {group.area}"],
            incorporationDate=[str(begun.year - 4)],
            topics=["crime.terror"],
        )
        dates = {"startDate": [begun.isoformat()]}
        if number == 2:
            dates["endDate"] = [(begun + timedelta(days=300)).isoformat()]
        yield _line(f"{own}-A", "Membership", member=[own], organization=[alliance], role=["affiliated"], **dates)
        for place, role in enumerate(("treasurer", "recruiter"), start=1):
            person = f"EX-{code.upper()}-{number * 2 + place:04d}"
            yield _line(f"{own}-M{place}", "Membership", member=[person], organization=[own], role=[role])
        payer, amount = f"EX-{code.upper()}-{number + 20:04d}", str(number * 450_000)
        paid = {"amount": [amount], "currency": ["XTS"], "date": [begun.isoformat()]}
        yield _line(f"{own}-P", "Payment", payer=[payer], beneficiary=[own], purpose=["EXERCISE levy"], **paid)


def _line(reference: str, schema: str, **properties: Iterable[str]) -> Line:
    values = {name: list(given) for name, given in properties.items()}
    return {"id": reference, "schema": schema, "properties": {**values, "summary": [SAID]}}
