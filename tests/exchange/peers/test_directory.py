"""The member directory as a value: signed, in versions, and read strictly."""

import copy
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from minassa.access import AgencyKind
from minassa.exchange.peers.directory import (
    AgencyEntry,
    CommunityEntry,
    Directory,
    NodeEntry,
    NodeKey,
    Use,
    fingerprint,
    read_signed,
    sign,
)
from minassa.exchange.peers.wire import Wrong

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
SECRETARIAT, NODE, AGENCY, OFFICE = (UUID(int=number, version=4) for number in range(1, 5))
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()


def keys(seed: int, *, until: datetime | None = None) -> tuple[NodeKey, ...]:
    return (
        NodeKey(Use.SIGNING, bytes([seed]) * 32, NOW, until),
        NodeKey(Use.SEALING, bytes([seed + 1]) * 32, NOW, until),
    )


def a_directory(**changed: Any) -> Directory:
    first = Directory(
        version=1,
        at=NOW,
        previous="",
        secretariat=SECRETARIAT,
        nodes=(
            NodeEntry(SECRETARIAT, "EXERCISE secretariat", "https://s.example", (NodeKey(Use.SIGNING, PUBLIC, NOW),)),
            NodeEntry(NODE, "EXERCISE مديرية", "", keys(7)),
        ),
        agencies=(
            AgencyEntry(OFFICE, "EXERCISE office", AgencyKind.SECRETARIAT, "", SECRETARIAT),
            AgencyEntry(AGENCY, "EXERCISE مديرية الأمن", AgencyKind.MEMBER, "mr", NODE),
        ),
        communities=(CommunityEntry(uuid4(), "EXERCISE Sahel", (AGENCY,)),),
    )
    return replace(first, **changed)


def test_a_signed_directory_is_read_as_it_was_written() -> None:
    one = sign(a_directory(), KEY)
    again = read_signed(orjson.loads(one.text()))
    assert again == one
    assert again.digest == one.digest
    assert again.is_signed_by([PUBLIC])
    assert not again.is_signed_by([bytes(32), Ed25519PrivateKey.generate().public_key().public_bytes_raw()])


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every single value of a document."""
    if isinstance(value, dict):
        return [place for key, below in value.items() for place in places(below, (*path, key))]
    if isinstance(value, list):
        return [place for number, below in enumerate(value) for place in places(below, (*path, number))]
    return [path]


def test_no_single_value_can_be_changed_without_breaking_the_signature() -> None:
    whole = sign(a_directory(), KEY).as_json()
    found = places(whole)
    assert len(found) > 30
    for path in found:
        changed: Any = copy.deepcopy(whole)
        inner = changed
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = {"x": 1} if inner[path[-1]] is None else f"{inner[path[-1]]}x"
        with suppress(Wrong):
            assert not read_signed(changed).is_signed_by([PUBLIC]), path


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        ({"version": 0}, "version"),
        ({"nodes": ()}, "nodes"),
        ({"secretariat": uuid4()}, "nodes"),
        ({"agencies": (AgencyEntry(AGENCY, "EXERCISE a", AgencyKind.MEMBER, "mr", uuid4()),)}, "agencies"),
        ({"agencies": (AgencyEntry(AGENCY, "EXERCISE a", AgencyKind.MEMBER, "MR", NODE),)}, "agencies"),
        ({"agencies": (AgencyEntry(AGENCY, "EXERCISE a", AgencyKind.SECRETARIAT, "", NODE),)}, "agencies"),
        ({"agencies": (AgencyEntry(AGENCY, "EXERCISE \u202eseirev", AgencyKind.MEMBER, "mr", NODE),)}, "agencies"),
        ({"communities": (CommunityEntry(uuid4(), "EXERCISE", (uuid4(),)),)}, "communities"),
        ({"nodes": (NodeEntry(SECRETARIAT, "s", "https://s.example/below", keys(1)),)}, "address"),
        ({"nodes": (NodeEntry(SECRETARIAT, "s", "https://u:p@s.example", keys(1)),)}, "address"),
        ({"nodes": (NodeEntry(SECRETARIAT, "s", "ftp://s.example", keys(1)),)}, "address"),
        ({"nodes": (NodeEntry(SECRETARIAT, "s", "", keys(1)), NodeEntry(NODE, "n", "", keys(1)))}, "keys"),
    ],
)
def test_a_directory_that_contradicts_itself_is_refused_even_when_signed(changed: dict[str, Any], part: str) -> None:
    whole = {"agencies": (), "communities": ()} | changed if "nodes" in changed else changed
    with pytest.raises(Wrong) as caught:
        read_signed(sign(a_directory(**whole), KEY).as_json())
    assert caught.value.part == part


def test_the_next_version_continues_the_one_before() -> None:
    one = sign(a_directory(), KEY)
    two = sign(a_directory(version=2, previous=one.digest, at=NOW + timedelta(days=1)), KEY)
    assert two.is_follower_of(one)
    assert not one.is_follower_of(two)
    assert not sign(a_directory(version=2, previous="0" * 64, at=NOW), KEY).is_follower_of(one)
    assert not sign(a_directory(version=3, previous=one.digest, at=NOW), KEY).is_follower_of(one)
    assert not sign(a_directory(version=2, previous=one.digest, at=NOW - timedelta(days=1)), KEY).is_follower_of(one)


def test_a_key_counts_in_its_time_only_and_for_its_use_only() -> None:
    until = NOW + timedelta(days=7)
    directory = a_directory(nodes=(NodeEntry(SECRETARIAT, "s", "", keys(7, until=until)),), agencies=(), communities=())
    signing, sealing = directory.nodes[0].keys
    assert directory.signer(signing.id, NOW) is not None
    assert directory.signer(signing.id, NOW - timedelta(seconds=1)) is None
    assert directory.signer(signing.id, until) is None
    assert directory.signer(sealing.id, NOW) is None
    assert directory.nodes[0].keys_at(Use.SEALING, until) == ()


def test_a_fingerprint_can_be_read_aloud() -> None:
    assert len(fingerprint(keys(1)[0]).split("-")) == 8


@given(
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(max_size=12), below, max_size=6),
        max_leaves=20,
    )
)
def test_garbage_is_no_directory(value: Any) -> None:
    with pytest.raises(Wrong):
        read_signed(value)
    with pytest.raises(Wrong):
        read_signed({"directory": value, "signature": {"by": "x", "value": ""}})
