"""Where transactions lie: one Parquet file for each import, and one of its refused rows, in a folder of its own.

While a file is read, its rows lie in parts; a part is whole on the disk or not there, and its name says up to which row it goes. A process
that is killed loses the part it was writing: the next one goes on after the last row of the last part. At the end the parts become one file.

DuckDB is loaded when it is first needed. Its connections see one folder, no network and no extensions.
"""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from minassa.transactions.patterns.reading import Batch, Refused

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ROWS: Final = "rows.parquet"
REFUSED: Final = "refused.parquet"
_PARTS: Final = "parts"
MOST_REFUSED_KEPT: Final = 100_000
_TEXTS: Final = (
    "payer", "payee", "currency", "channel", "payer_name", "payee_name", "payer_country", "payee_country", "reference", "purpose",
)  # fmt: skip
_WRITTEN: Final = "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 250000"


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import holds: rows, refused rows, the first and last day, and how many rows each currency has."""

    rows: int
    refused: int
    first: date | None
    last: date | None
    currencies: tuple[tuple[str, int], ...]


@contextmanager
def connection(*folders: Path, threads: int = 2, memory: str = "2GB") -> Iterator["DuckDBPyConnection"]:
    """DuckDB in memory that reads and writes these folders only; what does not fit in memory goes into the first of them."""
    import duckdb  # noqa: PLC0415 - start-up: 150 ms that only searches and imports need

    spill = folders[0] / "spill"
    con = duckdb.connect(
        config={
            "threads": threads,
            "memory_limit": memory,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "preserve_insertion_order": False,
            "temp_directory": str(spill),
        }
    )
    try:
        allowed = ", ".join(_quoted(str(one)) for one in folders)
        con.execute(f"SET allowed_directories = [{allowed}]")
        con.execute("SET enable_external_access = false")
        con.execute("SET lock_configuration = true")
        yield con
    finally:
        con.close()
        shutil.rmtree(spill, ignore_errors=True)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


class Import:
    """One import's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.parts = folder / _PARTS

    def begin(self) -> int:
        """Make the folder, or find how far a process got that was cut off: the number of the last row that lies safely."""
        self.parts.mkdir(mode=0o700, parents=True, exist_ok=True)
        for unfinished in self.parts.glob("*.writing"):
            unfinished.unlink()
        return max((int(one.stem) for one in self._whole()), default=1)

    def put(self, con: "DuckDBPyConnection", batch: Batch) -> None:
        """Write one part: its refused rows first, then its rows, which make it count."""
        name = f"{batch.last:012d}"
        if batch.refused:
            con.register("refused_rows", _columns_of(batch.refused))
            self._write(con, "SELECT * FROM refused_rows", f"{name}.refused")
            con.unregister("refused_rows")
        con.register("read_rows", _columns(batch))
        self._write(con, _TYPED, f"{name}.parquet")
        con.unregister("read_rows")

    def finish(self, con: "DuckDBPyConnection") -> Taken:
        """Make one file of all parts; rows that say the same reference again are refused. What is asked twice is done once."""
        if self._whole():
            kept = f"SELECT * FROM {_files(self._whole())}"
            twice = _TWICE.format(rows=f"({kept})")
            con.execute(f"CREATE TEMP TABLE twice AS {twice}")
            refused = [one for one in sorted(self.parts.glob("*.refused")) if self._counts(one)]
            said = f"SELECT * FROM {_files(refused)} UNION ALL" if refused else ""
            self._write(
                con,
                f"{said} SELECT number AS row, 'twice' AS problem, reference AS value, '' AS raw FROM twice ORDER BY 1",
                REFUSED,
                in_parts=False,
            )
            self._write(
                con,
                f"{kept} WHERE number NOT IN (SELECT number FROM twice) ORDER BY moment, number",
                ROWS,
                in_parts=False,
            )
            con.execute("DROP TABLE twice")
        shutil.rmtree(self.parts, ignore_errors=True)
        return self.taken(con)

    def taken(self, con: "DuckDBPyConnection") -> Taken:
        """What lies here."""
        if not (self.folder / ROWS).exists():
            return Taken(0, 0, None, None, ())
        rows = con.execute(
            f"SELECT count(*), min(moment)::DATE, max(moment)::DATE FROM {_files([self.folder / ROWS])}"
        ).fetchone()
        refused = con.execute(f"SELECT count(*) FROM {_files([self.folder / REFUSED])}").fetchone()
        codes = con.execute(
            f"SELECT currency, count(*) FROM {_files([self.folder / ROWS])} GROUP BY 1 ORDER BY 2 DESC, 1"
        ).fetchall()
        if rows is None or refused is None:
            raise TypeError("an aggregate gives a row")
        return Taken(rows[0], refused[0], rows[1], rows[2], tuple(codes))

    def refused(self, con: "DuckDBPyConnection") -> Iterator[Refused]:
        """The refused rows in their order, the first hundred thousand of them."""
        if not (self.folder / REFUSED).exists():
            return
        found = con.execute(
            f"SELECT row, problem, value, raw FROM {_files([self.folder / REFUSED])} ORDER BY row LIMIT {MOST_REFUSED_KEPT}"
        )
        while some := found.fetchmany(1_000):
            yield from (Refused(*one) for one in some)

    def remove(self) -> None:
        """Delete all of it."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _whole(self) -> list[Path]:
        return sorted(self.parts.glob("*.parquet"))

    def _counts(self, refused: Path) -> bool:
        return refused.with_suffix(".parquet").exists()

    def _write(self, con: "DuckDBPyConnection", query: str, name: str, *, in_parts: bool = True) -> None:
        """Write what a query gives into a file that is whole or not there."""
        place = (self.parts if in_parts else self.folder) / name
        aside = place.with_name(f"{place.name}.writing")
        con.execute(f"COPY ({query}) TO {_quoted(str(aside))} ({_WRITTEN})")
        with aside.open("rb") as written:
            os.fsync(written.fileno())
        aside.chmod(0o600)
        aside.replace(place)


def _files(paths: Sequence[Path]) -> str:
    return f"read_parquet([{', '.join(_quoted(str(one)) for one in paths)}])"


def _columns(batch: Batch) -> dict[str, Any]:
    texts = {name: np.array(getattr(batch, name), dtype=object) for name in _TEXTS}
    numbers = {name: np.array(getattr(batch, name), dtype=np.int64) for name in ("number", "moment", "amount")}
    return {**numbers, **texts}


def _columns_of(refused: Sequence[Refused]) -> dict[str, Any]:
    return {
        "row": np.array([one.row for one in refused], dtype=np.int64),
        "problem": np.array([one.problem for one in refused], dtype=object),
        "value": np.array([one.value for one in refused], dtype=object),
        "raw": np.array([one.raw for one in refused], dtype=object),
    }


_TYPED: Final = f"""
SELECT number, make_timestamp(moment) AS moment, (amount::DECIMAL(18, 0) / 10000)::DECIMAL(18, 4) AS amount,
       {", ".join(f"{name}::VARCHAR AS {name}" for name in _TEXTS)}
FROM read_rows
"""

_TWICE: Final = """
SELECT number, reference FROM {rows} WHERE reference <> ''
QUALIFY row_number() OVER (PARTITION BY reference, payer, payee, amount, moment, currency ORDER BY number) > 1
"""
