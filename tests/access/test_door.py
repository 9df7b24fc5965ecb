"""The door: it decides, shows, writes the audit line, and says what went wrong."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from minassa import audit
from minassa.access import (
    Actor,
    AgencyKind,
    Handling,
    Label,
    Role,
    Tlp,
    WallError,
    ask_approval,
    decide_approval,
    disable_user,
    door,
    labels,
    set_members,
    system_actor,
)
from minassa.access.models import LabelRow, User
from minassa.base import Conflict, Invalid, NotFound, Refused, held_at, new_id
from tests.factories import a_label, actor_for, an_actor, make_agency, make_community, make_user
from tests.plants.acts import PLANT_EXPORT, PLANT_LIST, PLANT_READ, PLANT_UPROOT, PLANT_WRITE
from tests.plants.models import Plant

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def plant(actor: Actor, label: Label, name: str = "EXERCISE fern") -> UUID:
    with door(actor, PLANT_WRITE) as opened:
        return Plant.objects.create(name=name, label_id=opened.intern(label)).id


def sees(actor: Actor, planted: UUID, **circumstances: Any) -> bool:
    with door(actor, PLANT_LIST, **circumstances):
        return Plant.objects.filter(id=planted).exists()


def last_line() -> audit.LineView:
    return audit.lines(limit=1)[0]


def test_owner_sees_what_another_agency_does_not() -> None:
    owner, other = an_actor(), an_actor()
    planted = plant(owner, a_label(owner))
    assert sees(owner, planted)
    assert not sees(other, planted)


def test_hidden_and_absent_are_the_same_fault() -> None:
    owner, other = an_actor(), an_actor()
    planted = plant(owner, a_label(owner))
    texts = []
    for wanted in (planted, new_id()):
        with pytest.raises(NotFound) as caught, door(other, PLANT_READ):
            Plant.objects.get(id=wanted)
        texts.append((caught.value.code, str(caught.value), last_line().reason, last_line().outcome))
    assert texts[0] == texts[1]


def test_outside_a_door_nothing_is_read() -> None:
    for outside in (Plant.objects.all, lambda: list(Plant._base_manager.all()), lambda: Plant().save()):
        with pytest.raises(WallError):
            outside()


def test_a_success_is_logged_with_purpose_case_and_what_the_service_notes() -> None:
    actor = an_actor()
    with door(actor, PLANT_READ, purpose="border", case="C-1", subject="plant:1") as opened:
        opened.note(owner=actor.agency, found=3)
    line = last_line()
    assert (line.action, line.outcome, line.actor, line.agency) == ("plant.read", "done", actor.named, actor.agency)
    assert (line.purpose, line.case, line.subject, line.owner) == ("border", "C-1", "plant:1", actor.agency)
    assert line.details == {"found": 3}


def test_what_is_not_audited_is_logged_only_when_refused() -> None:
    actor = an_actor(Role.INSPECTOR)
    before = audit.count_lines()
    with pytest.raises(Refused), door(actor, PLANT_LIST):
        pass
    assert audit.count_lines() == before + 1
    assert (last_line().outcome, last_line().reason) == ("refused", "access.not-allowed")
    with door(an_actor(), PLANT_LIST):
        pass
    assert audit.count_lines() == before + 1


def test_a_failure_leaves_nothing_but_its_line() -> None:
    actor = an_actor()
    with pytest.raises(ZeroDivisionError), door(actor, PLANT_WRITE) as opened:
        raise ZeroDivisionError(Plant.objects.create(label_id=opened.intern(a_label(actor))).name)
    assert (last_line().outcome, last_line().reason) == ("failed", "error")
    with door(actor, PLANT_LIST):
        assert not Plant.objects.exists()


def test_a_failure_inside_leaves_its_line_though_all_is_rolled_back() -> None:
    actor = an_actor()
    with pytest.raises(Invalid), door(actor, PLANT_WRITE), door(actor, PLANT_READ, subject="plant:inner"):
        Label(new_id(), Tlp.RED)
    assert [line.subject for line in audit.lines(limit=2)] == ["", "plant:inner"]


def test_an_inner_door_of_the_same_actor_is_one_transaction_with_the_outer() -> None:
    actor = an_actor()
    with pytest.raises(KeyError), door(actor, PLANT_WRITE):
        raise KeyError(plant(actor, a_label(actor)))
    with door(actor, PLANT_LIST):
        assert not Plant.objects.exists()
    assert not [line for line in audit.lines(limit=9) if line.outcome == "done" and line.action == "plant.write"]


def test_the_database_speaks_in_faults() -> None:
    actor = an_actor()
    planted = plant(actor, a_label(actor))
    with pytest.raises(Conflict) as caught, door(actor, PLANT_WRITE) as opened:
        Plant.objects.bulk_create([Plant(id=planted, label_id=opened.intern(a_label(actor)))])
    assert isinstance(caught.value.__cause__, IntegrityError)


def test_rights_that_changed_count_at_the_next_request() -> None:
    user = make_user(roles=[Role.ANALYST])
    before = actor_for(user)
    User.objects.filter(id=user.id).update(roles=["observer"], rights_version=2)
    with pytest.raises(Refused) as caught, door(before, PLANT_LIST):
        pass
    assert caught.value.code == "access.rights-changed"
    assert actor_for(user).roles == {Role.OBSERVER}


def test_a_disabled_person_is_shut_out_of_the_request_after_this_one() -> None:
    agency = make_agency()
    person = make_user(agency)
    actor = actor_for(person)
    disable_user(actor_for(make_user(agency, [Role.SUPERVISOR]), stepped_up=True), person=person.id)
    with pytest.raises(Refused), door(actor, PLANT_LIST):
        pass


def test_a_member_who_leaves_a_community_loses_sight_at_once() -> None:
    owner, member = an_actor(), make_user()
    community = make_community(member.agency)
    planted = plant(owner, a_label(owner, audience=[community]))
    assert sees(actor_for(member), planted)
    administrator = actor_for(make_user(roles=[Role.NODE_ADMINISTRATOR]), stepped_up=True)
    set_members(administrator, community=community.id)
    member.refresh_from_db()
    assert not sees(actor_for(member), planted)


def test_a_label_made_by_somebody_else_is_seen_without_a_new_request() -> None:
    owner, reader = an_actor(), an_actor()
    with door(reader, PLANT_LIST) as opened:
        assert opened.visible == frozenset()
    planted = plant(owner, a_label(owner, Tlp.GREEN))
    assert sees(reader, planted)


def test_an_embargo_ends_on_time_though_the_answer_was_kept() -> None:
    owner, reader = an_actor(), an_actor()
    with held_at(NOON):
        planted = plant(
            owner, a_label(owner, Tlp.GREEN, opens=NOON + timedelta(hours=1), closes=NOON + timedelta(hours=2))
        )
    seen: dict[int, list[bool]] = {}
    for hours in (0, 1, 2, 0):
        with held_at(NOON + timedelta(hours=hours)):
            seen.setdefault(hours, []).append(sees(reader, planted))
    assert seen == {0: [False, False], 1: [True], 2: [False]}


def test_the_purpose_of_the_door_bounds_its_sight() -> None:
    owner, reader = an_actor(), an_actor()
    planted = plant(owner, a_label(owner, Tlp.GREEN, purposes=["border"]))
    assert sees(reader, planted, purpose="border")
    assert not sees(reader, planted, purpose="cyber")
    assert not sees(reader, planted)


def test_a_community_of_persons_and_agencies() -> None:
    owner, person, outsider = an_actor(), make_user(), make_user()
    colleague = make_user(person.agency)
    planted = plant(owner, a_label(owner, audience=[make_community(person)]))
    assert sees(actor_for(person), planted)
    assert not sees(actor_for(colleague), planted)
    assert not sees(actor_for(outsider), planted)


def test_partners_see_what_is_addressed_to_them() -> None:
    owner, partner = an_actor(), make_user(make_agency(kind=AgencyKind.PARTNER))
    green, addressed = plant(owner, a_label(owner, Tlp.GREEN)), plant(owner, a_label(owner, audience=[partner.agency]))
    assert not sees(actor_for(partner), green)
    assert sees(actor_for(partner), addressed)


def test_one_label_is_one_row_and_others_labels_are_refused() -> None:
    owner, other = an_actor(), an_actor()
    with door(owner, PLANT_WRITE) as opened:
        first = opened.intern(a_label(owner, handling=[Handling.H1, Handling.H2]))
        assert opened.intern(a_label(owner, handling=[Handling.H2, Handling.H1])) == first
        assert opened.intern(a_label(owner, handling=[Handling.H1])) != first
        assert opened.label_of(first) == a_label(owner, handling=[Handling.H1, Handling.H2])
        assert first in opened.writable
        assert "do-not-pass-on-without-permission" in opened.obligations(first)
    with pytest.raises(Refused), door(other, PLANT_WRITE) as opened:
        opened.intern(a_label(owner, Tlp.GREEN))


def test_what_only_reads_makes_no_labels() -> None:
    actor = an_actor()
    with pytest.raises(WallError), door(actor, PLANT_READ) as opened:
        opened.intern(a_label(actor))


def test_a_label_that_its_author_could_not_read_is_refused() -> None:
    actor = an_actor()
    with pytest.raises(Refused), door(actor, PLANT_WRITE) as opened:
        opened.intern(a_label(actor, Tlp.RED, audience=[f"user:{new_id()}"]))


def test_two_labels_of_one_digest_get_two_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labels, "_first_id", lambda _body: 41)
    actor = an_actor()
    with door(actor, PLANT_WRITE) as opened:
        ids = [opened.intern(a_label(actor, level)) for level in (Tlp.AMBER, Tlp.GREEN, Tlp.AMBER)]
    assert ids == [41, 42, 41]
    assert LabelRow.objects.count() == 2


def test_labels_are_never_changed(db: None) -> None:
    owner, other = an_actor(), an_actor()
    planted = plant(owner, a_label(owner))
    row = LabelRow.objects.get()
    row.body["tlp"] = "clear"
    rows = LabelRow.objects.all()
    for change in (row.save, lambda: rows._raw_delete("default"), lambda: rows.update(body=row.body)):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert not sees(other, planted)


def test_a_label_that_was_altered_behind_our_back_opens_nothing() -> None:
    owner = an_actor()
    with door(owner, PLANT_WRITE) as opened:
        row = LabelRow.objects.get(id=opened.intern(a_label(owner)))
    row.body["tlp"] = "clear"
    with pytest.raises(WallError):
        labels._read(row)


def test_an_export_shows_only_what_may_be_passed_on() -> None:
    owner, reader = an_actor(), actor_for(make_user(), stepped_up=True)
    kept = plant(owner, a_label(owner, Tlp.GREEN, handling=[Handling.H2]))
    free = plant(owner, a_label(owner, Tlp.GREEN, handling=[Handling.H1]))
    assert sees(reader, kept)
    with door(reader, PLANT_EXPORT):
        assert [row.id for row in Plant.objects.all()] == [free]
    with door(replace(owner, stepped_up_at=reader.stepped_up_at), PLANT_EXPORT):
        assert Plant.objects.count() == 2


def test_a_writer_sees_what_is_not_theirs_to_change() -> None:
    owner, reader = an_actor(), an_actor()
    planted = plant(owner, a_label(owner, Tlp.GREEN))
    with door(reader, PLANT_WRITE) as opened:
        assert not opened.may(Plant.objects.get(id=planted).label_id)
    with door(owner, PLANT_WRITE) as opened:
        assert opened.may(Plant.objects.get(id=planted).label_id)


def test_what_needs_two_persons_is_done_once_by_who_asked() -> None:
    agency = make_agency()
    asker = actor_for(make_user(agency))
    supervisor = actor_for(make_user(agency, [Role.SUPERVISOR]), stepped_up=True)
    with pytest.raises(Refused) as caught, door(asker, PLANT_UPROOT, subject="plant:1"):
        pass
    assert caught.value.code == "access.approval-needed"
    asked = ask_approval(asker, act=PLANT_UPROOT, subject="plant:1", reason="EXERCISE")
    for subject, actor in (("plant:1", asker), ("plant:2", asker)):
        with pytest.raises(Refused), door(actor, PLANT_UPROOT, subject=subject, approval=asked.id):
            pass
    assert decide_approval(supervisor, approval=asked.id, grant=True).state == "granted"
    for subject, actor in (("plant:2", asker), ("plant:1", supervisor)):
        with pytest.raises(Refused), door(actor, PLANT_UPROOT, subject=subject, approval=asked.id):
            pass
    with door(asker, PLANT_UPROOT, subject="plant:1", approval=asked.id):
        pass
    assert last_line().details["approval"] == str(asked.id)
    with pytest.raises(Refused), door(asker, PLANT_UPROOT, subject="plant:1", approval=asked.id):
        pass


def test_an_approval_is_not_used_up_by_an_act_that_fails() -> None:
    agency = make_agency()
    asker = actor_for(make_user(agency))
    supervisor = actor_for(make_user(agency, [Role.SUPERVISOR]), stepped_up=True)
    asked = ask_approval(asker, act=PLANT_UPROOT, subject="plant:1", reason="EXERCISE")
    decide_approval(supervisor, approval=asked.id, grant=True)
    with pytest.raises(ZeroDivisionError), door(asker, PLANT_UPROOT, subject="plant:1", approval=asked.id):
        raise ZeroDivisionError
    with door(asker, PLANT_UPROOT, subject="plant:1", approval=asked.id):
        pass


def test_a_system_actor_sees_all_but_does_only_what_its_list_names() -> None:
    owner = an_actor()
    plant(owner, a_label(owner))
    with pytest.raises(Refused), door(system_actor("records-index"), PLANT_LIST):
        pass


def test_the_door_asks_the_database_little(django_assert_max_num_queries: Any) -> None:
    owner = an_actor()
    planted = plant(owner, a_label(owner))
    sees(owner, planted)
    savepoints = 2
    with django_assert_max_num_queries(savepoints + 2):
        sees(owner, planted)
    assert connection.in_atomic_block
