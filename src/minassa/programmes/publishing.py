"""Publishing programmes in IATI: what the format asks beyond the plan, a preview of exactly what leaves, and the file.

What leaves is decided by the label: to everybody only what is CLEAR, to the platform what is GREEN too. Many programmes at once
leave only when a second person agrees to exactly these.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from minassa.access import Act, Actor, ApprovalView, Opened, ask_approval, door, list_agencies, system_actor
from minassa.base import Invalid, NotFound, Refused
from minassa.programmes import faults, reads, rows
from minassa.programmes.acts import (
    PROGRAMME_EXPORT,
    PROGRAMME_EXPORT_BULK,
    PROGRAMME_EXPORT_PREVIEW,
    PROGRAMME_PUBLISH,
    PROGRAMME_READ,
)
from minassa.programmes.iati import publications
from minassa.programmes.iati.shape import to_iati
from minassa.programmes.iati.sift import sifted
from minassa.programmes.iati.types import IatiFile, IatiPreview, Leaving, Outlet, Publication
from minassa.programmes.models import Programme
from minassa.programmes.models import Publication as Row
from minassa.programmes.rules import ProgrammeState
from minassa.programmes.travelling import sending
from minassa.programmes.types import ProgrammeRow

LARGEST_ALONE: Final = 50
MOST: Final = 300


def keep_publication(actor: Actor, *, programme: UUID, publication: Publication) -> None:
    """Say what IATI asks of a programme beyond its plan, over what was said before.

    Raises Invalid for codes that are not in its lists, and for shares that do not make a whole.
    """
    with door(actor, PROGRAMME_PUBLISH, subject=f"programme:{programme}") as opened:
        row = rows.own_programme(opened, programme, *ProgrammeState)
        said = publications.packed(publications.checked(publication))
        kept = Row.objects.filter(programme=row).first() or Row(programme=row, label_id=row.label_id)
        kept.content = said
        kept.save()
        rows.touch(opened, row)
        sending.follow(opened, row)


def read_publication(actor: Actor, *, programme: UUID) -> Publication | None:
    """What was said of a programme for IATI; None where nothing was. Raises NotFound."""
    with door(actor, PROGRAMME_READ, subject=f"programme:{programme}"):
        return _publications([rows.found(Programme, programme)]).get(programme)


def exportable_programmes(actor: Actor) -> tuple[ProgrammeRow, ...]:
    """The programmes that this actor may pass on, by pillar and reference."""
    with door(actor, PROGRAMME_EXPORT_PREVIEW) as opened:
        return reads.listed(opened)


def preview_iati(
    actor: Actor, *, programmes: Sequence[UUID], outlet: Outlet = Outlet.PUBLIC, with_partners: bool = False
) -> IatiPreview:
    """What a file of these programmes would hold, what stays and why. Raises NotFound for one that this actor may not pass on."""
    with door(actor, PROGRAMME_EXPORT_PREVIEW) as opened:
        found = _leaving(opened, programmes, outlet, with_partners=with_partners)
        opened.note(programmes=len(found))
        return IatiPreview(outlet, found, needs_second=len(found) > LARGEST_ALONE)


def export_iati(
    actor: Actor,
    *,
    programmes: Sequence[UUID],
    outlet: Outlet = Outlet.PUBLIC,
    with_partners: bool = False,
    approval: UUID | None = None,
) -> IatiFile:
    """The file of these programmes (IATI 2.03). Needs a fresh factor; more than fifty need a second person (`ask_to_export_iati`).

    Those that the marks hold, or that lack something, are not in it. Raises Invalid where nothing is left, NotFound for one that
    this actor may not pass on.
    """
    act: Act = PROGRAMME_EXPORT if approval is None else PROGRAMME_EXPORT_BULK
    subject = f"programme:{programmes[0]}" if len(programmes) == 1 and approval is None else None
    with door(actor, act, approval=approval, subject=subject) as opened:
        wanted = asked(programmes, outlet, with_partners=with_partners)
        if approval is not None and dict(opened.granted or {}) != wanted:
            raise Refused(faults.OTHER_THAN_GRANTED)
        if approval is None and len(wanted["programmes"]) > LARGEST_ALONE:
            raise Refused(faults.EXPORT_TOO_LARGE, limit=LARGEST_ALONE)
        found = _leaving(opened, programmes, outlet, with_partners=with_partners)
        ready = [one for one in found if not one.lacks]
        if not ready:
            raise Invalid(faults.NOTHING_LEAVES)
        opened.note(programmes=len(ready), outlet=outlet.value)
        return IatiFile(to_iati(ready, outlet=outlet, at=opened.context.at), len(ready), len(found) - len(ready))


def ask_to_export_iati(
    actor: Actor,
    *,
    programmes: Sequence[UUID],
    reason: str,
    outlet: Outlet = Outlet.PUBLIC,
    with_partners: bool = False,
) -> ApprovalView:
    """Ask a second person to agree to a file of exactly these programmes; then `export_iati(..., approval=...)`."""
    content = asked(programmes, outlet, with_partners=with_partners)
    return ask_approval(actor, act=PROGRAMME_EXPORT_BULK, subject="", reason=reason, content=content)


def asked(programmes: Iterable[UUID], outlet: Outlet, *, with_partners: bool) -> dict[str, Any]:
    """Exactly what a grant is for, in plain JSON."""
    chosen = sorted({str(one) for one in programmes})
    return {"programmes": chosen, "outlet": outlet.value, "partners": with_partners}


def _leaving(opened: Opened, programmes: Sequence[UUID], outlet: Outlet, *, with_partners: bool) -> tuple[Leaving, ...]:
    chosen = list(dict.fromkeys(programmes))
    if len(chosen) > MOST:
        raise Invalid(faults.EXPORT_TOO_LARGE, limit=MOST)
    found = list(Programme.objects.filter(id__in=chosen).order_by("reference", "id"))
    if len(found) < len(chosen):
        raise NotFound(faults.NO_PROGRAMME)
    names = {one.id: one.name for one in list_agencies(system_actor("programmes"))}
    said = _publications(found)
    return tuple(
        sifted(
            reads.view_of(opened, row, opened.context.at.date()),
            said.get(row.id),
            outlet=outlet,
            reporter=names.get(row.owner, ""),
            asked_by=opened.actor.agency,
            is_exercise=rows.label_of(opened, row).exercise,
            with_partners=with_partners,
        )
        for row in found
    )


def _publications(found: Iterable[Programme]) -> dict[UUID, Publication]:
    kept = Row.objects.filter(programme__in=list(found))
    return {one.programme_id: publications.unpacked(one.content) for one in kept}
