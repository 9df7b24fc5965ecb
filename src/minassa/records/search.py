"""Full-text search over folded words: every word must be in the record; the last one may be unfinished.

Row-level security makes text indexes such as trigrams unusable, so words are stored one a row and compared by equality;
a beginning of a word is a range in byte order. Nothing here counts or ranks what the actor may not see.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Q

from minassa import audit
from minassa.access import Actor, Count, Opened, capped_count, door, newest
from minassa.base import Cursor, Invalid, cursor_from, cursor_text
from minassa.names import tokens
from minassa.records import faults
from minassa.records.acts import RECORD_SEARCH
from minassa.records.items import typed
from minassa.records.models import Record, RecordWord
from minassa.records.pages import page_size
from minassa.records.shaping import LONGEST_WORD
from minassa.records.types import Page
from minassa.records.views import record_row
from minassa.records.vocabulary import schema as schema_named

MOST_WORDS: Final = 12
LONGEST_QUERY: Final = 1_000
SHORTEST_BEGINNING: Final = 3
MOST_ENDINGS: Final = 50
"""Words for which an unfinished one can stand; another letter narrows them."""
MOST_WALKED: Final = 8
CHUNK: Final = 100
LARGEST_CHUNK: Final = 500
MOST_EXAMINED: Final = 1_000
_PAST_ALL: Final = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a query with the stored words that satisfy it: itself, or all that begin with it."""

    choices: tuple[str, ...]
    count: Count


@dataclass(frozen=True, slots=True)
class Passed:
    """A record that a walk comes by, and the place in the walk: it goes on behind that."""

    place: Cursor
    record: UUID


def search_records(  # noqa: PLR0913 - a search on a person states purpose and case beside what is asked
    actor: Actor,
    *,
    query: str,
    purpose: str,
    case: str = "",
    schema: str = "",
    before: str = "",
    size: int = 50,
) -> Page:
    """Visible records that hold every word of the query, newest first.

    The last word may be the beginning of one (three letters or more), and stands for fifty words at most. The audit line holds a keyed digest of the query.
    Of words that a thousand records hold, at most a thousand records are examined for a page: `next` goes on where a page
    ended, which may then be a short one.
    """
    kind = schema_named(schema).name if schema else ""
    place, wanted = cursor_from(before), page_size(size)
    asked = query_words(query)
    with door(actor, RECORD_SEARCH, purpose=purpose, case=case) as opened:
        opened.note(query=audit.keyed_digest(" ".join(asked)))
        return _page(opened, _terms(asked), kind, place, wanted)


def query_words(query: str) -> list[str]:
    """The folded words of a query, each once. Raises Invalid where there is none."""
    found = list(dict.fromkeys(word[:LONGEST_WORD] for word in tokens(typed(query[:LONGEST_QUERY]))))[:MOST_WORDS]
    if not found:
        raise Invalid(faults.QUERY_EMPTY)
    return found


def _endings(beginning: str) -> tuple[str, ...]:
    """The word itself, and visible words that begin with it."""
    if len(beginning) < SHORTEST_BEGINNING:
        return (beginning,)
    alike = RecordWord.objects.filter(word__gte=beginning, word__lt=beginning + _PAST_ALL).order_by("word")
    return tuple(dict.fromkeys((beginning, *alike.values_list("word", flat=True).distinct()[:MOST_ENDINGS])))


def _terms(asked: list[str]) -> list[Term]:
    """The terms of a query, the rarest first as far as this actor sees."""
    choices = [*((word,) for word in asked[:-1]), _endings(asked[-1])]
    terms = [Term(each, capped_count(RecordWord.objects.filter(word__in=each))) for each in choices]
    return sorted(terms, key=lambda term: term.count.number)


def _page(opened: Opened, terms: list[Term], kind: str, place: Cursor | None, wanted: int) -> Page:
    """One page: over all records of the rarest word where they are few, else walking through them, newest first."""
    if not terms[0].count.is_capped:
        return _page_of_few(opened, terms, kind, place, wanted)
    return _page_of_many(opened, terms, kind, place, wanted)


