"""Feeds in MISP's format are followed: what changed is fetched, what is gone is revoked, and nothing comes wider than was decided."""

import csv
import io

import pytest
from django.conf import settings

from minassa import cyber, exchange
from minassa.access import Actor, Tlp
from minassa.exchange import FeedView, RunView
from minassa.exchange.feeds import events
from tests.cyber.made import bring_in, indicator, known, own_label, stix_time
from tests.cyber.misp_made import START, attribute, event, feed, tagged, uid
from tests.exchange.feeds.server import Elsewhere
from tests.exchange.taxii.made import a_keeper, names, read
from tests.factories import a_label

pytestmark = pytest.mark.django_db


def follow(
    keeper: Actor, there: Elsewhere, *, tlp: Tlp = Tlp.GREEN, secret: str = "", title: str = "EXERCISE MISP"
) -> FeedView:
    return exchange.add_feed(keeper, url=there.manifest, title=title, label=a_label(keeper, tlp), secret=secret)


def sync(keeper: Actor, followed: FeedView) -> RunView:
    return exchange.sync_feed(keeper, id=followed.id)


def fetched(there: Elsewhere) -> list[str]:
    found = [one["name"] for one in there.asked]
    there.asked.clear()
    return found


def test_only_events_that_changed_are_fetched_and_what_is_gone_is_revoked(keeper: Actor, elsewhere: Elsewhere) -> None:
    a, b = (
        event("a", attribute("domain", "a.example.com")),
        event("b", attribute("domain", "b.example.com"), stamp=START + 1),
    )
    elsewhere.events = feed(b, a)
    followed = follow(keeper, elsewhere)
    assert followed.kind == "misp"
    run = sync(keeper, followed)
    assert (run.fault, run.stored, run.refused) == ("", 2, 0)
    assert fetched(elsewhere) == ["manifest.json", f"{uid('a')}.json", f"{uid('b')}.json"], "the oldest first"
    assert known(keeper, "a.example.com", "b.example.com") == [True, True]
    assert names(read(keeper, followed.collection)) == ["a.example.com", "b.example.com"]
    assert sync(keeper, followed).stored == 0
    assert fetched(elsewhere) == ["manifest.json"], "nothing has changed"
    changed = event("b", attribute("domain", "b.example.com"), attribute("domain", "c.example.com"), stamp=START + 2)
    elsewhere.events = feed(changed)
    assert sync(keeper, followed).stored == 2, "one that is new, and one that is revoked"
    assert fetched(elsewhere) == ["manifest.json", f"{uid('b')}.json"]
    assert known(keeper, "a.example.com", "b.example.com", "c.example.com") == [False, True, True]


