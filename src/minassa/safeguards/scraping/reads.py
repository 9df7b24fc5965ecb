"""Reading alerts of scraping: the list, one of them, and what waits for a decision."""

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from minassa.access import Actor, Opened, door, marks, newest
from minassa.base import NotFound, cursor_from, cursor_text
from minassa.desk import WorkItem
from minassa.safeguards import faults
from minassa.safeguards.acts import KEEPERS, SCRAPING_LIST, SCRAPING_READ
from minassa.safeguards.models import ScrapingAlert, Slowed
from minassa.safeguards.scraping.packed import unpacked
from minassa.safeguards.scraping.types import ScrapingPage, ScrapingState, ScrapingView

LARGEST_PAGE: Final = 200


def list_scraping(actor: Actor, *, before: str = "", size: int = 50) -> ScrapingPage:
    """The alerts that name this actor as a reader, newest first."""
    place, most = cursor_from(before), max(1, min(size, LARGEST_PAGE))
    with door(actor, SCRAPING_LIST) as opened:
        rows = newest(ScrapingAlert, most + 1, place)
        shown = rows[:most]
        following = cursor_text(shown[-1].modified, shown[-1].id) if len(rows) > most else ""
        return ScrapingPage(tuple(_view(row, opened) for row in shown), following)


def read_scraping(actor: Actor, *, id: UUID) -> ScrapingView:  # noqa: A002 - the word that every room uses
    """One alert. Raises NotFound where it is absent or does not name this actor: the two look the same."""
    with door(actor, SCRAPING_READ, subject=f"scraping:{id}") as opened:
        row = found(id)
        opened.note(owner=row.owner)
        return _view(row, opened)


def found(alert: UUID) -> ScrapingAlert:
    """An alert that this actor sees. Raises NotFound."""
    row = ScrapingAlert.objects.filter(id=alert).first()
    if row is None:
        raise NotFound(faults.NOT_FOUND)
    return row


def _view(row: ScrapingAlert, opened: Opened) -> ScrapingView:
    slowed = Slowed.objects.filter(who=row.who, until__gt=opened.context.at).first()
    return ScrapingView(
        id=row.id,
        who=row.who,
        agency=row.agency,
        actors=tuple(row.actors),
        excesses=unpacked(row.excesses),
        state=ScrapingState(row.state),
        reason=row.reason,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        created=row.created,
        modified=row.modified,
        slowed_until=slowed.until if slowed else None,
        marks=marks(opened.label_of(row.label_id)),
        obligations=opened.obligations(row.label_id),
        can=_can(opened.actor, row),
    )


def _can(actor: Actor, row: ScrapingAlert) -> tuple[str, ...]:
    """What this reader can do: only people of the agency that decides do."""
    if actor.agency != row.owner or not actor.roles & KEEPERS:
        return ()
    about_person = ("suspend", "revoke") if row.who.startswith("user:") else ()
    return (*about_person, "slow", *(("decide",) if row.state == ScrapingState.OPEN.value else ()))


def waiting_on_me(actor: Actor) -> Iterator[WorkItem]:
    """Alerts on which this person can decide."""
    for one in list_scraping(actor, size=LARGEST_PAGE).rows:
        if "decide" in one.can:
            yield WorkItem(
                _("Far more was read than usual"),
                f"scraping:{one.id}",
                at=one.created,
                note=_("To be decided: was it scraping?"),
                urgent=True,
                marks=one.marks,
            )
