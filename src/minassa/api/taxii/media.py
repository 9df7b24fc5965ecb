"""TAXII's media type in the headers of a request (TAXII 2.1, sections 1.6.8 and 3.3). Pure."""

from collections.abc import Iterator
from typing import Final

TAXII: Final = "application/taxii+json;version=2.1"
STIX: Final = "application/stix+json;version=2.1"
_NAME: Final = "application/taxii+json"
_WIDER: Final = frozenset({"*/*", "application/*"})


def accepts(header: str) -> bool:
    """Whether an `Accept` header lets us answer with TAXII 2.1; an absent one does."""
    return not header.strip() or any(_is_ours(name, parameters, _WIDER) for name, parameters in _ranges(header))


def is_envelope(header: str) -> bool:
    """Whether a `Content-Type` header says TAXII 2.1, or TAXII without a version."""
    return any(_is_ours(name, parameters, frozenset()) for name, parameters in list(_ranges(header))[:1])


def _is_ours(name: str, parameters: dict[str, str], wider: frozenset[str]) -> bool:
    if not parameters.get("q", "1").strip("0."):
        return False
    return name in wider or (name == _NAME and parameters.get("version", "2.1") == "2.1")


def _ranges(header: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Each media range of a header with its parameters, all in lower case (RFC 9110, section 12.5.1)."""
    for part in header.lower().split(","):
        name, *given = (one.strip() for one in part.split(";"))
        pairs = (one.partition("=") for one in given)
        yield name, {key.strip(): value.strip().strip('"') for key, _sign, value in pairs}
