"""Records as services: what they must state, who sees what, versions, links, reviews, deletion."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from django.utils.translation import override

from minassa import audit
from minassa.access import ApprovalView, Handling, Role, Tlp, capped_count, decide_approval
from minassa.access.models import Agency
from minassa.base import Conflict, Invalid, NotFound, Refused, held_at, new_id
from minassa.records import (
    Grading,
    Ground,
    Page,
    Scheme,
    Sort,
    amend_record,
    ask_to_delete,
    ask_to_widen,
    delete_record,
    due_reviews,
    keep_record,
    latest_review,
    links_of,
    list_records,
    match_identifier,
    match_names,
    read_history,
    read_record,
    search,
    search_records,
)
from tests.factories import actor_for, an_actor, make_agency, make_user
from tests.records.made import GROUND, PURPOSE, add, own_label

pytestmark = pytest.mark.django_db


def test_a_record_is_read_as_it_was_written() -> None:
    actor = an_actor()
    grading = Grading(Scheme.FIVE_BY_FIVE, "E", "4", "1")
    made = add(actor, "عبد الرحمن", birthDate=("circa 1970", "1971"), ground=replace(GROUND, grading=grading))
    found = read_record(actor, id=made.id)
    assert found == made
    assert dict(found.properties) == {"name": ("عبد الرحمن",), "birthDate": ("circa 1970", "1971")}
    assert found.grading == grading
    assert found.review_on == latest_review()
    assert found.marks == ("TLP:AMBER", "H0", "EXERCISE")
    assert [one.value for one in found.doubts] == ["circa 1970"]


@pytest.mark.parametrize(
    ("ground", "handling", "code"),
    [
        (Ground("", PURPOSE), [Handling.H0], "records.legal-basis"),
        (Ground("law", ""), [Handling.H0], "records.purpose"),
        (Ground("law", "curiosity"), [Handling.H0], "records.purpose"),
        (Ground("law", PURPOSE), [], "records.handling"),
        (Ground("law", PURPOSE, date(2000, 1, 1)), [Handling.H0], "records.review-date"),
        (Ground("law", PURPOSE, date(2099, 1, 1)), [Handling.H0], "records.review-date"),
    ],
)
def test_without_what_r01_asks_for_there_is_no_record(ground: Ground, handling: list[Handling], code: str) -> None:
    actor = an_actor()
    with pytest.raises(Invalid) as caught:
        add(actor, ground=ground, label=own_label(actor, handling=handling))
    assert caught.value.code == code
    assert list_records(actor).rows == ()


def test_hidden_and_absent_look_the_same() -> None:
    mine, other = an_actor(), an_actor()
    secret = add(mine, "EXERCISE Planted Person", passportNumber="EX0007")
    assert read_record(mine, id=secret.id).id == secret.id
    faults = []
    for wanted in (secret.id, uuid4()):
        with pytest.raises(NotFound) as caught:
            read_record(other, id=wanted)
        faults.append(caught.value.code)
    assert len(set(faults)) == 1
    assert list_records(other).rows == ()
    assert list_records(other).count_text == "0"
    assert search_records(other, query="planted", purpose=PURPOSE).rows == ()
    assert match_names(other, name="Exercise Planted Person", purpose=PURPOSE) == ()
    assert match_identifier(other, identifier="EX0007", purpose=PURPOSE) == ()
    with pytest.raises(NotFound):
        links_of(other, id=secret.id)
    with pytest.raises(NotFound):
        read_history(other, id=secret.id)
    assert len(search_records(mine, query="planted", purpose=PURPOSE).rows) == 1
    assert len(match_names(mine, name="Exercise Planted Person", purpose=PURPOSE)) == 1
    assert len(match_identifier(mine, identifier="ex-0007", purpose=PURPOSE)) == 1


def test_other_agencies_do_not_see_notes_sources_and_legal_basis() -> None:
    mine, other = an_actor(), an_actor()
    made = add(mine, notes="told by CANARY", sourceUrl="https://canary.example", label=own_label(mine, Tlp.GREEN))
    theirs = read_record(other, id=made.id)
    assert theirs.legal_basis == ""
    assert set(theirs.properties) == {"name"}
    assert "verify-with-owner-before-acting" in theirs.obligations
    for actor in (mine, other):
        assert search_records(actor, query="canary", purpose=PURPOSE).rows == ()
    assert "notes" in read_record(mine, id=made.id).properties
    (hit,) = match_names(other, name="Exercise Awa Diallo", purpose=PURPOSE)
    assert set(hit.properties) == {"name"}


def test_nobody_writes_for_another_agency() -> None:
    mine, other = an_actor(), an_actor()
    with pytest.raises(Refused):
        add(mine, label=own_label(other))
    shared = add(mine, label=own_label(mine, Tlp.GREEN))
    with pytest.raises(Refused):
        amend_record(other, id=shared.id, version=1, properties={"name": ["changed"]})
    assert read_record(mine, id=shared.id).version == 1


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.DELEGATE, Role.INSPECTOR, Role.NODE_ADMINISTRATOR])
def test_some_roles_do_not_write(role: Role) -> None:
    actor = an_actor(role)
    with pytest.raises(Refused):
        add(actor)


def test_an_amendment_keeps_what_was_and_is_found_by_the_new_name_only() -> None:
    actor = an_actor()
    made = add(actor, "EXERCISE Before", phone="+223 76 12 34 56")
    amend_record(actor, id=made.id, version=1, properties={"name": ["EXERCISE Afterwards"]})
    found = read_record(actor, id=made.id)
    assert (found.caption, found.version) == ("EXERCISE Afterwards", 2)
    (past,) = read_history(actor, id=made.id)
    assert (past.number, past.caption, past.changed_by) == (1, "EXERCISE Before", actor.named)
    assert search_records(actor, query="before", purpose=PURPOSE).rows == ()
    assert match_identifier(actor, identifier="+22376123456", purpose=PURPOSE) == ()
    assert [hit.caption for hit in match_names(actor, name="Exercise Afterwards", purpose=PURPOSE)] == [found.caption]


def test_two_people_do_not_overwrite_each_other() -> None:
    actor = an_actor()
    made = add(actor)
    amend_record(actor, id=made.id, version=1, properties={"name": ["EXERCISE One"]})
    with pytest.raises(Conflict) as caught:
        amend_record(actor, id=made.id, version=1, properties={"name": ["EXERCISE Two"]})
    assert caught.value.code == "records.changed-meanwhile"
    assert read_record(actor, id=made.id).caption == "EXERCISE One"


def test_a_narrower_label_hides_a_record_at_once_and_a_wider_one_needs_a_second_person() -> None:
    mine, other = an_actor(), an_actor()
    made = add(mine, "EXERCISE Shared Person", label=own_label(mine, Tlp.GREEN))
    assert len(match_names(other, name="Exercise Shared Person", purpose=PURPOSE)) == 1
    amend_record(mine, id=made.id, version=1, label=own_label(mine, Tlp.AMBER))
    assert match_names(other, name="Exercise Shared Person", purpose=PURPOSE) == ()
    assert search_records(other, query="shared", purpose=PURPOSE).rows == ()
    with pytest.raises(NotFound):
        read_history(other, id=made.id)
    with pytest.raises(Refused):
        amend_record(mine, id=made.id, version=2, label=own_label(mine, Tlp.GREEN))
    assert read_record(mine, id=made.id).label.tlp is Tlp.AMBER


def test_a_reference_is_used_once_in_an_agency_and_tells_nothing_to_others() -> None:
    mine, other = an_actor(), an_actor()
    add(mine, origin="X-1")
    with pytest.raises(Conflict) as caught:
        add(mine, origin="X-1")
    assert caught.value.code == "records.reference-taken"
    assert add(other, origin="X-1").origin == "X-1"


def test_links_are_seen_from_both_ends_and_hidden_ends_are_references_only() -> None:
    actor, other = an_actor(), an_actor()
    green = own_label(actor, Tlp.GREEN)
    person = add(actor, "EXERCISE Owner", label=green)
    truck = add(actor, "EXERCISE Truck", schema="Vehicle", label=own_label(actor))
    add(actor, "", schema="Ownership", owner=person.origin, asset=truck.origin, label=green)
    phone = add(actor, "", schema="PhoneLine", phone="+99900000001", subscriber=person.origin, label=green)
    with override("en"):
        owns, uses = sorted(links_of(actor, id=person.id), key=lambda link: link.via)
    assert (owns.via, owns.words, owns.outgoing) == ("Ownership", "owns", True)
    assert owns.other.record is not None
    assert owns.other.record.id == truck.id
    assert uses.other.record is not None
    assert (uses.other.record.id, uses.outgoing) == (phone.id, False)
    (back,) = links_of(actor, id=truck.id)
    assert back.other.record is not None
    assert (back.other.record.id, back.outgoing) == (person.id, False)
    hidden = next(link for link in links_of(other, id=person.id) if link.via == "Ownership")
    assert hidden.other.record is None


def test_other_agencies_do_not_see_which_document_a_record_comes_from() -> None:
    mine, other = an_actor(), an_actor()
    green = own_label(mine, Tlp.GREEN)
    paper = add(mine, "", schema="Document", title="EXERCISE source", fileName="exercise.pdf", label=green)
    made = add(mine, proof=paper.origin, label=green)
    for one in (made, paper):
        assert len(links_of(mine, id=one.id)) == 1
        assert links_of(other, id=one.id) == ()


def test_a_reference_does_not_reach_into_another_agency() -> None:
    mine, other = an_actor(), an_actor()
    add(other, "EXERCISE Namesake", origin="X-1", label=own_label(other, Tlp.GREEN))
    line = add(mine, "", schema="PhoneLine", phone="+99900000001", subscriber="X-1")
    (link,) = links_of(mine, id=line.id)
    assert link.other.record is None


def test_reviews_come_up_and_a_record_is_kept_only_for_a_reason() -> None:
    actor = an_actor()
    with held_at(datetime(2026, 1, 1, tzinfo=UTC)):
        soon = add(actor, "EXERCISE Soon", ground=Ground("law", PURPOSE, date(2026, 5, 1)))
        add(actor, "EXERCISE Later")
        assert [row.id for row in due_reviews(actor)] == [soon.id]
        with pytest.raises(Invalid):
            keep_record(actor, id=soon.id, until=date(2028, 1, 1), reason=" ")
        kept = keep_record(actor, id=soon.id, until=date(2028, 1, 1), reason="EXERCISE case is still open")
        assert (kept.review_on, kept.version) == (date(2028, 1, 1), 2)
        assert due_reviews(actor) == ()


def test_deletion_needs_a_second_person() -> None:
    agency = make_agency()
    made = add(an_actor(agency=agency))
    supervisor = actor_for(make_user(agency, [Role.SUPERVISOR]), stepped_up=True)
    with pytest.raises(Refused):
        delete_record(supervisor, id=made.id)
    with pytest.raises(Refused):
        delete_record(supervisor, id=made.id, approval=new_id())
    assert read_record(supervisor, id=made.id).id == made.id


def test_a_search_states_its_purpose_and_the_log_holds_no_name() -> None:
    actor = an_actor()
    add(actor, "EXERCISE Canary")
    searches: list[Callable[[str], object]] = [
        lambda purpose: search_records(actor, query="canary", purpose=purpose),
        lambda purpose: match_names(actor, name="canary", purpose=purpose),
        lambda purpose: match_identifier(actor, identifier="canary", purpose=purpose),
    ]
    for ask in searches:
        with pytest.raises(Refused):
            ask("")
        ask(PURPOSE)
    told = repr(audit.lines(audit.Filters(), limit=100))
    assert "record.search" in told
    assert "anary" not in told


def test_lists_page_without_gaps_or_repeats_and_search_too() -> None:
    actor = an_actor()
    made = [add(actor, f"EXERCISE Common Person{number}", schema="Person").id for number in range(7)]
    add(actor, "EXERCISE Common Truck", schema="Vehicle")
    reads: list[Callable[[str], Page]] = [
        lambda before: list_records(actor, schema="Person", before=before, size=3),
        lambda before: search_records(
            actor, query="common exer", schema="Person", purpose=PURPOSE, before=before, size=3
        ),
    ]
    for read in reads:
        found, before = [], ""
        while True:
            page = read(before)
            found += [row.id for row in page.rows]
            before = page.next
            if not before:
                break
        assert found == made[::-1]


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("القاعدة الشرقيّة", "قاعده شرقيه"),
        ("أحمد", "احمد"),
        ("Zoé Kéïta", "zoe keita"),
        ("EXERCISE Ouédraogo", "ouedra"),
        ("جماعة", "جماع"),
    ],
)
def test_full_text_folds_scripts_and_finds_beginnings(stored: str, asked: str) -> None:
    actor = an_actor()
    add(actor, stored)
    assert len(search_records(actor, query=asked, purpose=PURPOSE).rows) == 1
    assert search_records(actor, query=f"{asked} absent", purpose=PURPOSE).rows == ()


def granted(asked: ApprovalView, agency: Agency) -> UUID:
    supervisor = actor_for(make_user(agency, [Role.SUPERVISOR]), stepped_up=True)
    return decide_approval(supervisor, approval=asked.id, grant=True).id


def test_with_a_second_person_a_record_is_deleted_without_a_trace_in_searches() -> None:
    agency = make_agency()
    analyst = an_actor(agency=agency)
    made = add(analyst, "EXERCISE Gone", passportNumber="EX0009")
    supervisor = actor_for(make_user(agency, [Role.SUPERVISOR]), stepped_up=True)
    delete_record(
        supervisor, id=made.id, approval=granted(ask_to_delete(supervisor, id=made.id, reason="EXERCISE"), agency)
    )
    with pytest.raises(NotFound):
        read_record(analyst, id=made.id)
    assert search_records(analyst, query="gone", purpose=PURPOSE).rows == ()
    assert match_identifier(analyst, identifier="EX0009", purpose=PURPOSE) == ()
    assert match_names(analyst, name="Exercise Gone", purpose=PURPOSE) == ()


def test_a_grant_widens_to_exactly_the_label_and_version_that_the_second_person_saw() -> None:
    agency = make_agency()
    analyst, other = actor_for(make_user(agency), stepped_up=True), an_actor()
    made = add(analyst, "EXERCISE Wider")
    green, clear = own_label(analyst, Tlp.GREEN), own_label(analyst, Tlp.CLEAR)
    grant = granted(ask_to_widen(analyst, id=made.id, label=green, reason="EXERCISE"), agency)
    with pytest.raises(Refused) as caught:
        amend_record(analyst, id=made.id, version=1, label=clear, approval=grant)
    assert caught.value.code == "records.other-than-granted"
    with pytest.raises(Invalid):
        amend_record(
            analyst, id=made.id, version=1, label=green, properties={"name": ["EXERCISE Else"]}, approval=grant
        )
    with pytest.raises(NotFound):
        read_record(other, id=made.id)
    amend_record(analyst, id=made.id, version=1, label=green, approval=grant)
    assert read_record(other, id=made.id).caption == "EXERCISE Wider"
    assert len(match_names(other, name="Exercise Wider", purpose=PURPOSE)) == 1


def test_pages_over_common_words_have_no_gaps_and_no_repeats(monkeypatch: pytest.MonkeyPatch) -> None:
    """With bounds so small that every record counts as one of many."""
    for name, bound in (("CHUNK", 2), ("LARGEST_CHUNK", 5), ("MOST_EXAMINED", 7)):
        monkeypatch.setattr(search, name, bound)
    monkeypatch.setattr(search, "capped_count", lambda rows: capped_count(rows, cap=3))
    actor = an_actor()
    made = [add(actor, f"EXERCISE Common {'Odd' if number % 3 else 'Even'} Word{number}").id for number in range(20)]
    odd = [one for number, one in enumerate(made) if number % 3]
    for query, wanted in (("common odd", odd), ("common", made), ("odd comm", odd), ("comm", made), ("odd wor", odd)):
        found, before = [], ""
        while True:
            page = search_records(actor, query=query, purpose=PURPOSE, before=before, size=3)
            found += [row.id for row in page.rows]
            before = page.next
            if not before:
                break
        assert found == wanted[::-1], query


@pytest.mark.parametrize("typed", ["EXERCISE\x00 Awa\ud800", "awa\u202e exercise", "\x00awa"])
def test_what_nobody_can_type_does_no_harm_in_a_search(typed: str) -> None:
    actor = an_actor()
    add(actor)
    assert len(search_records(actor, query=typed, purpose=PURPOSE).rows) == 1
    match_names(actor, name=typed, purpose=PURPOSE)
    match_identifier(actor, identifier=f"{typed}@example.org", purpose=PURPOSE)
    with pytest.raises(Invalid):
        add(actor, ground=replace(GROUND, legal_basis="law\x00"))


def test_people_and_things_are_listed_without_the_links_between_them() -> None:
    actor = an_actor()
    one, other = add(actor, "EXERCISE One"), add(actor, "EXERCISE Other")
    link = add(actor, "", schema="Family", person=one.origin, relative=other.origin)
    for sort, expected in ((Sort.THINGS, [other.id, one.id]), (Sort.LINKS, [link.id])):
        page = list_records(actor, sort=sort)
        assert ([row.id for row in page.rows], page.count_text) == (expected, str(len(expected)))
    assert len(list_records(actor).rows) == 3
    assert [row.id for row in list_records(actor, schema="Family", sort=Sort.THINGS).rows] == [link.id]
