"""Processes of nodes as forks of one that has everything imported: to start Python and Django anew takes a second and more.

Each is a process of its own with the node's environment and settings, read anew; it can be killed, and its disk can be full. What
makes a node out of nothing (`init`, `restore`, `demo`) begins before there are settings, and is started for real by its tests.

A conversation is about one node. Its first line is the environment; each further line asks for something and is answered:

    {"words": [...]}                     the command line: {"code": its exit status, "out": "...", "err": "..."}
    {"code": "...", "words": [...]}      a piece of Python, answered alike; 99 where it fails with an exception
    "at": "2026-10-27T10:00:00+00:00"    beside them: the clock is held at this moment
    "room": 900000                       beside them: no file that it writes may grow beyond so many bytes
    "apart": true                        beside them: {"pid": ...} at once, and it runs on: a process that the test can kill
    {"end_of": 4711}                     its end: {"code": its exit status, negative for a signal}
"""

import atexit
import contextlib
import importlib
import json
import os
import resource
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import traceback
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
NODE_SETTINGS = "minassa.node.settings"
_FROM_NOTHING = {"init", "restore", "demo"}
_COME_LATE = (
    "django.core.handlers.wsgi",
    "django.db.models.sql.compiler",
    "encodings.idna",
    "minassa.access.compile",
    "minassa.exchange.peers.publishing",
    "minassa.exchange.peers.sending",
    "minassa.exchange.peers.witness",
    "wsgiref.simple_server",
)
"""What a node imports only when it needs it: each fork would import it again."""
_WAITS = 600
"""Seconds: a busy machine is no fault."""


def plain_environment() -> dict[str, str]:
    """That of somebody who runs a node, not that of these tests."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("MINASSA_", "DJANGO_"))}
    return {**plain, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])}


class Conversation:
    """With a process of one node."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(_WAITS)
        self._socket.connect(_origin(environment["DJANGO_SETTINGS_MODULE"]))
        self._lines = self._socket.makefile("rw", encoding="utf-8")
        self._say(environment)

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """The answer to a request."""
        self._say(request)
        answer: dict[str, Any] = json.loads(self._lines.readline())
        return answer

    def _say(self, said: dict[str, Any]) -> None:
        self._lines.write(json.dumps(said) + "\n")
        self._lines.flush()

    def end(self) -> None:
        """Its process ends, and is waited for."""
        self._socket.shutdown(socket.SHUT_WR)
        self._lines.readline()
        self._lines.close()
        self._socket.close()


def minassa(home: Path, *words: str | Path, room: int = 0) -> "subprocess.CompletedProcess[str]":
    """One command on a node's folder, in a process of its own; where there is no node yet, as somebody at a terminal starts it."""
    line = [*map(str, words), "--home", str(home)]
    if words[0] in _FROM_NOTHING or not (home / "node.toml").is_file():
        return _started(["-c", "from minassa.cli import main; main()", *line], plain_environment(), room)
    return _forked(home, {"words": line, **({"room": room} if room else {})})


def python(home: Path, code: str, *words: str) -> "subprocess.CompletedProcess[str]":
    """A piece of Python in a process of a node."""
    return _forked(home, {"code": code, "words": words})


def started_python(home: Path, code: str) -> "subprocess.CompletedProcess[str]":
    """The same in a process that begins with nothing: where what it needs is measured."""
    return _started(["-c", code], _environment(home))


def _environment(home: Path) -> dict[str, str]:
    return {**plain_environment(), "MINASSA_HOME": str(home), "DJANGO_SETTINGS_MODULE": NODE_SETTINGS}


def _forked(home: Path, request: dict[str, Any]) -> "subprocess.CompletedProcess[str]":
    talk = Conversation(_environment(home))
    try:
        done = talk.ask(request)
    finally:
        talk.end()
    return subprocess.CompletedProcess(request["words"], done["code"], done["out"], done["err"])


def _started(words: list[str], environment: dict[str, str], room: int = 0) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *words],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
        stdin=subprocess.DEVNULL,
        timeout=_WAITS,
        preexec_fn=(lambda: _limit(room)) if room else None,
    )


