"""The graph of records: what it links, what the access decision keeps out of it, and that it follows every change."""

import itertools
import shutil
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from minassa.access import Actor, Tlp
from minassa.audit.models import LineRow
from minassa.base import Invalid, NotFound, Unavailable
from minassa.records import (
    Bridge,
    Nexus,
    RecordView,
    Wanted,
    WholeCommunities,
    all_bridges,
    all_communities,
    amend_record,
    explore,
    feed,
    find_bridges,
    find_communities,
    find_ways,
    in_common,
    refresh_graph,
    shared_identifiers,
)
from minassa.records.nexus import bridges as bridging
from minassa.records.nexus import held, identifiers, whole
from minassa.records.nexus.kinds import sort_of_files
from tests.factories import an_actor
from tests.records.made import PURPOSE, add, own_label

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_graph_yet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A process that has just begun."""
    monkeypatch.setattr(held, "_held", None)
    monkeypatch.setattr(held, "SAVE_AFTER", 3)
    yield
    shutil.rmtree(feed.saved_folder(sort_of_files()), ignore_errors=True)


def tied(actor: Actor, source: RecordView, target: RecordView, **given: object) -> RecordView:
    ends = {"subject": source.origin, "object": target.origin}
    return add(actor, "", schema="UnknownLink", role="uses", **ends, **given)


def seen(actor: Actor, one: RecordView, **given: object) -> Nexus:
    return explore(actor, ids=[one.id], purpose=PURPOSE, **given)  # type: ignore[arg-type] # as the test gives it


def around(actor: Actor, one: RecordView, **given: object) -> set[UUID]:
    return {row.id for row in seen(actor, one, **given).subjects} - {one.id}


def lines(actor: Actor, start: RecordView, end: RecordView) -> list[list[UUID]]:
    found = find_ways(actor, start=start.id, end=end.id, purpose=PURPOSE)
    return [[row.id for row in way.subjects] for way in found.ways]


def test_what_is_linked_is_found_with_the_way_and_what_is_in_common() -> None:
    actor = an_actor()
    awa, phone, kofi = add(actor), add(actor, "+226 70 00 00 01", schema="PhoneLine"), add(actor, "EXERCISE Kofi Mfano")
    link = tied(actor, awa, phone)
    tied(actor, kofi, phone)
    found = seen(actor, awa)
    assert [row.id for row in found.subjects] == [awa.id, phone.id]
    ((tie,),) = [found.ties]
    assert (tie.record.id, tie.source, tie.target, tie.kind) == (link.id, awa.id, phone.id, "UnknownLink")
    assert found.more == {phone.id: 1}
    assert lines(actor, awa, kofi) == [[awa.id, phone.id, kofi.id]]
    ((both,),) = [in_common(actor, ids=[awa.id, kofi.id], purpose=PURPOSE)]
    assert both.subject.id == phone.id
    assert set(both.to) == {awa.id, kofi.id}


def test_a_property_that_points_is_a_tie_and_a_guarded_one_is_none() -> None:
    actor = an_actor()
    awa = add(actor, proof="document-1")
    add(actor, "EXERCISE Minutes", schema="Document", origin="document-1")
    passport = add(actor, "", schema="Passport", holder=awa.origin, number="EX0000001")
    ((tie,),) = [seen(actor, awa).ties]
    assert (tie.source, tie.target, tie.kind) == (passport.id, awa.id, "holder")


def test_a_link_that_came_before_its_ends_is_made_when_they_come() -> None:
    actor = an_actor()
    first = add(actor, origin="first")
    add(actor, "", schema="UnknownLink", subject="first", object="second")
    assert around(actor, first) == set()
    second = add(actor, "EXERCISE Kofi Mfano", origin="second")
    assert around(actor, first) == {second.id}


def test_an_amended_link_leads_elsewhere() -> None:
    actor = an_actor()
    awa, kofi, zeinab = add(actor), add(actor, "EXERCISE Kofi Mfano"), add(actor, "EXERCISE Zeinab Khayali")
    link = tied(actor, awa, kofi)
    assert around(actor, awa) == {kofi.id}
    properties = {"subject": (awa.origin,), "object": (zeinab.origin,)}
    amend_record(actor, id=link.id, properties=properties, version=link.version)
    assert around(actor, awa) == {zeinab.id}


def test_hidden_links_and_subjects_lead_nowhere_and_are_not_counted() -> None:
    """Planted: a hidden subject between two that are seen, a hidden link between them, and hidden neighbours by the dozen."""
    reader, other = an_actor(), an_actor()
    green = own_label(other, Tlp.GREEN)
    start, end = add(other, label=green), add(other, "EXERCISE Kofi Mfano", label=green)
    hidden = add(other, "EXERCISE Zeinab Khayali")
    for one, two in ((start, hidden), (hidden, end)):
        tied(other, one, two, label=green)
    tied(other, start, end)
    for number in range(12):
        tied(other, start, add(other, f"EXERCISE Person {number}"), label=green)
    found = seen(reader, start)
    assert ([row.id for row in found.subjects], found.ties, found.more) == ([start.id], (), {})
    assert lines(reader, start, end) == []
    assert in_common(reader, ids=[start.id, end.id], purpose=PURPOSE) == ()
    with pytest.raises(NotFound):
        seen(reader, hidden)
    with pytest.raises(NotFound):
        lines(reader, start, hidden)
    assert len(lines(other, start, end)) == 2
    tied(other, start, end, label=green)
    assert lines(reader, start, end) == [[start.id, end.id]]


def test_what_stands_out_is_told_with_its_reasons_and_never_by_what_is_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """Awa is linked to an attack and, through a phone, to a seizure; Kofi has her number. Planted: hidden holders, hidden links."""
    other, reader = an_actor(), an_actor()
    green = own_label(other, Tlp.GREEN)

    def named(name: str, **given: Any) -> RecordView:
        return add(other, f"EXERCISE {name}", **{"label": green, **given})

    awa = named("Awa", phone="+22670000001", topics="crime.traffick")
    kofi, attack = named("Kofi"), named("Attack", schema="Incident")
    seizure = named("Seizure", schema="Seizure", topics="crime.traffick.drug")
    line = add(other, "", schema="PhoneLine", phone="+226 70 00 00 01", label=green)
    tied(other, kofi, line, label=green)
    tied(other, awa, attack, label=green)
    hidden_line = named("Line", schema="PhoneLine", label=own_label(other))
    for end in (kofi, seizure, attack):
        tied(other, hidden_line, end, label=green)
    tied(other, kofi, seizure)
    named("Canary", phone="+22670000001", label=own_label(other))

    def bridges(actor: Actor) -> list[Bridge]:
        return list(find_bridges(actor, ids=[awa.id, kofi.id], purpose=PURPOSE).bridges)

    def holders(actor: Actor) -> list[set[UUID]]:
        found = shared_identifiers(actor, ids=[kofi.id], purpose=PURPOSE)
        return [{holder.subject.id for holder in one.holders} for one in found]

    (seen_bridge,) = bridges(reader)
    assert seen_bridge.subject.id == awa.id
    assert [(one.record.id, one.because, len(one.ties)) for one in seen_bridge.crime] == [(awa.id, "crime.traffick", 0)]
    assert [(one.record.id, one.because, len(one.ties)) for one in seen_bridge.terrorism] == [
        (attack.id, "Incident", 1)
    ]
    own = {one.subject.id: one for one in bridges(other)}
    assert own.keys() == {awa.id, kofi.id}
    (through,) = own[kofi.id].terrorism
    assert (through.record.id, len(through.ties)) == (attack.id, 2)
    assert through.through is not None
    assert through.through.id == hidden_line.id
    assert holders(reader) == [{awa.id, kofi.id}]
    assert len(holders(other)[0]) == 3
    whole_graph = {one.subject.id: one for one in all_bridges(reader, purpose=PURPOSE).bridges}
    assert whole_graph == {awa.id: seen_bridge}
    assert {one.subject.id for one in all_bridges(other, purpose=PURPOSE).bridges} == own.keys()
    assert all_bridges(an_actor(), wanted=Wanted(kinds=frozenset({"Family"})), purpose=PURPOSE).bridges == ()
    monkeypatch.setattr(bridging, "MOST_IN_WHOLE", 3)
    near = all_bridges(other, purpose=PURPOSE)
    assert (near.looked_at, near.is_whole) == (3, False)
    groups = find_communities(reader, ids=[kofi.id, seizure.id], purpose=PURPOSE)
    assert groups.members.keys() == {kofi.id, line.id, seizure.id}
    assert ([one.size for one in groups.communities], groups.alone, groups.brokers) == ([2], 1, ())
    with pytest.raises(NotFound):
        find_communities(reader, ids=[hidden_line.id], purpose=PURPOSE)


def test_communities_of_everything_wait_for_the_night_and_are_void_when_something_was_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Planted: hidden people and links between two families, and a link that is closed after the night."""
    other, reader = an_actor(), an_actor()
    green, ids = own_label(other, Tlp.GREEN), {"families": [], "ties": []}  # type: ignore[var-annotated] # filled below
    for family in ("North", "South"):
        people = [add(other, f"EXERCISE {family} {at}", label=green) for at in range(4)]
        ids["families"].append({one.id for one in people})
        ids["ties"] += [tied(other, one, two, label=green) for one, two in itertools.combinations(people, 2)]
    hidden = add(other, "EXERCISE Canary")
    for family in ids["families"]:
        for one in family:
            add(other, "", schema="UnknownLink", subject=str(one), object=hidden.origin, role="uses", label=green)

    def told(actor: Actor) -> WholeCommunities:
        return all_communities(actor, purpose=PURPOSE)

    def families(found: WholeCommunities) -> list[set[UUID]]:
        return [{row.id for row in one.leading} for one in found.communities]

    at_once = told(reader)
    assert families(at_once) == ids["families"]
    monkeypatch.setattr(whole, "AT_ONCE", 0)
    assert (told(reader).at, told(other).at) == (None, None)
    assert whole.refresh_communities() == 2
    assert (whole.refresh_communities(), families(told(reader)), told(reader).subjects) == (0, ids["families"], 8)
    link = ids["ties"][0]
    amend_record(other, id=link.id, properties=link.properties, label=own_label(other), version=link.version)
    assert (told(reader).at, told(other).at is None) == (None, False)
    assert whole.refresh_communities() == 1
    assert told(reader).at is not None
    third = an_actor()
    assert told(third).subjects == told(reader).subjects  # the same labels, so the same communities


