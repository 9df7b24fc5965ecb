"""The manifest: what a backup holds, with the hash of each part, signed by the node's audit key.

A backup locked with public keys could have been written by anybody who knows them. The signature tells whose it is: the
restore compares it with the log's public key that somebody kept, or that stands in the folder which is replaced.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import orjson

from minassa import audit
from minassa.access import LedgerEnd
from minassa.base import Invalid, Json, canonical_json
from minassa.node.backups import faults

FORMAT: Final = 1
KIND: Final = "minassa backup manifest"
NAME: Final = "manifest.json"


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a backup: its SHA-256 in hex, and its size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds.

    `minassa` is the version that wrote it; `checkpoint` the audit log's signed note (empty before the first sealing), which the
    log in the backup extends; `ledger` where the ledger ended (None in backups of before it was stated); `migrations` the last applied one of each room; `parts` the files by their names in the home.
    """

    minassa: str
    at: datetime
    engine: str
    database: str
    checkpoint: str
    migrations: Mapping[str, str]
    ledger: LedgerEnd | None = None
    parts: Mapping[str, Part] = field(default_factory=dict)

    def text(self) -> str:
        """The canonical JSON that is signed."""
        ledger: dict[str, Json] = {}
        if self.ledger is not None:
            ledger["ledger"] = {"number": self.ledger.number, "hash": self.ledger.hash}
        return canonical_json(
            {
                **ledger,
                "format": FORMAT,
                "minassa": self.minassa,
                "at": self.at.isoformat(),
                "engine": self.engine,
                "database": self.database,
                "checkpoint": self.checkpoint,
                "migrations": dict(self.migrations),
                "parts": {name: {"sha256": one.sha256, "size": one.size} for name, one in self.parts.items()},
            }
        ).decode()


def read_manifest(text: str) -> Manifest:
    """The manifest that a text states. Raises Invalid where it is none, or of a later format."""
    try:
        found: dict[str, Any] = orjson.loads(text)
        if found["format"] != FORMAT:
            raise Invalid(faults.NEWER, version=str(found["minassa"])[:20])
        return Manifest(
            minassa=str(found["minassa"]),
            at=datetime.fromisoformat(found["at"]),
            engine=str(found["engine"]),
            database=str(found["database"]),
            checkpoint=str(found["checkpoint"]),
            migrations={str(room): str(name) for room, name in found["migrations"].items()},
            ledger=_ledger_end(found.get("ledger")),
            parts={str(name): Part(str(one["sha256"]), int(one["size"])) for name, one in found["parts"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Invalid(faults.DAMAGED, part=NAME) from error


def _ledger_end(stated: Any) -> LedgerEnd | None:  # noqa: ANN401 - what a file states
    return LedgerEnd(int(stated["number"]), str(stated["hash"])) if stated is not None else None


def signed_manifest(manifest: Manifest) -> str:
    """The manifest as a note that this node's audit key signed."""
    return audit.sign_statement(KIND, manifest.text())


def opened_manifest(note: str, verifier: str) -> tuple[str, str]:
    """The manifest's text and the log's name, from a note that the key in `verifier` signed. Raises Invalid."""
    try:
        return audit.open_statement(KIND, note, verifier)
    except ValueError as error:
        raise Invalid(faults.DAMAGED, part=NAME) from error
