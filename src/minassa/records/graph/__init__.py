"""The graph of records, without a database: arrays of subjects and edges, and what is asked of them.

`Snapshot` holds the edges of all labels; `Sight` says which of them one actor may use, and every search takes one: what an
actor may not see is not walked over, counted or weighed. Pure: numpy and scipy alone.
"""

from minassa.records.graph.brokers import Broker, brokers
from minassa.records.graph.changing import Graph
from minassa.records.graph.communities import communities
from minassa.records.graph.parts import Part, part_around, part_of, whole_part
from minassa.records.graph.paths import Path, Step, shortest_paths
from minassa.records.graph.sight import Sight
from minassa.records.graph.snapshot import Columns, DamagedSnapshotError, Snapshot
from minassa.records.graph.walking import Found, Reached, between, edges_of, hops

__all__ = [
    "Broker",
    "Columns",
    "DamagedSnapshotError",
    "Found",
    "Graph",
    "Part",
    "Path",
    "Reached",
    "Sight",
    "Snapshot",
    "Step",
    "between",
    "brokers",
    "communities",
    "edges_of",
    "hops",
    "part_around",
    "part_of",
    "shortest_paths",
    "whole_part",
]
