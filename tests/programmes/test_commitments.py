"""Commitments follow from paragraphs, and strategies gather programmes under pillars."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from minassa import programmes
from minassa.access import Label, Tlp, door, system_actor
from minassa.access.models import LabelRow
from minassa.base import Conflict, Fault, Invalid, NotFound, Refused, today
from minassa.programmes import CommitmentState, ParagraphRef, Pillar, Sharing, StrategyPlan, StrategyState, Undertaking
from minassa.programmes.acts import COMMITMENT_MAKE
from minassa.programmes.models import Commitment
from tests.programmes.scene import BEGINS, CANARY, ENDS, House, committed, drafted, paragraph, running

pytestmark = pytest.mark.django_db
A_STRATEGY = StrategyPlan(
    "EXERCISE strategy", BEGINS, ENDS, {Pillar.SOCIAL: "EXERCISE schools", Pillar.DEVELOPMENT: "EXERCISE work"}
)


def test_a_paragraph_makes_none_one_or_several(secretariat: House, mali: House) -> None:
    assert committed(secretariat, ref=paragraph("6")) != ()
    several = (Undertaking(Pillar.SECURITY, mali.agency.id), Undertaking(Pillar.JUSTICE, due=date(2027, 1, 1)))
    assert len(committed(secretariat, *several, ref=paragraph("10", CANARY))) == 2
    found = programmes.list_commitments(mali.officer)
    assert {one.paragraph.number for one in found} == {"6", "10"}
    assert {one.paragraph.text["en"] for one in found if one.paragraph.number == "10"} == {CANARY}
    assert all(one.can == () for one in found)


@pytest.mark.parametrize("part", [{"key": " "}, {"number": ""}, {"text": {}}, {"text": {"en": ""}}])
def test_nothing_stands_without_its_paragraph(secretariat: House, part: dict[str, object]) -> None:
    given = {"edition": uuid4(), "declaration": uuid4(), "key": "k", "number": "1", "text": {"en": "EXERCISE"}} | part
    with pytest.raises(Invalid):
        committed(secretariat, ref=ParagraphRef(**given))  # type: ignore[arg-type] # what each case spoils
    assert programmes.list_commitments(secretariat.chief) == ()


def test_the_database_keeps_no_commitment_without_a_paragraph(secretariat: House) -> None:
    committed(secretariat)
    with (
        door(system_actor("programmes"), COMMITMENT_MAKE),
        pytest.raises(IntegrityError),
        transaction.atomic(),
    ):
        Commitment.objects.update(number="")


def test_what_is_refused_leaves_nothing_half_done(secretariat: House) -> None:
    wrong = (Undertaking(Pillar.SOCIAL), Undertaking(Pillar.SOCIAL, known_by="x\u202e"))
    with pytest.raises(Invalid):
        committed(secretariat, *wrong)
    assert programmes.list_commitments(secretariat.chief) == ()


def test_a_commitment_is_led_answered_and_settled(secretariat: House, mali: House) -> None:
    (one,) = committed(secretariat)
    late = Undertaking(
        Pillar.SOCIAL, mali.agency.id, (secretariat.agency.id,), today() - timedelta(days=1), "EXERCISE list"
    )
    with pytest.raises(Refused) as error:
        programmes.keep_commitment(mali.officer, id=one, undertaking=late)
    assert error.value.code == "programmes.not-yours"
    programmes.keep_commitment(secretariat.officer, id=one, undertaking=late)
    made = running(mali, sharing=Sharing(Tlp.GREEN))
    programmes.answer_commitments(mali.officer, programme=made.id, commitments=frozenset({one}))
    hidden = drafted(mali, reference="EX-P-02", title=CANARY)
    programmes.answer_commitments(mali.officer, programme=hidden.id, commitments=frozenset({one}))
    found = programmes.read_commitment(secretariat.chief, id=one)
    assert found.is_late
    assert found.undertaking == late
    assert [name for _id, name in found.programmes] == ["EXERCISE schools near the border"]  # not the hidden draft
    assert programmes.read_programme(mali.officer, id=made.id).commitments == ((one, "7"),)
    with pytest.raises(Invalid):
        programmes.settle_commitment(secretariat.chief, id=one, state=CommitmentState.KEPT, outcome=" ")
    programmes.settle_commitment(secretariat.chief, id=one, state=CommitmentState.NOT_KEPT, outcome="EXERCISE no money")
    assert not programmes.read_commitment(mali.officer, id=one).is_late
    with pytest.raises(Conflict):
        programmes.keep_commitment(secretariat.officer, id=one, undertaking=late)


def test_commitments_of_a_closed_meeting_are_seen_by_its_audience(
    secretariat: House, mali: House, niger: House
) -> None:
    label = Label(secretariat.agency.id, Tlp.AMBER, frozenset({f"agency:{mali.agency.id}"}), exercise=True)
    (one,) = committed(secretariat, label=label, ref=paragraph(text=CANARY))
    assert programmes.read_commitment(mali.observer, id=one).paragraph.text["en"] == CANARY
    assert programmes.list_commitments(niger.chief) == ()
    for stranger in (niger.chief, niger.observer):
        with pytest.raises(NotFound):
            programmes.read_commitment(stranger, id=one)
    made = drafted(niger)
    with pytest.raises(NotFound):
        programmes.answer_commitments(niger.officer, programme=made.id, commitments=frozenset({one}))


def test_numbers_are_in_their_order(secretariat: House) -> None:
    ref = paragraph("10")
    for number in ("10", "2", "3 (b)", "3 (a)"):
        committed(secretariat, ref=ParagraphRef(ref.edition, ref.declaration, f"k{number[:1]}", number, ref.text))
    found = programmes.list_commitments(secretariat.chief, declaration=ref.declaration)
    assert [one.paragraph.number for one in found] == ["2", "3 (a)", "3 (b)", "10"]
    assert programmes.list_commitments(secretariat.chief, declaration=uuid4()) == ()


def test_a_strategy_shows_every_pillar_and_counts_no_draft(mali: House, niger: House) -> None:
    one = programmes.keep_strategy(mali.officer, plan=A_STRATEGY, exercise=True)
    running(mali, strategy=one)
    drafted(mali, strategy=one, reference="EX-P-02")
    with pytest.raises(NotFound):
        programmes.read_strategy(niger.officer, id=one)
    programmes.adopt_strategy(mali.chief, id=one, sharing=Sharing(Tlp.GREEN))
    found = programmes.read_strategy(mali.officer, id=one)
    assert found.state is StrategyState.ADOPTED
    assert [(line.pillar, line.programmes) for line in found.lines] == [(Pillar.DEVELOPMENT, 0), (Pillar.SOCIAL, 1)]
    assert found.lines[0].scores.results.coverage == 0  # nothing known, and not left out
    assert found.lines[1].scores.results.score is None
    assert found.lines[1].scores.results.high == Decimal(1)
    seen = programmes.read_strategy(niger.officer, id=one)
    assert [line.programmes for line in seen.lines] == [0, 0]  # the programme itself is not shared
    assert seen.programmes == ()
    programmes.close_strategy(mali.chief, id=one)
    with pytest.raises(Conflict):
        programmes.keep_strategy(mali.officer, plan=A_STRATEGY, exercise=True, id=one)


@pytest.mark.parametrize("sharing", [Sharing(Tlp.RED), Sharing(Tlp.AMBER), Sharing(Tlp.GREEN, (f"agency:{uuid4()}",))])
def test_recipients_fit_the_traffic_light(mali: House, sharing: Sharing) -> None:
    one = programmes.keep_strategy(mali.officer, plan=A_STRATEGY, exercise=True)
    with pytest.raises(Fault):
        programmes.adopt_strategy(mali.chief, id=one, sharing=sharing)
    assert LabelRow.objects.count() == 1
