"""The text as a whole and paragraph by paragraph, and the pulse by which its readers learn that something has come."""

from collections import defaultdict
from collections.abc import Sequence
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.db.models import Count, Max

from minassa.access import Actor, Opened, door, marks
from minassa.meetings.models import Declaration, Paragraph, ParagraphEvent, Proposal, Stance
from minassa.meetings.text import rows
from minassa.meetings.text.acts import KEEPERS, TEXT_READ
from minassa.meetings.text.reads.proposals import Voice, seen, voice_of
from minassa.meetings.text.rules import (
    Agreement,
    Doing,
    ParagraphKind,
    ProposalKind,
    ProposalState,
    Standing,
    TextState,
    is_allowed,
    missing_languages,
    stale_languages,
    steps_from,
)
from minassa.meetings.text.types import (
    BeginningDetail,
    EventView,
    ParagraphDetail,
    ParagraphView,
    ProposalView,
    TextRow,
    TextView,
)

MOST_INLINE: Final = 60
"""Proposals that the whole text shows in place; where there are more, each paragraph names their sponsors and opens them."""
MOST_EVENTS: Final = 100
MOST_DONE: Final = 100
MOST_LISTED: Final = 20


def list_texts(actor: Actor, *, edition: UUID) -> tuple[TextRow, ...]:
    """The declarations of an edition that this actor sees, the newest first."""
    with door(actor, TEXT_READ):
        found = Declaration.objects.filter(edition_id=edition).order_by("-modified")[:MOST_LISTED]
        return tuple(map(text_row, found))


def text_row(row: Declaration) -> TextRow:
    """A declaration as one line."""
    return TextRow(
        row.id,
        row.edition_id,
        row.titles,
        TextState(row.state),
        row.reading,
        row.version,
        row.is_sample,
        row.modified,
    )


def read_text(actor: Actor, *, id: UUID) -> TextView:  # noqa: A002 - the word that every room uses
    """The whole text: each paragraph with its proposals, or with their number and sponsors where there are many. Raises NotFound."""
    with door(actor, TEXT_READ, subject=f"text:{id}") as opened:
        return text_view(opened, rows.declaration(id))


def text_view(opened: Opened, row: Declaration) -> TextView:
    """A declaration as whoever opened the door sees it."""
    return whole(opened, row, rows.paragraphs(row), voice_of(opened.actor, row))


def frame(opened: Opened, row: Declaration) -> TextView:
    """A declaration with its paragraphs as they stand, for a page about something else: what is proposed to each is not looked up."""
    return whole(opened, row, rows.paragraphs(row), voice_of(opened.actor, row), is_counted=False)


def whole(
    opened: Opened, row: Declaration, paragraphs: Sequence[Paragraph], voice: Voice, *, is_counted: bool = True
) -> TextView:
    """A declaration with these paragraphs; not `is_counted` gives them without what is proposed to each, as a frame for something else."""
    tabled = Proposal.objects.filter(declaration=row, state=ProposalState.TABLED.value)
    count = tabled.count()
    proposals: tuple[ProposalView, ...] = ()
    if is_counted:
        shown = tabled if count <= MOST_INLINE else tabled.filter(paragraph__isnull=True)
        found = shown.select_related("delegation", "parent").order_by("tabled", "id")[:MOST_INLINE]
        proposals = seen(list(found), paragraphs, voice)
    return TextView(
        row=text_row(row),
        reference=row.reference,
        may_observers_propose=row.may_observers_propose,
        marks=(*marks(opened.label_of(row.label_id)), *(("SAMPLE",) if row.is_sample else ())),
        obligations=opened.obligations(row.label_id),
        paragraphs=_paragraphs(row, paragraphs, proposals, is_counted=is_counted),
        beginning=tuple(one for one in proposals if not one.key),
        tabled=count,
        drafts=Proposal.objects.filter(declaration=row, state=ProposalState.DRAFT.value).count(),
        screen=row.screen,
        quiet_until=row.quiet_until,
        adopted=row.adopted,
        delegation=voice.delegation.name if voice.delegation else "",
        pulse=_pulse(row),
        can=_can(opened.actor, row, voice),
    )


def _paragraphs(
    row: Declaration, paragraphs: Sequence[Paragraph], proposals: Sequence[ProposalView], *, is_counted: bool
) -> tuple[ParagraphView, ...]:
    counts, names = _tabled_by_paragraph(row) if is_counted else ({}, {})
    of_key: dict[str, list[ProposalView]] = defaultdict(list)
    for proposal in proposals:
        of_key[proposal.key].append(proposal)
    return tuple(
        paragraph_view(one, counts.get(one.key, 0), names.get(one.key, ()), of_key[one.key]) for one in paragraphs
    )


