"""ISO 20022: pain.001, pacs.008, pacs.009 and camt.053, read one transaction at a time.

Elements are known by their local names, within a namespace of one of these messages in any version. What a batch or message says for all
its transactions (the debtor of a pain.001) stands in each of them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from lxml import etree

from minassa.payments.messages.amounts import amount_of, number_of
from minassa.payments.messages.letters import UNREADABLE, BudgetError, Letters, Markup
from minassa.payments.messages.numbers import without_cards
from minassa.payments.messages.parts import parties_of, texts_of
from minassa.payments.messages.tree import child, local, text_at
from minassa.payments.messages.types import (
    BrokenOff,
    Event,
    NotPaymentsError,
    Party,
    Problem,
    Text,
    Total,
    Transaction,
)

SORTS: Final = ("pain.001", "pacs.008", "pacs.009", "camt.053")
MOST_WITHOUT: Final = 2_000_000
"""Letters between two whole transactions: no transaction and no head of a message is longer."""
MOST_PARTIES: Final = 60
MOST_TEXTS: Final = 100
LONGEST_RAW: Final = 20_000
_NAMESPACE: Final = re.compile(
    r"urn:iso:std:iso:20022:tech:xsd:(pain\.001|pacs\.008|pacs\.009|camt\.053)\.001\.(\d{2})"
)
_HELD: Final = ("Document", "GrpHdr", "PmtInf", "CdtTrfTxInf", "Stmt", "Ntry", "TxDtls")
_REFERENCES: Final = {
    "InstrId": "instruction", "EndToEndId": "end-to-end", "TxId": "transaction", "UETR": "uetr", "AcctSvcrRef": "transaction",
    "NtryRef": "entry",
}  # fmt: skip
_DAYS: Final = ("IntrBkSttlmDt", "ReqdExctnDt", "ValDt", "BookgDt")
_NONE: Final = Decimal(0)

Node = Any


@dataclass(slots=True)
class _Level:
    """A message, batch, statement or entry while it is read: what it says for all its transactions, and its totals."""

    node: Node
    path: str
    parties: tuple[Party, ...] = ()
    texts: tuple[Text, ...] = ()
    reference: str = ""
    stated_count: int | None = None
    stated_sum: Decimal | None = None
    count: int = 0
    sum: Decimal = _NONE
    pending: Transaction | None = None
    is_read: bool = False


def read_iso(letters: Letters) -> Iterator[Event]:
    """The transactions and control totals of a file. Raises NotPaymentsError where it holds none of these messages.

    A file that breaks off gives `BrokenOff` as its last event, after all that stood before.
    """
    reader = _Reader()
    found = False
    try:
        for event, node in _nodes(letters):
            for one in reader.take(event, node):
                found = True
                letters.mark()
                yield one
    except NotPaymentsError:
        raise
    except BudgetError:
        if not reader.sort:
            raise NotPaymentsError from None
        yield BrokenOff("")
    except etree.XMLSyntaxError as error:
        if not reader.sort:
            raise NotPaymentsError(str(error.lineno)) from error
        yield BrokenOff(str(error.lineno))
    if not reader.sort and not found:
        raise NotPaymentsError


def _nodes(letters: Letters) -> Iterator[tuple[str, Node]]:
    nodes: Iterator[tuple[str, Node]] = etree.iterparse(
        Markup(letters),
        events=("start", "end"),
        tag=[f"{{*}}{name}" for name in _HELD],
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    return nodes


class _Reader:
    """Where in the file the reading stands."""

    def __init__(self) -> None:
        self.sort = ""
        self._number = 0
        self._levels: list[_Level] = []
        self._counts: dict[str, int] = {}

    def take(self, event: str, node: Node) -> Iterator[Event]:
        """What an element that begins or ends gives."""
        name = local(node)
        if event == "start":
            self._begin(name, node)
        elif name == "CdtTrfTxInf" and self._is_ours(node):
            yield self._transaction(node)
            _drop(node)
        elif name == "TxDtls" and self._is_ours(node):
            entry = self._level("Ntry")
            if entry is not None:
                if entry.pending is not None:
                    yield entry.pending
                entry.pending = self._transaction(node, entry)
            _drop(node)
        elif name == "Ntry" and self._is_ours(node):
            yield from self._entry(node)
            _drop(node)
        elif name in {"PmtInf", "Stmt", "Document"} and self._levels and self._levels[-1].node is node:
            yield from self._ended(self._levels.pop())
            _drop(node)

    def _entry(self, node: Node) -> Iterator[Event]:
        """What an entry of a statement gives when it ends: itself, or the last of its details with the note that stands behind them."""
        entry = self._levels.pop() if self._levels and self._levels[-1].node is node else None
        if entry is None:
            return
        if entry.pending is None:
            yield self._transaction(node)
            return
        statement = self._levels[-1]
        statement.count += 1
        statement.sum += number_of(text_at(node, "Amt")) or _NONE
        note = text_at(node, "AddtlNtryInf")
        notes = (Text(note, f"{entry.path}/AddtlNtryInf"),) if note else ()
        yield replace(entry.pending, texts=(*entry.pending.texts, *notes))

    def _begin(self, name: str, node: Node) -> None:
        if name == "Document":
            found = _NAMESPACE.fullmatch(etree.QName(node).namespace or "")
            if found is None:
                raise NotPaymentsError(etree.QName(node).namespace or "")
            self.sort = f"{found[1]}.001.{found[2]}"
            self._levels, self._counts = [_Level(node, "Document")], {}
        elif name in {"PmtInf", "Stmt", "Ntry"} and self._levels:
            self._read(self._levels[0])
            self._counts[name] = self._counts.get(name, 0) + 1
            above = self._levels[-1]
            self._levels.append(_Level(node, f"{above.path}/{name}[{self._counts[name]}]"))

    def _is_ours(self, node: Node) -> bool:
        return bool(self._levels) and etree.QName(node).namespace == etree.QName(self._levels[0].node).namespace

    def _level(self, name: str) -> _Level | None:
        return next((one for one in reversed(self._levels) if local(one.node) == name), None)

    def _transaction(self, node: Node, entry: _Level | None = None) -> Transaction:
        """A transaction with what its levels say for it."""
        self._number += 1
        for level in self._levels:
            self._read(level)
        top = self._levels[-1]
        path = f"{top.path}/{local(node)}[{top.count + 1}]"
        parties = [*(one for level in self._levels for one in level.parties), *parties_of(node, path)]
        texts = [*(one for level in self._levels for one in level.texts), *texts_of(node, path)]
        written, currency = _amount(node, entry)
        amount, problems = amount_of(written, currency)
        top.count += 1
        top.sum += amount or _NONE
        if top is not self._levels[0] and local(top.node) != "Ntry":
            self._levels[0].count += 1
            self._levels[0].sum += amount or _NONE
        raw = etree.tostring(node, encoding="unicode", with_tail=False)
        if UNREADABLE in raw:
            problems.append((Problem.BROKEN_LETTERS, ""))
        if len(parties) > MOST_PARTIES or len(texts) > MOST_TEXTS or len(raw) > 50 * LONGEST_RAW:
            problems.append((Problem.TOO_LONG, ""))
        if not any(one.name or one.numbers for one in parties):
            problems.append((Problem.NO_PARTY, ""))
        return Transaction(
            number=self._number,
            sort=self.sort,
            references=self._references(node),
            amount=amount,
            currency=currency,
            day=_day(node, self._levels),
            parties=tuple(parties[:MOST_PARTIES]),
            texts=tuple(texts[:MOST_TEXTS]),
            problems=tuple(problems),
            raw=without_cards(raw)[:LONGEST_RAW] if problems else "",
        )

    def _references(self, node: Node) -> dict[str, str]:
        found = {"message": self._levels[0].reference}
        if len(self._levels) > 1 and self._levels[1].reference:
            found["batch"] = self._levels[1].reference
        for one in node.iter():
            if (name := _REFERENCES.get(local(one))) and one.text and name not in found:
                found[name] = one.text.strip()[:100]
        return {name: value[:100] for name, value in found.items() if value}

    def _read(self, level: _Level) -> None:
        """Read what a level says for all its transactions, once: it stands before the first of them."""
        if level.is_read:
            return
        level.is_read = True
        node, name = level.node, local(level.node)
        if name == "Document":
            message = next(iter(node), None)
            head = child(message, "GrpHdr") if message is not None else None
            if head is None:
                return
            level.path = f"Document/{local(message)}"
            level.reference = text_at(head, "MsgId")
            level.parties = tuple(parties_of(head, f"{level.path}/GrpHdr"))
            level.stated_count, level.stated_sum = _totals(head)
        else:
            level.reference = text_at(node, "PmtInfId") or text_at(node, "Id")
            # The parser may have read ahead: what stands behind the transactions is left to the end of its element.
            held = ("CdtTrfTxInf", "Ntry", "NtryDtls", "AddtlNtryInf")
            level.parties = tuple(parties_of(node, level.path, without=held))
            level.texts = tuple(texts_of(node, level.path, without=held))
            level.stated_count, level.stated_sum = _totals(node) if name != "Ntry" else (None, None)

    def _ended(self, level: _Level) -> Iterator[Event]:
        self._levels.append(level)
        self._read(level)
        self._levels.pop()
        if level.stated_count is None and level.stated_sum is None:
            return
        yield Total(
            self.sort,
            level.reference,
            level.path,
            level.stated_count,
            level.stated_sum,
            level.count,
            level.sum,
        )


def _totals(node: Node) -> tuple[int | None, Decimal | None]:
    """What a head states: the number of its transactions and the sum of their amounts."""
    summary = child(node, "TxsSummry")
    entries = child(summary, "TtlNtries") if summary is not None else None
    if local(node) == "Stmt" and entries is not None:
        count, total = text_at(entries, "NbOfNtries"), text_at(entries, "Sum")
    else:
        count, total = text_at(node, "NbOfTxs"), text_at(node, "CtrlSum")
    return (int(count) if count.isascii() and count.isdigit() and len(count) < 16 else None), number_of(total)


def _amount(node: Node, entry: _Level | None) -> tuple[str, str]:
    """The amount that is moved and its currency, as they are written."""
    found = child(node, "IntrBkSttlmAmt")
    if found is None:
        amount = child(node, "Amt")
        found = (
            amount if amount is None or len(amount) == 0 else next(iter(amount.iter("{*}InstdAmt", "{*}EqvtAmt")), None)
        )
        if found is not None and local(found) == "EqvtAmt":
            found = child(found, "Amt")
    if found is None:
        details = child(node, "AmtDtls")
        found = next(iter(details.iter("{*}Amt")), None) if details is not None else None
    if found is None and entry is not None:
        found = child(entry.node, "Amt")
    return ("", "") if found is None else (found.text or "", found.get("Ccy", ""))


def _day(node: Node, levels: list[_Level]) -> str:
    for one in (node, *(level.node for level in reversed(levels))):
        for name in _DAYS:
            found = child(one, name)
            if found is not None:
                written = (found.text or "").strip() or "".join(found.itertext()).strip()
                return written[:10]
    return ""


def _drop(node: Node) -> None:
    """Let go of an element that was read, and of those like it before it."""
    node.clear(keep_tail=True)
    above = node.getparent()
    while above is not None and (before := node.getprevious()) is not None and before.tag == node.tag:
        above.remove(before)
