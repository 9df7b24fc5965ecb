"""Asking row after row: names are handed out ahead and come back in the file's order; a name that was asked already is not asked again.

The lists are those that the run has pinned; records and judgements are asked as they are at that moment, each through the door.
"""

from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from minassa import records, screening
from minassa.access import Actor, door
from minassa.base import Invalid, now
from minassa.check import memory
from minassa.check.acts import SCREEN
from minassa.check.service import FLOOR, best, numbered_records, of_list, of_record
from minassa.check.types import LIMIT, Answer, Hit, Question
from minassa.check.whole.askers import MOST, Asker, Found, Waiting
from minassa.check.whole.rows import Row
from minassa.check.whole.table import answer_lines, refused_line
from minassa.names import Hit as NameHit
from minassa.screening import AskedOfLists, Pinned

CHUNK: Final = 500
"""Rows that are asked, audited and written together."""
KNOWN: Final = 200_000
"""Names whose answers from the lists are remembered: some 50 MB."""


@dataclass(frozen=True, slots=True)
class Why:
    """On what ground a file is screened."""

    purpose: str
    case: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of rows: how many, hits, refused, asked without a part that could not be read; names that were searched."""

    rows: int = 0
    hits: int = 0
    refused: int = 0
    partly: int = 0
    searched: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        mine, theirs = self.parts(), other.parts()
        return Counts(*(a + b for a, b in zip(mine, theirs, strict=True)))

    def parts(self) -> tuple[int, int, int, int, int]:
        """The figures in their order."""
        return self.rows, self.hits, self.refused, self.partly, self.searched


@dataclass(frozen=True, slots=True)
class Piece:
    """What some rows came to: the lines of both tables, and their counts."""

    lines: bytes
    refused: bytes
    counts: Counts


@dataclass(slots=True)
class _Handful:
    """The names of a piece that nobody had asked; what is found for them comes once."""

    names: list[str]
    waiting: Waiting
    found: dict[str, list[NameHit]] = field(default_factory=dict)

    def hits(self, name: str) -> list[NameHit]:
        if not self.found:
            came: Found = self.waiting()
            self.found = dict(zip(self.names, came, strict=True))
        return self.found[name]


class _Known:
    """Names with the answers of the lists, or with the handful in which they are being asked; the oldest are forgotten."""

    def __init__(self) -> None:
        self._slots: OrderedDict[str, _Slot] = OrderedDict()

    def slots(self, names: Iterable[str], asker: Asker) -> "tuple[dict[str, _Slot], int]":
        """A slot for each name, and how many had to be asked."""
        wanted = list(dict.fromkeys(names))
        new = [name for name in wanted if name not in self._slots]
        if new:
            handful = _Handful(new, asker.ask(new))
            self._slots.update((name, _Slot(handful)) for name in new)
        mine = {name: self._slots[name] for name in wanted}
        for name in wanted:
            self._slots.move_to_end(name)
        while len(self._slots) > KNOWN:
            self._slots.popitem(last=False)
        return mine, len(new)


@dataclass(slots=True)
class _Slot:
    handful: _Handful | None
    found: tuple[NameHit, ...] = ()

    def hits(self, name: str) -> tuple[NameHit, ...]:
        if self.handful is not None:
            self.found, self.handful = tuple(self.handful.hits(name)), None
        return self.found


@dataclass(frozen=True, slots=True)
class _Begun:
    rows: list[Row]
    slots: Mapping[str, _Slot]
    searched: int


def ask_rows(actor: Actor, rows: Iterable[Row], *, asker: Asker, pinned: Pinned, why: Why) -> Iterator[Piece]:
    """The pieces of both tables in the rows' order, the same whoever asks."""
    rest, known = iter(rows), _Known()
    waiting: deque[_Begun] = deque()
    while some := list(islice(rest, CHUNK)):
        slots, searched = known.slots(filter(None, map(_name, some)), asker)
        waiting.append(_Begun(some, slots, searched))
        while len(waiting) > asker.ahead:
            yield _finished(actor, waiting.popleft(), pinned, why)
    while waiting:
        yield _finished(actor, waiting.popleft(), pinned, why)


def _name(row: Row) -> str:
    """The name that is searched for a row; empty where it has none or is not asked."""
    return row.question.name.strip() if row.question is not None else ""


def _finished(actor: Actor, begun: _Begun, pinned: Pinned, why: Why) -> Piece:
    """The answers of some rows, with their line in the audit log before anybody has them."""
    asked = [row for row in begun.rows if row.question is not None]
    names = [_name(row) for row in asked]
    found = [begun.slots[name].hits(name) if name else () for name in names]
    answers = dict(zip((row.number for row in asked), _answers(actor, asked, found, pinned, why), strict=True))
    hits = sum(map(len, answers.values()))
    with door(actor, SCREEN, purpose=why.purpose, case=why.case) as opened:
        opened.note(asked=len(asked), hits=hits)
    partly = sum(row.fault is not None for row in asked)
    return Piece(
        b"".join(answer_lines(row, answers.get(row.number, ())) for row in begun.rows),
        b"".join(map(refused_line, begun.rows)),
        Counts(len(begun.rows), hits, len(begun.rows) - len(asked), partly, begun.searched),
    )


def _answers(
    actor: Actor, asked: Sequence[Row], found: Sequence[Sequence[NameHit]], pinned: Pinned, why: Why
) -> Iterator[tuple[Hit, ...]]:
    """The hits of each row, best first: of the lists, of the records that the actor may see, without those dismissed before."""
    questions = [row.question for row in asked if row.question is not None]
    on_lists = screening.search_pinned(
        actor,
        pinned=pinned,
        asked=[AskedOfLists(hits, one.identifier) for hits, one in zip(found, questions, strict=True)],
    )
    named = records.match_many(
        actor, names=[one.name for one in questions], purpose=why.purpose, case=why.case, limit=MOST, least=FLOOR
    )
    for question, listed, held in zip(questions, on_lists, named, strict=True):
        known = _with_numbers(actor, question, held, why)
        lists = best([of_list(question, hit) for hit in listed[:MOST]], LIMIT)
        in_records = best([of_record(question, hit, number) for hit, number in known], LIMIT)
        plain = Answer(question, now(), tuple(lists), tuple(in_records))
        yield memory.with_judgements(actor, plain).hits


def _with_numbers(
    actor: Actor, question: Question, held: Iterable[records.RecordHit], why: Why
) -> list[tuple[records.RecordHit, str]]:
    """The records of a question. What stands in the column for numbers and is none finds nothing, and stops no file."""
    try:
        return list(numbered_records(actor, question, held, purpose=why.purpose, case=why.case))
    except Invalid:
        return [(hit, "") for hit in held]
