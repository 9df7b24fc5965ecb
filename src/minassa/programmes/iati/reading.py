"""Reading files of IATI: version 2, version 1 by its older shapes, and dumps of the datastore. One activity at a time. Pure.

Names in `narrative` elements and bare texts are the same thing in two versions, and so are numbers and words for dates, roles and
transactions; each is read as it stands, whatever version the file claims. Names, addresses and telephones of contact persons are
not read.
"""

import html
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import IO, Final
from xml.etree.ElementTree import Element

from minassa.base import markup
from minassa.programmes.iati.activities import Activity, Amount, Coded, Doubt, Organisation, ReadActivity, Unread

ACTIVITY: Final = "iati-activity"
LONGEST_IDENTIFIER: Final = 255
LONGEST_TITLE: Final = 2_000
LONGEST_TEXT: Final = 50_000
MOST_PARTS: Final = 500
_DATES: Final = {"start-planned": "1", "start-actual": "2", "end-planned": "3", "end-actual": "4"}
_ROLES: Final = {"funding": "1", "accountable": "2", "extending": "3", "implementing": "4"}
_TRANSACTIONS: Final = {"IF": "1", "C": "2", "D": "3", "E": "4", "IR": "5", "LR": "6", "R": "7", "QP": "8", "QS": "9"}
_VOCABULARIES: Final = {"": "1", "DAC": "1", "DAC-3": "2", "COFOG": "3", "RO": "99"}
_TARGETS: Final = {"tag": "3", "sector": "8"}
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]+")
_CODE: Final = re.compile(r"[A-Za-z0-9.-]{1,40}")
_WHOLE: Final = Decimal(100)
_SLACK: Final = Decimal("0.1")
"""How far percentages of others may be from 100: some round."""


def read_activities(file: IO[bytes]) -> Iterator[ReadActivity]:
    """The activities of a file in their order. Raises `markup`'s errors for what is no XML, cut off, or declares entities."""
    seen: set[str] = set()
    place = 0
    for element in markup.elements(file, frozenset({ACTIVITY})):
        if element.tag != ACTIVITY:
            continue
        place += 1
        read = _read(place, element)
        if read.activity is not None and read.identifier in seen:
            read = ReadActivity(place, read.identifier, None, Unread.TWICE)
        seen.add(read.identifier)
        yield read


def _read(place: int, element: Element) -> ReadActivity:
    identifier = _tidy(element.findtext("iati-identifier") or "")
    title, description = _text(element.find("title")), _description(element)
    if not identifier or len(identifier) > LONGEST_IDENTIFIER:
        return ReadActivity(place, identifier[:LONGEST_IDENTIFIER], None, Unread.IDENTIFIER)
    if not title:
        return ReadActivity(place, identifier, None, Unread.TITLE)
    if len(title) > LONGEST_TITLE or len(description) > LONGEST_TEXT or len(element) > MOST_PARTS * 20:
        return ReadActivity(place, identifier, None, Unread.LONG)
    return ReadActivity(place, identifier, _activity(element, identifier, title, description))


def _activity(element: Element, identifier: str, title: str, description: str) -> Activity:
    doubts: dict[Doubt, None] = {}
    countries = tuple(_coded(element, "recipient-country"))
    regions = tuple(_coded(element, "recipient-region"))
    sectors = tuple(_coded(element, "sector"))
    if not _is_whole((*countries, *regions)):
        doubts[Doubt.PLACES] = None
    by_vocabulary: dict[str, list[Coded]] = defaultdict(list)
    for one in sectors:
        by_vocabulary[one.vocabulary].append(one)
    if not all(map(_is_whole, by_vocabulary.values())):
        doubts[Doubt.SECTORS] = None
    days = dict(_days(element, doubts))
    reporter = element.find("reporting-org")
    return Activity(
        identifier=identifier,
        title=title,
        description=description,
        status=_status(element),
        reporter=_organisation(reporter) if reporter is not None else Organisation(""),
        organisations=tuple(_organisations(element)),
        countries=countries,
        regions=regions,
        sectors=sectors,
        targets=tuple(dict.fromkeys(_targets(element))),
        days=days,
        amounts=tuple(_amounts(element, doubts)),
        results=len(element.findall("result")),
        doubts=tuple(doubts),
    )


