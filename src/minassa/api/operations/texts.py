"""Declarations: the text as it stands with its proposals, a delegation's own proposals and positions, what is signed."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Router
from pydantic import Field, StringConstraints

from minassa import meetings
from minassa.access import act_named
from minassa.api.entrances import Call
from minassa.api.policy import declared
from minassa.api.shapes import Asked, Told, exampled
from minassa.meetings import (
    Agreement,
    ParagraphKind,
    ParagraphView,
    Position,
    ProposalKind,
    ProposalState,
    ProposalView,
    TextState,
    TextView,
    Wish,
)

TEXT_READ = act_named("text.read")
TEXT_DRAFT = act_named("text.draft")
TEXT_PROPOSE = act_named("text.propose")
TEXT_POSITION = act_named("text.position")
router = Router(tags=["declarations"])

Key = Annotated[str, StringConstraints(pattern=r"^(?:p[a-z2-9]{10})?$")]
Language = Annotated[str, StringConstraints(pattern=r"^(?:ar|fr|en|pt)$")]
Digest = Annotated[str, StringConstraints(pattern=r"^(?:[0-9a-f]{64})?$")]


class TextProposalAsked(Asked):
    """A proposal. `paragraph` is the key of the one that it changes, or behind which it adds (empty: at the beginning).

    `base` is the SHA-256 of the words that it was written against, as UTF-8; 409 where they have changed since.
    """

    model_config = exampled(
        {
            "kind": "replace",
            "paragraph": "pab2cd3ef4g",
            "language": "fr",
            "text": "EXERCISE Décidons de nous réunir chaque année.",
            "base": "0" * 64,
            "reason": "EXERCISE",
        }
    )

    kind: ProposalKind
    paragraph: Key = ""
    language: Language
    text: Annotated[str, StringConstraints(max_length=20_000)] = ""
    base: Digest = ""
    reason: Annotated[str, StringConstraints(max_length=1_000)] = ""
    parent: UUID | None = None
    behind: Key = ""
    new_kind: ParagraphKind = ParagraphKind.OPERATIVE

    def wish(self) -> Wish:
        """What is proposed."""
        return Wish(
            kind=self.kind,
            key=self.paragraph,
            language=self.language,
            text=self.text,
            base=self.base,
            reason=self.reason,
            parent=self.parent,
            behind=self.behind,
            new_kind=self.new_kind,
        )


class PositionAsked(Asked):
    """What the delegation says to a proposal."""

    model_config = exampled({"position": "can-live-with", "note": "EXERCISE"})

    position: Position
    note: Annotated[str, StringConstraints(max_length=1_000)] = ""


class TablingAsked(Asked):
    """There is nothing to add."""

    model_config = exampled({})


class StanceTold(Told):
    """What a delegation says to a proposal."""

    delegation: str
    position: Position
    note: str


class TextProposalTold(Told):
    """A proposal as it stands, whole; `outdated`: the words that it was written against are no longer there."""

    id: UUID
    kind: ProposalKind
    paragraph: str
    number: str
    language: str
    text: str
    base_text: str
    outdated: bool
    reason: str
    state: ProposalState
    outcome: str
    delegations: list[str]
    mine: bool
    parent: UUID | None
    tabled: datetime | None
    stances: list[StanceTold]


class RenderingTold(Told):
    """A paragraph's words in one language; `stale` where they render an earlier revision."""

    language: str
    text: str
    stale: bool


class ParagraphTold(Told):
    """A paragraph as it stands. `tabled` counts the proposals on the table for it."""

    key: str
    kind: ParagraphKind
    number: str
    agreement: Agreement
    revision: int
    settled_in: str
    words: list[RenderingTold]
    tabled: int


class TextTold(Told):
    """A declaration as it stands. `pulse` changes with everything that you see of it."""

    id: UUID
    edition: UUID
    state: TextState
    reading: int
    version: int
    titles: dict[str, str]
    marks: list[str]
    obligations: list[str]
    sample: bool
    pulse: str
    paragraphs: list[ParagraphTold]


class ParagraphDetailTold(Told):
    """A paragraph with its proposals on the table, side by side, and the drafts of your delegation."""

    paragraph: ParagraphTold
    proposals: list[TextProposalTold]
    drafts: list[TextProposalTold]


