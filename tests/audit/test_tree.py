"""The tree against the test vectors of the certificate-transparency project and a naive reading of RFC 9162, 2.1."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minassa.audit.tree import (
    EMPTY_ROOT,
    Growing,
    consistency_path,
    extends,
    full_subtrees,
    hash_leaf,
    includes,
    inclusion_path,
    range_root,
)

# The inputs and roots that every implementation of RFC 6962 and RFC 9162 is tested with.
ENTRIES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def naive_root(entries: list[bytes]) -> bytes:
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    k = 1
    while k * 2 < len(entries):
        k *= 2
    return sha256(b"\x01" + naive_root(entries[:k]) + naive_root(entries[k:])).digest()


def naive_path(m: int, entries: list[bytes]) -> list[bytes]:
    if len(entries) == 1:
        return []
    k = 1
    while k * 2 < len(entries):
        k *= 2
    if m < k:
        return [*naive_path(m, entries[:k]), naive_root(entries[k:])]
    return [*naive_path(m - k, entries[k:]), naive_root(entries[:k])]


def naive_subproof(m: int, entries: list[bytes], *, b: bool) -> list[bytes]:
    if m == len(entries):
        return [] if b else [naive_root(entries)]
    k = 1
    while k * 2 < len(entries):
        k *= 2
    if m <= k:
        return [*naive_subproof(m, entries[:k], b=b), naive_root(entries[k:])]
    return [*naive_subproof(m - k, entries[k:], b=False), naive_root(entries[:k])]


class InMemory:
    def __init__(self, entries: list[bytes]) -> None:
        self.entries = entries

    def subtree(self, height: int, index: int) -> bytes:
        part = self.entries[index << height : (index + 1) << height]
        assert len(part) == 1 << height, "only full subtrees are asked for"
        return naive_root(part)


def entries_of(count: int) -> list[bytes]:
    return [f"line {number}".encode() for number in range(count)]


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_the_known_test_vectors(size: int) -> None:
    growing = Growing()
    for entry in ENTRIES[:size]:
        growing.add(hash_leaf(entry))
    assert growing.root().hex() == ROOTS[size - 1]
    assert range_root(0, size, InMemory(ENTRIES).subtree).hex() == ROOTS[size - 1]


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert Growing().root() == EMPTY_ROOT == range_root(0, 0, InMemory([]).subtree)
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13, 32, 33, 70])
def test_proofs_are_those_of_a_naive_reading_of_the_rfc(size: int) -> None:
    entries = entries_of(size)
    subtree, root = InMemory(entries).subtree, naive_root(entries)
    for position in range(size):
        path = inclusion_path(position, size, subtree)
        assert list(path) == naive_path(position, entries)
        leaf = hash_leaf(entries[position])
        assert includes(leaf=leaf, position=position, size=size, path=path, root=root)
    for old in range(1, size + 1):
        proof = consistency_path(old, size, subtree)
        assert list(proof) == naive_subproof(old, entries, b=True)
        assert extends(old=old, size=size, old_root=naive_root(entries[:old]), root=root, path=proof)


@given(st.integers(1, 200), st.data())
def test_no_other_leaf_position_or_path_passes_for_an_inclusion(size: int, data: st.DataObject) -> None:
    entries = entries_of(size)
    subtree, root = InMemory(entries).subtree, naive_root(entries)
    position = data.draw(st.integers(0, size - 1))
    path = inclusion_path(position, size, subtree)
    leaf = hash_leaf(entries[position])
    assert not includes(leaf=hash_leaf(b"another"), position=position, size=size, path=path, root=root)
    assert not includes(leaf=leaf, position=position, size=size, path=(*path, leaf), root=root)
    assert not includes(leaf=leaf, position=size, size=size, path=path, root=root)
    other = data.draw(st.integers(0, size - 1))
    if other != position:
        assert not includes(leaf=leaf, position=other, size=size, path=path, root=root)
    if path:
        assert not includes(leaf=leaf, position=position, size=size, path=path[:-1], root=root)


@given(st.integers(2, 200), st.data())
def test_no_rewritten_past_passes_for_an_extension(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size - 1))
    changed = data.draw(st.integers(0, old - 1))
    entries = entries_of(size)
    rewritten = [*entries[:changed], b"another", *entries[changed + 1 :]]
    path = consistency_path(old, size, InMemory(rewritten).subtree)
    old_root = naive_root(entries[:old])
    assert extends(old=old, size=size, old_root=naive_root(rewritten[:old]), root=naive_root(rewritten), path=path)
    assert not extends(old=old, size=size, old_root=old_root, root=naive_root(rewritten), path=path)
    assert not extends(old=old, size=size, old_root=old_root, root=naive_root(entries), path=())


def test_every_tree_extends_the_empty_one_and_itself_only_with_an_empty_path() -> None:
    root = naive_root(entries_of(5))
    assert extends(old=0, size=5, old_root=EMPTY_ROOT, root=root, path=())
    assert not extends(old=0, size=5, old_root=root, root=root, path=())
    assert extends(old=5, size=5, old_root=root, root=root, path=())
    assert not extends(old=5, size=5, old_root=EMPTY_ROOT, root=root, path=())
    assert not extends(old=6, size=5, old_root=root, root=root, path=())


@given(st.integers(0, 600))
def test_a_tree_taken_up_from_its_full_subtrees_grows_as_if_never_put_down(size: int) -> None:
    entries = entries_of(size + 3)
    subtree = InMemory(entries).subtree
    taken_up = Growing((height, subtree(height, index)) for height, index in full_subtrees(size))
    completed = [one for entry in entries[size:] for one in taken_up.add(hash_leaf(entry))]
    assert taken_up.root() == naive_root(entries)
    assert all(subtree(height, index) == hashed for height, index, hashed in completed)


def test_there_is_no_proof_outside_the_tree() -> None:
    subtree = InMemory(entries_of(3)).subtree
    for position in (-1, 3):
        with pytest.raises(IndexError):
            inclusion_path(position, 3, subtree)
    for old in (0, 4):
        with pytest.raises(IndexError):
            consistency_path(old, 3, subtree)
