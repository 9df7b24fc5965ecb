"""Accreditation: the secretariat decides on nominated people; badges carry a signed code; the desk at the door checks people in."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from minassa.access import Actor, Label, Opened, door, marks
from minassa.base import Conflict, Invalid, NotFound, Refused
from minassa.desk import Code, Document, Facts, Language, pdf
from minassa.meetings import faults, labels
from minassa.meetings import rows as rows_of_room
from minassa.meetings.acts import ACCREDITATION_DECIDE, BADGE_PRINT, DOOR_CHECK_IN, DOOR_LIST, FOCAL_POINTS
from minassa.meetings.delegations import rows
from minassa.meetings.delegations.rules import Decision, DelegateState
from minassa.meetings.delegations.types import CheckedIn, DoorLine
from minassa.meetings.editions.times import zone_of
from minassa.meetings.editions.words import SPOKEN_NAMES
from minassa.meetings.models import Accreditation, Arrival, Delegate, Delegation, Edition
from minassa.meetings.notices import DECIDED, tell
from minassa.meetings.texts import line, told

_BADGES: Final = Signer(salt="minassa.meetings.badge", sep=".")
BY_CODE: Final = "code"
BY_LIST: Final = "list"


def decide_accreditation(actor: Actor, *, delegate: UUID, decision: Decision, reason: str = "") -> None:
    """Accredit a nominated person, or refuse with a reason that the delegation reads. A later decision takes the place of an earlier one.

    Raises Conflict for somebody who is not nominated now, Invalid for a refusal without a reason, NotFound.
    """
    with door(actor, ACCREDITATION_DECIDE, subject=f"delegate:{delegate}") as opened:
        edition, row = rows.kept_delegate(opened, delegate)
        opened.note(decision=decision.value)
        if row.state != DelegateState.NOMINATED.value:
            raise Conflict(faults.NOT_NOMINATED)
        why = line(reason, longest=300, needed=False)
        if decision is Decision.REFUSED and not why:
            raise Invalid(faults.REASON)
        found = Accreditation.objects.filter(delegate=row).first() or _new(opened, edition, row)
        found.decision, found.reason, found.decided = decision.value, why, opened.context.at
        found.save()
        tell(row.owner, FOCAL_POINTS, DECIDED, edition, rows.delegation(row.delegation_id))


def _new(opened: Opened, edition: Edition, row: Delegate) -> Accreditation:
    last = Accreditation.objects.filter(delegation__edition=edition).aggregate(last=Max("number"))["last"] or 0
    return Accreditation(
        delegation_id=row.delegation_id,
        delegate=row,
        number=last + 1,
        label_id=opened.intern(label_of_arrival(opened, edition, row)),
    )


def label_of_arrival(opened: Opened, edition: Edition, row: Delegate) -> Label:
    """For the secretariat, whose it is, and the person's delegation."""
    return labels.between(edition.owner, row.owner, exercise=opened.label_of(edition.label_id).exercise)


def badge_number(edition: Edition, number: int) -> str:
    """A badge's number as it is printed, such as 5-0042."""
    return f"{edition.number}-{number:04}"


def code_of(accreditation: UUID) -> str:
    """What the code on a badge says: an id that says nothing by itself, signed with the node's key, so that none can be made up."""
    return _BADGES.sign(accreditation.hex)


def print_badge(actor: Actor, *, delegate: UUID, language: Language) -> bytes:
    """The badge of an accredited person as PDF, for their delegation or the secretariat. The act is audited.

    Raises NotFound where there is nobody, or nobody accredited now; Unavailable where this node makes no PDF.
    """
    with door(actor, BADGE_PRINT, subject=f"delegate:{delegate}") as opened:
        row = Delegate.objects.filter(id=delegate).first()
        found = rows.accreditation_of(row) if row else None
        if row is None or found is None or not rows.is_accredited(row):
            raise NotFound(faults.NO_DELEGATE)
        opened.note(owner=row.owner)
        place = rows.delegation(row.delegation_id)
        edition = rows.edition_of(place)
        with override(language):
            facts = _facts(row, place, edition, found.number)
            document = Document(
                title=row.name,
                language=language,
                marks=marks(opened.label_of(edition.label_id))[-1:] if _is_exercise(opened, edition) else (),
                blocks=(Code(code_of(found.id), badge_number(edition, found.number)), Facts(facts)),
                reader="",
                printed_at=opened.context.at,
                issued_by=f"{told(edition.names, language)} · {edition.city} {edition.start.year}",
                paper="badge",
            )
        return pdf(document)


