"""Searching files of transactions for patterns: tables are laid out once, then each rule is one query.

Accounts are numbered once, so that the queries compare whole numbers; amounts are whole ten-thousandths. Currencies are never mixed.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from minassa.transactions.patterns.cells import account_of
from minassa.transactions.patterns.queries import QUERIES
from minassa.transactions.patterns.rules import Rule, Rules
from minassa.transactions.patterns.store import ROWS, connection

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_FINDINGS: Final = 500
MOST_SHOWN: Final = 1_000
_SMALLEST: Final = 10_000
_FIELDS: Final = "moment, payer, payee, amount, currency, channel, payer_name, payee_name, payer_country, payee_country, reference, purpose"


@dataclass(frozen=True, slots=True)
class Transaction:
    """One transaction as its file has it: in which file (its place among those searched) and row. A side that is empty is cash."""

    file: int
    row: int
    moment: datetime
    payer: str
    payee: str
    amount: Decimal
    currency: str
    channel: str
    payer_name: str
    payee_name: str
    payer_country: str
    payee_country: str
    reference: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Found:
    """One finding: the rule, the accounts it is about, and the transactions that made it in the order of time.

    Of more than a thousand transactions the first thousand are held; `count` and `total` are of all.
    """

    rule: str
    subjects: tuple[str, ...]
    currency: str
    count: int
    total: Decimal
    first: datetime
    last: datetime
    transactions: tuple[Transaction, ...]
    digest: str

    @property
    def key(self) -> str:
        """What makes it the same finding the next time: its rule, accounts and currency."""
        return digest_of(self.rule, self.currency, *self.subjects)


@dataclass(frozen=True, slots=True)
class Done:
    """What a rule found: its findings, the largest first, how many there were in all, and the currencies that it could not search."""

    rule: str
    found: tuple[Found, ...]
    count: int
    without: tuple[str, ...]


def digest_of(*parts: str) -> str:
    """A short name for what these texts say."""
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=16).hexdigest()


class Search:
    """Files laid out for searching. One rule after another is asked of it."""

    def __init__(self, con: "DuckDBPyConnection", rules: Rules) -> None:
        self.con, self.rules = con, rules

    def run(self, rule: Rule) -> Done:
        """What one rule finds."""
        con = self.con
        con.execute("DROP TABLE IF EXISTS found")
        con.execute(f"CREATE TEMP TABLE found AS {QUERIES[rule.method](rule)}")
        con.execute("DROP TABLE IF EXISTS ranked")
        con.execute(_RANKED)
        total = con.execute("SELECT count(*) FROM (SELECT DISTINCT grp, c FROM found)").fetchone()
        return Done(rule.name, tuple(self._findings(rule)), total[0] if total else 0, self._without(rule))

    def _findings(self, rule: Rule) -> Iterator[Found]:
        heads = self.con.execute(_HEADS).fetchall()
        rows: dict[int, list[Transaction]] = {}
        for place, *fields in self.con.execute(_MEMBERS.format(most=MOST_SHOWN)).fetchall():
            rows.setdefault(place, []).append(Transaction(*fields))
        for place, subjects, currency, count, amount, first, last, digest in heads:
            total = Decimal(amount) / _SMALLEST
            yield Found(
                rule.name,
                tuple(subjects),
                currency,
                count,
                total,
                first,
                last,
                tuple(rows.get(place, ())),
                f"{count:x}-{digest:x}",
            )

    def _without(self, rule: Rule) -> tuple[str, ...]:
        column = "threshold" if rule.method == "structuring" else "unit"
        return tuple(
            code
            for (code,) in self.con.execute(f"SELECT code FROM cur WHERE {column} IS NULL ORDER BY code").fetchall()
        )


@contextmanager
def opened(
    files: Sequence[Path], rules: Rules, *, spill: Path, threads: int = 2, memory: str = "4GB"
) -> Iterator[Search]:
    """Lay out the transactions of these folders of imports. `spill` is a folder for what does not fit into memory."""
    with connection(spill, *files, threads=threads, memory=memory) as con:
        for number, folder in enumerate(files):
            con.execute(
                f"CREATE VIEW f{number} AS SELECT {number}::INT AS file, * FROM read_parquet('{_escaped(folder / ROWS)}')"
            )
        every = " UNION ALL ".join(f"SELECT * FROM f{number}" for number in range(len(files)))
        con.execute(f"CREATE VIEW tx AS {every}")
        _lay_out(con, rules, is_single=len(files) == 1)
        yield Search(con, rules)


def _escaped(path: Path) -> str:
    return str(path).replace("'", "''")


def _lay_out(con: "DuckDBPyConnection", rules: Rules, *, is_single: bool) -> None:
    con.execute("CREATE TABLE left_out (account VARCHAR)")
    for account in rules.left_out:
        con.execute("INSERT INTO left_out VALUES (?)", [account_of(account)])
    con.execute("CREATE TABLE cur (c UTINYINT, code VARCHAR, unit BIGINT, threshold BIGINT)")
    codes = [code for (code,) in con.execute("SELECT DISTINCT currency FROM tx ORDER BY 1 LIMIT 250").fetchall()]
    rows: list[list[Any]] = [
        [place, code, _small(rules.unit.get(code)), _small(rules.threshold.get(code))]
        for place, code in enumerate(codes)
    ]
    for row in rows:
        con.execute("INSERT INTO cur VALUES (?, ?, ?, ?)", row)
    for one in _LAID_OUT:
        con.execute(one.format(once="" if is_single else _ONCE))


def _small(amount: float | None) -> int | None:
    return None if amount is None else round(amount * _SMALLEST)


_ONCE: Final = """
QUALIFY reference = '' OR row_number() OVER (PARTITION BY reference, payer, payee, amount, moment, currency ORDER BY file, number) = 1
"""

_LAID_OUT: Final = (
    """CREATE TABLE acc AS SELECT row_number() OVER ()::INT AS id, account
       FROM (SELECT payer AS account FROM tx UNION SELECT payee FROM tx) WHERE account <> '' AND account NOT IN (SELECT account FROM left_out)""",
    """CREATE TABLE t AS
       WITH x AS (SELECT * FROM tx {once})
       SELECT (file::BIGINT << 40) + number AS n, CASE WHEN payer = '' THEN 0 ELSE coalesce(p.id, -1) END AS a,
              CASE WHEN payee = '' THEN 0 ELSE coalesce(q.id, -1) END AS b, c, epoch(moment)::INT AS m, (amount * 10000)::BIGINT AS x,
              payer_country AS ac, payee_country AS bc
       FROM x JOIN cur ON cur.code = x.currency LEFT JOIN acc p ON p.account = payer LEFT JOIN acc q ON q.account = payee""",
    """CREATE TABLE e AS
       SELECT n, a AS acc, c, m, 0::DOUBLE AS i, x::DOUBLE AS o, b AS other, b = 0 OR (ac <> bc AND ac <> '' AND bc <> '') AS away FROM t WHERE a > 0
       UNION ALL SELECT n, b, c, m, x::DOUBLE, 0, a, false FROM t WHERE b > 0""",
    """CREATE TABLE s AS
       SELECT acc, c, count(*) FILTER (i > 0) AS ni, count(*) FILTER (o > 0) AS no, sum(i) AS si, sum(o) AS so, max(i) AS mi,
              coalesce(sum(o) FILTER (away), 0) AS so_away, min(m) AS first, max(m) AS last FROM e GROUP BY acc, c""",
)

_RANKED: Final = f"""
CREATE TEMP TABLE ranked AS
SELECT row_number() OVER (ORDER BY sum(t.x / cur.weight) DESC, grp) AS place, grp, any_value(subject) AS subject, f.c AS c, count(*) AS count,
       sum(t.x) AS total, min(t.m) AS first, max(t.m) AS last
