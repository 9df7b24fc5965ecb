"""Files of transactions for tests, each with one call. All of it is invented."""

from collections.abc import Iterable, Sequence

from minassa.access import Actor
from minassa.transactions import FileOptions, FileView, bring_file, read_file, take_file
from minassa.transactions.taking import take_waiting
from tests.records.made import GROUND, own_label

HEADS = "date,payer,payee,amount,currency,reference"
# Five pay in, and two days later nearly all of it is drawn as cash.
FUNNEL = [
    *(f"2026-03-0{day} 09:00,EXP{day},EXFUNNEL,400000,XOF,F{day}" for day in range(1, 6)),
    "2026-03-07 10:00,EXFUNNEL,,1900000,XOF,F9",
]
ORDINARY = [f"2026-0{month}-15 12:00,EXA,EXB,{month}5000,XOF,O{month}" for month in range(1, 9)]


def table(rows: Iterable[str], heads: str = HEADS) -> bytes:
    return "\n".join([heads, *rows, ""]).encode()


def brought(
    actor: Actor, rows: Sequence[str], *, name: str = "EXERCISE.csv", heads: str = HEADS, **label: object
) -> FileView:
    """A file that was brought, its guessed columns taken, and read."""
    asked = bring_file(actor, name=name, content=table(rows, heads), label=own_label(actor, **label), ground=GROUND)  # type: ignore[arg-type] # words of a label
    assert asked.proposed is not None
    take_file(actor, id=asked.id, columns=asked.proposed, options=FileOptions("utf-8"))
    assert take_waiting()
    return read_file(actor, id=asked.id)
