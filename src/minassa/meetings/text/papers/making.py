"""Papers of a text for one reader: the compilation with all rivals, the clean text, and Akoma Ntoso of what was adopted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, cast
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from minassa.access import Actor, Opened, door, obligations
from minassa.base import Conflict
from minassa.desk import Document, pdf
from minassa.meetings.models import Authentic, Declaration, Proposal
from minassa.meetings.text import faults, rows, words
from minassa.meetings.text.acts import TEXT_PRINT
from minassa.meetings.text.papers.to_akn import to_akn
from minassa.meetings.text.papers.to_docx import to_docx
from minassa.meetings.text.papers.to_pdf import blocks_of
from minassa.meetings.text.papers.types import Language, Printed, Rival
from minassa.meetings.text.papers.types import Paper as OnPaper
from minassa.meetings.text.papers.types import Published as Work
from minassa.meetings.text.reads.proposals import seen, voice_of
from minassa.meetings.text.reads.text import text_view
from minassa.meetings.text.rules import ParagraphKind, ProposalKind, ProposalState
from minassa.meetings.text.types import ParagraphView, ProposalView, TextView

MOST_PRINTED: Final = 1_500
PLATFORM: Final = "Marrakech Platform"


@dataclass(frozen=True, slots=True)
class Paper:
    """A file for one reader: its name, its type and its bytes."""

    name: str
    type: str
    content: bytes


def compilation_docx(actor: Actor, *, declaration: UUID, language: str, clean: bool = False) -> Paper:
    """The text as a Word document with tracked changes, each with its sponsor as author; `clean` leaves what is proposed out."""
    with door(actor, TEXT_PRINT, subject=f"text:{declaration}") as opened:
        paper = _paper(opened, rows.declaration(declaration), language, clean=clean)
        opened.note(format="docx", language=language)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return Paper(f"text-{language}.docx", kind, to_docx(paper))


def compilation_pdf(actor: Actor, *, declaration: UUID, language: str, clean: bool = False) -> Paper:
    """The text as a PDF in one language, marked, and made for this reader."""
    with door(actor, TEXT_PRINT, subject=f"text:{declaration}") as opened:
        row = rows.declaration(declaration)
        paper = _paper(opened, row, language, clean=clean)
        bound = obligations(actor, opened.label_of(row.label_id))
        opened.note(format="pdf", language=language, obligations=len(bound))
        document = Document(
            title=paper.title,
            language=paper.language,
            marks=paper.marks,
            blocks=blocks_of(paper),
            reader=actor.name,
            printed_at=opened.context.at,
            issued_by="",
            reference=str(row.id),
        )
    return Paper(f"text-{language}.pdf", "application/pdf", pdf(document))


def adopted_akn(actor: Actor, *, declaration: UUID, language: str) -> Paper:
    """The authentic text as Akoma Ntoso 3.0. Raises Conflict where it has not been signed yet."""
    with door(actor, TEXT_PRINT, subject=f"text:{declaration}") as opened:
        row = rows.declaration(declaration)
        spoken = rows.language_of(language)
        text = Authentic.objects.filter(declaration=row, version=row.version, language=spoken).first()
        if text is None or row.adopted is None:
            raise Conflict(faults.NOT_FIXED)
        opened.note(format="akn", language=spoken)
        work = Work(
            paper=_paper(opened, row, spoken, clean=True),
            version=row.version,
            adopted=row.adopted.date(),
            fixed=text.fixed.date(),
            country=row.edition.country or "MA",
            place=row.edition.city,
            organisation=PLATFORM,
            digest=text.digest,
        )
    return Paper(f"text-{language}.xml", "application/akn+xml", to_akn(work))


def _paper(opened: Opened, row: Declaration, language: str, *, clean: bool) -> OnPaper:
    """A text in one language, its heads and notes in that language too."""
    spoken = cast("Language", rows.language_of(language))
    view = text_view(opened, row)
    with translation.override(spoken):
        rivals = () if clean else _rivals(opened, row)
        return OnPaper(
            declaration=row.id,
            language=spoken,
            title=row.titles[spoken],
            subtitle=_subtitle(view),
            marks=view.marks,
            heads={kind: str(words.PARAGRAPH_KINDS[kind]) for kind in ParagraphKind},
            paragraphs=tuple(_printed(one, spoken, rivals) for one in view.paragraphs),
            added=tuple(_rival(one, spoken) for one in rivals if not one.key and not one.parent),
        )


def _subtitle(view: TextView) -> str:
    state = str(words.TEXT_STATES[view.row.state])
    return (
        _("%(state)s, reading %(number)s") % {"state": state, "number": view.row.reading} if view.row.reading else state
    )


def _rivals(opened: Opened, row: Declaration) -> tuple[ProposalView, ...]:
    tabled = Proposal.objects.filter(declaration=row, state=ProposalState.TABLED.value)
    found = tabled.select_related("delegation", "parent").order_by("tabled", "id")[:MOST_PRINTED]
    tops = seen(list(found), rows.paragraphs(row), voice_of(opened.actor, row))
    return tuple(one for top in tops for one in (top, *top.amendments))


def _printed(one: ParagraphView, language: Language, rivals: Sequence[ProposalView]) -> Printed:
    own = [rival for rival in rivals if rival.key == one.key]
    additions = {rival.id for rival in own if rival.kind is ProposalKind.ADD}
    added = [rival for rival in own if rival.id in additions or rival.parent in additions]
    return Printed(
        key=one.key,
        kind=one.kind,
        number=one.number,
        text=one.text_in(language),
        rivals=tuple(_rival(rival, language) for rival in own if rival not in added),
        added=tuple(_rival(rival, language) for rival in added),
        note=_("(translation outdated)") if language in one.stale else "",
    )


def _rival(one: ProposalView, language: Language) -> Rival:
    """A proposal as it is printed. One in another language than the paper's stands whole, and says so."""
    notes = [str(words.PROPOSAL_KINDS[one.kind])]
    notes += [_("with %(names)s") % {"names": ", ".join(one.sponsors)}] if one.sponsors else []
    notes += [_("behind %(number)s") % {"number": one.behind or "—"}] if one.kind is ProposalKind.MOVE else []
    notes += [_("sub-amendment")] if one.parent else []
    notes += [_("in another language")] if one.language != language else []
    at, is_foreign = one.tabled or one.modified, one.language != language
    return Rival(one.id, one.delegation, one.kind, one.text, at, ", ".join(notes), one.behind, is_foreign)
