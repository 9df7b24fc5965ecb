"""A seeded second source: what another publisher might have written of the same events.

60 % of the events; days moved by -2 to +3; 70 % of the places moved by an exponential of mean 3 km, the rest by one of mean 20 km, in any
direction; deaths times a log-normal of sigma 0.4; one actor in five made unknown. The matcher knows nothing of this file.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from minassa.threats.matching import Spot

KM_PER_DEGREE = 111.195


def copied(spots: Sequence[Spot], seed: int) -> list[Spot]:
    """The copy: each report's key is `copy:` and the key of the event from which it was made."""
    draw = np.random.default_rng(seed)
    kept = sorted(draw.choice(len(spots), round(len(spots) * 0.6), replace=False))
    return [_moved(spots[int(one)], draw) for one in kept]


def _moved(spot: Spot, draw: np.random.Generator) -> Spot:
    far = draw.exponential(3.0 if draw.random() < 0.7 else 20.0)
    turn = draw.random() * 2 * np.pi
    east = KM_PER_DEGREE * np.cos(np.radians(spot.latitude))
    return replace(
        spot,
        key=f"copy:{spot.key}",
        day=spot.day + int(draw.integers(-2, 4)),
        latitude=spot.latitude + far * np.cos(turn) / KM_PER_DEGREE,
        longitude=spot.longitude + far * np.sin(turn) / east,
        actors=frozenset(one for one in sorted(spot.actors) if draw.random() >= 0.2),
        deaths=None if spot.deaths is None else float(np.round(spot.deaths * np.exp(0.4 * draw.standard_normal()))),
    )
