"""Keys and signed checkpoints."""

import stat
from pathlib import Path

import pytest

from minassa.audit import make_keys
from minassa.audit.keys import SEALING, SIGNING, Verifier, read_keys
from minassa.audit.notes import opened, signed
from minassa.base import Unavailable, now


def test_keys_are_made_once_and_are_for_the_owner_only(tmp_path: Path) -> None:
    verifier = make_keys(tmp_path)
    before = (tmp_path / SIGNING).read_text()
    assert make_keys(tmp_path) == verifier
    assert (tmp_path / SIGNING).read_text() == before
    for name in (SIGNING, SEALING):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


@pytest.mark.parametrize("name", [SIGNING, SEALING, "audit/log.vkey"])
@pytest.mark.parametrize("damage", [None, "", "zz", "00"])
def test_missing_or_damaged_keys_are_a_fault_not_new_keys(tmp_path: Path, name: str, damage: str | None) -> None:
    make_keys(tmp_path)
    if damage is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_text(damage)
    with pytest.raises(Unavailable) as caught:
        read_keys(tmp_path)
    assert caught.value.code == "audit.no-keys"


def test_another_nodes_signing_key_does_not_fit_the_verifier(tmp_path: Path) -> None:
    make_keys(tmp_path / "a")
    make_keys(tmp_path / "b")
    (tmp_path / "a" / SIGNING).write_text((tmp_path / "b" / SIGNING).read_text())
    with pytest.raises(Unavailable):
        read_keys(tmp_path / "a")


def test_a_checkpoint_is_a_signed_note_that_only_its_key_opens(tmp_path: Path) -> None:
    verifier = make_keys(tmp_path / "a")
    other = make_keys(tmp_path / "b")
    moment = now()
    checkpoint = signed(size=3, root=b"r" * 32, at=moment, keys=read_keys(tmp_path / "a"))
    assert opened(checkpoint.note, verifier) == checkpoint
    assert checkpoint.note.split("\n")[:2] == [verifier.name, "3"]
    for key in (other, Verifier(verifier.name, other.public), Verifier("minassa-other", verifier.public)):
        with pytest.raises(ValueError):
            opened(checkpoint.note, key)


@pytest.mark.parametrize(("old", "new"), [("\n3\n", "\n4\n"), ("at 2026", "at 2025"), ("— ", "- "), ("\n\n", "\n")])
def test_an_altered_note_does_not_open(tmp_path: Path, old: str, new: str) -> None:
    verifier = make_keys(tmp_path)
    note = signed(size=3, root=b"r" * 32, at=now().replace(year=2026), keys=read_keys(tmp_path)).note
    assert old in note
    with pytest.raises(ValueError):
        opened(note.replace(old, new), verifier)


def test_a_verifier_key_reads_back_from_its_text(tmp_path: Path) -> None:
    verifier = make_keys(tmp_path)
    assert Verifier.parse(verifier.text()) == verifier
    with pytest.raises(ValueError):
        Verifier.parse(verifier.text().replace("+", "+00", 1))
