"""A real node (granian, SQLite, EXERCISE data) and Debian's Chromium, without its windows where that is installed.

Both are started once for all page tests.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from assets.build_hook import compile_catalogs
from minassa.node.founding import lay_folder
from tests.migrated import lay_database
from tests.page.pages import PASSWORD

ROOT = Path(__file__).parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser"))), None)
ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@dataclass(frozen=True)
class Node:
    """A running node: where it is, its folder, and the ids of what it was filled with."""

    url: str
    home: Path
    made: dict[str, Any]

    def run(self, module: str, *words: str) -> str:
        """Run a script of these tests beside the node, on its database; what it prints."""
        command = [sys.executable, "-m", module, *words]
        done = subprocess.run(
            command, env=environment(self.home), cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout


@dataclass
class Watched:
    """A page with all that its browser complained about and asked for."""

    page: Any
    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


def watch(page: Any) -> Watched:
    """Keep what its browser says from now on."""
    watched = Watched(page)
    page.on("console", lambda one: watched.complaints.append(one.text) if one.type in {"error", "warning"} else None)
    page.on("pageerror", lambda one: watched.complaints.append(str(one)))
    page.on("request", lambda one: watched.asked.append(one.url))
    return watched


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.page)
            if CHROMIUM is None:
                item.add_marker(
                    pytest.mark.skip(
                        reason="needs Chromium: neither chromium-headless-shell nor chromium is on the path"
                    )
                )


@pytest.fixture(scope="session")
def node() -> Iterator[Node]:
    compile_catalogs(ROOT / "src" / "minassa" / "locale")
    with tempfile.TemporaryDirectory(prefix="minassa-page-") as folder:
        yield from served(Path(folder) / "home")


def environment(home: Path) -> dict[str, str]:
    """That of whatever runs for the node in this folder."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("MINASSA_", "DJANGO_"))}
    return env | {
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
        "MINASSA_HOME": str(home),
        "MINASSA_DATABASE_OWNER": "1",
        "DJANGO_SETTINGS_MODULE": "minassa.node.settings",
    }


def served(home: Path) -> Iterator[Node]:
    """Make the node, fill it, serve it."""
    lay_folder(home, name="EXERCISE node", language="fr", exercise=True)
    offer_mail(home / "node.toml")
    lay_database(home / "minassa.sqlite3")
    port = free_port()
    node = Node(f"http://localhost:{port}", home, {})
    node.made.update(json.loads(node.run("tests.page.fill").splitlines()[-1]))
    command = [
        sys.executable,
        "-c",
        "from minassa.cli import main; main()",
        "serve",
        "--home",
        str(home),
        "--port",
        str(port),
        "--workers",
        "1",
    ]
    log = (home / "served.log").open("w")
    server = subprocess.Popen(command, env=environment(home), cwd=home, stdout=log, stderr=log)
    try:
        wait_for(port, server, home / "served.log")
        yield node
        assert server.poll() is None, f"the node ended by itself ({server.poll()}): {said(home)}"
    finally:
        server.terminate()
        server.wait(timeout=120)
        log.close()


def offer_mail(settings: Path) -> None:
    """A node that sends mail shows people what they can choose; nobody does, so no relay is asked."""
    given = settings.read_text().replace('address = ""', 'address = "http://localhost"', 1)
    relay = '[mail]\nhost = "127.0.0.1"\nport = 1\nsecurity = "none"\nsender = "minassa@node.example"\n'
    settings.write_text(f"{given}\n{relay}")


def said(home: Path) -> str:
    """The end of what the node wrote."""
    return (home / "served.log").read_text(encoding="utf-8")[-3000:]


def free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(900):
        assert server.poll() is None, log.read_text()[-3000:]
        with closing(socket.socket()) as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(log.read_text()[-3000:])


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright: install the group dev")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def entered(node: Node, chromium: Any) -> Callable[[str], Any]:
    """The cookies of a person who has logged in through the login page."""
    known: dict[str, Any] = {}

    def cookies_of(username: str) -> Any:
        if username and username not in known:
            context = chromium.new_context()
            page = context.new_page()
            page.goto(f"{node.url}/")
            page.fill("input[name=login]", username)
            page.fill("input[name=password]", PASSWORD)
            page.click("main form button.btn-primary")
            page.wait_for_selector(".rail")
            known[username] = [one for one in context.cookies() if one["name"] == "session"]
            context.close()
        return known.get(username, [])

    return cookies_of


@pytest.fixture
def visit(node: Node, chromium: Any, entered: Callable[[str], Any]) -> Iterator[Callable[..., Watched]]:
    """Open a page as somebody, in a language, theme and width; everything the browser complains about is kept."""
    contexts = []

    def opened(
        path: str,
        *,
        who: str = "analyst",
        language: str = "ar",
        theme: str = "light",
        width: int = 1280,
        scripts: bool = True,
    ) -> Watched:
        context = chromium.new_context(viewport={"width": width, "height": 800}, java_script_enabled=scripts)
        contexts.append(context)
        chosen = [
            {"name": name, "value": value, "url": node.url}
            for name, value in (("language", language), ("theme", theme))
        ]
        context.add_cookies([*entered(who), *chosen])
        watched = watch(context.new_page())
        watched.page.goto(node.url + path)
        return watched

    yield opened
    for context in contexts:
        context.close()