def test_what_broke_off_goes_on_where_it_was(
    keeper: Actor, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [
        event(f"e{number}", attribute("domain", f"h{number}.example.com"), stamp=START + number) for number in range(5)
    ]
    elsewhere.events = feed(*made)
    followed = follow(keeper, elsewhere)
    elsewhere.dies_after = 3
    broken = sync(keeper, followed)
    assert (broken.fault, broken.stored) == ("fetch.unreachable", 2)
    elsewhere.dies_after = -1
    fetched(elsewhere)
    monkeypatch.setattr(events, "MOST_EVENTS", 2)
    assert sync(keeper, followed).stored == 2
    assert fetched(elsewhere)[1:] == [f"{uid('e2')}.json", f"{uid('e3')}.json"]
    assert sync(keeper, followed).stored == 1
    assert len(names(read(keeper, followed.collection))) == 5


def test_a_tag_narrows_what_the_feed_was_given_and_never_widens_it(keeper: Actor, elsewhere: Elsewhere) -> None:
    elsewhere.events = feed(
        event("wide", attribute("domain", "wide.example.com"), tags=("tlp:clear",)),
        event("close", attribute("domain", "close.example.com"), tags=("tlp:amber+strict",)),
        event("none", attribute("domain", "none.example.com")),
        event("red", attribute("domain", "canary.example.com", Tag=tagged("tlp:red"))),
    )
    followed = follow(keeper, elsewhere)
    run = sync(keeper, followed)
    assert (run.stored, run.refused) == (3, 1)
    marks = {row.name: row.marks[0] for row in cyber.list_indicators(keeper).rows}
    assert marks == {
        "wide.example.com": "TLP:GREEN",
        "none.example.com": "TLP:GREEN",
        "close.example.com": "TLP:AMBER+STRICT",
    }
    stranger = a_keeper()
    assert sorted(names(read(stranger, followed.collection))) == ["none.example.com", "wide.example.com"]


def test_one_broken_event_leaves_the_others_be_and_is_fetched_again(keeper: Actor, elsewhere: Elsewhere) -> None:
    a, b = event("a", attribute("domain", "a.example.com")), event("b", attribute("domain", "b.example.com"))
    elsewhere.events = {**feed(a, b), f"{uid('a')}.json": b"{"}
    followed = follow(keeper, elsewhere)
    run = sync(keeper, followed)
    assert (run.fault, run.stored, run.refused) == ("", 1, 1)
    assert run.refused_why[0][0] == uid("a")
    elsewhere.events = feed(a, b)
    assert sync(keeper, followed).stored == 1
    assert known(keeper, "a.example.com", "b.example.com") == [True, True]


@pytest.mark.parametrize(
    "manifest", [b"", b"[]", b"{}", b'{"x": {"timestamp": "1"}}', b'{"%b": {}}' % uid("a").encode()]
)
def test_a_manifest_that_is_none_takes_nothing_away(keeper: Actor, elsewhere: Elsewhere, manifest: bytes) -> None:
    elsewhere.events = feed(event("a", attribute("domain", "a.example.com")))
    followed = follow(keeper, elsewhere)
    sync(keeper, followed)
    elsewhere.events["manifest.json"] = manifest
    assert sync(keeper, followed).fault == "cyber.not-a-manifest"
    assert known(keeper, "a.example.com") == [True]


def test_rows_that_became_nothing_can_be_downloaded_by_the_feeds_agency_alone(
    keeper: Actor, elsewhere: Elsewhere
) -> None:
    elsewhere.events = feed(event("a", attribute("passport-number", "CANARY"), attribute("domain", "a.example.com")))
    followed = follow(keeper, elsewhere)
    sync(keeper, followed)

    def table(actor: Actor) -> list[dict[str, str]]:
        lines = b"".join(cyber.unmapped_table(actor, origin=exchange.feed_origin(followed.id)))
        return list(csv.DictReader(io.StringIO(lines.decode(), newline="")))

    assert [(row["type"], row["value"], row["why"]) for row in table(keeper)] == [("passport-number", "CANARY", "type")]
    assert table(a_keeper()) == []


def test_a_feed_cannot_revoke_or_rewrite_what_another_source_says(keeper: Actor, elsewhere: Elsewhere) -> None:
    ours = attribute("domain", "ours.example.com")
    theirs = indicator("[domain-name:value = 'ours.example.com']", name="x", modified=stix_time(-5))
    theirs["id"] = f"indicator--{ours['uuid']}"
    bring_in(keeper, theirs, label=own_label(keeper, Tlp.GREEN), source="EXERCISE analysts")
    hostile = {**ours, "value": "harmless.example.com"}
    elsewhere.events = feed(event("a", hostile))
    followed = follow(keeper, elsewhere)
    sync(keeper, followed)
    assert known(keeper, "ours.example.com", "harmless.example.com") == [True, False]
    elsewhere.events = feed(event("a", {**hostile, "deleted": True}, stamp=START + 9))
    sync(keeper, followed)
    assert known(keeper, "ours.example.com") == [True]


def test_the_secret_opens_the_manifest_and_the_events(keeper: Actor, elsewhere: Elsewhere) -> None:
    path = settings.MINASSA.home / "secrets" / "feeds" / "misp"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("name:word\n")
    try:
        elsewhere.events = feed(event("a", attribute("domain", "a.example.com")))
        sync(keeper, follow(keeper, elsewhere, secret="misp"))
    finally:
        path.unlink()
    assert elsewhere.authorization == ["Basic bmFtZTp3b3Jk"] * 2
