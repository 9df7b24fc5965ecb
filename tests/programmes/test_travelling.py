"""Programmes between nodes: what leaves, what comes of it there, what changes and what is taken back; and hostile parcels."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from minassa import programmes
from minassa.access import (
    Handling,
    Label,
    Parcel,
    ReceiptState,
    Step,
    Tlp,
    deliveries_waiting,
    door,
    system_actor,
    take_in,
)
from minassa.access.models import Agency
from minassa.base import Conflict, NotFound, Refused, new_id, now
from minassa.base.clock import held_at
from minassa.programmes import ProgrammeView, Sharing, TargetPart
from minassa.programmes.acts import PROGRAMME_LIST
from minassa.programmes.models import Programme
from minassa.programmes.travelling.content import from_json, to_json
from tests.factories import a_label, make_agency
from tests.programmes.iati import PUBLICATION
from tests.programmes.scene import CANARY, House, committed, running
from tests.programmes.test_iati_export import full
from tests.programmes.test_reporting import IN_TIME

pytestmark = pytest.mark.django_db
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@pytest.fixture(autouse=True)
def summer() -> Iterator[None]:
    with held_at(IN_TIME):
        yield


@pytest.fixture
def peer(db: None) -> Agency:
    """An agency of another node."""
    agency = make_agency("EXERCISE far away")
    Agency.objects.filter(id=agency.id).update(is_local=False)
    return agency


def waiting(peer: Agency) -> list[Parcel]:
    return [one.parcel for one in deliveries_waiting(system_actor("exchange"), agency=peer.id)]


def shared_with(*agencies: Agency) -> Sharing:
    return Sharing(Tlp.AMBER, tuple(f"agency:{one.id}" for one in agencies))


def elsewhere(content: Any) -> dict[str, Any]:
    """The same programme as another node's would be: with ids of its own."""
    known: dict[str, str] = {}
    text = _ID.sub(lambda found: known.setdefault(found[0], str(new_id())), json.dumps(content))
    made: dict[str, Any] = json.loads(text)
    return made


def parcel(  # noqa: PLR0917 - a parcel's parts
    by: Agency, to: House, one: UUID, version: int, step: Step, content: Any, label: Label | None = None
) -> Parcel:
    label = replace(label or a_label(by, Tlp.AMBER, audience=(to.agency,), handling=(Handling.H0,)), exercise=True)
    return Parcel(new_id(), "programme", f"programme:{one}", version, step, by.id, label, content, now(), 0)


def hand_in(one: Parcel) -> str:
    receipt = take_in(system_actor("exchange"), one, sender=one.owner)
    assert (receipt.state is ReceiptState.TAKEN) is not bool(receipt.code)
    return receipt.code


def stripped(found: ProgrammeView) -> Any:
    """What both nodes must say alike: the framework's figures without ids."""
    return [
        (
            one.part.name,
            one.part.baseline,
            one.targets,
            [(each.measured_on, each.value, each.evidence) for each in one.actuals],
            one.standing,
        )
        for one in found.indicators
    ]


def test_what_is_shared_leaves_whole_and_without_small_counts(mali: House, secretariat: House, peer: Agency) -> None:
    made = full(mali, secretariat, sharing=Sharing(), first=shared_with(secretariat.agency))
    assert waiting(peer) == []
    programmes.share_programme(mali.chief, id=made.id, sharing=shared_with(peer, secretariat.agency))
    (sent,) = waiting(peer)
    assert (sent.step, sent.about, sent.label.tlp) == (Step.SHARE, made.id, Tlp.AMBER)
    told = from_json(sent.content)
    assert to_json(told) == json.loads(json.dumps(sent.content))
    assert told.plan.strategy is None
    assert (len(told.results), len(told.indicators), len(told.targets), len(told.reports)) == (2, 2, 4, 1)
    (actual,) = told.actuals
    assert [f"{one.sex or one.place} {one.numerator}" for one in actual.cells][:3] == ["f 30", "m 14", "Mopti 41"]
    assert [one.numerator for one in actual.cells if one.place == CANARY] == [None]
    assert '"numerator": "3"' not in json.dumps(sent.content)


