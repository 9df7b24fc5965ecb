"""How pages show that listed persons own a company: the sum, and each chain with its shares."""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction
from typing import Final
from uuid import UUID

from minassa.check import Chain, Ownership, Step, ownership_of
from minassa.check.acts import OWNERSHIP
from minassa.screening import sources
from minassa.web.asked import asked_for
from minassa.web.policy import Call
from minassa.web.rights import may

_HUNDREDTH: Final = Decimal("0.01")
MOST_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One link of a chain: `share` is written, empty where it is control."""

    step: Step
    share: str


@dataclass(frozen=True, slots=True)
class ShownChain:
    """One chain: the listed person, how sure that name is, and the links."""

    chain: Chain
    percent: int
    source: str
    steps: tuple[ShownStep, ...]


@dataclass(frozen=True, slots=True)
class ShownOwnership:
    """What a page says of who owns a company."""

    owned: Ownership
    total: str
    chains: tuple[ShownChain, ...]
    more: int

    @property
    def marks(self) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
        """The marks and obligations of all that is shown, for the handling band."""
        return self.owned.marks


def owned_of(request: Call, record: UUID) -> ShownOwnership | None:
    """Who of the listed owns a record, as a page shows it; None where it is not theirs, or for whoever may not check."""
    if not may(request.actor, OWNERSHIP):
        return None
    asked = asked_for(request)
    found = ownership_of(request.actor, record=record, purpose=asked.get("purpose", ""), case=asked.get("case", ""))
    return shown(found) if found is not None and found.is_owned else None


def shown(found: Ownership) -> ShownOwnership:
    """An ownership as a page shows it."""
    titles = {one.key: one.title for one in sources()}
    chains = tuple(_chain(one, titles) for one in found.chains[:MOST_SHOWN])
    return ShownOwnership(found, share_text(found.total), chains, len(found.chains) - len(chains))


def _chain(chain: Chain, titles: dict[str, str]) -> ShownChain:
    listed = chain.listed
    steps = tuple(ShownStep(one, share_text(one.share)) for one in chain.steps)
    return ShownChain(chain, int(listed.score * 100), titles.get(listed.source, listed.source), steps)


def share_text(share: Fraction | None) -> str:
    """A share in per cent with at most two places, never rounded up: 49.999 is not 50."""
    if share is None:
        return ""
    exact = Decimal(share.numerator) / Decimal(share.denominator)
    return f"{exact.quantize(_HUNDREDTH, ROUND_FLOOR).normalize():f}"
