"""Acts: everything that can be done is registered once, with the roles it needs and what it costs to do it.

An act's name is also its name in the audit log. Each room registers its own acts in its `acts.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from minassa.access.types import EVERYONE, Role


class ActKind(StrEnum):
    """Reading, writing, or administering people and rights."""

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"


READ: Final = ActKind.READ
WRITE: Final = ActKind.WRITE
ADMIN: Final = ActKind.ADMIN

CALENDAR_SCOPE: Final = "calendar:follow"
"""The one scope of a link that a calendar program polls (`add_link`); no token for a program has it."""


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that can be done.

    `audited`: successes are logged too (refusals always are). `forwards`: it passes data on, so that handling codes may
    forbid it. `scope`: what an API token needs; an act without scope cannot be done with a token. `personal`: about what belongs
    to the person alone, such as their notices, or names them, so that roles that see no content do it too.
    """

    name: str
    roles: frozenset[Role]
    kind: ActKind
    audited: bool
    purpose_required: bool
    step_up: bool
    two_person: bool
    forwards: bool
    scope: str
    personal: bool = False


_ACTS: Final[dict[str, Act]] = {}


def act(  # noqa: PLR0913 - a declaration: every property is named where an act is registered
    name: str,
    *,
    roles: Iterable[Role] = EVERYONE,
    kind: ActKind = READ,
    audited: bool = True,
    purpose_required: bool = False,
    step_up: bool = False,
    two_person: bool = False,
    forwards: bool = False,
    scope: str = "",
    personal: bool = False,
) -> Act:
    """Register an act and give it back, so that it can be a constant. A name is registered once (ValueError)."""
    if name in _ACTS:
        raise ValueError(f"act {name} is registered twice")
    made = Act(name, frozenset(roles), kind, audited, purpose_required, step_up, two_person, forwards, scope, personal)
    _ACTS[name] = made
    return made


def all_acts() -> tuple[Act, ...]:
    """All registered acts by name, for the docs and the tests."""
    return tuple(sorted(_ACTS.values(), key=lambda one: one.name))


def scopes() -> frozenset[str]:
    """All scopes that a token for a program can be given."""
    return frozenset(one.scope for one in _ACTS.values() if one.scope) - {CALENDAR_SCOPE}


def act_named(name: str) -> Act:
    """The act of this name. Raises KeyError."""
    return _ACTS[name]
