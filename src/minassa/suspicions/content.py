"""What a suspicious-transaction report says: its head, the parties, the transactions. Pure; amounts are never floats."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Final, Self, TypeVar

from minassa.base import Invalid
from minassa.suspicions import faults
from minassa.suspicions.parts import PARTS

Part = TypeVar("Part", "Head", "ReportParty", "ReportTransaction")
LONGEST_TEXT: Final = 8_000
LONGEST_LINE: Final = 255
MOST_PARTIES: Final = 200
MOST_TRANSACTIONS: Final = 2_000
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
"""What XML 1.0 cannot hold (section 2.2)."""
_CODE: Final = re.compile(r"[A-Z0-9][A-Z0-9-]{0,19}")
_COUNTRY: Final = re.compile(r"[A-Z]{2}")
_CURRENCY: Final = re.compile(r"[A-Z]{3}")


class ReportKind(StrEnum):
    """Suspicious transactions, each listed; or an activity without single transactions (goAML: STR, SAR)."""

    TRANSACTION = "STR"
    ACTIVITY = "SAR"


class PartyKind(StrEnum):
    """What a party is."""

    PERSON = "person"
    ENTITY = "entity"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Head:
    """Who reports what to whom. `entity` is the reporting entity's number at the FIU; `fiu` the receiving FIU; `indicators` codes of its list."""

    kind: ReportKind = ReportKind.TRANSACTION
    fiu: str = ""
    entity: str = ""
    branch: str = ""
    reference: str = ""
    currency: str = ""
    country: str = ""
    city: str = ""
    first_name: str = ""
    last_name: str = ""
    occupation: str = ""
    reason: str = ""
    action: str = ""
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportParty:
    """Somebody, an organisation or an account in the report. `number` is an identity, registration or account number, by `kind`."""

    kind: PartyKind
    name: str
    first_name: str = ""
    birth_date: str = ""
    number: str = ""
    country: str = ""
    institution: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class ReportTransaction:
    """One transaction: `amount` a decimal as text, in `currency`; each side an account or a name, with its institution and country.

    `local_amount` is the amount in the report's local currency, where `currency` is another one: no rate is guessed.
    """

    number: str
    on: str
    amount: str
    currency: str
    local_amount: str = ""
    mode: str = ""
    description: str = ""
    from_name: str = ""
    from_account: str = ""
    from_institution: str = ""
    from_country: str = ""
    to_name: str = ""
    to_account: str = ""
    to_institution: str = ""
    to_country: str = ""


@dataclass(frozen=True, slots=True)
class ReportContent:
    """The whole report."""

    head: Head = field(default_factory=Head)
    parties: tuple[ReportParty, ...] = ()
    transactions: tuple[ReportTransaction, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain values, for storage."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """What `to_json` wrote."""
        head = {
            **stored["head"],
            "kind": ReportKind(stored["head"]["kind"]),
            "indicators": tuple(stored["head"]["indicators"]),
        }
        return cls(
            Head(**head),
            tuple(ReportParty(**{**one, "kind": PartyKind(one["kind"])}) for one in stored["parties"]),
            tuple(ReportTransaction(**one) for one in stored["transactions"]),
        )


_LONG: Final = frozenset({"reason", "action", "why", "description"})
_NEEDED: Final = {"ReportParty": {"name"}, "ReportTransaction": {"number", "on", "amount", "currency"}}


def clean_head(head: Head) -> Head:
    """The head with its texts cut to their edges. Raises Invalid for a field that is too long or not in its form."""
    made = _clean(head)
    codes = tuple(dict.fromkeys(one.strip().upper() for one in head.indicators if one.strip()))
    if not all(map(_CODE.fullmatch, codes)) or len(codes) > MOST_PARTIES:
        raise Invalid(faults.FIELD, field=PARTS["indicators"])
    return replace(made, indicators=codes)


def clean_party(party: ReportParty) -> ReportParty:
    """The party, checked in the same way."""
    return _clean(party)


def clean_transaction(one: ReportTransaction) -> ReportTransaction:
    """The transaction, checked in the same way; its amount is above zero."""
    made = _clean(one)
    local = amount_of(made.local_amount) if made.local_amount else ""
    return replace(made, amount=amount_of(made.amount), local_amount=local)


def amount_of(written: str) -> str:
    """An amount as it is stored. Raises Invalid for anything but a plain decimal above zero."""
    try:
        value = Decimal(written) if re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,8})?", written) else Decimal(0)
    except InvalidOperation as error:
        raise Invalid(faults.AMOUNT) from error
    if value <= 0:
        raise Invalid(faults.AMOUNT)
    return str(value)


def _clean(one: Part) -> Part:
    needed = _NEEDED.get(type(one).__name__, set())
    texts = [each.name for each in fields(one) if type(getattr(one, each.name)) is str]
    cleaned: dict[str, Any] = {name: _text(one, name, needed=name in needed) for name in texts}
    return replace(one, **cleaned)


def _text(one: object, name: str, *, needed: bool) -> str:
    text = str(getattr(one, name)).strip()
    most = LONGEST_TEXT if name in _LONG else LONGEST_LINE
    if len(text) > most or _CONTROL.search(text) or (needed and not text) or (text and not _has_form(name, text)):
        raise Invalid(faults.FIELD, field=PARTS[name])
    return text.upper() if _is_code(name) else text


def _is_code(name: str) -> bool:
    return name == "currency" or name.endswith("country")


def _has_form(name: str, text: str) -> bool:
    if name == "currency":
        return _CURRENCY.fullmatch(text.upper()) is not None
    if name.endswith("country"):
        return _COUNTRY.fullmatch(text.upper()) is not None
    if name in {"on", "birth_date"}:
        try:
            date.fromisoformat(text)
        except ValueError:
            return False
    return True


def lacking(content: ReportContent) -> Iterator[str]:
    """What a report still needs before it is submitted, as the names of its parts."""
    for name in ("fiu", "entity", "reference", "currency", "reason", "last_name"):
        if not getattr(content.head, name):
            yield name
    if content.head.kind is ReportKind.TRANSACTION and not content.transactions:
        yield "transactions"
    if content.head.kind is ReportKind.ACTIVITY and not content.parties:
        yield "parties"
    if any(local_amount(one, content.head) is None for one in content.transactions):
        yield "local_amount"


def local_amount(one: ReportTransaction, head: Head) -> str | None:
    """The amount in the report's local currency; None where it is in another one and nobody has said."""
    return one.amount if one.currency == head.currency else one.local_amount or None


def standing_apart(content: ReportContent) -> tuple[ReportParty, ...]:
    """The parties that stand on no side of a transaction, by name or account."""
    sides = {
        text for one in content.transactions for text in (one.from_name, one.to_name, one.from_account, one.to_account)
    }
    return tuple(one for one in content.parties if sides.isdisjoint(filter(None, (one.name, one.number))))
