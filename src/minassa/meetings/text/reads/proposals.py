"""Proposals as they are seen: with their sponsors, positions and sub-amendments, rivals side by side and never merged."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from minassa.access import Actor
from minassa.meetings.models import Declaration, Delegation, Paragraph, Proposal, Sponsor, Stance
from minassa.meetings.text import rows
from minassa.meetings.text.acts import KEEPERS
from minassa.meetings.text.rules import (
    Doing,
    ParagraphKind,
    Position,
    ProposalKind,
    ProposalState,
    is_allowed,
)
from minassa.meetings.text.types import ProposalView, StanceView
from minassa.meetings.text.wording import digest_of


@dataclass(frozen=True, slots=True)
class Voice:
    """Whoever reads: their delegation, if they have one, and what they may do with proposals of this text."""

    delegation: Delegation | None
    may_propose: bool
    may_settle: bool

    @property
    def agency(self) -> UUID | None:
        """Whose proposals are one's own."""
        return self.delegation.agency if self.delegation else None


def voice_of(actor: Actor, row: Declaration) -> Voice:
    """What this actor's voice is in a text, as it stands now."""
    found = Delegation.objects.filter(edition_id=row.edition_id, agency=rows.agency_of(actor)).first()
    state = rows.state_of(row)
    speaks = found is not None and (found.kind != rows.OBSERVER or row.may_observers_propose)
    return Voice(
        found,
        speaks and is_allowed(Doing.PROPOSE, state),
        bool(KEEPERS & actor.roles) and row.owner == actor.agency and is_allowed(Doing.SETTLE, state),
    )


@dataclass(frozen=True, slots=True)
class _Around:
    """What lies around proposals: names, positions, and the paragraphs that they name."""

    sponsors: Mapping[UUID, Sequence[str]]
    stances: Mapping[UUID, Sequence[StanceView]]
    paragraphs: Mapping[UUID, Paragraph]
    numbers: Mapping[str, str]


def seen(found: Sequence[Proposal], paragraphs: Iterable[Paragraph], voice: Voice) -> tuple[ProposalView, ...]:
    """These proposals as views, in their order, each with the sub-amendments that are among them."""
    around = _around(found, paragraphs, voice)
    views = {one.id: _view(one, around, voice) for one in found}
    below: dict[UUID, list[ProposalView]] = defaultdict(list)
    for one in views.values():
        if one.parent in views:
            below[one.parent].append(one)
    tops = (one for one in views.values() if one.parent not in views)
    return tuple(replace(one, amendments=tuple(below[one.id])) if one.id in below else one for one in tops)


def _around(found: Sequence[Proposal], paragraphs: Iterable[Paragraph], voice: Voice) -> _Around:
    ids = [one.id for one in found]
    sponsors: dict[UUID, list[str]] = defaultdict(list)
    for sponsor in Sponsor.objects.filter(proposal__in=ids).select_related("delegation").order_by("at"):
        sponsors[sponsor.proposal_id].append(sponsor.delegation.name)
    stances: dict[UUID, list[StanceView]] = defaultdict(list)
    for one in Stance.objects.filter(proposal__in=ids).select_related("delegation").order_by("delegation__name"):
        mine = one.agency == voice.agency
        stances[one.proposal_id].append(StanceView(one.delegation.name, Position(one.position), one.note, mine))
    known = {one.id: one for one in paragraphs}
    return _Around(sponsors, stances, known, {one.key: one.number for one in known.values()})


def _view(one: Proposal, around: _Around, voice: Voice) -> ProposalView:
    paragraph = around.paragraphs.get(one.paragraph_id) if one.paragraph_id else None
    behind = (paragraph.number if paragraph else "") if one.kind == "add" else around.numbers.get(one.behind, "")
    is_outdated = _is_outdated(one, paragraph)
    return ProposalView(
        id=one.id,
        kind=ProposalKind(one.kind),
        new_kind=ParagraphKind(one.new_kind) if one.new_kind else None,
        key=paragraph.key if paragraph else "",
        number=paragraph.number if paragraph else "",
        behind=behind,
        language=one.language,
        text=one.text,
        base_text=one.base_text,
        is_outdated=is_outdated,
        reason=one.reason,
        state=ProposalState(one.state),
        outcome=one.outcome,
        delegation=one.delegation.name,
        agency=one.agency,
        mine=one.agency == voice.agency,
        sponsors=tuple(around.sponsors.get(one.id, ())),
        stances=tuple(around.stances.get(one.id, ())),
        tabled=one.tabled,
        modified=one.modified,
        reading=one.reading,
        parent=one.parent_id,
        amendments=(),
        can=_can(one, voice, is_outdated=is_outdated),
    )


def _is_outdated(one: Proposal, paragraph: Paragraph | None) -> bool:
    """Whether the words that a proposal was written against are no longer those of its paragraph, or of its parent."""
    if one.state not in {ProposalState.DRAFT.value, ProposalState.TABLED.value}:
        return False
    if one.parent is not None:
        return digest_of(one.parent.text) != one.base or one.parent.state != ProposalState.TABLED.value
    if one.kind == ProposalKind.ADD.value or paragraph is None:
        return False
    words = rows.words_in(paragraph, one.language)
    return paragraph.gone or (digest_of(words) if words else "") != one.base


def _can(one: Proposal, voice: Voice, *, is_outdated: bool) -> tuple[str, ...]:
    mine = one.agency == voice.agency
    if one.state == ProposalState.DRAFT.value:
        return (("edit", "discard", *(("table",) if voice.may_propose and not is_outdated else ()))) if mine else ()
    if one.state != ProposalState.TABLED.value:
        return ()
    found = []
    if voice.may_propose:
        found += ["withdraw"] if mine else ["sponsor"]
        found.append("position")
        found += ["amend"] if one.text and one.parent_id is None and not mine else []
        takes = one.parent is not None and one.parent.agency == voice.agency and not is_outdated
        found += ["take"] if takes else []
    if voice.may_settle:
        found += ["close"] if is_outdated else ["settle", "close"]
    return tuple(found)