def _tidy(raw: str) -> str:
    """A text as a reader sees it: entities that were escaped twice, tags and control signs are taken out, blanks joined."""
    plain = html.unescape(html.unescape(raw)) if "&" in raw else raw
    return " ".join(_UNSEEN.sub(" ", _TAG.sub(" ", plain)).split())


def _text(element: Element | None) -> str:
    """The first narrative that says something (version 2), or the element's own text (version 1)."""
    if element is None:
        return ""
    narratives = (_tidy(one.text or "") for one in element.findall("narrative"))
    return next((one for one in narratives if one), "") or _tidy(element.text or "")


def _description(element: Element) -> str:
    """The general description first; others where there is none."""
    found = sorted(element.findall("description"), key=lambda one: one.get("type", "1") != "1")
    return next((text for text in map(_text, found) if text), "")


def _status(element: Element) -> str:
    found = element.find("activity-status")
    code = (found.get("code") or "").strip() if found is not None else ""
    return code if code in {"1", "2", "3", "4", "5", "6"} else ""


def _organisation(element: Element) -> Organisation:
    reference = _tidy(element.get("ref") or "")[:100]
    role = (element.get("role") or "").strip().lower()
    return Organisation(_text(element)[:300] or reference, reference, _ROLES.get(role, role if role.isdigit() else ""))


def _organisations(element: Element) -> Iterable[Organisation]:
    for one in element.findall("participating-org")[:MOST_PARTS]:
        found = _organisation(one)
        if found.name:
            yield found


def _coded(element: Element, tag: str) -> Iterable[Coded]:
    for one in element.findall(tag)[:MOST_PARTS]:
        code = (one.get("code") or "").strip()
        vocabulary = (one.get("vocabulary") or "").strip()
        if _CODE.fullmatch(code):
            yield Coded(
                _VOCABULARIES.get(vocabulary, vocabulary[:40]),
                code.upper() if tag == "recipient-country" else code,
                _number(one.get("percentage")),
                _text(one)[:200],
            )


def _targets(element: Element) -> Iterable[str]:
    """Targets of the Sustainable Development Goals, as tags or as sectors."""
    for tag, vocabulary in _TARGETS.items():
        for one in element.findall(tag)[:MOST_PARTS]:
            code = (one.get("code") or "").strip().lower()
            if one.get("vocabulary") == vocabulary and _CODE.fullmatch(code):
                yield code


def _is_whole(shares: Iterable[Coded]) -> bool:
    """Whether percentages sum to 100; a single code without one is the whole."""
    found = list(shares)
    given = [one.percent for one in found if one.percent is not None]
    if not given:
        return len(found) <= 1
    return len(given) == len(found) and abs(sum(given, Decimal(0)) - _WHOLE) <= _SLACK


def _number(raw: str | None) -> Decimal | None:
    try:
        found = Decimal((raw or "").strip().replace(",", ""))
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found.adjusted()) < 30 else None


def _days(element: Element, doubts: dict[Doubt, None]) -> Iterable[tuple[str, date]]:
    for one in element.findall("activity-date")[:MOST_PARTS]:
        kind = (one.get("type") or "").strip()
        kind = _DATES.get(kind, kind)
        raw = (one.get("iso-date") or one.text or "").strip()[:10]
        if kind not in {"1", "2", "3", "4"} or not raw:
            continue
        try:
            yield kind, date.fromisoformat(raw)
        except ValueError:
            doubts[Doubt.DATES] = None


def _amounts(element: Element, doubts: dict[Doubt, None]) -> Iterable[Amount]:
    """The transactions by type and currency. One without a readable amount is left out, and said."""
    totals: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    default = (element.get("default-currency") or "").strip()
    for one in element.findall("transaction"):
        kind, value = one.find("transaction-type"), one.find("value")
        code = (kind.get("code") or "").strip() if kind is not None else ""
        amount = _number(value.text) if value is not None else None
        currency = ((value.get("currency") or "").strip() if value is not None else "") or default
        if amount is None or not code or not re.fullmatch("[A-Z]{3}", currency):
            doubts[Doubt.AMOUNTS] = None
        else:
            totals[_TRANSACTIONS.get(code, code)[:4], currency].append(amount)
    for (code, currency), amounts in sorted(totals.items()):
        yield Amount(code, currency, sum(amounts, Decimal(0)), len(amounts))
