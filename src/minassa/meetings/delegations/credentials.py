"""Credentials: the letter of an agency that accredits its delegation, attached as a file, sent, and accepted or returned with a reason.

People can be accredited before their letter is: many meetings admit delegations provisionally. The page and the list say how it stands.
"""

from typing import Final
from uuid import UUID

from minassa.access import Actor, Label, Opened, door
from minassa.base import Conflict, Invalid, NotFound, Refused
from minassa.desk import AttachmentView, Scan, Sharing, attachable, list_attachments
from minassa.meetings import faults, labels
from minassa.meetings.acts import CREDENTIAL_DECIDE, CREDENTIAL_SEND, DELEGATION_READ, FOCAL_POINTS, KEEPERS
from minassa.meetings.delegations import rows
from minassa.meetings.delegations.rules import LetterState
from minassa.meetings.delegations.types import LetterView
from minassa.meetings.models import Credential, CredentialReview, Delegation, Edition
from minassa.meetings.notices import LETTER_DECIDED, LETTER_SENT, tell
from minassa.meetings.rows import kept_edition
from minassa.meetings.texts import line

KIND: Final = "credential"
_WITH_SECRETARIAT: Final = frozenset({LetterState.SENT, LetterState.ACCEPTED})


def begin_letter(actor: Actor, *, delegation: UUID) -> UUID:
    """Make the place to which the letter's files are attached (`credential:<id>`), once for a delegation. Gives its id."""
    with door(actor, CREDENTIAL_SEND, subject=f"delegation:{delegation}") as opened:
        place = rows.own_delegation(opened, delegation)
        found = Credential.objects.filter(delegation=place).first()
        return found.id if found else _begun(opened, place).id


def _begun(opened: Opened, place: Delegation) -> Credential:
    edition, exercise = rows.edition_of(place), opened.label_of(place.label_id).exercise
    label_id = opened.intern(labels.between(place.agency, edition.owner, exercise=exercise))
    return Credential.objects.create(delegation=place, modified=opened.context.at, label_id=label_id)


def send_letter(actor: Actor, *, delegation: UUID) -> None:
    """Send the letter to the secretariat, which decides on it. Raises Conflict where it has it already, Invalid without a file to read."""
    with door(actor, CREDENTIAL_SEND, subject=f"delegation:{delegation}") as opened:
        place = rows.own_delegation(opened, delegation)
        row = Credential.objects.select_for_update().filter(delegation=place).first()
        files = _readable(actor, row) if row else ()
        if row is None or not files:
            raise Invalid(faults.LETTER_MISSING)
        if _state(row, _ids(files)) in _WITH_SECRETARIAT:
            raise Conflict(faults.LETTER_SENT)
        row.submitted = row.modified = opened.context.at
        row.save(update_fields=["submitted", "modified"])
        opened.note(files=len(files))
        edition = rows.edition_of(place)
        tell(edition.owner, KEEPERS, LETTER_SENT, edition, place)


def decide_letter(actor: Actor, *, delegation: UUID, accepted: bool, reason: str = "") -> None:
    """Accept the letter of a delegation, or return it with a reason that the delegation reads.

    Raises Conflict where none waits, Invalid for a return without a reason, NotFound, Refused.
    """
    with door(actor, CREDENTIAL_DECIDE, subject=f"delegation:{delegation}") as opened:
        place = rows.delegation(delegation)
        edition = kept_edition(opened, place.edition_id)
        row = Credential.objects.filter(delegation=place).first()
        files = _readable(actor, row) if row else ()
        if row is None or _state(row, _ids(files)) is not LetterState.SENT:
            raise Conflict(faults.LETTER_NOT_SENT)
        why = line(reason, longest=300, needed=False)
        if not accepted and not why:
            raise Invalid(faults.REASON)
        exercise = opened.label_of(edition.label_id).exercise
        label_id = opened.intern(labels.between(edition.owner, place.agency, exercise=exercise))
        review = CredentialReview.objects.filter(credential=row).first() or CredentialReview(credential=row)
        review.label_id, review.is_accepted, review.reason = label_id, accepted, why
        review.files, review.decided = list(_ids(files)), opened.context.at
        review.save()
        opened.note(accepted=accepted, owner=place.agency)
        tell(place.agency, FOCAL_POINTS, LETTER_DECIDED, edition, place)


def _readable(actor: Actor, row: Credential) -> tuple[AttachmentView, ...]:
    """The files that the secretariat reads: neither in quarantine nor waiting for a confirmation."""
    found = list_attachments(actor, about=about(row.id))
    return tuple(one for one in found if one.scan is not Scan.WAITING and one.sharing is not Sharing.UNPROVEN)


def _ids(files: tuple[AttachmentView, ...]) -> tuple[str, ...]:
    return tuple(str(one.id) for one in files)


def _state(row: Credential, files: tuple[str, ...]) -> LetterState:
    """How a letter stands, given the files that are there: one that was accepted with a file that is gone is to be sent anew."""
    review = CredentialReview.objects.filter(credential=row).first()
    state = _stage(row, review)
    is_whole = review is None or set(review.files) <= set(files)
    return state if is_whole or state is not LetterState.ACCEPTED else LetterState.DRAFT


def _stage(row: Credential, review: CredentialReview | None) -> LetterState:
    if row.submitted is None:
        return LetterState.DRAFT
    if review is None or review.decided < row.submitted:
        return LetterState.SENT
    return LetterState.ACCEPTED if review.is_accepted else LetterState.RETURNED


def letter_states(edition: Edition) -> dict[UUID, LetterState]:
    """How the letters of an edition that this actor sees stand, by delegation."""
    reviews = {
        one.credential_id: one for one in CredentialReview.objects.filter(credential__delegation__edition=edition)
    }
    found = Credential.objects.filter(delegation__edition=edition)
    return {one.delegation_id: _stage(one, reviews.get(one.id)) for one in found}


def letter_of(actor: Actor, place: Delegation) -> LetterView | None:
    """The letter of a delegation for whoever sees it, or None."""
    row = Credential.objects.filter(delegation=place).first()
    if row is None:
        return None
    review = CredentialReview.objects.filter(credential=row).first()
    state = _state(row, _ids(_readable(actor, row)))
    decided = state in {LetterState.ACCEPTED, LetterState.RETURNED}
    return LetterView(row.id, state, row.submitted, review.reason if review and decided else "")


def about(letter: UUID) -> str:
    """The word by which attachments name a letter."""
    return f"{KIND}:{letter}"


def register() -> None:
    """Register letters as things to which files are attached, once Django has started: no file is wider than its letter."""
    attachable(KIND, reads=_as_reader, attaches=_as_sender, bounded=True)


def _as_reader(actor: Actor, key: str, _purpose: str) -> Label:
    with door(actor, DELEGATION_READ) as opened:
        return opened.label_of(_found(key).label_id)


def _as_sender(actor: Actor, key: str, _purpose: str) -> Label:
    with door(actor, DELEGATION_READ) as opened:
        row = _found(key)
        label = opened.label_of(row.label_id)
        if label.owner != actor.agency or not actor.roles & FOCAL_POINTS:
            raise Refused(faults.NOT_YOUR_DELEGATION)
        if _stage(row, CredentialReview.objects.filter(credential=row).first()) in _WITH_SECRETARIAT:
            raise Conflict(faults.LETTER_SENT)
        return label


def _found(key: str) -> Credential:
    try:
        row = Credential.objects.filter(id=UUID(key)).first()
    except ValueError:
        row = None
    if row is None:
        raise NotFound(faults.NO_DELEGATION)
    return row
