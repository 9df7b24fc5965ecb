"""Whose key signs for an agency, and which passkeys a person has: asked of whoever keeps them, which stands above this room."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from minassa.base import Invalid
from minassa.meetings.text import faults


@dataclass(frozen=True, slots=True)
class AgencyKeys:
    """Two questions to whoever keeps keys.

    `publics`: the public halves (Ed25519, 32 bytes) that count for an agency now. `sign`: this node's signature for one of its own
    agencies, as the public half and 64 bytes; None for an agency of another node, which signs there.
    """

    publics: Callable[[UUID], tuple[bytes, ...]]
    sign: Callable[[UUID, bytes], tuple[bytes, bytes] | None]


_KEEPERS: Final[list[AgencyKeys]] = []


def keys_from(keeper: AgencyKeys) -> None:
    """Register who keeps the keys of agencies, once, when Django has started; the last one counts."""
    _KEEPERS[:] = [keeper]


def publics_of(agency: UUID) -> tuple[bytes, ...]:
    """The public keys that count for an agency now. Raises Invalid for none."""
    found = _KEEPERS[0].publics(agency) if _KEEPERS else ()
    if not found:
        raise Invalid(faults.NO_KEY)
    return found


def signed_here(agency: UUID, message: bytes) -> tuple[bytes, bytes]:
    """This node's signature for an agency of its own. Raises Invalid where it keeps no key of that agency."""
    found = _KEEPERS[0].sign(agency, message) if _KEEPERS else None
    if found is None:
        raise Invalid(faults.NO_KEY)
    return found


Passkeys = Callable[[UUID], Mapping[bytes, bytes]]
"""A person's passkeys on file: each credential's id, and its public key as SubjectPublicKeyInfo."""
_PASSKEYS: Final[list[Passkeys]] = []


def passkeys_from(keeper: Passkeys) -> None:
    """Register who keeps people's passkeys, once, when Django has started; the last one counts."""
    _PASSKEYS[:] = [keeper]


def passkeys_of(person: UUID) -> Mapping[bytes, bytes]:
    """A person's passkeys by credential; none where nobody keeps them."""
    return _PASSKEYS[0](person) if _PASSKEYS else {}
