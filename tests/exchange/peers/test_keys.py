"""S38, S39: the node's keys as files: made once, changed by command, old ones kept for reading, revoked ones gone."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from minassa.base import Unavailable
from minassa.exchange.peers.directory import Use
from minassa.exchange.peers.keys import GRACE, OwnKeys, make_node_keys, read_keys, rotate_node_keys
from minassa.exchange.peers.sealing import Envelope, open_sealed, seal

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


def sealed_to(own: OwnKeys, content: bytes) -> Envelope:
    by = Ed25519PrivateKey.generate()
    return seal(content, sender=uuid4(), recipient=own.node, key=own.newest(Use.SEALING), by=by, at=NOW)


def opened(own: OwnKeys, envelope: Envelope) -> bytes | None:
    private = own.opening(envelope.key)
    return open_sealed(envelope, private) if private else None


def test_keys_are_made_once_and_only_the_node_can_read_them(tmp_path: Path) -> None:
    made = make_node_keys(tmp_path, at=NOW)
    assert make_node_keys(tmp_path, at=NOW + timedelta(days=1)) == made
    files = [*(tmp_path / "secrets").iterdir(), *(tmp_path / "peers").iterdir()]
    assert len(files) == 3
    assert [path.name for path in files if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)] == []
    public = (tmp_path / "peers" / "node.json").read_text()
    assert all(path.read_text().strip() not in public for path in (tmp_path / "secrets").iterdir())


def test_after_two_changes_old_content_opens_and_each_key_signs_in_its_time(tmp_path: Path) -> None:
    first = make_node_keys(tmp_path, at=NOW)
    old = sealed_to(first, b"EXERCISE one")
    second = rotate_node_keys(tmp_path, at=NOW + timedelta(days=1))
    newer = sealed_to(second, b"EXERCISE two")
    third = rotate_node_keys(tmp_path, at=NOW + timedelta(days=2))
    assert opened(third, old) == b"EXERCISE one"
    assert opened(third, newer) == b"EXERCISE two"
    assert third.node == first.node
    assert len({one.id for one in third.entry.keys}) == 6
    at = NOW + timedelta(days=2)
    assert third.newest(Use.SIGNING) == third.entry.keys_at(Use.SIGNING, at)[0]
    assert len(third.entry.keys_at(Use.SIGNING, at)) == 3
    assert len(third.entry.keys_at(Use.SIGNING, NOW + timedelta(days=1) + GRACE)) == 2
    assert len(third.entry.keys_at(Use.SIGNING, at + GRACE)) == 1


def test_a_revoked_key_neither_signs_nor_opens_any_more(tmp_path: Path) -> None:
    first = make_node_keys(tmp_path, at=NOW)
    old = sealed_to(first, b"EXERCISE one")
    after = rotate_node_keys(tmp_path, at=NOW + timedelta(days=1), revoke=True)
    assert opened(after, old) is None
    assert len(after.entry.keys_at(Use.SIGNING, NOW + timedelta(days=1))) == 1
    assert len(list((tmp_path / "secrets").iterdir())) == 2
    with pytest.raises(Unavailable):
        after.signing(first.newest(Use.SIGNING))


@pytest.mark.parametrize("harm", ["remove", "damage", "exchange"])
def test_damaged_keys_are_told(tmp_path: Path, harm: str) -> None:
    own = make_node_keys(tmp_path, at=NOW)
    path = tmp_path / "secrets" / f"peer-{own.newest(Use.SIGNING).id}"
    if harm == "remove":
        path.unlink()
    else:
        path.write_text("zz" if harm == "damage" else "11" * 32)
    with pytest.raises(Unavailable):
        own.signing(own.newest(Use.SIGNING))


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"id": 1}'])
def test_a_damaged_list_of_keys_is_told(tmp_path: Path, text: str) -> None:
    make_node_keys(tmp_path, at=NOW)
    (tmp_path / "peers" / "node.json").write_text(text)
    with pytest.raises(Unavailable):
        read_keys(tmp_path)
