"""Kinds of notices: each room registers its own once, with the sentence, what it is called, and how urgent it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class Urgency(StrEnum):
    """How much a notice wants of its reader.

    QUIET: told in one line a day. NORMAL: a notice of its own. URGENT: a bar on every page until it is acknowledged.
    """

    QUIET = "quiet"
    NORMAL = "normal"
    URGENT = "urgent"


class Delivery(StrEnum):
    """How a person wants to be told of a kind: each notice at once, one line a day, or not at all."""

    EACH = "each"
    DAILY = "daily"
    OFF = "off"


class _Omitted(dict[str, str]):
    """Whatever a sentence asks for, left out."""

    def __missing__(self, _part: str) -> str:
        return "…"


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """A kind of notice. `topic` is what people switch on and off, such as "Changed answers to checks".

    `addressed`: it asks something of the very person who gets it, so it cannot be switched off; what is urgent neither.
    """

    kind: str
    sentence: Text
    topic: Text
    urgency: Urgency
    addressed: bool

    @property
    def outline(self) -> str:
        """The sentence with … for its parts, in the reader's language: tells kinds of one topic apart."""
        return (str(self.sentence) % _Omitted()).replace("….", "…")

    @property
    def can_be_switched(self) -> bool:
        """Whether a person may have it daily, or not at all."""
        return not self.addressed and self.urgency is not Urgency.URGENT

    @property
    def first_delivery(self) -> Delivery:
        """How it is told to whoever has chosen nothing."""
        return Delivery.DAILY if self.urgency is Urgency.QUIET and not self.addressed else Delivery.EACH


_OTHER_NEWS: Final = _("Other news")
_KINDS: Final[dict[str, NoticeKind]] = {}


def notice_kind(
    kind: str,
    sentence: Text,
    *,
    topic: Text = _OTHER_NEWS,
    urgency: Urgency = Urgency.NORMAL,
    addressed: bool = False,
) -> str:
    """Register a kind of notice with its sentence, which may hold %(param)s marks; give the kind back.

    The sentence says what happened and where, never what a labelled thing says: a notice bears no marks but its reader's.
    """
    if kind in _KINDS:
        raise ValueError(f"notice kind {kind} is registered twice")
    _KINDS[kind] = NoticeKind(kind, sentence, topic, urgency, addressed)
    return kind


def notice_kinds() -> Mapping[str, NoticeKind]:
    """All registered kinds, for the inbox, the docs and the translators."""
    return dict(_KINDS)


def kind_named(kind: str) -> NoticeKind:
    """A kind by its name. Raises KeyError."""
    return _KINDS[kind]
