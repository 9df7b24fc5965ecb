"""The watch: the clock counts what the log holds, compares it with its bounds, and raises an alert once (S37).

Nothing here is asked by whoever reads: the log is read afterwards, each few minutes for the last hour and each hour for the last day.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings

from minassa.access import Opened, PersonView, door, system_actor
from minassa.safeguards.acts import SCRAPING_RAISE, SCRAPING_WATCH
from minassa.safeguards.audience import Circle, circle_of, people
from minassa.safeguards.models import ScrapingAlert, Slowed
from minassa.safeguards.scraping import habits, notices
from minassa.safeguards.scraping.counting import Reading, readings
from minassa.safeguards.scraping.packed import at_their_height, packed, unpacked
from minassa.safeguards.scraping.rules import Excess, Span, excesses, is_news
from minassa.safeguards.scraping.types import ScrapingState

LONG: Final[Mapping[Span, timedelta]] = {Span.HOUR: timedelta(hours=1), Span.DAY: timedelta(days=1)}
KEPT: Final = timedelta(days=730)
"""How long an alert that was decided stays."""


def watch(span: Span) -> int:
    """Count the last hour or day, and raise what is to be raised; gives how many alerts are new."""
    node, everybody = system_actor("safeguards"), people()
    with door(node, SCRAPING_WATCH) as opened:
        homes = {f"user:{one.id}": one.agency for one in everybody}
        read = readings(opened.context.at - LONG[span])
        beyond = _beyond(read.values(), homes, span, opened.context.at)
        habits.remember(opened, everybody, homes, read.values(), span)
        new = sum(_raised(opened, everybody, homes, read[who], found) for who, found in beyond.items())
        _renew_readers(opened, everybody)
        if span is Span.DAY:
            _forget(opened.context.at)
        return new


def _beyond(
    read: Iterable[Reading], homes: Mapping[str, UUID], span: Span, at: datetime
) -> dict[str, tuple[Excess, ...]]:
    """Who is beyond a bound; habits are looked up only where somebody is beyond one without them."""
    limits = settings.MINASSA.scraping
    much = [one for one in read if excesses(limits, span, one.counts, {}, {})]
    if not much:
        return {}
    usual = habits.Habits(span, at.date())
    found = {
        one.who: excesses(
            limits, span, one.counts, usual.own(one.who), usual.of_agency(homes.get(one.who), without=one.who)
        )
        for one in much
    }
    return {who: what for who, what in found.items() if what}


def _raised(
    opened: Opened,
    everybody: tuple[PersonView, ...],
    homes: Mapping[str, UUID],
    one: Reading,
    found: tuple[Excess, ...],
) -> bool:
    """Raise an alert, or let the one that stands grow; False where nobody is told anew."""
    last = ScrapingAlert.objects.filter(who=one.who).order_by("-created", "-id").first()
    if last is not None and last.state == ScrapingState.OPEN.value:
        _grow(last, one, found, opened.context.at)
        return False
    if last is not None and _is_quiet(last, found, opened.context.at):
        return False
    circle = circle_of(everybody, homes.get(one.who), apart=_apart(one.who))
    if circle is None:
        return False
    with door(system_actor("safeguards"), SCRAPING_RAISE) as raising:
        row = ScrapingAlert.objects.create(
            label_id=raising.intern(circle.label),
            owner=circle.owner,
            who=one.who,
            agency=homes.get(one.who),
            actors=sorted(one.actors),
            excesses=packed(found),
            state=ScrapingState.OPEN.value,
        )
        counts: dict[str, Any] = {f"{each.measure.value}_{each.span.value}": each.count for each in found}
        # Inspectors read this line. With an owner the supervisors of the agency would too, and it may be about one of them.
        raising.note(subject=f"scraping:{row.id}", who=one.who, **counts)
        habits.mark_odd(one.who, opened.context.at.date(), is_odd=True)
        notices.raised(everybody, circle.keepers | circle.others, row.id)
    return True


def _grow(row: ScrapingAlert, one: Reading, found: tuple[Excess, ...], at: datetime) -> None:
    before = unpacked(row.excesses)
    after = at_their_height(before, found)
    actors = sorted({*row.actors, *one.actors})
    if after == before and actors == row.actors:
        return
    row.excesses, row.actors, row.modified = packed(after), actors, at
    row.save(update_fields=["excesses", "actors", "modified"])


def _is_quiet(row: ScrapingAlert, found: tuple[Excess, ...], at: datetime) -> bool:
    """Whether this was decided a short while ago: it is raised again only where it is another thing, or twice as much."""
    decided = row.decided_at or row.modified
    return at < decided + timedelta(hours=settings.MINASSA.scraping.quiet_hours) and not is_news(
        unpacked(row.excesses), found
    )


def _apart(who: str) -> frozenset[UUID]:
    """Whom an alert is about does not read it."""
    kind, _colon, key = who.partition(":")
    return frozenset({UUID(key)}) if kind == "user" else frozenset()


def _renew_readers(opened: Opened, everybody: tuple[PersonView, ...]) -> None:
    """Name those who may know now in the alerts that nobody has decided about."""
    for row in ScrapingAlert.objects.filter(state=ScrapingState.OPEN.value):
        circle: Circle | None = circle_of(everybody, row.agency, apart=_apart(row.who))
        if circle is None or circle.owner != row.owner:
            continue
        if (label := opened.intern(circle.label)) != row.label_id:
            row.label_id = label
            row.save(update_fields=["label"])


def _forget(at: datetime) -> None:
    """What is kept no longer."""
    habits.forget(at.date())
    ScrapingAlert.objects.filter(decided_at__lt=at - KEPT).delete()
    Slowed.objects.filter(until__lt=at).delete()
