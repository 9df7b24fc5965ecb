"""Query plans: what every page and every open page asks goes through its index on both engines, behind both walls."""

from collections.abc import Callable

import pytest

from minassa.access import Actor, system_actor
from minassa.desk import (
    Urgency,
    count_unread,
    list_attachments,
    notice_kind,
    notify,
    pulse,
    read_inbox,
)
from tests.desk.test_attachments import a_record, put
from tests.factories import an_actor
from tests.records.test_plans import plans_of

pytestmark = pytest.mark.django_db

NEWS = notice_kind("test-plan-news", "EXERCISE news")
ALARM = notice_kind("test-plan-alarm", "EXERCISE alarm", urgency=Urgency.URGENT)


# Each begins with the person's label; which one is best depends on what there is.
BY_PERSON = {"notice_newest", "notice_newest_of_kind", "notice_unread"}


def sown() -> Actor:
    actor = an_actor()
    for reader in (actor, an_actor()):
        assert reader.user_id
        assert reader.agency
        for number in range(60):
            kind = ALARM if number % 20 == 0 else NEWS
            notify(system_actor("notices"), person=reader.user_id, agency=reader.agency, kind=kind)
    return actor


@pytest.mark.parametrize(
    ("ask", "wanted"),
    [
        (count_unread, BY_PERSON),
        (pulse, {"notice_urgent", *BY_PERSON}),
        (read_inbox, BY_PERSON),
        (lambda actor: read_inbox(actor, kind=NEWS), BY_PERSON),
        (lambda actor: read_inbox(actor, unread_only=True), BY_PERSON),
    ],
)
def test_the_inbox_uses_its_indexes(ask: Callable[[Actor], object], wanted: set[str]) -> None:
    actor = sown()
    for plan in plans_of(actor, lambda: ask(actor), "desk_notice"):
        assert any(index in plan for index in wanted), plan
        assert "SCAN desk_notice" not in plan.replace("SCAN desk_notice USING", "")


def test_the_files_of_a_thing_are_found_by_their_index() -> None:
    actor = an_actor()
    about = a_record(actor)
    for number in range(20):
        put(actor, about if number % 2 else a_record(actor), name="x.txt", content=b"EXERCISE")
    for plan in plans_of(actor, lambda: list_attachments(actor, about=about), "desk_attachment"):
        assert "attachment_about" in plan
