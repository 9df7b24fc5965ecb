"""Screening files: one line for each hit, Arabic whole, formulas defused, faulty rows told."""

import csv
import io
from pathlib import Path

import pytest

from minassa.access import Actor, Role
from minassa.base import Fault
from minassa.check import files, read_rows, screen_rows, write_header, write_screened
from minassa.screening import import_list
from tests.factories import an_actor
from tests.screening.samples import SAMPLES

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst() -> Actor:
    actor = an_actor(Role.ANALYST)
    import_list(actor, source="un-sc", path=SAMPLES["un-sc"])
    return actor


def screened(actor: Actor, path: Path) -> list[dict[str, str]]:
    out = io.StringIO(newline="")
    write_header(out)
    for one in screen_rows(actor, rows=read_rows(path), purpose="counter-terrorism"):
        write_screened(out, one)
    out.seek(0)
    return list(csv.DictReader(out))


def written(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "in.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_each_hit_is_a_line_and_a_row_without_hits_one_with_an_empty_list(analyst: Actor, tmp_path: Path) -> None:
    names = "name\nعبد الرحمن ولد تازملت\nQuentin Featherstonehaugh\nMoussa Ag Ikerwane\n"
    lines = screened(analyst, written(tmp_path, names))
    assert list(lines[0]) == ["row", "name", "list", "ref", "score", "matched_name", "why"]
    found = {(line["row"], line["list"], line["ref"]) for line in lines}
    assert {("1", "un-sc", "EXi.001"), ("2", "", ""), ("3", "un-sc", "EXi.002")} <= found
    assert lines[0]["name"] == "عبد الرحمن ولد تازملت"
    assert lines[0]["why"]
    assert 0.8 < float(lines[0]["score"]) <= 1


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_other_columns_and_separators_are_understood(analyst: Actor, tmp_path: Path, separator: str) -> None:
    header = separator.join(["id", "Name", "BIRTH_DATE", "country", "identifier"])
    row = separator.join(["7", '"Mesbahi, Youssef"', "1973-11-02", "DZ", "EX0005522"])
    lines = screened(analyst, written(tmp_path, f"\ufeff{header}\r\n{row}\r\n"))
    assert (lines[0]["ref"], float(lines[0]["score"])) == ("EXi.005", 1.0)
    assert "EX0005522" in lines[0]["why"]


def test_formulas_are_defused_in_every_cell(analyst: Actor, tmp_path: Path) -> None:
    risky = ["=HYPERLINK(1)", "+1+1", "-1", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠x"]
    lines = screened(analyst, written(tmp_path, "name\n" + "\n".join(risky) + "\n"))
    assert [line["name"] for line in lines] == [f"'{one}" for one in risky]
    assert not [cell for line in lines for cell in line.values() if cell.startswith(tuple("=+-@\t\r＝＋－＠"))]


def test_faulty_rows_say_why_and_do_not_stop_the_file(analyst: Actor, tmp_path: Path) -> None:
    content = f"name,birth_date\n,\n{'x' * 700},\nMoussa Ag Ikerwane,1976\n"
    lines = screened(analyst, written(tmp_path, content))
    assert [line["row"] for line in lines if not line["list"]] == ["1", "2"]
    assert all(line["why"] for line in lines)
    assert [line["ref"] for line in lines if line["row"] == "3"] == ["EXi.002"]


def test_a_name_is_asked_even_where_its_birth_date_cannot_be_read(analyst: Actor, tmp_path: Path) -> None:
    lines = screened(analyst, written(tmp_path, "name,birth_date\nMoussa Ag Ikerwane,02/11/yesterday\n"))
    assert lines[0]["ref"] == "EXi.002"
    assert "02/11/yesterday" in lines[0]["why"]


@pytest.mark.parametrize("country", ["ML", "MLI", "Mali", "مالي", "mali"])
def test_a_country_is_known_by_code_or_name(analyst: Actor, tmp_path: Path, country: str) -> None:
    plain = screened(analyst, written(tmp_path, "name\nMousa Ag Ikerwan\n"))[0]
    fits = screened(analyst, written(tmp_path, f"name,country\nMousa Ag Ikerwan,{country}\n"))[0]
    unknown = screened(analyst, written(tmp_path, "name,country\nMousa Ag Ikerwan,Nowhere\n"))[0]
    assert float(fits["score"]) > float(plain["score"])
    assert unknown["score"] == plain["score"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", files.NO_NAME_COLUMN),
        (b"full_name\nx\n", files.NO_NAME_COLUMN),
        ("name\nأحمد\n".encode("cp1256"), files.NOT_UTF8),
        ("name\nx\n".encode("utf-16"), files.NOT_UTF8),
        (b'name\n"unclosed\n', files.NOT_CSV),
        (b"name\na\x00b\n", files.NOT_CSV),
    ],
)
def test_what_is_no_such_table_is_told(analyst: Actor, tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(Fault) as caught:
        screened(analyst, written(tmp_path, content))
    assert caught.value.code == code


def test_rows_keep_their_answers_across_batches(analyst: Actor, tmp_path: Path) -> None:
    names = [
        "Moussa Ag Ikerwane" if number % 7 == 0 else "" if number % 5 == 0 else "Zzyx Qwv" for number in range(250)
    ]
    lines = screened(analyst, written(tmp_path, "name\n" + "\n".join(f'"{one}"' for one in names) + "\n"))
    assert {int(line["row"]) - 1 for line in lines if line["ref"] == "EXi.002"} == set(range(0, 250, 7))
    assert {int(line["row"]) for line in lines} == set(range(1, 251))
