"""What delegations do: draft, table, change, take back and support proposals, and say where they stand."""

from dataclasses import dataclass
from uuid import UUID

from minassa.access import Actor, Opened, door
from minassa.base import Conflict, Invalid, Refused, new_id
from minassa.meetings.models import Declaration, Proposal, Sponsor, Stance
from minassa.meetings.text import faults, notices, rows
from minassa.meetings.text.acts import TEXT_DRAFT, TEXT_POSITION, TEXT_PROPOSE
from minassa.meetings.text.rules import (
    MOST_PROPOSALS,
    Agreement,
    Doing,
    ParagraphKind,
    Position,
    ProposalKind,
    ProposalState,
    is_allowed,
    refuse_unless,
)
from minassa.meetings.text.wording import digest_of, plain_wording


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody proposes. `key` names the paragraph that it changes, or behind which it adds (empty: at the beginning).

    `base` is the SHA-256 of the words that it was written against (empty for an addition); `parent` the proposal that it
    amends; `behind` the key of the paragraph behind which a move puts it (empty: first of all).
    """

    kind: ProposalKind
    key: str
    language: str
    text: str = ""
    base: str = ""
    reason: str = ""
    parent: UUID | None = None
    behind: str = ""
    new_kind: ParagraphKind = ParagraphKind.OPERATIVE


def keep_proposal(actor: Actor, *, declaration: UUID, wish: Wish, id: UUID | None = None) -> UUID:  # noqa: A002 - the word that every room uses
    """Keep a proposal as a draft of one's delegation, which nobody else sees; a new one, or over an old draft. Gives its id."""
    with door(actor, TEXT_DRAFT, subject=f"text:{declaration}") as opened:
        row = rows.declaration(declaration)
        delegation = rows.speaking(opened, row)
        made = _own_draft(opened, id) if id else Proposal(id=new_id())
        made.declaration, made.delegation, made.agency = row, delegation, delegation.agency
        made.author, made.state = actor.user_id, ProposalState.DRAFT.value
        _fill(row, made, wish)
        made.label_id, made.modified = rows.draft_label(opened, row, delegation.agency), opened.context.at
        made.save()
        opened.note(proposal=made.id)
        return made.id


def _own_draft(opened: Opened, id: UUID) -> Proposal:  # noqa: A002 - the word that every room uses
    found = rows.proposal(id)
    if found.agency != opened.actor.agency:
        raise Refused(faults.NOT_YOURS)
    if found.state != ProposalState.DRAFT.value:
        raise Conflict(faults.OTHER_STATE)
    return Proposal.objects.select_for_update().get(id=id)


def _fill(row: Declaration, made: Proposal, wish: Wish) -> None:
    """Write what somebody wishes into a row. Raises Invalid for what is no wording, Conflict where the words were changed meanwhile."""
    made.kind, made.language = wish.kind.value, rows.language_of(wish.language)
    made.reason = rows.reason_of(wish.reason, needed=False)
    made.paragraph = rows.standing_paragraph(row, wish.key) if wish.key else None
    made.parent = _parent(row, wish) if wish.parent else None
    made.new_kind = wish.new_kind.value if wish.kind is ProposalKind.ADD else ""
    has_words = wish.kind in {ProposalKind.ADD, ProposalKind.REPLACE}
    made.text = plain_wording(wish.text) if has_words else ""
    made.behind = wish.behind if wish.kind is ProposalKind.MOVE else ""
    if made.parent is not None:
        made.paragraph = made.parent.paragraph
    elif made.paragraph is None and wish.kind is not ProposalKind.ADD:
        raise Invalid(faults.NO_TEXT)
    if made.behind:
        rows.standing_paragraph(row, made.behind)
    _take_base(made, wish)


def _take_base(made: Proposal, wish: Wish) -> None:
    """Keep what a proposal was written against. The hash is the reader's: words that changed since are told, never overwritten."""
    if made.parent is not None:
        base = made.parent.text
    elif made.kind == ProposalKind.ADD.value or made.paragraph is None:
        base = ""
    else:
        base = rows.words_in(made.paragraph, made.language)
    expected = digest_of(base) if base else ""
    if wish.base and wish.base != expected:
        raise Conflict(faults.CHANGED)
    if base and base == made.text:
        raise Invalid(faults.WORDING, limit=0)
    made.base, made.base_text = expected, base


def _parent(row: Declaration, wish: Wish) -> Proposal:
    """The proposal that a sub-amendment changes: on the table, with words, in the same language, and no sub-amendment itself."""
    assert wish.parent is not None  # noqa: S101 - the caller asks only then
    found = rows.proposal(wish.parent)
    fits = found.declaration_id == row.id and found.state == ProposalState.TABLED.value and bool(found.text)
    if (
        found.parent_id is not None
        or not fits
        or found.language != wish.language
        or wish.kind is not ProposalKind.REPLACE
    ):
        raise Conflict(faults.OTHER_STATE)
    return found


