"""Envelopes and bundles out of stored bytes, which are put in untouched."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

import orjson


def object_bytes(one: Mapping[str, Any]) -> bytes:
    """One object as we write it: what is stored for objects that begin here."""
    return orjson.dumps(one)


def write_envelope(objects: Iterable[bytes], *, more: bool = False, next_: str = "") -> bytes:
    """A TAXII 2.1 envelope (3.7) around objects as they were stored. Without objects it has no `objects`."""
    inside = b",".join(objects)
    rest: dict[str, Any] = {"more": True} if more else {}
    if next_:
        rest["next"] = next_
    head = orjson.dumps(rest)[:-1]
    if not inside:
        return head + b"}"
    return head + (b"," if rest else b"") + b'"objects":[' + inside + b"]}"


def write_bundle(objects: Iterable[bytes], *, id_: str = "") -> bytes:
    """A STIX 2.1 bundle around objects as they were stored; bytes that are there already are not repeated."""
    inside = b",".join(dict.fromkeys(objects))
    head = orjson.dumps({"type": "bundle", "id": id_ or f"bundle--{uuid4()}"})[:-1]
    return head + b',"objects":[' + inside + b"]}" if inside else head + b"}"
