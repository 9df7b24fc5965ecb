"""How good the two lists are: a rolling origin, each month ranked from the months before it."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from minassa.threats.spread.grid import Grid, Numbers
from minassa.threats.spread.ranking import continuing, is_quiet, spreading

Mask = NDArray[np.bool_]

CONTINUING_SHARE: Final = 0.05
SPREADING_SHARE: Final = 0.10


@dataclass(frozen=True, slots=True)
class Held:
    """What the top of each list held of what came: events in the top 5 % of cells, newly hit cells in the top 10 % of quiet ones."""

    months: int
    events: int
    events_held: int
    newly_hit: int
    newly_hit_held: int

    @property
    def continuing(self) -> float:
        """The share of the events that lay in the top 5 % of cells."""
        return self.events_held / self.events if self.events else 0.0

    @property
    def spreading(self) -> float:
        """The share of the newly hit cells that were among the top 10 % of quiet ones."""
        return self.newly_hit_held / self.newly_hit if self.newly_hit else 0.0


def rolling(grid: Grid, months: range, *, among: Mask | None = None) -> Held:
    """Judge both lists over these months. `among`: which cells take part (true, by row and column); all where it is None."""
    taking_part = np.ones(grid.box.shape, dtype=np.bool_) if among is None else among
    events = held = hit = hit_held = 0
    for month in months:
        past, came = grid.before(month), grid.counts[month - grid.first]
        top = _top(continuing(past), taking_part, CONTINUING_SHARE)
        quiet = is_quiet(past) & taking_part
        warned = _top(spreading(past), quiet, SPREADING_SHARE)
        events, held = events + int(came[taking_part].sum()), held + int(came[top].sum())
        hit, hit_held = hit + int((came[quiet] > 0).sum()), hit_held + int((came[warned] > 0).sum())
    return Held(len(months), events, held, hit, hit_held)


def _top(scores: Numbers, among: Mask, share: float) -> Mask:
    """The cells with the highest scores: this share, rounded down, of those that take part."""
    count = int(among.sum() * share)
    ranked = np.argsort(-np.where(among, scores, -np.inf), axis=None, kind="stable")[:count]
    chosen = np.zeros(scores.size, dtype=np.bool_)
    chosen[ranked] = True
    return chosen.reshape(scores.shape)
