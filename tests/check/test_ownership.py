"""Companies of listed persons: the names that the lists hold, the links that the reader sees, and what the agency decided."""

from fractions import Fraction

import pytest

from minassa.access import Actor, Role, Tlp
from minassa.base import Refused
from minassa.check import Kind, Question, check, judge, ownership_of
from minassa.records import RecordView
from minassa.screening import Verdict, import_list
from minassa.screening.index import forget_index
from tests.factories import an_actor
from tests.records.made import PURPOSE, add, own_label
from tests.screening.samples import SAMPLES

pytestmark = pytest.mark.django_db
LISTED, ALSO_LISTED = "Ibrahim Danjumarewa", "يوسف بن صالح المصباحي"


def holds(actor: Actor, owner: RecordView, owned: RecordView, share: str, tlp: Tlp = Tlp.GREEN) -> None:
    ends = {"owner": owner.origin, "asset": owned.origin, "percentage": share}
    add(actor, "", schema="Ownership", label=own_label(actor, tlp), **ends)


def test_listed_persons_alone_or_together_by_what_the_reader_sees_and_not_what_was_dismissed() -> None:
    """Planted: the link that makes half of it is for its own agency alone."""
    forget_index()
    actor, other, nobody = an_actor(Role.ANALYST), an_actor(Role.ANALYST), an_actor(Role.INSPECTOR)
    import_list(actor, source="un-sc", path=SAMPLES["un-sc"])
    seen = own_label(actor, Tlp.GREEN)
    firm = add(actor, "EXERCISE Canary Trading", schema="Company", label=seen)
    middle = add(actor, "Zembla Freight of Nowhere", schema="Company", label=seen)
    one, two = add(actor, LISTED, label=seen), add(actor, ALSO_LISTED, label=seen)
    unlisted = add(actor, "EXERCISE Nobody Known At All", label=seen)
    assert ownership_of(actor, record=firm.id) is None
    holds(actor, unlisted, firm, "45")
    holds(actor, one, middle, "50")
    holds(actor, middle, firm, "25")
    found = ownership_of(actor, record=firm.id)
    assert found is not None
    assert not found.is_owned
    holds(actor, two, firm, "25,0 %", Tlp.AMBER)
    found = ownership_of(actor, record=firm.id, purpose=PURPOSE)
    assert found is not None
    assert (found.is_owned, found.by_control, found.total) == (True, False, Fraction(50))
    ways = sorted([step.owned.caption for step in chain.steps] for chain in found.chains)
    assert ways == sorted([[middle.caption, firm.caption], [firm.caption]])
    assert {chain.listed.ref for chain in found.chains} == {"EXi.003", "EXi.005"}
    theirs = ownership_of(other, record=firm.id)
    assert theirs is not None
    assert (theirs.is_owned, theirs.total, ALSO_LISTED in repr(theirs)) == (False, None, False)
    with pytest.raises(Refused):
        ownership_of(nobody, record=firm.id)
    question = Question(LISTED, kind=Kind.PERSON)
    hit = check(actor, question=question, purpose=PURPOSE).lists[0]
    judge(
        actor,
        question=question,
        source=hit.source,
        ref=hit.ref,
        fingerprint=hit.fingerprint,
        verdict=Verdict.DISMISSED,
        reason="EXERCISE",
    )
    found = ownership_of(actor, record=firm.id)
    assert found is not None
    assert not found.is_owned
