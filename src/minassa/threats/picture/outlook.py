"""What may come: deaths per country as distributions, made by a job for each reader who asks, from what that reader sees.

A forecast is kept under a label of the reader alone, with the stamp of the incidents from which it was made. It is made anew, by the
next run of the job, when the reader looks and the incidents that they see have changed since.
"""

import logging
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any, Final
from uuid import UUID

from minassa.access import Actor, Opened, actor_of_person, door, system_actor
from minassa.base import Fault, now, today
from minassa.threats.acts import FORECAST_ASK, FORECAST_DUE, FORECAST_MAKE, FORECAST_READ
from minassa.threats.models import Forecast as Row
from minassa.threats.models import Incident
from minassa.threats.monthly import deaths_by_month
from minassa.threats.months import month_of
from minassa.threats.picture.ahead import Made, horizons_of
from minassa.threats.picture.handling import handling_of
from minassa.threats.picture.kept import kept, stamp_of
from minassa.threats.picture.own import own_label, own_label_ids, person_of
from minassa.threats.picture.types import Ahead, Horizon, Interval, MethodScore, Outlook

logger = logging.getLogger(__name__)
FORM: Final = 1
"""The form in which forecasts are stored."""
AT_ONCE: Final = 4
"""Readers for whom one run of the job works; the others wait for the next."""


def read_outlook(actor: Actor, *, purpose: str = "") -> Outlook:
    """The forecast made for this reader; where there is none, or it is old, the job is asked for one."""
    with door(actor, FORECAST_READ, purpose=purpose) as opened:
        row, stamp = _row(opened, purpose), stamp_of().text()
        handling = kept(opened, "handling", lambda: handling_of(opened, Incident.objects.all()))
    is_current = row is not None and row.stamp == stamp and row.until == _known_until() and _is_readable(row)
    if not is_current and not (row and row.wanted):
        _ask(actor, purpose)
    if row is None or row.made is None or not _is_readable(row):
        return Outlook("waiting")
    return replace(_outlook(row, is_current=is_current), handling=handling)


def _is_readable(row: Row) -> bool:
    """Whether it was written by this version; one that was not is made again."""
    return not row.content or row.content.get("form") == FORM


def _known_until() -> int:
    """The last month that is over: a forecast made in an earlier month is old."""
    return month_of(today()) - 1


def _ask(actor: Actor, purpose: str) -> None:
    with door(actor, FORECAST_ASK, purpose=purpose) as opened:
        label_id = opened.intern(own_label(actor))
        found = Row.objects.filter(label_id=label_id, purpose=purpose)
        if not found.update(wanted=True, asked=now()):
            Row.objects.create(label_id=label_id, purpose=purpose, person=person_of(actor), wanted=True)


def _row(opened: Opened, purpose: str) -> Row | None:
    ids = own_label_ids(opened)
    return Row.objects.filter(label_id__in=ids, purpose=purpose).first()


def make_outlooks() -> int:
    """Make the forecasts that are asked for, each as the reader who asked; called by the clock. How many were made."""
    with door(system_actor("threats"), FORECAST_DUE):
        due = list(Row.objects.filter(wanted=True).order_by("asked").values_list("person", "purpose")[:AT_ONCE])
    return sum(_made(person, purpose) for person, purpose in due)


def _made(person: UUID, purpose: str) -> bool:
    """Make one. Whoever may not look any more gets none, and is not asked for again before they look."""
    try:
        actor = actor_of_person(person)
        with door(actor, FORECAST_READ, purpose=purpose):
            stamp, panel = stamp_of().text(), deaths_by_month()
    except Fault as fault:
        logger.warning("no forecast was made: %s", fault.code)
        return _dropped(person, purpose)
    until = _known_until()
    made = horizons_of(panel.until(until)) if panel is not None else None
    with door(actor, FORECAST_MAKE, purpose=purpose) as opened:
        row = _row(opened, purpose)
        if row is None:
            return False
        row.stamp, row.until, row.made, row.wanted = stamp, until, now(), False
        row.content = _written(made) if made else {}
        row.save()
        opened.note(owner=opened.label_of(row.label_id).owner, countries=len(made.horizons[0].countries) if made else 0)
    return True


def _dropped(person: UUID, purpose: str) -> bool:
    with door(system_actor("threats"), FORECAST_DUE):
        Row.objects.filter(person=person, purpose=purpose).update(wanted=False)
    return False


def _written(made: Made) -> dict[str, Any]:
    return {"form": FORM, "first": made.first, "last": made.last, "horizons": [asdict(one) for one in made.horizons]}


def _outlook(row: Row, *, is_current: bool) -> Outlook:
    if not row.content:
        return Outlook("too_little" if is_current else "waiting", made=row.made)
    state: Final = "ready" if is_current else "old"
    found = tuple(_horizon(one) for one in row.content["horizons"])
    return Outlook(state, row.made, row.content["first"], row.content["last"], found)


def _horizon(told: Mapping[str, Any]) -> Horizon:
    return Horizon(
        told["months"],
        told["shown"],
        tuple(_ahead(one) for one in told["countries"]),
        tuple(MethodScore(**one) for one in told["scores"]),
        tuple((year, crps, ignorance) for year, crps, ignorance in told["years"]),
    )


def _ahead(told: Mapping[str, Any]) -> Ahead:
    parts = {
        "half": Interval(**told["half"]),
        "most": Interval(**told["most"]),
        "chances": tuple((step, chance) for step, chance in told["chances"]),
        "similar": tuple((place, month, deaths) for place, month, deaths in told["similar"]),
    }
    return Ahead(**{**told, **parts})