def _tabled_by_paragraph(row: Declaration) -> tuple[dict[str, int], dict[str, list[str]]]:
    """How many proposals are on the table for each paragraph, by its key, and whose: no words are read for it, and no ids."""
    counts: dict[str, int] = defaultdict(int)
    names: dict[str, list[str]] = defaultdict(list)
    tabled = Proposal.objects.filter(declaration=row, state=ProposalState.TABLED.value, paragraph__isnull=False)
    grouped = tabled.order_by("delegation__name").values_list("paragraph__key", "delegation__name")
    for key, name, number in grouped.annotate(n=Count("id")):
        counts[key] += number
        names[key].append(name)
    return counts, names


def paragraph_view(
    one: Paragraph, tabled: int, names: Sequence[str], proposals: Sequence[ProposalView]
) -> ParagraphView:
    """A paragraph as it is seen."""
    words = rows.renderings(one)
    standing = Standing(one.key, one.number, Agreement(one.agreement), one.revision, words)
    return ParagraphView(
        key=one.key,
        kind=ParagraphKind(one.kind),
        number=one.number,
        agreement=Agreement(one.agreement),
        language=one.language,
        revision=one.revision,
        words=words,
        stale=stale_languages(standing),
        missing=missing_languages(standing),
        tabled=tabled,
        proposers=tuple(names),
        rivals=tuple(proposal for proposal in proposals if proposal.kind is not ProposalKind.ADD),
        added=tuple(proposal for proposal in proposals if proposal.kind is ProposalKind.ADD),
    )


def _can(actor: Actor, row: Declaration, voice: Voice) -> tuple[str, ...]:
    state = rows.state_of(row)
    found = ["propose"] if voice.may_propose else []
    if KEEPERS & actor.roles and row.owner == actor.agency:
        found += [doing.value for doing in (Doing.WRITE, Doing.TRANSLATE, Doing.SETTLE) if is_allowed(doing, state)]
        found += [step.value for step in steps_from(state)]
        found.append("show")
    return tuple(found)


def read_pulse(actor: Actor, *, id: UUID) -> str:  # noqa: A002 - the word that every room uses
    """A short word that changes with everything that this actor sees of a text: asked often, answered cheaply. Raises NotFound."""
    with door(actor, TEXT_READ):
        return _pulse(rows.declaration(id))


def _pulse(row: Declaration) -> str:
    proposals = Proposal.objects.filter(declaration=row).aggregate(at=Max("modified"), n=Count("id"))
    stances = Stance.objects.filter(declaration=row).aggregate(at=Max("modified"), n=Count("id"))
    said = (row.modified, *proposals.values(), *stances.values())
    return sha256("|".join(map(str, said)).encode()).hexdigest()[:20]


def read_paragraph(actor: Actor, *, id: UUID, key: str) -> ParagraphDetail:  # noqa: A002 - the word that every room uses
    """One paragraph with all its proposals side by side, one's own drafts, what was decided, and its history.

    Raises NotFound.
    """
    with door(actor, TEXT_READ, subject=f"text:{id}") as opened:
        row = rows.declaration(id)
        one = rows.paragraph(row, key)
        voice, paragraphs = voice_of(actor, row), rows.paragraphs(row)
        own = Proposal.objects.filter(declaration=row, paragraph=one).select_related("delegation", "parent")
        done = own.exclude(state__in=(ProposalState.TABLED.value, ProposalState.DRAFT.value)).order_by("-modified")
        drafts = own.filter(state=ProposalState.DRAFT.value).order_by("-modified")
        return ParagraphDetail(
            text=whole(opened, row, paragraphs, voice, is_counted=False),
            paragraph=_with_rivals(one, paragraphs, voice),
            drafts=seen(list(drafts), [one], voice),
            done=seen(list(done[:MOST_DONE]), [one], voice),
            events=_events(one),
            can=_can_with(one, actor, row, voice),
        )


def _with_rivals(one: Paragraph, paragraphs: Sequence[Paragraph], voice: Voice) -> ParagraphView:
    """A paragraph with everything that is on the table for it."""
    tabled = Proposal.objects.filter(declaration_id=one.declaration_id, paragraph=one, state=ProposalState.TABLED.value)
    standing = seen(list(tabled.select_related("delegation", "parent").order_by("tabled", "id")), paragraphs, voice)
    names = list(dict.fromkeys(proposal.delegation for proposal in standing))
    return paragraph_view(one, len(standing), names, standing)


