"""Another TAXII 2.1 server as its client sees it: one page of a collection's objects at a time. Knows no database."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import orjson

from minassa.base import PeerFault
from minassa.base.fetch import send
from minassa.base.settings import Fetch
from minassa.exchange import faults

TAXII: Final = "application/taxii+json;version=2.1"
PAGE_SIZE: Final = 1_000
MOST_MEGABYTES: Final = 32
_ADDED_LAST: Final = "x-taxii-date-added-last"
_LONGEST_MOMENT: Final = 64
_LONGEST_NEXT: Final = 4_000
_OK: Final = 200
_CLIENT_ERRORS: Final = frozenset({400, 404, 410, 416, 422})
_CREDENTIALS: Final = frozenset({401, 403})


@dataclass(frozen=True, slots=True)
class Remote:
    """Where a collection's objects are (`.../objects/`), and what opens it: "name:password", a token, or nothing."""

    objects: str
    secret: str = ""

    @property
    def host(self) -> str:
        """The server's name, for sentences."""
        return urlsplit(self.objects).hostname or ""

    def headers(self, accept: str = TAXII) -> dict[str, str]:
        """The request's headers; a secret with a colon is for HTTP Basic, another is a Bearer token."""
        given = {"Accept": accept}
        if ":" in self.secret:
            given["Authorization"] = "Basic " + base64.b64encode(self.secret.encode()).decode("ascii")
        elif self.secret:
            given["Authorization"] = f"Bearer {self.secret}"
        return given


@dataclass(frozen=True, slots=True)
class RemotePage:
    """One page: its bytes, the moment of its last object in the server's own words, and whether and how it goes on."""

    body: bytes
    last: str
    more: bool
    next: str


class LostPlace(Exception):  # noqa: N818 - a turn of events that the caller knows what to do about, not an error
    """The server does not know any more where the last fetch stopped."""


def read_page(remote: Remote, *, after: str, page: str, limits: Fetch) -> RemotePage:
    """Ask for the objects added after a moment, from a page on. Raises LostPlace where the server refuses just that page.

    Raises PeerFault for whatever else the server does wrong, and the faults of `fetch`.
    """
    query = {"limit": str(PAGE_SIZE), **({"added_after": after} if after else {}), **({"next": page} if page else {})}
    answer = send(
        "GET",
        f"{remote.objects}?{urlencode(query)}",
        body=b"",
        headers=remote.headers(),
        limits=replace(limits, megabytes=min(limits.megabytes, MOST_MEGABYTES)),
    )
    if answer.status in _CLIENT_ERRORS and page:
        raise LostPlace
    if answer.status != _OK:
        code = faults.FEED_REFUSED
        raise PeerFault(code, host=remote.host, status=answer.status)
    return _page(remote.host, answer.headers, answer.body)


def _page(host: str, headers: Mapping[str, str], body: bytes) -> RemotePage:
    if not headers.get("content-type", "").lower().startswith("application/taxii+json"):
        raise PeerFault(faults.FEED_ANSWER, host=host)
    try:
        envelope: Any = orjson.loads(body)
    except ValueError:
        raise PeerFault(faults.FEED_ANSWER, host=host) from None
    if not isinstance(envelope, dict):
        raise PeerFault(faults.FEED_ANSWER, host=host)
    last, next_ = headers.get(_ADDED_LAST, ""), envelope.get("next", "")
    if not isinstance(next_, str) or len(next_) > _LONGEST_NEXT or len(last) > _LONGEST_MOMENT:
        raise PeerFault(faults.FEED_ANSWER, host=host)
    return RemotePage(body, last, envelope.get("more") is True and bool(envelope.get("objects")), next_)
