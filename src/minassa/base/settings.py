"""The node's settings: one `node.toml` in the node's folder, secrets only as files beside it.

`read_settings(home)` gives the settings and every fault found at once, so that `minassa doctor` can list them all.
Every setting is described in `docs/settings.md`; a test holds the two together.
"""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final, TypeVar

SETTINGS_FILE: Final = "node.toml"
SECRETS_FOLDER: Final = "secrets"
SHORTEST_SECRET: Final = 50
LANGUAGES: Final = ("ar", "fr", "en", "pt")
_SECOND_PERSON: Final = ("none", "confirmed", "dismissed", "both")
MOST_DAYS: Final = 3650
MOST_MEGABYTES: Final = 50
MOST_IMPORTED: Final = 1_000
LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
SECTIONS: Final = frozenset(
    {
        "attachments",
        "backup",
        "breaches",
        "cases",
        "database",
        "fetch",
        "imports",
        "lists",
        "mail",
        "map",
        "node",
        "payments",
        "scraping",
    }
)
LEAST_STOP: Final = 76
MOST_STOP: Final = 100
"""Between these hundredths of likeness a payment may be stopped: the check shows nothing beneath the first."""
_DRAWN: Final = re.compile(r"disputed|plain|[a-z]{2}")
_SCANNER: Final = re.compile(r"unix:/\S+|(?:127\.0\.0\.1|\[::1\]|localhost):\d{1,5}")


@dataclass(frozen=True, slots=True)
class Node:
    """`[node]`: who runs this node, and how it is reached."""

    name: str = "Minassa"
    exercise: bool = False
    language: str = "fr"
    time_zone: str = "UTC"
    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    address: str = ""
    purpose: str = "counter-terrorism"
    security_contact: str = ""
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
    backup: str = "minassa_backup"
    password_file: str = ""
    owner_password_file: str = ""
    backup_password_file: str = ""


@dataclass(frozen=True, slots=True)
class Fetch:
    """`[fetch]`: outgoing connections. `allow` names hosts as `host` or `host:port`; nothing else is reached."""

    allow: tuple[str, ...] = ()
    private: tuple[str, ...] = ()
    seconds: int = 120
    megabytes: int = 200


@dataclass(frozen=True, slots=True)
class Backup:
    """`[backup]`: public keys (age or SSH) that backups are locked with, or a file with a passphrase.

    With `second_recipients` it takes a key of each of the two lists to open a backup: two persons.
    """

    recipients: tuple[str, ...] = ()
    second_recipients: tuple[str, ...] = ()
    passphrase_file: str = ""


@dataclass(frozen=True, slots=True)
class Lists:
    """`[lists]`: another address for a source than the built-in one, as `un-sc = "https://..."`."""

    addresses: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Attachments:
    """`[attachments]`: how large files may be, how much one person may attach, and where the virus scanner listens."""

    megabytes: int = 20
    quota_megabytes: int = 500
    scanner: str = ""


@dataclass(frozen=True, slots=True)
class Imports:
    """`[imports]`: how large a file may be that somebody sends at a page to be brought in. It is packed as it comes."""

    megabytes: int = 200


@dataclass(frozen=True, slots=True)
class Mail:
    """`[mail]`: the one relay through which people are told that there are notices; without a host nothing is sent."""

    host: str = ""
    port: int = 587
    security: str = "starttls"
    user: str = ""
    password_file: str = ""
    sender: str = ""
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Payments:
    """`[payments]`: from which likeness of names on a payment is stopped, in hundredths, and whether a second person confirms decisions."""

    stop_from: int = 80
    four_eyes: bool = False


@dataclass(frozen=True, slots=True)
class Scraping:
    """`[scraping]`: how much one person, program or node may read within an hour before somebody looks at it (S37)."""

    opened: int = 150
    searched: int = 120
    checked: int = 900
    paged: int = 60
    pulled: int = 1000
    exported: int = 4
    probed: int = 30
    stopped: int = 5
    day_factor: int = 4
    times_own: int = 3
    times_agency: int = 5
    ceiling: int = 10
    quiet_hours: int = 24
    slow_per_minute: int = 10


@dataclass(frozen=True, slots=True)
class Breaches:
    """`[breaches]`: the clock of incidents of security and mis-disclosures (R16)."""

    authority_hours: int = 72
    persons_hours: int = 168
    remind_hours: int = 12


@dataclass(frozen=True, slots=True)
class Cases:
    """`[cases]`: which decisions a second person must agree to ("none", "confirmed", "dismissed", "both"), and the first deadline."""

    second_person: str = "none"
    due_days: int = 14


