"""Incidents that an agency enters itself: checked, changed, and what of them travels with their release. Data are planted that must not leave."""

import orjson
import pytest

from minassa.access import Handling, Tlp, system_actor
from minassa.access.models import Agency
from minassa.base import Conflict, NotFound, canonical_json
from minassa.records import WithdrawReason, add_record, read_record, withdraw_record
from minassa.records.acts import RECORD_BOOKS
from minassa.threats import (
    Entry,
    InvalidEntry,
    Range,
    amend_entry,
    count_incidents,
    enter_incident,
    list_incidents,
    near_incidents,
    read_entry,
    read_incident,
)
from minassa.threats.models import Report
from tests.records.releases.made import Desk, become_node_of, captured, hand_in, label_for, let_out, make_desk
from tests.threats.made import GROUND, bring, bring_ged, handled, own_row

pytestmark = pytest.mark.django_db
CANARY = "CANARY-SOURCE"


def entry(**changed: str) -> Entry:
    columns = {
        "date": "2026-03-02", "country": "ne", "latitude": "12.25", "longitude": "2.5", "place": "EXERCISE market",
        "place_precision": "near", "date_precision": "day", "kind": "explosion", "deaths_low": "2", "deaths_best": "3",
        "deaths_high": "6", "text": "EXERCISE: a parcel in the market.",
    }  # fmt: skip
    return Entry({**columns, **changed}, "EXERCISE attack on the market", actors=("EXERCISE Band",), told_by=(CANARY,))


@pytest.fixture
def a(db: None) -> Desk:
    return make_desk()


@pytest.fixture
def b(db: None) -> Desk:
    home = make_desk()
    Agency.objects.filter(id=home.agency.id).update(is_local=False)
    return home


def test_what_is_entered_is_checked_as_a_row_is_and_says_where_it_is_wrong(a: Desk) -> None:
    label = handled(a.analyst)
    for column, value, where in (
        ("date", "2026-02-30", "date"),
        ("latitude", "95", "latitude"),
        ("deaths_best", "-1", "deaths_best"),
        ("date_end", "2026-02-01", "date_end"),
    ):
        with pytest.raises(InvalidEntry) as refused:
            enter_incident(a.analyst, entry=entry(**{column: value}), label=label, ground=GROUND)
        assert refused.value.where == where
    with pytest.raises(InvalidEntry) as refused:
        enter_incident(a.analyst, entry=entry(latitude="2.5", longitude="12.25"), label=label, ground=GROUND)
    assert refused.value.code == "threats.row-swapped"
    nowhere = entry(latitude="", longitude="", country="", place="")
    with pytest.raises(InvalidEntry):
        enter_incident(a.analyst, entry=nowhere, label=label, ground=GROUND)
    assert count_incidents(a.analyst).incidents == 0


def test_an_entry_becomes_an_incident_with_its_group_or_one_more_report_of_a_near_one(a: Desk, b: Desk) -> None:
    group = add_record(
        a.analyst, schema="ArmedGroup", properties={"name": ["EXERCISE Front"]}, label=handled(a.analyst), ground=GROUND
    )
    given = Entry(entry().columns, groups=(group.id,))
    own = enter_incident(a.analyst, entry=given, label=handled(a.analyst), ground=GROUND)
    shown = read_incident(a.analyst, id=own)
    assert shown.row.actors == ("EXERCISE Front",)
    assert shown.reports[0].told_by == ()
    record = read_record(a.analyst, id=shown.row.record)
    assert record.properties["perpetrator"] == (group.origin,)
    (near,) = near_incidents(a.analyst, entry=entry(latitude="12.3", date="2026-03-04"))
    assert (near.incident.id, near.days) == (own, -2)
    assert 5 < near.km < 6
    assert near_incidents(b.analyst, entry=entry()) == ()
    enter_incident(a.analyst, entry=entry(), label=handled(a.analyst), ground=GROUND, of=own)
    assert len(read_incident(a.analyst, id=own).reports) == 2
    assert count_incidents(a.analyst).incidents == 1
    hidden = enter_incident(b.analyst, entry=entry(), label=handled(b.analyst), ground=GROUND)
    with pytest.raises(NotFound):
        enter_incident(a.analyst, entry=entry(), label=handled(a.analyst), ground=GROUND, of=hidden)


