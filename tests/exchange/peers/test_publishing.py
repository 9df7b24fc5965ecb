"""The secretariat's side: cards are taken in, checked against each other, and published in versions that others can follow."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client

from minassa.access import AgencyKind, add_agency, add_community, set_members, system_actor
from minassa.base import Fault, held_at, now
from minassa.exchange.models import NodeCard
from minassa.exchange.peers import faults
from minassa.exchange.peers.directory import AgencyEntry, NodeKey, Use
from minassa.exchange.peers.keeping import keys_of_this_node, rotate_keys
from minassa.exchange.peers.membership import joined_directory, pinned_directory
from minassa.exchange.peers.publishing import (
    add_card,
    own_card,
    publish_changes,
    publish_directory,
    read_card,
    remove_node,
)
from minassa.exchange.peers.receiving import sign_answer_to
from tests.exchange.peers.cards import card_of
from tests.exchange.peers.world import KEEPER, OWN_ADDRESS, World, code_of, post

pytestmark = pytest.mark.django_db

CARD = "/peer/v1/card"


@pytest.fixture
def office(world: World) -> World:
    """The node under test is the secretariat's."""
    add_agency(system_actor("setup"), name="EXERCISE office", kind=AgencyKind.SECRETARIAT)
    return world


def code_of_adding(raw: bytes, **words: Any) -> str:
    before = sorted(NodeCard.objects.values_list("content", flat=True))
    with pytest.raises(Fault) as caught:
        add_card(KEEPER, raw=raw, **words)
    assert sorted(NodeCard.objects.values_list("content", flat=True)) == before
    return caught.value.code


def test_this_nodes_card_says_who_it_is_and_is_read_as_it_was_written(world: World) -> None:
    card = own_card(KEEPER)
    assert read_card(card.text()) == card
    assert (card.node.id, card.node.address, card.node.name) == (world.own.node, OWN_ADDRESS, "EXERCISE own")
    assert [one.id for one in card.agencies] == [world.agency.id]


@pytest.mark.parametrize("address", ["own.example", "https://own.example/below", "ftp://own.example", "https://a b"])
def test_an_address_that_nobody_could_use_is_told(world: World, settings: Any, address: str) -> None:
    settings.MINASSA = replace(settings.MINASSA, node=replace(settings.MINASSA.node, address=address))
    with pytest.raises(Fault) as caught:
        own_card(KEEPER)
    assert caught.value.code == faults.NO_ADDRESS


def test_only_a_secretariat_publishes(world: World) -> None:
    with pytest.raises(Fault) as caught:
        publish_directory(KEEPER)
    assert caught.value.code == faults.DIRECTORY_EMPTY
    world.join()
    add_agency(system_actor("setup"), name="EXERCISE office", kind=AgencyKind.SECRETARIAT)
    with pytest.raises(Fault) as caught:
        publish_directory(KEEPER)
    assert caught.value.code == faults.DIRECTORY_NOT_OURS


def test_what_is_published_names_nodes_agencies_and_communities(office: World) -> None:
    for one in (office.b, office.c):
        add_card(KEEPER, raw=card_of(one).text())
    first = publish_directory(KEEPER)
    assert {one.id for one in first.directory.nodes} == {office.own.node, office.b.id, office.c.id}
    assert len(first.directory.agencies) == 4
    sahel = add_community(KEEPER, name="EXERCISE Sahel")
    set_members(KEEPER, community=sahel.id, agencies=[office.b.agency, office.agency.id])
    second = publish_directory(KEEPER)
    assert second.is_follower_of(first)
    assert set(second.directory.communities[0].members) == {office.b.agency, office.agency.id}
    with pytest.raises(Fault) as caught:
        publish_directory(KEEPER)
    assert caught.value.code == faults.DIRECTORY_UNCHANGED


def test_a_node_that_is_removed_is_left_out_and_its_agency_leaves_the_communities(office: World) -> None:
    add_card(KEEPER, raw=card_of(office.b).text())
    publish_directory(KEEPER)
    sahel = add_community(KEEPER, name="EXERCISE Sahel")
    set_members(KEEPER, community=sahel.id, agencies=[office.b.agency, office.agency.id])
    publish_directory(KEEPER)
    remove_node(KEEPER, node=office.b.id)
    made = publish_directory(KEEPER).directory
    assert office.b.id not in {one.id for one in made.nodes}
    assert made.communities[0].members == (office.agency.id,)
    with pytest.raises(Fault) as caught:
        remove_node(KEEPER, node=uuid4())
    assert caught.value.code == faults.UNKNOWN_NODE


@pytest.mark.parametrize("raw", [b"", b"{}", b"[]", b"\xff", b'{"card": {}, "signature": {}}', b"x" * 300_000])
def test_what_is_no_card_is_told(office: World, raw: bytes) -> None:
    assert code_of_adding(raw) == faults.CARD_WRONG


