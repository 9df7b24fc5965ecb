"""Incidents in the database: imports, links, totals, decisions, and what nobody else may learn."""

import io
from dataclasses import replace
from datetime import date

import pytest

from minassa import records
from minassa.access import Actor, Role, Tlp, door
from minassa.base import Conflict, Invalid, NotFound, Refused
from minassa.threats import (
    Filters,
    count_incidents,
    decide_doubt,
    import_incidents,
    list_doubts,
    list_incidents,
    monthly_deaths,
    read_incident,
)
from minassa.threats.acts import INCIDENT_LIST
from minassa.threats.models import Doubt, Incident, Report, ReportActor
from tests.factories import actor_for, an_actor, make_agency, make_user
from tests.threats.made import GROUND, bring, bring_ged, handled, own_row, own_table

pytestmark = [pytest.mark.django_db, pytest.mark.store]

NEAR_FIRST = "9001,2026,3,3,Niger,State-based violence,EXERCISE,EXERCISE Front,EXERCISE Army,12.26,2.51,2,4,9"
ELSEWHERE = "9002,2026,3,3,Niger,One-sided violence,EXERCISE,EXERCISE Front,Civilians,18.1,9.9,0,1,1"
CANARY = "EXERCISE canary"


def test_a_report_becomes_a_record_with_its_time_and_place_and_the_same_file_adds_nothing() -> None:
    actor = an_actor()
    rows = [own_row(number) for number in range(5)]
    first, again = bring(actor, rows), bring(actor, rows)
    assert (first.added, first.incidents, first.failed) == (5, 5, 0)
    assert (again.added, again.amended, again.unchanged, again.incidents) == (0, 0, 5, 0)
    page = list_incidents(actor)
    assert [one.start for one in page.rows] == sorted((one.start for one in page.rows), reverse=True)
    one = page.rows[0]
    assert (one.country, one.kind, one.sources, one.actors) == (
        "ne",
        "explosion",
        ("own",),
        ("EXERCISE Front", "EXERCISE Army"),
    )
    assert one.deaths is not None
    assert (one.deaths.low, one.deaths.high) == (1, 5)
    record = records.read_record(actor, id=one.record)
    assert record.schema == "Incident"
    assert record.properties["deathsBest"] == ("3",)
    assert record.legal_basis == GROUND.legal_basis


def test_another_source_is_laid_to_what_is_known_and_totals_count_incidents() -> None:
    actor = an_actor()
    bring(actor, [own_row(1, date="2026-03-02"), own_row(2)])
    before = count_incidents(actor)
    done = bring_ged(actor, NEAR_FIRST, ELSEWHERE)
    assert (done.linked, done.incidents, done.doubtful) == (1, 1, 0)
    after = count_incidents(actor)
    assert (before.incidents, after.incidents) == (2, 3)
    assert (before.deaths.low, before.deaths.high) == (2, 10)
    assert (after.deaths.low, after.deaths.high) == (2, 9 + 5 + 1)
    both = next(one for one in list_incidents(actor).rows if len(one.sources) == 2)
    assert [(one.source, one.deaths_high) for one in read_incident(actor, id=both.id).reports] == [
        ("own", 5),
        ("ucdp-ged", 9),
    ]
    again = bring_ged(actor, NEAR_FIRST, ELSEWHERE)
    assert (again.unchanged, again.linked, again.incidents) == (2, 0, 0)
    assert count_incidents(actor) == after


def test_a_changed_row_is_amended_and_stays_with_its_incident() -> None:
    actor = an_actor()
    bring(actor, [own_row(1)])
    (before,) = list_incidents(actor).rows
    done = bring(actor, [own_row(1, deaths_high="12", actors="EXERCISE Others")])
    assert (done.added, done.amended, done.incidents) == (0, 1, 0)
    (after,) = list_incidents(actor).rows
    assert after.id == before.id
    assert after.deaths is not None
    assert (after.deaths.high, after.actors) == (12, ("EXERCISE Others",))


class _CutOff(io.BytesIO):
    """A file whose reading fails behind nine tenths of it, as when a machine goes down."""

    def read1(self, size: int | None = -1, /) -> bytes:
        content = super().read1(size)
        if self.tell() > 0.9 * self.getbuffer().nbytes:
            raise OSError("EXERCISE cut")
        return content


