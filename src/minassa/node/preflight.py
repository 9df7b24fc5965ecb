"""Start-up checks: everything that is wrong with a node, said at once (`minassa doctor`, and before `minassa serve`)."""

import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from minassa.base import Settings, SettingsFault
from minassa.base.settings import SECRETS_FOLDER

LEAST_FREE_BYTES: Final = 500_000_000
LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


def faults() -> tuple[SettingsFault, ...]:
    """Every fault of this node's configuration, secrets, database, assets and disk."""
    node: Settings = settings.MINASSA
    found = list(settings.MINASSA_FAULTS)
    for look in _LOOKS:
        found.extend(look(node))
    return tuple(found)


def limits() -> tuple[SettingsFault, ...]:
    """What this node cannot do although it may serve: parts of the system that it does without."""
    from minassa.desk import rendering_fault, scanner_limit  # noqa: PLC0415 - after Django's start
    from minassa.exchange import ledger_fault  # noqa: PLC0415 - the same

    found = (
        ("ledger", ledger_fault(), 'see docs/federation.md, "The end of the ledger"'),
        ("PDF documents", rendering_fault(), "install it and start the node again"),
        ("[attachments] scanner", scanner_limit(), "start clamd and name its socket"),
    )
    return tuple(SettingsFault(where, what, step) for where, what, step in found if what)


def faults_of_binding(node: Settings, host: str) -> tuple[SettingsFault, ...]:
    """Serving beyond loopback needs TLS of our own or a declared proxy that ends it."""
    if host in LOOPBACK or node.node.tls_certificate or node.node.behind_proxy:
        return ()
    what = f"{host} is reachable from outside, and there is neither TLS nor a declared proxy"
    step = "name tls_certificate and tls_key, or set behind_proxy = true, in [node]; or bind to 127.0.0.1"
    return (SettingsFault("--host", what, step),)


def _secrets(node: Settings) -> Iterator[SettingsFault]:
    folder = node.home / SECRETS_FOLDER
    for path in sorted(folder.glob("*")) if folder.is_dir() else ():
        if path.is_file() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield SettingsFault(str(path), "others on this machine can read it", f"run `chmod 600 {path}`")


def _files(node: Settings) -> Iterator[SettingsFault]:
    named = {
        "[node] tls_certificate": node.node.tls_certificate,
        "[node] tls_key": node.node.tls_key,
        "[database] password_file": node.database.password_file,
        "[database] owner_password_file": node.database.owner_password_file,
    }
    for where, name in named.items():
        if name and not node.file(name).is_file():
            yield SettingsFault(where, f"there is no file {node.file(name)}", "put it there, or correct the name")


def _database(_node: Settings) -> Iterator[SettingsFault]:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0]
        yield SettingsFault("[database]", f"it cannot be reached: {reason}", "start it, or correct [database]")
        return
    if waiting:
        what = f"{len(waiting)} migrations have not been applied"
        yield SettingsFault("[database]", what, "run `minassa init`, which brings the database up to date")


def _assets(_node: Settings) -> Iterator[SettingsFault]:
    vendor = Path(__file__).parent.parent / "web" / "static" / "vendor"
    if not any(vendor.glob("**/*.css")):
        what = "the pages' styles and scripts were not built into this installation"
        yield SettingsFault(str(vendor), what, "run `make setup` where the npm registry can be reached")


def _disk(node: Settings) -> Iterator[SettingsFault]:
    if node.home.is_dir() and shutil.disk_usage(node.home).free < LEAST_FREE_BYTES:
        yield SettingsFault(str(node.home), "less than 500 MB of disk are free", "make room, or move the node")


def _attachments(node: Settings) -> Iterator[SettingsFault]:
    if not (node.home / SECRETS_FOLDER / "attachments").is_file():
        what = "the key under which attached files are sealed is missing"
        yield SettingsFault(f"{SECRETS_FOLDER}/attachments", what, "restore it from a backup, or run `minassa init`")


def _django(_node: Settings) -> Iterator[SettingsFault]:
    for message in checks.run_checks():
        if message.level >= checks.ERROR:
            yield SettingsFault(message.id or "check", message.msg, message.hint or "see docs/operations.md")


def _second_wall(_node: Settings) -> Iterator[SettingsFault]:
    from minassa import access  # noqa: PLC0415 - after Django's start

    for what, next_step in access.wall_faults():
        yield SettingsFault("[database]", what, next_step)


_LOOKS: Final[tuple[Callable[[Settings], Iterator[SettingsFault]], ...]] = (
    _secrets,
    _files,
    _attachments,
    _django,
    _database,
    _second_wall,
    _assets,
    _disk,
)
