"""All subjects and edges of a node as arrays, saved as files that processes map and share.

Compressed sparse rows: `offsets[n]` to `offsets[n + 1]` are the steps from subject n. A step is an edge's number, doubled,
plus one where the edge is walked against its direction; `ends` has the subject where the step leads.
"""

import json
import shutil
import tempfile
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

import numpy as np

from minassa.records.graph.ids import ABSENT, IdTable, Ints, Places, Words, sorted_ids

VERSION: Final = 1
NEVER: Final = np.iinfo(np.int32).max
"""The day after all days: an edge without an end, or with its opposite, without a beginning."""
_MANY: Final = 500_000


class DamagedSnapshotError(ValueError):
    """A folder that is not a whole snapshot of this version: build it again."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What a snapshot is made of, column by column.

    Subjects: `high` and `low` halves of their ids, and their `label` (int64). Edges: halves of the id of the record that makes
    the edge, of its two ends, its `label`, its `kind` (a small number that the caller gives), and the days (since 1970, int32)
    on which it begins and ends, both included.
    """

    high: Words
    low: Words
    label: Ints
    edge_high: Words
    edge_low: Words
    source_high: Words
    source_low: Words
    target_high: Words
    target_low: Words
    edge_label: Ints
    kind: np.ndarray[Any, np.dtype[np.uint8]]
    since: Places
    until: Places


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The arrays. `labels` and `edge_labels` are places in `label_ids`; `sources` and `targets` are an edge's ends."""

    high: Words
    low: Words
    labels: np.ndarray[Any, np.dtype[np.uint16]]
    label_ids: Ints
    edge_high: Words
    edge_low: Words
    edge_labels: np.ndarray[Any, np.dtype[np.uint16]]
    kinds: np.ndarray[Any, np.dtype[np.uint8]]
    since: Places
    until: Places
    sources: Places
    targets: Places
    offsets: Ints
    steps: np.ndarray[Any, np.dtype[np.uint32]]
    ends: Places

    @property
    def ids(self) -> IdTable:
        """The subjects' ids: a subject's number is its place."""
        return IdTable(self.high, self.low)

    @property
    def subjects(self) -> int:
        """How many subjects there are."""
        return len(self.high)

    @property
    def edges(self) -> int:
        """How many edges there are."""
        return len(self.edge_high)

    def bounds_of(self, edge: int) -> tuple[int, int]:
        """Where an edge begins and ends."""
        return int(self.sources[edge]), int(self.targets[edge])

    @classmethod
    def of(cls, given: Columns) -> "Snapshot":
        """Build one. Edges whose end is not among the subjects are left out, and so are those from a subject to itself."""
        ids, order = sorted_ids(given.high, given.low)
        source = _in_pieces(ids, given.source_high, given.source_low)
        target = _in_pieces(ids, given.target_high, given.target_low)
        kept = np.flatnonzero((source != ABSENT) & (target != ABSENT) & (source != target))
        source, target = source[kept], target[kept]
        offsets, steps, ends = _rows(len(ids), source, target)
        label_ids = np.unique(np.concatenate([given.label, given.edge_label[kept]]))
        return cls(
            ids.high,
            ids.low,
            np.searchsorted(label_ids, given.label[order]).astype(np.uint16),
            label_ids,
            given.edge_high[kept],
            given.edge_low[kept],
            np.searchsorted(label_ids, given.edge_label[kept]).astype(np.uint16),
            given.kind[kept],
            given.since[kept],
            given.until[kept],
            source,
            target,
            offsets,
            steps,
            ends,
        )

    def save(self, folder: Path) -> None:
        """Write the arrays beside the folder, and move the whole one into its place."""
        beside = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", suffix=".part", dir=folder.parent))
        try:
            for one in fields(self):
                np.save(beside / f"{one.name}.npy", getattr(self, one.name))
            (beside / "whole.json").write_text(json.dumps({"version": VERSION, "edges": self.edges}))
            beside.rename(folder)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise

    @classmethod
    def open(cls, folder: Path) -> "Snapshot":
        """Map a saved one. Raises DamagedSnapshotError."""
        try:
            told = json.loads((folder / "whole.json").read_text())
            # Plain arrays over the mapped files: numpy's own class of mapped arrays pays for each slice.
            arrays = {one.name: np.asarray(np.load(folder / f"{one.name}.npy", mmap_mode="r")) for one in fields(cls)}
            opened = cls(**arrays)
        except (OSError, ValueError) as fault:
            raise DamagedSnapshotError(str(folder)) from fault
        if told != {"version": VERSION, "edges": opened.edges} or len(opened.steps) != 2 * opened.edges:
            raise DamagedSnapshotError(str(folder))
        return opened


def _in_pieces(ids: IdTable, high: Words, low: Words) -> Places:
    """The places of very many ids, with little memory beside them."""
    found = np.empty(len(high), dtype=np.int32)
    for start in range(0, len(high), _MANY):
        piece = slice(start, start + _MANY)
        found[piece] = ids.places(high[piece], low[piece])
    return found


def _rows(subjects: int, source: Places, target: Places) -> tuple[Ints, np.ndarray[Any, np.dtype[np.uint32]], Places]:
    """Both directions of each edge, in the order of the subject where they start, then of where they lead."""
    count = np.bincount(source, minlength=subjects) + np.bincount(target, minlength=subjects)
    offsets = np.zeros(subjects + 1, dtype=np.int64)
    np.cumsum(count, out=offsets[1:])
    starts = np.concatenate([source, target])
    order = np.argsort(starts, kind="stable")
    del starts
    edges = np.arange(len(source), dtype=np.uint32) << 1
    steps = np.concatenate([edges, edges | 1])[order]
    ends = np.concatenate([target, source])[order]
    return offsets, steps, ends
