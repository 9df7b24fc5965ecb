"""kill -9 while files are attached: every file that was told is whole, none is there by half, and the sweep leaves these alone."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.migrated import lay_database

MINASSA = (sys.executable, "-c", "from minassa.cli import main; main()")
RUN = """
import sys, django
django.setup()
from minassa import desk, records
from minassa.access import Handling, Label, Tlp, cli_actor
actor = cli_actor(None)
label = Label(actor.agency, Tlp.AMBER, handling=frozenset({Handling.H0}), exercise=True)
ground = records.Ground("EXERCISE law", "counter-terrorism")
made = records.add_record(actor, schema="Person", properties={"name": ["EXERCISE"]}, label=label, ground=ground)
print(f"record:{made.id}", flush=True)
for number in range(1000):
    content = f"EXERCISE {number} ".encode() * 20_000
    kept = desk.attach(actor, about=f"record:{made.id}", label=label, name=f"{number}.txt", content=content)
    print(kept.id, flush=True)
"""
LOOK = """
import json, sys, django
from datetime import timedelta
django.setup()
from minassa import desk
from minassa.access import cli_actor
from minassa.desk.attachments import housekeeping, shelf
housekeeping.ORPHAN_AFTER = timedelta(0)
actor = cli_actor(None)
found = desk.list_attachments(actor, about=sys.argv[1])
whole = {}
for one in found:
    content = desk.read_attachment(actor, id=one.id).content
    number = one.name.removesuffix(".txt")
    whole[str(one.id)] = content == f"EXERCISE {number} ".encode() * 20_000
swept = housekeeping.sweep()
left = len([path for path in shelf.folder().rglob("*") if path.is_file()])
again = all(desk.read_attachment(actor, id=one.id).content for one in found)
swept_again = housekeeping.sweep()
print(json.dumps({"whole": whole, "swept": swept, "swept_again": swept_again, "left": left, "again": again}))
"""


def environment(home: Path | None = None) -> dict[str, str]:
    """The environment of somebody who runs the command, not that of these tests."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("MINASSA_", "DJANGO_"))}
    if home is None:
        return plain
    return {**plain, "MINASSA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "minassa.node.settings"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "node"
    lay_database(folder / "minassa.sqlite3")
    command = [*MINASSA, "init", "--home", str(folder)]
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    subprocess.run(command, check=True, timeout=120, env=environment(), **quiet)  # type: ignore[call-overload] # streams by name
    return folder


def python(code: str, home: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.Popen(command, env=environment(home), stdout=subprocess.PIPE, text=True, encoding="utf-8")


@pytest.mark.parametrize("seed", range(2))
def test_a_killed_node_keeps_whole_files_only(home: Path, seed: int) -> None:
    process = python(RUN, home)
    assert process.stdout is not None
    about = process.stdout.readline().strip()
    for _ in range(3 + seed):
        assert process.stdout.readline()
    time.sleep(random.Random(seed).random() / 20)
    process.send_signal(signal.SIGKILL)
    told = process.communicate()[0].split()
    looked = python(LOOK, home, about)
    output, _errors = looked.communicate(timeout=120)
    assert looked.returncode == 0
    seen = json.loads(output)
    assert len(seen["whole"]) >= 3 + seed + len(told)
    assert set(told) <= seen["whole"].keys()
    assert all(seen["whole"].values())
    assert seen["again"]
    # Each round's record has its own files; those of the rounds before lie there too.
    assert seen["left"] >= len(seen["whole"])
    assert seen["swept_again"] == 0
