"""Observables in text: one alone, a list pasted, a table, or the prose of a report, defanged or not."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from minassa.cyber.observables.accounts import account_of
from minassa.cyber.observables.hosts import address_of, domain_of, mail_of, url_of
from minassa.cyber.observables.refanging import refang
from minassa.cyber.observables.types import Found, Kind, Observable, Recognised
from minassa.cyber.observables.wallets import wallet_of

MOST_FOUND: Final = 10_000
LONGEST: Final = 4_096
"""No observable is longer: the longest URLs that software takes are about half of this."""
_HASH_KINDS: Final = {32: Kind.MD5, 40: Kind.SHA1, 64: Kind.SHA256, 128: Kind.SHA512}
_HEX: Final = re.compile(r"[0-9a-fA-F]+")
_WORDS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,11}://[^\s\"'<>|`]+|[^\s\"'<>|`,;=()\[\]{}«»“”‘’]+")
_ENDS: Final = ".,;!?)]}*'\"،؛؟"
_LABELLED: Final = re.compile(
    r"(?:md5|sha-?1|sha-?256|sha-?512|ipv?[46]?|url|domain|host|e-?mail|btc|eth|trx)\s*[:=]\s*", re.IGNORECASE
)
_LINE: Final = re.compile(r"\r\n?|\n|\x0b|\x0c|\x85|\u2028|\u2029")


def observable_of(written: str) -> Observable | None:
    """What this text is as a whole, defanged or not; None where it is none of the kinds."""
    text = refang(written.strip())
    return _classified(text) if text and len(text) <= LONGEST else None


def recognise(text: str, *, most: int = MOST_FOUND) -> Recognised:
    """All observables of a text, each once, in the order of the text.

    A line that is one observable as a whole is read so; of any other line, each word is. Reading stops at `most`, and says so.
    """
    found: dict[Observable, Found] = {}
    unread = 0
    for number, line in enumerate(_LINE.split(text), start=1):
        some = list(_of_line(line))
        unread += bool(not some and line.strip())
        for one, written in some:
            if one in found:
                continue
            if len(found) == most:
                return Recognised(tuple(found.values()), unread, is_cut=True)
            found[one] = Found(one, written, number)
    return Recognised(tuple(found.values()), unread, is_cut=False)


def _of_line(line: str) -> Iterator[tuple[Observable, str]]:
    line = line.strip()
    whole = observable_of(line.rstrip(",;"))
    if whole is not None:
        yield whole, line
        return
    for word in _WORDS.findall(refang(line)):
        one = _of_word(word)
        if one is not None:
            yield one, word


def _of_word(word: str) -> Observable | None:
    """A word of a line, without a label such as `md5:` and without the punctuation at its end.

    A colon goes last: the network `2001:db8::` ends in two.
    """
    if len(word) > LONGEST:
        return None
    bare = (_LABELLED.sub("", word, count=1) if _LABELLED.match(word) else word).rstrip(_ENDS)
    return _classified(bare) or (_classified(bare.rstrip(_ENDS + ":")) if bare.endswith(":") else None)


@lru_cache(maxsize=20_000)
def _classified(text: str) -> Observable | None:
    for read in _READERS:
        found = read(text)
        if found is not None:
            return found
    return None


def _hash_of(text: str) -> Observable | None:
    kind = _HASH_KINDS.get(len(text))
    return Observable(kind, text.lower()) if kind and _HEX.fullmatch(text) else None


def _path_of(text: str) -> Observable | None:
    """`host/path` without a scheme; a date or a fraction (`12/2025`) has no host."""
    return url_of(text) if "/" in text and "://" not in text and not text.startswith("/") else None


def _scheme_of(text: str) -> Observable | None:
    return url_of(text) if "://" in text else None


# In this order: what comes first is the narrower reading.
_READERS: Final[tuple[Callable[[str], Observable | None], ...]] = (
    _scheme_of, _hash_of, wallet_of, account_of, mail_of, address_of, domain_of, _path_of,
)  # fmt: skip
