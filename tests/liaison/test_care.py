"""R13: the human-rights gate of both sides."""

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minassa.base import Invalid
from minassa.liaison.requests.care import ABSOLUTE, Care, Concern, Risk, Verdict, care_from_json, care_to_json, weigh


def care(assurance: str = "EXERCISE: by the ministry, in writing", *, neutral: bool = True, **risks: Risk) -> Care:
    named = {Concern(key.replace("_", "-")): risk for key, risk in risks.items()}
    return Care(dict.fromkeys(Concern, Risk.NONE) | named, assurance, neutral)


def test_a_real_risk_of_torture_or_refoulement_bars_whatever_else_is_assured() -> None:
    for concern, others in product(ABSOLUTE, Risk):
        risks = dict.fromkeys(Concern, others) | {concern: Risk.REAL}
        assert weigh(Care(risks, "EXERCISE", neutral=True)) is Verdict.BARRED


@pytest.mark.parametrize(
    ("risks", "verdict"),
    [
        ({}, Verdict.OPEN),
        ({"torture": Risk.ASSURED}, Verdict.SECOND_PERSON),
        ({"refoulement": Risk.ASSURED}, Verdict.SECOND_PERSON),
        ({"death_penalty": Risk.ASSURED}, Verdict.OPEN),
        ({"fair_trial": Risk.ASSURED}, Verdict.OPEN),
        ({"death_penalty": Risk.REAL}, Verdict.SECOND_PERSON),
        ({"fair_trial": Risk.REAL}, Verdict.SECOND_PERSON),
    ],
)
def test_what_follows_from_the_answers(risks: dict[str, Any], verdict: Verdict) -> None:
    assert weigh(care(**risks)) is verdict


def test_nothing_goes_with_a_question_unanswered_a_risk_unmet_or_a_forbidden_ground() -> None:
    for missing in Concern:
        answered = {one: Risk.NONE for one in Concern if one is not missing}
        with pytest.raises(Invalid) as fault:
            weigh(Care(answered, neutral=True))
        assert fault.value.code == "liaison.care-missing"
    with pytest.raises(Invalid) as fault:
        weigh(care(neutral=False))
    assert fault.value.code == "liaison.not-neutral"
    with pytest.raises(Invalid) as fault:
        weigh(care("  ", fair_trial=Risk.ASSURED))
    assert fault.value.code == "liaison.assurance-missing"


ANSWERS = st.fixed_dictionaries({one: st.sampled_from(Risk) for one in Concern})


@settings(deadline=None)
@given(ANSWERS)
def test_the_answers_travel_without_loss(risks: dict[Concern, Risk]) -> None:
    given_care = Care(risks, "EXERCISE assurance", neutral=True)
    assert care_from_json(care_to_json(given_care)) == given_care


@settings(deadline=None)
@given(ANSWERS, ANSWERS)
def test_more_risk_never_opens_more(one: dict[Concern, Risk], other: dict[Concern, Risk]) -> None:
    order, width = list(Risk), list(Verdict)
    more = {key: max(one[key], other[key], key=order.index) for key in Concern}
    found = [width.index(weigh(Care(each, "EXERCISE", neutral=True))) for each in (one, more)]
    assert found[0] <= found[1]


@pytest.mark.parametrize("body", [None, [], {}, {"risks": {}}, {"risks": {"torture": "maybe"}}, {"risks": 3}])
def test_answers_that_are_none_are_refused(body: object) -> None:
    with pytest.raises(Invalid):
        care_from_json(body)
