"""Names: normalise, index, score and explain them across scripts and orthographies. A pure library."""

from minassa.names.compare import Comparison, compare
from minassa.names.folding import fold, tokens
from minassa.names.index import Hit, NameIndex
from minassa.names.reasons import SENTENCES, Reason
from minassa.names.workers import IndexWorker, ask_index, ask_worker, open_worker

__all__ = [
    "SENTENCES",
    "Comparison",
    "Hit",
    "IndexWorker",
    "NameIndex",
    "Reason",
    "ask_index",
    "ask_worker",
    "compare",
    "fold",
    "open_worker",
    "tokens",
]
