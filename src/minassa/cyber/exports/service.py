"""The act of exporting: decided, counted and written into the audit log before the first line leaves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from minassa.access import Actor, capped_count, door, marks
from minassa.base import Invalid
from minassa.cyber import faults
from minassa.cyber.acts import INDICATOR_EXPORT
from minassa.cyber.exports import lists, misp
from minassa.cyber.exports.leaving import FORMATS, Format, in_force_rows, leaving_rows
from minassa.cyber.observables import Kind
from minassa.cyber.reads import kind_named

COUNTED: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Exported:
    """An export under way: its files by name, each read once, in order.

    `marks` and `obligations` are those of everything that leaves. `count` indicators leave; `held_back` more are in force and the
    exporter's to pass on, but stay because of their handling.
    """

    files: Iterator[tuple[str, Iterable[bytes]]]
    marks: tuple[str, ...]
    obligations: tuple[str, ...]
    count: int
    held_back: int


def export_indicators(
    actor: Actor,
    *,
    format: str,  # noqa: A002 - the word that every user knows
    kind: str = "",
    purpose: str = "",
    case: str = "",
) -> Exported:
    """Indicators in force that may leave: as a plain `list` of one kind, a table (`csv`), a `stix` bundle or a `misp` feed.

    Needs a fresh factor. Raises Invalid for another format, or for a list without its kind.
    """
    if format not in FORMATS:
        raise Invalid(faults.NO_SUCH_FORMAT, format=format[:32], formats=", ".join(FORMATS))
    wanted, of = Format(format), kind_named(kind) if kind else None
    if wanted is Format.LIST and of is None:
        raise Invalid(faults.LIST_OF_ONE_KIND)
    with door(actor, INDICATOR_EXPORT, purpose=purpose, case=case) as opened:
        rows = leaving_rows(opened)
        labels = sorted(rows.values_list("label_id", flat=True).distinct())
        count, seen = capped_count(rows, COUNTED).number, capped_count(in_force_rows(opened), COUNTED).number
        opened.note(owner=actor.agency, format=format, kind=kind or "all", count=count, held_back=seen - count)
        marked = tuple(sorted({mark for one in labels for mark in marks(opened.label_of(one))}))
        obliged = tuple(sorted({word for one in labels for word in opened.obligations(one)}))
    return Exported(_files(actor, wanted, of, purpose, (marked, obliged)), marked, obliged, count, seen - count)


def _files(
    actor: Actor, wanted: Format, of: Kind | None, purpose: str, handling: lists.Said
) -> Iterator[tuple[str, Iterable[bytes]]]:
    if wanted is Format.MISP:
        yield from misp.feed(actor, of=of, purpose=purpose)
    elif wanted is Format.STIX:
        yield "indicators.json", lists.bundle(actor, of=of, purpose=purpose)
    elif wanted is Format.CSV:
        yield "indicators.csv", lists.table(actor, of=of, purpose=purpose)
    elif of is not None:
        yield f"{of.value}.txt", lists.plain_list(actor, of=of, purpose=purpose, handling=handling)
