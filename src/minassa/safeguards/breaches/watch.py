"""The watch: the clock reminds of deadlines, tells of those that were missed, and names whoever may know now."""

from django.conf import settings

from minassa.access import PersonView, door, system_actor
from minassa.safeguards.acts import BREACH_WATCH
from minassa.safeguards.audience import people
from minassa.safeguards.breaches import notices, rows
from minassa.safeguards.breaches.rules import BreachState, Party, Step, reminders
from minassa.safeguards.models import Breach


def watch_clocks() -> int:
    """Remind people, each once for each deadline; gives how many incidents they were told of."""
    everybody = people()
    with door(system_actor("safeguards"), BREACH_WATCH) as opened:
        count = 0
        for row in Breach.objects.exclude(state=BreachState.CLOSED.value).order_by("authority_due", "id"):
            made = rows.circle(everybody, row)
            if made is not None and made.owner == row.owner and (label := opened.intern(made.label)) != row.label_id:
                rows.relabel(row, label)
            due = reminders(rows.clocks_of(row), opened.context.at, settings.MINASSA.breaches)
            new = [(mark, party, late) for mark, party, late in due if mark not in row.reminded]
            for mark, party, late in new:
                row.reminded = [*row.reminded, mark]
                rows.step(row, Step.LATE if late else Step.REMINDED, at=opened.context.at, by=None, about=_about(party))
                _tell(everybody, row, party, late=late)
            count += bool(new)
        return count


def _about(party: Party) -> str:
    return f"clock:{party.value}"


def _tell(everybody: tuple[PersonView, ...], row: Breach, party: Party, *, late: bool) -> None:
    """The keepers; once it is late, the inspectors too."""
    if (made := rows.circle(everybody, row)) is not None:
        inspectors = made.others - {row.reported_by} if late else frozenset()
        notices.give(everybody, made.keepers | inspectors, notices.clock_kind(party, late=late), row.id)
