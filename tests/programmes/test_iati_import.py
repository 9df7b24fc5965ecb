"""Partners' activities: read in whatever shape they come, found by what they are about, and hostile files refused."""

import gzip
import io
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from minassa import programmes
from minassa.base import Invalid, NotFound, Refused
from minassa.programmes import ActivityPage, Doubt, Sharing, Unread, Wanted
from minassa.programmes.iati.keeping import packed, unpacked
from minassa.programmes.iati.reading import read_activities
from tests.data import shared_data
from tests.programmes.files import NEW, OLD
from tests.programmes.iati import schema
from tests.programmes.scene import CANARY, PLATFORM, House

pytestmark = pytest.mark.django_db

OWN = Sharing()


def bring(by: House, text: str | bytes, sharing: Sharing = OWN) -> programmes.ActivityFileView:
    file = io.BytesIO(text.encode() if isinstance(text, str) else text)
    return programmes.import_activities(by.officer, file=file, name="EXERCISE.xml", sharing=sharing, exercise=True)


def new(number: int = 1, status: str = "2", more: str = "") -> str:
    return NEW.format(number=number, status=status, more=more)


def found(by: House, **wanted: str) -> list[str]:
    page: ActivityPage = programmes.list_activities(by.officer, wanted=Wanted(**wanted))
    return [one.activity.identifier for one in page.rows]


def test_version_2_and_version_1_are_read_to_the_same_words(mali: House) -> None:
    bring(mali, new())
    bring(mali, OLD)
    old, one = (row.activity for row in programmes.list_activities(mali.officer).rows)
    assert (one.identifier, one.title, one.description) == (
        "XX-EX-1-1",
        "EXERCISE Mediation & dialogue 1",
        "first",
    )
    assert [(each.code, each.percent) for each in one.countries] == [("ML", Decimal(60)), ("NE", Decimal("39.95"))]
    assert [(each.kind, each.currency, each.total, each.count) for each in one.amounts] == [
        ("3", "EUR", Decimal("1000.15"), 2)
    ]
    assert one.doubts == (Doubt.SECTORS, Doubt.DATES, Doubt.AMOUNTS)
    assert (one.targets, one.results, dict(one.days)["1"].isoformat()) == (("16.a",), 1, "2025-01-01")
    assert [(each.name, each.role) for each in old.organisations] == [("EXERCISE Donor", "1")]
    assert {kind: day.isoformat() for kind, day in old.days.items()} == {"2": "2011-07-01", "3": "2014-06-30"}
    assert [(each.kind, each.currency) for each in old.amounts] == [("3", "GBP")]
    assert old.doubts == ()
    assert unpacked(packed(one)) == one
    assert CANARY not in packed(one)  # contact persons are not read


def test_they_are_found_by_country_sector_target_organisation_and_status(mali: House) -> None:
    bring(mali, new())
    bring(mali, OLD)
    both = ["XX-EX-9-1", "XX-EX-1-1"]
    assert found(mali) == both
    assert found(mali, sector="152") == both
    assert found(mali, sector="15220") == ["XX-EX-1-1"]
    assert found(mali, country="td") == ["XX-EX-9-1"]
    assert found(mali, target="16.a", country="ne", status="2", words="elders MÓPTI") == ["XX-EX-1-1"]
    assert found(mali, words="donor", country="ml") == []
    first = programmes.list_activities(mali.officer, wanted=Wanted(sector="152"), size=1)
    second = programmes.list_activities(mali.officer, wanted=Wanted(sector="152"), size=1, before=first.next)
    assert [one.rows[0].activity.identifier for one in (first, second)] == both
    assert second.next == ""


def test_the_same_file_again_doubles_nothing_and_a_newer_one_updates(mali: House) -> None:
    first = bring(mali, new())
    assert (first.added, first.updated, first.unchanged, first.failed) == (1, 0, 0, 0)
    again = bring(mali, new(), PLATFORM)
    assert (again.added, again.updated, again.unchanged) == (0, 0, 1)
    newer = bring(mali, new(status="4"))
    assert (newer.added, newer.updated, newer.unchanged) == (0, 1, 0)
    assert found(mali) == found(mali, status="4") == ["XX-EX-1-1"]
    assert found(mali, status="2") == []
    assert programmes.discard_activities(mali.officer, id=first.id) == 0  # the newest file has it
    assert programmes.discard_activities(mali.officer, id=newer.id) == 1
    assert found(mali) == []