def read_beginning(actor: Actor, *, id: UUID) -> BeginningDetail:  # noqa: A002 - the word that every room uses
    """What would begin the text, before its first paragraph. Raises NotFound."""
    with door(actor, TEXT_READ, subject=f"text:{id}") as opened:
        row = rows.declaration(id)
        voice, paragraphs = voice_of(actor, row), rows.paragraphs(row)
        own = Proposal.objects.filter(declaration=row, paragraph__isnull=True).select_related("delegation", "parent")
        tabled = own.filter(state=ProposalState.TABLED.value).order_by("tabled", "id")
        drafts = own.filter(state=ProposalState.DRAFT.value).order_by("-modified")
        done = own.exclude(state__in=(ProposalState.TABLED.value, ProposalState.DRAFT.value)).order_by("-modified")
        return BeginningDetail(
            text=whole(opened, row, paragraphs, voice, is_counted=False),
            tabled=seen(list(tabled), paragraphs, voice),
            drafts=seen(list(drafts), paragraphs, voice),
            done=seen(list(done[:MOST_DONE]), paragraphs, voice),
            can=("propose",) if voice.may_propose else (),
        )


def read_screen(actor: Actor, *, id: UUID) -> tuple[TextView, tuple[ParagraphView, ...]]:  # noqa: A002 - the word that every room uses
    """What the chair shows in the room: one paragraph with all its rivals, or the whole text. Raises NotFound."""
    with door(actor, TEXT_READ, subject=f"text:{id}") as opened:
        row = rows.declaration(id)
        voice, paragraphs = voice_of(actor, row), rows.paragraphs(row)
        one = next((one for one in paragraphs if one.key == row.screen), None)
        view = whole(opened, row, paragraphs, voice, is_counted=one is None)
        return view, view.paragraphs if one is None else (_with_rivals(one, paragraphs, voice),)


def _events(one: Paragraph) -> tuple[EventView, ...]:
    found = ParagraphEvent.objects.filter(paragraph=one).order_by("-at", "-id")[:MOST_EVENTS]
    return tuple(EventView(row.what, row.at, row.revision, row.language, row.text, row.reason) for row in found)


def _can_with(one: Paragraph, actor: Actor, row: Declaration, voice: Voice) -> tuple[str, ...]:
    """What may be done with one paragraph."""
    is_open = not one.gone and one.agreement != Agreement.AGREED.value
    found = ["propose"] if voice.may_propose and is_open else []
    if not (KEEPERS & actor.roles) or row.owner != actor.agency or one.gone:
        return tuple(found)
    state = rows.state_of(row)
    if voice.may_settle:
        found += ["agree"] if is_open else []
    if one.agreement != Agreement.OPEN.value and state in {TextState.NEGOTIATING, TextState.CLEAN}:
        found.append("reopen")
    found += ["write"] if is_allowed(Doing.WRITE, state) else []
    found += ["translate"] if is_allowed(Doing.TRANSLATE, state) else []
    found += ["correct"] if state is TextState.CORRIGENDUM else []
    return tuple(found)


def list_drafts_of_text(actor: Actor, *, id: UUID) -> tuple[ProposalView, ...]:  # noqa: A002 - the word that every room uses
    """The drafts of the actor's own delegation, the latest first."""
    with door(actor, TEXT_READ, subject=f"text:{id}"):
        row = rows.declaration(id)
        drafts = Proposal.objects.filter(declaration=row, state=ProposalState.DRAFT.value)
        found = drafts.select_related("delegation", "parent").order_by("-modified")[:MOST_DONE]
        return seen(list(found), rows.paragraphs(row), voice_of(actor, row))


def read_proposal(actor: Actor, *, id: UUID) -> ProposalView:  # noqa: A002 - the word that every room uses
    """One proposal with its sub-amendments on the table. Raises NotFound, for another delegation's draft too."""
    with door(actor, TEXT_READ, subject=f"proposal:{id}"):
        one = rows.proposal(id)
        below = Proposal.objects.filter(parent=one, state=ProposalState.TABLED.value)
        found = [one, *below.select_related("delegation", "parent").order_by("tabled", "id")]
        row = one.declaration
        return seen(found, rows.paragraphs(row), voice_of(actor, row))[0]
