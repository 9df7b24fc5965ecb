"""Verifying an exported log anywhere, without the node: needs the file and the log's public key, nothing else."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from minassa.audit.found import Found
from minassa.audit.keys import Ring, Verifier
from minassa.audit.notes import HANDOVER, open_statement, opened
from minassa.audit.tree import Growing, hash_leaf
from minassa.audit.types import Checkpoint, Verification
from minassa.base import canonical_json

LONGEST_ENTRY: Final = 100_000


def verify_export(entries: Iterable[str], *, key: str, against: str = "") -> Verification:
    """The verdict on the entries of an export that begins with line 0; streams.

    `key` is the log's verifier key as its node handed it out, once or whenever it was changed: the export tells how one key
    followed the other, each signed by the one before. `against` a checkpoint's note kept elsewhere. Without the
    node's seals a fault is told by the span of lines between two checkpoints. ValueError for a key that is none.
    """
    verifier, size = Ring.parse(key).verifiers[0], 0
    try:
        reading = _Reading(verifier, against)
        for number, entry in enumerate(entries, 1):
            reading.take(number, _parsed(number, entry))
            size = reading.tree.size
        reading.end()
    except Found as found:
        return found.verdict(size=size)
    return Verification(ok=True, size=size, waiting=0)


class _Reading:
    """The tree of the lines read so far, held against each checkpoint."""

    def __init__(self, verifier: Verifier, against: str) -> None:
        self.verifier = verifier
        self.tree = Growing()
        self.signed = 0
        self.against = against
        self.kept = _stated_size(against) if against else None

    def take(self, number: int, entry: Mapping[str, Any]) -> None:
        """Read one entry; the first names the log."""
        if number == 1:
            if entry.get("log") != self.verifier.text():
                raise Found("other-log")
        elif "checkpoint" in entry:
            self._checkpoint(self._opened(str(entry["checkpoint"]), "checkpoint-altered"))
        elif "handover" in entry:
            self._hand_over(str(entry["handover"]))
        elif isinstance(entry.get("line"), dict):
            self._line(entry)
        else:
            raise Found("not-export", entry=number)

    def end(self) -> None:
        """What only shows at the end: lines that nobody signed, and a checkpoint kept elsewhere that goes further."""
        if not self.signed or self.signed != self.tree.size:
            raise Found("not-whole")
        if self.kept is not None and self.kept > self.tree.size:
            self._opened(self.against, "against")
            raise Found("cut-off", self.tree.size + 1, size=self.kept)

    def _line(self, entry: Mapping[str, Any]) -> None:
        expected, position = self.tree.size, entry.get("position")
        if position != expected:
            raise Found("removed" if isinstance(position, int) and position > expected else "reordered", expected + 1)
        try:
            self.tree.add(hash_leaf(canonical_json(entry["line"])))
        except ValueError as error:
            raise Found("altered", expected + 1) from error
        if self.kept == self.tree.size:  # by now the key is the one of its time
            self._checkpoint(self._opened(self.against, "against"))

    def _checkpoint(self, stated: Checkpoint) -> None:
        if stated.size != self.tree.size or stated.root != self.tree.root():
            raise Found("root", self.signed + 1, size=stated.size)
        self.signed = stated.size

    def _hand_over(self, note: str) -> None:
        """From here on another key signs: the one before says which, and for which log of how many lines."""
        try:
            text, _log = open_statement(HANDOVER, note, self.verifier.text())
            stated = json.loads(text)
            following = Verifier.parse(stated["to"])
            fits = (stated["size"], stated["root"]) == (self.tree.size, self.tree.root().hex())
            open_statement(HANDOVER, note, following.text())
        except (ValueError, KeyError, TypeError) as error:
            raise Found("handover", size=self.tree.size) from error
        if not fits or following.name != self.verifier.name:
            raise Found("handover", size=self.tree.size)
        self.verifier = following

    def _opened(self, note: str, otherwise: str) -> Checkpoint:
        try:
            return opened(note, self.verifier)
        except ValueError as error:
            raise Found(otherwise, size=self.tree.size) from error


def _stated_size(note: str) -> int:
    """How many lines a checkpoint counts, whoever signed it."""
    try:
        return int(note.split("\n")[1])
    except (ValueError, IndexError) as error:
        raise Found("against") from error


def _parsed(number: int, entry: str) -> Mapping[str, Any]:
    try:
        found = json.loads(entry) if len(entry) <= LONGEST_ENTRY else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Found("not-export", entry=number)
    return found
