"""How a declaration comes about: its states and the ways between them, its paragraphs and proposals, and when silence may start. Pure.

A proposal is never merged into a free text. It stands beside its rivals in square brackets, with the names of its sponsors, until the
chair settles the paragraph; no path leads to the silence procedure while one stands.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from minassa.base import LANGUAGES, Conflict, Invalid
from minassa.meetings.text import faults

SHORTEST_SILENCE: Final = timedelta(hours=72)
LONGEST_SILENCE: Final = timedelta(days=30)
BEGINNING: Final = "↑"
"""What stands for the place before the first paragraph where numbers are listed."""
MOST_PARAGRAPHS: Final = 200
MOST_PROPOSALS: Final = 5_000


class TextState(StrEnum):
    """Where a declaration stands."""

    ZERO_DRAFT = "zero-draft"
    NEGOTIATING = "negotiating"
    CLEAN = "clean"
    SILENCE = "silence"
    ADOPTED = "adopted"
    CONCORDANCE = "concordance"
    SIGNED = "signed"
    PUBLISHED = "published"
    CORRIGENDUM = "corrigendum"


class Step(StrEnum):
    """What leads from one state to another."""

    OPEN = "open"
    NEXT_READING = "next-reading"
    CLEAN = "clean"
    REOPEN = "reopen"
    START_SILENCE = "start-silence"
    OBJECT = "object"
    ADOPT = "adopt"
    ALIGN = "align"
    SIGN = "sign"
    PUBLISH = "publish"
    CORRECT = "correct"


WAYS: Final[Mapping[tuple[TextState, Step], TextState]] = {
    (TextState.ZERO_DRAFT, Step.OPEN): TextState.NEGOTIATING,
    (TextState.NEGOTIATING, Step.NEXT_READING): TextState.NEGOTIATING,
    (TextState.NEGOTIATING, Step.CLEAN): TextState.CLEAN,
    (TextState.CLEAN, Step.REOPEN): TextState.NEGOTIATING,
    (TextState.CLEAN, Step.START_SILENCE): TextState.SILENCE,
    (TextState.SILENCE, Step.OBJECT): TextState.NEGOTIATING,
    (TextState.SILENCE, Step.ADOPT): TextState.ADOPTED,
    (TextState.ADOPTED, Step.ALIGN): TextState.CONCORDANCE,
    (TextState.CONCORDANCE, Step.SIGN): TextState.SIGNED,
    (TextState.SIGNED, Step.PUBLISH): TextState.PUBLISHED,
    (TextState.PUBLISHED, Step.CORRECT): TextState.CORRIGENDUM,
    (TextState.CORRIGENDUM, Step.ALIGN): TextState.CONCORDANCE,
}
NEW_READING: Final = frozenset({Step.OPEN, Step.NEXT_READING, Step.REOPEN, Step.OBJECT})
"""Steps after which the text is at its next reading: negotiating (n + 1)."""


class Doing(StrEnum):
    """What people do with a text that stays in its state."""

    WRITE = "write"
    PROPOSE = "propose"
    SETTLE = "settle"
    TRANSLATE = "translate"
    STATE_POSITION = "state-position"
    MAKE_STATEMENT = "make-statement"
    FIX = "fix"
    SIGN = "sign"


ALLOWED: Final[Mapping[Doing, frozenset[TextState]]] = {
    Doing.WRITE: frozenset({TextState.ZERO_DRAFT}),
    Doing.PROPOSE: frozenset({TextState.NEGOTIATING}),
    Doing.SETTLE: frozenset({TextState.NEGOTIATING}),
    Doing.STATE_POSITION: frozenset({TextState.NEGOTIATING}),
    # After adoption other languages are brought into line, never the language in which a paragraph was agreed.
    Doing.TRANSLATE: frozenset(
        {TextState.ZERO_DRAFT, TextState.NEGOTIATING, TextState.CLEAN, TextState.CONCORDANCE, TextState.CORRIGENDUM}
    ),
    Doing.MAKE_STATEMENT: frozenset(
        {TextState.CLEAN, TextState.SILENCE, TextState.ADOPTED, TextState.CONCORDANCE, TextState.SIGNED}
    ),
    Doing.FIX: frozenset({TextState.CONCORDANCE}),
    Doing.SIGN: frozenset({TextState.CONCORDANCE}),
}


def after(state: TextState, step: Step) -> TextState:
    """The state to which a step leads. Raises Conflict where there is no way."""
    if (found := WAYS.get((state, step))) is None:
        raise Conflict(faults.OTHER_STATE)
    return found


def reading_after(reading: int, step: Step) -> int:
    """The number of the reading after a step; the zero draft has none (0)."""
    return reading + 1 if step in NEW_READING else reading


def steps_from(state: TextState) -> tuple[Step, ...]:
    """The steps that lead from a state."""
    return tuple(step for at, step in WAYS if at is state)


def is_allowed(doing: Doing, state: TextState) -> bool:
    """Whether this can be done with a text in this state."""
    return state in ALLOWED[doing]


def refuse_unless(doing: Doing, state: TextState) -> None:
    """Raise Conflict where this cannot be done with a text in this state."""
    if not is_allowed(doing, state):
        raise Conflict(faults.OTHER_STATE)


class ParagraphKind(StrEnum):
    """What a paragraph does: it says why, or what is decided."""

    PREAMBULAR = "preambular"
    OPERATIVE = "operative"


class Agreement(StrEnum):
    """How far a paragraph is agreed: *ad referendum* means until capitals have confirmed it."""

    OPEN = "open"
    AD_REFERENDUM = "ad-referendum"
    AGREED = "agreed"


class ProposalKind(StrEnum):
    """What a proposal does to the text."""

    ADD = "add"
    REPLACE = "replace"
    DELETE = "delete"
    MOVE = "move"


class ProposalState(StrEnum):
    """A draft of its delegation, on the table, or done with."""

    DRAFT = "draft"
    TABLED = "tabled"
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"
    NOT_RETAINED = "not-retained"


class Position(StrEnum):
    """What a delegation says to a proposal."""

    SUPPORT = "support"
    CAN_LIVE_WITH = "can-live-with"
    RESERVE = "reserve"
    OPPOSE = "oppose"


class StatementKind(StrEnum):
    """What a delegation puts on record beside an agreed text."""

    RESERVATION = "reservation"
    EXPLANATION = "explanation"
    DISSOCIATION = "dissociation"


class Hindrance(StrEnum):
    """What keeps a text from the silence procedure."""

    EMPTY = "empty"
    BRACKET = "bracket"
    OPEN = "open"
    MISSING = "missing"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Rendering:
    """A paragraph's words in one language, and the revision of the paragraph that they render."""

    text: str
    revision: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A paragraph as it stands: how far it is agreed, its words by language, and how many proposals are on the table.

    `revision` counts the changes of its substance: words that render an earlier one are stale.
    """

    key: str
    number: str
    agreement: Agreement
    revision: int
    words: Mapping[str, Rendering]
    tabled: int = 0


@dataclass(frozen=True, slots=True)
class Hindering:
    """One reason against silence: what, in which paragraph, and in which language where one is meant."""

    what: Hindrance
    key: str = ""
    number: str = ""
    language: str = ""


def has_brackets(text: str) -> bool:
    """Whether words are still in square brackets: what is not agreed is written so by custom."""
    return "[" in text or "]" in text


def stale_languages(paragraph: Standing) -> tuple[str, ...]:
    """The languages whose words render an earlier revision of the paragraph."""
    return tuple(
        language
        for language in LANGUAGES
        if language in paragraph.words and paragraph.words[language].revision < paragraph.revision
    )


def missing_languages(paragraph: Standing) -> tuple[str, ...]:
    """The languages in which the paragraph has no words."""
    return tuple(one for one in LANGUAGES if one not in paragraph.words or not paragraph.words[one].text.strip())


def hindrances(paragraphs: Sequence[Standing], *, at_start: int = 0) -> tuple[Hindering, ...]:
    """All that keeps a text from silence, in the order of its paragraphs; nothing where it may start.

    `at_start` counts the proposals on the table to begin the text with a new paragraph.
    """
    found = [Hindering(Hindrance.BRACKET, "", BEGINNING)] if at_start else []
    if not paragraphs:
        found.append(Hindering(Hindrance.EMPTY))
    return (*found, *(one for paragraph in paragraphs for one in _against(paragraph)))


def _against(paragraph: Standing) -> Iterable[Hindering]:
    key, number = paragraph.key, paragraph.number
    if paragraph.tabled or any(has_brackets(one.text) for one in paragraph.words.values()):
        yield Hindering(Hindrance.BRACKET, key, number)
    if paragraph.agreement is Agreement.OPEN:
        yield Hindering(Hindrance.OPEN, key, number)
    yield from (Hindering(Hindrance.MISSING, key, number, one) for one in missing_languages(paragraph))
    missing = missing_languages(paragraph)
    yield from (
        Hindering(Hindrance.STALE, key, number, one) for one in stale_languages(paragraph) if one not in missing
    )


def refuse_clean(found: Sequence[Hindering]) -> None:
    """Raise Conflict where a clean text would hide a bracket or an open paragraph. Languages may still be missing."""
    against = {Hindrance.EMPTY, Hindrance.BRACKET, Hindrance.OPEN}
    left = [one for one in found if one.what in against]
    if left:
        raise Conflict(faults.NOT_CLEAN, paragraphs=_named(left))


def refuse_silence(found: Sequence[Hindering]) -> None:
    """Raise Conflict for the first kinds of reasons against silence, with the numbers of their paragraphs."""
    if found:
        raise Conflict(faults.NO_SILENCE, paragraphs=_named(found))


def _named(found: Sequence[Hindering]) -> str:
    numbers = list(dict.fromkeys(one.number for one in found if one.number))
    return ", ".join(numbers[:12]) + (" …" if len(numbers) > 12 else "") if numbers else "—"


def silence_until(at: datetime, hours: int) -> datetime:
    """When a silence of so many whole hours ends. Raises Invalid for one shorter than 72 hours or longer than 30 days."""
    length = timedelta(hours=hours)
    if not SHORTEST_SILENCE <= length <= LONGEST_SILENCE:
        raise Invalid(faults.SILENCE_LENGTH)
    return at + length


def refuse_early(ends: datetime, at: datetime) -> None:
    """Raise Conflict where a text would be adopted before its silence has ended."""
    if at < ends:
        raise Conflict(faults.SILENCE_RUNS)


def refuse_agreement(state: Agreement, wanted: Agreement, tabled: int, words: Iterable[str]) -> None:
    """Raise Conflict where a paragraph cannot be agreed: it is so already, or something in it is still in brackets."""
    if wanted is Agreement.OPEN or state is wanted or state is Agreement.AGREED:
        raise Conflict(faults.OTHER_STATE)
    if tabled or any(map(has_brackets, words)):
        raise Conflict(faults.IN_BRACKETS)


_BIS: Final = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies")


def numbers(kinds: Sequence[ParagraphKind]) -> list[str]:
    """The numbers of paragraphs in their order: PP1, PP2 ... for the preamble, 1, 2 ... for what is decided."""
    counts = dict.fromkeys(ParagraphKind, 0)
    found = []
    for kind in kinds:
        counts[kind] += 1
        found.append(f"PP{counts[kind]}" if kind is ParagraphKind.PREAMBULAR else str(counts[kind]))
    return found


def number_between(before: str, kind: ParagraphKind, taken: Iterable[str]) -> str:
    """The number of a paragraph that comes in behind `before` while others keep theirs: 3 bis, 3 ter ... (Latin by custom)."""
    used = set(taken)
    stem = before.partition(" ")[0] if before and before.startswith("PP") == (kind is ParagraphKind.PREAMBULAR) else ""
    stem = stem or ("PP0" if kind is ParagraphKind.PREAMBULAR else "0")
    free = (f"{stem} {one}" for one in _BIS if f"{stem} {one}" not in used)
    return next(free, None) or next(f"{stem} {n}" for n in range(11, 10_000) if f"{stem} {n}" not in used)
