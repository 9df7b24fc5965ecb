"""The one check asks the indicators too where the whole question is an observable, and still asks for the name."""

import pytest

from minassa.access import Actor
from minassa.check import Answer, Question, check
from tests.cyber.made import CASE, PURPOSE, bring_in, last_line
from tests.factories import an_actor
from tests.records.made import add

pytestmark = pytest.mark.django_db


def asked(actor: Actor, name: str = "", identifier: str = "") -> Answer:
    return check(actor, question=Question(name, identifier=identifier), purpose=PURPOSE, case=CASE)


def test_a_value_in_the_name_or_the_number_is_answered_by_indicators() -> None:
    actor = an_actor()
    bring_in(actor, "[domain-name:value = 'evil.example.com']")
    for answer in (asked(actor, "evil[.]example[.]com"), asked(actor, identifier="evil.example.com")):
        assert answer.observable is not None
        assert answer.observable.is_known
    assert last_line("check.ask")[1]["indicators"] == 1
    assert "evil" not in last_line("check.ask")[0].details


def test_a_name_that_looks_like_a_domain_is_still_asked_as_a_name() -> None:
    actor = an_actor()
    add(actor, "EXERCISE Moussa Traore")
    answer = asked(actor, "Moussa.Traore")
    assert answer.observable is not None
    assert not answer.observable.is_known
    assert [hit.caption for hit in answer.records] == ["EXERCISE Moussa Traore"]


def test_a_wallet_in_the_name_is_also_a_number_of_records() -> None:
    actor = an_actor()
    wallet = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
    add(actor, "EXERCISE wallet", schema="CryptoWallet", publicKey=wallet)
    assert [hit.caption for hit in asked(actor, wallet).records] == [wallet]


def test_a_plain_name_asks_no_indicator() -> None:
    actor = an_actor()
    assert asked(actor, "EXERCISE Nobody").observable is None
    assert "indicators" not in last_line("check.ask")[1]
