"""Walking elements by their local names, whatever their namespace."""

from functools import lru_cache
from typing import Any, Final

Node = Any
LONGEST: Final = 2_000
"""Letters of one text that are read: the longest that ISO 20022 has is shorter."""


def local(node: Node) -> str:
    """An element's name without its namespace."""
    return _without_namespace(node.tag)


@lru_cache(maxsize=2048)
def _without_namespace(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(node: Node, *steps: str) -> Node | None:
    """The first descendant by a way of local names; None where there is none."""
    for step in steps:
        node = next((one for one in node if local(one) == step), None)
        if node is None:
            return None
    return node


def text_at(node: Node, *steps: str) -> str:
    """The text at the end of a way of local names, tidied; empty where there is none."""
    found = child(node, *steps)
    return tidy(found.text) if found is not None else ""


def tidy(text: str | None) -> str:
    """Words with one space between them, cut to what is read."""
    return " ".join((text or "")[: 4 * LONGEST].split())[:LONGEST]
