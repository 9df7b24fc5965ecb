"""To what files can be attached: each room registers its kinds of things once, and who sees them and may attach to them.

    attachable("record", reads=label_of_readable, attaches=label_of_own, owner=owner_of, held=is_held)

Both functions take the actor, the thing's key and the stated purpose, open their own door, and give the thing's label. They raise NotFound
where the thing is absent or hidden, and Refused where the actor sees it but may not do this. A file's own label may be wider than that of
the thing, which then hides it all the same; `bounded=True` refuses such a file.

Files travel with things whose room gives `owner`: whose a thing is that is here, asked in a transaction of the node itself (None where it is
not here). `held` says whether a legal hold keeps the thing, and its files with it. `apart`: recipients of
such a thing do not learn of each other by its files.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from minassa.access import Actor, Label, Recipients
from minassa.base import Conflict, Invalid, NotFound
from minassa.desk.attachments import faults

Ask = Callable[[Actor, str, str], Label]
Owner = Callable[[str], UUID | None]
Held = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Target:
    """A kind of thing to which files are attached."""

    kind: str
    reads: Ask
    attaches: Ask
    bounded: bool
    owner: Owner | None
    held: Held | None
    apart: bool


_TARGETS: Final[dict[str, Target]] = {}


def attachable(  # noqa: PLR0913 - what a room says of its things, each part named
    kind: str,
    *,
    reads: Ask,
    attaches: Ask,
    bounded: bool = False,
    owner: Owner | None = None,
    held: Held | None = None,
    apart: bool = False,
) -> None:
    """Register a kind of thing. A kind is registered once (ValueError)."""
    if kind in _TARGETS:
        raise ValueError(f"attachments to {kind} are registered twice")
    _TARGETS[kind] = Target(kind, reads, attaches, bounded, owner, held, apart)


def label_for_reading(actor: Actor, about: str, purpose: str = "") -> Label:
    """The label of the thing that `<kind>:<key>` names, as its reader. Raises NotFound."""
    kind, _colon, key = about.partition(":")
    return _target(kind).reads(actor, key, purpose)


def label_for_attaching(actor: Actor, about: str, purpose: str = "") -> Label:
    """The label of the thing, as somebody who attaches a file to it. Raises NotFound, Refused."""
    kind, _colon, key = about.partition(":")
    return _target(kind).attaches(actor, key, purpose)


def refuse_wider(about: str, *, thing: Label, file: Label) -> None:
    """Refuse a file that is wider than a thing which bounds its files. Raises Invalid."""
    is_within = (
        file.tlp.width <= thing.tlp.width and file.audience <= thing.audience and file.exercise == thing.exercise
    )
    if _target(about.partition(":")[0]).bounded and not is_within:
        raise Invalid(faults.TOO_WIDE)


def thing_label(actor: Actor, *, about: str, purpose: str = "") -> Label:
    """The label of the thing, for a form that attaches a file to it. Raises NotFound, Refused."""
    return label_for_attaching(actor, about, purpose)


def travels(about: str) -> bool:
    """Whether files travel with such a thing."""
    kind = about.partition(":")[0]
    return kind in _TARGETS and _TARGETS[kind].owner is not None


def owner_of(about: str) -> UUID | None:
    """Whose a thing is that files travel with; None where it is not here. Raises NotFound for a kind with which none do."""
    kind, _colon, key = about.partition(":")
    asked = _target(kind).owner
    if asked is None:
        raise NotFound(faults.NO_TARGET)
    return asked(key)


def groups(about: str, to: Recipients) -> tuple[Recipients, ...]:
    """Who learns of each other by a file's label: all together, or each alone where the thing does not tell who else has it."""
    if not _target(about.partition(":")[0]).apart:
        return (to,)
    return tuple(Recipients({one: through}) for one, through in sorted(to.through.items()))


def refuse_held(about: str) -> None:
    """Raise Conflict where a legal hold keeps a thing and its files from deletion."""
    kind, _colon, key = about.partition(":")
    asked = _TARGETS[kind].held if kind in _TARGETS else None
    if asked is not None and asked(key):
        raise Conflict(faults.HELD)


def _target(kind: str) -> Target:
    if kind not in _TARGETS:
        raise NotFound(faults.NO_TARGET)
    return _TARGETS[kind]
