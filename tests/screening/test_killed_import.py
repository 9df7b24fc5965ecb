"""kill -9 in the middle of an import: nothing is half-done, and a second run completes it."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.migrated import lay_database
from tests.screening.samples import SAMPLES

HEAD = '<?xml version="1.0" encoding="UTF-8"?><CONSOLIDATED_LIST dateGenerated="2026-01-01T00:00:00Z"><INDIVIDUALS>'
SUBJECTS = 3_000
MINASSA = (sys.executable, "-c", "from minassa.cli import main; main()")


def large_list(path: Path, spelling: str) -> Path:
    """An invented list of 3,000; another spelling amends every subject."""
    with path.open("w", encoding="utf-8") as out:
        out.write(HEAD)
        for number in range(SUBJECTS):
            out.write(
                f"<INDIVIDUAL><FIRST_NAME>EXERCISE {spelling} {number}</FIRST_NAME>"
                f"<REFERENCE_NUMBER>EXi.{number:05}</REFERENCE_NUMBER></INDIVIDUAL>"
            )
        out.write("</INDIVIDUALS></CONSOLIDATED_LIST>")
    return path


RUN = """
import os, sys, django
django.setup()
from pathlib import Path
from minassa.access import cli_actor
from minassa.screening import import_list
print("begun", flush=True)
print(import_list(cli_actor(None), source="un-sc", path=Path(sys.argv[1])).number, flush=True)
"""
LOOK = """
import django
django.setup()
from minassa.screening.models import ListedIdentifier, ListedRow, ListVersion
from django.db.models import Count
print(sorted(ListVersion.objects.values_list("number", "state", "subjects")))
print(sorted(ListedRow.objects.values_list("first", "until").annotate(n=Count("id")), key=str))
"""


def environment(home: Path | None = None) -> dict[str, str]:
    """The environment of somebody who runs the command, not that of these tests."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("MINASSA_", "DJANGO_"))}
    if home is None:
        return plain
    return {**plain, "MINASSA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "minassa.node.settings"}


def python(code: str, home: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        env=environment(home),
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def answer_of(process: subprocess.Popen[str]) -> str:
    output, _errors = process.communicate(timeout=120)
    assert process.returncode == 0
    return output


@pytest.fixture(scope="module")
def fresh_node(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "node"
    lay_database(folder / "minassa.sqlite3")
    command = [*MINASSA, "init", "--home", str(folder)]
    subprocess.run(
        command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, timeout=120, env=environment()
    )
    return folder


@pytest.fixture
def home(fresh_node: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(fresh_node, tmp_path / "node"))


def test_a_killed_import_leaves_the_version_in_force_and_a_second_run_completes(home: Path, tmp_path: Path) -> None:
    first, second = large_list(tmp_path / "one.xml", "ALPHA"), large_list(tmp_path / "two.xml", "BRAVO")
    assert answer_of(python(RUN, home, str(first))).split() == ["begun", "1"]
    before = answer_of(python(LOOK, home))
    killed_in_the_middle = 0
    for delay in (0.25, 0.45, 0.65, 0.85):
        process = python(RUN, home, str(second))
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        rest, _errors = process.communicate()
        if rest:  # it was quicker than the signal
            break
        now = answer_of(python(LOOK, home))
        if now != before:  # killed after the commit: whole, too
            break
        killed_in_the_middle += 1
    assert killed_in_the_middle
    answer_of(python(RUN, home, str(second)))
    versions, rows = answer_of(python(LOOK, home)).splitlines()
    assert versions == f"[(1, 'superseded', {SUBJECTS}), (2, 'in force', {SUBJECTS})]"
    assert rows == f"[(1, 2, {SUBJECTS}), (2, None, {SUBJECTS})]"


def test_two_imports_at_once_make_one_version(home: Path, tmp_path: Path) -> None:
    given = large_list(tmp_path / "one.xml", "ALPHA")
    both = [python(RUN, home, str(given)) for _ in range(2)]
    numbers = [process.communicate(timeout=120)[0].split() for process in both]
    assert ["begun", "1"] in numbers
    versions, rows = answer_of(python(LOOK, home)).splitlines()
    assert versions == f"[(1, 'in force', {SUBJECTS})]"
    assert rows == f"[(1, None, {SUBJECTS})]"


def test_the_command_line_imports_tells_and_fails_in_plain_words(home: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xml"
    broken.write_bytes(SAMPLES["un-sc"].read_bytes()[:3000])

    def minassa(*words: str) -> subprocess.CompletedProcess[str]:
        command = [*MINASSA, "lists", *words, "--home", str(home)]
        return subprocess.run(
            command, check=False, capture_output=True, text=True, encoding="utf-8", timeout=120, env=environment()
        )

    done = minassa("import", "un-sc", str(SAMPLES["un-sc"]))
    assert done.returncode == 0
    assert "17 listed subjects" in done.stdout
    assert "already in force" in minassa("import", "un-sc", str(SAMPLES["un-sc"])).stdout
    failed = minassa("import", "un-sc", str(broken))
    assert failed.returncode == 1
    assert "Traceback" not in failed.stderr
    assert failed.stderr.count("\n") == 1
    status = minassa("status", "--json")
    assert '"source": "un-sc", "version": 1, "subjects": 17, "state": "in force"' in status.stdout
    assert minassa("accept", "un-sc").returncode == 1
    assert minassa("import", "un-sc").returncode == 2
