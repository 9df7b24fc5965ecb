"""The policy as a table, and its laws as properties."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minassa.access import (
    CONTENT_ROLES,
    EVERYONE,
    Act,
    ActKind,
    Actor,
    ActorKind,
    AgencyKind,
    Context,
    Handling,
    Label,
    Purpose,
    Role,
    Tlp,
    decide,
    marks,
    obligations,
    strictest,
    system_actor,
)
from minassa.access.rules import FRESH, may_see, roles_fit
from minassa.base import Invalid

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
NOW = Context(at=NOON)
SPACE = UUID(int=7)
OWNER, OTHER, THIRD = (uuid5(SPACE, name) for name in ("owner", "other", "third"))
ANNA, BELA, CARA = (uuid5(SPACE, name) for name in ("anna", "bela", "cara"))
REGION, GROUP = (uuid5(SPACE, name) for name in ("region", "group"))

READ_IT = Act("t.read", CONTENT_ROLES, ActKind.READ, True, False, False, False, False, "t:read")
EVERY_ACT = replace(READ_IT, roles=EVERYONE)
WRITE_IT = replace(READ_IT, name="t.write", kind=ActKind.WRITE)
PASS_ON = replace(READ_IT, name="t.release", forwards=True)


def someone(
    *roles: Role, agency: UUID = OTHER, kind: AgencyKind = AgencyKind.MEMBER, user: UUID = BELA, **more: object
) -> Actor:
    return replace(
        Actor(ActorKind.USER, str(user), user, agency, kind, frozenset(roles or {Role.ANALYST})),
        **more,  # type: ignore[arg-type] # whatever field a test wants
    )


def label(tlp: Tlp = Tlp.AMBER, *audience: str, **more: object) -> Label:
    if tlp is Tlp.RED and not any(one.startswith("user:") for one in audience):
        audience = (*audience, f"user:{CARA}")
    return replace(Label(OWNER, tlp, frozenset(audience)), **more)  # type: ignore[arg-type] # whatever field a test wants


ANALYST_OF_OWNER = someone(agency=OWNER, user=ANNA)
ANALYST = someone()
IN_REGION = someone(communities=frozenset({REGION}))
PARTNER = someone(kind=AgencyKind.PARTNER)
SECRETARIAT = someone(Role.SECRETARIAT, kind=AgencyKind.SECRETARIAT)
TO_AGENCY, TO_PERSON, TO_REGION = f"agency:{OTHER}", f"user:{BELA}", f"community:{REGION}"

# Who sees what: level -> audience -> the letters of those who see it.
# o: the owner's analyst  a: another member's analyst  r: the same, in the region  p: a partner's analyst  s: the secretariat
WHO = {"o": ANALYST_OF_OWNER, "a": ANALYST, "r": IN_REGION, "p": PARTNER, "s": SECRETARIAT}
TABLE: list[tuple[Tlp, tuple[str, ...], str]] = [
    (Tlp.RED, (), ""),
    (Tlp.RED, (TO_AGENCY,), ""),
    (Tlp.RED, (TO_REGION,), ""),
    (Tlp.RED, (TO_PERSON,), "arps"),
    (Tlp.RED, (f"user:{ANNA}",), "o"),
    (Tlp.AMBER_STRICT, (), "o"),
    (Tlp.AMBER_STRICT, (TO_AGENCY,), "oarps"),
    (Tlp.AMBER_STRICT, (TO_PERSON,), "oarps"),
    (Tlp.AMBER_STRICT, (TO_REGION,), "o"),
    (Tlp.AMBER, (), "o"),
    (Tlp.AMBER, (TO_AGENCY,), "oarps"),
    (Tlp.AMBER, (TO_REGION,), "or"),
    (Tlp.AMBER, (f"community:{GROUP}",), "o"),
    (Tlp.GREEN, (), "oars"),
    (Tlp.GREEN, (TO_REGION,), "or"),
    (Tlp.GREEN, (f"agency:{THIRD}",), "o"),
    (Tlp.CLEAR, (), "oarps"),
    (Tlp.CLEAR, (TO_REGION,), "oarps"),
]


@pytest.mark.parametrize(("tlp", "audience", "seen_by"), TABLE)
@pytest.mark.parametrize("letter", WHO)
def test_who_sees_which_level(tlp: Tlp, audience: tuple[str, ...], seen_by: str, letter: str) -> None:
    assert decide(WHO[letter], READ_IT, label(tlp, *audience), NOW).allowed is (letter in seen_by)


@pytest.mark.parametrize("tlp", Tlp)
@pytest.mark.parametrize("role", [Role.NODE_ADMINISTRATOR, Role.INSPECTOR])
def test_who_runs_or_oversees_the_node_reads_no_content(tlp: Tlp, role: Role) -> None:
    own = someone(role, agency=OWNER, user=ANNA)
    assert not decide(own, EVERY_ACT, label(tlp, f"user:{ANNA}", f"agency:{OWNER}"), NOW).allowed


@pytest.mark.parametrize(
    ("tlp", "audience", "allowed"),
    [
        (Tlp.CLEAR, (), True),
        (Tlp.GREEN, (), False),
        (Tlp.AMBER, (), False),
        (Tlp.AMBER, (f"agency:{OWNER}",), True),
        (Tlp.AMBER_STRICT, (f"user:{ANNA}",), True),
        (Tlp.RED, (f"user:{ANNA}",), True),
    ],
)
def test_observers_see_what_is_clear_or_addressed_to_them_even_at_home(
    tlp: Tlp, audience: tuple[str, ...], allowed: bool
) -> None:
    observer = someone(Role.OBSERVER, agency=OWNER, user=ANNA)
    assert decide(observer, READ_IT, label(tlp, *audience), NOW).allowed is allowed


def test_a_role_outside_the_act_adds_nothing() -> None:
    both = someone(Role.OBSERVER, Role.ANALYST, agency=OWNER)
    for_observers = replace(READ_IT, roles=frozenset({Role.OBSERVER}))
    assert decide(both, READ_IT, label(), NOW).allowed
    assert not decide(both, for_observers, label(), NOW).allowed


def test_only_the_owner_writes() -> None:
    shared = label(Tlp.AMBER, TO_AGENCY)
    assert decide(ANALYST_OF_OWNER, WRITE_IT, shared, NOW).allowed
    assert decide(ANALYST, WRITE_IT, shared, NOW).reason == "not-owner"
    assert may_see(ANALYST, WRITE_IT, shared, NOW)


def test_red_of_the_own_agency_is_not_written_by_who_is_not_named() -> None:
    assert not decide(ANALYST_OF_OWNER, WRITE_IT, label(Tlp.RED, f"user:{CARA}"), NOW).allowed


@pytest.mark.parametrize(
    ("tlp", "handling", "allowed"),
    [
        (Tlp.GREEN, (), True),
        (Tlp.CLEAR, (Handling.H1,), True),
        (Tlp.GREEN, (Handling.H2,), False),
        (Tlp.CLEAR, (Handling.H2,), False),
        (Tlp.CLEAR, (Handling.H3,), False),
        (Tlp.AMBER, (Handling.H0,), False),
        (Tlp.AMBER_STRICT, (), False),
    ],
)
def test_others_than_the_owner_pass_on_only_what_is_open(
    tlp: Tlp, handling: tuple[Handling, ...], allowed: bool
) -> None:
    wide = () if tlp in {Tlp.GREEN, Tlp.CLEAR} else (TO_AGENCY,)
    marked = label(tlp, *wide, handling=frozenset(handling))
    assert decide(ANALYST, PASS_ON, marked, NOW).allowed is allowed
    assert decide(ANALYST, READ_IT, marked, NOW).allowed
    assert decide(ANALYST_OF_OWNER, PASS_ON, marked, NOW).allowed


def test_purposes_bind_all_but_the_owner() -> None:
    bounded = label(Tlp.GREEN, purposes=frozenset({"border"}))
    assert decide(ANALYST, READ_IT, bounded, replace(NOW, purpose="border")).allowed
    assert decide(ANALYST, READ_IT, bounded, replace(NOW, purpose="cyber")).reason == "other-purpose"
    assert not decide(ANALYST, READ_IT, bounded, NOW).allowed
    assert decide(ANALYST_OF_OWNER, READ_IT, bounded, NOW).allowed


def test_an_act_can_need_a_purpose_and_only_known_ones_count() -> None:
    searching = replace(READ_IT, purpose_required=True)
    assert decide(ANALYST, searching, None, NOW).reason == "purpose"
    assert decide(ANALYST, searching, None, replace(NOW, purpose="curiosity")).reason == "purpose-unknown"
    assert decide(ANALYST, searching, None, replace(NOW, purpose="cyber")).allowed


def test_embargo_and_expiry_bind_all_but_the_owner() -> None:
    timed = label(Tlp.GREEN, opens=NOON, closes=NOON + timedelta(hours=1))
    moments = {NOON - timedelta(seconds=1): False, NOON: True, NOON + timedelta(hours=1): False}
    for moment, allowed in moments.items():
        assert decide(ANALYST, READ_IT, timed, Context(at=moment)).allowed is allowed
        assert decide(ANALYST_OF_OWNER, READ_IT, timed, Context(at=moment)).allowed


def test_tokens_are_bounded_by_their_scopes() -> None:
    def token(*scopes: str) -> Actor:
        return replace(ANALYST_OF_OWNER, kind=ActorKind.TOKEN, scopes=frozenset(scopes))

    assert decide(token("t:read"), READ_IT, label(), NOW).allowed
    assert decide(token("x:read"), READ_IT, label(), NOW).reason == "scope"
    assert decide(token("t:read"), replace(READ_IT, scope=""), None, NOW).reason == "scope"


def test_step_up_is_fresh_for_ten_minutes_and_never_for_tokens() -> None:
    exporting = replace(READ_IT, step_up=True)
    ages = {
        timedelta(0): True,
        FRESH: True,
        FRESH + timedelta(seconds=1): False,
        timedelta(seconds=-1): False,
    }
    for age, allowed in ages.items():
        assert decide(replace(ANALYST, stepped_up_at=NOON - age), exporting, None, NOW).allowed is allowed
    assert decide(ANALYST, exporting, None, NOW).reason == "step-up"
    program = replace(ANALYST, kind=ActorKind.TOKEN, scopes=frozenset({"t:read"}), stepped_up_at=NOON)
    assert not decide(program, exporting, None, NOW).allowed
    assert decide(replace(ANALYST, kind=ActorKind.CLI), exporting, None, NOW).allowed


def test_two_persons_are_needed_where_the_act_says_so() -> None:
    deleting = replace(WRITE_IT, two_person=True)
    assert decide(ANALYST_OF_OWNER, deleting, None, NOW).reason == "approval"
    assert decide(ANALYST_OF_OWNER, deleting, None, replace(NOW, approved=True)).allowed


def test_system_actors_do_what_their_list_names_and_nothing_else() -> None:
    indexer = system_actor("records-index")
    assert decide(indexer, replace(READ_IT, name="record.index", roles=frozenset()), label(), NOW).allowed
    assert not decide(indexer, READ_IT, label(Tlp.CLEAR), NOW).allowed
    with pytest.raises(KeyError):
        system_actor("root")


def test_obligations_follow_the_label() -> None:
    marked = label(Tlp.AMBER, TO_AGENCY, handling=frozenset({Handling.H1, Handling.H2}), exercise=True)
    assert obligations(ANALYST, marked) == (
        "need-to-know-in-own-agency",
        "no-judicial-proceedings-without-permission",
        "do-not-pass-on-without-permission",
        "verify-with-owner-before-acting",
        "exercise-only",
    )
    assert "verify-with-owner-before-acting" not in obligations(ANALYST_OF_OWNER, marked)
    assert decide(ANALYST, READ_IT, marked, NOW).obligations == obligations(ANALYST, marked)


def test_marks_are_printed_in_order() -> None:
    marked = label(Tlp.AMBER_STRICT, handling=frozenset({Handling.H2, Handling.H0}), exercise=True)
    assert marks(marked) == ("TLP:AMBER+STRICT", "H0", "H2", "EXERCISE")


@pytest.mark.parametrize(
    "wrong",
    [
        {"audience": frozenset({"agency:everyone"})},
        {"audience": frozenset({"user:*"})},
        {"audience": frozenset({f"country:{OWNER}"})},
        {"audience": frozenset({f"agency:{str(OWNER).upper()}"})},
        {"purposes": frozenset({"curiosity"})},
        {"tlp": Tlp.RED},
        {"opens": NOON.replace(tzinfo=None)},
    ],
)
def test_labels_that_could_not_be_enforced_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        label(**{"tlp": Tlp.AMBER, **wrong}) if "tlp" not in wrong else Label(OWNER, Tlp.RED)  # type: ignore[arg-type] # wrong on purpose


def test_roles_that_fit_together() -> None:
    assert roles_fit(frozenset({Role.ANALYST, Role.SUPERVISOR}), AgencyKind.MEMBER)
    assert not roles_fit(frozenset({Role.INSPECTOR, Role.ANALYST}), AgencyKind.MEMBER)
    assert not roles_fit(frozenset({Role.SECRETARIAT}), AgencyKind.PARTNER)
    assert roles_fit(frozenset({Role.SECRETARIAT}), AgencyKind.SECRETARIAT)


agencies = st.sampled_from([OWNER, OTHER, THIRD])
people = st.sampled_from([ANNA, BELA, CARA])
audiences = st.frozensets(
    st.one_of(
        agencies.map("agency:{}".format),
        people.map("user:{}".format),
        st.sampled_from([REGION, GROUP]).map("community:{}".format),
    ),
    max_size=4,
)
moments = st.one_of(st.none(), st.integers(-3, 3).map(lambda hours: NOON + timedelta(hours=hours)))


@st.composite
def labels(draw: st.DrawFn) -> Label:
    tlp = draw(st.sampled_from(Tlp))
    audience = draw(audiences)
    if tlp is Tlp.RED:
        audience |= {f"user:{draw(people)}"}
    return Label(
        owner=draw(agencies),
        tlp=tlp,
        audience=audience,
        handling=draw(st.frozensets(st.sampled_from(Handling))),
        purposes=draw(st.frozensets(st.sampled_from([one.value for one in Purpose]), max_size=2)),
        exercise=draw(st.booleans()),
        opens=draw(moments),
        closes=draw(moments),
    )


actors = st.builds(
    Actor,
    kind=st.sampled_from([ActorKind.USER, ActorKind.CLI]),
    id=st.just("x"),
    user_id=people,
    agency=agencies,
    agency_kind=st.sampled_from(AgencyKind),
    roles=st.frozensets(st.sampled_from(Role), max_size=3),
    communities=st.frozensets(st.sampled_from([REGION, GROUP])),
    stepped_up_at=st.one_of(st.none(), st.just(NOON)),
)
acts = st.builds(
    Act,
    name=st.just("t.any"),
    roles=st.frozensets(st.sampled_from(Role)),
    kind=st.sampled_from(ActKind),
    audited=st.just(True),
    purpose_required=st.booleans(),
    step_up=st.booleans(),
    two_person=st.booleans(),
    forwards=st.booleans(),
    scope=st.just(""),
)
contexts = st.builds(
    Context,
    at=st.just(NOON),
    purpose=st.sampled_from(["", "cyber", "border", "curiosity"]),
    approved=st.booleans(),
)


@given(actors, acts, labels(), contexts)
def test_a_row_is_never_open_where_the_act_is_closed(actor: Actor, act: Act, one: Label, context: Context) -> None:
    if decide(actor, act, one, context).allowed:
        assert decide(actor, act, None, context).allowed
        assert may_see(actor, act, one, context)
        assert actor.roles & act.roles


@given(actors, acts, labels(), contexts)
def test_writing_is_for_the_owner_alone(actor: Actor, act: Act, one: Label, context: Context) -> None:
    if act.kind is not ActKind.READ and decide(actor, act, one, context).allowed:
        assert actor.agency == one.owner


@given(actors, acts, labels(), contexts)
def test_a_refusal_has_a_reason_and_no_obligations(actor: Actor, act: Act, one: Label, context: Context) -> None:
    decision = decide(actor, act, one, context)
    assert decision.allowed is (decision.reason == "allowed")
    assert decision.allowed or not decision.obligations


@given(actors, labels(), contexts)
def test_more_handling_codes_never_open_anything(actor: Actor, one: Label, context: Context) -> None:
    for code in Handling:
        stricter = replace(one, handling=one.handling | {code})
        if decide(actor, PASS_ON, stricter, context).allowed:
            assert decide(actor, PASS_ON, one, context).allowed


@given(actors, labels(), contexts)
def test_nobody_without_a_content_role_sees_anything(actor: Actor, one: Label, context: Context) -> None:
    bare = replace(actor, roles=actor.roles & {Role.INSPECTOR, Role.NODE_ADMINISTRATOR})
    assert not may_see(bare, EVERY_ACT, one, context)


@settings(max_examples=300)
@given(actors, st.lists(labels(), min_size=1, max_size=4))
def test_what_is_derived_is_seen_by_nobody_who_cannot_see_each_source(actor: Actor, sources: list[Label]) -> None:
    try:
        product = strictest(sources)
    except Invalid:
        return  # nobody at all could read it
    free = Context(at=NOON)
    sources = [replace(one, purposes=frozenset(), opens=None, closes=None) for one in sources]
    product = replace(product, purposes=frozenset(), opens=None, closes=None)
    if actor.agency == product.owner:
        actor = replace(actor, agency_kind=AgencyKind.MEMBER)  # a partner could not have read all of GREEN
    if may_see(actor, READ_IT, product, free):
        assert all(may_see(actor, READ_IT, one, free) for one in sources)


@given(st.lists(labels(), min_size=1, max_size=4))
def test_what_is_derived_keeps_every_marking(sources: list[Label]) -> None:
    product = strictest(sources, author=ANNA)
    assert all(product.tlp.width <= one.tlp.width for one in sources)
    assert all(one.handling <= product.handling for one in sources)
    assert product.exercise is any(one.exercise for one in sources)
    bounded = [one.purposes for one in sources if one.purposes]
    assert all(product.purposes <= one for one in bounded) or product.purposes == {"rights-review"}
    assert strictest([product], author=ANNA) == product


def test_nothing_is_derived_from_nothing() -> None:
    with pytest.raises(ValueError, match="at least one source"):
        strictest([])
