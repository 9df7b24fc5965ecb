"""Agencies, people, roles, invitations, tokens: as data and as services."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from minassa import access, audit
from minassa.access import (
    Actor,
    ActorKind,
    AgencyKind,
    Role,
    accept_invitation,
    actor_of_token,
    add_agency,
    add_community,
    add_token,
    add_user,
    ask_approval,
    ask_roles,
    change_agency,
    cli_actor,
    decide_approval,
    disable_user,
    enable_user,
    invite,
    list_agencies,
    list_approvals,
    list_communities,
    list_people,
    list_tokens,
    read_approval,
    read_audit,
    read_invitation,
    read_person,
    revoke_token,
    set_members,
    set_preferences,
    set_roles,
    start_reset,
    system_actor,
)
from minassa.access.models import Invitation, Token, User
from minassa.base import Conflict, Invalid, NotFound, Refused, held_at, new_id
from tests.factories import actor_for, an_actor, make_agency, make_community, make_user
from tests.plants.acts import PLANT_LIST, PLANT_READ, PLANT_UPROOT, PLANT_WRITE

pytestmark = pytest.mark.django_db
PASSWORD = "EXERCISE kettle violin harbour"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def administrator(db: None) -> Actor:
    return actor_for(make_user(roles=[Role.NODE_ADMINISTRATOR]), stepped_up=True)


@pytest.fixture
def setup(db: None) -> Actor:
    return system_actor("setup")


def supervisor_of(agency: object) -> Actor:
    return actor_for(make_user(agency, [Role.SUPERVISOR]), stepped_up=True)  # type: ignore[arg-type] # an Agency


def test_agencies_are_added_listed_renamed_and_closed(administrator: Actor) -> None:
    added = add_agency(administrator, name="  EXERCISE  Bureau ", kind=AgencyKind.MEMBER, country="ML")
    assert (added.name, added.country, added.is_active) == ("EXERCISE Bureau", "ml", True)
    with pytest.raises(Conflict):
        add_agency(administrator, name="EXERCISE Bureau")
    with pytest.raises(Invalid):
        add_agency(administrator, name=" ")
    assert change_agency(administrator, agency=added.id, name="EXERCISE Office").name == "EXERCISE Office"
    assert added.id in {one.id for one in list_agencies(an_actor())}
    with pytest.raises(Refused):
        add_agency(an_actor(), name="EXERCISE Other")


def test_nobody_of_a_closed_agency_gets_in(administrator: Actor) -> None:
    agency = make_agency()
    actor = actor_for(make_user(agency))
    change_agency(administrator, agency=agency.id, is_active=False)
    with pytest.raises(Refused), access.door(actor, PLANT_LIST):
        pass


def test_communities_have_agencies_and_people(administrator: Actor) -> None:
    agency, person = make_agency(), make_user()
    made = add_community(administrator, name="EXERCISE Sahel")
    view = set_members(administrator, community=made.id, agencies=[agency.id], people=[person.id])
    assert (view.agencies, view.people) == ((agency.id,), (person.id,))
    assert list_communities(an_actor()) == (view,)
    assert actor_for(person).communities == {made.id}
    assert set_members(administrator, community=made.id, agencies=[agency.id]).people == ()
    assert actor_for(User.objects.get(id=person.id)).communities == frozenset()


def test_a_closed_community_is_named_to_its_members_and_to_secretariats_alone(administrator: Actor) -> None:
    agency, secretariat = make_agency(), make_agency(kind=AgencyKind.SECRETARIAT)
    made = add_community(administrator, name="EXERCISE circle", is_closed=True)
    set_members(administrator, community=made.id, agencies=[agency.id])
    for reader, listed in ((agency, 1), (secretariat, 1), (make_agency(), 0)):
        assert len(list_communities(actor_for(make_user(reader)))) == listed


def test_setup_adds_people_with_a_password_and_nobody_else_can(setup: Actor, administrator: Actor) -> None:
    agency = make_agency()
    added = add_user(
        setup, agency=agency.id, username="Amina", name="EXERCISE Amina", roles=[Role.ANALYST], password=PASSWORD
    )
    assert (added.username, added.roles, added.has_password) == ("amina", (Role.ANALYST,), True)
    row = User.objects.get(id=added.id)
    assert row.check_password(PASSWORD)
    assert PASSWORD not in row.password
    with pytest.raises(Refused):
        add_user(administrator, agency=agency.id, username="b.b", name="B", roles=[Role.ANALYST], password=PASSWORD)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"username": "ab"}, "access.username-invalid"),
        ({"username": "a b c"}, "access.username-invalid"),
        ({"username": "abc\u202e"}, "access.username-invalid"),
        ({"name": " \n"}, "access.name-missing"),
        ({"roles": [Role.INSPECTOR, Role.ANALYST]}, "access.roles-invalid"),
        ({"roles": [Role.SECRETARIAT]}, "access.roles-invalid"),
        ({"password": "short"}, "access.password-weak"),
        ({"password": "password1234"}, "access.password-weak"),
    ],
)
def test_wrong_people_are_refused(setup: Actor, wrong: dict[str, Any], code: str) -> None:
    person: dict[str, Any] = {"username": "kofi", "name": "Kofi", "roles": [Role.ANALYST], "password": PASSWORD}
    with pytest.raises(Invalid) as caught:
        add_user(setup, agency=make_agency().id, **(person | wrong))
    assert caught.value.code == code


def test_a_login_name_is_one_persons(setup: Actor) -> None:
    make_user(username="amina")
    with pytest.raises(Conflict):
        add_user(setup, agency=make_agency().id, username="AMINA", name="A", roles=[Role.ANALYST])


def test_an_invitation_lets_a_person_choose_a_password_once() -> None:
    agency = make_agency()
    made = invite(supervisor_of(agency), agency=agency.id, username="amina", name="EXERCISE Amina")
    assert not User.objects.get(id=made.person).has_usable_password()
    assert made.secret not in str(list(Invitation.objects.values()))
    assert read_invitation(secret=made.secret).username == "amina"
    with pytest.raises(Invalid) as caught:
        accept_invitation(secret=made.secret, password="amina")
    assert caught.value.code == "access.password-weak"
    assert accept_invitation(secret=made.secret, password=PASSWORD).id == made.person
    assert User.objects.get(id=made.person).check_password(PASSWORD)
    with pytest.raises(Invalid) as caught:
        accept_invitation(secret=made.secret, password=PASSWORD + "!")
    assert caught.value.code == "access.invitation-unknown"
    assert User.objects.get(id=made.person).check_password(PASSWORD)


def test_an_invitation_ends_after_48_hours_and_with_the_next_one() -> None:
    agency = make_agency()
    keeper = make_user(agency, [Role.SUPERVISOR])
    with held_at(NOON):
        first = invite(actor_for(keeper, stepped_up=True), agency=agency.id, username="amina", name="EXERCISE Amina")
        second = start_reset(actor_for(keeper, stepped_up=True), person=first.person)
    for moment, secret in ((NOON, first.secret), (NOON + timedelta(hours=48), second.secret), (NOON, "minassa_i_x")):
        with held_at(moment), pytest.raises(Invalid):
            read_invitation(secret=secret)
    with held_at(NOON + timedelta(hours=47)):
        assert accept_invitation(secret=second.secret, password=PASSWORD).id == first.person


def test_an_invitation_gives_no_power_over_others(administrator: Actor) -> None:
    agency = make_agency()
    for role in (Role.SUPERVISOR, Role.INSPECTOR, Role.NODE_ADMINISTRATOR):
        with pytest.raises(Refused):
            invite(administrator, agency=agency.id, username="amina", name="A", roles=[role])


def test_a_supervisor_keeps_the_people_of_their_own_agency_only() -> None:
    stranger = make_user()
    keeper = supervisor_of(make_agency())
    for act in (
        lambda: invite(keeper, agency=stranger.agency_id, username="amina", name="A"),
        lambda: start_reset(keeper, person=stranger.id),
        lambda: disable_user(keeper, person=stranger.id),
        lambda: ask_roles(keeper, person=stranger.id, roles=[Role.OBSERVER], reason="EXERCISE"),
    ):
        with pytest.raises(NotFound):
            act()


def test_administration_needs_a_fresh_factor() -> None:
    agency = make_agency()
    stale = actor_for(make_user(agency, [Role.SUPERVISOR]))
    with pytest.raises(Refused) as caught:
        disable_user(stale, person=make_user(agency).id)
    assert caught.value.code == "access.step-up-needed"


def test_roles_change_by_two_persons() -> None:
    agency = make_agency()
    asker, granter, person = supervisor_of(agency), supervisor_of(agency), make_user(agency)
    wanted = [Role.SUPERVISOR, Role.ANALYST]
    with pytest.raises(Refused) as caught:
        set_roles(asker, person=person.id, roles=wanted)
    assert caught.value.code == "access.approval-needed"
    asked = ask_roles(asker, person=person.id, roles=wanted, reason="EXERCISE promotion")
    assert [one.can_decide for one in list_approvals(granter)] == [True]
    assert [one.can_decide for one in list_approvals(asker)] == [False]
    assert list_approvals(supervisor_of(make_agency())) == ()
    with pytest.raises(Refused) as caught:
        decide_approval(asker, approval=asked.id, grant=True)
    assert caught.value.code == "access.approval-own"
    decide_approval(granter, approval=asked.id, grant=True)
    with pytest.raises(Refused):
        set_roles(asker, person=person.id, roles=[Role.SUPERVISOR], approval=asked.id)
    changed = set_roles(asker, person=person.id, roles=wanted, approval=asked.id)
    assert set(changed.roles) == set(wanted)
    assert read_approval(asker, approval=asked.id).state == "used"
    line = audit.lines(audit.Filters(action="person.roles", outcome="done"))[0]
    assert (line.details["before"], line.details["after"]) == ("analyst", "analyst+supervisor")


def test_nobody_decides_on_their_own_rights() -> None:
    agency = make_agency()
    asker, promoted = supervisor_of(agency), make_user(agency, [Role.SUPERVISOR])
    asked = ask_roles(asker, person=promoted.id, roles=[Role.ANALYST], reason="EXERCISE")
    with pytest.raises(Refused):
        decide_approval(actor_for(promoted, stepped_up=True), approval=asked.id, grant=True)
    with pytest.raises(Refused):
        ask_roles(asker, person=asker.user_id or new_id(), roles=[Role.ANALYST], reason="EXERCISE")


def test_what_was_refused_or_expired_is_not_used() -> None:
    agency = make_agency()
    asker_row, granter_row, person = (
        make_user(agency, [Role.SUPERVISOR]),
        make_user(agency, [Role.SUPERVISOR]),
        make_user(agency),
    )
    with held_at(NOON):
        asker = actor_for(asker_row, stepped_up=True)
        refused, late = (ask_roles(asker, person=person.id, roles=[Role.OBSERVER], reason="EXERCISE") for _ in range(2))
        granter = actor_for(granter_row, stepped_up=True)
        decide_approval(granter, approval=refused.id, grant=False)
        with pytest.raises(Conflict):
            decide_approval(granter, approval=refused.id, grant=True)
        with pytest.raises(Refused):
            set_roles(asker, person=person.id, roles=[Role.OBSERVER], approval=refused.id)
    with held_at(NOON + timedelta(days=3)), pytest.raises(Conflict):
        decide_approval(actor_for(granter_row, stepped_up=True), approval=late.id, grant=True)


def test_nobody_lets_another_agencys_supervisor_decide() -> None:
    asker, other = make_user(roles=[Role.ANALYST]), make_agency()
    with pytest.raises(Refused):
        ask_approval(actor_for(asker), act=PLANT_UPROOT, subject="plant:1", reason="EXERCISE", agency=other.id)


def test_the_overseen_do_not_appoint_their_inspector(administrator: Actor) -> None:
    agency = make_agency()
    own, person = supervisor_of(agency), make_user(agency)
    with pytest.raises(Invalid):
        ask_roles(own, person=person.id, roles=[Role.INSPECTOR], reason="EXERCISE")
    asked = ask_roles(administrator, person=person.id, roles=[Role.INSPECTOR], reason="EXERCISE")
    with pytest.raises(Refused):
        decide_approval(own, approval=asked.id, grant=True)
    other = actor_for(make_user(roles=[Role.NODE_ADMINISTRATOR]), stepped_up=True)
    decide_approval(other, approval=asked.id, grant=True)
    assert set_roles(administrator, person=person.id, roles=[Role.INSPECTOR], approval=asked.id).roles == (
        Role.INSPECTOR,
    )


def test_a_disabled_person_loses_sessions_tokens_and_invitations_at_once() -> None:
    agency = make_agency()
    person = make_user(agency)
    token = add_token(actor_for(person, stepped_up=True), name="EXERCISE", scopes=["plants:read"])
    keeper = supervisor_of(agency)
    reset = start_reset(keeper, person=person.id)
    assert actor_of_token(token.secret).user_id == person.id
    assert not disable_user(keeper, person=person.id).is_active
    ways: list[Callable[[], Actor]] = [lambda: actor_of_token(token.secret), lambda: actor_for(person)]
    for enter in ways:
        with pytest.raises(Refused):
            enter()
    with pytest.raises(Invalid):
        read_invitation(secret=reset.secret)
    assert enable_user(keeper, person=person.id).is_active
    with pytest.raises(Refused):
        actor_of_token(token.secret)


def test_a_node_keeps_an_administrator(administrator: Actor, setup: Actor) -> None:
    other = make_user(roles=[Role.NODE_ADMINISTRATOR])
    disable_user(administrator, person=other.id)
    with pytest.raises(Conflict):
        set_roles(setup, person=administrator.user_id or new_id(), roles=[Role.ANALYST])


def test_tokens_are_random_hashed_scoped_and_expire() -> None:
    person = make_user()
    with held_at(NOON):
        made = add_token(actor_for(person, stepped_up=True), name="EXERCISE", scopes=["plants:read"], days=2)
        assert made.secret not in str(list(Token.objects.values()))
        actor = actor_of_token(made.secret)
        assert (actor.kind, actor.named) == (ActorKind.TOKEN, f"token:{made.id}")
        with access.door(actor, PLANT_READ):
            pass
        with pytest.raises(Refused) as caught, access.door(actor, PLANT_WRITE):
            pass
        assert caught.value.code == "access.token-scope"
        assert [one.secret for one in list_tokens(actor_for(person))] == [""]
    with held_at(NOON + timedelta(days=2)), pytest.raises(Refused):
        actor_of_token(made.secret)
    for wrong in ("", "minassa_t_", made.secret + "x", made.secret.upper(), "\ud800", "é"):
        with pytest.raises(Refused):
            actor_of_token(wrong)


@pytest.mark.parametrize(
    ("scopes", "days"), [([], 9), (["everything"], 9), (["plants:read"], 0), (["plants:read"], 400)]
)
def test_tokens_without_bounds_are_refused(scopes: list[str], days: int) -> None:
    with pytest.raises(Invalid):
        add_token(actor_for(make_user(), stepped_up=True), name="x", scopes=scopes, days=days)


def test_tokens_are_revoked_by_their_owner_or_keeper_only() -> None:
    agency = make_agency()
    person = make_user(agency)
    first, second = (add_token(actor_for(person, stepped_up=True), name="x", scopes=["plants:read"]) for _ in range(2))
    for stranger in (an_actor(), actor_for(make_user(agency)), supervisor_of(make_agency())):
        with pytest.raises(NotFound):
            revoke_token(stranger, token=first.id)
    revoke_token(actor_for(person), token=first.id)
    revoke_token(supervisor_of(agency), token=second.id)
    for made in (first, second):
        with pytest.raises(Refused):
            actor_of_token(made.secret)


def test_a_token_makes_no_tokens() -> None:
    person = make_user()
    made = add_token(actor_for(person, stepped_up=True), name="x", scopes=["plants:read"])
    with pytest.raises(Invalid):
        add_token(actor_of_token(made.secret), name="y", scopes=["plants:read"])


def test_people_see_their_colleagues_and_the_contacts_of_others(administrator: Actor) -> None:
    agency = make_agency()
    colleague, contact, hidden = make_user(agency), make_user(roles=[Role.LIAISON_OFFICER]), make_user()
    me = make_user(agency)
    seen = {one.id for one in list_people(actor_for(me))}
    assert {me.id, colleague.id, contact.id} <= seen
    assert hidden.id not in seen
    assert hidden.id in {one.id for one in list_people(administrator)}
    assert {one.agency for one in list_people(administrator, agency=agency.id)} == {agency.id}
    with pytest.raises(NotFound):
        read_person(actor_for(me), person=hidden.id)


def test_the_command_line_acts_as_the_first_analyst() -> None:
    with pytest.raises(NotFound):
        cli_actor()
    make_user(roles=[Role.SUPERVISOR])
    first = make_user()
    make_user()
    assert (cli_actor().user_id, cli_actor().named) == (first.id, f"cli:{first.id}")


def test_preferences_are_kept() -> None:
    person = make_user()
    set_preferences(actor_for(person), language="ar")
    set_preferences(actor_for(person), theme="dark")
    person.refresh_from_db()
    assert (person.language, person.theme) == ("ar", "dark")
    for wrong in ({"language": "xx"}, {"theme": "pink"}):
        with pytest.raises(Invalid):
            set_preferences(actor_for(person), **wrong)


def test_inspectors_read_the_whole_log_and_supervisors_what_concerns_their_agency() -> None:
    agency, other = make_agency(), make_agency()
    own, reader, stranger = an_actor(agency=agency), an_actor(agency=other), an_actor()
    with access.door(own, PLANT_READ, subject="plant:own"):
        pass
    with access.door(reader, PLANT_READ, subject="plant:opened") as opened:
        opened.note(owner=agency.id)
    with access.door(stranger, PLANT_READ, subject="plant:else"):
        pass
    seen = {line.subject for line in read_audit(supervisor_of(agency))}
    assert {"plant:own", "plant:opened"} <= seen
    assert "plant:else" not in seen
    outside = read_audit(supervisor_of(agency), filters=audit.Filters(concerns=other.id))
    assert "plant:else" not in {line.subject for line in outside}
    everything = {line.subject for line in read_audit(an_actor(Role.INSPECTOR))}
    assert {"plant:own", "plant:opened", "plant:else"} <= everything
    with pytest.raises(Refused):
        read_audit(own)
    assert audit.lines(audit.Filters(action="audit.read", outcome="done"))


def test_a_community_of_an_agency_reaches_all_its_people() -> None:
    agency = make_agency()
    community = make_community(agency)
    assert an_actor(agency=agency).communities == {community.id}


def test_every_public_name_is_there_and_sorted() -> None:
    assert all(getattr(access, name) is not None for name in access.__all__)
    assert list(access.__all__) == sorted(
        access.__all__, key=lambda name: (not name.isupper(), not name[0].isupper(), name)
    )
