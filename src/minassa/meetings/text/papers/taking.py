"""A Word document that came back from a capital: its tracked changes become drafts of the delegation, to be looked at and tabled."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Q

from minassa.access import Actor, door
from minassa.base import Conflict
from minassa.desk import Format, open_document
from minassa.meetings.models import Declaration, Proposal
from minassa.meetings.text import rows
from minassa.meetings.text.acts import TEXT_DRAFT
from minassa.meetings.text.papers.from_docx import from_docx
from minassa.meetings.text.papers.types import Known, Suggestion
from minassa.meetings.text.rules import Doing, ProposalKind, ProposalState, refuse_unless
from minassa.meetings.text.service.proposing import Wish, keep_proposal
from minassa.meetings.text.wording import digest_of

_WHOLE: Final = ""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of a document: the drafts that were made, and the numbers of paragraphs in which something must be done by hand."""

    drafts: tuple[UUID, ...]
    unread: tuple[str, ...]


def take_docx(actor: Actor, *, declaration: UUID, language: str, content: bytes) -> TakenIn:
    """Read the tracked changes of a Word document as drafts of one's delegation, one for each author and paragraph.

    What was written against words that have changed since is not guessed at: its paragraph is named for a person to look at. Raises
    Invalid for a document that is hostile, or has nothing of this text in it.
    """
    parts = open_document(content, Format.DOCX)
    with door(actor, TEXT_DRAFT, subject=f"text:{declaration}") as opened:
        row = rows.declaration(declaration)
        spoken = rows.language_of(language)
        rows.speaking(opened, row)
        refuse_unless(Doing.PROPOSE, rows.state_of(row))
        paragraphs = {one.key: one for one in rows.paragraphs(row)}
        taken = from_docx(
            parts, {key: rows.words_in(one, spoken) for key, one in paragraphs.items()}, _known(row, spoken)
        )
        made, unread = [], [paragraphs[key].number for key in taken.unread if key in paragraphs]
        for one in taken.suggestions:
            try:
                made.append(keep_proposal(actor, declaration=declaration, wish=_wish(one, spoken)))
            except Conflict:
                unread.append(paragraphs[one.key].number if one.key in paragraphs else "—")
        opened.note(drafts=len(made), unread=len(unread))
        return TakenIn(tuple(made), tuple(dict.fromkeys(unread)))


def _known(row: Declaration, language: str) -> list[Known]:
    """What stood in the document when it was sent out: proposals in its language, and those that have no words at all."""
    own = Q(language=language) | Q(text="")
    tabled = Proposal.objects.filter(own, declaration=row, state=ProposalState.TABLED.value)
    return [
        Known(one.id, one.paragraph.key if one.paragraph else _WHOLE, one.delegation.name, one.text)
        for one in tabled.select_related("paragraph", "delegation")
    ]


def _wish(one: Suggestion, language: str) -> Wish:
    """What a suggestion wishes. Raises Conflict where it has nothing to be written against."""
    base = digest_of(one.base) if one.base else ""
    if one.kind is ProposalKind.MOVE:
        return Wish(one.kind, one.moved, language, base=base, behind=one.key)
    return Wish(one.kind, one.key, language, text=one.text, base=base, parent=one.parent)