FROM found f JOIN t USING (n) JOIN (SELECT c, coalesce(unit, threshold, 1) AS weight FROM cur) cur ON cur.c = f.c
GROUP BY grp, f.c ORDER BY place LIMIT {MOST_FINDINGS}
"""

_SAID: Final = "moment, payer, payee, amount, currency, reference"

_HEADS: Final = f"""
WITH told AS (
  SELECT r.place, bit_xor(md5_number(concat_ws('|', {_SAID}))) AS digest
  FROM ranked r JOIN found f ON f.grp = r.grp AND f.c = r.c JOIN tx ON tx.file = f.n >> 40 AND tx.number = f.n & 1099511627775
  GROUP BY r.place
), named AS (
  SELECT place, list(account ORDER BY account) AS subjects
  FROM (SELECT place, unnest(subject) AS id FROM ranked) JOIN acc USING (id) GROUP BY place
)
SELECT r.place, named.subjects, cur.code, r.count, r.total,
       make_timestamp(r.first::BIGINT * 1000000), make_timestamp(r.last::BIGINT * 1000000), told.digest
FROM ranked r JOIN cur USING (c) JOIN told USING (place) JOIN named USING (place) ORDER BY r.place
"""

_MEMBERS: Final = f"""
SELECT place, file, number, {_FIELDS}
FROM (
  SELECT r.place, f.n, row_number() OVER (PARTITION BY r.place ORDER BY t.m, f.n) AS rank
  FROM ranked r JOIN found f ON f.grp = r.grp AND f.c = r.c JOIN t USING (n)
  QUALIFY rank <= {{most}}
) JOIN tx ON tx.file = n >> 40 AND tx.number = n & 1099511627775
ORDER BY place, rank
"""