def test_each_change_follows_and_who_is_left_out_loses_it(mali: House, peer: Agency) -> None:
    made = running(mali, sharing=shared_with(peer))
    programmes.retarget(
        mali.chief, programme=made.id, part=TargetPart(made.trust, date(2026, 12, 31), Decimal(55), "x")
    )
    programmes.close_programme(mali.chief, id=made.id)
    programmes.share_programme(mali.chief, id=made.id, sharing=Sharing())
    parcels = waiting(peer)
    assert parcels[-1].step is Step.WITHDRAW
    assert parcels[-1].content == {}
    programmes.share_programme(mali.chief, id=made.id, sharing=Sharing(Tlp.GREEN))  # for everybody but who lost it
    assert [one.step for one in waiting(peer)][-1] is Step.WITHDRAW
    with pytest.raises(Conflict):
        programmes.share_programme(mali.chief, id=made.id, sharing=shared_with(peer))


def test_versions_hold_what_they_were_sent_for(mali: House, peer: Agency) -> None:
    made = running(mali, sharing=Sharing(Tlp.GREEN))
    (first,) = waiting(peer)
    assert (first.step, first.label.tlp, first.label.audience) == (Step.SHARE, Tlp.GREEN, frozenset())
    programmes.retarget(
        mali.chief, programme=made.id, part=TargetPart(made.trust, date(2026, 12, 31), Decimal(55), "x")
    )
    second = waiting(peer)[-1]
    assert (second.step, second.version) == (Step.CORRECT, first.version + 1)
    values = [(str(one.part.value), one.version) for one in from_json(second.content).targets]
    assert ("60", 1) in values
    assert ("55", 2) in values


def test_a_copy_shows_the_same_progress_and_nobody_here_changes_it(
    mali: House, niger: House, secretariat: House, peer: Agency
) -> None:
    made = full(mali, secretariat, sharing=shared_with(peer))
    here = programmes.read_programme(mali.officer, id=made.id)
    content, one = elsewhere(waiting(peer)[-1].content), new_id()
    assert hand_in(parcel(peer, niger, one, 1, Step.SHARE, content)) == ""
    copy = programmes.read_programme(niger.officer, id=one)
    assert stripped(copy) == stripped(here)
    assert copy.row.scores == here.row.scores
    assert (copy.can, copy.row.mine, copy.budget, copy.spent) == ((), False, here.budget, here.spent)
    assert [(one.state, one.report_state) for one in copy.periods] == [
        (one.state, one.report_state) for one in here.periods
    ]
    report = next(one.report for one in copy.periods if one.report)
    assert programmes.read_report(niger.officer, id=report).reported.done == CANARY
    with pytest.raises(NotFound):
        programmes.read_programme(mali.officer, id=one)
    attempts: tuple[Callable[[], object], ...] = (
        lambda: programmes.close_programme(niger.chief, id=one),
        lambda: programmes.share_programme(niger.chief, id=one, sharing=Sharing(Tlp.GREEN)),
        lambda: programmes.keep_publication(niger.officer, programme=one, publication=PUBLICATION),
    )
    for attempt in attempts:
        with pytest.raises(Refused):
            attempt()
    content["programme"]["plan"]["title"] = "EXERCISE renamed"
    content["programme"]["risks"] = []
    assert hand_in(parcel(peer, niger, one, 2, Step.CORRECT, content)) == ""
    after = programmes.read_programme(niger.officer, id=one)
    assert (after.plan.title, after.risks) == ("EXERCISE renamed", ())
    assert stripped(after) == stripped(here)
    assert hand_in(parcel(peer, niger, one, 3, Step.WITHDRAW, {})) == ""
    with pytest.raises(NotFound):
        programmes.read_programme(niger.officer, id=one)
    assert hand_in(parcel(peer, niger, one, 4, Step.SHARE, content)) != ""  # it does not come back


