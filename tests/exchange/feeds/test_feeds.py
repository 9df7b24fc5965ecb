"""Feeds: fetched from where they were, never doubled, given up after many failures; nothing is stored that is not counted."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import settings

from minassa import audit, exchange
from minassa.access import Actor, Handling, Tlp
from minassa.base import Conflict, Fault, Invalid, NotFound, Refused, held_at, now
from minassa.exchange import FeedView, RunView
from minassa.exchange.feeds.running import MOST_FAILURES, sync_due_feeds
from minassa.stix import Markings
from tests.exchange.feeds.server import TAXII, Elsewhere, moment
from tests.exchange.taxii.made import a_keeper, definitions, indicator, marked, names, read
from tests.factories import a_label, make_agency

pytestmark = pytest.mark.django_db


def follow(keeper: Actor, url: str, *, secret: str = "") -> FeedView:
    label = a_label(keeper, Tlp.GREEN)
    return exchange.add_feed(keeper, url=url, title="EXERCISE elsewhere", label=label, secret=secret)


def sync(keeper: Actor, feed: FeedView) -> RunView:
    return exchange.sync_feed(keeper, id=feed.id)


def held(keeper: Actor, feed: FeedView) -> list[str]:
    return names(read(keeper, feed.collection))


@pytest.mark.parametrize("pages_by", ["next", "moments", "session"])
def test_a_collection_is_fetched_page_after_page_and_only_what_is_new_afterwards(
    keeper: Actor, elsewhere: Elsewhere, pages_by: str
) -> None:
    elsewhere.pages_by = pages_by
    elsewhere.objects = [indicator(f"n{number}") for number in range(10)]
    feed = follow(keeper, elsewhere.collection)
    run = sync(keeper, feed)
    assert (run.fault, run.pages, run.stored, run.known, run.refused) == ("", 3, 10, 0, 0)
    assert held(keeper, feed) == [f"n{number}" for number in range(10)]
    elsewhere.asked.clear()
    assert sync(keeper, feed).stored == 0
    assert [one.get("added_after") for one in elsewhere.asked] == [moment(9)]
    elsewhere.objects.append(indicator("n10"))
    assert sync(keeper, feed).stored == 1
    assert held(keeper, feed) == [f"n{number}" for number in range(11)]


def test_what_broke_off_goes_on_where_it_was(keeper: Actor, elsewhere: Elsewhere) -> None:
    elsewhere.objects = [indicator(f"n{number}") for number in range(10)]
    feed = follow(keeper, elsewhere.collection)
    elsewhere.dies_after = 1
    broken = sync(keeper, feed)
    assert (broken.fault, broken.stored) == ("fetch.unreachable", 4)
    elsewhere.dies_after = -1
    elsewhere.asked.clear()
    whole = sync(keeper, feed)
    assert (whole.fault, whole.stored, whole.known) == ("", 6, 0)
    assert elsewhere.asked[0]["next"] == "4"
    assert held(keeper, feed) == [f"n{number}" for number in range(10)]


def test_a_place_that_the_server_has_forgotten_is_found_again_without_doubling(
    keeper: Actor, elsewhere: Elsewhere
) -> None:
    elsewhere.objects = [indicator(f"n{number}") for number in range(10)]
    feed = follow(keeper, elsewhere.collection)
    elsewhere.dies_after = 1
    sync(keeper, feed)
    elsewhere.dies_after = -1
    elsewhere.forgets = {"4"}
    elsewhere.asked.clear()
    again = sync(keeper, feed)
    assert again.fault == "feed.circle"
    elsewhere.forgets.clear()
    whole = sync(keeper, feed)
    assert whole.fault == ""
    assert held(keeper, feed) == [f"n{number}" for number in range(10)]


def test_a_file_is_fetched_when_it_has_changed(keeper: Actor, elsewhere: Elsewhere) -> None:
    objects = [indicator(f"n{number}") for number in range(3)]
    elsewhere.file = json.dumps({"type": "bundle", "id": "bundle--1", "objects": objects}).encode()
    feed = follow(keeper, elsewhere.file_url)
    assert (feed.kind, sync(keeper, feed).stored) == ("file", 3)
    assert sync(keeper, feed).pages == 0
    changed = {**objects[0], "name": "changed", "modified": "2026-02-01T00:00:00.000Z"}
    elsewhere.file = json.dumps({"type": "bundle", "id": "bundle--1", "objects": [*objects, changed]}).encode()
    run = sync(keeper, feed)
    assert (run.stored, run.known) == (1, 3)
    assert held(keeper, feed) == ["n1", "n2", "changed"]


def test_a_file_of_stix_20_is_read(keeper: Actor, elsewhere: Elsewhere) -> None:
    old = {key: value for key, value in indicator("old").items() if key not in {"spec_version", "pattern_type"}}
    old["labels"] = ["malicious-activity"]
    elsewhere.file = json.dumps({"type": "bundle", "id": "bundle--1", "spec_version": "2.0", "objects": [old]}).encode()
    feed = follow(keeper, elsewhere.file_url)
    assert sync(keeper, feed).stored == 1
    assert held(keeper, feed) == ["old"]


def test_the_label_that_was_chosen_bounds_what_comes(keeper: Actor, elsewhere: Elsewhere) -> None:
    """A server elsewhere cannot open what its follower keeps close, and can keep closer what it sends."""
    wide, close = Markings(tlp="clear"), Markings(tlp="amber_strict", handling=frozenset({"H1"}))
    elsewhere.objects = [*definitions(close), marked(indicator("wide"), wide), marked(indicator("close"), close)]
    label = a_label(keeper, Tlp.GREEN, handling=[Handling.H3])
    feed = exchange.add_feed(keeper, url=elsewhere.collection, title="EXERCISE", label=label)
    sync(keeper, feed)
    stranger = a_keeper()
    assert names(read(stranger, feed.collection, types=("indicator",))) == ["wide"]
    assert names(read(keeper, feed.collection, types=("indicator",))) == ["wide", "close"]
    assert feed.marks == ("TLP:GREEN", "H3", "EXERCISE")


def test_refused_objects_are_counted_with_their_reasons(keeper: Actor, elsewhere: Elsewhere) -> None:
    bad = {"type": "indicator", "spec_version": "2.1", "id": "indicator--1"}
    elsewhere.objects = [indicator("good"), bad, indicator("better")]
    feed = follow(keeper, elsewhere.collection)
    run = sync(keeper, feed)
    assert (run.stored, run.refused, run.fault) == (2, 1, "")
    assert [one for one, _why in run.refused_why] == ["indicator--1"]
    shown, runs = exchange.read_feed(keeper, id=feed.id)
    assert (shown.stored, shown.refused, shown.last) == (2, 1, runs[0])


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"status": 401}, "feed.refused"),
        ({"status": 403}, "feed.refused"),
        ({"status": 404}, "feed.refused"),
        ({"status": 500}, "feed.refused"),
        ({"status": 302}, "feed.refused"),
        ({"type": "text/html"}, "feed.answer"),
        ({"body": b"[]"}, "feed.answer"),
        ({"body": b"{"}, "feed.answer"),
        ({"body": b'{"next":1}'}, "feed.answer"),
        ({"body": b'{"more":true,"objects":[{"type":"x","id":"y"}]}'}, "feed.circle"),
        ({"dies_after": 0}, "fetch.unreachable"),
    ],
)
def test_a_server_that_answers_wrongly_is_told_of_on_the_page_and_nothing_moves(
    keeper: Actor, elsewhere: Elsewhere, wrong: dict[str, object], code: str
) -> None:
    elsewhere.objects = [indicator("good")]
    feed = follow(keeper, elsewhere.collection)
    for name, value in wrong.items():
        setattr(elsewhere, name, value)
    run = sync(keeper, feed)
    assert run.fault == code
    assert run.what
    assert run.next_step
    shown, _runs = exchange.read_feed(keeper, id=feed.id)
    assert (shown.state, shown.failures, shown.last) == ("failing", 1, run)
    for name in wrong:
        setattr(elsewhere, name, getattr(Elsewhere(), name))
    assert sync(keeper, feed).stored == 1
    assert exchange.read_feed(keeper, id=feed.id)[0].failures == 0


def test_a_server_that_gives_the_same_page_for_ever_is_left(keeper: Actor, elsewhere: Elsewhere) -> None:
    elsewhere.body = json.dumps({"more": True, "next": "same", "objects": [indicator("same")]}).encode()
    feed = follow(keeper, elsewhere.collection)
    run = sync(keeper, feed)
    assert run.fault == "feed.circle"
    assert len(elsewhere.asked) == 2
    assert held(keeper, feed) == ["same"]


def test_the_clock_fetches_what_is_due_later_and_later_while_it_fails_and_gives_up(
    keeper: Actor, elsewhere: Elsewhere
) -> None:
    elsewhere.status = 500
    feed = follow(keeper, elsewhere.collection)
    moment_, waits, shown = now(), [], feed
    for _ in range(MOST_FAILURES):
        with held_at(moment_):
            assert sync_due_feeds() == 0
        shown, _runs = exchange.read_feed(keeper, id=feed.id)
        waits.append(shown.due - moment_)
        moment_ = shown.due
    assert waits[0] == timedelta(hours=1)
    assert waits == sorted(waits)
    assert max(waits) == timedelta(hours=12)
    assert shown.state == "dead"
    asked = len(elsewhere.asked)
    with held_at(moment_ + timedelta(days=30)):
        sync_due_feeds()
    assert len(elsewhere.asked) == asked == MOST_FAILURES
    elsewhere.status = 200
    elsewhere.objects = [indicator("at last")]
    assert exchange.resume_feed(keeper, id=feed.id).state == "good"
    assert sync_due_feeds() == 1
    assert held(keeper, feed) == ["at last"]
    with held_at(now() + timedelta(minutes=59)):
        assert sync_due_feeds() == 0


def test_a_feed_that_is_being_fetched_is_not_fetched_twice_at_once(keeper: Actor, elsewhere: Elsewhere) -> None:
    from minassa.exchange.feeds.running import _begin  # noqa: PLC0415 - what another process would be in the middle of

    feed = follow(keeper, elsewhere.collection)
    _begin(feed.id)
    with pytest.raises(Conflict):
        sync(keeper, feed)
    assert sync_due_feeds() == 0
    with held_at(now() + timedelta(minutes=16)):  # whoever began has died
        assert sync(keeper, feed).fault == ""


@pytest.mark.parametrize(("secret", "sent"), [("name:word", "Basic bmFtZTp3b3Jk"), ("word", "Bearer word")])
def test_a_secret_is_read_from_its_file_when_it_is_needed(
    keeper: Actor, elsewhere: Elsewhere, secret: str, sent: str
) -> None:
    path = settings.MINASSA.home / "secrets" / "feeds" / "elsewhere"
    path.parent.mkdir(exist_ok=True)
    path.write_text(secret + "\n")
    try:
        feed = follow(keeper, elsewhere.collection, secret="elsewhere")
        sync(keeper, feed)
        assert elsewhere.authorization == [sent]
    finally:
        path.unlink()
    assert sync(keeper, feed).fault == "feed.secret"
    for name in ("absent", "../django", ".hidden", ""):
        if name:
            with pytest.raises(Invalid) as refused:
                follow(keeper, elsewhere.collection, secret=name)
            assert refused.value.code == "feed.secret"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("", "feed.address"),
        ("elsewhere.example", "feed.address"),
        ("ftp://elsewhere.example/x", "feed.address"),
        ("file:///etc/passwd", "feed.address"),
        ("https://elsewhere.example/bundle.json", "fetch.host-refused"),
        ("https://169.254.169.254/latest/meta-data/", "fetch.host-refused"),
        ("https://user:word@elsewhere.example/x", "fetch.address-invalid"),
        ("http://localhost/collections/x/", "fetch.address-invalid"),
        ("https://elsewhere.example/" + "x" * 400, "feed.address"),
    ],
)
def test_only_what_the_settings_allow_is_followed(keeper: Actor, elsewhere: Elsewhere, url: str, code: str) -> None:
    with pytest.raises(Fault) as refused:
        follow(keeper, url)
    assert refused.value.code == code
    assert exchange.list_feeds(keeper) == ()
    assert exchange.list_collections(keeper) == ()


def test_every_way_to_write_a_collections_address_is_one_feed(keeper: Actor, elsewhere: Elsewhere) -> None:
    url = elsewhere.collection
    assert follow(keeper, url).url == f"{url}objects/"
    for same in (url, url.rstrip("/"), f"{url}objects", f" {url}objects/ "):
        with pytest.raises(Conflict):
            follow(keeper, same)


def test_what_an_agency_follows_is_its_own_affair(keeper: Actor, elsewhere: Elsewhere) -> None:
    feed = follow(keeper, elsewhere.collection)
    stranger = a_keeper()
    assert exchange.list_feeds(stranger) == ()
    for act in (exchange.read_feed, exchange.sync_feed, exchange.resume_feed):
        with pytest.raises(NotFound):
            act(stranger, id=feed.id)
    with pytest.raises(Refused):
        exchange.add_feed(keeper, url=f"{elsewhere.collection}x", title="x", label=a_label(make_agency(), Tlp.GREEN))


def test_a_feed_needs_a_title_and_a_time(keeper: Actor, elsewhere: Elsewhere) -> None:
    for title, minutes in (("", 60), ("x" * 201, 60), ("x", 4), ("x", 20_000)):
        with pytest.raises(Invalid):
            exchange.add_feed(
                keeper, url=elsewhere.collection, title=title, label=a_label(keeper), every_minutes=minutes
            )


def test_what_was_fetched_stands_in_the_audit_log(keeper: Actor, elsewhere: Elsewhere) -> None:
    elsewhere.objects = [indicator("CANARY")]
    feed = follow(keeper, elsewhere.collection)
    sync(keeper, feed)
    lines = audit.lines(audit.Filters(subject=f"feed:{feed.id}"))
    assert [(one.action, one.actor.partition(":")[0], one.details) for one in lines] == [
        ("feed.take", "system", {"known": 0, "refused": 0, "stored": 1}),
        ("feed.sync", "user", {}),
        ("feed.add", "user", {"kind": "taxii"}),
    ]


def test_old_fetches_are_forgotten(keeper: Actor, elsewhere: Elsewhere) -> None:
    from minassa.exchange.feeds.running import RUNS_KEPT  # noqa: PLC0415 - used once

    feed = follow(keeper, elsewhere.collection)
    for _ in range(RUNS_KEPT + 3):
        sync(keeper, feed)
    assert len(exchange.read_feed(keeper, id=feed.id)[1]) == 20
    assert count_runs(feed.id) == RUNS_KEPT
    assert elsewhere.type == TAXII


def count_runs(feed: UUID) -> int:
    from minassa.access import door, system_actor  # noqa: PLC0415 - only this looks behind the services
    from minassa.exchange.acts import FEED_DUE  # noqa: PLC0415 - the same
    from minassa.exchange.models import FeedRun  # noqa: PLC0415 - the same

    with door(system_actor("feeds"), FEED_DUE):
        return FeedRun.objects.filter(feed=feed).count()
