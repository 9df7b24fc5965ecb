"""Identifiers in payments: cards by Luhn and scheme, wallets and IBANs by their check digits, phones, in fields and inside free text."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from schwifty import IBAN
from schwifty.exceptions import SchwiftyException
from stdnum import luhn

from minassa.base.identifiers import phone_key
from minassa.base.wallets import wallet_of
from minassa.payments.messages.types import Number, NumberKind, Role, masked

_CARD: Final = re.compile(r"(?<![\w*])\d(?:[ -]?\d){12,18}(?![\w*])")
# Issuer ranges and lengths of the schemes in use (ISO/IEC 7812): Visa, Mastercard, American Express, Diners, Discover, JCB, UnionPay,
# Maestro, Verve, Troy, RuPay. Numbers of accounts pass Luhn's formula one time in ten: a scheme's range is asked for as well.
_SCHEMES: Final = re.compile(
    r"4\d{12}(?:\d{3}){0,2}|(?:5[1-5]\d{2}|222[1-9]|22[3-9]\d|2[3-6]\d{2}|27[01]\d|2720)\d{12}|3[47]\d{13}"
    r"|3(?:0[0-5]|[68]\d)\d{11}|(?:6011|65\d{2}|64[4-9]\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|62\d{14,17}"
    r"|(?:5018|5020|5038|6304|6759|676[1-3])\d{8,15}|506[01]\d{12}(?:\d{3})?|9792\d{12}|60\d{14}"
)
_WORDS: Final = re.compile(r"[^\s,;()<>\[\]\"']+")
_IBAN_SHAPE: Final = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}")
_IBAN_GROUPS: Final = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")
_PHONE: Final = re.compile(r"(?<![\w+])(?:\+|00)\d[\d ().-]{6,18}\d")
_PLAIN_PHONE: Final = re.compile(r"\+\d{7,15}")
_DIGITS: Final = re.compile(r"\d")
_SHORTEST_WALLET: Final = 25
_MAIL: Final = re.compile(r"[^\s@<>]{1,64}@[^\s@<>]+\.[^\s@<>.]+")


def is_card(written: str) -> bool:
    """Whether a text is a payment card's number: digits of a scheme's range with Luhn's check digit."""
    digits = written.replace(" ", "").replace("-", "")
    return bool(_SCHEMES.fullmatch(digits)) and bool(luhn.is_valid(digits))


def without_cards(text: str) -> str:
    """A text with every card's number shortened to its first six and last four digits."""
    if not _CARD.search(text):
        return text
    ibans = [found.span() for found in _IBAN_GROUPS.finditer(text) if is_iban(found[0].replace(" ", ""))]

    def shortened(found: re.Match[str]) -> str:
        is_in_iban = any(start <= found.start() < end for start, end in ibans)
        return masked(found[0]) if not is_in_iban and is_card(found[0]) else found[0]

    return _CARD.sub(shortened, text)


@lru_cache(maxsize=4096)
def is_iban(value: str) -> bool:
    """Whether a text without spaces is an IBAN whose check digits are right."""
    if not _IBAN_SHAPE.fullmatch(value):
        return False
    try:
        IBAN(value)
    except SchwiftyException:
        return False
    return True


def account_number(written: str, path: str, role: Role) -> Number | None:
    """What an account's number is: an IBAN, a card, a wallet, a phone (mobile money), or a number of the bank's own."""
    text = " ".join(written.split())
    if not text:
        return None
    plain = text.replace(" ", "")
    if is_iban(plain.upper()):
        return Number(NumberKind.IBAN, plain.upper(), path, role)
    if is_card(text):
        return Number(NumberKind.CARD, plain.replace("-", ""), path, role)
    if wallet := wallet_of(plain):
        return Number(NumberKind.WALLET, wallet.value, path, role)
    if phone := _phone(text):
        return Number(NumberKind.PHONE, phone, path, role)
    kind = NumberKind.EMAIL if _MAIL.fullmatch(plain) else NumberKind.ACCOUNT
    return Number(kind, text[:100], path, role)


def numbers_in(text: str, path: str) -> Iterator[Number]:
    """The IBANs, cards, wallets, phones and addresses of mail that stand in free text."""
    if "@" not in text and not _DIGITS.search(text):
        return
    for found in _CARD.finditer(text):
        if is_card(found[0]):
            yield Number(NumberKind.CARD, found[0].replace(" ", "").replace("-", ""), path)
    for found in _IBAN_GROUPS.finditer(text):
        if is_iban(plain := found[0].replace(" ", "")):
            yield Number(NumberKind.IBAN, plain, path)
    for found in _PHONE.finditer(text):
        if phone := _phone(found[0]):
            yield Number(NumberKind.PHONE, phone, path)
    yield from _words_in(text, path)


def _words_in(text: str, path: str) -> Iterator[Number]:
    """The wallets and addresses of mail among the words of a text."""
    for found in _WORDS.finditer(text):
        word = found[0].strip(".:!?")
        if len(word) >= _SHORTEST_WALLET and (wallet := wallet_of(word)):
            yield Number(NumberKind.WALLET, wallet.value, path)
        elif _MAIL.fullmatch(word):
            yield Number(NumberKind.EMAIL, word, path)


def _phone(written: str) -> str:
    """E.164 of a possible number with its country's prefix, else nothing: digits alone are rather an account's number."""
    plain = written.replace("+-", "+").strip()
    if not plain.startswith(("+", "00")):
        return ""
    # ISO 20022 writes +223-76123456.
    key, is_possible = phone_key(plain)
    return key if is_possible and _PLAIN_PHONE.fullmatch(key) else ""