def test_an_evaluation_made_here_keeps_only_the_name_of_what_was_taken_back(
    mali: House, niger: House, peer: Agency
) -> None:
    running(mali, sharing=shared_with(peer), summary=CANARY)
    content, one = elsewhere(waiting(peer)[-1].content), new_id()
    assert hand_in(parcel(peer, niger, one, 1, Step.SHARE, content)) == ""
    evaluation = programmes.begin_evaluation(niger.officer, programme=one, cutoff=date(2025, 6, 30))
    assert hand_in(parcel(peer, niger, one, 2, Step.WITHDRAW, {})) == ""
    assert programmes.read_evaluation(niger.officer, id=evaluation).row.title
    left = programmes.read_programme(niger.officer, id=one)
    assert (left.plan.summary, left.results, left.money, left.periods) == ("", (), (), ())


SPOILT: tuple[Callable[[Any], object], ...] = (
    lambda body: body.pop("results"),
    lambda body: body["results"][0][1].update(level="rumour"),
    lambda body: body["plan"].update(title="\u202eeltit"),
    lambda body: body["plan"].update(title="x" * 301),
    lambda body: body["plan"].update(currency="XXX1"),
    lambda body: body.update(state="draft"),
    lambda body: body["indicators"][0][1].update(result=str(new_id())),
    lambda body: body["targets"][0]["part"].update(value="NaN"),
    lambda body: body["money"][0]["part"].update(amount="1e400"),
    lambda body: body["periods"][0].update(begins="2027-01-01"),
    lambda body: body.update(results=[body["results"][0]] * 5_001),
)


def test_what_is_no_programme_leaves_nothing(mali: House, niger: House, peer: Agency) -> None:
    running(mali, sharing=shared_with(peer))
    sent = waiting(peer)[-1].content
    for place, spoil in enumerate(SPOILT):
        content = elsewhere(sent)
        spoil(content["programme"])
        assert hand_in(parcel(peer, niger, new_id(), 1, Step.SHARE, content)).startswith("programmes."), place
    assert programmes.list_programmes(niger.officer) == ()


def test_a_peer_takes_no_part_of_others_and_sets_no_mark_that_is_not_its_own(
    mali: House, niger: House, peer: Agency
) -> None:
    made = running(mali, sharing=shared_with(peer, niger.agency))
    content = json.loads(json.dumps(waiting(peer)[-1].content))
    before = programmes.read_programme(mali.officer, id=made.id)
    # The parts' ids are Mali's: whoever sends them under another programme takes nothing away.
    assert hand_in(parcel(peer, niger, new_id(), 1, Step.SHARE, content)) == "programmes.no-part"
    for step in (Step.SHARE, Step.CORRECT, Step.WITHDRAW, Step.MESSAGE):
        assert hand_in(parcel(peer, niger, made.id, 1, step, elsewhere(content))) != ""
    assert programmes.read_programme(mali.officer, id=made.id) == before
    wide = Label(peer.id, Tlp.AMBER_STRICT, exercise=True)
    assert hand_in(parcel(peer, niger, new_id(), 1, Step.SHARE, elsewhere(content), label=wide)) != ""
    with door(niger.officer, PROGRAMME_LIST):
        assert Programme.objects.count() == 1


def test_commitments_and_strategies_stay_where_they_are(mali: House, peer: Agency) -> None:
    (commitment,) = committed(mali)
    made = running(mali)
    programmes.answer_commitments(mali.officer, programme=made.id, commitments=frozenset({commitment}))
    programmes.share_programme(mali.chief, id=made.id, sharing=shared_with(peer))
    assert str(commitment) not in json.dumps(waiting(peer)[-1].content)
