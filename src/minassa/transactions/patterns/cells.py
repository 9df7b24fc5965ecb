"""Cells of a file of transactions: moments, amounts, accounts, directions. What can be read in two ways is not read."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Final

from minassa.base.amounts import amount_of

_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_ISO: Final = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_YEAR_LAST: Final = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_CLOCK: Final = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?")
_SIMPLE_AMOUNT: Final = re.compile(r"\d{1,13}(?:\.\d{1,2})?")
_IBAN: Final = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_ACCOUNT_MARKS: Final = re.compile(r"[\s\u00a0\u200e\u200f\u202a-\u202e\u2066-\u2069-]+")
_LAST_MONTH: Final = 12
_EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - moments of a file are the clock of whoever wrote it
_MICROSECOND: Final = timedelta(microseconds=1)

IN: Final = frozenset(
    [
        "c",
        "cr",
        "credit",
        "in",
        "cash-in",
        "cashin",
        "deposit",
        "received",
        "crédit",
        "entrée",
        "dépôt",
        "versement",
        "reçu",
        "crédito",
        "entrada",
        "depósito",
        "recebido",
        "دائن",
        "إيداع",
        "وارد",
        "ايداع",
    ]
)
OUT: Final = frozenset(
    [
        "d",
        "dr",
        "dt",
        "debit",
        "out",
        "cash-out",
        "cashout",
        "withdrawal",
        "sent",
        "débit",
        "sortie",
        "retrait",
        "débito",
        "saída",
        "levantamento",
        "saque",
        "enviado",
        "مدين",
        "سحب",
        "صادر",
    ]
)


def moment_of(day: str, clock: str, order: str, first_day: date | None) -> datetime | None:
    """A day with its time as the file's own clock tells it; None where it is impossible or can be read as two.

    `order` is dmy or mdy where the source writes the year last. `first_day` reads a plain number as days after that day.
    A moment that states its distance from UTC is told in UTC.
    """
    day, clock = day.translate(_DIGITS).strip(), clock.translate(_DIGITS).strip()
    if first_day is not None and day.isdecimal() and len(day) < len("20260309"):
        return datetime(first_day.year, first_day.month, first_day.day) + timedelta(days=int(day))  # noqa: DTZ001 - see above
    if not clock:
        parts = re.split(r"[T ]\s*", day, maxsplit=1)
        day, clock = parts[0], parts[1] if len(parts) > 1 else ""
    read = _day(day, order)
    return None if read is None else _at(read, clock)


@lru_cache(maxsize=20_000)
def _day(text: str, order: str) -> datetime | None:
    iso, written = _ISO.fullmatch(text), _YEAR_LAST.fullmatch(text)
    try:
        if iso:
            return datetime(int(iso[1]), int(iso[2]), int(iso[3]))  # noqa: DTZ001 - see above
        if written:
            first, second, year = map(int, written.groups())
            return _year_last(first, second, year, order)
    except ValueError:
        return None
    return None


def _year_last(first: int, second: int, year: int, order: str) -> datetime | None:
    if order == "mdy" or (not order and second > _LAST_MONTH):
        return datetime(year, first, second)  # noqa: DTZ001 - see above
    if order == "dmy" or first > _LAST_MONTH or first == second:
        return datetime(year, second, first)  # noqa: DTZ001 - see above
    return None


def _at(day: datetime, clock: str) -> datetime | None:
    if not clock:
        return day
    found = _CLOCK.fullmatch(clock)
    if not found or int(found[1]) > 23 or int(found[2]) > 59 or int(found[3] or 0) > 59:
        return None
    moment = day.replace(hour=int(found[1]), minute=int(found[2]), second=int(found[3] or 0))
    zone = found[4]
    if not zone or zone == "Z":
        return moment
    away = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return moment + away if zone[0] == "-" else moment - away


def microseconds(moment: datetime) -> int:
    """A moment as microseconds since 1970, by the file's own clock."""
    return (moment - _EPOCH) // _MICROSECOND


def plain_amount(text: str) -> Decimal | None:
    """An amount as it was written; None where it can be read in no way, or in two."""
    return Decimal(text) if _SIMPLE_AMOUNT.fullmatch(text) else amount_of(text)


@lru_cache(maxsize=200_000)
def account_of(text: str) -> str:
    """An account's number in the one spelling by which it is compared: no blanks, hyphens or hidden signs, in capitals."""
    return _ACCOUNT_MARKS.sub("", text.translate(_DIGITS)).upper()


@lru_cache(maxsize=200_000)
def country_of_iban(account: str) -> str:
    """The country that an IBAN names where its check digits hold (ISO 13616, ISO 7064 MOD 97-10); empty for other numbers."""
    if not _IBAN.fullmatch(account):
        return ""
    turned = "".join(str(int(sign, 36)) for sign in account[4:] + account[:4])
    return account[:2] if int(turned) % 97 == 1 else ""


def is_incoming(text: str) -> bool | None:
    """Whether a cell says that money came in; None where it says neither."""
    word = text.strip().casefold()
    return True if word in IN else False if word in OUT else None
