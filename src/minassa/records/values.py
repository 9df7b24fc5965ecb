"""Values of properties: what they mean, cleaned, beside what was written, which is always kept.

`cleaned` never changes what is stored. It gives the canonical form by which a value is compared and found, and says
where a value cannot be what its property says it is (a doubt, shown to people, never a reason to lose the value).
"""

import hashlib
import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from schwifty import BIC, IBAN
from schwifty.exceptions import SchwiftyException
from stdnum import exceptions, imei, imo, imsi, isin, lei, luhn

from minassa.base.countries import country_code
from minassa.base.identifiers import SHORTEST, bic_spellings, phone_key, plain_key
from minassa.names import fold
from minassa.records.dates import canonical_date
from minassa.records.vocabulary.model import Property, ValueType

_GENDERS: Final = {
    "male": "male m man masculin homme h masculino ذكر",
    "female": "female f woman féminin femme feminino mulher أنثى",
    "other": "other o autre outro آخر",
}
_GENDER: Final = {word: gender for gender, words in _GENDERS.items() for word in words.split()}
_EMAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
ADDRESS_MARK: Final = "at "
"""With what the keys of addresses begin, so that none is taken for a number."""
_WORD: Final = re.compile(r"\w+")
_IN_ANY_ADDRESS: Final = frozenset(
    [
        "street",
        "st",
        "road",
        "rd",
        "avenue",
        "ave",
        "av",
        "boulevard",
        "bd",
        "blvd",
        "lane",
        "rue",
        "route",
        "rte",
        "quartier",
        "no",
        "n",
        "nr",
        "numero",
        "bp",
        "po",
        "box",
        "cp",
        "rua",
        "avenida",
        "estrada",
        "bairro",
        "شارع",
        "طريق",
        "حي",
        "زنقه",
        "نهج",
        "رقم",
        "صندوق",
        "بريد",
        "ص",
        "ب",
    ]
)
_FEWEST_WORDS: Final = 3
_SHORTEST_ADDRESS: Final = 8
_LONGEST_ADDRESS: Final = 120
_URL: Final = re.compile(r"https?://[^\s<>\"]{1,2000}", re.IGNORECASE)
# Codes of FollowTheMoney beyond ISO 3166-1: unions and states of the past, and parts of states such as gb-sct.
_BEYOND_ISO: Final = re.compile(r"eu|un|zz|suhh|csxx|yucs|dd|[a-z]{2}-[a-z0-9]{2,3}")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A value's canonical form (empty where there is none) and whether the value is doubtful as what it claims to be."""

    value: str
    doubtful: bool = False


def cleaned(one: Property, raw: str, *, region: str = "") -> Cleaned:
    """The canonical form of a raw value of this property.

    `region` is a country code (two letters) that tells how to read a phone number without its country's prefix.
    """
    text = raw.strip()
    if one.type is ValueType.PHONE:
        return _phone(text, region)
    if one.type is ValueType.IDENTIFIER:
        return _identifier(text, one.format)
    reader = _READERS.get(one.type)
    if reader is None:
        return Cleaned(text)
    value = reader(text)
    return Cleaned(value or text, doubtful=value is None)


def query_keys(text: str, *, region: str = "") -> tuple[str, ...]:
    """The keys under which an identifier of unknown kind may be stored: as it stands, and as a phone or e-mail address."""
    text = text.strip()
    keys = [plain_key(text), text.casefold()] if "@" in text else [plain_key(text)]
    keys += bic_spellings(text)
    phone = _phone(text, region)
    if not phone.doubtful or phone.value.startswith("+"):
        keys.append(phone.value)
    return tuple(dict.fromkeys(key for key in keys if len(key) >= SHORTEST))


def equality_key(one: Property, raw: str, *, region: str = "") -> str | None:
    """The key under which a value of an identifying property is found by equality; None for other properties."""
    if one.type is ValueType.ADDRESS:
        return address_key(raw)
    if one.type not in _IDENTIFYING:
        return None
    value = cleaned(one, raw, region=region).value
    if one.type is ValueType.IDENTIFIER:
        value = plain_key(value)
    return value if len(value) >= SHORTEST else None


def address_key(text: str) -> str | None:
    """An address as it is compared: its folded words, in whatever order, without those that every address has.

    Nothing is looked up and nothing guessed: what names no more than a town, or a street without a number, has no key.
    """
    words = sorted(set(_WORD.findall(fold(text))) - _IN_ANY_ADDRESS)
    is_exact = len(words) >= _FEWEST_WORDS and any(any(map(str.isdigit, word)) for word in words)
    key = " ".join(words)
    if not is_exact or len(key) < _SHORTEST_ADDRESS:
        return None
    return f"{ADDRESS_MARK}{key if len(key) <= _LONGEST_ADDRESS else hashlib.blake2b(key.encode(), digest_size=20).hexdigest()}"


def _phone(text: str, region: str) -> Cleaned:
    """E.164 where the number can be read; digits after a plus sign where only its prefix is unknown."""
    key, is_possible = phone_key(text, region=region)
    return Cleaned(key, doubtful=not is_possible)


def _identifier(text: str, format_: str) -> Cleaned:
    check = _FORMATS.get(format_)
    if check is None:
        return Cleaned(text)
    try:
        value = str(check(text))
    except (exceptions.ValidationError, SchwiftyException, ValueError):
        return Cleaned(text, doubtful=True)
    return Cleaned(value)


def _iban(text: str) -> str:
    return str(IBAN(text))


def _bic(text: str) -> str:
    return str(BIC(text))


def _iccid(text: str) -> str:
    return str(luhn.validate(re.sub(r"\D", "", text)))


def _mac(text: str) -> str:
    digits = re.sub(r"[^0-9a-fA-F]", "", text)
    if len(digits) != 12:
        raise ValueError("a MAC address has twelve hexadecimal digits")
    return ":".join(digits[i : i + 2] for i in range(0, 12, 2)).lower()


def _mmsi(text: str) -> str:
    if not re.fullmatch(r"\d{9}", text):
        raise ValueError("an MMSI has nine digits")
    return text


_FORMATS: Final[dict[str, Callable[[str], Any]]] = {
    "iban": _iban,
    "bic": _bic,
    "iccid": _iccid,
    "imei": imei.validate,
    "imo": imo.validate,
    "imsi": imsi.validate,
    "isin": isin.validate,
    "lei": lei.validate,
    "mac": _mac,
    "mmsi": _mmsi,
}


def _country(text: str) -> str | None:
    code = text.casefold()
    return code if _BEYOND_ISO.fullmatch(code) else country_code(text) or None


def _email(text: str) -> str | None:
    return text.casefold() if _EMAIL.fullmatch(text) else None


def _gender(text: str) -> str | None:
    return _GENDER.get(text.casefold())


def _url(text: str) -> str | None:
    return text if _URL.fullmatch(text) else None


def _number(text: str) -> str | None:
    plain = text.replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    return plain if re.fullmatch(r"[-+]?\d+([.,]\d+)*", plain) else None


def _ip(text: str) -> str | None:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return None


_READERS: Final[dict[ValueType, Callable[[str], str | None]]] = {
    ValueType.DATE: canonical_date,
    ValueType.COUNTRY: _country,
    ValueType.EMAIL: _email,
    ValueType.GENDER: _gender,
    ValueType.URL: _url,
    ValueType.NUMBER: _number,
    ValueType.IP: _ip,
}

_IDENTIFYING: Final = frozenset(
    {ValueType.IDENTIFIER, ValueType.PHONE, ValueType.EMAIL, ValueType.IP, ValueType.CHECKSUM}
)