def discard_proposal(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Throw a draft away."""
    with door(actor, TEXT_DRAFT, subject=f"proposal:{id}") as opened:
        _own_draft(opened, id).delete()


def table_proposal(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Put a draft on the table, where all participants see it with its sponsor's name. Raises Conflict where its words have changed.

    A paragraph that is finally agreed takes no proposal before the chair has reopened it.
    """
    with door(actor, TEXT_PROPOSE, subject=f"proposal:{id}") as opened:
        made = _own_draft(opened, id)
        row = rows.held(made.declaration_id)
        refuse_unless(Doing.PROPOSE, rows.state_of(row))
        rows.speaking(opened, row)
        _refuse_untimely(made)
        on_table = Proposal.objects.filter(declaration=row, state=ProposalState.TABLED.value).count()
        if on_table >= MOST_PROPOSALS:
            raise Invalid(faults.MANY, limit=MOST_PROPOSALS)
        made.state, made.reading = ProposalState.TABLED.value, row.reading
        made.tabled = made.modified = opened.context.at
        made.label_id = rows.tabled_label(opened, row, made.agency)
        made.save()
        opened.note(owner=made.agency, text=row.id)
        notices.tabled(row, made)


def _refuse_untimely(made: Proposal) -> None:
    """Raise Conflict where a draft was written against words that are no longer there, or its paragraph is closed."""
    one = made.paragraph
    if one is not None and (one.gone or one.agreement == Agreement.AGREED.value):
        raise Conflict(faults.OTHER_STATE)
    if made.parent is not None:
        if made.parent.state != ProposalState.TABLED.value or digest_of(made.parent.text) != made.base:
            raise Conflict(faults.CHANGED)
    elif one is not None and made.kind != ProposalKind.ADD.value:
        words = rows.words_in(one, made.language)
        if (digest_of(words) if words else "") != made.base:
            raise Conflict(faults.CHANGED)


def withdraw_proposal(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Take one's proposal off the table; it stays readable, and sub-amendments to it fall with it."""
    with door(actor, TEXT_PROPOSE, subject=f"proposal:{id}") as opened:
        found = rows.proposal(id)
        if found.agency != opened.actor.agency:
            raise Refused(faults.NOT_YOURS)
        row = rows.held(found.declaration_id)
        refuse_unless(Doing.PROPOSE, rows.state_of(row))
        made = Proposal.objects.select_for_update().get(id=id)
        if made.state != ProposalState.TABLED.value:
            raise Conflict(faults.OTHER_STATE)
        made.state, made.modified = ProposalState.WITHDRAWN.value, opened.context.at
        made.save(update_fields=["state", "modified"])
        notices.fall_with(made.id, opened.context.at)


def take_amendment(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Take a sub-amendment into one's own proposal as a friendly one: its words become the proposal's, and it is done with."""
    with door(actor, TEXT_PROPOSE, subject=f"proposal:{id}") as opened:
        amendment = rows.proposal(id)
        if amendment.parent_id is None or amendment.state != ProposalState.TABLED.value:
            raise Conflict(faults.OTHER_STATE)
        row = rows.held(amendment.declaration_id)
        refuse_unless(Doing.PROPOSE, rows.state_of(row))
        parent = rows.proposal(amendment.parent_id)
        if parent.agency != opened.actor.agency:
            raise Refused(faults.NOT_YOURS)
        mine = Proposal.objects.select_for_update().get(id=parent.id)
        if mine.state != ProposalState.TABLED.value or digest_of(mine.text) != amendment.base:
            raise Conflict(faults.CHANGED)
        mine.text, mine.modified = amendment.text, opened.context.at
        mine.save(update_fields=["text", "modified"])
        notices.settled(amendment.id, ProposalState.ACCEPTED, "", opened.context.at)


def sponsor_proposal(actor: Actor, *, id: UUID, stands: bool = True) -> None:  # noqa: A002 - the word that every room uses
    """Put one's delegation's name beside another's proposal as a sponsor, or take it away again."""
    with door(actor, TEXT_POSITION, subject=f"proposal:{id}") as opened:
        found, row = _on_table(id)
        delegation = rows.speaking(opened, row)
        if found.agency == delegation.agency:
            raise Conflict(faults.OTHER_STATE)
        Sponsor.objects.filter(proposal=found, agency=delegation.agency).delete()
        if stands:
            label = rows.tabled_label(opened, row, delegation.agency)
            Sponsor.objects.create(
                label_id=label, proposal=found, delegation=delegation, agency=delegation.agency, at=opened.context.at
            )
        _keep_stance(opened, found, Position.SUPPORT if stands else Position.CAN_LIVE_WITH, "")


def take_position(actor: Actor, *, id: UUID, position: Position, note: str = "") -> None:  # noqa: A002 - the word that every room uses
    """Say where one's delegation stands on a proposal; the last word counts."""
    words = rows.reason_of(note, needed=False)
    with door(actor, TEXT_POSITION, subject=f"proposal:{id}") as opened:
        found, _row = _on_table(id)
        _keep_stance(opened, found, position, words)


def _on_table(id: UUID) -> tuple[Proposal, Declaration]:  # noqa: A002 - the word that every room uses
    found = rows.proposal(id)
    row = found.declaration
    if found.state != ProposalState.TABLED.value or not is_allowed(Doing.STATE_POSITION, rows.state_of(row)):
        raise Conflict(faults.OTHER_STATE)
    return found, row


def _keep_stance(opened: Opened, found: Proposal, position: Position, note: str) -> None:
    row = found.declaration
    delegation = rows.speaking(opened, row)
    kept = Stance.objects.select_for_update().filter(proposal=found, agency=delegation.agency).first()
    made = kept or Stance(proposal=found, declaration=row, delegation=delegation, agency=delegation.agency)
    made.label_id = rows.tabled_label(opened, row, delegation.agency)
    made.position, made.note, made.modified = position.value, note, opened.context.at
    made.save()
