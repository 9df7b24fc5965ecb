"""Reporting: what is written, who judges it, what counts then, and what never does."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from minassa import desk, programmes
from minassa.access import Tlp
from minassa.base import Conflict, Invalid, NotFound, Refused
from minassa.base.clock import held_at
from minassa.programmes import Cell, Evidence, PeriodState, Reported, ReportState, Sharing, Status, ValueGiven
from minassa.programmes.jobs import watch_reports
from tests.programmes.scene import CANARY, PLATFORM, House, Made, running

pytestmark = pytest.mark.django_db
D = Decimal
IN_TIME = datetime(2025, 7, 20, tzinfo=UTC)
"""The first half-year is over and its report is due."""


@pytest.fixture(autouse=True)
def summer() -> Iterator[None]:
    with held_at(IN_TIME):
        yield


@pytest.fixture
def made(mali: House) -> Made:
    return running(mali, sharing=PLATFORM)


def first_period(by: House, made: Made) -> UUID:
    return programmes.read_programme(by.officer, id=made.id).periods[0].id


def said(made: Made, **given: object) -> Reported:
    plain = Reported(
        (
            ValueGiven(made.trust, None, D(44), D(100), date(2025, 6, 30), Evidence.DOCUMENTED, "EXERCISE survey"),
            ValueGiven(made.teachers, D(60), measured_on=date(2025, 6, 30), evidence=Evidence.SELF_REPORTED),
        ),
        done="EXERCISE courses were held",
        failed="EXERCISE the road was cut",
    )
    return replace(plain, **given)  # type: ignore[arg-type] # what each test changes


def submitted(by: House, made: Made, reported: Reported | None = None) -> UUID:
    period = first_period(by, made)
    one = programmes.keep_report(by.officer, period=period, reported=reported or said(made))
    programmes.submit_report(by.officer, period=period)
    return one


def test_only_what_was_accepted_counts(mali: House, secretariat: House, made: Made) -> None:
    one = submitted(mali, made)
    before = programmes.read_programme(mali.officer, id=made.id, on=date(2025, 7, 20))
    assert before.row.scores.counts == {Status.NO_DATA: 2}
    programmes.accept_report(secretariat.chief, id=one, verified=frozenset({made.trust}))
    after = programmes.read_programme(mali.officer, id=made.id, on=date(2025, 7, 20))
    trust, teachers = after.indicators
    assert (trust.latest and trust.latest.value, trust.latest and trust.latest.evidence) == (D(44), Evidence.VERIFIED)
    assert trust.standing.share == D("0.2")
    assert trust.standing.status is Status.DELAYED  # 0.2 of about 0.275 that were expected
    assert teachers.latest is not None
    assert teachers.latest.evidence is Evidence.SELF_REPORTED
    assert after.row.scores.results.score == D("0.2")
    assert after.row.scores.implementation.score == D("0.3")
    late = programmes.read_programme(mali.officer, id=made.id, on=date(2026, 6, 1))
    assert late.indicators[0].standing.status is Status.NO_DATA  # stale: never counted on, never dropped
    assert late.row.scores.results.coverage == 0


def test_whoever_submits_does_not_judge_and_an_agency_does_not_verify_itself(
    mali: House, niger: House, made: Made
) -> None:
    period = first_period(mali, made)
    one = programmes.keep_report(mali.chief, period=period, reported=said(made))
    programmes.submit_report(mali.chief, period=period)
    with pytest.raises(Refused) as own:
        programmes.accept_report(mali.chief, id=one)
    assert own.value.code == "programmes.own-judgement"
    with pytest.raises(Refused) as claim:
        programmes.accept_report(mali.other_chief, id=one, verified=frozenset({made.trust}))
    assert claim.value.code == "programmes.evidence"
    with pytest.raises(NotFound):
        programmes.accept_report(niger.chief, id=one)
    programmes.accept_report(mali.other_chief, id=one)
    with pytest.raises(Conflict):
        programmes.accept_report(mali.other_chief, id=one)


def test_nobody_calls_their_own_values_verified(mali: House, made: Made) -> None:
    claim = replace(said(made).values[0], evidence=Evidence.VERIFIED)
    with pytest.raises(Invalid) as error:
        programmes.keep_report(mali.officer, period=first_period(mali, made), reported=said(made, values=(claim,)))
    assert error.value.code == "programmes.evidence"


def test_a_blank_stays_blank(mali: House, secretariat: House, made: Made) -> None:
    one = submitted(mali, made, said(made, values=(ValueGiven(made.trust, source="EXERCISE no survey this year"),)))
    found = programmes.read_report(mali.officer, id=one).reported.values
    assert (found[0].value, found[0].number, found[0].source) == (
        None,
        None,
        "EXERCISE no survey this year",
    )
    programmes.accept_report(secretariat.chief, id=one)
    after = programmes.read_programme(mali.officer, id=made.id)
    assert [one.actuals for one in after.indicators] == [(), ()]
    assert after.row.scores.results.score is None
    assert (after.row.scores.results.low, after.row.scores.results.high) == (D(0), D(1))


def test_a_report_goes_back_with_a_note_and_comes_again(mali: House, secretariat: House, made: Made) -> None:
    one = submitted(mali, made)
    with pytest.raises(Invalid):
        programmes.return_report(secretariat.chief, id=one, note=" ")
    programmes.return_report(secretariat.chief, id=one, note="EXERCISE name the survey")
    with pytest.raises(NotFound):
        programmes.read_report(secretariat.chief, id=one)
    back = programmes.read_report(mali.officer, id=one)
    assert (back.state, back.note, back.can) == (ReportState.RETURNED, "EXERCISE name the survey", ("write", "submit"))
    programmes.submit_report(mali.officer, period=back.period.id)
    assert programmes.read_report(secretariat.chief, id=one).can == ("return", "accept", "verify")


def test_a_draft_is_seen_by_its_agency_and_a_submitted_one_by_the_secretariat_too(
    mali: House, niger: House, secretariat: House, made: Made
) -> None:
    period = first_period(mali, made)
    one = programmes.keep_report(mali.officer, period=period, reported=said(made, done=CANARY))
    for stranger in (niger.chief, secretariat.chief, mali.observer):
        with pytest.raises(NotFound):
            programmes.read_report_of(stranger, period=period)
    programmes.submit_report(mali.officer, period=period)
    assert programmes.read_report(secretariat.chief, id=one).reported.done == CANARY
    with pytest.raises(NotFound):
        programmes.read_report(niger.chief, id=one)
    programmes.accept_report(secretariat.chief, id=one)
    assert programmes.read_report(niger.chief, id=one).reported.done == CANARY
    programmes.share_programme(mali.chief, id=made.id, sharing=Sharing(Tlp.AMBER_STRICT))
    with pytest.raises(NotFound):
        programmes.read_report(niger.chief, id=one)


def test_the_report_on_an_agencys_own_programme_stays_there(mali: House, secretariat: House) -> None:
    one = submitted(mali, made := running(mali))
    with pytest.raises(NotFound):
        programmes.read_report(secretariat.chief, id=one)
    programmes.accept_report(mali.chief, id=one)
    assert programmes.read_programme(mali.officer, id=made.id).indicators[0].latest is not None


@pytest.mark.parametrize(
    "spoil",
    [
        {"value": D(44)},
        {"denominator": None},
        {"denominator": D(0)},
        {"numerator": D(101)},
        {"numerator": D(-1)},
        {"measured_on": None},
        {"measured_on": date(2025, 7, 21)},
        {"measured_on": date(2024, 12, 31)},
        {"cells": (Cell(age="18-24", numerator=D(1), denominator=D(2)),)},
        {"cells": (Cell(numerator=D(44), denominator=D(100)),)},
        {"cells": (Cell("f", numerator=D(20), denominator=D(40)), Cell("m", numerator=D(23), denominator=D(60)))},
        {"cells": (Cell("f", numerator=D(45), denominator=D(90)), Cell("m"))},
    ],
)
def test_a_value_that_cannot_be_is_refused_and_nothing_is_kept(
    mali: House, made: Made, spoil: dict[str, object]
) -> None:
    wrong = replace(said(made).values[0], **spoil)  # type: ignore[arg-type] # what each case spoils
    period = first_period(mali, made)
    with pytest.raises(Invalid):
        programmes.keep_report(mali.officer, period=period, reported=said(made, values=(wrong,)))
    assert programmes.read_report_of(mali.officer, period=period).id is None


def test_parts_make_the_whole_and_small_ones_are_hidden_from_others(
    mali: House, secretariat: House, niger: House, made: Made
) -> None:
    cells = (Cell("f", numerator=D(40), denominator=D(90)), Cell("m", numerator=D(4), denominator=D(10)))
    parted = replace(said(made).values[0], cells=cells)
    one = submitted(mali, made, said(made, values=(parted,)))
    programmes.accept_report(secretariat.chief, id=one)
    own = programmes.read_programme(mali.officer, id=made.id).indicators[0].actuals[0].cells
    assert own == cells
    others = programmes.read_programme(niger.officer, id=made.id).indicators[0].actuals[0].cells
    assert [(cell.sex, cell.numerator, cell.is_hidden) for cell in others] == [("f", D(40), False), ("m", None, True)]
    assert programmes.read_report(niger.chief, id=one).reported.values[0].cells[1].is_hidden


def test_a_report_is_submitted_only_in_its_time_and_only_with_words(mali: House, made: Made) -> None:
    period = first_period(mali, made)
    with pytest.raises(Invalid):
        programmes.submit_report(mali.officer, period=period)
    programmes.keep_report(mali.officer, period=period, reported=said(made, failed=""))
    with pytest.raises(Invalid) as wordless:
        programmes.submit_report(mali.officer, period=period)
    assert wordless.value.code == "programmes.empty-report"
    programmes.keep_report(mali.officer, period=period, reported=said(made))
    for moment in (datetime(2025, 6, 30, tzinfo=UTC), datetime(2025, 8, 20, tzinfo=UTC)):
        with held_at(moment), pytest.raises(Conflict) as shut:
            programmes.submit_report(mali.officer, period=period)
        assert shut.value.code == "programmes.period-shut"
    with held_at(datetime(2025, 9, 1, tzinfo=UTC)):
        seen = programmes.read_programme(mali.officer, id=made.id).periods[0]
        assert (seen.state, seen.is_late) == (PeriodState.OVER, True)
        with pytest.raises(Refused):
            programmes.reopen_period(mali.officer, period=period, closes=date(2025, 9, 10))
        programmes.reopen_period(mali.chief, period=period, closes=date(2025, 9, 10))
        programmes.submit_report(mali.officer, period=period)


def test_the_clock_reminds_once_of_each_stage(mali: House, made: Made) -> None:
    period = first_period(mali, made)

    def told() -> list[str]:
        watch_reports()
        watch_reports()
        return [
            one.kind for one in reversed(desk.list_notices(mali.officer)) if one.about == f"reporting-period:{period}"
        ]

    assert told() == ["progress-report.due"]
    with held_at(datetime(2025, 8, 12, tzinfo=UTC)):
        assert told() == ["progress-report.due", "progress-report.closing"]
    with held_at(datetime(2025, 8, 20, tzinfo=UTC)):
        assert told()[-1] == "progress-report.overdue"
        assert [one.about for one in desk.waiting_on(mali.officer).overdue] == [f"reporting-period:{period}"]


def test_what_waits_is_in_my_work(mali: House, secretariat: House, made: Made) -> None:
    assert [one.about for one in desk.waiting_on(mali.officer).waiting_on_me] == [
        f"reporting-period:{first_period(mali, made)}"
    ]
    one = submitted(mali, made)
    assert desk.waiting_on(mali.officer).waiting_on_me == ()
    assert [one.about for one in desk.waiting_on(secretariat.chief).waiting_on_me] == [f"progress-report:{one}"]
    assert "progress-report.submitted" in [note.kind for note in desk.list_notices(secretariat.chief)]
