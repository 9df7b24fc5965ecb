"""A lasting act, and what each room does to do it again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from minassa.access.doorway import Opened


@dataclass(frozen=True, slots=True)
class LastingAct:
    """One line of the ledger: the kind, what it was about, flat facts, and the content that was sealed (None: none)."""

    kind: str
    subject: str
    at: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)
    content: bytes | None = field(default=None, repr=False)


Again: TypeAlias = "Callable[[Opened, LastingAct], bool]"

_KINDS: Final[dict[str, Again]] = {}


def lasting_kind(name: str, again: Again) -> str:
    """Register a kind of lasting act, and give its name back. A name is registered once (ValueError).

    `again(opened, act)` does it again in a restored node, through a system actor's door, and says whether anything had to be
    done: doing it twice changes nothing more. A Fault says that it cannot be done; it is counted and told.
    """
    if name in _KINDS:
        raise ValueError(f"lasting kind {name} is registered twice")
    _KINDS[name] = again
    return name


def lasting_kinds() -> tuple[str, ...]:
    """All registered kinds by name."""
    return tuple(sorted(_KINDS))


def again_of(kind: str) -> "Again | None":
    """What doing this again means; None for a kind of another version of the platform."""
    return _KINDS.get(kind)
