"""Indicators by the real command, on a node of its own."""

import csv
import json
from pathlib import Path

import pytest

from tests.cli.test_people import minassa, told
from tests.cyber.made import bundle, indicator
from tests.cyber.misp_made import attribute, event, feed
from tests.migrated import lay_database

# Each node here is of its own, on SQLite: on PostgreSQL they would say nothing new.
pytestmark = [pytest.mark.store, pytest.mark.sqlite]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("node") / "home"
    lay_database(folder / "minassa.sqlite3")
    minassa(folder, "init", "--agency", "EXERCISE Agency one")
    return folder


@pytest.fixture(scope="module")
def filled(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("stix") / "drop.json"
    bad = indicator("[domain-name:value = 'bad.example.com']")
    del bad["valid_from"]
    one, two = (
        indicator(f"[domain-name:value = '{name}.example.com']", name=f"EXERCISE {name}") for name in ("a", "b")
    )
    file.write_bytes(bundle(one, two, bad))
    taken = told(home, "cyber", "import", str(file), "--tlp", "green")
    assert (taken["added"], taken["refused"], len(taken["refused_objects"])) == (2, 1, 1)
    assert told(home, "cyber", "import", str(file))["unchanged"] == 2
    return home


def test_values_of_the_command_and_of_a_file_are_answered(filled: Path, tmp_path: Path) -> None:
    file, out = tmp_path / "list.txt", tmp_path / "answers.csv"
    file.write_text("hxxp://c[.]example[.]com/x\nb[.]example[.]com\nnothing\n")
    answer = told(filled, "cyber", "check", "a[.]example[.]com", "--file", str(file), "--out", str(out))
    assert (answer["known"], answer["unknown"], answer["unread"]) == (2, 1, 1)
    assert answer["answers"][0]["indicators"][0]["name"] == "EXERCISE a"
    with out.open(newline="") as lines:
        assert [one["known"] for one in csv.DictReader(lines)] == ["yes", "no", "yes"]
    assert "EXERCISE a; drop.json" in minassa(filled, "cyber", "check", "a.example.com").stdout


def test_exports_are_written_whole_and_say_how_they_must_be_handled(filled: Path, tmp_path: Path) -> None:
    plain = minassa(filled, "cyber", "export", str(tmp_path / "block.txt"), "--format", "list", "--kind", "domain")
    assert "2 indicators written" in plain.stdout
    assert "TLP:GREEN" in plain.stdout
    lines = (tmp_path / "block.txt").read_text().splitlines()
    assert [one for one in lines if not one.startswith("#")] == ["a.example.com", "b.example.com"]
    minassa(filled, "cyber", "export", str(tmp_path / "feed"), "--format", "misp")
    manifest = json.loads((tmp_path / "feed" / "manifest.json").read_text())
    assert all((tmp_path / "feed" / f"{uuid}.json").is_file() for uuid in manifest)
    assert len(manifest) == 1


def test_a_feed_in_misps_format_comes_in_from_its_folder_and_says_what_became_nothing(
    filled: Path, tmp_path: Path
) -> None:
    folder, table = tmp_path / "misp", tmp_path / "unmapped.csv"
    folder.mkdir()
    rows = attribute("domain", "m.example.com"), attribute("passport-number", "EX-1")
    for name, content in feed(event("e", *rows)).items():
        (folder / name).write_bytes(content)
    taken = told(filled, "cyber", "import", str(folder), "--tlp", "green", "--unmapped", str(table))
    assert (taken["events"], taken["added"], taken["unmapped"]) == (1, 1, 1)
    with table.open(newline="") as lines:
        assert [one["value"] for one in csv.DictReader(lines)] == ["EX-1"]
    assert "0 events read, 1 as before" in minassa(filled, "cyber", "import", str(folder)).stdout


def test_what_cannot_be_done_is_told_in_a_sentence(filled: Path, tmp_path: Path) -> None:
    file = tmp_path / "no.json"
    file.write_bytes(b"nothing")
    for words in (("import", str(file)), ("check", "nothing"), ("export", str(tmp_path / "x"), "--format", "list")):
        done = minassa(filled, "cyber", *words, code=1)
        assert done.stderr.strip()
        assert "Traceback" not in done.stderr
    assert not (tmp_path / "x").exists()


def test_hashes_of_known_content_come_in_and_go_out_as_tables(filled: Path, tmp_path: Path) -> None:
    table, out = tmp_path / "hashes.csv", tmp_path / "out.csv"
    table.write_text(f"sha256,category\n{'a' * 64},attack\nshort,attack\n")
    taken = told(filled, "cyber", "content-import", str(table), "--tlp", "green")
    assert (taken["added"], taken["refused"], taken["refused_lines"][0]["line"]) == (1, 1, 3)
    minassa(filled, "cyber", "content-export", str(out))
    with out.open(newline="") as lines:
        assert [(one["sha256"], one["marks"]) for one in csv.DictReader(lines)] == [("a" * 64, "TLP:GREEN H0")]
