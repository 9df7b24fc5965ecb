"""Faults: everything that can go wrong for a user, with one code, one status and one sentence each.

    Fault
    ├── NotFound      404  exit 1   absent, or hidden from this actor: the two look the same
    ├── Refused       403  exit 1   the access decision said no to the act itself
    ├── Invalid       422  exit 1   the input cannot be taken as it is
    ├── Conflict      409  exit 1   somebody else changed it first, or it exists already
    ├── PeerFault     502  exit 1   another node or a list's publisher answered wrongly
    └── Unavailable   503  exit 1   a part of this node is not ready

A room registers its codes once, at import, with `fault_code`; raising an unregistered code is a programming error.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from django.utils.functional import Promise

from minassa.base.sentences import filled

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a fault says: what happened, and what the user can do next. Both may hold %(param)s marks."""

    what: Text
    next_step: Text


_SENTENCES: Final[dict[str, Sentence]] = {}


def fault_code(code: str, what: Text, next_step: Text) -> str:
    """Register a code (`room.what-happened`) with its sentence and give it back, so that it can be a constant."""
    if code in _SENTENCES:
        raise ValueError(f"fault code {code} is registered twice")
    _SENTENCES[code] = Sentence(what, next_step)
    return code


def fault_codes() -> Mapping[str, Sentence]:
    """All registered codes with their sentences, for the docs and the translators."""
    return dict(_SENTENCES)


class Fault(Exception):  # noqa: N818 - "fault" is our word for what a user is told; an error is a bug
    """A refusal or failure that a user is told about in their language.

    `params` fill the sentence's marks; they never hold a person's name, because faults reach log lines.
    """

    status: ClassVar[int] = 500
    exit_code: ClassVar[int] = 1

    def __init__(self, code: str, **params: object) -> None:
        """Keep the code and its parameters; an unregistered code raises KeyError at once."""
        self.sentence = _SENTENCES[code]
        self.code = code
        self.params = params
        super().__init__(code)

    @property
    def what(self) -> str:
        """What happened, in the active language."""
        return filled(self.sentence.what, self.params)

    @property
    def next_step(self) -> str:
        """What the user can do about it, in the active language."""
        return filled(self.sentence.next_step, self.params)

    def __str__(self) -> str:
        return f"{self.what} {self.next_step}".strip()


class NotFound(Fault):
    """Absent, or hidden from this actor."""

    status = 404


class Refused(Fault):
    """The access decision said no to the act."""

    status = 403


class Invalid(Fault):
    """The input cannot be taken as it is."""

    status = 422


class Conflict(Fault):
    """It exists already, or somebody else changed it first."""

    status = 409


class PeerFault(Fault):
    """Another node, or a list's publisher, answered wrongly or not at all."""

    status = 502


class Unavailable(Fault):
    """A part of this node is not ready."""

    status = 503
