"""What would leave of a thing's files: which can, to whom, under which marks, and what was taken out of each."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from minassa.access import Actor, Label, Opened, Recipients, Tlp, addressed, door, holders, marks
from minassa.base import Invalid, NotFound
from minassa.desk.acts import ATTACHMENT_LIST
from minassa.desk.attachments import faults
from minassa.desk.attachments.formats import Format
from minassa.desk.attachments.scanner import Scan
from minassa.desk.attachments.targets import label_for_reading
from minassa.desk.attachments.travel.content import Manifest, stream_of
from minassa.desk.attachments.travel.stored import form_of, shared_content
from minassa.desk.attachments.types import Sharing, sharing_of
from minassa.desk.models import Attachment

MOST_FILES: Final = 20
"""Files that leave with one release."""


class Stays(StrEnum):
    """Why a file cannot leave now."""

    SOURCE = "source"
    UNPROVEN = "unproven"
    QUARANTINE = "quarantine"
    MARKS = "marks"
    PRESENT = "present"


@dataclass(frozen=True, slots=True)
class FileChoice:
    """A file that could go with a release: what leaves of it, and why it cannot where `stays` says so.

    `size` is that of the form for others; `fresh` the agencies that would get it for the first time.
    """

    id: UUID
    name: str
    format: Format
    size: int
    marks: tuple[str, ...]
    sharing: Sharing
    left: tuple[str, ...]
    fresh: frozenset[UUID]
    stays: Stays | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class FilePlan:
    """One chosen file: who gets it, the label under which it leaves, and the one that it bears here from then on.

    `beyond`: somebody gets it whom its own marks did not address; a second person must agree (S16).
    """

    row: Attachment
    to: Recipients
    sent: Label
    own: Label
    beyond: bool


def choices(
    opened: Opened, about: str, *, to: Recipients, under: Label | None, chosen: Iterable[UUID] = ()
) -> tuple[FileChoice, ...]:
    """All files of the owner's about a thing that this actor sees, each with whether it can go to these agencies; for a preview.

    `under` is the label of the release; None while it is not known.
    """
    wanted = frozenset(chosen)
    rows = list(Attachment.objects.filter(about=about).order_by("-added", "-id")[:200])
    own = [row for row in rows if opened.label_of(row.label_id).owner == opened.actor.agency]
    return tuple(_choice(opened, row, to, under, wanted) for row in own)


def list_choices(actor: Actor, *, about: str) -> tuple[FileChoice, ...]:
    """The files of the own agency about a thing, each with whether it could leave, before it is known to whom. Raises NotFound."""
    label_for_reading(actor, about)
    with door(actor, ATTACHMENT_LIST) as opened:
        return choices(opened, about, to=Recipients({}), under=None)


def planned(
    opened: Opened, about: str, *, chosen: Iterable[UUID], to: Recipients, under: Label
) -> tuple[FilePlan, ...]:
    """Work out the leaving of these files of a thing with a release. Raises NotFound, and Invalid for one that cannot leave."""
    ids = tuple(dict.fromkeys(chosen))
    if len(ids) > MOST_FILES:
        raise Invalid(faults.TOO_MANY, most=MOST_FILES)
    return tuple(_plan(opened, about, one, to, under) for one in ids)


def agreed(plans: Iterable[FilePlan]) -> list[dict[str, Any]]:
    """What a second person agrees to of these files, in plain JSON."""
    return [
        {"file": str(one.row.id), "digest": one.row.digest, "to": sorted(one.to.tokens)}
        for one in sorted(plans, key=lambda each: str(each.row.id))
    ]


def manifest_for(row: Attachment) -> Manifest:
    """What leaves of a file, by its hash. Raises Unavailable where the stored file is missing or damaged."""
    content = shared_content(row)
    return Manifest(row.about, row.name, len(content), hashlib.sha256(content).hexdigest())


def bound(file: Label, under: Label) -> Label | None:
    """The label of a file that leaves under a release's label: never wider than its own; None where both allow nothing in common.

    The audience is not settled here but for TLP:RED, which names persons.
    """
    tlp = min(file.tlp, under.tlp, key=lambda level: level.width)
    if file.exercise != under.exercise or (file.tlp is Tlp.RED and under.tlp is not Tlp.RED):
        return None
    both = file.purposes and under.purposes
    purposes = file.purposes & under.purposes if both else file.purposes | under.purposes
    if both and not purposes:
        return None
    return Label(
        owner=file.owner,
        tlp=tlp,
        audience=under.audience if tlp is Tlp.RED else frozenset(),
        handling=file.handling | under.handling,
        purposes=purposes,
        exercise=file.exercise,
        opens=max(filter(None, (file.opens, under.opens)), default=None),
        closes=min(filter(None, (file.closes, under.closes)), default=None),
    )


def _choice(
    opened: Opened, row: Attachment, to: Recipients, under: Label | None, wanted: frozenset[UUID]
) -> FileChoice:
    label = opened.label_of(row.label_id)
    bounded = bound(label, under) if under is not None else label
    fresh = _fresh(row, label.owner, to)
    return FileChoice(
        id=row.id,
        name=row.name,
        format=Format(row.format),
        size=form_of(row).size,
        marks=marks(bounded or label),
        sharing=sharing_of(row),
        left=tuple(row.left),
        fresh=fresh.agencies,
        stays=_why_it_stays(row, bounded, fresh, to),
        chosen=row.id in wanted,
    )


def _why_it_stays(row: Attachment, bounded: Label | None, fresh: Recipients, to: Recipients) -> Stays | None:
    why = _never_now(row)
    if why is not None:
        return why
    if bounded is None:
        return Stays.MARKS
    return Stays.PRESENT if to.through and not fresh.through else None


def _never_now(row: Attachment) -> Stays | None:
    if row.stays:
        return Stays.SOURCE
    if row.scan in {Scan.WAITING.value, Scan.FOUND.value}:
        return Stays.QUARANTINE
    return Stays.UNPROVEN if sharing_of(row) is Sharing.UNPROVEN else None


def _plan(opened: Opened, about: str, file: UUID, to: Recipients, under: Label) -> FilePlan:
    row = Attachment.objects.filter(id=file, about=about).first()
    if row is None or opened.label_of(row.label_id).owner != opened.actor.agency:
        raise NotFound(faults.NO_TARGET)
    label = opened.label_of(row.label_id)
    why = _never_now(row)
    if why is not None:
        raise Invalid(faults.CANNOT_LEAVE, name=row.name, why=str(faults.WHY_IT_STAYS[why]))
    bounded = bound(label, under)
    if bounded is None:
        raise Invalid(faults.FILE_MARKS, name=row.name)
    fresh = _fresh(row, label.owner, to)
    if not fresh.through:
        raise Invalid(faults.CANNOT_LEAVE, name=row.name, why=str(faults.WHY_IT_STAYS[Stays.PRESENT]))
    sent = addressed(bounded, fresh)
    return FilePlan(
        row=row,
        to=fresh,
        sent=sent,
        own=replace(sent, audience=label.audience | sent.audience),
        beyond=not _covers(label, fresh),
    )


def _fresh(row: Attachment, owner: UUID, to: Recipients) -> Recipients:
    having = holders(stream_of(row.id), owner).agencies
    return Recipients({one: through for one, through in to.through.items() if one not in having})


def _covers(label: Label, to: Recipients) -> bool:
    """Whether a file's own marks addressed all of these agencies, by name or through the community by which they are reached."""
    if label.tlp in {Tlp.CLEAR, Tlp.GREEN} and not label.audience:
        return True
    communities = {f"agency:{one}" for one, by in to.through.items() if by and f"community:{by}" in label.audience}
    return to.tokens <= label.audience | communities
