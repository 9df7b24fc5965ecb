"""A witness keeps the end of another node's ledger, and replaces it only for who names the one that it keeps."""

import json

import pytest
from django.test import Client
from pytest_django import Settings

from minassa.access.lasting import book
from minassa.access.lasting.book import LedgerEnd, ledger_end, ledger_holds
from minassa.exchange.models import PeerState
from minassa.exchange.peers.witness import witness_of
from tests.exchange.peers.world import Other, World, code_of, post

pytestmark = pytest.mark.django_db

HEAD = "/peer/v1/head"


def shown(client: Client, by: Other, head: str, before: str) -> str:
    answer = post(client, HEAD, json.dumps({"head": head, "before": before}).encode(), by=by)
    assert answer.status_code == 200, answer.content
    return str(json.loads(answer.content)["held"])


def test_an_end_is_replaced_only_by_who_names_it(world: World, client: Client) -> None:
    world.join()
    assert shown(client, world.b, "", "") == ""
    assert shown(client, world.b, "one", "") == "one"
    assert shown(client, world.b, "two", "one") == "two"
    assert shown(client, world.b, "two", "one") == "two", "its answer was lost, and it asks again"
    assert shown(client, world.b, "of a restored node", "one") == "two"
    assert shown(client, world.b, "", "two") == "two", "an end is never forgotten"
    assert shown(client, world.c, "its own", "") == "its own", "each node has an end of its own"
    assert shown(client, world.b, "three", "two") == "three"


@pytest.mark.parametrize(
    "body", [b"{}", b"[]", b"{", b'{"head":"x","before":4}', b'{"head":"' + b"x" * 999 + b'","before":""}']
)
def test_what_is_no_end_is_refused(world: World, client: Client, body: bytes) -> None:
    world.join()
    answer = post(client, HEAD, body, by=world.b)
    assert (answer.status_code, code_of(answer)) == (422, "peer.unreadable")
    assert not PeerState.objects.exclude(head="").exists()


def test_a_stranger_shows_nothing(world: World, client: Client) -> None:
    world.join()
    stranger = Other("stranger")
    assert post(client, HEAD, b'{"head":"x","before":""}', by=stranger).status_code == 403
    assert not PeerState.objects.exclude(head="").exists()


def test_the_secretariat_is_everybodys_witness_and_has_one_itself(world: World) -> None:
    signed = world.join()
    found = witness_of(signed.directory)
    assert found is not None
    assert found.id == world.secretariat.id
    own = signed.directory
    at_the_secretariat = world.directory(secretariat=world.own.node)
    assert witness_of(at_the_secretariat) is None, "nobody else has an address"
    world.b.address = "https://b.example"
    found = witness_of(world.directory(secretariat=world.own.node))
    assert found is not None
    assert found.id == world.b.id
    assert own.secretariat != world.own.node


def test_a_ledger_holds_each_end_that_it_ever_had_and_no_other(world: World, settings: Settings) -> None:
    assert ledger_end() == LedgerEnd(0, "")
    ends = []
    for month in ("2026-10", "2026-10", "2026-11"):
        book.write_lines([{"id": "x", "at": f"{month}-26T10:00:00+00:00", "kind": "token.revoked", "sealed": ""}])
        ends.append(ledger_end())
    assert [one.number for one in ends] == [1, 2, 3]
    assert all(ledger_holds(one) for one in ends)
    assert ledger_holds(LedgerEnd(0, ""))
    first, last = sorted((settings.MINASSA.home / "ledger").iterdir())
    whole = last.read_bytes()
    last.unlink()
    assert [ledger_holds(one) for one in ends] == [True, True, False]
    assert ledger_end() == ends[1]
    last.write_bytes(whole)
    first.unlink()  # the older month is kept no more: what it ended with is before the first line
    assert all(ledger_holds(one) for one in ends)
    assert not ledger_holds(LedgerEnd(3, "another"))
