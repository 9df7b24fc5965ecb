"""Envelopes and bundles: each object is checked by itself, keeps its exact bytes, and one bad object does not sink the rest."""

from collections.abc import Generator, Iterator, Mapping
from typing import Any, Final

import orjson

from minassa.stix.musts import broken_musts
from minassa.stix.schemas import known_types, validator
from minassa.stix.text import Scanner, broken_limits
from minassa.stix.types import LIMITS, Checked, Code, Json, Limits, Problem, Stix
from minassa.stix.upgrading import is_20, upgrade_object

_WHOLE: Final = -1
_LONGEST_ID: Final = 300
_LONGEST_DETAIL: Final = 120


def check_object(raw: bytes | Mapping[str, Any], *, limits: Limits = LIMITS) -> Checked | Problem:
    """One object, as bytes or as a dict. Never raises for bad input: what is wrong comes back as a Problem.

    Of a dict, `raw` of the answer is how we write it. An object of STIX 2.0 is a Problem: see `upgrade_object`.
    """
    try:
        content = raw if isinstance(raw, bytes) else orjson.dumps(raw)
    except (TypeError, ValueError, RecursionError):
        return Problem(0, Code.NOT_JSON)
    if len(content) > limits.object_bytes:
        return Problem(0, Code.TOO_LARGE, "bytes")
    scanner = Scanner(content.decode("utf-8", "surrogateescape"))
    start = scanner.skip(0)
    found, end = _next_object(scanner, start, 0, limits)
    if end < 0 or scanner.skip(end) != len(scanner.text):
        return Problem(0, Code.NOT_JSON, "", found.id)
    return found


