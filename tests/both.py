"""All tests on both engines, side by side: `python -m tests.both [pytest's arguments]`.

Four runs share the machine's cores: on SQLite the tests of services, and those of pages, of the API and of what needs no database; the
first of them on PostgreSQL too, which has the services of the upper rooms alone; and those that speak on loopback or need a browser. The two
longest go first, as they wait most; the others are nicer (as of `nice`) and fill what is left, so that no core stands idle at the end. The
first is shown as it goes, the output of the others follows, and at the very end stands what became of each, with the tests that failed. A
browser beside three other runs may wait in vain for two slow cores: its few failed tests are tried once more, alone, and the last lines
name each of them whatever came out. Ends with 1 where a run failed.
"""

import compileall
import os
import re
import subprocess
import sys
import tempfile
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pytest

from tests.postgres import binaries

ROOT = Path(__file__).resolve().parent.parent
LEFT_TO_POSTGRESQL = "MINASSA_TESTS_BESIDE_POSTGRESQL"
"""The variable by which a run on SQLite learns that PostgreSQL has the services of the upper rooms."""
FAULTS = ("FAILED ", "ERROR ")
"""How pytest's summary names a test that failed."""
_NAMED = re.compile(r"\w+ ([^\s\[]+(?:\[.*?\])?)(?: - |$)")
"""A test in such a line: its place, and its case in brackets, which may hold anything."""
TRIED_AGAIN = 3
"""So many failed tests of the browser are tried once more; where more fail, it is not the machine."""


@dataclass(frozen=True)
class Run:
    """A part of the tests: what it is called, its command, how willingly it lets others go first, and whether what failed is tried again."""

    name: str
    words: tuple[str, ...]
    nice: int = 0
    again: bool = False


NO_FUZZ = "--ignore=tests/api/test_fuzz.py"
"""To collect what asks every operation of the API takes ten seconds: only the run that has it does."""
RUNS = (
    Run("services on SQLite", ("pytest", NO_FUZZ, "-m", "store and not door and not page and not wire"), nice=4),
    Run("loopback and browser", ("pytest", NO_FUZZ, "-m", "page or wire"), again=True),
    Run("services on PostgreSQL", ("tests.postgres", NO_FUZZ)),
    Run("pages, API, no database", ("pytest", "-m", "not page and not wire and (door or not store)"), nice=4),
)


@dataclass
class Running:
    """A run that has begun, and the file that keeps its output."""

    run: Run
    process: subprocess.Popen[bytes]
    kept: IO[bytes]

    def show(self) -> None:
        """Print what has been written since it was last shown."""
        sys.stdout.flush()
        while piece := self.kept.read(1 << 20):
            sys.stdout.buffer.write(piece)
        sys.stdout.flush()

    def show_as_it_goes(self) -> None:
        """Until it ends."""
        while True:
            has_ended = _has_ended(self.process, 0.5)
            self.show()
            if has_ended:
                return

    def outcome(self, harmless: set[int]) -> tuple[bool, str]:
        """Whether it is good; one line of what became of it, and one for each test that failed."""
        self.kept.seek(0)
        lines = self.kept.read().decode(errors="replace").splitlines()
        faults = [one for one in lines if one.startswith(FAULTS)]
        code = self.process.wait()
        is_good, state = code in harmless, f"FAILED (exit code {code})"
        if code == pytest.ExitCode.TESTS_FAILED and self.run.again and 0 < len(faults) <= TRIED_AGAIN:
            is_good = _is_good_alone([said[1] for said in map(_NAMED.match, faults) if said])
            state = "good at the second try, alone" if is_good else "FAILED twice"
        said = lines[-1].strip("= ") if lines else "it said nothing"
        return is_good, "\n".join(
            [f"{self.run.name}: {'good' if code in harmless else state}: {said}", *(f"  {one}" for one in faults)]
        )


def main() -> int:
    """Run all; show one after the other, and at the end what became of each."""
    words = sys.argv[1:]
    _compile()
    # Where only some tests were asked for, a run may have none of them.
    harmless = {int(pytest.ExitCode.OK), *([int(pytest.ExitCode.NO_TESTS_COLLECTED)] if words else [])}
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        running = [_begun(run, words, Path(folder) / str(number), stack) for number, run in enumerate(RUNS)]
        for one in running:
            one.show_as_it_goes()
        outcomes = [one.outcome(harmless) for one in running]
    sys.stdout.write("\n".join(["", *(said for _, said in outcomes), ""]))
    return int(not all(is_good for is_good, _ in outcomes))


def _is_good_alone(tests: list[str]) -> bool:
    """Whether these pass when nothing else runs."""
    sys.stdout.flush()
    return subprocess.run([sys.executable, "-m", "pytest", *tests], cwd=ROOT, check=False).returncode == 0


def _compile() -> None:
    """Where Python is told to keep no bytecode, each of a hundred processes would compile six hundred modules anew: a second each."""
    for folder in ("src", "tests"):
        compileall.compile_dir(ROOT / folder, quiet=2)


def _begun(run: Run, words: list[str], path: Path, stack: ExitStack) -> Running:
    writing = stack.enter_context(path.open("wb"))
    command = [sys.executable, "-m", *run.words, *words]
    process = subprocess.Popen(command, cwd=ROOT, env=_environment(run), stdout=writing, stderr=subprocess.STDOUT)
    stack.callback(process.terminate)
    os.setpriority(os.PRIO_PROCESS, process.pid, run.nice)
    return Running(run, process, stack.enter_context(path.open("rb")))


def _environment(run: Run) -> dict[str, str]:
    """Where PostgreSQL is found, the run of services on SQLite leaves it those of the upper rooms."""
    leaves = run is RUNS[0] and binaries() is not None
    return {**os.environ, **({LEFT_TO_POSTGRESQL: "1"} if leaves else {})}


def _has_ended(process: subprocess.Popen[bytes], seconds: float) -> bool:
    with suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
    return process.returncode is not None


if __name__ == "__main__":
    sys.exit(main())
