"""Names: normalise, index, score and explain them across scripts and orthographies. A pure library."""

from minassa.names.compare import Comparison, compare
from minassa.names.folding import fold, tokens
from minassa.names.index import Hit, NameIndex
from minassa.names.reasons import SENTENCES, Reason

__all__ = ["SENTENCES", "Comparison", "Hit", "NameIndex", "Reason", "compare", "fold", "tokens"]
