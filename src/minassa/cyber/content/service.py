"""Known content: hashes come in, are asked, and are taken off the list again."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import IO, Final
from uuid import UUID

from minassa import audit
from minassa.access import Actor, Label, Opened, capped_count, door, insert_rows, marks, newest
from minassa.base import Invalid, NotFound, new_ids, now
from minassa.cyber import faults
from minassa.cyber.acts import CONTENT_CHECK, CONTENT_IMPORT, CONTENT_LIST, CONTENT_REMOVE
from minassa.cyber.content.index import present_index
from minassa.cyber.content.near import words_of
from minassa.cyber.content.tables import ReadLine, hash_of, read_table
from minassa.cyber.content.types import (
    LEAST_QUALITY,
    MOST_ASKED,
    NEAR,
    ContentAnswer,
    ContentMatch,
    ContentPage,
    ContentRow,
    ContentTaken,
    RefusedLine,
)
from minassa.cyber.models import ContentChange, KnownContent
from minassa.cyber.pages import LARGEST_PAGE, cursor_from, cursor_text
from minassa.cyber.rows import LONGEST_SOURCE
from minassa.cyber.shelves import take_turn

BATCH: Final = 5_000
MOST_REFUSED_KEPT: Final = 1_000
MOST_MATCHES: Final = 20
_COLUMNS: Final = (
    "id", "label_id", "sha256", "pdq", "quality", "category", "reference", "source", "batch", "received",
)  # fmt: skip


def import_content(actor: Actor, *, file: IO[bytes], label: Label, source: str, case: str = "") -> ContentTaken:
    """Bring in a table of hashes (`content.tables`) as the actor's agency's own, all under this label.

    A hash that the agency has already is passed over. Raises Invalid where the file is no such table; then nothing is changed.
    """
    if label.owner != actor.agency:
        raise Invalid(faults.NOT_OWN)
    with door(actor, CONTENT_IMPORT, case=case) as opened:
        take_turn(label.owner)
        taking = _Taking(opened, opened.intern(label), source[:LONGEST_SOURCE])
        lines = read_table(file)
        while some := list(islice(lines, BATCH)):
            taking.take(some)
        taken = taking.result()
        opened.note(owner=label.owner, added=taken.added, unchanged=taken.unchanged, refused=taken.refused_count)
        return taken


class _Taking:
    """One import under way: a batch of the change feed, and what is counted."""

    def __init__(self, opened: Opened, label_id: int, source: str) -> None:
        self.label_id, self.source, self.at = label_id, source, now()
        self.own = [one for one in opened.visible if opened.label_of(one).owner == opened.actor.agency]
        self.batch = ContentChange.objects.create().id
        self.added = self.unchanged = self.refused_count = 0
        self.refused: list[RefusedLine] = []

    def take(self, lines: list[ReadLine]) -> None:
        """Write the lines that are new."""
        for one in lines:
            self._refuse(one)
        good = {one.key: one for one in lines if one.fault is None}
        known = set(self._known(good))
        new = [one for key, one in good.items() if key not in known]
        self.unchanged += sum(one.fault is None for one in lines) - len(new)
        self.added += len(new)
        rows = [
            (
                own,
                self.label_id,
                one.sha256,
                one.pdq,
                one.quality,
                one.category,
                one.reference,
                self.source,
                self.batch,
                self.at,
            )
            for own, one in zip(new_ids(len(new)), new, strict=True)
        ]
        insert_rows(KnownContent, _COLUMNS, rows)

    def result(self) -> ContentTaken:
        """What was done."""
        return ContentTaken(self.added, self.unchanged, self.refused_count, tuple(self.refused))

    def _refuse(self, one: ReadLine) -> None:
        if one.fault is not None:
            self.refused_count += 1
            if len(self.refused) < MOST_REFUSED_KEPT:
                self.refused.append(RefusedLine(one.line, one.fault.code, str(one.fault)))

    def _known(self, good: dict[tuple[str, str], ReadLine]) -> Iterator[tuple[str, str]]:
        """The keys that the agency has already."""
        held = KnownContent.objects.filter(label_id__in=self.own)
        for name in ("sha256", "pdq"):
            values = sorted({getattr(one, name) for one in good.values()} - {""})
            for start in range(0, len(values), 900):
                some = held.filter(**{f"{name}__in": values[start : start + 900]})
                yield from some.values_list("sha256", "pdq")


def check_content(actor: Actor, *, hashes: Sequence[str], purpose: str, case: str = "") -> tuple[ContentAnswer, ...]:
    """Ask whether material with these hashes is known: each is taken as a SHA-256 and as a PDQ hash, both of 64 digits.

    Raises Invalid for what is no hash, none or too many; Refused without a purpose. The audit line holds a keyed digest.
    """
    if not 0 < len(hashes) <= MOST_ASKED:
        raise Invalid(faults.NO_HASHES, most=MOST_ASKED)
    asked = list(dict.fromkeys(hash_of(one) for one in hashes))
    with door(actor, CONTENT_CHECK, purpose=purpose, case=case) as opened:
        answers = tuple(_answer(opened, one) for one in asked)
        opened.note(
            asked=len(asked),
            known=sum(bool(one.matches) for one in answers),
            digest=audit.keyed_digest("\n".join(sorted(asked))),
        )
        return answers


def _answer(opened: Opened, asked: str) -> ContentAnswer:
    same = KnownContent.objects.filter(sha256=asked)[:MOST_MATCHES]
    found = {row.id: _match(row, opened, "sha256", 0) for row in same}
    near = present_index().near(words_of(asked), labels=opened.visible, within=NEAR, most=MOST_MATCHES)
    rows = KnownContent.objects.in_bulk([row_id for _distance, row_id in near])
    for distance, row_id in near:
        if row_id in rows and row_id not in found:
            found[row_id] = _match(rows[row_id], opened, "pdq", distance)
    best = sorted(found.values(), key=lambda one: (one.distance, one.is_weak, one.id))
    return ContentAnswer(asked, tuple(best[:MOST_MATCHES]))


def _match(row: KnownContent, opened: Opened, by: str, distance: int) -> ContentMatch:
    label = opened.label_of(row.label_id)
    is_weak = by == "pdq" and row.quality is not None and row.quality < LEAST_QUALITY
    return ContentMatch(
        row.id, by, distance, row.quality, is_weak, row.category, row.reference, row.source, label.owner, marks(label),
        opened.obligations(row.label_id), row.received,
    )  # fmt: skip


def list_content(actor: Actor, *, before: str = "", size: int = 50, purpose: str = "") -> ContentPage:
    """The list of known hashes that this actor may see, newest first."""
    place, wanted = cursor_from(before), max(1, min(size, LARGEST_PAGE))
    with door(actor, CONTENT_LIST, purpose=purpose) as opened:
        rows = newest(KnownContent, wanted + 1, place, by="received")
        count = capped_count(KnownContent.objects.all())
        shown = rows[:wanted]
        following = cursor_text(shown[-1].received, shown[-1].id) if len(rows) > wanted else ""
        return ContentPage(tuple(_row(row, opened) for row in shown), following, count.text)


def remove_content(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Take a hash of the actor's own agency off the list: it was put there by mistake. Raises NotFound."""
    with door(actor, CONTENT_REMOVE, subject=f"content:{id}") as opened:
        row = KnownContent.objects.filter(id=id).first()
        if row is None or not opened.may(row.label_id):
            raise NotFound(faults.CONTENT_NOT_FOUND)
        opened.note(owner=opened.label_of(row.label_id).owner)
        row.delete()
        ContentChange.objects.create(removed=id)


def _row(row: KnownContent, opened: Opened) -> ContentRow:
    label = opened.label_of(row.label_id)
    mine = label.owner == opened.actor.agency
    return ContentRow(
        row.id, row.sha256, row.pdq, row.quality, row.category, row.reference, row.source, label.owner, mine, marks(label),
        opened.obligations(row.label_id), row.received,
    )  # fmt: skip
