"""Planning: what a framework must be, what adoption fixes, and what stays visible when it changes."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from minassa import programmes
from minassa.access import Tlp
from minassa.base import Conflict, Fault, Invalid, NotFound, Refused
from minassa.programmes import (
    Direction,
    IndicatorPart,
    Level,
    MilestonePart,
    MoneyKind,
    MoneyPart,
    Pillar,
    ProgrammeState,
    ResultPart,
    Sharing,
    Status,
    TargetPart,
    templates,
)
from minassa.programmes.rules import Frequency, months_later, periods
from tests.programmes.scene import BEGINS, CANARY, ENDS, House, drafted, plan, running

pytestmark = pytest.mark.django_db
D = Decimal


def code_of(error: pytest.ExceptionInfo[Fault]) -> str:
    return error.value.code


def test_a_framework_is_read_from_the_top_with_numbers_of_its_own(mali: House) -> None:
    made = drafted(mali)
    second = programmes.keep_part(mali.officer, programme=made.id, part=ResultPart(Level.OUTCOME, "EXERCISE second"))
    programmes.keep_part(mali.officer, programme=made.id, part=ResultPart(Level.OUTPUT, "EXERCISE 2.1", parent=second))
    found = programmes.read_programme(mali.officer, id=made.id, on=date(2025, 7, 1))
    assert [(one.part.number, one.part.level) for one in found.results] == [
        ("1", Level.OUTCOME),
        ("1.1", Level.OUTPUT),
        ("2", Level.OUTCOME),
        ("2.1", Level.OUTPUT),
    ]
    assert found.budget == D("1000000.50")
    assert found.row.scores.counts == {Status.NO_DATA: 2}
    assert found.row.scores.results.score is None
    assert not found.row.scores.results.publishable


def test_a_draft_is_seen_by_its_agency_alone(mali: House, niger: House, secretariat: House) -> None:
    made = drafted(mali, title=CANARY)
    assert [one.title for one in programmes.list_programmes(mali.officer)] == [CANARY]
    for stranger in (niger.officer, niger.chief, secretariat.chief, mali.observer):
        assert programmes.list_programmes(stranger) == ()
        with pytest.raises(NotFound):
            programmes.read_programme(stranger, id=made.id)
        with pytest.raises((NotFound, Refused)):
            programmes.keep_part(stranger, programme=made.id, part=MilestonePart("x", BEGINS))


def test_what_is_shared_is_seen_with_all_its_parts_and_changed_by_its_owner_only(mali: House, niger: House) -> None:
    made = running(mali, sharing=Sharing(Tlp.GREEN))
    found = programmes.read_programme(niger.officer, id=made.id)
    assert len(found.indicators) == 2
    assert len(found.periods) == 4
    assert found.can == ()
    with pytest.raises(Refused) as error:
        programmes.keep_part(niger.officer, programme=made.id, part=MilestonePart("x", BEGINS))
    assert code_of(error) == "programmes.not-yours"
    programmes.share_programme(mali.chief, id=made.id, sharing=Sharing(Tlp.AMBER_STRICT))
    with pytest.raises(NotFound):
        programmes.read_programme(niger.officer, id=made.id)


@pytest.mark.parametrize(
    ("part", "fault"),
    [
        ({"baseline": D(5), "target": D(5)}, "programmes.target-equals-baseline"),
        ({"baseline": D(5), "target": D(1)}, "programmes.target-contradicts"),
        ({"baseline": D(1), "target": D(5), "direction": Direction.DECREASE}, "programmes.target-contradicts"),
        ({"baseline": None, "target": D(0), "direction": Direction.MAINTAIN}, "programmes.maintain-nothing"),
        ({"baseline": D(1), "target": D("1e16")}, "programmes.number"),
        ({"baseline": D("1.2345678901"), "target": D(2)}, "programmes.number"),
        ({"baseline": D(0), "target": D(2), "weight": D(0)}, "programmes.number"),
        ({"baseline": D(0), "target": D(2), "name": "x\u202e"}, "programmes.text"),
        ({"baseline": D(0), "target": D(2), "template": "SEC-03"}, "programmes.composite"),
        ({"baseline": D(0), "target": D(2), "due": BEGINS}, "programmes.days"),
        ({"baseline": D(0), "target": D(2), "due": date(2027, 1, 1)}, "programmes.days"),
    ],
)
def test_an_indicator_against_which_nothing_can_be_measured_is_refused(
    mali: House, part: dict[str, object], fault: str
) -> None:
    made = drafted(mali)
    target, due = part.pop("target"), part.pop("due", ENDS)
    indicator = IndicatorPart(made.outcome, "EXERCISE", "x", Direction.INCREASE, BEGINS)
    assert isinstance(target, Decimal)
    assert isinstance(due, date)

    def measured() -> None:
        one = programmes.keep_part(mali.officer, programme=made.id, part=replace(indicator, **part))  # type: ignore[arg-type] # what each case spoils
        programmes.keep_part(mali.officer, programme=made.id, part=TargetPart(one, due, target))

    with pytest.raises(Invalid) as error:
        measured()
    assert code_of(error) == fault


def test_a_result_stands_under_a_higher_one(mali: House) -> None:
    made = drafted(mali)
    with pytest.raises(Invalid) as error:
        programmes.keep_part(mali.officer, programme=made.id, part=ResultPart(Level.OUTCOME, "x", parent=made.output))
    assert code_of(error) == "programmes.level"
    other = drafted(mali, reference="EX-P-02")
    with pytest.raises(NotFound):
        programmes.keep_part(mali.officer, programme=made.id, part=ResultPart(Level.OUTPUT, "x", parent=other.outcome))


def test_a_framework_without_outcome_or_target_is_not_adopted(mali: House) -> None:
    one = programmes.keep_programme(mali.officer, plan=plan(), exercise=True)
    with pytest.raises(Invalid) as error:
        programmes.adopt_programme(mali.chief, id=one)
    assert code_of(error) == "programmes.incomplete"
    made = drafted(mali)
    programmes.keep_part(
        mali.officer, programme=made.id, part=IndicatorPart(made.output, "EXERCISE", "x", Direction.INCREASE, BEGINS)
    )
    with pytest.raises(Invalid):
        programmes.adopt_programme(mali.chief, id=made.id)
    with pytest.raises(Refused):
        programmes.adopt_programme(mali.officer, id=made.id)


def test_adoption_fixes_the_framework_and_a_changed_target_stays_visible(mali: House) -> None:
    made = running(mali)
    for part in (
        ResultPart(Level.OUTCOME, "EXERCISE"),
        IndicatorPart(made.outcome, "EXERCISE", "x", Direction.INCREASE, BEGINS),
        TargetPart(made.trust, ENDS, D(99)),
    ):
        with pytest.raises(Conflict) as error:
            programmes.keep_part(mali.officer, programme=made.id, part=part)
        assert code_of(error) == "programmes.frozen"
    for kind, one in ((ResultPart, made.outcome), (IndicatorPart, made.trust), (MilestonePart, made.milestone)):
        with pytest.raises(Conflict):
            programmes.remove_part(mali.officer, programme=made.id, kind=kind, id=one)
    with pytest.raises(Invalid) as refused:
        programmes.retarget(mali.chief, programme=made.id, part=TargetPart(made.trust, ENDS, D(55)))
    assert code_of(refused) == "programmes.reason"
    programmes.retarget(mali.chief, programme=made.id, part=TargetPart(made.trust, ENDS, D(55), "EXERCISE floods"))
    programmes.retarget(mali.chief, programme=made.id, part=TargetPart(made.trust, ENDS, D(52), "EXERCISE drought"))
    trust = next(one for one in programmes.read_programme(mali.officer, id=made.id).indicators if one.id == made.trust)
    assert trust.final is not None
    assert trust.final.value == 52
    assert [(one.value, one.reason) for one in trust.final.before] == [
        (D(60), "EXERCISE floods"),
        (D(55), "EXERCISE drought"),
    ]
    assert trust.was_changed


def test_a_moved_milestone_keeps_its_first_day_and_later_budget_is_marked(mali: House) -> None:
    made = running(mali)
    moved = MilestonePart("EXERCISE first school opened", date(2025, 9, 30), date(2025, 9, 29))
    programmes.keep_part(mali.officer, programme=made.id, part=moved, id=made.milestone)
    programmes.keep_part(
        mali.officer, programme=made.id, part=MoneyPart(MoneyKind.SPENDING, D(10), BEGINS, date(2025, 6, 30))
    )
    found = programmes.read_programme(mali.officer, id=made.id)
    assert [(one.part.due, one.first_due) for one in found.milestones] == [(date(2025, 9, 30), date(2025, 6, 30))]
    assert [(one.part.kind, one.is_later) for one in found.money] == [
        (MoneyKind.BUDGET, False),
        (MoneyKind.SPENDING, True),
    ]
    assert found.spent == 10


def test_a_target_of_a_draft_is_simply_written_anew(mali: House) -> None:
    made = drafted(mali)
    programmes.keep_part(mali.officer, programme=made.id, part=TargetPart(made.trust, ENDS, D(70)))
    found = programmes.read_programme(mali.officer, id=made.id).indicators[0]
    assert [(one.value, one.before) for one in found.targets] == [(D(50), ()), (D(70), ())]


def test_the_list_is_never_in_the_order_of_achievement(mali: House) -> None:
    for reference, pillar in (("B", Pillar.SOCIAL), ("A", Pillar.SOCIAL), ("C", Pillar.SECURITY)):
        programmes.keep_programme(mali.officer, plan=plan(reference=reference, pillar=pillar), exercise=True)
    assert [one.reference for one in programmes.list_programmes(mali.officer)] == ["C", "A", "B"]
    assert [one.reference for one in programmes.list_programmes(mali.officer, pillar=Pillar.SOCIAL)] == ["A", "B"]


def test_a_draft_is_thrown_away_and_an_adopted_one_is_closed(mali: House) -> None:
    made = drafted(mali)
    programmes.discard_programme(mali.officer, id=made.id)
    assert programmes.list_programmes(mali.officer) == ()
    made = running(mali)
    with pytest.raises(Conflict):
        programmes.discard_programme(mali.officer, id=made.id)
    programmes.close_programme(mali.chief, id=made.id)
    assert programmes.read_programme(mali.officer, id=made.id).row.state is ProgrammeState.CLOSED


def test_reporting_periods_leave_no_gap() -> None:
    found = periods(date(2025, 1, 31), date(2026, 3, 15), Frequency.QUARTERLY)
    assert found[0] == (date(2025, 1, 31), date(2025, 4, 29))
    assert all((later[0] - sooner[1]).days == 1 for sooner, later in pairwise(found))
    assert found[-1][1] == date(2026, 3, 15)
    assert months_later(date(2024, 2, 29), 12) == date(2025, 2, 28)


def test_every_template_has_its_source_and_four_names() -> None:
    found = templates()
    assert len(found) == len({one.code for one in found}) == 46
    assert all(one.source and set(one.name) == {"ar", "en", "fr", "pt"} and all(one.name.values()) for one in found)
    assert {one.code for one in found if one.is_context} >= {"GOV-07", "GOV-08", "ECO-04", "SEC-03", "COH-02"}


@pytest.mark.parametrize(
    "given", [{"currency": "ABC"}, {"countries": ("xx",)}, {"ends": date(2020, 1, 1)}, {"title": " "}]
)
def test_what_a_programme_cannot_be_is_refused(mali: House, given: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        programmes.keep_programme(mali.officer, plan=plan(**given), exercise=True)
    assert programmes.list_programmes(mali.officer) == ()
