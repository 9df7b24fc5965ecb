"""My work: what waits for me, what I wait for, what is overdue and what I have begun, from all rooms at once.

A room registers where its share comes from, once, when Django has started (its `AppConfig.ready`):

    work_source("requests", needs=REQUEST_READ, waiting_on_me=received_open, waiting_on_others=sent_open, overdue=late)

Each function takes the actor and gives the items; it opens its own door and is asked only where the actor may do `needs`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from django.utils.functional import Promise

from minassa.access import Act, Actor, Context, decide
from minassa.base import Unavailable, now

MOST_LISTED: Final = 100

Text = str | Promise


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One thing to do: what it is called, what it is about, since when and until when.

    `about` is "<kind>:<uuid>" or "<kind>:<key>": the pages find the way to it by the kind. `note` says in a few words where it
    stands. `marks` are the handling marks of what the title tells; a title without marks tells nothing that is labelled.
    """

    title: Text
    about: str
    at: datetime | None = None
    due: datetime | None = None
    note: Text = ""
    urgent: bool = False
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """The four lists of a person's work, the most urgent first, each at most a hundred long.

    `unread` names the sources that could not be read just now: what they know is missing from the lists.
    """

    waiting_on_me: tuple[WorkItem, ...] = ()
    waiting_on_others: tuple[WorkItem, ...] = ()
    overdue: tuple[WorkItem, ...] = ()
    drafts: tuple[WorkItem, ...] = ()
    unread: tuple[str, ...] = ()


Source = Callable[[Actor], Iterable[WorkItem]]
LISTS: Final = ("waiting_on_me", "waiting_on_others", "overdue", "drafts")


@dataclass(frozen=True, slots=True)
class _Share:
    needs: Act
    lists: dict[str, Source] = field(default_factory=dict)


_SHARES: Final[dict[str, _Share]] = {}


def work_source(  # noqa: PLR0913 - one function for each of the four lists
    name: str,
    *,
    needs: Act,
    waiting_on_me: Source | None = None,
    waiting_on_others: Source | None = None,
    overdue: Source | None = None,
    drafts: Source | None = None,
) -> None:
    """Register a room's share of everybody's work. A name is registered once (ValueError)."""
    if name in _SHARES:
        raise ValueError(f"work source {name} is registered twice")
    given = dict(zip(LISTS, (waiting_on_me, waiting_on_others, overdue, drafts), strict=True))
    _SHARES[name] = _Share(needs, {key: source for key, source in given.items() if source is not None})


def work_sources() -> tuple[str, ...]:
    """The names of all registered sources."""
    return tuple(_SHARES)


def waiting_on(actor: Actor) -> Work:
    """The four lists of this person's work."""
    context = Context(at=now())
    found: dict[str, list[WorkItem]] = {name: [] for name in LISTS}
    unread = []
    for name, share in _SHARES.items():
        if decide(actor, share.needs, None, context).allowed and not _gather(actor, share, found):
            unread.append(name)
    lists = {name: tuple(sorted(items, key=_turn)[:MOST_LISTED]) for name, items in found.items()}
    return Work(**lists, unread=tuple(unread))


def _gather(actor: Actor, share: _Share, into: dict[str, list[WorkItem]]) -> bool:
    """Add a room's items; False where a part of the node is not ready: the other rooms' work is shown all the same."""
    try:
        for name, source in share.lists.items():
            into[name] += source(actor)
    except Unavailable:
        return False
    return True


_FAR: Final = datetime.max.replace(tzinfo=UTC)


def _turn(item: WorkItem) -> tuple[bool, datetime, float]:
    """Urgent first, then by when it is due, then the latest first."""
    return not item.urgent, item.due or _FAR, -(item.at.timestamp() if item.at else 0)
