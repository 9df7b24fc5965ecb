"""Suspected duplicates: what is proposed and what is not, that a person decides and can take it back, and that nobody sees half a pair."""

import pytest

from minassa.access import Actor, Label, Tlp
from minassa.access.models import User
from minassa.base import Conflict, NotFound
from minassa.desk import waiting_on
from minassa.records import (
    amend_record,
    decide_twin,
    explore,
    list_records,
    list_twins,
    read_record,
    schema,
    undo_twin,
)
from minassa.records.nexus import held
from minassa.records.twins.finding import find_twins
from minassa.records.twins.rules import reasons_for, traits_of
from tests.factories import actor_for, an_actor, make_user
from tests.records.made import PURPOSE, add, own_label


@pytest.fixture(autouse=True)
def no_graph_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has just begun."""
    monkeypatch.setattr(held, "_held", None)


def waiting(actor: Actor, decided: str = "") -> set[tuple[str, ...]]:
    find_twins()
    return {one.reasons for one in list_twins(actor, decided=decided).rows}


def test_a_name_alone_is_no_reason_and_a_contradiction_speaks_against_it() -> None:
    person, company = schema("Person"), schema("Company")
    born, later = traits_of(person, {"birthDate": ("1984-03",)}), traits_of(person, {"birthDate": ("1985",)})
    same = traits_of(person, {"birthDate": ("1984",), "nationality": ("Mali",)})
    other = traits_of(person, {"nationality": ("ml",)})
    assert reasons_for(born, same, shares_number=False, names=0.93) == ("name", "birth")
    assert reasons_for(born, later, shares_number=False, names=1.0) == ()
    assert reasons_for(same, other, shares_number=False, names=0.93) == ()
    assert reasons_for(same, other, shares_number=False, names=0.99) == ("name", "country")
    nothing = traits_of(person, {})
    assert reasons_for(nothing, nothing, shares_number=False, names=1.0) == ()
    assert reasons_for(nothing, later, shares_number=True, names=0.0) == ("identifier",)
    firm = traits_of(company, {})
    assert reasons_for(firm, firm, shares_number=False, names=1.0) == ("name",)
    assert reasons_for(firm, traits_of(schema("PhoneLine"), {}), shares_number=True, names=1.0) == ()


@pytest.mark.django_db
def test_pairs_are_proposed_decided_used_by_the_graph_and_undone() -> None:
    actor = an_actor()
    one = add(actor, "EXERCISE Amadou Diallo", birthDate="1984-03-02", nationality="ml")
    two = add(actor, "EXERCISE Amadu Dialo", birthDate="1984")
    add(actor, "EXERCISE Amadou Diallo", birthDate="1991")
    add(actor, "EXERCISE Kofi Mfano", phone="+226 70 00 00 01")
    add(actor, "EXERCISE Zeinab Khayali", phone="+226 70 00 00 01")
    for number, animal in ((13, "Heron"), (33, "Heron"), (33, "Acacia")):
        name = f"EXERCISE {animal} {number} للنقل (تمرين)"
        add(actor, name, schema="Company", country="ml", alias=f"شركة {animal} {number} (تمرين)")
    lines = [add(actor, "", schema="PhoneLine", phone=phone) for phone in ("+226 70 00 00 01", "0022670000001")]
    assert waiting(actor) == {("name", "birth"), ("identifier",)}
    assert find_twins() == 0
    assert {item.about.partition(":")[0] for item in waiting_on(actor).waiting_on_me} >= {"twin"}
    people, phones = sorted(list_twins(actor).rows, key=lambda each: -len(each.reasons))
    link = decide_twin(actor, id=people.id, is_same=True)
    assert link is not None
    with pytest.raises(Conflict):
        decide_twin(actor, id=people.id, is_same=False)
    assert {row.id for row in explore(actor, ids=[one.id], purpose=PURPOSE).subjects} == {one.id, two.id}
    assert decide_twin(actor, id=phones.id, is_same=False) is None
    amend_record(actor, id=lines[0].id, version=1, properties={"phone": ("+22670000001",)})
    assert waiting(actor) == set()
    assert len(waiting(actor, "other")) == 1
    undo_twin(actor, id=people.id)
    with pytest.raises(NotFound):
        read_record(actor, id=link)
    assert {row.id for row in explore(actor, ids=[one.id], purpose=PURPOSE).subjects} == {one.id}
    assert waiting(actor) == {("name", "birth")}
    with pytest.raises(Conflict):
        undo_twin(actor, id=people.id)


@pytest.mark.django_db
def test_nobody_is_shown_a_pair_who_does_not_see_both_and_a_judgement_is_no_wider_than_its_records() -> None:
    """Planted: one of the pair is for a single person, another pair is of two agencies, a third is another agency's alone."""
    actor, other = an_actor(), an_actor()
    colleague = actor_for(make_user(User.objects.get(agency=actor.agency).agency, actor.roles))
    number = {"passportNumber": "EX0000001"}
    red = Label(actor.agency, Tlp.RED, frozenset({f"user:{actor.user_id}"}), own_label(actor).handling)  # type: ignore[arg-type] # an analyst has an agency
    add(actor, "EXERCISE One", label=red, **number)
    open_one = add(other, "EXERCISE Two", label=own_label(other, Tlp.GREEN), **number)
    add(other, "EXERCISE Canary", passportNumber="EX0000002")
    add(other, "EXERCISE Canary again", passportNumber="EX0000002")
    find_twins()
    assert [len(list_twins(each).rows) for each in (actor, colleague, other)] == [1, 0, 1]
    (seen,) = list_twins(actor).rows
    for each in (colleague, other):
        with pytest.raises(NotFound):
            decide_twin(each, id=seen.id, is_same=True)
    assert not [item for item in waiting_on(colleague).waiting_on_me if item.about.startswith("twin:")]
    link = decide_twin(actor, id=seen.id, is_same=True)
    assert read_record(actor, id=link).label.tlp is Tlp.RED  # type: ignore[arg-type] # it was judged the same
    assert not [row for row in list_records(other).rows if row.schema == "SameAs"]
    assert not explore(other, ids=[open_one.id], purpose=PURPOSE).ties
