"""Kinds of parcels: each room registers its own once, in its `parcels.py`, which is loaded when the node starts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from uuid import UUID

from minassa.access.releases import faults
from minassa.access.releases.types import Parcel
from minassa.base import Refused

if TYPE_CHECKING:
    from minassa.access.doorway import Opened

Receive: TypeAlias = "Callable[[Opened, Parcel], None]"
Here: TypeAlias = "Callable[[Opened, Parcel, UUID], None]"
Narrow: TypeAlias = "Callable[[Opened, str, UUID], None]"
Fill: TypeAlias = Callable[[Parcel], Mapping[str, Any]]
Keep: TypeAlias = Callable[[Parcel], Mapping[str, Any]]
Listed: TypeAlias = bool | Callable[[Parcel], bool]


@dataclass(frozen=True, slots=True)
class ParcelKind:
    """What a room does with its parcels; `parcel_kind` says what each part is for."""

    name: str
    receive: Receive
    here: "Here | None"
    narrow: "Narrow | None"
    is_listed: Listed
    fill: Fill | None
    keep: Keep | None
    waits_in_line: bool
    is_retold: bool

    def lists(self, parcel: Parcel) -> bool:
        """Whether this parcel stands in the books that people read."""
        return self.is_listed if isinstance(self.is_listed, bool) else self.is_listed(parcel)


_KINDS: Final[dict[str, ParcelKind]] = {}


def parcel_kind(  # noqa: PLR0913 - what a room does with its parcels, each part named
    name: str,
    *,
    receive: Receive,
    here: "Here | None" = None,
    narrow: "Narrow | None" = None,
    is_listed: Listed = True,
    fill: Fill | None = None,
    keep: Keep | None = None,
    waits_in_line: bool = False,
    is_retold: bool = False,
) -> str:
    """Register a kind of parcel and give its name back. A name is registered once (ValueError).

    `receive(opened, parcel)` takes in what came from another node: through a system actor's door, which may write under any
    label, in the transaction of the inbox. A Fault refuses the parcel with its code and leaves nothing behind.
    `here(opened, parcel, agency)` is told of each recipient that lives on the sender's own node, where the room's row
    is already: the place for a notice. `narrow(opened, stream, agency)` takes an agency of this node out of the audience
    of the room's own row, because it left the community through which it was addressed. What is not `is_listed` stands in nobody's books of
    what was released and received: answers that machines give each other.

    Files do not lie in the outbox: a parcel names them, and `fill(parcel)` gives its content with them when it leaves, the
    same each time. `keep(parcel)` says what stays written of a parcel that has arrived everywhere, beside the hash and the size
    of its content, which is forgotten then; a kind without it keeps its content, for corrections and collections.
    What `is_retold` can be sent again all the same: `fill` gives the content of what was forgotten from what the room itself keeps.
    What `waits_in_line` is too large to be held back here when it comes too early: its sender offers it again.
    """
    if name in _KINDS:
        raise ValueError(f"parcel kind {name} is registered twice")
    _KINDS[name] = ParcelKind(name, receive, here, narrow, is_listed, fill, keep, waits_in_line, is_retold)
    return name


def parcel_kinds() -> tuple[str, ...]:
    """All registered kinds by name."""
    return tuple(sorted(_KINDS))


def kind_named(name: str) -> ParcelKind:
    """The kind of this name. Raises Refused: a parcel of a later version of the platform may come from anywhere."""
    found = _KINDS.get(name)
    if found is None:
        raise Refused(faults.UNKNOWN_KIND)
    return found


def forgetful_kinds() -> tuple[str, ...]:
    """The kinds whose content is forgotten once it has arrived everywhere."""
    return tuple(sorted(one.name for one in _KINDS.values() if one.keep is not None))


def retold_kinds() -> tuple[str, ...]:
    """The kinds whose content can be told again after it was forgotten."""
    return tuple(sorted(one.name for one in _KINDS.values() if one.is_retold))


def filled(parcel: Parcel) -> Parcel:
    """A parcel as it leaves: with the files that the outbox only names. Raises Fault where one is not to be had."""
    fill = kind_named(parcel.kind).fill
    return parcel if fill is None else replace(parcel, content=fill(parcel))
