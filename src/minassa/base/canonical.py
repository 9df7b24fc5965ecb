"""Canonical JSON (RFC 8785): the one byte form that is hashed and signed."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import rfc8785

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"


def canonical_json(value: Json) -> bytes:
    """The RFC 8785 bytes of a value.

    Raises ValueError for what that standard cannot hold: integers beyond 2**53 - 1, NaN, lone surrogates.
    """
    try:
        return bytes(rfc8785.dumps(value))
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise ValueError(f"not canonical JSON: {error}") from error
