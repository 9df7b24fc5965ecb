"""Owned by listed persons, alone or together: the rule itself on small nets, and what a person sees of the links."""

from fractions import Fraction
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minassa.access import Actor, Tlp
from minassa.records import Holding, RecordView, interests_of, owned_by, share_of
from tests.factories import an_actor
from tests.records.made import add, own_label

NAMES = {letter: UUID(int=number) for number, letter in enumerate("XYABCDEF", start=1)}
HALF = Fraction(50)
X, Y, A, B, C, D, E, F = NAMES.values()


def holds(*links: tuple[UUID, UUID, str]) -> list[Holding]:
    return [
        Holding(UUID(int=1_000 + number), owner, owned, share_of(share), share == "control")
        for number, (owner, owned, share) in enumerate(links)
    ]


@pytest.mark.parametrize(
    ("written", "share"),
    [
        ("50", 50), ("50 %", 50), ("33,3%", Fraction(333, 10)), ("٥٠٪", 50), ("25-50", 25), (">= 75", 75), ("0.5", Fraction(1, 2)),
        ("100", 100), ("0", None), ("101", None), ("-5", None), ("< 50", None), ("half", None), ("", None), ("1e2", None), ("nan", None),
        ("5" * 40, None),
    ],
)  # fmt: skip
def test_a_share_is_read_exactly_or_not_at_all(written: str, share: Fraction | int | None) -> None:
    assert share_of(written) == share


def test_half_or_more_alone_or_together_and_through_companies_that_are_themselves_owned() -> None:
    found = owned_by(
        holds((X, A, "50"), (X, B, "49.999"), (Y, C, "25"), (X, C, "25"), (A, D, "50"), (B, E, "100")), {X, Y}
    )
    assert set(found) == {A, C, D}
    assert found[C].total == HALF
    assert len(found[C].chains) == 2
    assert [step.owned for step in found[D].chains[0]] == [A, D]  # in full: not a half of a half
    assert not found[D].by_control
    # The example of question 401: a quarter of each of two companies that own a third is nothing.
    assert owned_by(holds((X, A, "25"), (X, B, "25"), (A, C, "50"), (B, C, "50")), {X}) == {}


def test_control_counts_and_says_so_and_what_is_owned_anyway_is_not_called_controlled() -> None:
    found = owned_by(holds((X, A, "control"), (A, B, "60"), (X, C, "control"), (Y, C, "55")), {X, Y})
    assert (found[A].by_control, found[B].by_control, found[C].by_control) == (True, True, False)


def test_circles_count_for_nothing_and_two_sources_of_one_holding_are_one() -> None:
    assert owned_by(holds((A, B, "60"), (B, A, "60"), (A, A, "100")), {X}) == {}
    found = owned_by(holds((A, B, "60"), (B, A, "30"), (X, A, "50"), (X, A, "40"), (C, A, "")), {X})
    assert set(found) == {A, B}
    assert found[A].total == HALF
    assert found[A].unstated == 1
    assert owned_by(holds((X, A, "30"), (X, A, "30")), {X}) == {}


shares = st.sampled_from(["", "10", "25", "30", "49.9", "50", "75", "100", "control"])
ends = st.sampled_from(list(NAMES.values()))
nets = st.lists(st.tuples(ends, ends, shares), max_size=12)


@given(nets, st.sets(ends, max_size=3))
def test_more_listed_persons_never_free_a_company_and_every_chain_is_whole(
    net: list[tuple[UUID, UUID, str]], listed: set[UUID]
) -> None:
    found = owned_by(holds(*net), listed)
    assert set(owned_by(holds(*net), set())) == set()
    assert set(found) - {X} <= set(owned_by(holds(*net), listed | {X}))
    for company, owned in found.items():
        assert owned.total >= 50 or any(step.control for chain in owned.chains for step in chain)
        for chain in owned.chains:
            assert chain[0].owner in listed
            assert chain[-1].owned == company
            assert all(one.owned == other.owner for one, other in pairwise(chain))
            assert len({step.owned for step in chain}) == len(chain)


def linked(actor: Actor, owner: RecordView, owned: RecordView, share: str, **more: object) -> RecordView:
    return add(actor, "", schema="Ownership", owner=owner.origin, asset=owned.origin, percentage=share, **more)


@pytest.mark.django_db
def test_hidden_links_and_hidden_owners_count_for_nothing_and_ended_ones_do_not_either() -> None:
    """Planted: a link that only its writer may see, an owner whom only the writer may see, an ownership that has ended."""
    actor, other = an_actor(), an_actor()
    shown = own_label(actor, Tlp.GREEN)
    firm = add(actor, "EXERCISE Canary Trading", schema="Company", label=shown, origin="firm")
    open_owner = add(actor, "EXERCISE Open Owner", label=shown, origin="open")
    hidden_owner = add(actor, "EXERCISE Hidden Owner", origin="hidden")
    linked(actor, open_owner, firm, "40", label=shown)
    linked(actor, hidden_owner, firm, "30", label=shown)
    linked(actor, open_owner, firm, "60", label=own_label(actor))
    linked(actor, open_owner, firm, "100", label=shown, endDate="2019-01-01")
    mine, theirs = (interests_of(one, id=firm.id) for one in (actor, other))
    assert {one.share for one in mine.holdings} == {40, 30, 60}
    assert {(one.owner, one.share) for one in theirs.holdings} <= {(open_owner.id, 40)}
    assert "Hidden" not in repr(theirs)
