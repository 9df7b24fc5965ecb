"""Cells of a table that a spreadsheet opens: text that it would take for a formula gets an apostrophe in front (S33).

Full-width forms count too: some programs read them as the plain signs.
"""

from typing import Final

RISKY: Final = tuple("=+-@\t\r＝＋－＠")
"""How a cell begins that a spreadsheet may calculate."""


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(RISKY) else cell