def test_an_import_that_was_cut_off_goes_on_where_it_stopped() -> None:
    actor = an_actor()
    rows = [own_row(number, latitude="12.5", date="2026-03-05") for number in range(2_600)]
    whole = own_table(rows).getvalue()
    with pytest.raises(OSError, match="EXERCISE cut"):
        import_incidents(actor, source="own", file=_CutOff(whole), label=handled(actor), ground=GROUND)
    with door(actor, INCIDENT_LIST):
        held = Report.objects.count()
    assert 0 < held < len(rows)
    done = import_incidents(actor, source="own", file=io.BytesIO(whole), label=handled(actor), ground=GROUND)
    assert (done.unchanged, done.added) == (held, len(rows) - held)
    assert done.incidents == len(rows)


def test_bad_rows_come_back_and_the_others_are_in() -> None:
    actor = an_actor()
    done = bring(actor, [own_row(1), own_row(2, date="2026-02-30"), own_row(3, deaths_best="-1")])
    assert (done.added, done.failed) == (1, 2)
    assert [(one.row, one.problem) for one in done.bad] == [(3, "bad_date"), (4, "negative_deaths")]
    with pytest.raises(Invalid, match="event_id_cnty"):
        import_incidents(actor, source="acled", file=own_table([own_row(1)]), label=handled(actor), ground=GROUND)
    with pytest.raises(Invalid):
        import_incidents(actor, source="rumour", file=own_table([]), label=handled(actor), ground=GROUND)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(), {"EX-1", "EX-2", "EX-3"}),
        (Filters(country="ml"), {"EX-3"}),
        (Filters(kind="abduction"), {"EX-2"}),
        (Filters(first=date(2026, 3, 3)), {"EX-2", "EX-3"}),
        (Filters(last=date(2026, 3, 3), source="own"), {"EX-1", "EX-2"}),
        (Filters(source="gtd"), set()),
        (Filters(least_deaths=40), {"EX-3"}),
    ],
)
def test_the_list_and_the_totals_keep_to_the_filters(filters: Filters, found: set[str]) -> None:
    actor = an_actor()
    bring(actor, [own_row(1), own_row(2, kind="abduction"), own_row(3, country="ML", longitude="-4", deaths_high="41")])
    rows = list_incidents(actor, filters=filters).rows
    assert {read_incident(actor, id=one.id).reports[0].source_id for one in rows} == found
    assert count_incidents(actor, filters=filters).incidents == len(found)


def test_pages_hold_each_incident_once_with_and_without_a_filter() -> None:
    actor = an_actor()
    bring(actor, [own_row(number) for number in range(7)])
    for filters in (Filters(), Filters(kind="explosion")):
        seen, before = [], ""
        for _page in range(4):
            page = list_incidents(actor, filters=filters, before=before, size=3)
            seen += [one.id for one in page.rows]
            before = page.next
            if not before:
                break
        assert len(seen) == len(set(seen)) == 7


def test_a_group_is_found_by_all_its_names_and_its_names_make_reports_alike() -> None:
    actor = an_actor()
    group = records.add_record(
        actor,
        schema="ArmedGroup",
        properties={"name": ["EXERCISE Front of the Dunes"], "alias": ["EXERCISE FDD"]},
        label=handled(actor),
        ground=GROUND,
    )
    bring(actor, [own_row(1, date="2026-03-02", actors="EXERCISE F.D.D."), own_row(2, actors="EXERCISE Others")])
    bring(actor, [own_row(3, actors="exercise fdd")])
    found = list_incidents(actor, filters=Filters(group=group.id)).rows
    assert {one.place for one in found} == {"EXERCISE place 3"}
    done = bring_ged(actor, NEAR_FIRST.replace("EXERCISE Front", "EXERCISE Front of the Dunes"))
    assert done.linked + done.doubtful + done.incidents == 1


def doubtful(actor: Actor) -> None:
    """Six incidents in one spot, and a report that fits each of them alike."""
    bring(actor, [own_row(1, id=f"EX-{number}", latitude=f"12.25{number}") for number in range(6)])
    done = bring_ged(actor, NEAR_FIRST.replace(",2026,3,3,", ",2026,3,2,").replace("12.26", "12.2525"))
    assert (done.doubtful, done.linked, done.incidents) == (1, 0, 0)