@lru_cache(maxsize=2)
def _origin(settings: str) -> str:
    """Where the process listens of which the others are forks; it ends with these tests."""
    folder = Path(tempfile.mkdtemp(prefix="minassa-forks-"))
    (folder / "home").mkdir()
    place = {"MINASSA_HOME": str(folder / "home"), "DJANGO_SETTINGS_MODULE": settings}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.forks", str(folder / "socket")],
        env={**plain_environment(), **place, "PYTHONIOENCODING": "utf-8"},
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )

    def end() -> None:
        process.communicate()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(end)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    return str(folder / "socket")


# ---- the other side


def main() -> None:
    """Import all that a node needs; then a fork for each conversation, until the tests' end closes this process's input."""
    import gc  # noqa: PLC0415 - of this side only

    import django  # noqa: PLC0415 - the same

    django.setup()
    for name in ("minassa.cli", "minassa.node.urls", *_COME_LATE):
        importlib.import_module(name)
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for conversations
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(sys.argv[1])
        listening.listen()
        print("ready", flush=True)  # noqa: T201 - the tests wait for it
        while sys.stdin not in select.select([sys.stdin, listening], [], [])[0]:
            _begin(listening)


def _begin(listening: socket.socket) -> None:
    talking, _address = listening.accept()
    if os.fork():
        talking.close()
        return
    listening.close()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with talking, talking.makefile("rw", encoding="utf-8") as lines:
        _become(json.loads(lines.readline()))
        for line in lines:
            lines.write(json.dumps(_answer(json.loads(line))) + "\n")
            lines.flush()
    os._exit(0)


def _become(environment: dict[str, str]) -> None:
    """The node that this environment names: nothing stays of the settings that were read before."""
    from django.conf import settings  # noqa: PLC0415 - of this side only
    from django.db import connections  # noqa: PLC0415 - the same
    from django.utils import timezone  # noqa: PLC0415 - the same
    from django.utils.functional import empty  # noqa: PLC0415 - the same
    from django.utils.translation import trans_real  # noqa: PLC0415 - the same

    os.environ.clear()
    os.environ.update(environment)
    for name in dict.fromkeys((NODE_SETTINGS, environment["DJANGO_SETTINGS_MODULE"])):
        importlib.reload(importlib.import_module(name))
    settings._wrapped = empty
    vars(connections)["_settings"] = None
    vars(connections).pop("settings", None)
    with contextlib.suppress(AttributeError):
        del connections["default"]
    timezone.get_default_timezone.cache_clear()  # type: ignore[attr-defined] # its stubs do not know that it is cached
    vars(trans_real)["_default"] = None


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    if "end_of" in request:
        _pid, status = os.waitpid(request["end_of"], 0)
        return {"code": os.waitstatus_to_exitcode(status)}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            _run(request, out.fileno(), err.fileno())
        if request.get("apart"):
            return {"pid": child}
        _pid, status = os.waitpid(child, 0)
        said = {name: _text(file) for name, file in (("out", out), ("err", err))}
        return {"code": os.waitstatus_to_exitcode(status), **said}


def _text(file: Any) -> str:
    file.seek(0)
    return str(file.read().decode())


def _run(request: dict[str, Any], out: int, err: int) -> None:
    """In the fork: do it, as a process that began with it would, and end."""
    for wanted, stream in ((os.open(os.devnull, os.O_RDONLY), 0), (out, 1), (err, 2)):
        os.dup2(wanted, stream)
    code = 99
    try:
        with _circumstances(request):
            code = _code_of(request)
    except BaseException:  # noqa: BLE001 - whatever it is, the test shows it
        traceback.print_exc()
    finally:
        from django.db import connections  # noqa: PLC0415 - of this side only

        connections.close_all()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _code_of(request: dict[str, Any]) -> int:
    sys.argv = ["minassa", *request["words"]]
    try:
        if "code" in request:
            exec(compile(request["code"], "<test>", "exec"), {"__name__": "__test__"})
        else:
            importlib.import_module("minassa.cli").main()
    except SystemExit as end:
        return int(end.code or 0) if not isinstance(end.code, str) else 1
    return 0


def _circumstances(request: dict[str, Any]) -> contextlib.ExitStack:
    held = contextlib.ExitStack()
    if "at" in request:
        from minassa.base import held_at  # noqa: PLC0415 - Django is set up by now

        held.enter_context(held_at(datetime.fromisoformat(request["at"])))
    if "room" in request:
        _limit(request["room"])
    return held


def _limit(room: int) -> None:
    """The disk is full: a write that would make a file larger fails with EFBIG, as the kernel tells it."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))


if __name__ == "__main__":
    main()
