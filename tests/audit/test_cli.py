"""`minassa audit` as a person or a script runs it, in a node of its own."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from minassa.audit import make_keys
from minassa.audit.sql import _SQLITE_DROP
from tests.forks import minassa, python
from tests.migrated import lay_database

pytestmark = [pytest.mark.store, pytest.mark.sqlite]

WRITE = """
import django
django.setup()
from minassa import audit
from minassa.base import new_id
for number in range({count}):
    audit.append(audit.Line("record.read", "done", f"user:{{new_id()}}", details={{"n": number}}))
audit.seal()
"""


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("node")
    make_keys(home)
    (home / "node.toml").write_text('[node]\nexercise = true\nlanguage = "en"\n')
    (home / "secrets" / "django").write_text("x" * 60)
    lay_database(home / "minassa.sqlite3")
    made = python(home, WRITE.format(count=5))
    assert made.returncode == 0, made.stderr
    return home


def test_verify_says_that_the_log_holds(node: Path) -> None:
    told = minassa(node, "audit", "verify")
    assert (told.returncode, told.stderr) == (0, "")
    assert "5 lines verified" in told.stdout
    assert json.loads(minassa(node, "audit", "verify", "--json").stdout)["ok"] is True


def test_verify_ends_with_1_and_names_the_line_when_triggers_were_dropped_first(node: Path, tmp_path: Path) -> None:
    copy = tmp_path / "node"
    shutil.copytree(node, copy)
    with sqlite3.connect(copy / "minassa.sqlite3") as database:
        for statement in _SQLITE_DROP:
            database.execute(statement)
        database.execute(
            "UPDATE audit_line SET outcome = 'refused' WHERE id = (SELECT line FROM audit_place WHERE position = 2)"
        )
    told = minassa(copy, "audit", "verify")
    assert (told.returncode, told.stderr) == (1, "Line 3 was altered.\n")
    told = minassa(copy, "audit", "verify", "--json")
    assert told.returncode == 1
    assert json.loads(told.stdout) | {"size": 2} == json.loads(told.stdout)


def test_a_folder_without_a_node_is_told_in_one_sentence(tmp_path: Path) -> None:
    told = minassa(tmp_path, "audit", "verify")
    assert told.returncode == 1
    assert "There is no node" in told.stderr
    assert "Traceback" not in told.stderr


def test_export_of_a_node_without_people_says_so(node: Path, tmp_path: Path) -> None:
    told = minassa(node, "audit", "export", "--out", str(tmp_path / "log.jsonl"))
    assert told.returncode == 1
    assert "Traceback" not in told.stderr
    assert not (tmp_path / "log.jsonl").exists()


EXPORT = """
import sys
import django
django.setup()
from minassa import audit
sys.stdout.writelines(entry + "\\n" for entry in audit.export())
"""


def test_an_export_is_verified_without_a_node(node: Path, tmp_path: Path) -> None:
    exported = tmp_path / "log.jsonl"
    exported.write_text(python(node, EXPORT).stdout)
    words = ("audit", "verify", "--export", str(exported), "--key", str(node / "audit" / "log.vkey"))
    told = minassa(tmp_path / "elsewhere", *words)
    assert (told.returncode, told.stderr) == (0, "")
    assert "5 lines verified" in told.stdout
    exported.write_text(exported.read_text().replace('"n":3', '"n":4'))
    told = minassa(tmp_path / "elsewhere", *words, "--json")
    assert (told.returncode, json.loads(told.stdout)["code"]) == (1, "root")
    assert "--key" in minassa(tmp_path / "elsewhere", *words[:4]).stderr
    assert not (tmp_path / "elsewhere").exists()