def test_what_cannot_be_taken_is_counted_and_told_with_its_reason(mali: House, niger: House) -> None:
    more = (
        "<iati-activity><title><narrative>x</narrative></title></iati-activity>"
        "<iati-activity><iati-identifier>=XX-EX-2</iati-identifier></iati-activity>"
        "<iati-activity><iati-identifier>XX-EX-1-1</iati-identifier><title>y</title></iati-activity>"
        f"<iati-activity><iati-identifier>XX-EX-3</iati-identifier><title>{'z' * 2_001}</title></iati-activity>"
    )
    brought = bring(mali, new(more=more), PLATFORM)
    assert (brought.added, brought.failed) == (1, 4)
    assert [one.why for one in brought.faulty] == [Unread.IDENTIFIER, Unread.TITLE, Unread.TWICE, Unread.LONG]
    table = programmes.faulty_activities(niger.officer, id=brought.id).decode("utf-8-sig").splitlines()
    assert table[2] == "3,'=XX-EX-2,title"
    with pytest.raises(Refused):
        programmes.discard_activities(niger.officer, id=brought.id)


def test_each_agency_sees_what_the_label_says(mali: House, niger: House) -> None:
    own, shared = bring(mali, new(1)), bring(mali, new(2), PLATFORM)
    bring(niger, new(1))
    assert found(niger) == ["XX-EX-1-1", "XX-EX-1-2"]  # Niger's own first one, and Mali's shared second
    assert [one.id for one in programmes.list_activity_files(niger.officer) if not one.mine] == [shared.id]
    with pytest.raises(NotFound):
        programmes.faulty_activities(niger.officer, id=own.id)
    (hidden,) = (one for one in programmes.list_activities(mali.officer).rows if one.file == own.id)
    with pytest.raises(NotFound):
        programmes.read_activity(niger.officer, id=hidden.id)


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><iati-activities>&b;</iati-activities>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><iati-activities>&a;</iati-activities>'


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BOMB, "programmes.entities"),
        (OUTSIDE, "programmes.entities"),
        ('<!DOCTYPE iati SYSTEM "http://127.0.0.1:1/x.dtd"><iati-activities/>', "programmes.entities"),
        (new()[:-9], "programmes.broken"),
        ("EXERCISE", "programmes.broken"),
        ("", "programmes.broken"),
        ("<iati-organisations/>", "programmes.no-activities"),
        (b"\x1f\x8b\x00", "programmes.broken"),
    ],
)
def test_a_hostile_or_broken_file_leaves_nothing(mali: House, text: str | bytes, code: str) -> None:
    with pytest.raises(Invalid) as error:
        bring(mali, text)
    assert error.value.code == code
    assert programmes.list_activity_files(mali.officer) == ()
    assert found(mali) == []


def test_too_many_activities_are_refused(mali: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minassa.programmes.partners.MOST_ACTIVITIES", 1)
    with pytest.raises(Invalid) as error:
        bring(mali, new(more="<iati-activity/>"))
    assert error.value.code == "programmes.too-many-activities"


def unpacked_file(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes())


def test_the_real_activities_of_2020_are_all_taken(mali: House) -> None:
    """Of the 86 activities 83 are valid once the dump's own attributes are gone; the others are readable all the same."""
    file = unpacked_file(shared_data("iati/activities_2020_dportal.xml.gz"))
    brought = bring(mali, file)
    assert (brought.added, brought.failed) == (86, 0)
    again = bring(mali, file)
    assert (again.added, again.updated, again.unchanged) == (0, 0, 86)
    assert len(found(mali, words="ebola")) > 10
    rules, valid = schema(), 0
    for one in list(etree.fromstring(file).iter("iati-activity")):
        for name in ("version", "dataset", "generated-datetime", "linked-data-default"):
            one.attrib.pop(name, "")
        root = etree.Element("iati-activities", version="2.03")
        root.append(one)
        valid += rules.validate(root)
    assert valid == 83


def test_the_real_activities_of_2014_are_read_by_their_older_shapes(mali: House) -> None:
    file = unpacked_file(shared_data("iati/activities_2014_v1x_dportal.xml.gz"))
    read = [one.activity for one in read_activities(io.BytesIO(file)) if one.activity]
    assert len(read) == 50
    assert sum(each.count for one in read for each in one.amounts) == 447
    assert all(one.title and one.reporter.name for one in read)
    assert sum(1 for one in read if not one.days) == 4  # their publisher gives none
    bring(mali, file)
    assert len(found(mali, sector="15220")) == len(found(mali, sector="15240")) == 1
