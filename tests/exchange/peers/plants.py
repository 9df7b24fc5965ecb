"""Plants that real nodes release to each other, and what each node has of them."""

import sqlite3
from pathlib import Path
from typing import Any

from tests.exchange.peers.nodes import Node

CANARY = "EXERCISE canary Ibrahim ag Sealed"

_RELEASE = """
from uuid import UUID, uuid5
from tests.plants.acts import PLANT_WRITE
to, first, last, name = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
actor = access.cli_actor()
label = access.Label(
    actor.agency, access.Tlp.AMBER, frozenset({f"agency:{to}"}), frozenset({access.Handling.H0}), exercise=True
)
with access.door(actor, PLANT_WRITE) as opened:
    opened.intern(label)
    for number in range(first, last):
        stream = f"plant:{uuid5(actor.agency, f'{name} {number}')}"
        version = access.next_version(stream, actor.agency)
        parcel = access.Parcel(
            id=new_id(), kind="plant", stream=stream, version=version,
            step=access.Step.SHARE if version == 1 else access.Step.CORRECT, owner=actor.agency, label=label,
            content={"name": f"{name} {number}" + (f" v{version}" if version > 1 else "")}, at=now(),
        )
        access.release(opened, parcel, to={f"agency:{to}"})
"""
_WITHDRAW = """
from uuid import UUID, uuid5
from tests.plants.acts import PLANT_WRITE
to, number, name = sys.argv[1], int(sys.argv[2]), sys.argv[3]
actor = access.cli_actor()
label = access.Label(
    actor.agency, access.Tlp.AMBER, frozenset({f"agency:{to}"}), frozenset({access.Handling.H0}), exercise=True
)
with access.door(actor, PLANT_WRITE) as opened:
    opened.intern(label)
    stream = f"plant:{uuid5(actor.agency, f'{name} {number}')}"
    parcel = access.Parcel(
        id=new_id(), kind="plant", stream=stream, version=access.next_version(stream, actor.agency),
        step=access.Step.WITHDRAW, owner=actor.agency, label=label, content={"reason": "error"}, at=now(),
    )
    access.release(opened, parcel, to={f"agency:{to}"})
"""
_PLANTS = """
from tests.plants.acts import PLANT_READ
from tests.plants.models import Plant
with access.door(access.cli_actor(), PLANT_READ):
    print(json.dumps(sorted(Plant.objects.values_list("name", flat=True))))
"""
_DELIVERIES = """
from collections import Counter
from minassa.access.acts import RELEASE_LIST
from minassa.access.models import Delivery
with access.door(access.cli_actor(), RELEASE_LIST):
    print(json.dumps(Counter(Delivery.objects.values_list("state", flat=True))))
"""


def release(node: Node, to: Node, count: int = 1, name: str = CANARY, *, first: int = 0) -> None:
    """Release so many plants to the other node's agency; those released before get a further version."""
    node.python(_RELEASE, to.agency(), str(first), str(first + count), name)


def withdraw(node: Node, to: Node, number: int, name: str = CANARY) -> None:
    """Withdraw one of those released from the other node's agency."""
    node.python(_WITHDRAW, to.agency(), str(number), name)


def plants(node: Node) -> list[str]:
    """The names of all plants at a node that its people see, each as often as it is there."""
    found: list[str] = node.python(_PLANTS)
    return found


def names(count: int, name: str = CANARY) -> list[str]:
    """What is expected of so many."""
    return sorted(f"{name} {number}" for number in range(count))


def deliveries(node: Node) -> Any:
    """How many deliveries of a node are in which state."""
    return node.python(_DELIVERIES)


def holds(node: Node, text: str) -> bool:
    """Whether a text stands anywhere in a node's folder: in any file's bytes, or in any value of its database."""
    return folder_holds(node.home, text)


def folder_holds(home: Path, text: str) -> bool:
    """The same of a node's folder."""
    return text.encode() in _bytes_of(home) or text in _values_of(home / "minassa.sqlite3")


def _bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def _values_of(database: Path) -> str:
    """Every value, also those that the file's pages would split."""
    connection = sqlite3.connect(database)
    try:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return "\n".join(repr(row) for table in tables for row in connection.execute(f'SELECT * FROM "{table}"'))
    finally:
        connection.close()
