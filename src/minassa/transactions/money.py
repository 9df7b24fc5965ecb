"""The graph of money: what went from which account to which, when and how much; of a finding, or around an account of a file."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Final
from uuid import UUID

from minassa.access import Actor, door
from minassa.base import Conflict, NotFound, Unavailable
from minassa.transactions import faults
from minassa.transactions.acts import FLOWS_READ
from minassa.transactions.files import DONE, row_of
from minassa.transactions.findings import read_finding
from minassa.transactions.homes import home_of
from minassa.transactions.patterns import Transaction, connection
from minassa.transactions.patterns.cells import account_of
from minassa.transactions.patterns.store import ROWS
from minassa.transactions.types import Money, MoneyFlow

MOST: Final = 60


def money_of_finding(actor: Actor, *, id: UUID) -> Money:  # noqa: A002 - the word that every room uses
    """The flows of a finding's transactions. Raises NotFound."""
    found = read_finding(actor, id=id)
    return money_of(found.row.subjects, found.transactions)


def money_of(centre: Sequence[str], transactions: Iterable[Transaction]) -> Money:
    """These transactions summed up by payer, payee and currency."""
    told = sorted(transactions, key=lambda one: (one.payer, one.payee, one.currency, one.moment))
    flows = []
    for ends, some in groupby(told, key=lambda one: (one.payer, one.payee, one.currency)):
        rows = list(some)
        total = sum((one.amount for one in rows), Decimal())
        flows.append(MoneyFlow(*ends, len(rows), total, rows[0].moment.date(), rows[-1].moment.date()))
    flows.sort(key=lambda one: one.total, reverse=True)
    names = {one.payer: one.payer_name for one in told} | {one.payee: one.payee_name for one in told}
    return Money(
        tuple(centre),
        tuple(flows[:MOST]),
        _days(told),
        max(0, len(flows) - MOST),
        {account: name for account, name in names.items() if account and name},
    )


def _days(transactions: Iterable[Transaction]) -> tuple[tuple[date, str, int, Decimal], ...]:
    """For each day and currency, how many transactions and how much."""
    told: dict[tuple[date, str], tuple[int, Decimal]] = {}
    for one in transactions:
        place = (one.moment.date(), one.currency)
        count, total = told.get(place, (0, Decimal()))
        told[place] = (count + 1, total + one.amount)
    return tuple((day, code, count, total) for (day, code), (count, total) in sorted(told.items()))


def money_around(actor: Actor, *, file: UUID, account: str) -> Money:
    """The largest flows to and from an account of a file, and those among the accounts at their other ends.

    Raises NotFound, Conflict for a file that was not taken in whole, Unavailable where its transactions are gone.
    """
    number = account_of(account)
    with door(actor, FLOWS_READ, subject=f"transaction-file:{file}") as opened:
        row = row_of(file, opened)
        opened.note(owner=opened.label_of(row.label_id).owner)
        if row.state != DONE:
            raise Conflict(faults.NOT_READY)
    folder = home_of(file).folder
    if not (folder / ROWS).exists():
        raise Unavailable(faults.LOST)
    with connection(folder) as con:
        con.execute(f"CREATE VIEW tx AS SELECT * FROM read_parquet('{folder / ROWS}')")  # noqa: S608 - our own path
        con.execute(_OWN, {"account": number})
        con.execute(_NEAR.format(most=MOST), {"account": number})
        flows = [MoneyFlow(*one) for one in con.execute(_FLOWS.format(most=MOST), {"account": number}).fetchall()]
        days = tuple(con.execute(_DAYS_OF_OWN).fetchall())
        ends = con.execute("SELECT count(DISTINCT other) FROM own").fetchone()
        names = dict(con.execute(_NAMES).fetchall())
    if not flows:
        raise NotFound(faults.NO_ACCOUNT)
    return Money((number,), tuple(flows), days, max(0, (ends[0] if ends else 0) - MOST), names)


_OWN: Final = """
CREATE TEMP TABLE own AS
SELECT *, CASE WHEN payer = $account THEN payee ELSE payer END AS other FROM tx WHERE payer = $account OR payee = $account
"""
_NEAR: Final = """
CREATE TEMP TABLE near AS
SELECT $account AS account UNION SELECT other FROM (SELECT other, sum(amount) AS total FROM own GROUP BY other ORDER BY total DESC LIMIT {most})
"""
# Cash is drawn where the account itself paid or took it, and nobody else's.
_FLOWS: Final = """
SELECT payer, payee, currency, count(*), sum(amount) AS total, min(moment)::DATE, max(moment)::DATE FROM tx
WHERE payer IN (SELECT account FROM near) AND payee IN (SELECT account FROM near)
  AND (payer = $account OR payee = $account OR (payer <> '' AND payee <> ''))
GROUP BY payer, payee, currency ORDER BY (payer = $account OR payee = $account) DESC, total DESC LIMIT {most}
"""
_DAYS_OF_OWN: Final = """
SELECT moment::DATE AS day, currency, count(*), sum(amount) FROM own GROUP BY day, currency ORDER BY day, currency LIMIT 2000
"""
_NAMES: Final = """
SELECT account, any_value(name) FROM (SELECT payer AS account, payer_name AS name FROM own UNION ALL SELECT payee, payee_name FROM own)
WHERE name <> '' AND account <> '' GROUP BY account
"""