@dataclass(frozen=True, slots=True)
class Map:
    """`[map]`: how disputed areas are drawn: "disputed" (dashed, no state's colour), "plain" (as in the file), or a country's code."""

    western_sahara: str = "disputed"
    somaliland: str = "disputed"
    abyei: str = "disputed"
    halaib: str = "disputed"
    ilemi: str = "disputed"


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of one node, with the folder they came from."""

    home: Path
    node: Node = Node()
    database: Database = Database()
    fetch: Fetch = Fetch()
    backup: Backup = Backup()
    lists: Lists = Lists()
    attachments: Attachments = Attachments()
    mail: Mail = Mail()
    scraping: Scraping = Scraping()
    breaches: Breaches = Breaches()
    map: Map = Map()
    imports: Imports = Imports()
    cases: Cases = Cases()
    payments: Payments = Payments()

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


Section = TypeVar(
    "Section", Node, Database, Fetch, Backup, Attachments, Mail, Map, Scraping, Breaches, Cases, Payments, Imports
)


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
    backup = _section("backup", Backup, table.get("backup", {}), faults)
    attachments = _section("attachments", Attachments, table.get("attachments", {}), faults)
    imports = _section("imports", Imports, table.get("imports", {}), faults)
    mail = _section("mail", Mail, table.get("mail", {}), faults)
    drawn = _section("map", Map, table.get("map", {}), faults)
    scraping = _section("scraping", Scraping, table.get("scraping", {}), faults)
    breaches = _section("breaches", Breaches, table.get("breaches", {}), faults)
    cases = _section("cases", Cases, table.get("cases", {}), faults)
    payments = _section("payments", Payments, table.get("payments", {}), faults)
    faults.extend(
        SettingsFault(f"[{name}]", "no such section", "see docs/settings.md for the sections")
        for name in sorted(set(table) - SECTIONS)
    )
    addresses = Lists({str(k): str(v) for k, v in lists.items()})
    settings = Settings(
        home,
        node,
        database,
        fetch,
        backup,
        addresses,
        attachments,
        mail,
        scraping,
        breaches,
        drawn,
        imports,
        cases,
        payments,
    )
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
    if node.security_contact and not node.security_contact.startswith(("mailto:", "https://", "tel:")):
        what = f"{node.security_contact!r} is no address"
        faults.append(SettingsFault("[node] security_contact", what, "begin it with mailto:, https:// or tel:"))
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
    if settings.attachments.scanner and not _SCANNER.fullmatch(settings.attachments.scanner):
        what = f"{settings.attachments.scanner!r} is no local socket, and files would cross a network unsealed"
        faults.append(SettingsFault("[attachments] scanner", what, 'use "unix:/path" or "127.0.0.1:port"'))
    if not 0 < settings.attachments.megabytes <= MOST_MEGABYTES:
        what = f"{settings.attachments.megabytes} is not between 1 and {MOST_MEGABYTES}"
        faults.append(
            SettingsFault("[attachments] megabytes", what, "files are checked in memory: choose a smaller limit")
        )
    if not 0 < settings.imports.megabytes <= MOST_IMPORTED:
        what = f"{settings.imports.megabytes} is not between 1 and {MOST_IMPORTED}"
        faults.append(SettingsFault("[imports] megabytes", what, "bring larger files in on the node itself"))
    faults.extend(_case_faults(settings.cases))
    faults.extend(_map_faults(settings.map))
    faults.extend(_mail_faults(settings))
    faults.extend(_counts_below_one(settings))
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


def _counts_below_one(settings: Settings) -> Iterator[SettingsFault]:
    """Bounds and clocks count from one: with 0 everything would raise an alert, or be late at once."""
    for name, section in (("scraping", settings.scraping), ("breaches", settings.breaches)):
        for one in fields(section):
            if (value := getattr(section, one.name)) < 1:
                yield SettingsFault(f"[{name}] {one.name}", f"{value} is below 1", "write a whole number from 1")
    if not LEAST_STOP <= settings.payments.stop_from <= MOST_STOP:
        what = f"{settings.payments.stop_from} is not between {LEAST_STOP} and {MOST_STOP}"
        yield SettingsFault("[payments] stop_from", what, "write hundredths of likeness, such as 80")


def _case_faults(cases: Cases) -> Iterator[SettingsFault]:
    if cases.second_person not in _SECOND_PERSON:
        what = f"{cases.second_person!r} is none of the decisions"
        yield SettingsFault("[cases] second_person", what, f"use one of: {', '.join(_SECOND_PERSON)}")
    if not 1 <= cases.due_days <= MOST_DAYS:
        what = f"{cases.due_days} is not between 1 and {MOST_DAYS}"
        yield SettingsFault("[cases] due_days", what, "write a whole number of days")


def _map_faults(drawn: Map) -> Iterator[SettingsFault]:
    for area in fields(Map):
        way = getattr(drawn, area.name)
        if not _DRAWN.fullmatch(way):
            what = f"{way!r} is no way of drawing an area"
            yield SettingsFault(f"[map] {area.name}", what, 'use "disputed", "plain" or a code such as "ma"')


def _mail_faults(settings: Settings) -> Iterator[SettingsFault]:
    """Mail goes out encrypted, from a named sender, and says where the node is."""
    mail = settings.mail
    if not mail.host:
        return
    if mail.security not in {"starttls", "tls", "none"}:
        yield SettingsFault("[mail] security", f"{mail.security!r} is not known", "use starttls or tls")
    if mail.security == "none" and (mail.host not in LOOPBACK or mail.user):
        what = "addresses, or a password, would cross a network unencrypted"
        yield SettingsFault("[mail] security", what, "use starttls or tls; none is for a relay on this machine")
    if not 0 < mail.port < 65_536:
        yield SettingsFault("[mail] port", f"{mail.port} is no port", "most relays listen at 587 or 465")
    if "@" not in mail.sender:
        yield SettingsFault("[mail] sender", "it is no address", 'write one, such as "minassa@agency.example"')
    if bool(mail.user) != bool(mail.password_file):
        yield SettingsFault("[mail] password_file", "user and password go together", "name both or neither")
    if not settings.node.address:
        yield SettingsFault("[node] address", "mail says where to read, and this is empty", "write the node's address")
