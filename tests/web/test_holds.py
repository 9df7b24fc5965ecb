"""Legal holds on the pages: asked by one supervisor, agreed by another, shown on the record, lifted again."""

from datetime import timedelta

import pytest
from django.test import Client

from minassa.access import Role, list_approvals
from minassa.access.models import Agency, LoginSession
from minassa.base import now, today
from minassa.records import read_record
from tests.factories import actor_for, make_agency, make_user
from tests.records.made import add
from tests.web.entering import browser, log_in

pytestmark = pytest.mark.django_db


class Desk:
    """Two supervisors and an analyst of an agency at their pages, and a record of theirs."""

    def __init__(self) -> None:
        self.agency: Agency = make_agency()
        self.users = [make_user(self.agency, [Role.SUPERVISOR]) for _ in range(2)]
        self.analyst = make_user(self.agency)
        self.record = add(actor_for(self.analyst), "EXERCISE Held")
        self.path = f"/records/{self.record.id}/"

    def page(self, number: int) -> Client:
        client = browser()
        log_in(client, self.users[number])
        LoginSession.objects.filter(user=self.users[number]).update(stepped_up_at=now())
        return client

    def agree_and_do(self) -> None:
        (asked,) = (one for one in list_approvals(actor_for(self.users[1])) if one.can_decide)
        shown = self.page(1).get(f"/approvals/{asked.id}/").content.decode()
        assert "EXERCISE" in shown
        self.page(1).post(f"/approvals/{asked.id}/decide/", {"decision": "grant"})
        self.page(0).post(f"/approvals/{asked.id}/carry-out/")


def test_a_hold_is_placed_by_two_persons_shown_on_the_record_and_lifted_by_two() -> None:
    desk = Desk()
    until = today() + timedelta(days=90)
    first = desk.page(0)
    assert f"{desk.path}hold/" in first.get(desk.path).content.decode()
    asked = first.post(f"{desk.path}hold/", {"until": until.isoformat(), "reason": "EXERCISE order of the court"})
    assert asked.status_code == 302
    assert read_record(actor_for(desk.analyst), id=desk.record.id).hold is None
    desk.agree_and_do()
    found = read_record(actor_for(desk.analyst), id=desk.record.id).hold
    assert found is not None
    assert (found.until, found.reason) == (until, "EXERCISE order of the court")
    shown = first.get(desk.path).content.decode()
    assert "EXERCISE order of the court" in shown
    assert f"{desk.path}delete/" not in shown, "what is held is not offered for deletion"
    assert first.post(f"{desk.path}lift-hold/", {"reason": "EXERCISE acquitted"}).status_code == 302
    desk.agree_and_do()
    assert read_record(actor_for(desk.analyst), id=desk.record.id).hold is None
    assert f"{desk.path}delete/" in first.get(desk.path).content.decode()


def test_a_day_too_far_away_is_told_on_the_form() -> None:
    desk = Desk()
    far = (today() + timedelta(days=800)).isoformat()
    answer = desk.page(0).post(f"{desk.path}hold/", {"until": far, "reason": "EXERCISE"})
    assert answer.status_code == 422
    assert "Choose an earlier day" in answer.content.decode()


def test_an_analyst_sees_a_hold_but_cannot_ask_for_one() -> None:
    desk = Desk()
    client = browser()
    log_in(client, desk.analyst)
    assert f"{desk.path}hold/" not in client.get(desk.path).content.decode()
    assert client.post(f"{desk.path}hold/", {"until": "2027-01-01", "reason": "EXERCISE"}).status_code == 403
