"""The kinds of edges: link records by their schema, and properties by which one record points to another."""

import hashlib
from functools import cache

from minassa.records.vocabulary import ValueType, schemata


@cache
def kinds() -> tuple[str, ...]:
    """Every kind by its number: the names of schemata that link, then `property` names of references, in a stable order."""
    links = sorted(one.name for one in schemata().values() if one.edge)
    pointing = {
        name
        for one in schemata().values()
        for name, declared in one.properties.items()
        if declared.type is ValueType.REFERENCE and not declared.guarded and not one.edge
    }
    found = (*links, *sorted(pointing))
    if len(found) > _MOST:
        raise ValueError("a snapshot has room for 256 kinds of edges")
    return found


@cache
def numbers() -> dict[str, int]:
    """The number of each kind."""
    return {name: number for number, name in enumerate(kinds())}


@cache
def sort_of_files() -> str:
    """The sort of saved graphs made with these kinds: one that was made with others is not opened."""
    return f"graph-{hashlib.sha256(' '.join(kinds()).encode()).hexdigest()[:16]}"


_MOST = 256
