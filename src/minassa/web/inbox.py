"""What pages show of the inbox: the count and what is urgent, with the mark by which an open page asks for news."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from minassa.access import Actor
from minassa.desk import NoticeView, pulse
from minassa.web.ways import way_to


@dataclass(frozen=True, slots=True)
class Told:
    """A notice with the address of what it is about; empty where no page shows it."""

    notice: NoticeView
    href: str


@dataclass(frozen=True, slots=True)
class Beat:
    """The state of a person's inbox, as every page shows it. `mark` is its entity tag (RFC 9110, section 8.8.3)."""

    unread: int
    urgent: tuple[Told, ...]
    mark: str


def with_ways(notices: Iterable[NoticeView]) -> tuple[Told, ...]:
    """Notices with the way to what they are about."""
    return tuple(Told(one, way_to(one.about)) for one in notices)


def beat_of(actor: Actor) -> Beat:
    """The present state of a person's inbox. Its mark changes with what is shown, and with nothing else."""
    found = pulse(actor)
    shown = f"{get_language()} {found.unread} {' '.join(str(one.id) for one in found.urgent)}"
    return Beat(found.unread, with_ways(found.urgent), hashlib.sha256(shown.encode()).hexdigest()[:16])