def test_a_card_that_was_changed_or_signed_by_another_is_refused(office: World) -> None:
    good = card_of(office.b)
    assert code_of_adding(replace(good, at=good.at + timedelta(days=1)).text()) == faults.CARD_WRONG
    assert code_of_adding(replace(good, signature=bytes(64)).text()) == faults.CARD_WRONG
    assert code_of_adding(replace(good, by=office.c.entry().keys[0].id).text()) == faults.CARD_WRONG
    assert code_of_adding(good.text(), expected="0" * 32) == faults.DIRECTORY_FINGERPRINT


def test_two_nodes_cannot_have_the_same_agency_name_or_key(office: World) -> None:
    add_card(KEEPER, raw=card_of(office.b).text())
    theirs = replace(office.b.agency_entry(), node=office.c.id)
    assert code_of_adding(card_of(office.c, (theirs,)).text()) == faults.CARD_OTHER
    assert code_of_adding(card_of(office.c, (replace(theirs, id=uuid4()),)).text()) == faults.CARD_OTHER
    entry = replace(office.c.entry(), keys=(*office.c.entry().keys, office.b.entry().keys[1]))
    assert code_of_adding(card_of(office.c, node=entry).text()) == faults.CARD_OTHER


def test_a_listed_node_cannot_be_replaced_without_its_key_or_its_fingerprint(office: World) -> None:
    add_card(KEEPER, raw=card_of(office.b).text())
    publish_directory(KEEPER)
    office.b.signing = Ed25519PrivateKey.generate()
    thief = card_of(office.b)
    assert code_of_adding(thief.text()) == faults.CARD_SIGNATURE
    add_card(KEEPER, raw=thief.text(), expected=thief.by)  # the agency told it by telephone: it lost its keys
    assert publish_directory(KEEPER).directory.signer(thief.by, now()) is not None


def test_a_node_renews_its_own_keys_by_itself_and_nothing_else(office: World, client: Client) -> None:
    for one in (office.b, office.c):
        add_card(KEEPER, raw=card_of(one).text())
    publish_directory(KEEPER)
    new = Ed25519PrivateKey.generate()
    since = now().replace(microsecond=0)
    old = [replace(one, until=since + timedelta(days=7)) for one in office.b.entry().keys]
    fresh = [NodeKey(use, key, since) for use, key in ((Use.SIGNING, _raw(new)), (Use.SEALING, b"\x09" * 32))]
    entry = replace(office.b.entry(), keys=(*fresh, *old))
    blank = replace(card_of(office.b, node=entry), by=fresh[0].id)
    card = replace(blank, signature=new.sign(b"minassa-node/1\n" + blank.body()))
    assert code_of(post(client, CARD, card.text(), by=office.c)) == faults.SENDER_FALSE
    answer = post(client, CARD, card.text(), by=office.b)
    assert orjson.loads(answer.content) == {"published": True}
    made = joined_directory().directory
    assert made.version == 2
    assert {one.id for one in made.node(office.b.id).keys} == {one.id for one in entry.keys}  # type: ignore[union-attr] # it is listed
    more = replace(
        blank, agencies=(*blank.agencies, AgencyEntry(uuid4(), "EXERCISE new", AgencyKind.MEMBER, "ma", office.b.id))
    )
    more = replace(more, signature=new.sign(b"minassa-node/1\n" + more.body()))
    assert code_of(post(client, CARD, more.text(), by=office.b)) == faults.CARD_OTHER
    assert pinned_directory() is not None
    assert joined_directory().directory.version == 2


def _raw(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


def test_the_secretariat_changes_its_own_keys_without_breaking_the_chain(office: World) -> None:
    first = publish_directory(KEEPER)
    assert keys_of_this_node().is_listed
    with held_at(now() + timedelta(minutes=1)):
        rotate_keys(KEEPER)
        assert not keys_of_this_node().is_listed
        second = publish_directory(KEEPER)
        assert second.is_follower_of(first)
        assert second.by == first.by
        assert keys_of_this_node().is_listed
    with held_at(now() + timedelta(minutes=30)):
        assert sign_answer_to("minassa=:AAAA:", status=200, body=b"")["Signature-Input"].count(first.by) == 1
    with held_at(now() + timedelta(hours=2)):
        add_card(KEEPER, raw=card_of(office.b).text())
        third = publish_directory(KEEPER)
        assert third.is_follower_of(second)
        assert third.by == keys_of_this_node().signing.id != first.by
    with held_at(now() + timedelta(days=10)):
        assert publish_changes(KEEPER) is not None  # the old keys are left out
        assert len(joined_directory().directory.node(office.own.node).keys) == 2  # type: ignore[union-attr] # it is listed


def test_after_the_secretariat_revoked_its_keys_others_have_to_trust_it_anew(office: World) -> None:
    first = publish_directory(KEEPER)
    rotate_keys(KEEPER, revoke=True)
    second = publish_directory(KEEPER)
    assert second.directory.version == 2
    assert second.by == keys_of_this_node().signing.id != first.by
    assert pinned_directory() == second