def test_who_connects_all_communities_is_told_and_a_hidden_broker_leaves_no_trace(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two families, one visible go-between, and a hidden one with more ties: kept by night, each reader has their own."""
    other, reader = an_actor(), an_actor()
    green = own_label(other, Tlp.GREEN)
    families = [[add(other, f"EXERCISE {name} {at}", label=green) for at in range(4)] for name in ("North", "South")]
    for people in families:
        for one, two in itertools.combinations(people, 2):
            tied(other, one, two, label=green)
    between, hidden = add(other, "EXERCISE Between", label=green), add(other, "EXERCISE Canary")
    for people in families:
        tied(other, between, people[0], label=green)
        for one in people:
            tied(other, hidden, one)

    def brokers(actor: Actor) -> list[tuple[UUID, int]]:
        return [(one.subject.id, one.cut_off) for one in all_communities(actor, purpose=PURPOSE).brokers]

    at_once = brokers(reader)
    assert (between.id, 4) in at_once or (between.id, 5) in at_once
    assert hidden.id not in dict(at_once)
    assert hidden.id in dict(brokers(other))
    monkeypatch.setattr(whole, "AT_ONCE", 0)
    assert brokers(reader) == []
    assert whole.refresh_communities() == 1
    assert brokers(reader) == at_once


def test_an_address_is_shared_however_its_words_stand_and_a_place_of_many_is_no_link(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Planted: a hidden neighbour, who neither is told nor makes a shared address one of too many."""
    other, reader = an_actor(), an_actor()
    green = own_label(other, Tlp.GREEN)
    awa = add(other, "EXERCISE Awa", address="12, rue de l'Étoile, Ouagadougou", label=green)
    kofi = add(other, "EXERCISE Kofi", address="Ouagadougou – 12 Rue de l’Etoile", label=green)
    add(other, "EXERCISE Town", address="Ouagadougou", label=green)
    hidden = add(other, "EXERCISE Canary", address="OUAGADOUGOU, 12 RUE DE L'ETOILE")

    def sharing(actor: Actor) -> list[set[UUID]]:
        found = shared_identifiers(actor, ids=[awa.id], purpose=PURPOSE)
        return [{holder.subject.id for holder in one.holders} for one in found]

    assert sharing(reader) == [{awa.id, kofi.id}]
    assert sharing(other) == [{awa.id, kofi.id, hidden.id}]
    monkeypatch.setattr(identifiers, "MOST_AT_AN_ADDRESS", 2)
    assert (sharing(reader), sharing(other)) == ([{awa.id, kofi.id}], [])


def test_a_step_says_when_it_holds_and_who_says_so() -> None:
    actor = an_actor()
    awa, kofi = add(actor, "EXERCISE Awa"), add(actor, "EXERCISE Kofi")
    tied(
        actor,
        awa,
        kofi,
        startDate="2026-01-05",
        endDate="2026-03",
        publisher="EXERCISE registry",
        sourceUrl="https://example.org",
    )
    (way,) = find_ways(actor, start=awa.id, end=kofi.id, purpose=PURPOSE).ways
    assert [(one.dated, one.sources) for one in way.steps[0]] == [(("2026-01-05", "2026-03"), ("EXERCISE registry",))]


def test_links_are_followed_by_kind_and_counted_by_kind() -> None:
    actor = an_actor()
    awa, kofi, cousin = add(actor), add(actor, "EXERCISE Kofi Mfano"), add(actor, "EXERCISE Zeinab Khayali")
    tied(actor, awa, kofi)
    add(actor, "", schema="Family", person=awa.origin, relative=cousin.origin, relationship="cousin")
    found = seen(actor, awa, by_kind={awa.id: frozenset({"Family"})})
    assert {row.id for row in found.subjects} == {awa.id, cousin.id}
    assert (found.more, found.further) == ({awa.id: 1}, {awa.id: {"UnknownLink": 1}})
    assert around(actor, awa, by_kind={awa.id: frozenset({"Family"})}, beside=[kofi.id]) == {kofi.id, cousin.id}


def test_another_agencys_reference_is_not_mine() -> None:
    """Both agencies call somebody 'person-1': each means its own."""
    one, two = an_actor(), an_actor()
    mine = add(one, origin="person-1")
    theirs = add(two, "EXERCISE Kofi Mfano", origin="person-1", label=own_label(two, Tlp.GREEN))
    phone = add(two, "+226 70 00 00 02", schema="PhoneLine", label=own_label(two, Tlp.GREEN))
    tied(two, theirs, phone, label=own_label(two, Tlp.GREEN))
    assert around(one, mine) == set()
    assert around(one, theirs) == {phone.id}


def test_a_search_is_narrowed_to_kinds_and_days() -> None:
    actor = an_actor()
    awa, kofi, cousin = add(actor), add(actor, "EXERCISE Kofi Mfano"), add(actor, "EXERCISE Zeinab Khayali")
    tied(actor, awa, kofi, startDate="2021", endDate="2022-03")
    add(actor, "", schema="Family", person=awa.origin, relative=cousin.origin, relationship="cousin")

    def found(**given: object) -> set[UUID]:
        return around(actor, awa, wanted=Wanted(**given))  # type: ignore[arg-type] # as the test gives it

    assert found(kinds=frozenset({"Family"})) == {cousin.id}
    assert found(since=date(2022, 3, 31)) == {kofi.id, cousin.id}
    assert found(since=date(2022, 4, 1)) == {cousin.id}
    assert found(until=date(2020, 12, 31)) == {cousin.id}
    assert found(without=frozenset({kofi.id})) == {cousin.id}
    with pytest.raises(Invalid):
        found(kinds=frozenset({"Nothing"}))


def test_a_saved_snapshot_is_opened_and_brought_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    actor = an_actor()
    awa, kofi, phone = add(actor), add(actor, "EXERCISE Kofi Mfano"), add(actor, "+226 70 00 00 01", schema="PhoneLine")
    link = tied(actor, awa, kofi)
    assert refresh_graph() >= 3
    assert refresh_graph() == 0
    tied(actor, kofi, phone)
    properties = {"subject": (awa.origin,), "object": (phone.origin,)}
    amend_record(actor, id=link.id, properties=properties, version=link.version)
    for step in ("the process that made it", "one that opens it"):
        assert lines(actor, awa, kofi) == [[awa.id, phone.id, kofi.id]], step
        monkeypatch.setattr(held, "_held", None)


def test_what_waits_in_great_number_is_left_to_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    actor = an_actor()
    awa, kofi = add(actor), add(actor, "EXERCISE Kofi Mfano")
    tied(actor, awa, kofi)
    monkeypatch.setattr(held, "MOST_AT_ONCE", 2)
    with pytest.raises(Unavailable):
        seen(actor, awa)
    refresh_graph()
    assert around(actor, awa) == {kofi.id}


def test_a_search_says_in_the_log_who_asked_about_whom_and_no_name() -> None:
    actor = an_actor()
    awa = add(actor)
    seen(actor, awa, case="EX-1")
    line = LineRow.objects.filter(action="record.explore").latest("id")
    assert (line.subject, line.case) == (f"record:{awa.id}", "EX-1")
    assert "Awa" not in line.details
