"""An overview as JSON, both ways. What comes from another node is read strictly here or nowhere."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any, Final, get_args, get_origin, get_type_hints

from minassa.threats.overview.types import Overview

LONGEST_TEXT: Final = 300
MOST: Final = 10_000
_LARGEST: Final = 10**12
VERSION: Final = 1


def overview_to_json(overview: Overview) -> dict[str, Any]:
    """An overview as JSON."""
    return {"version": VERSION, "overview": _written(overview)}


def overview_from_json(body: Mapping[str, Any]) -> Overview:
    """What `overview_to_json` wrote. Raises ValueError for anything else."""
    if set(body) != {"version", "overview"} or body["version"] != VERSION:
        raise ValueError("no overview, or one of another version")
    found = _read(Overview, body["overview"])
    if not isinstance(found, Overview) or not found.scope.first <= found.scope.last < found.scope.first + 240:
        raise ValueError("an overview has a first and a last month")
    return found


def _written(value: Any) -> Any:  # noqa: ANN401 - a value of any of the types of an overview
    """A dataclass as the list of its values in their order: short, and nothing is named twice."""
    if is_dataclass(value):
        return [_written(getattr(value, one.name)) for one in fields(value)]
    if isinstance(value, tuple):
        return [_written(one) for one in value]
    return value.isoformat() if isinstance(value, datetime) else value


def _read(kind: Any, value: object) -> Any:  # noqa: ANN401 - the same
    """A value of this type, or ValueError."""
    if is_dataclass(kind):
        return _record(kind, value)
    if get_origin(kind) is tuple:
        return tuple(_read(get_args(kind)[0], one) for one in _list(value))
    if type(None) in get_args(kind):
        return None if value is None else _read(next(one for one in get_args(kind) if one is not type(None)), value)
    if kind is datetime:
        return _moment(value)
    return _plain(kind, value)


def _record(kind: Any, value: object) -> Any:  # noqa: ANN401 - the same
    hints = get_type_hints(kind)
    names = [one.name for one in fields(kind)]
    found = _list(value)
    if len(found) != len(names):
        raise ValueError(f"{kind.__name__} has {len(names)} values")
    return kind(*(_read(hints[name], one) for name, one in zip(names, found, strict=True)))


def _plain(kind: Any, value: object) -> object:  # noqa: ANN401 - the same
    if kind is str and isinstance(value, str) and len(value) <= LONGEST_TEXT:
        return value
    if isinstance(value, bool) or not isinstance(value, int | float) or not -_LARGEST < value < _LARGEST:
        raise ValueError("not a value that an overview can have")
    if kind is float:
        return float(value)
    if kind is int and isinstance(value, int):
        return value
    raise ValueError("not a value that an overview can have")


def _moment(value: object) -> datetime:
    found = datetime.fromisoformat(value) if isinstance(value, str) else None
    if found is None or found.tzinfo is None:
        raise ValueError("a moment has its zone")
    return found


def _list(value: object) -> list[object]:
    if not isinstance(value, list) or len(value) > MOST:
        raise ValueError("not a list that an overview can have")
    return value
