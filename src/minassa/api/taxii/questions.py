"""The questions that stand in an address's query: filters, limit and next (TAXII 2.1, sections 3.4 and 3.5)."""

from collections.abc import Iterable
from typing import Final

from django.http import QueryDict

from minassa.api.faults import Unread
from minassa.api.taxii.errors import FILTER_UNKNOWN, FILTER_WRONG
from minassa.exchange import ALL, FIRST, LAST, Question, cursor_from, microseconds_of, version_key

MOST_VALUES: Final = 100
LONGEST_VALUE: Final = 300
LONGEST_NUMBER: Final = 9
_WORDS: Final = frozenset({LAST, FIRST, ALL})


def question(given: QueryDict, matches: Iterable[str], *, versions: tuple[str, ...] = (LAST,)) -> Question:
    """What this query asks; `matches` are the fields that its address can match. Raises Unread.

    A match that its address does not know is refused: to pass it over would answer more than was asked for. Other words are
    passed over, as HTTP has it.
    """
    _refuse_unknown(given, frozenset(matches))
    after, until = _begin(given)
    return Question(
        after=after,
        until=until,
        limit=_limit(given),
        ids=_values(given, "match[id]"),
        types=_values(given, "match[type]"),
        versions=tuple(map(_version, _values(given, "match[version]"))) or versions,
        spec_versions=_values(given, "match[spec_version]"),
    )


def _refuse_unknown(given: QueryDict, matches: frozenset[str]) -> None:
    for name in given:
        if name.startswith("match[") and name.removeprefix("match[").removesuffix("]") not in matches:
            known = ", ".join(f"match[{one}]" for one in sorted(matches))
            raise Unread(FILTER_UNKNOWN, name=name[:40], known=known)


def _begin(given: QueryDict) -> tuple[int, int | None]:
    """After which moment the page begins, and where the pull ends. A plus sign in a time zone may have come as a space."""
    after, until = 0, None
    if stated := _single(given, "added_after"):
        try:
            after = max(0, microseconds_of(stated.replace(" ", "+")))
        except (ValueError, OverflowError):
            raise Unread(FILTER_WRONG, name="added_after") from None
    if stated := _single(given, "next"):
        try:
            cursor = cursor_from(stated)
        except ValueError:
            raise Unread(FILTER_WRONG, name="next") from None
        # Whoever asks for what is newer than the whole pull has begun another and kept its `next`, as OpenCTI's connector does.
        if after <= cursor.until:
            after, until = max(after, cursor.after), cursor.until
    return after, until


def _limit(given: QueryDict) -> int:
    text = _single(given, "limit")
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER and int(text) > 0):
        raise Unread(FILTER_WRONG, name="limit")
    return int(text)


def _single(given: QueryDict, name: str) -> str:
    """The one value of a word, or nothing where it is absent. Empty, or there twice, it cannot be read."""
    values = [str(one) for one in given.getlist(name)]
    if values and (len(values) > 1 or not values[0]):
        raise Unread(FILTER_WRONG, name=name)
    return values[0] if values else ""


def _values(given: QueryDict, name: str) -> tuple[str, ...]:
    """The values of one filter, which stand between commas; a filter that is there twice is united."""
    values = tuple(one.strip() for text in given.getlist(name) for one in text.split(","))
    if name in given and (not all(values) or len(values) > MOST_VALUES or max(map(len, values)) > LONGEST_VALUE):
        raise Unread(FILTER_WRONG, name=name)
    return values


def _version(text: str) -> str:
    found = text if text in _WORDS else version_key(text)
    if not found:
        raise Unread(FILTER_WRONG, name="match[version]")
    return found
