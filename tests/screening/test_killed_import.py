"""kill -9 in the middle of an import: nothing is half-done, and a second run completes it."""

import json
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests import forks
from tests.migrated import lay_database
from tests.screening.samples import SAMPLES

HEAD = '<?xml version="1.0" encoding="UTF-8"?><CONSOLIDATED_LIST dateGenerated="2026-01-01T00:00:00Z"><INDIVIDUALS>'
SUBJECTS = 1_200


def large_list(path: Path, spelling: str) -> Path:
    """An invented list; another spelling amends every subject."""
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
import json, os, signal, sys
from pathlib import Path
from django.db import connection
from minassa.access import cli_actor
from minassa.screening import import_list

done, last = [0], int(sys.argv[2])

def until_the_last(execute, sql, params, many, context):
    if done[0] == last:
        os.kill(os.getpid(), signal.SIGKILL)
    done[0] += 1
    return execute(sql, params, many, context)

with connection.execute_wrapper(until_the_last):
    number = import_list(cli_actor(None), source="un-sc", path=Path(sys.argv[1])).number
print(json.dumps([number, done[0]]))
"""
"""Imports a list, and is killed before the statement of this number; without end below zero."""
LOOK = """
import json
from minassa.screening.models import ListedIdentifier, ListedRow, ListVersion
from django.db.models import Count
print(json.dumps(sorted(ListVersion.objects.values_list("number", "state", "subjects"))))
print(json.dumps(sorted(ListedRow.objects.values_list("first", "until").annotate(n=Count("id")), key=str)))
"""
KILLED = -9


def imported(home: Path, given: Path) -> tuple[int, int]:
    """The version that it made, and how many statements it took."""
    number, statements = json.loads(forks.python(home, RUN, str(given), "-1").stdout)
    return number, statements


def looked_at(home: Path) -> list[object]:
    return [json.loads(line) for line in forks.python(home, LOOK).stdout.splitlines()]


@pytest.fixture(scope="module")
def fresh_node(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "node"
    lay_database(folder / "minassa.sqlite3")
    forks.minassa(folder, "init").check_returncode()
    return folder


@pytest.fixture
def home(fresh_node: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(fresh_node, tmp_path / "node"))


def test_a_killed_import_leaves_the_version_in_force_and_a_second_run_completes(home: Path, tmp_path: Path) -> None:
    first, second = large_list(tmp_path / "one.xml", "ALPHA"), large_list(tmp_path / "two.xml", "BRAVO")
    number, statements = imported(home, first)
    assert number == 1
    before = looked_at(home)
    for last in (statements // 4, statements // 2, statements - 2):
        killed = forks.python(home, RUN, str(second), str(last))
        assert (killed.returncode, killed.stdout) == (KILLED, "")
        assert looked_at(home) == before
    assert imported(home, second)[0] == 2
    assert looked_at(home) == [
        [[1, "superseded", SUBJECTS], [2, "in force", SUBJECTS]],
        [[1, 2, SUBJECTS], [2, None, SUBJECTS]],
    ]


def test_two_imports_at_once_make_one_version(home: Path, tmp_path: Path) -> None:
    given = large_list(tmp_path / "one.xml", "ALPHA")
    with ThreadPoolExecutor(2) as both:
        numbers = [one[0] for one in both.map(lambda _: imported(home, given), range(2))]
    assert 1 in numbers
    assert looked_at(home) == [[[1, "in force", SUBJECTS]], [[1, None, SUBJECTS]]]


def test_the_command_line_imports_tells_and_fails_in_plain_words(home: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xml"
    broken.write_bytes(SAMPLES["un-sc"].read_bytes()[:3000])

    def minassa(*words: str) -> "subprocess.CompletedProcess[str]":
        return forks.minassa(home, "lists", *words)

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
