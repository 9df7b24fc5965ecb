"""The rows of a file that were refused, as a table for whoever mends them."""

import csv
import io
from collections.abc import Iterator
from uuid import UUID

from minassa.access import Actor
from minassa.base import fault_codes
from minassa.base.cells import guarded
from minassa.transactions import faults
from minassa.transactions.files import refused_rows


def refused_table(actor: Actor, *, id: UUID) -> Iterator[bytes]:  # noqa: A002 - the word that every room uses
    """Each refused row with its number, what is wrong, what to do, and what stood there, in the active language. Raises NotFound."""
    rows = refused_rows(actor, id=id)
    first = next(rows, None)
    yield ("\ufeff" + _line(("row", "code", "reason", "value", "text"))).encode()
    while first is not None:
        code = faults.ROW[first.problem]
        sentence = fault_codes()[code]
        yield _line((str(first.row), code, f"{sentence.what} {sentence.next_step}", first.value, first.raw)).encode()
        first = next(rows, None)


def _line(cells: tuple[str, ...]) -> str:
    held = io.StringIO()
    csv.writer(held, lineterminator="\r\n").writerow(map(guarded, cells))
    return held.getvalue()