def test_the_detail_travels_with_the_release_is_corrected_and_withdrawn_and_nothing_closer_goes(
    a: Desk, b: Desk
) -> None:
    own = enter_incident(a.analyst, entry=entry(), label=handled(a.analyst), ground=GROUND)
    bring(a.analyst, [own_row(40, latitude="12.25", longitude="2.5", date="2026-03-02", text="CANARY-RED", deaths_best="3")],
          label=handled(a.analyst, Tlp.RED))  # fmt: skip
    record = read_record(a.analyst, id=read_incident(a.analyst, id=own).row.record)
    let_out(a, record, [b.token], label_for(a, handling=[Handling.H1]))
    entered = read_incident(a.analyst, id=own).reports[0].id
    told, incident, version = read_entry(a.analyst, report=entered)
    assert (told.columns["latitude"], told.told_by, told.title, incident) == (
        "12.25",
        (CANARY,),
        "EXERCISE attack on the market",
        own,
    )
    with pytest.raises(Conflict):
        amend_entry(a.analyst, report=entered, version=version + 5, entry=entry(deaths_best="4"))
    amend_entry(
        a.analyst, report=entered, version=version, entry=entry(text="EXERCISE: two parcels.", date="2026-03-03")
    )
    amend_entry(a.analyst, report=entered, version=version + 1, entry=entry(text="EXERCISE: three.", date="2026-03-03"))
    before = captured(b.agency)
    withdraw_record(a.supervisor, id=record.id, reason=WithdrawReason.INACCURATE)
    sent = [*before, *captured(b.agency)]
    assert [orjson.loads(one)["step"] for one in sent] == ["share", "correct", "correct", "withdraw"]
    assert not any(word in one for one in sent for word in (CANARY.encode(), b"CANARY-RED"))
    become_node_of(b.agency, a.agency)
    assert hand_in(sent[0]).code == ""
    (row,) = list_incidents(b.analyst).rows
    assert (row.place, row.deaths, row.owner) == ("EXERCISE market", Range(2, 6), a.agency.id)
    assert (str(row.latitude).rstrip("0"), row.place_precision, row.sources) == ("12.25", "near", ("entered",))
    assert read_incident(b.analyst, id=row.id).reports[0].text == "EXERCISE: a parcel in the market."
    for one in sent[1:3]:
        assert hand_in(one).code == ""
    shown = read_incident(b.analyst, id=row.id)
    assert (shown.row.start.isoformat(), [one.text for one in shown.reports]) == ("2026-03-03", ["EXERCISE: three."])
    assert hand_in(sent[3]).code == ""
    assert list_incidents(b.analyst).rows == ()
    assert count_incidents(b.analyst).incidents == 0
    assert hand_in(sent[0]).code != "" or list_incidents(b.analyst).rows == ()


@pytest.mark.parametrize(
    ("part", "value"),
    [("latitude", "95"), ("start", "2026-02-30"), ("kind", "rumour"), ("reports", [{}]), ("more", "x"), ("country", 3)],
)
def test_a_detail_that_cannot_be_is_refused_as_a_whole(a: Desk, b: Desk, part: str, value: object) -> None:
    own = enter_incident(a.analyst, entry=entry(), label=handled(a.analyst), ground=GROUND)
    let_out(a, read_record(a.analyst, id=read_incident(a.analyst, id=own).row.record), [b.token])
    (raw,) = captured(b.agency)
    parcel = orjson.loads(raw)
    parcel["content"]["detail"][part] = value
    become_node_of(b.agency, a.agency)
    assert hand_in(canonical_json(parcel)).code == "threats.foreign-detail"
    assert list_incidents(b.analyst).rows == ()


def test_reports_of_a_source_that_forbids_it_stay(a: Desk, b: Desk) -> None:
    own = enter_incident(a.analyst, entry=entry(), label=handled(a.analyst), ground=GROUND)
    bring_ged(a.analyst, "9001,2026,3,2,Niger,1,EXERCISE,EXERCISE Band,EXERCISE Army,12.25,2.5,2,3,6")
    assert len(read_incident(a.analyst, id=own).reports) == 2
    from minassa.access import door  # noqa: PLC0415 - only here

    with door(system_actor("records-exchange"), RECORD_BOOKS):
        Report.objects.filter(source="ucdp-ged").update(source="acled")
    let_out(a, read_record(a.analyst, id=read_incident(a.analyst, id=own).row.record), [b.token])
    (raw,) = captured(b.agency)
    assert [one["source"] for one in orjson.loads(raw)["content"]["detail"]["reports"]] == ["entered"]
