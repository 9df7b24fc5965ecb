"""Identifiers of listed subjects and of queries: kinds, and the one spelling in which two of them are equal."""

import re
from functools import cache
from typing import Final

from schwifty import IBAN
from schwifty.exceptions import SchwiftyException

from minassa.base.identifiers import SHORTEST, bic_spellings, phone_key, plain_key
from minassa.base.wallets import wallet_of

KINDS: Final = (
    "passport",
    "national-id",
    "tax-id",
    "registration",
    "phone",
    "email",
    "iban",
    "bank-account",
    "swift",
    "wallet",
    "imo",
    "mmsi",
    "call-sign",
    "tail-number",
    "serial-number",
    "website",
    "other-id",
)
_IBAN_SHAPE: Final = re.compile(r"^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$")
_WALLET_SHAPE: Final = re.compile(r"^(?:0x[0-9a-fA-F]{40}|[13][1-9A-HJ-NP-Za-km-z]{25,34}|bc1[02-9ac-hj-np-z]{11,71})$")
_WALLETS_WITHOUT_CASE: Final = ("0x", "bc", "ltc1")
_PHONE_SHAPE: Final = re.compile(r"^(?:\+|00)[\d ().\-/]{7,24}$")


def normalised(kind: str, value: str) -> str:
    """The spelling by which identifiers are compared; empty where the value is too short to identify anybody.

    Phones become E.164, IBANs their electronic form, hexadecimal wallets and addresses of mail lower case; other
    wallets keep their case, which carries meaning (Base58); all other numbers lose punctuation, spaces and case.
    """
    stripped = value.strip()
    if kind == "phone":
        return _phone(stripped)
    if kind == "wallet":
        return stripped.lower() if stripped.lower().startswith(_WALLETS_WITHOUT_CASE) else stripped
    if kind in {"email", "website"}:
        return stripped.lower().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
    return _plain(stripped)


def query_keys(value: str) -> frozenset[str]:
    """Every spelling under which an identifier of unknown kind, as a user types it, can be stored."""
    stripped = value.strip()
    keys = {_plain(stripped)}
    if _PHONE_SHAPE.match(stripped) or stripped.isdigit():
        keys.add(_phone(stripped))
    if _WALLET_SHAPE.match(stripped) or wallet_of(stripped):
        keys.add(normalised("wallet", stripped))
    keys |= bic_spellings(stripped)
    if "@" in stripped or "." in stripped:
        keys.add(normalised("email", stripped))
    return frozenset(one for one in keys if one)


@cache
def is_iban(value: str) -> bool:
    """Whether a text is an IBAN whose check digits are right."""
    plain = _plain(value)
    if not _IBAN_SHAPE.match(plain):
        return False
    try:
        IBAN(plain)
    except SchwiftyException:
        return False
    return True


def _plain(value: str) -> str:
    plain = plain_key(value)
    return plain if len(plain) >= SHORTEST else ""


def _phone(value: str) -> str:
    """E.164 for a number with its country's prefix, with or without the plus sign; the bare digits where none is stated."""
    for spelling in (value, f"+{value}"):
        key, is_possible = phone_key(spelling)
        if is_possible:
            return key
    digits = phone_key(value)[0].lstrip("+")
    return digits if len(digits) > SHORTEST else ""