class PulseTold(Told):
    """The pulse of a text: ask for the text again when it differs from the one you have."""

    pulse: str = Field(max_length=20)


@router.get("/declarations/{uuid:id}", **declared(TEXT_READ, TextTold, refusals=(404,)))
def read_declaration(request: Call, id: UUID) -> dict[str, Any]:  # noqa: A002 - the word that every room uses
    """The text as it stands, in all its languages."""
    return told_text(meetings.read_text(request.auth, id=id))


@router.get("/declarations/{uuid:id}/pulse", **declared(TEXT_READ, PulseTold, refusals=(404,)))
def read_pulse(request: Call, id: UUID) -> dict[str, Any]:  # noqa: A002 - the same
    """Whether something has come, answered cheaply."""
    return {"pulse": meetings.read_pulse(request.auth, id=id)}


@router.get(
    "/declarations/{uuid:id}/paragraphs/{slug:key}", **declared(TEXT_READ, ParagraphDetailTold, refusals=(404,))
)
def read_paragraph(request: Call, id: UUID, key: str) -> dict[str, Any]:  # noqa: A002 - the same
    """One paragraph with its rivals side by side."""
    found = meetings.read_paragraph(request.auth, id=id, key=key)
    tops = (*found.paragraph.rivals, *found.paragraph.added)
    proposals = [one for top in tops for one in (top, *top.amendments)]
    return {
        "paragraph": told_paragraph(found.paragraph),
        "proposals": [told_proposal(one) for one in proposals],
        "drafts": [told_proposal(one) for one in found.drafts],
    }


@router.post(
    "/declarations/{uuid:id}/proposals", **declared(TEXT_DRAFT, TextProposalTold, status=201, refusals=(404, 409))
)
def draft_proposal(request: Call, id: UUID, given: TextProposalAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Keep a proposal as a draft of your delegation, which nobody else sees."""
    kept = meetings.keep_proposal(request.auth, declaration=id, wish=given.wish())
    return told_proposal(meetings.read_proposal(request.auth, id=kept))


@router.post("/declarations/proposals/{uuid:id}/table", **declared(TEXT_PROPOSE, TextProposalTold, refusals=(404, 409)))
def table_proposal(request: Call, id: UUID, given: TablingAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Put a draft on the table. 409 where the words that it was written against have changed."""
    del given
    meetings.table_proposal(request.auth, id=id)
    return told_proposal(meetings.read_proposal(request.auth, id=id))


@router.post(
    "/declarations/proposals/{uuid:id}/position", **declared(TEXT_POSITION, TextProposalTold, refusals=(404, 409))
)
def take_position(request: Call, id: UUID, given: PositionAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Say where your delegation stands; the last word counts."""
    meetings.take_position(request.auth, id=id, position=given.position, note=given.note)
    return told_proposal(meetings.read_proposal(request.auth, id=id))


def told_text(view: TextView) -> dict[str, Any]:
    """A text as the API tells it."""
    row = view.row
    return {
        "id": row.id,
        "edition": row.edition,
        "state": row.state,
        "reading": row.reading,
        "version": row.version,
        "titles": dict(row.titles),
        "marks": view.marks,
        "obligations": view.obligations,
        "sample": row.is_sample,
        "pulse": view.pulse,
        "paragraphs": [told_paragraph(one) for one in view.paragraphs],
    }


def told_paragraph(one: ParagraphView) -> dict[str, Any]:
    """A paragraph as the API tells it."""
    words = [
        {"language": language, "text": rendering.text, "stale": language in one.stale}
        for language, rendering in one.words.items()
    ]
    names = ("key", "kind", "number", "agreement", "revision", "tabled")
    return {**{name: getattr(one, name) for name in names}, "settled_in": one.language, "words": words}


def told_proposal(one: ProposalView) -> dict[str, Any]:
    """A proposal as the API tells it."""
    names = (
        "id",
        "kind",
        "number",
        "language",
        "text",
        "base_text",
        "reason",
        "state",
        "outcome",
        "mine",
        "parent",
        "tabled",
    )
    return {
        **{name: getattr(one, name) for name in names},
        "paragraph": one.key,
        "outdated": one.is_outdated,
        "delegations": one.names,
        "stances": one.stances,
    }
