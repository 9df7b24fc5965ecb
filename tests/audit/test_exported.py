"""An exported log is verified anywhere, with the log's public key alone."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from minassa import audit
from minassa.audit.keys import read_keys
from minassa.audit.notes import signed
from minassa.audit.tree import Growing, hash_leaf
from minassa.base import Json, canonical_json, now

Entries = list[str]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("log")
    audit.make_keys(home)
    return home


@pytest.fixture(scope="module")
def key(home: Path) -> str:
    return (home / "audit/log.vkey").read_text()


@pytest.fixture(scope="module")
def entries(home: Path, key: str) -> Entries:
    """Nine lines with checkpoints after the fourth and the last, in the shape of an export."""
    tree, found = Growing(), [json.dumps({"log": key.strip()})]
    for position in range(9):
        line: Json = {"action": "record.read", "n": position}
        tree.add(hash_leaf(canonical_json(line)))
        found.append(json.dumps({"position": position, "line": line}))
        if tree.size in {4, 9}:
            note = signed(size=tree.size, root=tree.root(), at=now(), keys=read_keys(home)).note
            found.append(json.dumps({"checkpoint": note}))
    return found


def note_of(entries: Entries, index: int) -> str:
    return str(json.loads(entries[index])["checkpoint"])


def test_a_whole_export_holds(entries: Entries, key: str) -> None:
    assert audit.verify_export(entries, key=key) == audit.Verification(ok=True, size=9, waiting=0)
    assert audit.verify_export(iter(entries), key=key, against=note_of(entries, 5)).ok


def without(index: int) -> Callable[[Entries], Entries]:
    return lambda entries: entries[:index] + entries[index + 1 :]


def changed(index: int, old: str, new: str) -> Callable[[Entries], Entries]:
    return lambda entries: [*entries[:index], entries[index].replace(old, new), *entries[index + 1 :]]


@pytest.mark.parametrize(
    ("attack", "code", "line"),
    [
        (changed(3, "record.read", "record.list"), "root", 1),
        (changed(7, "record.read", "record.list"), "root", 5),
        (without(7), "removed", 6),
        (lambda entries: [*entries[:6], entries[7], entries[6], *entries[8:]], "removed", 5),
        (lambda entries: [*entries[:7], entries[6], *entries[7:]], "reordered", 6),
        (without(11), "not-whole", None),
        (lambda entries: entries[:1], "not-whole", None),
        (changed(5, "4", "5"), "checkpoint-altered", None),
        (changed(0, "minassa", "another"), "other-log", None),
        (changed(4, "{", "["), "not-export", None),
        (changed(4, "line", "lime"), "not-export", None),
        (lambda entries: [entries[0], "[" * 100_001], "not-export", None),
    ],
)
def test_s19_what_is_wrong_with_an_export_is_named(
    entries: Entries, key: str, attack: Callable[[Entries], Entries], code: str, line: int | None
) -> None:
    attacked = attack(entries)
    assert attacked != entries
    verdict = audit.verify_export(attacked, key=key)
    assert (verdict.ok, verdict.code, verdict.line) == (False, code, line)
    assert verdict.first_fault


def test_s19_an_export_cut_back_to_an_earlier_checkpoint_is_caught_by_one_kept_elsewhere(
    entries: Entries, key: str
) -> None:
    cut = entries[:6]
    assert audit.verify_export(cut, key=key).ok, "by itself it is a whole log"
    verdict = audit.verify_export(cut, key=key, against=note_of(entries, 11))
    assert (verdict.code, verdict.line) == ("cut-off", 5)


def test_s19_a_history_signed_anew_is_caught_by_a_checkpoint_kept_elsewhere(
    entries: Entries, key: str, home: Path
) -> None:
    """Whoever has the signing key can write another past, but not that which others hold a checkpoint of."""
    tree, forged = Growing(), [entries[0]]
    for position in range(9):
        line: Json = {"action": "record.list", "n": position}
        tree.add(hash_leaf(canonical_json(line)))
        forged.append(json.dumps({"position": position, "line": line}))
    forged.append(json.dumps({"checkpoint": signed(size=9, root=tree.root(), at=now(), keys=read_keys(home)).note}))
    assert audit.verify_export(forged, key=key).ok
    verdict = audit.verify_export(forged, key=key, against=note_of(entries, 5))
    assert (verdict.code, verdict.line) == ("root", 1)


def test_a_key_that_is_none_is_refused(entries: Entries) -> None:
    with pytest.raises(ValueError):
        audit.verify_export(entries, key="nonsense")
