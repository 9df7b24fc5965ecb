"""Scraping: who is told of what, and what is none (S37)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from minassa import audit
from minassa.access import Actor, Role, all_acts, disable_user, door, read_audit, system_actor
from minassa.base import Conflict, Invalid, NotFound, Refused, held_at, now
from minassa.base.settings import Scraping
from minassa.desk import list_notices, waiting_on
from minassa.safeguards import (
    Excess,
    Measure,
    ScrapingState,
    Span,
    TooFast,
    dismiss_scraping,
    hold_back,
    list_scraping,
    note_page,
    read_scraping,
    slow_down,
)
from minassa.safeguards.acts import SCRAPING_WATCH
from minassa.safeguards.audience import circle_of, people
from minassa.safeguards.models import Habit
from minassa.safeguards.scraping import paging
from minassa.safeguards.scraping.rules import ACTIONS, bound, excesses, is_news, usual
from minassa.safeguards.scraping.watch import watch
from tests.factories import make_user
from tests.safeguards.scene import Scene, a_scene, a_token_of, acting, read

pytestmark = pytest.mark.django_db
LIMITS = Scraping()


@pytest.fixture
def scene(db: None) -> Scene:
    return a_scene()


def alerts_of(actor: Actor) -> list[Any]:
    return list(list_scraping(actor).rows)


def test_a_bound_is_lifted_by_habit_up_to_a_ceiling_and_never_for_what_is_turned_away() -> None:
    assert bound(LIMITS, Measure.OPENED, Span.HOUR) == 150
    assert bound(LIMITS, Measure.OPENED, Span.DAY) == 600
    assert bound(LIMITS, Measure.OPENED, Span.HOUR, own=100) == 300
    assert bound(LIMITS, Measure.OPENED, Span.HOUR, own=10, agency=80) == 400
    assert bound(LIMITS, Measure.OPENED, Span.HOUR, own=100_000) == 1500  # a little more each day ends somewhere
    assert bound(LIMITS, Measure.PROBED, Span.HOUR, own=1000, agency=1000) == 30
    assert usual([7, 9, 900]) == 0  # too few days to know a habit
    assert usual([7, 9, 8, 900, 6]) == 8
    found = excesses(LIMITS, Span.HOUR, {Measure.OPENED: 151, Measure.PROBED: 300, Measure.PAGED: 60}, {}, {})
    assert [one.measure for one in found] == [Measure.PROBED, Measure.OPENED]
    once = Excess(Measure.OPENED, Span.HOUR, 200, 150)
    assert not is_news([once], [replace(once, count=400)])
    assert is_news([once], [replace(once, count=401)])
    assert is_news([once], [replace(once, measure=Measure.EXPORTED, count=5)])


def test_every_act_that_counts_is_one_that_the_rooms_write() -> None:
    assert ACTIONS - {one.name for one in all_acts() if one.audited} == set()


def test_who_empties_the_node_is_told_of_once_to_those_who_may_know(scene: Scene) -> None:
    token = a_token_of(scene.analyst)
    read(f"user:{scene.analyst.id}", scene.agency.id, 100)
    read(f"token:{token}", scene.agency.id, 60)  # two ways, one person
    read(f"user:{scene.deputy.id}", scene.agency.id, 200, same=True)  # one thing, however often
    read(f"user:{scene.deputy.id}", scene.agency.id, 9, action="record.export", approved="yes")
    read(f"user:{scene.deputy.id}", scene.agency.id, 200, action="check.screen")
    assert watch(Span.HOUR) == 1
    (alert,) = alerts_of(acting(scene.chief))
    assert alert.who == f"user:{scene.analyst.id}"
    assert set(alert.actors) == {f"user:{scene.analyst.id}", f"token:{token}"}
    assert alert.excesses == (Excess(Measure.OPENED, Span.HOUR, 160, 150),)
    assert alerts_of(acting(scene.inspector))[0].id == alert.id
    for stranger in (scene.analyst, scene.stranger, scene.administrator):
        assert alerts_of(acting(stranger)) == []
        with pytest.raises(NotFound):
            read_scraping(acting(stranger), id=alert.id)
        assert not [one for one in list_notices(acting(stranger)) if one.kind == "scraping.raised"]
    assert [one.about for one in waiting_on(acting(scene.chief)).waiting_on_me if one.urgent] == [
        f"scraping:{alert.id}"
    ]
    told = [one for one in list_notices(acting(scene.deputy)) if one.kind == "scraping.raised"]
    assert [(one.about, one.urgent) for one in told] == [(f"scraping:{alert.id}", True)]
    (line,) = audit.lines(audit.Filters(action="scraping.raise"))
    assert (line.details["who"], line.details["opened_hour"]) == (alert.who, 160)
    assert scene.analyst.name not in str(line) + str(told)
    read(f"user:{scene.analyst.id}", scene.agency.id, 40)
    assert watch(Span.HOUR) == 0  # remembered: it grows, and nobody is told anew
    assert alerts_of(acting(scene.chief))[0].excesses[0].count == 200
    assert len([one for one in list_notices(acting(scene.deputy)) if one.kind == "scraping.raised"]) == 1


def test_what_is_explained_stays_quiet_until_it_is_another_thing(scene: Scene) -> None:
    who = f"user:{scene.analyst.id}"
    read(who, scene.agency.id, 160)
    watch(Span.HOUR)
    (alert,) = alerts_of(acting(scene.chief))
    with pytest.raises(Invalid):
        dismiss_scraping(acting(scene.chief), id=alert.id, reason=" ")
    with pytest.raises(Refused):
        dismiss_scraping(acting(scene.inspector), id=alert.id, reason="EXERCISE")
    with pytest.raises(NotFound):
        dismiss_scraping(acting(scene.stranger), id=alert.id, reason="EXERCISE")
    dismiss_scraping(acting(scene.chief), id=alert.id, reason="EXERCISE handover of a case")
    with pytest.raises(Conflict):
        dismiss_scraping(acting(scene.deputy), id=alert.id, reason="EXERCISE")
    decided = read_scraping(acting(scene.inspector), id=alert.id)
    assert (decided.state, decided.decided_by, decided.can) == (ScrapingState.DISMISSED, scene.chief.id, ())
    assert watch(Span.HOUR) == 0
    read(who, scene.agency.id, 31, reason="records.not-found")  # now ids are guessed
    assert watch(Span.HOUR) == 1
    newest = alerts_of(acting(scene.chief))[0]
    assert {one.measure for one in newest.excesses} == {Measure.OPENED, Measure.PROBED}


def test_whom_it_is_about_never_reads_it_and_who_comes_later_does(scene: Scene) -> None:
    read(f"user:{scene.chief.id}", scene.agency.id, 160)
    watch(Span.HOUR)
    assert alerts_of(acting(scene.chief)) == []
    assert len(alerts_of(acting(scene.deputy))) == 1
    slow_down(acting(scene.deputy), id=alerts_of(acting(scene.deputy))[0].id, hours=1)
    concerned = [one for one in read_audit(acting(scene.chief), limit=500) if one.action.startswith("scraping.")]
    assert f"user:{scene.chief.id}" not in str(concerned)  # nor is it told by the log of the agency
    slow_down(acting(scene.deputy), id=alerts_of(acting(scene.deputy))[0].id, hours=0)
    later = make_user(scene.agency, (Role.SUPERVISOR,))
    assert alerts_of(acting(later)) == []
    watch(Span.HOUR)
    assert len(alerts_of(acting(later))) == 1
    read(f"user:{scene.stranger.id}", scene.stranger.agency_id, 160)  # its agency's only supervisor
    watch(Span.HOUR)
    (alone,) = alerts_of(acting(scene.administrator))
    assert alone.who == f"user:{scene.stranger.id}"
    disable_user(acting(scene.administrator), person=scene.stranger.id)


def test_much_work_every_day_is_a_habit_and_odd_days_are_none(scene: Scene) -> None:
    who = f"user:{scene.analyst.id}"
    circle = circle_of(people(), scene.agency.id)
    assert circle is not None
    with door(system_actor("safeguards"), SCRAPING_WATCH) as opened:
        label = opened.intern(circle.label)
        for back in range(1, 7):
            day = now().date() - timedelta(days=back)
            given = {"who": who, "agency": scene.agency.id, "day": day, "label_id": label}
            Habit.objects.create(measure="opened", hour=60, total=400, **given)
            Habit.objects.create(measure="searched", hour=110, total=400, is_odd=True, **given)
    read(who, scene.agency.id, 170)
    assert watch(Span.HOUR) == 0  # 60 in an hour is usual: 180 is not odd
    read(who, scene.agency.id, 130, action="record.search")
    assert watch(Span.HOUR) == 1  # those days stood under an alert
    with held_at(now() + timedelta(days=30)):
        watch(Span.DAY)
    with door(system_actor("safeguards"), SCRAPING_WATCH):
        assert not Habit.objects.exists()


def test_another_node_that_is_stopped_again_and_again_is_told_to_the_administrators(scene: Scene) -> None:
    node = "peer:018f0000-0000-7000-8000-000000000001"
    read(node, None, 6, action="peer.refuse", reason="api.too-many")
    read("peer:018f0000-0000-7000-8000-000000000002", None, 60, action="peer.refuse", reason="peer.signature")
    assert watch(Span.HOUR) == 1
    (alert,) = alerts_of(acting(scene.administrator))
    assert (alert.who, alert.person, alert.can) == (node, None, ("slow", "decide"))
    assert alerts_of(acting(scene.chief)) == []
    slow_down(acting(scene.administrator), id=alert.id, hours=1)


def test_who_is_slowed_gets_few_answers_a_minute_and_nobody_else_does(scene: Scene) -> None:
    read(f"user:{scene.analyst.id}", scene.agency.id, 160)
    watch(Span.HOUR)
    (alert,) = alerts_of(acting(scene.chief))
    with pytest.raises(Invalid):
        slow_down(acting(scene.chief), id=alert.id, hours=1000)
    slow_down(acting(scene.chief), id=alert.id, hours=2)
    most = settings.MINASSA.scraping.slow_per_minute
    with held_at(now().replace(second=1)):
        for _ in range(most):
            hold_back(acting(scene.analyst))
        with pytest.raises(TooFast):
            hold_back(acting(scene.analyst))
        for _ in range(most + 1):
            hold_back(acting(scene.deputy))
    slow_down(acting(scene.chief), id=alert.id, hours=0)
    hold_back(acting(scene.analyst))


def test_paging_through_a_list_is_told_ten_pages_at_a_time(scene: Scene) -> None:
    actor = acting(scene.analyst)
    for _ in range(9):
        note_page(actor, "/records/")
        note_page(actor, "/alerts/")
    paging.write_down()
    assert audit.count_lines(audit.Filters(action="list.paged")) == 0
    note_page(actor, "/records/")
    paging.write_down()
    (line,) = audit.lines(audit.Filters(action="list.paged"))
    assert (line.actor, line.details) == (actor.named, {"list": "/records/", "pages": 10})
    read(actor.named, scene.agency.id, 6, action="list.paged")
    assert watch(Span.HOUR) == 1
    assert alerts_of(acting(scene.chief))[0].excesses == (Excess(Measure.PAGED, Span.HOUR, 70, 60),)
