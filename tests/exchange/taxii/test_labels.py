"""The label of an object in a collection: narrower or the same, never wider, whoever looks."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minassa.access import Actor, ActorKind, AgencyKind, Context, Handling, Label, Purpose, Role, Tlp, decide
from minassa.base import Invalid, now
from minassa.exchange.acts import TAXII_READ
from minassa.exchange.taxii.rules import Marks, label_within

AGENCIES = [UUID(int=number) for number in range(1, 4)]
USERS = [UUID(int=number) for number in range(11, 14)]
COMMUNITY = UUID(int=21)
TOKENS = [*(f"agency:{one}" for one in AGENCIES), *(f"user:{one}" for one in USERS), f"community:{COMMUNITY}"]
PURPOSES = [one.value for one in Purpose][:3]


@st.composite
def labels(draw: st.DrawFn) -> Label:
    tlp = draw(st.sampled_from(Tlp))
    audience = draw(st.frozensets(st.sampled_from(TOKENS), max_size=3))
    if tlp is Tlp.RED and not any(one.startswith("user:") for one in audience):
        audience |= {TOKENS[3]}
    return Label(
        owner=draw(st.sampled_from(AGENCIES)),
        tlp=tlp,
        audience=audience,
        handling=draw(st.frozensets(st.sampled_from(Handling), max_size=2)),
        purposes=draw(st.frozensets(st.sampled_from(PURPOSES), max_size=2)),
    )


MARKS = st.builds(
    Marks,
    tlp=st.none() | st.sampled_from(Tlp),
    handling=st.frozensets(st.sampled_from(Handling), max_size=2),
    purposes=st.frozensets(st.sampled_from(PURPOSES), max_size=2),
    exercise=st.booleans(),
)


def readers() -> list[Actor]:
    return [
        Actor(
            kind=ActorKind.TOKEN,
            id=str(user),
            user_id=user,
            agency=agency,
            agency_kind=kind,
            roles=frozenset({role}),
            communities=frozenset({COMMUNITY} if is_in else ()),
            scopes=frozenset({"taxii.read"}),
        )
        for agency, user in zip(AGENCIES, USERS, strict=True)
        for kind in (AgencyKind.MEMBER, AgencyKind.PARTNER)
        for role in (Role.ANALYST, Role.OBSERVER)
        for is_in in (False, True)
    ]


@given(labels(), st.sampled_from(AGENCIES), MARKS, st.sampled_from(["", *PURPOSES]))
def test_nobody_sees_an_object_in_a_collection_they_do_not_see_but_its_owner_and_the_keeping_agency(
    bounds: Label, owner: UUID, marks: Marks, purpose: str
) -> None:
    try:
        label = label_within(bounds, owner=owner, marks=marks)
    except Invalid:
        return
    assert label.owner == owner
    assert label.tlp.width <= bounds.tlp.width
    assert label.handling >= bounds.handling | marks.handling
    context = Context(at=now(), purpose=purpose)
    for actor in readers():
        if actor.agency not in {owner, bounds.owner} and decide(actor, TAXII_READ, label, context).allowed:
            assert decide(actor, TAXII_READ, bounds, context).allowed, (actor, label)


@given(labels(), st.sampled_from(AGENCIES), MARKS)
def test_the_agency_that_keeps_the_collection_sees_all_but_what_is_for_named_persons(
    bounds: Label, owner: UUID, marks: Marks
) -> None:
    try:
        label = label_within(bounds, owner=owner, marks=marks)
    except Invalid:
        return
    keepers = [one for one in readers() if one.agency == bounds.owner and one.agency_kind is AgencyKind.MEMBER]
    purpose = next(iter(label.purposes), "")
    for actor in keepers:
        if Role.ANALYST in actor.roles and label.tlp is not Tlp.RED:
            assert decide(actor, TAXII_READ, label, Context(at=now(), purpose=purpose)).allowed


def test_what_is_for_named_persons_needs_a_collection_that_names_them() -> None:
    bounds = Label(AGENCIES[0], Tlp.GREEN)
    with pytest.raises(Invalid) as refused:
        label_within(bounds, owner=AGENCIES[1], marks=Marks(Tlp.RED))
    assert refused.value.code == "taxii.too-narrow"
    named = Label(AGENCIES[0], Tlp.AMBER, frozenset({TOKENS[3], TOKENS[0]}))
    assert label_within(named, owner=AGENCIES[0], marks=Marks(Tlp.RED)).tlp is Tlp.RED
