"""No cell of a table that we write is a formula, and no table is written past that (S33)."""

import pytest

from minassa.base.cells import guarded
from tests.source import SOURCE, modules

GUARDED_OTHERWISE = {
    "threats/sources/refused.py": "each cell of what somebody else wrote begins with an apostrophe",
    "records/tables.py": "the same, and our own apostrophe too, so that what is written can be read again",
    "threats/sources/reading.py": "a row that was refused, kept as it stood; refused.py guards it when it is written",
    "transactions/patterns/reading.py": "the same of transactions; tables.py guards it when it is written",
    "node/exercise/threatened.py": "invented rows, which only our own importer reads",
    "threats/forecast/written.py": "figures and our own words",
}


@pytest.mark.parametrize("sign", list("=+-@\t\r＝＋－＠"))
def test_s33_a_cell_that_would_be_calculated_is_a_text(sign: str) -> None:
    assert guarded(f"{sign}HYPERLINK(1)") == f"'{sign}HYPERLINK(1)"


@pytest.mark.parametrize("cell", ["", "EXERCISE", "1-1", "'=1", " =1", "فاطمة"])
def test_any_other_cell_stays(cell: str) -> None:
    assert guarded(cell) == cell


def test_s33_whoever_writes_a_table_guards_its_cells() -> None:
    writing = {
        path.relative_to(SOURCE).as_posix(): path.read_text(encoding="utf-8")
        for path in modules()
        if "csv.writer(" in path.read_text(encoding="utf-8")
    }
    assert set(GUARDED_OTHERWISE) <= set(writing)
    for name, text in writing.items():
        assert name in GUARDED_OTHERWISE or "import guarded" in text, name
