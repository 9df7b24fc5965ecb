"""Releases by the real command, on a node of its own with an agency elsewhere."""

import json
from pathlib import Path

import pytest

from tests.cli.test_people import minassa, told
from tests.migrated import lay_database

# Each node here is of its own, on SQLite: on PostgreSQL they would say nothing new.
pytestmark = [pytest.mark.store, pytest.mark.sqlite]
NOTHING = "0199aa00-0000-7000-8000-000000000000"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("node") / "home"
    lay_database(folder / "minassa.sqlite3")
    minassa(folder, "init", "--agency", "EXERCISE Agency one")
    return folder


@pytest.fixture(scope="module")
def record(home: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    line = {"id": "ex-1", "schema": "Person", "properties": {"name": ["EXERCISE Salem"], "notes": ["CANARY"]}}
    file = tmp_path_factory.mktemp("records") / "one.jsonl"
    file.write_text(json.dumps(line))
    minassa(home, "records", "import", str(file))
    script = "from minassa.records.models import Record\nfrom minassa.access import walls\nwith walls.upkeep(): print(Record.objects.get().id)"
    return _asked(home, script)


def _asked(home: Path, script: str) -> str:
    """What the node's database says, past the door: the command prints no ids of records."""
    import os  # noqa: PLC0415 - this helper alone starts a process of its own
    import subprocess  # noqa: PLC0415 - the same
    import sys  # noqa: PLC0415 - the same

    env = {**os.environ, "MINASSA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "minassa.node.settings"}
    whole = f"import django; django.setup()\n{script}"
    return subprocess.run(
        [sys.executable, "-c", whole], env=env, check=True, capture_output=True, text=True
    ).stdout.strip()


def test_the_books_are_empty_at_first(home: Path) -> None:
    assert told(home, "release", "list") == told(home, "release", "received") == []
    assert told(home, "release", "list", "--owed") == []


def test_a_preview_says_exactly_what_would_leave(home: Path, record: str) -> None:
    minassa(home, "agency", "add", "EXERCISE Agency two")
    other = _asked(
        home, "from minassa.access.models import Agency\nprint(Agency.objects.get(name='EXERCISE Agency two').id)"
    )
    shown = json.loads(minassa(home, "release", "preview", record, "--to", f"agency:{other}").stdout)
    assert shown["content"]["properties"] == {"name": ["EXERCISE Salem"]}
    assert (shown["recipients"], shown["needs_approval"]) == ([other], True)
    assert shown["left_out"] == [{"property": "notes", "why": "owners-only"}]
    assert "CANARY" not in json.dumps(shown)


def test_what_cannot_be_done_is_said_in_a_sentence(home: Path, record: str) -> None:
    for words in (
        ("acknowledge", NOTHING),
        ("preview", record, "--to", "agency:nobody"),
        ("withdraw", record, "--reason", "inaccurate"),  # the folder's owner acts as an analyst
    ):
        said = minassa(home, "release", *words, code=1).stderr
        assert said.strip().endswith(".")
        assert "Traceback" not in said
    minassa(home, "release", "withdraw", record, "--reason", "boredom", code=2)
