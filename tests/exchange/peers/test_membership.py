"""Trusting a secretariat and following its directory: every way in which somebody could slip in another one."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from minassa import access, audit
from minassa.access import AgencyKind
from minassa.base import Fault, now
from minassa.exchange.models import PinnedDirectory
from minassa.exchange.peers import faults
from minassa.exchange.peers.directory import AgencyEntry, SignedDirectory, fingerprint, sign
from minassa.exchange.peers.membership import (
    follow_directory,
    joined_directory,
    pinned_directory,
    signing_key_of,
    trust_directory,
)
from tests.exchange.peers.world import KEEPER, Other, World

pytestmark = pytest.mark.django_db


def code_of_following(*offered: SignedDirectory) -> str:
    before = pinned_directory()
    with pytest.raises(Fault) as caught:
        follow_directory(KEEPER, offered=offered)
    assert pinned_directory() == before
    return caught.value.code


def code_of_trusting(raw: bytes, **words: Any) -> str:
    before = pinned_directory()
    with pytest.raises(Fault) as caught:
        trust_directory(KEEPER, raw=raw, **words)
    assert pinned_directory() == before
    return caught.value.code


def known() -> dict[str, tuple[bool, bool]]:
    return {one.name: (one.is_local, one.is_active) for one in access.list_agencies(KEEPER)}


def test_before_a_directory_is_trusted_nothing_is_joined(world: World) -> None:
    assert pinned_directory() is None
    with pytest.raises(Fault) as caught:
        joined_directory()
    assert caught.value.code == faults.NOT_JOINED


def test_trusting_brings_the_agencies_of_others_and_leaves_our_own_alone(world: World) -> None:
    world.join()
    assert known() == {
        "EXERCISE own agency": (True, True),
        "EXERCISE agency of secretariat": (False, True),
        "EXERCISE agency of b": (False, True),
        "EXERCISE agency of c": (False, True),
    }
    assert "directory.trust" in {line.action for line in audit.lines(filters=audit.Filters(), limit=50)}


def test_the_fingerprint_that_was_told_is_compared(world: World) -> None:
    first = world.signed()
    assert code_of_trusting(first.text(), expected="0" * 32) == faults.DIRECTORY_FINGERPRINT
    key = signing_key_of(first)
    assert key is not None
    trust_directory(KEEPER, raw=first.text(), expected=fingerprint(key))
    assert pinned_directory() == first


def test_a_directory_that_its_own_secretariat_did_not_sign_is_not_trusted(world: World) -> None:
    made = sign(world.directory(), world.b.signing)
    assert code_of_trusting(made.text()) == faults.DIRECTORY_SIGNATURE


@pytest.mark.parametrize("raw", [b"", b"{}", b"\xff", b"[1]", b'{"directory": {}, "signature": {}}', b"x" * 5_000_000])
def test_what_is_no_directory_is_told(world: World, raw: bytes) -> None:
    assert code_of_trusting(raw) == faults.DIRECTORY_UNREADABLE


def test_newer_versions_are_followed_one_after_the_other(world: World) -> None:
    one = world.join()
    two = world.signed(2, previous=one.digest, agencies=world.directory().agencies[:-1])
    three = world.signed(3, previous=two.digest)
    assert follow_directory(KEEPER, offered=[two, three]).version == 3
    assert known()["EXERCISE agency of c"] == (False, True)
    assert PinnedDirectory.objects.count() == 3


def test_an_agency_that_left_the_directory_is_closed_here(world: World) -> None:
    one = world.join()
    follow_directory(KEEPER, offered=[world.signed(2, previous=one.digest, agencies=world.directory().agencies[:-1])])
    assert known()["EXERCISE agency of c"] == (False, False)
    assert known()["EXERCISE own agency"] == (True, True)


def test_a_step_back_a_second_history_and_a_gap_are_refused(world: World) -> None:
    one = world.join()
    two = world.signed(2, previous=one.digest)
    follow_directory(KEEPER, offered=[two])
    other = world.signed(2, previous=one.digest, communities=(world.community(world.b.agency),))
    assert code_of_following(one) == faults.DIRECTORY_ROLLED_BACK
    assert code_of_following(other) == faults.DIRECTORY_FORKED
    assert code_of_following(world.signed(3, previous=other.digest)) == faults.DIRECTORY_FORKED
    assert code_of_following(world.signed(3, previous=one.digest)) == faults.DIRECTORY_FORKED
    assert code_of_following(world.signed(4, previous=two.digest)) == faults.DIRECTORY_GAP
    assert code_of_trusting(one.text()) == faults.DIRECTORY_ROLLED_BACK
    follow_directory(KEEPER, offered=[two])  # the same again says nothing new
    refused = audit.lines(filters=audit.Filters(outcome="refused"), limit=50)
    assert {line.action for line in refused} == {"directory.follow", "directory.trust"}


def test_what_another_key_signed_is_refused(world: World) -> None:
    one = world.join()
    made = world.directory(2, previous=one.digest)
    assert code_of_following(sign(made, Ed25519PrivateKey.generate())) == faults.DIRECTORY_SIGNATURE
    assert code_of_following(sign(made, world.b.signing)) == faults.DIRECTORY_SIGNATURE
    good = sign(made, world.secretariat.signing)
    assert code_of_following(replace(good, signature=bytes(64))) == faults.DIRECTORY_SIGNATURE
    longer = replace(good.directory, communities=(world.community(world.b.agency),))
    assert code_of_following(replace(good, directory=longer)) == faults.DIRECTORY_SIGNATURE


def test_one_bad_version_takes_the_good_ones_before_it_with_it(world: World) -> None:
    one = world.join()
    two = world.signed(2, previous=one.digest)
    bad = sign(world.directory(3, previous=two.digest), world.b.signing)
    assert code_of_following(two, bad) == faults.DIRECTORY_SIGNATURE


def test_the_secretariat_changes_its_key_by_way_of_the_old_one(world: World) -> None:
    one = world.join()
    new = Ed25519PrivateKey.generate()
    old = world.secretariat
    both = replace(
        world.directory(2, previous=one.digest),
        nodes=tuple(
            replace(node, keys=(*node.keys, replace(node.keys[0], public=new.public_key().public_bytes_raw())))
            if node.id == old.id
            else node
            for node in world.directory().nodes
        ),
    )
    assert code_of_following(sign(both, new)) == faults.DIRECTORY_SIGNATURE
    two = sign(both, old.signing)
    follow_directory(KEEPER, offered=[two])
    three = sign(replace(both, version=3, previous=two.digest), new)
    assert follow_directory(KEEPER, offered=[three]).version == 3


def test_a_key_of_the_secretariat_whose_time_is_over_signs_nothing_more(world: World) -> None:
    world.secretariat.until = (now() + timedelta(hours=1)).replace(microsecond=0)
    one = world.join()
    late = replace(world.directory(2, previous=one.digest), at=world.secretariat.until)
    assert code_of_following(sign(late, world.secretariat.signing)) == faults.DIRECTORY_SIGNATURE


def test_another_secretariat_needs_an_explicit_word_and_its_fingerprint(world: World) -> None:
    world.join()
    other = World(world.own, world.agency, b=world.b, c=world.c)
    first = other.signed()
    assert code_of_trusting(first.text()) == faults.DIRECTORY_OTHER
    assert code_of_trusting(first.text(), replace=True) == faults.DIRECTORY_FINGERPRINT
    key = signing_key_of(first)
    assert key is not None
    trust_directory(KEEPER, raw=first.text(), expected=key.id, replace=True)
    assert pinned_directory() == first
    assert known()["EXERCISE agency of b"] == (False, True)


def test_the_secretariat_cannot_give_our_agency_to_another_node(world: World) -> None:
    """It could then read, and say in our name, what is sent to us and by us."""
    stolen = tuple(
        replace(one, node=world.b.id) if one.id == world.agency.id else one for one in world.directory().agencies
    )
    assert code_of_trusting(world.signed(agencies=stolen).text()) == faults.CARD_OTHER
    one = world.join()
    assert code_of_following(world.signed(2, previous=one.digest, agencies=stolen)) == faults.CARD_OTHER
    assert known()["EXERCISE own agency"] == (True, True)


def test_a_name_that_is_taken_here_is_told_and_nothing_is_applied(world: World) -> None:
    taken = AgencyEntry(uuid4(), "EXERCISE own agency", AgencyKind.MEMBER, "ma", world.b.id)
    theirs = (world.directory().agencies[0], taken)
    assert code_of_trusting(world.signed(agencies=theirs).text()) == faults.NAME_TAKEN
    assert known() == {"EXERCISE own agency": (True, True)}


def test_an_agency_that_set_up_a_new_node_takes_the_old_ones_name_over(world: World) -> None:
    one = world.join()
    again = replace(world.b.agency_entry(), id=uuid4())
    theirs = tuple(again if entry.id == world.b.agency else entry for entry in world.directory().agencies)
    follow_directory(KEEPER, offered=[world.signed(2, previous=one.digest, agencies=theirs)])
    assert known()["EXERCISE agency of b"] == (False, True)
    assert known()[f"EXERCISE agency of b · {str(world.b.agency)[:8]}"] == (False, False)


def test_two_agencies_may_exchange_their_names(world: World) -> None:
    one = world.join()
    swapped = {world.b.agency: "EXERCISE agency of c", world.c.agency: "EXERCISE agency of b"}
    theirs = tuple(replace(entry, name=swapped.get(entry.id, entry.name)) for entry in world.directory().agencies)
    follow_directory(KEEPER, offered=[world.signed(2, previous=one.digest, agencies=theirs)])
    assert {one.id: one.name for one in access.list_agencies(KEEPER) if one.id in swapped} == swapped


def test_communities_follow_and_persons_of_this_node_stay_in_them(world: World) -> None:
    from tests.factories import make_user  # noqa: PLC0415 - the models must be loaded first

    sahel = world.community(world.b.agency, world.agency.id)
    one = world.join(communities=(sahel,))
    person = make_user(world.agency)
    access.set_members(KEEPER, community=sahel.id, agencies=sahel.members, people=[person.id])
    smaller = replace(sahel, members=(world.agency.id,), name="EXERCISE Sahel group")
    two = world.signed(2, previous=one.digest, communities=(smaller,))
    follow_directory(KEEPER, offered=[two])
    (found,) = access.list_communities(KEEPER)
    assert (found.name, found.agencies, found.people) == ("EXERCISE Sahel group", (world.agency.id,), (person.id,))
    follow_directory(KEEPER, offered=[world.signed(3, previous=two.digest)])
    (found,) = access.list_communities(KEEPER)
    assert (found.agencies, found.people) == ((), (person.id,))


def test_a_node_that_left_is_forgotten_as_a_signer_at_once(world: World) -> None:
    one = world.join()
    assert joined_directory().directory.signer(_key(world.b), now()) is not None
    nodes = tuple(node for node in world.directory().nodes if node.id != world.b.id)
    agencies = tuple(agency for agency in world.directory().agencies if agency.node != world.b.id)
    follow_directory(KEEPER, offered=[world.signed(2, previous=one.digest, nodes=nodes, agencies=agencies)])
    assert joined_directory().directory.signer(_key(world.b), now()) is None


def _key(one: Other) -> str:
    return one.entry().keys[0].id
