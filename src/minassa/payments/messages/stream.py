"""One face for all kinds: a stream of bytes in, transactions, control totals and a break out."""

from collections.abc import Iterator
from dataclasses import replace

from minassa.payments.messages.iso import MOST_WITHOUT, read_iso
from minassa.payments.messages.letters import UNREADABLE, Letters, Readable
from minassa.payments.messages.mt103 import read_mt103
from minassa.payments.messages.numbers import is_card, numbers_in, without_cards
from minassa.payments.messages.types import (
    Event,
    NotPaymentsError,
    Number,
    NumberKind,
    Party,
    Problem,
    Role,
    Text,
    Transaction,
    once,
)

_UNTOUCHED = frozenset({NumberKind.IBAN, NumberKind.BIC, NumberKind.LEI, NumberKind.CARD, NumberKind.WALLET})
_BLANK = b" \t\r\n\x01\xef\xbb\xbf"


def read_messages(stream: Readable) -> Iterator[Event]:
    """The events of a payments file, told by its first letters: `<` is ISO 20022, `{` MT103.

    Memory does not grow with the file. Raises NotPaymentsError, and RefusedMarkupError for a file that declares a document type.
    """
    head = _Peeked(stream)
    first = head.head.lstrip(_BLANK)[:2]
    if first.startswith(b"{"):
        events = read_mt103(Letters(head, MOST_WITHOUT))
    elif b"<" in head.head[:4] + first:
        events = read_iso(Letters(head, MOST_WITHOUT))
    else:
        raise NotPaymentsError
    for one in events:
        yield finished(one) if isinstance(one, Transaction) else one


def finished(one: Transaction) -> Transaction:
    """A transaction with the identifiers that stand in its free words, and no card's number whole outside of `Number.value`."""
    written = [(text.text, text.path) for text in one.texts]
    for party in one.parties:
        written += [(party.name, f"{party.path}/Nm"), *((line, f"{party.path}/PstlAdr") for line in party.address)]
    found = once([number for text, path in written for number in numbers_in(text, path)])
    parties = tuple(_party(party) for party in one.parties)
    known = {(number.kind, number.value) for party in parties for number in party.numbers}
    loose = tuple(number for number in found if (number.kind, number.value) not in known)
    if loose:
        parties = (*parties, Party(Role.OTHER, "", numbers=loose))
    problems = one.problems
    if any(UNREADABLE in text for text, _path in written) and (Problem.BROKEN_LETTERS, "") not in problems:
        problems = (*problems, (Problem.BROKEN_LETTERS, ""))
    texts = tuple(Text(without_cards(text.text), text.path) for text in one.texts)
    return replace(one, parties=parties, texts=texts, problems=problems)


def _party(party: Party) -> Party:
    return replace(
        party,
        name=without_cards(party.name),
        address=tuple(without_cards(line) for line in party.address),
        numbers=tuple(_number(one) for one in party.numbers),
    )


def _number(one: Number) -> Number:
    if one.kind in _UNTOUCHED or not is_card(one.value):
        return one
    return replace(one, kind=NumberKind.CARD, value=one.value.replace(" ", "").replace("-", ""))


class _Peeked:
    """A stream whose first bytes were looked at."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self.head = stream.read(1 << 12)
        self._held = self.head

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes."""
        if self._held:
            given, self._held = self._held, b""
            return given + self._stream.read(max(size - len(given), 0) if size >= 0 else -1)
        return self._stream.read(size)
