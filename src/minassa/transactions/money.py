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

MOST_FLOWS: Final = """
SELECT payer, payee, currency, count(*), sum(amount) AS total, min(moment)::DATE, max(moment)::DATE FROM tx
WHERE payer IN (SELECT account FROM near) AND payee IN (SELECT account FROM near) AND (payer <> '' OR payee = $account)
  AND (payee <> '' OR payer = $account)
GROUP BY payer, payee, currency ORDER BY (payer = $account OR payee = $account) DESC, total DESC LIMIT $most
"""
_OWN_DAYS, {"account": number}).fetchall())
        more = con.execute(_ENDS, {"account": number}).fetchone()
        names = dict(con.execute(_NAMES).fetchall())
    if not flows:
        raise NotFound(faults.NO_ACCOUNT)
    return Money((number,), tuple(flows), days, max(0, (more[0] if more else 0) - MOST_FLOWS), names)


_AROUND: Final = """
CREATE TEMP TABLE near AS
SELECT $account AS account UNION ALL SELECT other FROM (
  SELECT CASE WHEN payer = $account THEN payee ELSE payer END AS other, sum(amount) AS total
  FROM tx WHERE payer = $account OR payee = $account GROUP BY 1 ORDER BY total DESC LIMIT $most)
"""
_FLOWS: Final = """
SELECT payer, payee, currency, count(*), sum(amount), min(moment)::DATE, max(moment)::DATE FROM tx
WHERE payer IN (SELECT account FROM near) AND payee IN (SELECT account FROM near) AND (payer <> '' OR payee = $account)
  AND (payee <> '' OR payer = $account)
GROUP BY ALL ORDER BY (payer = $account OR payee = $account) DESC, sum(amount) DESC LIMIT $most
"""
_OWN_DAYS: Final = """
SELECT moment::DATE, currency, count(*), sum(amount) FROM tx WHERE payer = $account OR payee = $account GROUP BY ALL ORDER BY ALL LIMIT 2000
"""
_ENDS: Final = """
SELECT count(DISTINCT CASE WHEN payer = $account THEN payee ELSE payer END) FROM tx WHERE payer = $account OR payee = $account
"""
_NAMES: Final = """
SELECT account, any_value(name) FROM (
  SELECT payer AS account, payer_name AS name FROM tx UNION ALL SELECT payee, payee_name FROM tx
) WHERE name <> '' AND account IN (SELECT account FROM near) GROUP BY account
"""