@pytest.mark.parametrize("is_same", [True, False])
def test_a_person_decides_what_is_uncertain_once(is_same: bool) -> None:
    actor = an_actor()
    doubtful(actor)
    (asked,) = list_doubts(actor).rows
    assert (asked.report.source_id, asked.days) == ("9001", 0)
    assert asked.km < 2
    incident = decide_doubt(actor, id=asked.id, is_same=is_same)
    assert (incident == asked.incident.id) is is_same
    assert count_incidents(actor).incidents == (6 if is_same else 7)
    assert [one.source for one in read_incident(actor, id=incident).reports][-1] == "ucdp-ged"
    assert list_doubts(actor).rows == ()
    with pytest.raises(Conflict):
        decide_doubt(actor, id=asked.id, is_same=is_same)


def test_an_incident_follows_its_record() -> None:
    """A record that is narrowed takes its time and place with it; one that is deleted takes them away."""
    agency = make_agency()
    actor, colleague = an_actor(agency=agency), actor_for(make_user(agency))
    both = replace(handled(actor, Tlp.RED), audience=frozenset(f"user:{one.user_id}" for one in (actor, colleague)))
    bring(actor, [own_row(1)], label=both)
    (row,) = list_incidents(colleague).rows
    records.amend_record(actor, id=row.record, version=1, label=handled(actor, Tlp.RED))
    assert [one.id for one in list_incidents(actor).rows] == [row.id]
    assert not list_incidents(colleague).rows
    with pytest.raises(NotFound):
        read_incident(colleague, id=row.id)


def test_no_table_shows_a_row_to_another_agency_nor_lets_it_count_or_match() -> None:
    """Read with no filter at all: only the label stands between a row and its reader."""
    actor, other = an_actor(), an_actor()
    doubtful(actor)
    bring(actor, [own_row(9, place=CANARY, deaths_high="900")])
    with door(actor, INCIDENT_LIST):
        assert all(model.objects.exists() for model in (Incident, Report, ReportActor, Doubt))
    with door(other, INCIDENT_LIST):
        assert not any(model.objects.exists() for model in (Incident, Report, ReportActor, Doubt))
    assert not list_incidents(other).rows
    assert not list_doubts(other).rows
    assert (count_incidents(other).incidents, count_incidents(other).deaths.high) == (0, 0)
    (asked,) = list_doubts(actor).rows
    with pytest.raises(NotFound):
        decide_doubt(other, id=asked.id, is_same=True)
    assert bring_ged(other, NEAR_FIRST).incidents == 1  # nothing of the first agency's was matched


def test_a_report_that_is_marked_more_narrowly_changes_no_total_of_a_colleague() -> None:
    agency = make_agency()
    actor, colleague = an_actor(agency=agency), actor_for(make_user(agency))
    bring(actor, [own_row(1, date="2026-03-02")])
    done = bring_ged(actor, NEAR_FIRST, label=handled(actor, Tlp.RED))
    assert done.linked == 1
    assert count_incidents(actor).deaths.high == 9
    assert count_incidents(colleague).deaths.high == 5
    (seen,) = list_incidents(colleague).rows
    assert seen.sources == ("own",)


def test_deaths_by_country_and_month_count_an_incident_once_and_quiet_months_as_none() -> None:
    actor, other = an_actor(), an_actor()
    bring(
        actor, [own_row(1, date="2026-03-02"), own_row(2, date="2026-05-09"), own_row(3, country="ML", longitude="-4")]
    )
    bring_ged(actor, NEAR_FIRST)
    bring(other, [own_row(4)])
    panel = monthly_deaths(actor)
    assert panel.places == ("ml", "ne")
    assert panel.deaths.tolist() == [[3, 0, 0], [3, 0, 3]]


def test_who_only_reads_brings_nothing_in() -> None:
    agency = make_agency()
    reader = an_actor(Role.OBSERVER, agency=agency)
    with pytest.raises(Refused):
        bring(reader, [own_row(1)])
