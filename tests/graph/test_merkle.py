"""Merkle trees: the RFC's own vectors, and proofs that hold or not."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.merkle import Hash, consistency, extends, included, inclusion, leaf_hash, node_hash, root

# Inputs and roots of the certificate-transparency reference implementation, as its tests print them.
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
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
LEAVES = [leaf_hash(bytes.fromhex(text)) for text in INPUTS]


def by_definition(leaves: Sequence[Hash]) -> Hash:
    """The RFC's recursion, word for word."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(by_definition(leaves[:split]), by_definition(leaves[split:]))


def made(size: int) -> list[Hash]:
    return [leaf_hash(bytes([n])) for n in range(size)]


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_the_reference(size: int) -> None:
    assert root(LEAVES[:size]).hex() == ROOTS[size - 1]


def test_no_leaves_have_the_hash_of_nothing() -> None:
    assert root(()).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_proofs_are_those_of_the_reference() -> None:
    assert inclusion(LEAVES, 5)[0].hex() == "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
    assert [p.hex() for p in inclusion(LEAVES[:3], 2)] == [ROOTS[1]]
    assert [p.hex() for p in consistency(LEAVES, 6)] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        ROOTS[3],
    ]


@given(st.integers(0, 70))
def test_the_root_is_the_rfc_s_recursion(size: int) -> None:
    assert root(made(size)) == by_definition(made(size))


@given(st.integers(1, 70), st.data())
def test_every_leaf_is_proven_and_no_other(size: int, data: st.DataObject) -> None:
    leaves = made(size)
    place = data.draw(st.integers(0, size - 1))
    path, whole = inclusion(leaves, place), root(leaves)
    assert included(leaves[place], place, size, path, whole)
    other = data.draw(st.integers(0, size - 1).filter(lambda n: n != place)) if size > 1 else None
    assert not included(leaf_hash(b"forged"), place, size, path, whole)
    assert not included(leaves[place], size, size, path, whole)
    if other is not None:
        assert not included(leaves[other], other, size, path, whole) or leaves[other] == leaves[place]
        assert not included(leaves[place], place, size, path[:-1], whole)
    assert not included(leaves[place], place, size, [*path, whole], whole)


@given(st.integers(0, 70), st.data())
def test_a_beginning_is_proven_and_a_rewritten_one_is_not(size: int, data: st.DataObject) -> None:
    leaves = made(size)
    earlier = data.draw(st.integers(0, size))
    path = consistency(leaves, earlier)
    assert extends(earlier, root(leaves[:earlier]), size, root(leaves), path)
    assert not extends(earlier, leaf_hash(b"forged"), size, root(leaves), path)
    assert not extends(earlier, root(leaves[:earlier]), size, root(leaves), [*path, root(leaves)])
    if 0 < earlier < size:
        assert not extends(earlier, root(leaves[:earlier]), size, leaf_hash(b"forged"), path)
        assert not extends(earlier, root(leaves[:earlier]), size, root(leaves), path[:-1])
        rewritten = [leaf_hash(b"forged"), *leaves[1:]]
        again = consistency(rewritten, earlier)
        assert not extends(earlier, root(leaves[:earlier]), size, root(rewritten), again)


@pytest.mark.parametrize(("size", "place"), [(0, 0), (3, 3), (3, -1)])
def test_no_leaf_no_proof(size: int, place: int) -> None:
    with pytest.raises(IndexError):
        inclusion(made(size), place)
    with pytest.raises(IndexError):
        consistency(made(size), size + 1)


def test_a_node_is_never_taken_for_a_leaf() -> None:
    """Without the first byte the tree of two leaves would be that of one leaf made of both."""
    assert root(LEAVES[:2]) != leaf_hash(LEAVES[0] + LEAVES[1])