def _page_of_few(opened: Opened, terms: list[Term], kind: str, place: Cursor | None, wanted: int) -> Page:
    """At most a thousand records hold the rarest word: those that hold the others too are all known."""
    rarest = RecordWord.objects.filter(word__in=terms[0].choices)
    found = Record.objects.filter(id__in=_holding(list(rarest.values_list("record_id", flat=True)), terms[1:]))
    if kind:
        found = found.filter(schema=kind)
    count = found.count()
    if place is not None:
        found = found.filter(Q(modified__lt=place[0]) | Q(modified=place[0], id__lt=place[1]))
    rows = list(found.order_by("-modified", "-id")[: wanted + 1])
    shown = rows[:wanted]
    following = cursor_text(shown[-1].modified, shown[-1].id) if len(rows) > wanted else ""
    return Page(tuple(record_row(row, opened) for row in shown), following, str(count))


def _page_of_many(opened: Opened, terms: list[Term], kind: str, place: Cursor | None, wanted: int) -> Page:
    """Walk through the records of the rarest word, newest first, and keep those that hold the others too."""
    kept: list[UUID] = []
    examined, size, ended = 0, CHUNK, False
    while len(kept) < wanted and examined < MOST_EXAMINED and not ended:
        chunk = _newest(terms[0], place, size)
        holding = _holding([one.record for one in chunk], terms if _is_wide(terms[0]) else terms[1:], kind)
        taken = _taken(chunk, holding - set(kept), wanted - len(kept))
        kept += dict.fromkeys(one.record for one in taken if one.record in holding and one.record not in kept)
        ended = len(chunk) < size and len(taken) == len(chunk)
        place = taken[-1].place if taken else place
        examined += len(chunk)
        size = _next_size(examined, len(kept), wanted)
    following = cursor_text(*place) if place is not None and not ended else ""
    rows = Record.objects.in_bulk(kept)
    count = _count(terms, kind, len(kept), whole=ended)
    return Page(tuple(record_row(rows[one], opened) for one in kept if one in rows), following, count)


def _taken(chunk: list[Passed], holding: set[UUID], room: int) -> list[Passed]:
    """The chunk up to the record that fills the page."""
    found: set[UUID] = set()
    for number, one in enumerate(chunk, start=1):
        if one.record in holding:
            found.add(one.record)
        if len(found) == room:
            return chunk[:number]
    return chunk


def _next_size(examined: int, found: int, wanted: int) -> int:
    """How many to look at next: as many as will fill the page if the rest is like what was seen, within bounds."""
    likely = (wanted - found) * examined * 5 // (4 * found) if found else LARGEST_CHUNK
    return max(CHUNK, min(likely, LARGEST_CHUNK))


def _is_wide(term: Term) -> bool:
    """Whether a beginning stands for so many words that all records are walked through instead of each word's."""
    return len(term.choices) > MOST_WALKED


def _newest(term: Term, place: Cursor | None, size: int) -> list[Passed]:
    """The newest records of a term, or of all where it is wide, older than the place."""
    if _is_wide(term):
        return [Passed((row.modified, row.id), row.id) for row in newest(Record, size, place)]
    rows = [row for word in term.choices for row in newest(RecordWord, size, place, word=word)]
    passed = [Passed((row.modified, row.id), row.record_id) for row in rows]
    return sorted(passed, key=lambda one: one.place, reverse=True)[:size]


def _holding(ids: list[UUID], terms: list[Term], kind: str = "") -> set[UUID]:
    """Those of these records that hold a word of each term, and are of this kind where one is named."""
    left = set(ids)
    for term in terms:
        rows = RecordWord.objects.filter(record_id__in=left, word__in=term.choices)
        left = set(rows.values_list("record_id", flat=True))
    return set(Record.objects.filter(id__in=left, schema=kind).values_list("id", flat=True)) if kind else left


def _count(terms: list[Term], kind: str, shown: int, *, whole: bool) -> str:
    """Exact where the whole answer is on the page, or where one plain word was asked; else how many at least."""
    if len(terms) == 1 and len(terms[0].choices) == 1 and not kind:
        return terms[0].count.text
    return str(shown) if whole else f"{shown}+"
