"""Releasing: what leaves and who decides, corrections that follow, withdrawals and recalls that reach every copy."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest

from minassa.access import (
    Handling,
    Label,
    Role,
    Step,
    Tlp,
    acknowledge,
    decide_approval,
    deliveries_waiting,
    list_deliveries,
    list_received,
    parcel_from_json,
    set_members,
)
from minassa.access.models import Agency
from minassa.base import Conflict, Invalid, NotFound, Refused, held_at, now
from minassa.desk import list_notices, waiting_on
from minassa.records import (
    Grading,
    Ground,
    RecordView,
    Scheme,
    Why,
    WithdrawReason,
    amend_record,
    ask_to_delete,
    ask_to_release,
    ask_to_widen,
    delete_record,
    import_records,
    keep_record,
    latest_review,
    links_of,
    preview_release,
    read_record,
    recall_record,
    release_record,
    stream_of,
    withdraw_record,
)
from minassa.records.jobs import chase_acknowledgements
from tests.factories import actor_for, make_agency, make_community, make_remote_agency, make_user
from tests.records.made import GROUND, add, own_label
from tests.records.releases.made import CARRIER, Desk, captured, label_for, let_out, make_desk, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def a(db: None) -> Desk:
    return make_desk()


@pytest.fixture
def away(db: None) -> Agency:
    return make_remote_agency()


def token(agency: Agency) -> str:
    return f"agency:{agency.id}"


def steps(agency: Agency | None = None) -> list[Step]:
    return [parcel_from_json(raw).step for raw in captured(agency)]


def test_the_preview_is_exactly_what_leaves(a: Desk, away: Agency) -> None:
    graded = replace(GROUND, grading=Grading(Scheme.ADMIRALTY, "B", "2"))
    made = add(a.analyst, notes="CANARY-NOTES", birthDate="1984", summary="EXERCISE was seen", ground=graded)
    shown = preview_release(a.supervisor, id=made.id, to=[token(away)], label=label_for(a))
    assert shown.needs_approval
    assert shown.recipients.agencies == shown.fresh == {away.id}
    assert shown.label == replace(label_for(a), audience=frozenset({token(away)}))
    assert shown.marks == ("TLP:AMBER", "H0", "EXERCISE")
    assert "verify-with-owner-before-acting" in shown.obligations
    assert [(one.property, one.why) for one in shown.left_out] == [("notes", Why.OWNERS_ONLY)]
    assert shown.narratives == ("summary",)
    assert captured() == []
    let_out(a, made, [token(away)])
    (raw,) = captured(away)
    parcel = parcel_from_json(raw)
    assert parcel.content == shown.content
    assert parcel.label == shown.label
    assert parcel.content["properties"] == {
        "name": ["EXERCISE Awa Diallo"],
        "birthDate": ["1984"],
        "summary": ["EXERCISE was seen"],
    }
    assert parcel.content["grading"] == {"scheme": "admiralty", "source": "B", "information": "2", "third": ""}


def test_only_a_supervisor_with_a_fresh_factor_releases(a: Desk, away: Agency) -> None:
    made = add(a.analyst, label=own_label(a.analyst, Tlp.GREEN))
    label = label_for(a, Tlp.GREEN)
    for actor, code in (
        (a.analyst, "access.not-allowed"),
        (replace(a.supervisor, stepped_up_at=None), "access.step-up-needed"),
    ):
        with pytest.raises(Refused) as refused:
            release_record(actor, id=made.id, version=1, to=[token(away)], label=label)
        assert refused.value.code == code
    assert release_record(a.supervisor, id=made.id, version=1, to=[token(away)], label=label).agencies == 1


def test_beyond_the_original_audience_a_second_person_agrees_to_exactly_that(a: Desk, away: Agency) -> None:
    other, label = make_remote_agency(), label_for(a)
    made = add(a.analyst)
    with pytest.raises(Refused) as refused:
        release_record(a.supervisor, id=made.id, version=1, to=[token(away)], label=label)
    assert refused.value.code == "access.approval-needed"
    asked = ask_to_release(a.supervisor, id=made.id, to=[token(away)], label=label, reason="EXERCISE")
    with pytest.raises(Refused):
        decide_approval(a.supervisor, approval=asked.id, grant=True)
    granted = decide_approval(a.second, approval=asked.id, grant=True).id
    for to, marks in (
        ([token(other)], label),
        ([token(away)], label_for(a, Tlp.GREEN)),
        ([token(away)], label_for(a, exercise=False)),
    ):
        with pytest.raises(Refused):
            release_record(a.supervisor, id=made.id, version=1, to=to, label=marks, approval=granted)
    assert captured() == []
    release_record(a.supervisor, id=made.id, version=1, to=[token(away)], label=label, approval=granted)
    assert len(captured(away)) == 1
    with pytest.raises(Invalid):  # they have it already; the grant was used up
        release_record(a.supervisor, id=made.id, version=2, to=[token(away)], label=label, approval=granted)


def test_a_grant_is_for_the_record_as_the_second_person_saw_it(a: Desk, away: Agency) -> None:
    made, label = add(a.analyst), label_for(a)
    asked = ask_to_release(a.supervisor, id=made.id, to=[token(away)], label=label, reason="EXERCISE")
    granted = decide_approval(a.second, approval=asked.id, grant=True).id
    amend_record(a.analyst, id=made.id, version=1, properties={"name": ["CANARY"]})
    with pytest.raises(Conflict):
        release_record(a.supervisor, id=made.id, version=1, to=[token(away)], label=label, approval=granted)
    with pytest.raises(Refused):
        release_record(a.supervisor, id=made.id, version=2, to=[token(away)], label=label, approval=granted)
    assert captured() == []


@pytest.mark.parametrize(
    ("own", "sent", "beyond"),
    [
        ({"tlp": Tlp.AMBER, "audience": "away"}, {"tlp": Tlp.AMBER}, False),
        ({"tlp": Tlp.AMBER, "audience": "community"}, {"tlp": Tlp.AMBER}, False),
        ({"tlp": Tlp.AMBER_STRICT, "audience": "community"}, {"tlp": Tlp.AMBER_STRICT}, True),
        ({"tlp": Tlp.GREEN}, {"tlp": Tlp.GREEN}, False),
        ({"tlp": Tlp.GREEN}, {"tlp": Tlp.AMBER}, False),
        ({"tlp": Tlp.CLEAR}, {"tlp": Tlp.CLEAR}, False),
        ({"tlp": Tlp.GREEN}, {"tlp": Tlp.CLEAR}, True),
        ({"tlp": Tlp.AMBER}, {"tlp": Tlp.AMBER}, True),
        ({"tlp": Tlp.AMBER, "audience": "away"}, {"tlp": Tlp.GREEN}, True),
        ({"tlp": Tlp.AMBER, "audience": "away", "handling": ["H1"]}, {"tlp": Tlp.AMBER}, True),
        ({"tlp": Tlp.AMBER, "audience": "away"}, {"tlp": Tlp.AMBER, "handling": ["H1"]}, False),
        ({"tlp": Tlp.AMBER, "audience": "away", "purposes": ["border"]}, {"tlp": Tlp.AMBER}, True),
        ({"tlp": Tlp.AMBER, "audience": "away"}, {"tlp": Tlp.AMBER, "purposes": ["border"]}, False),
    ],
)
def test_when_a_second_person_is_needed(
    a: Desk, away: Agency, own: dict[str, Any], sent: dict[str, Any], beyond: bool
) -> None:
    community = make_community(away)
    audiences: dict[str, list[Any]] = {"away": [away], "community": [community], "": []}

    def marked(given: dict[str, Any]) -> Label:
        return own_label(
            a.analyst,
            given["tlp"],
            audience=audiences[given.get("audience", "")],
            handling=[Handling(one) for one in given.get("handling", ["H0"])],
            purposes=given.get("purposes", []),
        )

    made = add(a.analyst, label=marked(own))
    assert preview_release(a.supervisor, id=made.id, to=[token(away)], label=marked(sent)).needs_approval is beyond


def test_a_partner_is_beyond_what_is_green_for_the_platform(a: Desk) -> None:
    partner = make_remote_agency()
    Agency.objects.filter(id=partner.id).update(kind="partner")
    made = add(a.analyst, label=own_label(a.analyst, Tlp.GREEN))
    assert preview_release(a.supervisor, id=made.id, to=[token(partner)], label=label_for(a, Tlp.GREEN)).needs_approval


def test_nobody_releases_another_agencys_record(a: Desk, away: Agency) -> None:
    b = make_desk()
    made = add(a.analyst, label=own_label(a.analyst, Tlp.GREEN))
    with pytest.raises(Refused):
        preview_release(b.supervisor, id=made.id, to=[token(away)], label=label_for(b))
    with pytest.raises(Refused):
        ask_to_release(b.supervisor, id=made.id, to=[token(away)], label=label_for(b), reason="x")
    with pytest.raises(Refused):
        release_record(b.supervisor, id=made.id, version=1, to=[token(away)], label=label_for(b))
    hidden = add(a.analyst)
    with pytest.raises(NotFound):
        preview_release(b.supervisor, id=hidden.id, to=[token(away)], label=label_for(b))


def test_a_release_needs_a_handling_code_and_somebody_new(a: Desk, away: Agency) -> None:
    made = add(a.analyst)
    with pytest.raises(Invalid):
        preview_release(a.supervisor, id=made.id, to=[token(away)], label=own_label(a.analyst, handling=()))
    let_out(a, made, [token(away)])
    with pytest.raises(Invalid) as refused:
        preview_release(a.supervisor, id=made.id, to=[token(away)], label=label_for(a))
    assert refused.value.code == "records.already-there"


def test_an_agency_of_this_node_sees_it_at_once_and_others_do_not(a: Desk) -> None:
    b, c = make_desk(), make_desk()
    made = add(a.analyst, origin="CANARY-origin", notes="CANARY-notes")
    let_out(a, made, [b.token])
    seen = read_record(b.analyst, id=made.id)
    assert not seen.mine
    assert seen.origin == str(made.id)
    assert dict(seen.properties) == {"name": ("EXERCISE Awa Diallo",)}
    assert (seen.legal_basis, dict(seen.extra)) == ("", {})
    with pytest.raises(NotFound):
        read_record(c.analyst, id=made.id)
    assert [one.kind for one in list_notices(b.liaison)] == ["record-received"]
    assert list_notices(c.liaison) == list_notices(b.analyst) == ()


def test_a_link_leaves_only_to_those_who_were_given_both_ends(a: Desk, away: Agency) -> None:
    person = add(a.analyst, "EXERCISE Owner", origin="CANARY-person")
    truck = add(a.analyst, "EXERCISE Truck", schema="Vehicle", origin="CANARY-truck")
    link = add(a.analyst, "", schema="Ownership", owner="CANARY-person", asset="CANARY-truck")
    let_out(a, person, [token(away)])
    with pytest.raises(Invalid) as refused:
        preview_release(a.supervisor, id=link.id, to=[token(away)], label=label_for(a))
    assert refused.value.code == "records.ends-first"
    let_out(a, truck, [token(away)])
    let_out(a, link, [token(away)])
    content = parcel_from_json(captured(away)[-1]).content
    assert content["properties"] == {"owner": [str(person.id)], "asset": [str(truck.id)]}
    assert not any(b"CANARY" in raw for raw in captured())


def test_a_correction_follows_to_everybody_in_the_same_transaction(a: Desk, away: Agency) -> None:
    b = make_desk()
    made = add(a.analyst)
    let_out(a, made, [token(away), b.token])
    amended = amend_record(a.analyst, id=made.id, version=2, properties={"name": ["EXERCISE Corrected"]})
    assert steps(away) == [Step.SHARE, Step.CORRECT]
    correction = parcel_from_json(captured(away)[-1])
    assert correction.content["properties"] == {"name": ["EXERCISE Corrected"]}
    assert correction.label.audience == {token(away), b.token}
    assert [one.kind for one in list_notices(b.liaison)] == ["record-corrected", "record-received"]
    assert [one.step for one in list_received(b.analyst, owed=True)] == [Step.CORRECT]
    with pytest.raises(Invalid):
        amend_record(a.analyst, id=made.id, version=amended.version, properties={"name": [], "nonsense": ["x"]})
    assert len(captured(away)) == 2


def test_what_recipients_do_not_see_is_no_correction(a: Desk, away: Agency) -> None:
    made = add(a.analyst)
    let_out(a, made, [token(away)])
    amend_record(
        a.analyst, id=made.id, version=2, properties={"name": list(made.properties["name"]), "notes": ["CANARY"]}
    )
    amend_record(a.analyst, id=made.id, version=3, ground=Ground("CANARY Act 2", GROUND.purpose, made.review_on))
    assert steps(away) == [Step.SHARE]
    assert not any(b"CANARY" in raw for raw in captured())


def test_a_new_day_of_review_is_told_without_asking_for_an_acknowledgement(a: Desk, away: Agency) -> None:
    made = add(a.analyst)
    let_out(a, made, [token(away)])
    keep_record(a.analyst, id=made.id, until=latest_review() - timedelta(days=9), reason="EXERCISE")
    assert (
        parcel_from_json(captured(away)[-1]).content["review_on"] == (latest_review() - timedelta(days=9)).isoformat()
    )
    assert [one.due for one in list_deliveries(a.supervisor)] == [None, None]


def test_an_import_that_changes_a_released_record_corrects_its_copies(a: Desk, away: Agency) -> None:
    made = add(a.analyst, origin="X-1")
    let_out(a, made, [token(away)])
    line = b'{"id": "X-1", "schema": "Person", "properties": {"name": ["EXERCISE Imported"]}}\n'
    import_records(a.analyst, file=BytesIO(line), format="ftm", label=own_label(a.analyst), ground=GROUND)
    assert parcel_from_json(captured(away)[-1]).content["properties"] == {"name": ["EXERCISE Imported"]}


def test_narrowing_the_audience_withdraws_it_from_those_left_out(a: Desk, away: Agency) -> None:
    other = make_remote_agency()
    made = add(a.analyst)
    let_out(a, made, [token(away), token(other)])
    amend_record(a.analyst, id=made.id, version=2, label=own_label(a.analyst, audience=[other]))
    assert steps(away)[-1] is Step.WITHDRAW
    assert steps(other) == [Step.SHARE, Step.CORRECT]
    assert token(away).encode() not in captured(other)[-1]


def test_tighter_marks_are_told_to_those_who_have_it_and_to_them_only_their_own(a: Desk, away: Agency) -> None:
    later = make_remote_agency()
    made = add(a.analyst)
    let_out(a, made, [token(away)])
    let_out(a, read_record(a.analyst, id=made.id), [token(later)], label_for(a, handling=[Handling.H2]))
    assert steps(away) == [Step.SHARE, Step.CORRECT]
    assert steps(later) == [Step.SHARE]
    told = parcel_from_json(captured(away)[-1])
    assert told.label.handling == {Handling.H2}
    assert token(later).encode() not in b"".join(captured(away))
    assert read_record(a.analyst, id=made.id).label.handling == {Handling.H2}


def test_wider_marks_need_the_second_person_and_are_told(a: Desk, away: Agency) -> None:
    made = add(a.analyst)
    let_out(a, made, [token(away)])
    wider = replace(read_record(a.analyst, id=made.id).label, tlp=Tlp.GREEN)
    with pytest.raises(Refused):
        amend_record(a.supervisor, id=made.id, version=2, label=wider)
    asked = ask_to_widen(a.supervisor, id=made.id, label=wider, reason="EXERCISE")
    granted = decide_approval(a.second, approval=asked.id, grant=True).id
    amend_record(a.supervisor, id=made.id, version=2, label=wider, approval=granted)
    assert parcel_from_json(captured(away)[-1]).label.tlp is Tlp.GREEN


@pytest.mark.parametrize("role", ["supervisor", "liaison"])
def test_a_withdrawal_reaches_everybody_and_is_acknowledged(a: Desk, away: Agency, role: str) -> None:
    b = make_desk()
    made = add(a.analyst)
    let_out(a, made, [token(away), b.token])
    assert withdraw_record(getattr(a, role), id=made.id, reason=WithdrawReason.INACCURATE) == 2
    assert parcel_from_json(captured(away)[-1]).content == {"reason": "inaccurate"}
    assert steps(away) == [Step.WITHDRAW]  # the release itself was not carried yet, and is not any more
    with pytest.raises(NotFound):
        read_record(b.analyst, id=made.id)
    assert read_record(a.analyst, id=made.id).label.audience == frozenset()
    (owed,) = list_received(b.liaison, owed=True)
    acknowledge(b.liaison, arrival=owed.id)
    assert states(a, made.id)[b.agency.id, 2] == "acknowledged"
    with pytest.raises(Invalid):
        withdraw_record(a.supervisor, id=made.id, reason=WithdrawReason.INACCURATE)
    with pytest.raises(Conflict):
        let_out(a, read_record(a.analyst, id=made.id), [b.token])


def test_a_withdrawal_from_one_leaves_it_with_the_others(a: Desk, away: Agency) -> None:
    b, c = make_desk(), make_desk()
    made = add(a.analyst)
    let_out(a, made, [b.token, c.token])
    assert withdraw_record(a.supervisor, id=made.id, reason=WithdrawReason.NOT_NEEDED, agencies=[b.agency.id]) == 1
    with pytest.raises(NotFound):
        read_record(b.analyst, id=made.id)
    assert read_record(c.analyst, id=made.id).caption == made.caption
    with pytest.raises(Invalid):
        withdraw_record(a.supervisor, id=made.id, reason=WithdrawReason.NOT_NEEDED, agencies=[away.id])


@pytest.mark.parametrize("tlp", [Tlp.GREEN, Tlp.CLEAR])
def test_what_was_for_everybody_is_not_any_more_for_those_it_is_withdrawn_from(a: Desk, tlp: Tlp) -> None:
    b, c = make_desk(), make_desk()
    made = add(a.analyst, label=own_label(a.analyst, tlp))
    let_out(a, made, [b.token, c.token], label_for(a, tlp))
    withdraw_record(a.supervisor, id=made.id, reason=WithdrawReason.RIGHTS, agencies=[b.agency.id])
    with pytest.raises(NotFound):
        read_record(b.analyst, id=made.id)
    assert read_record(c.analyst, id=made.id).label.tlp is Tlp.AMBER


def test_a_withdrawal_also_ends_what_a_community_or_a_name_in_the_audience_gave(a: Desk) -> None:
    b, c = make_desk(), make_desk()
    person = make_user(b.agency)
    community = make_community(b.agency, c.agency)
    made = add(a.analyst, label=own_label(a.analyst, audience=[community, person]))
    let_out(a, made, [f"community:{community.id}"])
    withdraw_record(a.supervisor, id=made.id, reason=WithdrawReason.NO_GROUND, agencies=[b.agency.id])
    for actor in (b.analyst, actor_for(person)):
        with pytest.raises(NotFound):
            read_record(actor, id=made.id)
    assert read_record(c.analyst, id=made.id).caption == made.caption


def test_a_reason_is_one_of_the_list_and_others_do_not_withdraw(a: Desk) -> None:
    b = make_desk()
    made = add(a.analyst)
    let_out(a, made, [b.token])
    with pytest.raises(Invalid):
        withdraw_record(a.supervisor, id=made.id, reason=WithdrawReason.LEFT_COMMUNITY)
    for actor in (a.analyst, b.supervisor):
        with pytest.raises(Refused):
            withdraw_record(actor, id=made.id, reason=WithdrawReason.INACCURATE)
    assert read_record(b.analyst, id=made.id).caption == made.caption


def test_a_recall_has_a_deadline_and_an_urgent_notice_and_is_chased(a: Desk, away: Agency) -> None:
    b = make_desk()
    made = add(a.analyst)
    let_out(a, made, [b.token, token(away)])
    for due in (now() - timedelta(seconds=1), now() + timedelta(days=15)):
        with pytest.raises(Invalid):
            recall_record(a.supervisor, id=made.id, due=due)
    assert recall_record(a.supervisor, id=made.id) == 2
    content = parcel_from_json(captured(away)[-1]).content
    assert (content["reason"], content["urgent"]) == ("mis-disclosed", True)
    due = datetime.fromisoformat(content["due"])
    assert timedelta(hours=23) < due - now() <= timedelta(hours=24)
    notice = list_notices(b.supervisor)[0]
    assert (notice.kind, notice.urgent) == ("record-recalled", True)
    with held_at(due + timedelta(seconds=1)):
        chase_acknowledgements()
        told = [one for one in list_notices(a.supervisor) if one.kind == "acknowledgement-overdue"]
        assert len(told) == 2
        chase_acknowledgements()
        assert len([one for one in list_notices(a.supervisor) if one.kind == "acknowledgement-overdue"]) == 2
        assert [one for one in list_notices(a.analyst) if one.kind == "acknowledgement-overdue"] == []
        assert len(waiting_on(a.supervisor).overdue) == 2
        assert len(waiting_on(b.liaison).overdue) == 1


def test_owed_acknowledgements_are_work_for_both_sides(a: Desk) -> None:
    b = make_desk()
    made = add(a.analyst)
    let_out(a, made, [b.token])
    assert waiting_on(b.liaison).waiting_on_me == ()
    withdraw_record(a.supervisor, id=made.id, reason=WithdrawReason.INACCURATE)
    (mine,) = waiting_on(b.liaison).waiting_on_me
    assert mine.due is not None
    assert len(waiting_on(a.supervisor).waiting_on_others) == 1
    (owed,) = list_received(b.liaison, owed=True)
    acknowledge(b.liaison, arrival=owed.id)
    assert waiting_on(b.liaison).waiting_on_me == waiting_on(a.supervisor).waiting_on_others == ()


def test_what_is_deleted_is_withdrawn_and_the_outbox_forgets_what_it_said(a: Desk, away: Agency) -> None:
    made = add(a.analyst, "CANARY Name")
    let_out(a, made, [token(away)])
    (one,) = deliveries_waiting(CARRIER)
    from minassa.access import Receipt, ReceiptState, mark_answered  # noqa: PLC0415 - this test alone carries

    mark_answered(CARRIER, delivery=one.id, receipt=Receipt(ReceiptState.TAKEN))
    asked = ask_to_delete(a.supervisor, id=made.id, reason="EXERCISE")
    granted = decide_approval(a.second, approval=asked.id, grant=True).id
    delete_record(a.supervisor, id=made.id, approval=granted)
    assert steps(away) == [Step.WITHDRAW]
    assert states(a, made.id) == {(away.id, 1): "received", (away.id, 2): "waiting"}
    assert b"CANARY" not in _everything_released()


def _everything_released() -> bytes:
    from minassa.access import door, system_actor  # noqa: PLC0415 - this helper alone opens a door
    from minassa.access.acts import RELEASE_HOLDERS  # noqa: PLC0415 - it is not part of the room's face
    from minassa.access.models import Release  # noqa: PLC0415 - the same

    with door(system_actor("releases"), RELEASE_HOLDERS):
        return "".join(row.parcel for row in Release.objects.all()).encode()


def test_leaving_a_community_ends_what_was_released_to_it(a: Desk) -> None:
    b, c = make_desk(), make_desk()
    community = make_community(b.agency, c.agency)
    made = add(a.analyst)
    let_out(a, made, [f"community:{community.id}"])
    assert read_record(b.analyst, id=made.id).caption == made.caption
    keeper = actor_for(make_user(make_agency(), [Role.NODE_ADMINISTRATOR]), stepped_up=True)
    set_members(keeper, community=community.id, agencies=[c.agency.id])
    left = actor_for(make_user(b.agency))
    with pytest.raises(NotFound):
        read_record(left, id=made.id)
    assert [one.step for one in list_received(left, owed=True)] == [Step.WITHDRAW]
    amend_record(
        a.analyst,
        id=made.id,
        version=read_record(a.analyst, id=made.id).version,
        properties={"name": ["EXERCISE Later"]},
    )
    assert read_record(actor_for(make_user(c.agency)), id=made.id).caption == "EXERCISE Later"
    with pytest.raises(NotFound):
        read_record(left, id=made.id)


def test_red_is_for_the_persons_named(a: Desk) -> None:
    b = make_desk()
    named = make_user(b.agency)
    made = add(a.analyst)
    label = label_for(a, Tlp.RED, audience=[f"user:{a.supervisor.user_id}", f"user:{a.analyst.user_id}", named])
    let_out(a, made, [b.token], label)
    assert read_record(actor_for(named), id=made.id).caption == made.caption
    for other in (b.analyst, b.supervisor):
        with pytest.raises(NotFound):
            read_record(other, id=made.id)
        assert list_received(other) == ()
    assert [one.kind for one in list_notices(actor_for(named))] == ["record-received"]
    assert list_notices(b.liaison) == ()


def test_the_links_of_a_shared_record_name_no_reference_of_its_owner(a: Desk) -> None:
    b = make_desk()
    person = add(a.analyst, origin="CANARY-person")
    add(
        a.analyst,
        "",
        schema="Associate",
        person="CANARY-person",
        associate="CANARY-informant",
        label=own_label(a.analyst, audience=[b.agency]),
    )
    let_out(a, person, [b.token])
    (link,) = links_of(b.analyst, id=person.id)
    assert (link.other.origin, link.other.record) == ("", None)
    shown = read_record(b.analyst, id=link.link.id) if link.link else None
    assert shown is not None
    assert dict(shown.properties) == {"person": (str(person.id),)}
    assert "CANARY" not in repr((link, shown))


def test_the_stream_of_a_record_is_named_by_its_id(a: Desk) -> None:
    made: RecordView = add(a.analyst)
    assert stream_of(made.id) == f"record:{made.id}"
    assert UUID(stream_of(made.id).partition(":")[2]) == made.id
    assert made.created.tzinfo is UTC