def read_envelope(content: bytes, *, limits: Limits = LIMITS) -> Iterator[Checked | Problem]:
    """The objects of a TAXII envelope or a STIX bundle, in their order, each checked.

    Objects are handed out as they are read. `Checked.raw` is the slice of `content` in which the object stood. A Problem with
    index -1 is about the whole; after `Code.BROKEN` nothing follows, and what came before it stands.
    """
    if len(content) > limits.envelope_bytes:
        yield Problem(_WHOLE, Code.TOO_LARGE, "bytes")
        return
    scanner = Scanner(content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape"))
    try:
        yield from _envelope(scanner, limits)
    except (ValueError, RecursionError):
        yield Problem(_WHOLE, Code.BROKEN)


def read_bundle(content: bytes, *, limits: Limits = LIMITS) -> Iterator[Checked | Problem]:
    """The objects of a bundle; those of STIX 2.0 come upgraded, one object of 2.0 perhaps as several of 2.1.

    `index` is the place in the bundle, so what came of one object shares it.
    """
    for one in read_envelope(content, limits=limits):
        if isinstance(one, Problem) and one.code is Code.OLD_VERSION and one.object is not None:
            yield from _upgraded(one.object, one.index, limits)
        else:
            yield one


def _upgraded(old: Stix, index: int, limits: Limits) -> Iterator[Checked | Problem]:
    for new in upgrade_object(old):
        found = check_object(new, limits=limits)
        if isinstance(found, Problem):
            yield Problem(index, found.code, found.detail, str(old.get("id", ""))[:_LONGEST_ID])
        else:
            yield Checked(
                index, found.id, found.type, found.version, found.raw, found.object, found.known, upgraded=True
            )


def _envelope(scanner: Scanner, limits: Limits) -> Iterator[Checked | Problem]:
    """Walks the members of the envelope; ValueError where its own JSON is broken."""
    at = _expected(scanner, scanner.skip(0), "{")
    names: set[str] = set()
    while scanner.text[at : at + 1] != "}":
        if names:
            at = _expected(scanner, at, ",")
        name, end = scanner.value(at)
        at = _expected(scanner, scanner.skip(end), ":")
        if not isinstance(name, str) or name in names:
            raise ValueError("a member without a name of its own")
        names.add(name)
        if name == "objects":
            at = yield from _objects(scanner, at, limits)
        else:
            at = scanner.skip(scanner.value(at)[1])
    if scanner.skip(at + 1) != len(scanner.text):
        raise ValueError("something follows the envelope")


def _expected(scanner: Scanner, at: int, sign: str) -> int:
    if scanner.text[at : at + 1] != sign:
        raise ValueError(f"{sign} is missing")
    return scanner.skip(at + 1)


def _objects(scanner: Scanner, at: int, limits: Limits) -> Generator[Checked | Problem, None, int]:
    """The elements of `objects`; returns the place after the list."""
    at = _expected(scanner, at, "[")
    index = 0
    while scanner.text[at : at + 1] != "]":
        if index:
            at = _expected(scanner, at, ",")
        if index >= limits.objects:
            yield Problem(index, Code.TOO_MANY)
            raise ValueError("too many objects")
        found, end = _next_object(scanner, at, index, limits)
        yield found
        at = scanner.skip(end) if end >= 0 else len(scanner.text)
        index += 1
    return scanner.skip(at + 1)


def _next_object(scanner: Scanner, at: int, index: int, limits: Limits) -> tuple[Checked | Problem, int]:
    """The object at this place, and where it ends: -1 where its end cannot be told."""
    try:
        value, end = scanner.value(at)
    except (ValueError, RecursionError) as error:
        end = scanner.end_of_brackets(at)
        return Problem(index, Code.TOO_DEEP if isinstance(error, RecursionError) else Code.NOT_JSON), end
    return _judged(scanner, value, (at, end), index, limits), end


def _judged(scanner: Scanner, value: Json, span: tuple[int, int], index: int, limits: Limits) -> Checked | Problem:
    if not _is_object(value):
        return Problem(index, Code.NOT_AN_OBJECT)
    text = scanner.text[slice(*span)]
    name = value["id"][:_LONGEST_ID]
    try:
        raw = text.encode()
    except UnicodeEncodeError:
        return Problem(index, Code.NOT_JSON, "UTF-8")
    if len(raw) > limits.object_bytes:
        return Problem(index, Code.TOO_LARGE, "bytes", name)
    for code, detail in (*scanner.faults.items(), *broken_limits(value, text, limits)):
        return Problem(index, code, detail, name)
    return _conforming(value, raw, index)


def _is_object(value: Json) -> bool:
    """Whether this says what it is. A bundle inside a bundle is no object (STIX 2.1, 8)."""
    if not isinstance(value, dict) or not isinstance(value.get("id"), str):
        return False
    return isinstance(value.get("type"), str) and value["type"] != "bundle"


def _conforming(one: Stix, raw: bytes, index: int) -> Checked | Problem:
    """The last step: STIX's own rules, for an object whose JSON is sound."""
    if is_20(one):
        return Problem(index, Code.OLD_VERSION, "", one["id"][:_LONGEST_ID], one)
    known = one["type"] in known_types()
    schema = validator(one["type"] if known else "")
    if not schema.is_valid(one):
        error = min(schema.iter_errors(one), key=lambda each: len(each.instance_path))
        return Problem(index, Code.SCHEMA, _place(error.instance_path, error.kind.name), one["id"][:_LONGEST_ID])
    if not one["id"].startswith(f"{one['type']}--"):
        # The schemas hold only the types that they know to this (2.1, 2.9); under another's id, an unknown one would take its place.
        return Problem(index, Code.SCHEMA, "id: type", one["id"])
    for code, detail in broken_musts(one):
        return Problem(index, code, detail, one["id"])
    version = one.get("modified") or one.get("created") or ""
    return Checked(index, one["id"], one["type"], version if isinstance(version, str) else "", raw, one, known)


def _place(path: list[str | int], rule: str) -> str:
    """Where in the object, and which rule of the schema; never a value."""
    return f"{'.'.join(map(str, path)) or 'object'}: {rule}"[:_LONGEST_DETAIL]
