"""What IATI asks of a programme beyond its plan: checked against the rulebook, and as JSON both ways. Pure."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlsplit

import pycountry

from minassa.base.errors import Invalid
from minassa.programmes import checks, faults
from minassa.programmes.content import plain
from minassa.programmes.iati import codes
from minassa.programmes.iati.sift import IDENTIFIER
from minassa.programmes.iati.types import DocumentLink, Publication, Share

LANGUAGES: Final = ("ar", "fr", "en", "pt")
MOST_SHARES: Final = 60
MOST_LINKS: Final = 20
_WHOLE: Final = Decimal(100)


def checked(given: Publication) -> Publication:
    """The same, trimmed. Raises Invalid for a code that is in no list, and for shares that do not sum to exactly 100."""
    if not IDENTIFIER.fullmatch(given.organisation):
        raise Invalid(faults.IDENTIFIER)
    lists = codes.codes()
    known = (
        given.organisation_type in codes.ORGANISATION_TYPES
        and given.language in LANGUAGES
        and all(one.code in lists.sectors for one in given.sectors)
        and all(_is_place(one.code) for one in given.places)
        and set(given.targets) <= set(lists.targets)
        and all(one.category in codes.DOCUMENT_CATEGORIES for one in given.links)
    )
    if not known or len(given.links) > MOST_LINKS:
        raise Invalid(faults.CODES)
    return Publication(
        organisation=given.organisation,
        organisation_type=given.organisation_type,
        language=given.language,
        sectors=_whole(given.sectors),
        places=_whole(given.places),
        targets=tuple(dict.fromkeys(given.targets)),
        is_humanitarian=given.is_humanitarian,
        links=tuple(map(_link, given.links)),
    )


def _is_place(code: str) -> bool:
    """A country, or a region of Africa."""
    return code in codes.codes().regions or (len(code) == 2 and pycountry.countries.get(alpha_2=code) is not None)


def _whole(shares: tuple[Share, ...]) -> tuple[Share, ...]:
    """The rulebook: the percentages of one vocabulary sum to 100, each code once and more than nothing."""
    found = {one.code: checks.needed_number(one.percent) for one in shares}
    good = len(found) == len(shares) <= MOST_SHARES and all(one > 0 for one in found.values())
    if not good or sum(found.values(), Decimal(0)) != _WHOLE:
        raise Invalid(faults.SHARES)
    return tuple(Share(code, percent) for code, percent in sorted(found.items()))


def _link(given: DocumentLink) -> DocumentLink:
    url = checks.line(given.url, 500)
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise Invalid(faults.LINK) from error
    if parts.scheme not in {"https", "http"} or not parts.hostname or parts.username or " " in url or not url.isascii():
        raise Invalid(faults.LINK)
    return DocumentLink(url, checks.line(given.title), given.category)


def packed(said: Publication) -> dict[str, Any]:
    """What a row keeps."""
    return {
        "organisation": said.organisation,
        "type": said.organisation_type,
        "language": said.language,
        "sectors": _shares_out(said.sectors),
        "places": _shares_out(said.places),
        "targets": list(said.targets),
        "humanitarian": said.is_humanitarian,
        "links": [[one.url, one.title, one.category] for one in said.links],
    }


def _shares_out(shares: Iterable[Share]) -> list[list[str | None]]:
    return [[one.code, plain(one.percent)] for one in shares]


def unpacked(body: Mapping[str, Any]) -> Publication:
    """What `packed` wrote."""
    return Publication(
        organisation=body["organisation"],
        organisation_type=body["type"],
        language=body["language"],
        sectors=_shares_in(body["sectors"]),
        places=_shares_in(body["places"]),
        targets=tuple(body["targets"]),
        is_humanitarian=body["humanitarian"],
        links=tuple(DocumentLink(*one) for one in body["links"]),
    )


def _shares_in(body: Iterable[tuple[str, str]]) -> tuple[Share, ...]:
    return tuple(Share(code, Decimal(percent)) for code, percent in body)
