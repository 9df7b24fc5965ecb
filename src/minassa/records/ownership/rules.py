"""When a company counts as owned by listed persons, with the chain that makes it so. Pure; shares are fractions, never floats.

The rule is that of the United States' Office of Foreign Assets Control (Revised guidance on entities owned by persons whose property and
interests in property are blocked, 13 August 2014, and its question 401): a company is owned where listed persons hold, together, directly
or through companies that are themselves owned so, 50 per cent or more. A holding counts in full once its holder is owned: shares are not
multiplied along a chain (50 per cent of 50 per cent is owned), and holdings of companies that are not owned count for nothing. The
European Union's best practices (Council document 8519/18, paragraphs 62 to 68) ask for ownership of more than 50 per cent *or control*: a
link of control counts here as well, and says so, because it is no ownership under the American rule.
"""

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final
from uuid import UUID

HALF: Final = Fraction(50)
WHOLE: Final = Fraction(100)
_LONGEST: Final = 24
_NUMBER: Final = r"(\d{1,3}(?:[.,]\d{1,12})?)"
_SHARE: Final = re.compile(rf"^(?:(?P<sign>>=|≥|>|<|<=|≤)\s*)?{_NUMBER}\s*(?:[-–]\s*(?:\d[\d.,]*))?\s*[%٪]?$")
_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩٫", "0123456789.")


@dataclass(frozen=True, slots=True)
class Holding:
    """One link: who holds how much of what, in per cent; `share` is None where it is not stated. `control`: control without a share."""

    link: UUID
    owner: UUID
    owned: UUID
    share: Fraction | None = None
    control: bool = False


@dataclass(frozen=True, slots=True)
class Owned:
    """A company that listed persons own or control. `chains` lead from a listed person to it, the largest share first.

    `total` is what they hold together, in per cent, of what is stated; `unstated` counts further links to it without a share. `by_control`
    says that it is theirs by control and would not be by ownership alone.
    """

    id: UUID
    total: Fraction
    by_control: bool
    unstated: int
    chains: tuple[tuple[Holding, ...], ...]


def share_of(written: str) -> Fraction | None:
    """A share as it is written (`50`, `33,3 %`, `٥٠٪`, `25-50`, `>= 75`): the least that it says. None where it says no least, or no share."""
    plain = written.strip().translate(_DIGITS)
    found = _SHARE.match(plain) if len(plain) <= _LONGEST else None
    if found is None or found["sign"] in {"<", "<=", "≤"}:
        return None
    share = Fraction(Decimal(found[2].replace(",", ".")))
    return share if 0 < share <= WHOLE else None


def owned_by(holdings: Iterable[Holding], listed: AbstractSet[UUID]) -> dict[UUID, Owned]:
    """Every company that these listed persons own or control, alone or together, by the holdings that are known.

    Of several links between the same two, the largest share counts: two sources that state one holding must not make two of it.
    Circles of companies that hold each other count for nothing unless a listed person brings them in from outside.
    """
    into: dict[UUID, list[Holding]] = {}
    for one in holdings:
        if one.owner != one.owned:
            into.setdefault(one.owned, []).append(one)
    best = {owned: _largest(some) for owned, some in into.items()}
    chains: dict[UUID, tuple[Holding, ...]] = dict.fromkeys(listed, ())
    purely = set(listed)
    found: dict[UUID, Owned] = {}
    while fresh := _next(best, chains, purely):
        for company in fresh:
            found[company.id] = company
            chains.setdefault(company.id, company.chains[0])
            if not company.by_control:
                purely.add(company.id)
    return _in_full(found, best, chains, purely, into)


def _in_full(
    found: Mapping[UUID, Owned],
    best: Mapping[UUID, list[Holding]],
    chains: Mapping[UUID, tuple[Holding, ...]],
    purely: AbstractSet[UUID],
    into: Mapping[UUID, list[Holding]],
) -> dict[UUID, Owned]:
    """The same companies with every chain that is known at the end, and what is not stated about them."""
    full = {one: _owned(one, best[one], chains, purely) for one in found}
    return {
        key: Owned(key, one.total, one.by_control, _unstated(into[key], best[key]), one.chains)
        for key, one in full.items()
        if one is not None
    }


def _largest(some: list[Holding]) -> list[Holding]:
    """One holding for each owner: the largest share; control stands beside it."""
    by_owner: dict[tuple[UUID, bool], Holding] = {}
    for one in some:
        if one.share is None and not one.control:
            continue
        key = (one.owner, one.control)
        held = by_owner.get(key)
        if held is None or (one.share or 0) > (held.share or 0):
            by_owner[key] = one
    return sorted(by_owner.values(), key=lambda one: (-(one.share or 0), str(one.owner), str(one.link)))


def _unstated(some: list[Holding], counted: list[Holding]) -> int:
    known = {one.owner for one in counted}
    return len({one.owner for one in some if one.share is None and not one.control and one.owner not in known})


def _next(
    best: Mapping[UUID, list[Holding]], chains: Mapping[UUID, tuple[Holding, ...]], purely: AbstractSet[UUID]
) -> list[Owned]:
    """Companies that count as owned now and did not, or that turn out to be owned without the help of control."""
    fresh = []
    for one, some in best.items():
        owned = _owned(one, some, chains, purely)
        if owned is not None and (one not in chains or (not owned.by_control and one not in purely)):
            fresh.append(owned)
    return fresh


def _owned(
    one: UUID,
    some: list[Holding],
    chains: Mapping[UUID, tuple[Holding, ...]],
    purely: AbstractSet[UUID],
) -> Owned | None:
    inside = [each for each in some if each.owner in chains and each.owned not in _within(chains[each.owner])]
    shares = [each for each in inside if each.share is not None]
    total = min(sum((each.share or Fraction(0) for each in shares), Fraction(0)), WHOLE)
    own = sum((each.share or Fraction(0) for each in shares if each.owner in purely), Fraction(0))
    if total < HALF and not any(each.control for each in inside):
        return None
    return Owned(one, total, own < HALF, 0, tuple((*chains[each.owner], each) for each in inside))


def _within(chain: tuple[Holding, ...]) -> set[UUID]:
    return {each.owned for each in chain} | {each.owner for each in chain}
