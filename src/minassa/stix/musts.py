"""What an object must hold to beyond its schema (STIX 2.1): times that exist and follow each other, selectors that select."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Final

from minassa.stix.schemas import observables
from minassa.stix.types import Code, Json, Stix

Finding = tuple[Code, str]

# Of two times, whether the later one must be later, or may be the same (the specification says so for each pair).
_ORDERS: Final[tuple[tuple[str, str, bool], ...]] = (
    ("created", "modified", True),
    ("first_seen", "last_seen", True),
    ("first_observed", "last_observed", True),
    ("valid_from", "valid_until", False),
    ("start_time", "stop_time", False),
    ("start", "end", True),
)
_CORE_TIMES: Final = frozenset({"created", "modified"})
_SEEN: Final = frozenset({"first_seen", "last_seen"})
_FILE: Final = frozenset({"ctime", "mtime", "atime"})
_ACCOUNT: Final = frozenset(
    {"account_created", "account_expires", "account_first_login", "account_last_login", "credential_last_changed"}
)
# The times that the specification gives a type beside those of all: elsewhere such a name is somebody's own, and may hold anything.
_TIMES: Final[Mapping[str, frozenset[str]]] = {
    **dict.fromkeys(("campaign", "infrastructure", "intrusion-set", "malware", "sighting", "threat-actor"), _SEEN),
    **dict.fromkeys(("directory", "file"), _FILE),
    "email-message": frozenset({"date"}),
    "indicator": frozenset({"valid_from", "valid_until"}),
    "language-content": frozenset({"object_modified"}),
    "malware-analysis": frozenset({"submitted", "analysis_started", "analysis_ended"}),
    "network-traffic": frozenset({"start", "end"}),
    "observed-data": frozenset({"first_observed", "last_observed"}),
    "process": frozenset({"created_time"}),
    "relationship": frozenset({"start_time", "stop_time"}),
    "report": frozenset({"published"}),
    "user-account": _ACCOUNT,
    "windows-registry-key": frozenset({"modified_time"}),
    "x509-certificate": frozenset({"validity_not_before", "validity_not_after"}),
}
_INDEX: Final = re.compile(r"\[(\d{1,6})\]\Z")


def broken_musts(one: Stix) -> Iterator[Finding]:
    """Each rule that the object breaks, with the place. The object has passed its schema."""
    yield from _times(one)
    if "granular_markings" in one:
        yield from _selectors(one)
    if one["type"] == "marking-definition":
        yield from _circular(one)


def instant(time: str) -> tuple[str, str]:
    """A STIX timestamp in a form that sorts by time, however many digits its fraction has."""
    whole, _point, fraction = time.removesuffix("Z").partition(".")
    return whole, fraction.rstrip("0")


def _times(one: Stix) -> Iterator[Finding]:
    there = {name: one[name] for name in _times_of(one["type"]) if isinstance(one.get(name), str)}
    for name, time in there.items():
        if (time[8:10] > "28" or time[:4] == "0000") and not _exists(time):
            yield Code.TIME, name
    for early, late, same in _ORDERS:
        if early in there and late in there:
            before, after = instant(there[early]), instant(there[late])
            if before > after or (before == after and not same):
                yield Code.TIME, f"{early}, {late}"


@lru_cache(maxsize=256)
def _times_of(type_: str) -> frozenset[str]:
    own = _TIMES.get(type_, frozenset())
    return own if type_ in observables() else own | _CORE_TIMES


def _exists(time: str) -> bool:
    """Whether there is such a day. The schema has checked the digits, and lets the 30th of February pass."""
    try:
        date.fromisoformat(time[:10])
    except ValueError:
        return False
    return True


def _selectors(one: Stix) -> Iterator[Finding]:
    for marking in one["granular_markings"]:
        for selector in marking["selectors"]:
            if not _selects(one, selector):
                yield Code.SELECTOR, "granular_markings"


def _selects(one: Json, selector: str) -> bool:
    """Whether the selector (STIX 2.1, 7.2.3.1) leads to something."""
    at = one
    for step in selector.split("."):
        index = _INDEX.match(step)
        if index and isinstance(at, list) and int(index[1]) < len(at):
            at = at[int(index[1])]
        elif isinstance(at, Mapping) and step in at:
            at = at[step]
        else:
            return False
    return True


def _circular(one: Stix) -> Iterator[Finding]:
    marks = [
        *one.get("object_marking_refs", ()),
        *(each.get("marking_ref") for each in one.get("granular_markings", ())),
    ]
    if one["id"] in marks:
        yield Code.CIRCULAR, "object_marking_refs"
