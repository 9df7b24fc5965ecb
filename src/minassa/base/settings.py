"""The node's settings: one `node.toml` in the node's folder, secrets only as files beside it.

`read_settings(home)` gives the settings and every fault found at once, so that `minassa doctor` can list them all.
Every setting is described in `docs/settings.md`; a test holds the two together.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final, TypeVar

SETTINGS_FILE: Final = "node.toml"
SECRETS_FOLDER: Final = "secrets"
SHORTEST_SECRET: Final = 50
LANGUAGES: Final = ("ar", "fr", "en", "pt")


@dataclass(frozen=True, slots=True)
class Node:
    """`[node]`: who runs this node, and how it is reached."""

    name: str = "Minassa"
    exercise: bool = False
    language: str = "fr"
    time_zone: str = "UTC"
    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    purpose: str = "counter-terrorism"
    several_agencies_log_in: bool = False
    behind_proxy: bool = False
    tls_certificate: str = ""
    tls_key: str = ""


@dataclass(frozen=True, slots=True)
class Database:
    """`[database]`: `sqlite` (embedded) or `postgresql` (production)."""

    engine: str = "sqlite"
    name: str = "minassa"
    host: str = ""
    port: int = 5432
    user: str = "minassa_app"
    owner: str = "minassa_owner"
    password_file: str = ""
    owner_password_file: str = ""


@dataclass(frozen=True, slots=True)
class Fetch:
    """`[fetch]`: outgoing connections. `allow` names hosts as `host` or `host:port`; nothing else is reached."""

    allow: tuple[str, ...] = ()
    private: tuple[str, ...] = ()
    seconds: int = 120
    megabytes: int = 200


@dataclass(frozen=True, slots=True)
class Lists:
    """`[lists]`: another address for a source than the built-in one, as `un-sc = "https://..."`."""

    addresses: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of one node, with the folder they came from."""

    home: Path
    node: Node = Node()
    database: Database = Database()
    fetch: Fetch = Fetch()
    lists: Lists = Lists()

    def secret(self, name: str) -> str:
        """The text of a secret file under `secrets/`; an empty string where it is absent."""
        path = self.home / SECRETS_FOLDER / name
        return path.read_text(encoding="utf-8").strip() if path.is_file() else ""

    def file(self, named: str) -> Path:
        """A file named in the settings: relative names are taken from the node's folder."""
        return self.home / named


@dataclass(frozen=True, slots=True)
class SettingsFault:
    """One thing wrong with the configuration: where, what, and what to do."""

    where: str
    what: str
    next_step: str


Section = TypeVar("Section", Node, Database, Fetch)


def home_folder(named: str | Path | None = None) -> Path:
    """The node's folder: the one named, else `MINASSA_HOME`, else `./minassa-node`."""
    return Path(named or os.environ.get("MINASSA_HOME") or "minassa-node").resolve()


def read_settings(home: Path) -> tuple[Settings, tuple[SettingsFault, ...]]:
    """Read `node.toml` of a node's folder. A missing or unreadable file gives the defaults and a fault."""
    path = home / SETTINGS_FILE
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings(home), (SettingsFault(str(path), "there is no such file", "run `minassa init`"),)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return Settings(home), (SettingsFault(str(path), f"it is not TOML: {error}", "mend the line it names"),)
    return _from_table(home, table)


def _from_table(home: Path, table: Mapping[str, Any]) -> tuple[Settings, tuple[SettingsFault, ...]]:
    faults: list[SettingsFault] = []
    lists = table.get("lists", {})
    node = _section("node", Node, table.get("node", {}), faults)
    database = _section("database", Database, table.get("database", {}), faults)
    fetch = _section("fetch", Fetch, table.get("fetch", {}), faults)
    faults.extend(
        SettingsFault(f"[{name}]", "no such section", "see docs/settings.md for the sections")
        for name in sorted(set(table) - {"node", "database", "fetch", "lists"})
    )
    settings = Settings(home, node, database, fetch, Lists({str(k): str(v) for k, v in lists.items()}))
    return settings, (*faults, *_contradictions(settings))


def _section(name: str, kind: type[Section], table: object, faults: list[SettingsFault]) -> Section:
    if not isinstance(table, Mapping):
        faults.append(SettingsFault(f"[{name}]", "it is not a section", f"write it as [{name}] with lines below"))
        return kind()
    known = {one.name: one for one in fields(kind)}
    values: dict[str, Any] = {}
    for key, value in table.items():
        where = f"[{name}] {key}"
        if key not in known:
            faults.append(SettingsFault(where, "no such setting", "see docs/settings.md for the settings"))
        elif not _fits(getattr(kind(), key), value):
            wanted = type(getattr(kind(), key)).__name__.replace("tuple", "list of texts").replace("str", "text")
            faults.append(SettingsFault(where, f"{value!r} is not a {wanted}", f"write a {wanted}"))
        else:
            values[key] = tuple(value) if isinstance(value, list) else value
    return kind(**values)


def _fits(default: object, value: object) -> bool:
    if isinstance(default, tuple):
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    return type(value) is type(default)


def _contradictions(settings: Settings) -> list[SettingsFault]:
    faults = []
    node, database = settings.node, settings.database
    if node.language not in LANGUAGES:
        faults.append(SettingsFault("[node] language", f"{node.language!r} is not offered", "use ar, fr, en or pt"))
    if database.engine not in {"sqlite", "postgresql"}:
        faults.append(
            SettingsFault("[database] engine", f"{database.engine!r} is not known", "use sqlite or postgresql")
        )
    if bool(node.tls_certificate) != bool(node.tls_key):
        faults.append(SettingsFault("[node] tls_key", "certificate and key go together", "name both or neither"))
    if node.several_agencies_log_in and database.engine == "sqlite" and not node.exercise:
        faults.append(
            SettingsFault(
                "[database] engine",
                "people of several agencies log in, and SQLite has no second wall",
                "use postgresql for this node",
            )
        )
    secret = settings.secret("django")
    if len(secret) < SHORTEST_SECRET:
        faults.append(
            SettingsFault(
                f"{SECRETS_FOLDER}/django",
                "absent, or shorter than 50 characters",
                "run `minassa init`, which makes a new one where it is absent",
            )
        )
    return faults
