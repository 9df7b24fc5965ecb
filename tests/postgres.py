"""Run the tests marked `store` that need no browser on PostgreSQL: `python -m tests.postgres [pytest's arguments]`.

Starts a cluster of its own in a temporary folder on a free port, as a user who is not root, with an owner role that migrates
and an app role that owns nothing; the tests run as the app role. Where PostgreSQL is not installed it says so and exits 0.
"""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.migrated import migrate

OWNER = "minassa_owner"
APP = "minassa_app"
SUPERUSER = "minassa_super"
DATABASE = "minassa_test"
MIGRATED = "minassa_migrated"
"""A node's tables with nothing in them: whoever makes another node copies it, as migrating takes seconds."""
_ROOT = Path(__file__).resolve().parent.parent
_DSN = "MINASSA_TEST_SUPERUSER_DSN"


def binaries() -> Path | None:
    """The newest installed PostgreSQL's folder of programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def superuser() -> psycopg.Connection:
    """A connection past all walls, to plant, to look and to empty."""
    return psycopg.connect(os.environ[_DSN], autocommit=True)


def empty_all_tables(keep: Collection[str]) -> None:
    """Empty every table but these."""
    with superuser() as connection:
        names = connection.execute(
            "SELECT format('%%I', tablename) FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL (%s)",
            [list(keep)],
        ).fetchall()
        # The log's triggers and the foreign keys stand aside. Most tables are empty: deleting rows beats truncating them all.
        connection.execute("SET session_replication_role = replica")
        filled = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for (name,) in names)
        with connection.transaction():
            for (name,) in connection.execute(filled).fetchall():
                connection.execute(f"DELETE FROM {name}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _as_nobody(command: list[str], folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return command
    shutil.chown(folder, "nobody")
    return ["setpriv", "--reuid=nobody", "--clear-groups", *command]


@contextmanager
def cluster(folder: Path, programs: Path) -> Iterator[int]:
    """A running server in this folder; its port."""
    data, port = folder / "data", _free_port()
    data.mkdir()
    options = f"-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
    # Without autovacuum no table gets its statistics in the middle of a test: the plans that tests look at stay the same.
    quick = f"{options} -c full_page_writes=off -c synchronous_commit=off -c shared_buffers=64MB -c autovacuum=off -c jit=off"
    initdb = [str(programs / "initdb"), "-D", str(data), "-U", SUPERUSER, "--auth=trust", "-E", "UTF8", "--no-locale"]
    pg_ctl = [str(programs / "pg_ctl"), "-D", str(data), "-w"]
    subprocess.run(_as_nobody(initdb, data), check=True, stdout=subprocess.DEVNULL, cwd=folder)
    log = folder / "log"
    log.touch()
    start = [*pg_ctl, "-l", str(log), "-o", quick, "start"]
    subprocess.run(_as_nobody(start, log), check=True, stdout=subprocess.DEVNULL, cwd=folder)
    try:
        yield port
    finally:
        stop = [*pg_ctl, "-m", "immediate", "stop"]
        subprocess.run(_as_nobody(stop, data), check=False, stdout=subprocess.DEVNULL, cwd=folder)


def make_home(folder: Path, port: int) -> dict[str, str]:
    """A node's folder for the tests, its two roles and its database; the environment that names them."""
    home = folder / "home"
    (home / "secrets").mkdir(parents=True)
    (home / "secrets" / "django").write_text(secrets.token_urlsafe(64))
    (home / "node.toml").write_text(
        f'[node]\nexercise = true\n[database]\nengine = "postgresql"\nhost = "127.0.0.1"\nport = {port}\n'
        f'name = "{DATABASE}"\nuser = "{APP}"\nowner = "{OWNER}"\n'
    )
    where = f"host=127.0.0.1 port={port} user={SUPERUSER}"
    with psycopg.connect(f"{where} dbname=postgres", autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {OWNER} LOGIN")
        connection.execute(f"CREATE ROLE {APP} LOGIN")
        connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
    return {**os.environ, "MINASSA_TEST_HOME": str(home), _DSN: f"{where} dbname={DATABASE}"}


def _migrate(environment: dict[str, str]) -> None:
    """Make the tables of a node, keep them as they are for nodes that tests make, and add those of the tests' own room."""
    home = {"MINASSA_HOME": environment["MINASSA_TEST_HOME"]}
    migrate("minassa.node.settings", home)
    with psycopg.connect(environment[_DSN].replace(DATABASE, "postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {MIGRATED} OWNER {OWNER} TEMPLATE {DATABASE}")
    migrate("tests.exchange.peers.node_settings", home)


def main(arguments: list[str]) -> int:
    """Run pytest on a cluster of its own; its exit code."""
    programs = binaries()
    if programs is None:
        print("PostgreSQL is not installed (no initdb found): its tests are skipped.", file=sys.stderr)  # noqa: T201 - a script's message
        return 0
    folder = Path(tempfile.mkdtemp(prefix="minassa-postgres-"))
    folder.chmod(0o755)
    try:
        with cluster(folder, programs) as port:
            environment = make_home(folder, port)
            _migrate(environment)
            test = [sys.executable, "-m", "pytest", "-m", "store and not page", *arguments]
            return subprocess.run(test, check=False, env=environment, cwd=_ROOT).returncode
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
