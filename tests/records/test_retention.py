"""Review, deletion by the clock, and legal holds (R07), with the clock held at days that matter."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from minassa import audit
from minassa.access import (
    Actor,
    Label,
    Role,
    Tlp,
    ask_approval,
    decide_approval,
    do_again,
)
from minassa.access.models import Lasting
from minassa.base import Conflict, Fault, Invalid, NotFound, Refused, held_at
from minassa.desk import list_notices
from minassa.records import (
    Ground,
    RecordView,
    amend_record,
    ask_to_delete,
    ask_to_hold,
    ask_to_lift,
    delete_record,
    hold_record,
    keep_record,
    lift_hold,
    read_history,
    read_record,
    search_records,
)
from minassa.records.acts import RECORD_HOLD
from minassa.records.retention import keep_the_clock
from tests.access.test_lasting import lines_of
from tests.factories import actor_for, make_agency, make_remote_agency, make_user
from tests.records.made import PURPOSE, add, own_label

pytestmark = pytest.mark.django_db

REVIEW = date(2027, 6, 1)


@contextmanager
def on(day: date) -> Iterator[None]:
    with held_at(datetime(day.year, day.month, day.day, 6, tzinfo=UTC)):
        yield


class Scene:
    """An agency with an analyst and two supervisors, and a record that comes up for review on 1 June 2027."""

    def __init__(self) -> None:
        self.agency = make_agency()
        self.analyst = actor_for(make_user(self.agency))
        self.users = [make_user(self.agency, [Role.SUPERVISOR]) for _ in range(2)]
        self.record = self.add("EXERCISE Due")

    def add(self, name: str, review_on: date = REVIEW) -> RecordView:
        with on(date(2026, 6, 1)):
            return add(self.analyst, name, ground=Ground("EXERCISE law", PURPOSE, review_on))

    def supervisor(self, number: int = 0) -> Actor:
        """With a fresh factor at the present, held moment."""
        return actor_for(self.users[number], stepped_up=True)

    def is_there(self) -> bool:
        try:
            return read_record(self.analyst, id=self.record.id) is not None
        except NotFound:
            return False

    def told(self, actor: Actor | None = None) -> list[str]:
        return [one.kind for one in list_notices(actor or self.analyst)]

    def hold(self, until: date) -> None:
        asked = ask_to_hold(self.supervisor(), id=self.record.id, until=until, reason="EXERCISE court order 7")
        decide_approval(self.supervisor(1), approval=asked.id, grant=True)
        hold_record(
            self.supervisor(), id=self.record.id, until=until, reason="EXERCISE court order 7", approval=asked.id
        )


def run_through(first: date, last: date, step: int = 1) -> None:
    """The clock, run each day as `minassa work` does."""
    day = first
    while day <= last:
        with on(day):
            keep_the_clock()
        day += timedelta(days=step)


def test_keepers_are_asked_half_a_year_before_and_then_once_only() -> None:
    scene = Scene()
    with on(REVIEW - timedelta(days=184)):
        assert keep_the_clock() == (0, 0, 0)
        assert scene.told() == []
    with on(REVIEW - timedelta(days=183)):
        assert keep_the_clock() == (1, 0, 0)
        assert keep_the_clock() == (0, 0, 0)
    for actor in (scene.analyst, actor_for(scene.users[0]), actor_for(scene.users[1])):
        (notice,) = list_notices(actor)
        assert (notice.kind, notice.params) == ("records-to-review", {"count": 1, "day": "2027-06-01"})
    stranger = actor_for(make_user(make_agency(), [Role.SUPERVISOR]))
    assert scene.told(stranger) == []


def test_what_nobody_keeps_is_warned_of_and_deleted_on_its_day_with_all_its_traces() -> None:
    scene = Scene()
    with on(date(2026, 6, 2)):
        amend_record(scene.analyst, id=scene.record.id, version=1, properties={"name": ["EXERCISE Duly"]})
    run_through(REVIEW - timedelta(days=183), REVIEW - timedelta(days=1), step=7)
    assert scene.is_there()
    assert scene.told() == ["records-to-expire", "records-to-review"]
    with on(REVIEW):
        assert keep_the_clock() == (0, 0, 1)
        assert not scene.is_there()
        with pytest.raises(NotFound):
            read_history(scene.analyst, id=scene.record.id)
        assert search_records(scene.analyst, query="duly", purpose=PURPOSE).rows == ()
        assert keep_the_clock() == (0, 0, 0)
    assert scene.told() == ["records-expired", "records-to-expire", "records-to-review"]
    (line,) = audit.lines(audit.Filters(action="record.expire"))
    assert (line.actor, line.outcome, line.owner) == ("system:retention", "done", scene.agency.id)
    assert line.subject == f"record:{scene.record.id}"
    assert line.details["review_on"] == "2027-06-01"


def test_a_stated_reason_keeps_it_until_the_next_review_and_it_is_asked_about_again() -> None:
    scene = Scene()
    run_through(REVIEW - timedelta(days=183), REVIEW - timedelta(days=20), step=7)
    with on(REVIEW - timedelta(days=19)):
        with pytest.raises(Invalid):
            keep_record(scene.analyst, id=scene.record.id, until=date(2028, 6, 1), reason="")
        keep_record(scene.analyst, id=scene.record.id, until=date(2028, 6, 1), reason="EXERCISE trial goes on")
        assert read_record(scene.analyst, id=scene.record.id).keep_reason == "EXERCISE trial goes on"
    run_through(REVIEW - timedelta(days=18), REVIEW + timedelta(days=30), step=7)
    assert scene.is_there()
    with on(date(2028, 6, 1) - timedelta(days=183)):
        assert keep_the_clock() == (1, 0, 0)


def test_nothing_is_deleted_before_its_keepers_had_two_weeks_after_the_last_word() -> None:
    scene = Scene()
    late = REVIEW + timedelta(days=100)  # the node was off, or the record is older than this rule
    with on(late):
        assert keep_the_clock() == (1, 1, 0)
    run_through(late + timedelta(days=1), late + timedelta(days=13))
    assert scene.is_there()
    with on(late + timedelta(days=14)):
        assert keep_the_clock() == (0, 0, 1)


def test_many_records_make_one_notice() -> None:
    scene = Scene()
    for number in range(20):
        scene.add(f"EXERCISE Many {number}", review_on=REVIEW + timedelta(days=number))
    with on(REVIEW - timedelta(days=100)):
        assert keep_the_clock() == (21, 0, 0)
    (notice,) = list_notices(scene.analyst)
    assert notice.params == {"count": 21, "day": "2027-06-01"}
    assert "21" in notice.text


def test_a_notice_names_nobody() -> None:
    scene = Scene()
    run_through(REVIEW - timedelta(days=183), REVIEW, step=14)
    with on(REVIEW):
        keep_the_clock()
        assert "EXERCISE Due" not in repr(list_notices(scene.analyst)) + repr(audit.lines(audit.Filters(), limit=200))


def test_a_copy_of_another_nodes_record_is_its_owners_to_review() -> None:
    from minassa.access import Parcel, Step, take_in  # noqa: PLC0415 - only here
    from minassa.base import new_id, now  # noqa: PLC0415 - only here
    from tests.access.releases.made import CARRIER  # noqa: PLC0415 - only here

    here, owner = make_agency(), make_remote_agency()
    reader = actor_for(make_user(here))
    record = new_id()
    with on(REVIEW - timedelta(days=10)):
        parcel = Parcel(
            id=new_id(), kind="record", stream=f"record:{record}", version=1, step=Step.SHARE, owner=owner.id,
            label=own_label(actor_for(make_user(owner)), audience=[here]), at=now(),
            content={"schema": "Person", "properties": {"name": ["EXERCISE Foreign"]}, "grading": None,
                "purpose": PURPOSE, "review_on": REVIEW.isoformat(), "modified": now().isoformat()},
        )  # fmt: skip
        assert take_in(CARRIER, parcel, sender=owner.id).code == ""
    run_through(REVIEW - timedelta(days=9), REVIEW + timedelta(days=60), step=20)
    assert read_record(reader, id=record).caption == "EXERCISE Foreign"
    assert list_notices(actor_for(make_user(here, [Role.SUPERVISOR]))) == ()


def test_what_was_given_to_others_is_withdrawn_from_them() -> None:
    from minassa.access import holders, list_deliveries  # noqa: PLC0415 - only here
    from minassa.records import release_record  # noqa: PLC0415 - only here

    other = make_remote_agency()
    scene = Scene()
    label = own_label(scene.analyst, audience=[other])
    with on(REVIEW - timedelta(days=200)):
        with_audience = amend_with_approval(scene, label)
        release_record(
            scene.supervisor(), id=scene.record.id, version=with_audience, to=[f"agency:{other.id}"], label=label
        )
        assert holders(f"record:{scene.record.id}", scene.agency.id).agencies == {other.id}
    run_through(REVIEW - timedelta(days=183), REVIEW, step=14)
    with on(REVIEW):
        keep_the_clock()
        assert not scene.is_there()
        assert holders(f"record:{scene.record.id}", scene.agency.id).agencies == frozenset()
        steps = [one.step.value for one in list_deliveries(scene.supervisor())]
    assert steps == ["withdraw", "share"]


def amend_with_approval(scene: Scene, label: Label) -> int:
    from minassa.records import ask_to_widen  # noqa: PLC0415 - only here

    asked = ask_to_widen(scene.supervisor(), id=scene.record.id, label=label, reason="EXERCISE")
    decide_approval(scene.supervisor(1), approval=asked.id, grant=True)
    return amend_record(scene.supervisor(), id=scene.record.id, version=1, label=label, approval=asked.id).version


# ---- legal holds


def test_a_hold_keeps_a_record_from_the_clock_and_from_people_until_its_day() -> None:
    scene = Scene()
    with on(REVIEW - timedelta(days=60)):
        scene.hold(REVIEW + timedelta(days=30))
        found = read_record(scene.analyst, id=scene.record.id).hold
        assert found is not None
        assert (found.until, found.reason) == (REVIEW + timedelta(days=30), "EXERCISE court order 7")
    run_through(REVIEW - timedelta(days=59), REVIEW + timedelta(days=30), step=7)
    with on(REVIEW + timedelta(days=30)):
        keep_the_clock()
        assert scene.is_there()
        asked = ask_to_delete(scene.supervisor(), id=scene.record.id, reason="EXERCISE")
        decide_approval(scene.supervisor(1), approval=asked.id, grant=True)
        with pytest.raises(Conflict) as caught:
            delete_record(scene.supervisor(), id=scene.record.id, approval=asked.id)
        assert caught.value.code == "records.held"
        assert scene.is_there()
    with on(REVIEW + timedelta(days=31)):
        assert keep_the_clock()[2] == 1
        assert not scene.is_there()


def test_a_hold_takes_two_persons_and_serves_for_exactly_what_was_asked() -> None:
    scene = Scene()
    day, record = REVIEW, scene.record.id
    with on(REVIEW - timedelta(days=60)):
        with pytest.raises(Refused):
            hold_record(scene.supervisor(), id=record, until=day, reason="EXERCISE")
        with pytest.raises(Refused):
            ask_to_hold(scene.analyst, id=record, until=day, reason="EXERCISE")
        asked = ask_to_hold(scene.supervisor(), id=record, until=day, reason="EXERCISE")
        with pytest.raises(Refused):
            decide_approval(scene.supervisor(), approval=asked.id, grant=True)
        decide_approval(scene.supervisor(1), approval=asked.id, grant=True)
        with pytest.raises(Refused) as caught:
            hold_record(scene.supervisor(), id=record, until=day + timedelta(1), reason="EXERCISE", approval=asked.id)
        assert caught.value.code == "records.other-than-granted"
        assert read_record(scene.analyst, id=record).hold is None


@pytest.mark.parametrize("days", [-1, 0, 367, 4000])
def test_a_hold_ends_within_a_year(days: int) -> None:
    scene = Scene()
    with on(REVIEW - timedelta(days=60)), pytest.raises(Invalid) as caught:
        ask_to_hold(scene.supervisor(), id=scene.record.id, until=REVIEW + timedelta(days=days - 60), reason="EXERCISE")
    assert caught.value.code == "records.hold-day"


def test_a_hold_is_lifted_by_two_persons_only() -> None:
    scene = Scene()
    with on(REVIEW - timedelta(days=60)):
        with pytest.raises(Conflict):
            ask_to_lift(scene.supervisor(), id=scene.record.id, reason="EXERCISE")
        scene.hold(REVIEW)
        with pytest.raises(Refused):
            lift_hold(scene.supervisor(), id=scene.record.id)
        asked = ask_to_lift(scene.supervisor(), id=scene.record.id, reason="EXERCISE acquitted")
        decide_approval(scene.supervisor(1), approval=asked.id, grant=True)
        lift_hold(scene.supervisor(), id=scene.record.id, approval=asked.id)
        assert read_record(scene.analyst, id=scene.record.id).hold is None


def test_other_agencies_do_not_learn_of_a_hold_nor_of_why_it_is_kept() -> None:
    scene = Scene()
    with on(REVIEW - timedelta(days=60)):
        shared = add(
            scene.analyst, "EXERCISE Shared", label=own_label(scene.analyst, Tlp.GREEN),
            ground=Ground("EXERCISE law", PURPOSE, REVIEW),
        )  # fmt: skip
        scene.record = shared
        scene.hold(REVIEW)
        keep_record(scene.analyst, id=shared.id, until=REVIEW + timedelta(5), reason="EXERCISE kept")
        theirs = read_record(actor_for(make_user(make_agency())), id=shared.id)
        assert (theirs.hold, theirs.keep_reason) == (None, "")
        with pytest.raises(Fault):
            ask_to_hold(
                actor_for(make_user(make_agency(), [Role.SUPERVISOR]), stepped_up=True),
                id=shared.id, until=REVIEW, reason="EXERCISE",
            )  # fmt: skip


def test_a_hold_outlasts_a_restore_and_so_does_its_end() -> None:
    scene = Scene()
    with on(REVIEW - timedelta(days=60)):
        Lasting.objects.all().delete()
        scene.hold(REVIEW)
        placed = lines_of(list(Lasting.objects.order_by("id")))
        Lasting.objects.all().delete()
        asked = ask_to_lift(scene.supervisor(), id=scene.record.id, reason="EXERCISE")
        decide_approval(scene.supervisor(1), approval=asked.id, grant=True)
        lift_hold(scene.supervisor(), id=scene.record.id, approval=asked.id)
        lifted = lines_of(list(Lasting.objects.order_by("id")))
        assert do_again(placed).done == 1
        found = read_record(scene.analyst, id=scene.record.id).hold
        assert found is not None
        assert found.reason == "EXERCISE court order 7"
        assert do_again(placed).held == 1
        assert do_again(lifted).done == 1
        assert read_record(scene.analyst, id=scene.record.id).hold is None


def test_a_deletion_by_the_clock_outlasts_a_restore() -> None:
    Scene()
    run_through(REVIEW - timedelta(days=183), REVIEW - timedelta(days=1), step=14)
    Lasting.objects.all().delete()
    with on(REVIEW + timedelta(days=5)):
        keep_the_clock()
    assert [line.kind for line in lines_of(list(Lasting.objects.all()))] == ["record.deleted"]


def test_holding_is_an_act_of_supervisors_with_a_fresh_factor() -> None:
    scene = Scene()
    assert (RECORD_HOLD.two_person, RECORD_HOLD.step_up, set(RECORD_HOLD.roles)) == (True, True, {Role.SUPERVISOR})
    with on(REVIEW - timedelta(days=60)), pytest.raises(Refused):
        ask_approval(scene.analyst, act=RECORD_HOLD, subject=f"record:{UUID(int=0)}", reason="EXERCISE")
