"""Three real nodes, started as `minassa demo --nodes 3` starts them, and people who sit at their browsers."""

import gettext
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assets.build_hook import compile_catalogs
from tests.page.conftest import Watched

ROOT = Path(__file__).parents[2]
MINASSA = (sys.executable, "-c", "from minassa.cli import main; main()")
SHOTS = os.environ.get("MINASSA_SHOTS", "")
LOGIN = re.compile(r"^ {2}(\S+) +((?:[0-9a-f]{5}-){3}[0-9a-f]{5}) ", re.MULTILINE)
ARRIVES_WITHIN = 120
"""Seconds: nodes carry every ten, and the machine of the tests is slow."""


@dataclass
class Place:
    """One of the three nodes: its folder, its address, and the passwords of its people."""

    home: Path
    url: str
    passwords: dict[str, str]

    def run(self, *words: str, check: bool = True) -> str:
        """A command of this node; what it prints."""
        done = subprocess.run(
            [*MINASSA, *words, "--home", str(self.home)],
            env=plain_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert not check or done.returncode == 0, done.stderr
        return done.stdout + done.stderr


def plain_environment() -> dict[str, str]:
    """That of somebody who starts a demonstration, not that of these tests."""
    known = {name: value for name, value in os.environ.items() if not name.startswith(("MINASSA_", "DJANGO_"))}
    return {**known, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}


def three_free_ports() -> int:
    """The first of three free ports in a row."""
    for _try in range(100):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            first = int(probe.getsockname()[1])
        if first < 65_000 and all(_is_free(first + step) for step in range(3)):
            return first
    raise AssertionError("no three free ports in a row")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


@contextmanager
def demonstrated(folder: Path) -> Iterator[tuple[Place, Place, Place]]:
    """Mali's node, Morocco's and the secretariat's, running until the block ends."""
    compile_catalogs(ROOT / "src" / "minassa" / "locale")
    first, said = three_free_ports(), folder / "said.log"
    command = [*MINASSA, "demo", "--nodes", "3", "--port", str(first), "--home", str(folder / "nodes")]
    with said.open("w") as log:
        running = subprocess.Popen(command, env=plain_environment(), stdout=log, stderr=log, start_new_session=True)
    try:
        for port in range(first, first + 3):
            wait_until_served(port, running, said)
        yield _places(folder / "nodes", first, said.read_text(encoding="utf-8"))
        assert running.poll() is None, said.read_text(encoding="utf-8")[-3000:]
    finally:
        running.send_signal(signal.SIGINT)  # what Ctrl+C does
        running.wait(timeout=180)


def wait_until_served(port: int, running: "subprocess.Popen[bytes]", said: Path) -> None:
    for _ in range(3000):
        if not _is_free(port):
            return
        assert running.poll() is None, said.read_text(encoding="utf-8")[-3000:]
        time.sleep(0.1)
    raise AssertionError(said.read_text(encoding="utf-8")[-3000:])


def _places(folder: Path, first: int, said: str) -> tuple[Place, Place, Place]:
    printed = said.split("EXERCISE node Mali\n", 1)[1]
    mali, rest = printed.split("EXERCISE nœud Maroc\n", 1)
    maroc, rest = rest.split("EXERCISE Secretariat\n", 1)
    made = [
        Place(folder / code, f"http://127.0.0.1:{first + step}", dict(LOGIN.findall(text)))
        for step, (code, text) in enumerate((("ml", mali), ("ma", maroc), ("sec", rest)))
    ]
    return made[0], made[1], made[2]


@dataclass
class Seat:
    """Somebody at a browser of their own, logged in at one node, reading in one language."""

    place: Place
    username: str
    watched: Watched
    words: gettext.NullTranslations

    @property
    def page(self) -> Any:
        return self.watched.page

    @property
    def path(self) -> str:
        """Where the browser is."""
        return str(self.page.url.removeprefix(self.place.url))

    def word(self, text: str) -> str:
        """What the page says for this English text."""
        said = self.words.gettext(text)
        assert said != text or not isinstance(self.words, gettext.GNUTranslations), f"{text!r} is not translated"
        return said

    def go(self, path: str) -> Any:
        """Open a page; of long lists of work all that is in them."""
        answer = self.page.goto(self.place.url + path)
        assert answer is not None
        if path == "/":
            self.page.locator("details.more").evaluate_all("all => all.forEach(one => { one.open = true })")
        return answer

    def press(self, button: str) -> None:
        """Click the button or link that bears this text, and prove once more who it is where the page asks."""
        name = self.word(button)
        found = self.page.get_by_role("button", name=name, exact=True)
        self.click(found if found.count() else self.page.get_by_role("link", name=name, exact=True))

    def click(self, found: Any) -> None:
        with self.page.expect_navigation():
            found.first.click()
        if "/reauthenticate/" in self.page.url:
            self.page.fill("input[name=password]", self.place.passwords[self.username])
            with self.page.expect_navigation():
                self.page.click("main form button.btn-primary")

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.fill(f"#id_{name.replace('__', '-')}", value)

    def tick(self, name: str, *values: str) -> None:
        for value in values:
            self.page.check(f"input[name='{name}'][value='{value}']")

    def succeed(self) -> None:
        """The page says that what was done is done."""
        self.page.wait_for_selector(".note-success")

    def until(self, path: str, selector: str) -> None:
        """Open a page again and again until something stands on it, as somebody who waits for it would."""
        for _ in range(ARRIVES_WITHIN * 2):
            self.go(path)
            if self.page.locator(selector).count():
                return
            time.sleep(0.5)
        raise AssertionError(f"{selector} does not come at {path}: {self.page.inner_text('main')[-2000:]}")

    def shoot(self, name: str) -> None:
        """Keep pictures of the page where MINASSA_SHOTS names a folder: wide and on a phone, light and dark."""
        if not SHOTS:
            return
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        for width in (1280, 360):
            self.page.set_viewport_size({"width": width, "height": 800})
            for theme in ("light", "dark"):
                self.page.evaluate("theme => document.documentElement.setAttribute('data-bs-theme', theme)", theme)
                self.page.screenshot(path=str(Path(SHOTS) / f"{name}.{width}.{theme}.png"), full_page=True)
        self.page.set_viewport_size({"width": 1280, "height": 800})


def seated(chromium: Any, place: Place, username: str, language: str) -> Seat:
    """Log somebody in through the login page."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    context.add_cookies([{"name": "language", "value": language, "url": place.url}])
    watched = Watched(context.new_page())
    watched.page.on(
        "console", lambda one: watched.complaints.append(one.text) if one.type in {"error", "warning"} else None
    )
    watched.page.on("pageerror", lambda one: watched.complaints.append(str(one)))
    watched.page.on("request", lambda one: watched.asked.append(one.url))
    watched.page.goto(f"{place.url}/")
    watched.page.fill("input[name=login]", username)
    watched.page.fill("input[name=password]", place.passwords[username])
    watched.page.click("main form button.btn-primary")
    watched.page.wait_for_selector(".rail")
    catalog = gettext.translation("django", ROOT / "src" / "minassa" / "locale", [language], fallback=language == "en")
    return Seat(place, username, watched, catalog)
