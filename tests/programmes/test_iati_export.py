"""Programmes as files of IATI 2.03: valid, by the rulebook, and without what is not for whoever reads them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from lxml import etree

from minassa import programmes
from minassa.access import Handling, Tlp, decide_approval
from minassa.base import Invalid, NotFound, Refused
from minassa.base.clock import held_at
from minassa.programmes import (
    Cell,
    CoursePart,
    Evidence,
    Grade,
    Held,
    Lack,
    MoneyKind,
    MoneyPart,
    Outlet,
    Part,
    PartnerPart,
    Places,
    Reported,
    RiskPart,
    Share,
    Sharing,
    ValueGiven,
)
from minassa.programmes.iati.publications import checked, packed, unpacked
from tests.data import shared_data
from tests.programmes.iati import PUBLICATION, SCHEMA, breaches
from tests.programmes.scene import CANARY, PLATFORM, House, Made, drafted, running
from tests.programmes.test_reporting import IN_TIME, submitted
from tests.schemas import refused_by

pytestmark = pytest.mark.django_db
D = Decimal
OPEN = Sharing(Tlp.CLEAR)
SPENT = MoneyPart(MoneyKind.SPENDING, D("1234.50"), date(2025, 3, 1), date(2025, 3, 31), CANARY)


@pytest.fixture(autouse=True)
def summer() -> Iterator[None]:
    with held_at(IN_TIME):
        yield


def full(
    by: House, judge: House, *, sharing: Sharing = OPEN, reference: str = "EX-P-01", first: Sharing = PLATFORM
) -> Made:
    """A programme with something of everything, and the canary wherever nothing may leave; `first` is how it is judged."""
    made = running(by, sharing=first, summary="EXERCISE about schools & wells", reference=reference)
    for part in (
        SPENT,
        MoneyPart(MoneyKind.SPENDING, D(7), date(2026, 1, 1), date(2026, 1, 31)),
        MoneyPart(MoneyKind.BUDGET, D("500.25"), date(2025, 1, 1), date(2025, 12, 31), CANARY),
        RiskPart(CANARY, Grade.LOW, Grade.HIGH, CANARY),
        CoursePart(CANARY, date(2025, 2, 1), date(2025, 2, 2), CANARY, (Places(CANARY, 3, 4),), lesson=CANARY),
        PartnerPart("EXERCISE fund", Part.FUNDING, reference="XM-DAC-41122"),
        PartnerPart(CANARY, Part.IMPLEMENTING),
    ):
        programmes.keep_part(by.officer, programme=made.id, part=part)
    sexes = (Cell("f", "", "", None, D(30), D(60)), Cell("m", "", "", None, D(14), D(40)))
    places = (Cell("", "", "Mopti", None, D(41), D(90)), Cell("", "", CANARY, None, D(3), D(10)))
    values = (
        ValueGiven(made.trust, None, D(44), D(100), date(2025, 6, 30), Evidence.DOCUMENTED, CANARY, (*sexes, *places)),
        ValueGiven(made.teachers, None),
    )
    report = submitted(by, made, Reported(values, CANARY, CANARY, CANARY))
    programmes.accept_report(judge.chief, id=report, note=CANARY)
    programmes.keep_publication(by.officer, programme=made.id, publication=PUBLICATION)
    programmes.share_programme(by.chief, id=made.id, sharing=sharing)
    return made


def exported(by: House, *made: Made, **given: object) -> etree._Element:
    file = programmes.export_iati(by.chief, programmes=[one.id for one in made], **given)  # type: ignore[arg-type] # a test's own words
    return etree.fromstring(file.content)


def test_a_file_is_valid_and_keeps_the_rulebook(mali: House, secretariat: House, tmp_path: Path) -> None:
    """By `xmllint` where it is on the path, else by the library below it (issue 4, section 5)."""
    made = full(mali, secretariat)
    second = full(mali, secretariat, reference="EX-P-02")
    programmes.keep_publication(
        mali.officer, programme=second.id, publication=replace(PUBLICATION, is_humanitarian=True, targets=(), links=())
    )
    file = programmes.export_iati(mali.chief, programmes=[made.id, second.id])
    assert (file.programmes, file.left_out) == (2, 0)
    root = etree.fromstring(file.content)
    assert [breaches(one) for one in root.findall("iati-activity")] == [[], []]
    assert [one.get("humanitarian") for one in root.findall("iati-activity")] == [None, "1"]
    assert refused_by(shared_data(SCHEMA), file.content, tmp_path) == ""
    broken = file.content.replace(b"<activity-status", b"<activity-statue")
    assert "activity-stat" in refused_by(shared_data(SCHEMA), broken, tmp_path)


def test_what_is_sensitive_is_in_no_file_and_the_preview_says_so(mali: House, secretariat: House) -> None:
    made = full(mali, secretariat)
    file = programmes.export_iati(mali.chief, programmes=[made.id])
    text = file.content.decode()
    assert CANARY not in text
    assert "Mopti" not in text  # the other part of the split counts three persons, and could be computed
    (line,) = programmes.preview_iati(mali.officer, programmes=[made.id]).programmes
    assert dict(line.left_out) == {
        Held.RISKS: 1,
        Held.TRAINING: 1,
        Held.MILESTONES: 1,
        Held.NOTES: 2,
        Held.SOURCES: 1,
        Held.REPORTS: 1,
        Held.PARTS: 2,
        Held.PARTNERS: 1,
        Held.BUDGETS: 1,
        Held.SPENDING: 1,
    }
    assert line.lacks == ()
    asked = programmes.export_iati(mali.chief, programmes=[made.id], with_partners=True).content.decode()
    assert asked.count(CANARY) == 1  # the partner's name, because it was asked for


def test_every_figure_stands_at_its_own_day_and_a_blank_is_absent(mali: House, secretariat: House) -> None:
    made = full(mali, secretariat)
    programmes.retarget(
        mali.chief, programme=made.id, part=programmes.TargetPart(made.trust, date(2026, 12, 31), D(55), CANARY)
    )
    activity = exported(mali, made)[-1]
    outcome, output = activity.findall("result")
    assert (outcome.get("type"), output.get("type")) == ("2", "1")
    (trust,) = outcome.findall("indicator")
    assert (trust.get("measure"), trust.get("ascending")) == ("2", "1")
    days = [(one[0].get("iso-date"), one[1].get("iso-date")) for one in trust.findall("period")]
    assert days == [("2025-01-01", "2025-06-30"), ("2025-07-01", "2025-12-31"), ("2026-01-01", "2026-12-31")]
    first, middle, last = trust.findall("period")
    assert [one.get("value") for one in first.findall("actual")] == ["44", "50", "35"]
    assert [(one.get("name"), one.get("value")) for one in first.iter("dimension")] == [("sex", "f"), ("sex", "m")]
    assert first.find("target") is None
    assert middle.find("actual") is None
    assert "Changed since adoption: 60 until" in (last.findtext("target/comment/narrative") or "")
    assert output.find(".//actual") is None  # reported blank: absent, not zero
    assert [one.text for one in activity.findall("budget/value")] == ["500.25"]
    assert [one.text for one in activity.findall("transaction/value")] == ["1234.5"]
    assert CANARY not in etree.tostring(activity, encoding="unicode")


@pytest.mark.parametrize(
    ("sharing", "outlet", "leaves"),
    [
        (OPEN, Outlet.PUBLIC, True),
        (OPEN, Outlet.PLATFORM, True),
        (PLATFORM, Outlet.PUBLIC, False),
        (PLATFORM, Outlet.PLATFORM, True),
        (Sharing(Tlp.CLEAR, (), frozenset({Handling.H1})), Outlet.PUBLIC, False),
        (Sharing(Tlp.GREEN, (), frozenset({Handling.H2})), Outlet.PLATFORM, False),
        (Sharing(), Outlet.PLATFORM, False),
    ],
)
def test_only_what_the_label_lets_out_leaves(mali: House, sharing: Sharing, outlet: Outlet, leaves: bool) -> None:
    made = running(mali, sharing=sharing, summary="EXERCISE")
    programmes.keep_publication(mali.officer, programme=made.id, publication=PUBLICATION)
    (line,) = programmes.preview_iati(mali.officer, programmes=[made.id], outlet=outlet).programmes
    assert (Lack.LABEL not in line.lacks) is leaves
    if leaves:
        root = exported(mali, made, outlet=outlet)
        assert ("TLP:GREEN" in etree.tostring(root, encoding="unicode")) is (outlet is Outlet.PLATFORM)
        assert root[-1].get("{urn:minassa:marks}marks") == " ".join(line.marks)
        return
    with pytest.raises(Invalid) as error:
        exported(mali, made, outlet=outlet)
    assert error.value.code == "programmes.nothing-leaves"


def test_what_is_missing_is_named_and_the_file_waits_for_it(mali: House) -> None:
    made = drafted(mali, reference="EX P/01")
    (line,) = programmes.preview_iati(mali.officer, programmes=[made.id]).programmes
    assert set(line.lacks) == set(Lack)


def test_others_pass_on_only_what_everybody_may_have(mali: House, niger: House, secretariat: House) -> None:
    closed = running(mali, sharing=Sharing(Tlp.AMBER, (f"agency:{niger.agency.id}",)), summary="EXERCISE")
    assert programmes.read_programme(niger.officer, id=closed.id).plan.summary
    with pytest.raises(NotFound):
        programmes.preview_iati(niger.officer, programmes=[closed.id])
    with pytest.raises(NotFound):
        exported(niger, closed)
    with pytest.raises(Refused):
        programmes.keep_publication(niger.officer, programme=closed.id, publication=PUBLICATION)
    made = full(mali, secretariat)
    reporter = exported(niger, made)[-1].find("reporting-org")
    assert reporter is not None
    assert (reporter.get("secondary-reporter"), reporter.findtext("narrative")) == ("1", mali.agency.name)


def test_a_file_needs_a_fresh_factor_and_many_programmes_a_second_person(
    mali: House, secretariat: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, other = full(mali, secretariat), full(mali, secretariat, reference="EX-P-02")
    with pytest.raises(Refused):
        programmes.export_iati(replace(mali.chief, stepped_up_at=None), programmes=[made.id])
    monkeypatch.setattr("minassa.programmes.publishing.LARGEST_ALONE", 1)
    both: list[UUID] = [made.id, other.id]
    assert programmes.preview_iati(mali.officer, programmes=both).needs_second
    with pytest.raises(Refused) as error:
        programmes.export_iati(mali.chief, programmes=both)
    assert error.value.code == "programmes.export-too-large"
    asked = programmes.ask_to_export_iati(mali.chief, programmes=both, reason="EXERCISE")
    decide_approval(mali.other_chief, approval=asked.id, grant=True)
    with pytest.raises(Refused) as error:
        programmes.export_iati(mali.chief, programmes=both, outlet=Outlet.PLATFORM, approval=asked.id)
    assert error.value.code == "programmes.other-than-granted"
    assert programmes.export_iati(mali.chief, programmes=both, approval=asked.id).programmes == 2


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"organisation": "a/b"}, "programmes.identifier"),
        ({"organisation_type": "99"}, "programmes.codes"),
        ({"sectors": (Share("99999", D(100)),)}, "programmes.codes"),
        ({"places": (Share("ZZ", D(100)),)}, "programmes.codes"),
        ({"targets": ("1.1",)}, "programmes.codes"),
        ({"sectors": ()}, "programmes.shares"),
        ({"sectors": (Share("15220", D("99.9")),)}, "programmes.shares"),
        ({"places": (Share("ML", D(50)), Share("ML", D(50)))}, "programmes.shares"),
        ({"places": (Share("ML", D(150)), Share("NE", D(-50)))}, "programmes.shares"),
        ({"links": (programmes.DocumentLink("javascript:alert(1)", "x", "A12"),)}, "programmes.link"),
        ({"links": (programmes.DocumentLink("https://user:secret@example.org", "x", "A12"),)}, "programmes.link"),
    ],
)
def test_what_the_rulebook_does_not_take_is_refused(change: dict[str, object], code: str) -> None:
    with pytest.raises(Invalid) as error:
        checked(replace(PUBLICATION, **change))  # type: ignore[arg-type] # the cases above
    assert error.value.code == code


def test_what_is_kept_comes_back_as_it_was_said() -> None:
    said = checked(PUBLICATION)
    assert unpacked(packed(said)) == said
