"""The graph of records: snapshot, hops, ways, in CPU milliseconds, beside networkx and igraph where they are installed.

    python -m benchmarks.graph.speed [--subjects 1000000] [--links 5000000] [--peers]

The network is made (`made`): power-law degrees, one hub of 100,000 links, 200 labels, an actor who sees about 60 % of the links.
Peers get the visible part alone, which spares them the access decision. igraph is GPL: it is no dependency, and only compared with.
"""

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.graph.made import Network, network, snapshot
from minassa.records.graph import Graph, Sight, Snapshot, between, hops, shortest_paths

RUNS = 100
COUNT = 5


def measured(ask: Callable[[int, int], object], pairs: list[tuple[int, int]]) -> str:
    """Median, 95th percentile and worst of the CPU milliseconds that one question takes."""
    times = []
    for start, end in pairs:
        begun = time.process_time()
        ask(start, end)
        times.append((time.process_time() - begun) * 1e3)
    times.sort()
    return f"p50 {times[len(times) // 2]:8.1f}   p95 {times[int(len(times) * 0.95)]:8.1f}   max {times[-1]:8.1f}"


def ours(made: Network, pairs: list[tuple[int, int]]) -> None:
    """Our figures: built, saved, opened, asked."""
    begun = time.process_time()
    built = snapshot(made)
    print(f"built      {time.process_time() - begun:.1f} CPU s, {built.edges} edges")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "saved"
        built.save(place)
        size = sum(one.stat().st_size for one in place.iterdir())
        begun = time.perf_counter()
        graph = Graph(Snapshot.open(place))
        print(f"opened     {(time.perf_counter() - begun) * 1e3:.1f} ms, {size / 1e6:.0f} MB mapped")
        sight = Sight(made.visible)
        print("two hops  ", measured(lambda start, _end: hops(graph, start, sight, most=2_000), pairs))
        print("a way     ", measured(lambda start, end: between(graph, start, end, sight), pairs))
        asked = measured(lambda start, end: shortest_paths(graph, start, end, sight, count=COUNT), pairs)
        print("five ways ", asked)


def visible_links(made: Network) -> np.ndarray[Any, np.dtype[np.int64]]:
    """The pairs of subjects that the actor may know to be linked."""
    labels = np.fromiter(made.visible, dtype=np.int64)
    seen = np.isin(made.subject_label, labels)
    kept = np.isin(made.link_label, labels) & seen[made.source] & seen[made.target] & (made.source != made.target)
    return np.stack([made.source[kept], made.target[kept]], axis=1)


def peers(made: Network, pairs: list[tuple[int, int]]) -> None:
    """The same questions to networkx and igraph."""
    links = visible_links(made)
    if find_spec("networkx"):
        networkx = import_module("networkx")
        begun = time.process_time()
        graph = networkx.Graph()
        graph.add_nodes_from(range(made.subjects))
        graph.add_edges_from(links.tolist())
        print(f"networkx built {time.process_time() - begun:.1f} CPU s, {_peak():.0f} MB")

        def way(start: int, end: int) -> object:
            return networkx.has_path(graph, start, end) and networkx.bidirectional_shortest_path(graph, start, end)

        def ways(start: int, end: int) -> object:
            return way(start, end) and list(islice(networkx.shortest_simple_paths(graph, start, end), COUNT))

        print("two hops  ", measured(lambda a, _b: networkx.single_source_shortest_path_length(graph, a, 2), pairs))
        print("a way     ", measured(way, pairs))
        print("five ways ", measured(ways, pairs[:10]))
    if find_spec("igraph"):
        begun = time.process_time()
        other = import_module("igraph").Graph(n=made.subjects, edges=links)
        print(f"igraph built   {time.process_time() - begun:.1f} CPU s, {_peak():.0f} MB")
        print("two hops  ", measured(lambda a, _b: other.neighborhood(a, order=2), pairs))
        print("a way     ", measured(other.get_shortest_path, pairs))
        print("five ways ", measured(lambda a, b: other.get_k_shortest_paths(a, b, k=COUNT), pairs[:10]))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def main() -> int:
    """Measure and print."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--subjects", type=int, default=1_000_000)
    words.add_argument("--links", type=int, default=5_000_000)
    words.add_argument("--peers", action="store_true")
    given = words.parse_args()
    made = network(given.subjects, given.links)
    seen = np.flatnonzero(np.isin(made.subject_label, np.fromiter(made.visible, dtype=np.int64)))
    chosen = np.random.default_rng(5).choice(seen, (RUNS, 2))
    pairs = [(int(start), int(end)) for start, end in chosen]
    if given.peers:
        peers(made, pairs)
    else:
        ours(made, pairs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
