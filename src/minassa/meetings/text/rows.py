"""Rows of a declaration's text: found, locked, and numbered; who speaks for whom; and what is told of their changes."""

import secrets
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, F

from minassa.access import Actor, Opened, door, system_actor
from minassa.base import LANGUAGES, Conflict, Invalid, NotFound, Refused
from minassa.meetings import labels
from minassa.meetings.models import Declaration, Delegation, Edition, Paragraph, ParagraphEvent, Proposal
from minassa.meetings.rows import edition as found_edition
from minassa.meetings.text import faults
from minassa.meetings.text.acts import TEXT_WATCH
from minassa.meetings.text.rules import (
    Agreement,
    Hindering,
    ParagraphKind,
    ProposalState,
    Rendering,
    Standing,
    TextState,
    hindrances,
)

OBSERVER: Final = "observer"
LONGEST_REASON: Final = 1_000
LONGEST_TITLE: Final = 200
_KEY_LETTERS: Final = "abcdefghijkmnpqrstuvwxyz23456789"


def agency_of(actor: Actor) -> UUID:
    """Whose people act. Raises Refused for whoever has no agency."""
    if actor.agency is None:
        raise Refused(faults.NO_DELEGATION)
    return actor.agency


def declaration(id: UUID) -> Declaration:  # noqa: A002 - the word that every room uses
    """A declaration that this actor sees. Raises NotFound."""
    row = Declaration.objects.filter(id=id).first()
    if row is None:
        raise NotFound(faults.NO_TEXT)
    return row


def kept(opened: Opened, id: UUID) -> Declaration:  # noqa: A002 - the word that every room uses
    """A declaration of the actor's own secretariat, locked: what changes it goes one after another. Raises NotFound, Refused."""
    if declaration(id).owner != opened.actor.agency:
        raise Refused(faults.NOT_YOURS)
    row = Declaration.objects.select_for_update().get(id=id)
    opened.note(subject=f"text:{row.id}", owner=row.owner)
    return row


def held(id: UUID) -> Declaration:  # noqa: A002 - the word that every room uses
    """A declaration that others keep, locked until the end of the transaction, so that its state does not change under a proposal."""
    declaration(id)
    with door(system_actor("meetings"), TEXT_WATCH):
        return Declaration.objects.select_for_update().get(id=id)


def kept_edition(opened: Opened, id: UUID) -> Edition:  # noqa: A002 - the word that every room uses
    """An edition whose secretariat is the actor's agency. Raises NotFound, Refused."""
    row = found_edition(id)
    if row.owner != opened.actor.agency:
        raise Refused(faults.NOT_YOURS)
    return row


def tabled_label(opened: Opened, row: Declaration, owner: UUID | None = None) -> int:
    """The label of what all participants see, owned by whoever writes it."""
    return opened.intern(labels.for_participants(opened, row.edition, owner))


def draft_label(opened: Opened, row: Declaration, owner: UUID) -> int:
    """The label of what a delegation alone sees."""
    return opened.intern(labels.own(owner, exercise=opened.label_of(row.label_id).exercise))


def speaking(opened: Opened, row: Declaration) -> Delegation:
    """The delegation for which this actor may propose. Raises Refused for none, and for an observer's where the edition says so."""
    found = Delegation.objects.filter(edition_id=row.edition_id, agency=agency_of(opened.actor)).first()
    if found is None or (found.kind == OBSERVER and not row.may_observers_propose):
        raise Refused(faults.NO_DELEGATION)
    return found


def taking_part(opened: Opened, row: Declaration) -> Delegation:
    """The delegation of this actor that is no observer: it objects, puts statements on record and signs. Raises Refused."""
    found = Delegation.objects.filter(edition_id=row.edition_id, agency=agency_of(opened.actor)).first()
    if found is None or found.kind == OBSERVER:
        raise Refused(faults.NO_DELEGATION)
    return found