def _is_exercise(opened: Opened, edition: Edition) -> bool:
    return opened.label_of(edition.label_id).exercise


def _facts(row: Delegate, place: Delegation, edition: Edition, number: int) -> tuple[tuple[str, str], ...]:
    said = (
        (_("Delegation"), place.name),
        (_("Function"), _("Head of delegation") if row.is_head and not row.function else row.function),
        (_("Badge"), badge_number(edition, number)),
        (_("Languages"), ", ".join(str(SPOKEN_NAMES[one]) for one in row.speaks)),
    )
    return tuple(one for one in said if one[1])


def check_in(actor: Actor, *, edition: UUID, code: str = "", delegate: UUID | None = None) -> CheckedIn:
    """Let somebody in on a day of the edition: by the code of their badge, or by who they are in the list.

    Coming again on the same day is told, not counted. Raises NotFound for a badge that is unknown, forged, of another meeting or
    not valid any more, Conflict outside the days of the edition.
    """
    with door(actor, DOOR_CHECK_IN, subject=f"edition:{edition}") as opened:
        row = rows_of_room.kept_edition(opened, edition)
        day = opened.context.at.astimezone(zone_of(row.zone)).date()
        if not row.start <= day <= row.end:
            raise Conflict(faults.NOT_A_DAY)
        found = of_code(row, code) if delegate is None else of_list(row, delegate)
        if found is None or not rows.counts(found):
            raise NotFound(faults.NO_BADGE)
        way = BY_CODE if delegate is None else BY_LIST
        opened.note(delegate=found.delegate_id, way=way)
        arrival, is_new = let_in(opened, row, found, day, way)
        return checked_in(row, found, arrival.at, again=not is_new)


def let_in(opened: Opened, edition: Edition, found: Accreditation, day: date, way: str) -> tuple[Arrival, bool]:
    """Write down that somebody came on this day, once, and say whether it is new."""
    return Arrival.objects.get_or_create(
        delegate=found.delegate,
        day=day,
        defaults={
            "delegation_id": found.delegation_id,
            "way": way,
            "at": opened.context.at,
            "label_id": opened.intern(label_of_arrival(opened, edition, found.delegate)),
        },
    )


def of_code(row: Edition, code: str) -> Accreditation | None:
    """Whose badge it is that says this, in this edition; None for what is forged, unknown or another edition's."""
    try:
        key = UUID(hex=_BADGES.unsign(code.strip()))
    except (BadSignature, ValueError):
        return None
    return _decided(row).filter(id=key).first()


def of_list(row: Edition, delegate: UUID) -> Accreditation | None:
    """What was decided about somebody in this edition."""
    return _decided(row).filter(delegate_id=delegate).first()


def _decided(row: Edition) -> QuerySet[Accreditation]:
    return Accreditation.objects.select_related("delegate", "delegation").filter(delegation__edition=row)


def checked_in(row: Edition, found: Accreditation, at: datetime, *, again: bool) -> CheckedIn:
    """What the desk sees of whom it let in."""
    return CheckedIn(
        delegate=found.delegate_id,
        name=found.delegate.name,
        function=found.delegate.function,
        delegation=found.delegation.name,
        badge=badge_number(row, found.number),
        came=at,
        again=again,
    )


def door_lines(
    edition: Edition, people: Iterable[Accreditation], came: Mapping[UUID, datetime]
) -> tuple[DoorLine, ...]:
    """Accredited people as lines of a list, each with when they came, by delegate, where they did."""
    return tuple(
        DoorLine(
            one.delegate_id,
            one.delegate.name,
            one.delegation.name,
            badge_number(edition, one.number),
            came.get(one.delegate_id),
        )
        for one in people
    )


def door_list(actor: Actor, *, edition: UUID) -> tuple[DoorLine, ...]:
    """The accredited people of an edition by delegation and name, each with their arrival today: for the desk at the door alone."""
    with door(actor, DOOR_LIST, subject=f"edition:{edition}") as opened:
        row = rows_of_room.edition(edition)
        if row.owner != opened.actor.agency:
            raise Refused(faults.NOT_YOUR_EDITION)
        day = opened.context.at.astimezone(zone_of(row.zone)).date()
        came = {one.delegate_id: one.at for one in Arrival.objects.filter(delegation__edition=row, day=day)}
        found = rows.accredited_people(row)
        opened.note(people=len(found), came=len(came))
        return door_lines(row, found, came)
