"""The keys by which observables are compared: equality of 128 bits, whatever the value's length.

An indicator is stored under its held keys; a question asks its asked keys. They meet where the two mean the same, though one
side may have been written with less: a URL without its scheme, an account without its service, a profile's address.
"""

import hashlib
import ipaddress
from collections.abc import Iterable, Iterator
from typing import Final
from uuid import UUID

from minassa.cyber.observables.accounts import account_of_profile
from minassa.cyber.observables.types import Kind, Observable

_ANY: Final = "*"
_NONE: Final = ""


def held_keys(one: Observable) -> frozenset[UUID]:
    """The keys under which an indicator's observable is stored."""
    return frozenset(map(_digest, _held(one)))


def asked_keys(one: Observable) -> frozenset[UUID]:
    """The keys that find an observable among what is stored, itself only: networks around it are asked apart."""
    return frozenset(map(_digest, _asked(one)))


def networks_around(one: Observable, lengths: Iterable[int]) -> tuple[Observable, ...]:
    """The networks of these prefix lengths that hold an address."""
    if one.kind not in {Kind.IPV4, Kind.IPV6}:
        return ()
    own = ipaddress.ip_network(one.value)
    wider = sorted(length for length in set(lengths) if length < own.prefixlen)
    return tuple(Observable(one.kind, str(own.supernet(new_prefix=length))) for length in wider)


def _digest(parts: tuple[str, str, str]) -> UUID:
    return UUID(bytes=hashlib.blake2b("\0".join(parts).encode(), digest_size=16).digest())


def _held(one: Observable) -> Iterator[tuple[str, str, str]]:
    if one.kind is Kind.ACCOUNT:
        yield one.kind, one.system, one.value
        yield one.kind, _ANY, one.value
        return
    yield one.kind, "", one.value
    if one.kind is Kind.URL:
        yield one.kind, _ANY, one.value.partition("//")[2]
        profile = account_of_profile(one.value)
        yield from _held(profile) if profile else ()


def _asked(one: Observable) -> Iterator[tuple[str, str, str]]:
    if one.kind is Kind.ACCOUNT:
        yield (one.kind, one.system, one.value) if one.system else (one.kind, _ANY, one.value)
        yield one.kind, _NONE, one.value
        return
    if one.kind is Kind.URL and one.value.startswith("//"):
        yield one.kind, _ANY, one.value[2:]
    else:
        yield one.kind, "", one.value
        if one.kind is Kind.URL:
            yield one.kind, "", "//" + one.value.partition("//")[2]
    profile = account_of_profile(one.value) if one.kind is Kind.URL else None
    yield from _asked(profile) if profile else ()