def paragraph(row: Declaration, key: str) -> Paragraph:
    """A paragraph of a text, also one that is gone. Raises NotFound."""
    found = Paragraph.objects.filter(declaration=row, key=key).first()
    if found is None:
        raise NotFound(faults.NO_TEXT)
    return found


def standing_paragraph(row: Declaration, key: str) -> Paragraph:
    """A paragraph that is in the text. Raises NotFound, and Conflict for one that is gone."""
    found = paragraph(row, key)
    if found.gone:
        raise Conflict(faults.CHANGED)
    return found


def paragraphs(row: Declaration) -> list[Paragraph]:
    """The paragraphs of a text in their order."""
    return list(Paragraph.objects.filter(declaration=row, gone=False).order_by("place"))


def proposal(id: UUID) -> Proposal:  # noqa: A002 - the word that every room uses
    """A proposal that this actor sees. Raises NotFound."""
    row = Proposal.objects.select_related("declaration", "paragraph").filter(id=id).first()
    if row is None:
        raise NotFound(faults.NO_TEXT)
    return row


def renderings(row: Paragraph) -> dict[str, Rendering]:
    """A paragraph's words by language."""
    return {language: Rendering(one["text"], one["revision"]) for language, one in row.words.items()}


def words_in(row: Paragraph, language: str) -> str:
    """A paragraph's words in a language; empty where there are none yet."""
    return str(row.words.get(language, {}).get("text", ""))


def standings(row: Declaration) -> tuple[tuple[Standing, ...], int]:
    """The paragraphs as the rules judge them, and how many proposals would begin the text."""
    tabled = Proposal.objects.filter(declaration=row, state=ProposalState.TABLED.value).order_by()
    counted: dict[UUID | None, int] = {
        one["paragraph"]: one["n"] for one in tabled.values("paragraph").annotate(n=Count("id"))
    }
    found = tuple(
        Standing(one.key, one.number, Agreement(one.agreement), one.revision, renderings(one), counted.get(one.id, 0))
        for one in paragraphs(row)
    )
    return found, counted.get(None, 0)


def hindering(row: Declaration) -> tuple[Hindering, ...]:
    """What keeps this text from silence."""
    found, at_start = standings(row)
    return hindrances(found, at_start=at_start)


def make_room(row: Declaration, behind: str) -> int:
    """The place behind a paragraph (empty: the first place), with those that follow moved on by one."""
    place = standing_paragraph(row, behind).place + 1 if behind else 1
    Paragraph.objects.filter(declaration=row, place__gte=place).update(place=F("place") + 1)
    return place


def new_key() -> str:
    """A key that no paragraph had before: a letter, and ten of 32 letters and digits (50 bits)."""
    return "p" + "".join(secrets.choice(_KEY_LETTERS) for _ in range(10))


def note_event(  # noqa: PLR0913 - what a paragraph's history tells
    row: Paragraph,
    what: str,
    at: datetime,
    *,
    language: str = "",
    text: str = "",
    reason: str = "",
    proposal: UUID | None = None,
) -> None:
    """Write into a paragraph's history, under its label."""
    ParagraphEvent.objects.create(
        label_id=row.label_id,
        paragraph=row,
        what=what,
        revision=row.revision,
        language=language,
        text=text,
        reason=reason,
        proposal=proposal,
        at=at,
    )


def language_of(value: str) -> str:
    """One of the four languages. Raises Invalid."""
    if value not in LANGUAGES:
        raise Invalid(faults.LANGUAGE)
    return value


def reason_of(value: str, *, needed: bool = True) -> str:
    """A reason in a few words. Raises Invalid for none where it is needed, or one too long."""
    text = " ".join(value.split())
    if (needed and not text) or len(text) > LONGEST_REASON or any(not one.isprintable() for one in text):
        raise Invalid(faults.REASON, limit=LONGEST_REASON)
    return text


def kind_of(row: Paragraph) -> ParagraphKind:
    """What a paragraph does."""
    return ParagraphKind(row.kind)


def state_of(row: Declaration) -> TextState:
    """Where a text stands."""
    return TextState(row.state)
