"""The secretariat's draft: titles, paragraphs in four languages, and the words of other languages while the text is negotiated."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from minassa.access import Actor, Opened, door
from minassa.base import LANGUAGES, Conflict, Invalid, new_id
from minassa.meetings.models import Correction, Declaration, Paragraph
from minassa.meetings.text import faults, rows
from minassa.meetings.text.acts import TEXT_KEEP
from minassa.meetings.text.rules import (
    MOST_PARAGRAPHS,
    Agreement,
    Doing,
    ParagraphKind,
    TextState,
    numbers,
    refuse_unless,
)
from minassa.meetings.text.wording import plain_wording

WRITTEN: Final = "written"
TRANSLATED: Final = "translated"
CORRECTED: Final = "corrected"
MOVED: Final = "moved"
REMOVED: Final = "removed"


def begin_declaration(  # noqa: PLR0913 - what a declaration is begun with
    actor: Actor,
    *,
    edition: UUID,
    titles: Mapping[str, str],
    reference: str,
    may_observers_propose: bool = False,
    is_sample: bool = False,
) -> UUID:
    """Begin a declaration of an edition as a zero draft; gives its id. `reference` is the language that others are compared with.

    All participants of the edition see it from the beginning. `is_sample` marks one that is made for training.
    """
    named, language = _titles(titles), rows.language_of(reference)
    with door(actor, TEXT_KEEP) as opened:
        edition_row = rows.kept_edition(opened, edition)
        row = Declaration(
            id=new_id(),
            edition=edition_row,
            owner=edition_row.owner,
            state=TextState.ZERO_DRAFT.value,
            titles=named,
            reference=language,
            may_observers_propose=may_observers_propose,
            is_sample=is_sample,
            modified=opened.context.at,
        )
        row.label_id = rows.tabled_label(opened, row)
        row.save()
        opened.note(subject=f"text:{row.id}", owner=row.owner)
        return row.id


def _titles(titles: Mapping[str, str]) -> dict[str, str]:
    """A title in each language. Raises Invalid."""
    found = {language: " ".join(titles.get(language, "").split()) for language in LANGUAGES}
    if any(not one or len(one) > rows.LONGEST_TITLE or not one.isprintable() for one in found.values()):
        raise Invalid(faults.TITLE)
    return found


def add_paragraph(  # noqa: PLR0913 - what a paragraph is
    actor: Actor, *, declaration: UUID, kind: ParagraphKind, language: str, text: str, behind: str = ""
) -> str:
    """Add a paragraph to a zero draft behind another one (empty: first of all); gives its key, which it keeps for ever."""
    words, spoken = plain_wording(text), rows.language_of(language)
    with door(actor, TEXT_KEEP, subject=f"text:{declaration}") as opened:
        row = rows.kept(opened, declaration)
        refuse_unless(Doing.WRITE, rows.state_of(row))
        if Paragraph.objects.filter(declaration=row, gone=False).count() >= MOST_PARAGRAPHS:
            raise Invalid(faults.MANY, limit=MOST_PARAGRAPHS)
        made = Paragraph(
            label_id=row.label_id,
            declaration=row,
            key=rows.new_key(),
            kind=kind.value,
            number="",
            place=rows.make_room(row, behind),
            agreement=Agreement.OPEN.value,
            language=spoken,
            words={spoken: {"text": words, "revision": 1}},
            modified=opened.context.at,
        )
        made.save()
        rows.note_event(made, WRITTEN, opened.context.at, language=spoken, text=words)
        renumber(row)
        touch(opened, row)
        return made.key


def write_paragraph(  # noqa: PLR0913 - which words, where, and over what
    actor: Actor, *, declaration: UUID, key: str, language: str, text: str, revision: int
) -> None:
    """Write a paragraph's words in one language: the draft's own words, or a translation of what was settled.

    `revision` is that of the paragraph as it was read: a translation of an earlier one is refused (Conflict), not marked fresh.
    """
    words, spoken = plain_wording(text), rows.language_of(language)
    with door(actor, TEXT_KEEP, subject=f"text:{declaration}") as opened:
        row = rows.kept(opened, declaration)
        one = rows.standing_paragraph(row, key)
        if one.revision != revision:
            raise Conflict(faults.CHANGED)
        settled = spoken == one.language
        refuse_unless(Doing.WRITE if settled else Doing.TRANSLATE, rows.state_of(row))
        refuse_fixed(row)
        if settled:
            one.revision += 1
        one.words[spoken] = {"text": words, "revision": one.revision}
        one.modified = opened.context.at
        one.save()
        rows.note_event(one, WRITTEN if settled else TRANSLATED, opened.context.at, language=spoken, text=words)
        touch(opened, row)


def confirm_paragraph(actor: Actor, *, declaration: UUID, key: str, language: str, revision: int) -> None:
    """Say that words which a change made stale render the paragraph as it is now: the change did not touch this language."""
    with door(actor, TEXT_KEEP, subject=f"text:{declaration}") as opened:
        row = rows.kept(opened, declaration)
        one = rows.standing_paragraph(row, key)
        refuse_unless(Doing.TRANSLATE, rows.state_of(row))
        refuse_fixed(row)
        if one.revision != revision or language not in one.words:
            raise Conflict(faults.CHANGED)
        one.words[language]["revision"] = one.revision
        one.modified = opened.context.at
        one.save(update_fields=["words", "modified"])
        rows.note_event(one, TRANSLATED, opened.context.at, language=language, text=one.words[language]["text"])
        touch(opened, row)


def correct_paragraph(  # noqa: PLR0913 - what a corrigendum says
    actor: Actor, *, declaration: UUID, key: str, language: str, text: str, reason: str
) -> None:
    """Mend a word of a published text in one language, with the reason; the corrigendum lists it."""
    words, spoken, why = plain_wording(text), rows.language_of(language), rows.reason_of(reason)
    with door(actor, TEXT_KEEP, subject=f"text:{declaration}") as opened:
        row = rows.kept(opened, declaration)
        if rows.state_of(row) is not TextState.CORRIGENDUM:
            raise Conflict(faults.OTHER_STATE)
        one = rows.standing_paragraph(row, key)
        was = rows.words_in(one, spoken)
        one.words[spoken] = {"text": words, "revision": one.revision}
        one.modified = opened.context.at
        one.save(update_fields=["words", "modified"])
        Correction.objects.create(
            label_id=row.label_id,
            declaration=row,
            version=row.version + 1,
            key=key,
            language=spoken,
            was=was,
            now_is=words,
            reason=why,
            at=opened.context.at,
        )
        rows.note_event(one, CORRECTED, opened.context.at, language=spoken, text=words, reason=why)
        touch(opened, row)


def remove_paragraph(actor: Actor, *, declaration: UUID, key: str) -> None:
    """Take a paragraph out of a zero draft."""
    with door(actor, TEXT_KEEP, subject=f"text:{declaration}") as opened:
        row = rows.kept(opened, declaration)
        refuse_unless(Doing.WRITE, rows.state_of(row))
        one = rows.standing_paragraph(row, key)
        one.gone, one.modified = True, opened.context.at
        one.save(update_fields=["gone", "modified"])
        rows.note_event(one, REMOVED, opened.context.at)
        renumber(row)
        touch(opened, row)


def move_paragraph(actor: Actor, *, declaration: UUID, key: str, behind: str) -> None:
    """Put a paragraph of a zero draft behind another one (empty: first of all)."""
    with door(actor, TEXT_KEEP, subject=f"text:{declaration}") as opened:
        row = rows.kept(opened, declaration)
        refuse_unless(Doing.WRITE, rows.state_of(row))
        _moved(opened, row, key, behind)


def shift_paragraph(actor: Actor, *, declaration: UUID, key: str, later: bool) -> None:
    """Put a paragraph of a zero draft one place earlier, or `later`, among those of its kind; at the end of them nothing moves."""
    with door(actor, TEXT_KEEP, subject=f"text:{declaration}") as opened:
        row = rows.kept(opened, declaration)
        refuse_unless(Doing.WRITE, rows.state_of(row))
        kind = rows.standing_paragraph(row, key).kind
        keys = ["", *(one.key for one in rows.paragraphs(row) if one.kind == kind)]
        at = keys.index(key)
        if later and at + 1 < len(keys):
            _moved(opened, row, key, keys[at + 1])
        elif not later and at > 1:
            _moved(opened, row, key, keys[at - 2])


def _moved(opened: Opened, row: Declaration, key: str, behind: str) -> None:
    """The number follows the place; the key stays."""
    rows.note_event(put_behind(row, key, behind), MOVED, opened.context.at)
    renumber(row)
    touch(opened, row)


def put_behind(row: Declaration, key: str, behind: str) -> Paragraph:
    """Give a paragraph the place behind another one; gives the paragraph. Raises Conflict behind itself."""
    if key == behind:
        raise Conflict(faults.OTHER_STATE)
    place = rows.make_room(row, behind)
    one = rows.standing_paragraph(row, key)
    one.place = place
    one.save(update_fields=["place"])
    return one


def renumber(row: Declaration) -> None:
    """Number the paragraphs anew in their order, the preamble first."""
    ordered = sorted(rows.paragraphs(row), key=lambda one: (one.kind == ParagraphKind.OPERATIVE.value, one.place))
    for place, (one, number) in enumerate(
        zip(ordered, numbers([rows.kind_of(one) for one in ordered]), strict=True), 1
    ):
        if (one.number, one.place) != (number, place):
            one.number, one.place = number, place
            one.save(update_fields=["number", "place"])


def refuse_fixed(row: Declaration) -> None:
    """Raise Conflict where the authentic texts are fixed for signature: their words do not change under anybody's pen."""
    if row.authentic.filter(version=row.version + 1).exists():
        raise Conflict(faults.OTHER_STATE)


def touch(opened: Opened, row: Declaration) -> None:
    """Let those who watch see that something has changed."""
    row.modified = opened.context.at
    row.save(update_fields=["modified"])
