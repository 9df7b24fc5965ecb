"""Lookouts and alerts are brought to watches of whoever sees them, and go again with them."""

import pytest

from minassa import desk, liaison
from minassa.base import NotFound
from minassa.watch import watch_hits
from tests.liaison.scene import people
from tests.liaison.test_alerts import alerting
from tests.liaison.test_alerts import issued as alert_issued
from tests.liaison.test_lookouts import issued as lookout_issued
from tests.watch.scene import found, turn, watch

pytestmark = pytest.mark.django_db


def test_a_lookout_is_met_once_it_is_accepted_and_forgotten_when_it_is_withdrawn() -> None:
    mali, niger, chad = people("Mali"), people("Niger"), people("Chad")
    name = "عبد الرحمن ولد سالم"
    before = [watch(one.analyst, name) for one in (niger, chad)]
    turn()
    lookout = lookout_issued(mali, niger.agency)
    turn()
    assert found(niger.analyst, before[0]) == {}  # nobody has accepted it yet
    liaison.accept_lookout(niger.officer, id=lookout)
    turn()
    number = watch(niger.analyst, "EXERCISE Somebody Else", identifier="EX 445 566")
    turn()
    assert found(niger.analyst, before[0]) == found(niger.analyst, number) == {str(lookout): "new"}
    assert found(chad.analyst, before[1]) == {}
    assert "lookout.met" in [one.kind for one in desk.list_notices(mali.officer)]
    (hit,) = watch_hits(niger.analyst, id=before[0].id)
    assert "TLP:AMBER+STRICT" in hit.marks
    turn()
    assert len(watch_hits(niger.analyst, id=before[0].id)) == 1
    liaison.withdraw_lookout(mali.chief, id=lookout)
    turn()
    assert found(niger.analyst, before[0]) == {}


def test_an_alert_is_met_word_for_word_or_by_a_number_and_only_by_whom_it_is_for() -> None:
    mali, niger, chad = people("Mali"), people("Niger"), people("Chad")
    named = {one.agency.id: watch(one.analyst, "Moussa Taziri", identifier="+223 70 11 22 33") for one in (niger, chad)}
    alike = watch(niger.analyst, "Musa Tazeeri")
    number = watch(niger.analyst, "EXERCISE Other", identifier="+22370112233")
    turn()
    text = "EXERCISE the driver, MOUSSA Tazirí, was seen. He calls from +22370112233."
    alert = alert_issued(mali, niger.agency, text=text)
    turn()
    for one in (named[niger.agency.id], number):
        assert found(niger.analyst, one) == {str(alert): "new"}
    assert found(niger.analyst, alike) == {}
    assert found(chad.analyst, named[chad.agency.id]) == {}
    liaison.update_alert(
        mali.chief, id=alert, alerting=alerting(niger.agency, text=text + " Again."), change="EXERCISE"
    )
    turn()
    (hit,) = watch_hits(niger.analyst, id=number.id)
    assert (hit.state, hit.changed) == ("new", ("text",))
    with pytest.raises(NotFound):
        watch_hits(chad.analyst, id=number.id)
