"""A network like those that agencies hold: power-law degrees, one hub, many labels. Made from a seed; nobody's data."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from minassa.records.graph import Columns, Snapshot

LABELS: Final = 200
SEEN_SHARE: Final = 0.6
"""The share of links, by their labels, that the actor of the benchmark sees."""
HUB_LINKS: Final = 100_000


@dataclass(frozen=True, slots=True)
class Network:
    """Ends of each link (places of subjects), and the labels of both."""

    subjects: int
    source: np.ndarray[Any, np.dtype[np.int64]]
    target: np.ndarray[Any, np.dtype[np.int64]]
    link_label: np.ndarray[Any, np.dtype[np.int64]]
    subject_label: np.ndarray[Any, np.dtype[np.int64]]
    visible: frozenset[int]


def network(subjects: int, links: int, hub: int = HUB_LINKS, seed: int = 1) -> Network:
    """Preferential ends (degrees fall with a power of about 2.5), and subject 0 with `hub` links."""
    random = np.random.default_rng(seed)
    hub = min(hub, subjects // 2)
    weight = np.arange(1, subjects + 1, dtype=np.float64) ** -0.67
    weight[: subjects // 2_000] = weight[subjects // 2_000]  # the hub is the one hub
    reach = np.cumsum(random.permutation(weight))
    free = links - hub
    ends = np.searchsorted(reach, random.random(2 * free) * reach[-1])
    source = np.concatenate([ends[:free], np.zeros(hub, dtype=np.int64)])
    target = np.concatenate([ends[free:], random.choice(subjects - 1, hub, replace=False) + 1])
    share = random.dirichlet(np.full(LABELS, 0.5))
    order = random.permutation(LABELS)
    seen = order[: int(np.searchsorted(np.cumsum(share[order]), SEEN_SHARE)) + 1]
    return Network(
        subjects,
        source,
        target,
        random.choice(LABELS, links, p=share),
        random.choice(LABELS, subjects, p=share),
        frozenset(seen.tolist()),
    )


def snapshot(made: Network, seed: int = 2) -> Snapshot:
    """The network as a snapshot, with ids as the node makes them: times above, chance below."""
    random = np.random.default_rng(seed)
    high = np.sort(random.integers(1 << 60, 1 << 61, made.subjects, dtype=np.uint64))
    low = random.integers(0, 1 << 63, made.subjects, dtype=np.uint64)
    links = len(made.source)
    unbounded = np.iinfo(np.int32)
    return Snapshot.of(
        Columns(
            high,
            low,
            made.subject_label,
            random.integers(1 << 60, 1 << 61, links, dtype=np.uint64),
            random.integers(0, 1 << 63, links, dtype=np.uint64),
            high[made.source],
            low[made.source],
            high[made.target],
            low[made.target],
            made.link_label,
            random.integers(0, 12, links).astype(np.uint8),
            np.full(links, unbounded.min, dtype=np.int32),
            np.full(links, unbounded.max, dtype=np.int32),
        )
    )
