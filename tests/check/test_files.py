"""Screening files: one line for each hit, Arabic whole, formulas defused, faulty rows told and counted, runs gone on with."""

import gzip
import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from minassa import audit
from minassa.access import Actor, Role
from minassa.base import Fault
from minassa.check import Counts, Onward, screen_file
from minassa.check.whole import asking, faults, service
from minassa.screening import import_list
from tests.check.screened import WHY, run, screened, table
from tests.factories import an_actor
from tests.screening.samples import SAMPLES
from tests.screening.test_versions import altered, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst() -> Actor:
    actor = an_actor(Role.ANALYST)
    import_list(actor, source="un-sc", path=SAMPLES["un-sc"])
    return actor


def test_each_hit_is_a_line_and_a_row_without_hits_one_with_an_empty_list(analyst: Actor, tmp_path: Path) -> None:
    names = "name\nعبد الرحمن ولد تازملت\nQuentin Featherstonehaugh\nMoussa Ag Ikerwane\n"
    lines = screened(analyst, tmp_path, names)
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
    lines = screened(analyst, tmp_path, f"\ufeff{header}\r\n{row}\r\n")
    assert (lines[0]["ref"], float(lines[0]["score"])) == ("EXi.005", 1.0)
    assert "EX0005522" in lines[0]["why"]


def test_formulas_are_defused_in_every_cell(analyst: Actor, tmp_path: Path) -> None:
    risky = ["=HYPERLINK(1)", "+1+1", "-1", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠x"]
    lines = screened(analyst, tmp_path, "name\n" + "\n".join(risky) + "\n")
    assert [line["name"] for line in lines] == [f"'{one}" for one in risky]
    assert not [cell for line in lines for cell in line.values() if cell.startswith(tuple("=+-@\t\r＝＋－＠"))]


def test_faulty_rows_say_why_and_do_not_stop_the_file(analyst: Actor, tmp_path: Path) -> None:
    content = f"name,birth_date\n,\n{'x' * 700},\nMoussa Ag Ikerwane,1976\n"
    lines = screened(analyst, tmp_path, content)
    assert [line["row"] for line in lines if not line["list"]] == ["1", "2"]
    assert all(line["why"] for line in lines)
    assert [line["ref"] for line in lines if line["row"] == "3"] == ["EXi.002"]


def test_a_name_is_asked_even_where_its_birth_date_cannot_be_read(analyst: Actor, tmp_path: Path) -> None:
    lines = screened(analyst, tmp_path, "name,birth_date\nMoussa Ag Ikerwane,02/11/yesterday\n")
    assert lines[0]["ref"] == "EXi.002"
    assert "02/11/yesterday" in lines[0]["why"]


@pytest.mark.parametrize("country", ["ML", "MLI", "Mali", "مالي", "mali"])
def test_a_country_is_known_by_code_or_name(analyst: Actor, tmp_path: Path, country: str) -> None:
    plain = screened(analyst, tmp_path, "name\nMousa Ag Ikerwan\n")[0]
    fits = screened(analyst, tmp_path, f"name,country\nMousa Ag Ikerwan,{country}\n")[0]
    unknown = screened(analyst, tmp_path, "name,country\nMousa Ag Ikerwan,Nowhere\n")[0]
    assert float(fits["score"]) > float(plain["score"])
    assert unknown["score"] == plain["score"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", faults.NO_NAME_COLUMN),
        (b"full_name\nx\n", faults.NO_NAME_COLUMN),
        ("name\nأحمد\n".encode("cp1256"), faults.NOT_UTF8),
        ("name\nx\n".encode("utf-16"), faults.NOT_UTF8),
        (gzip.compress(b"name\nx\n" * 99)[:-9], faults.NOT_WHOLE),
        (b"PK\x03\x04 no workbook", faults.NOT_WORKBOOK),
    ],
)
def test_what_is_no_such_table_is_told_and_nothing_is_written(
    analyst: Actor, tmp_path: Path, content: bytes, code: str
) -> None:
    with pytest.raises(Fault) as caught:
        run(analyst, tmp_path, content)
    assert caught.value.code == code
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_bad_rows_are_counted_and_told_and_the_good_ones_done(analyst: Actor, tmp_path: Path) -> None:
    bad = [b'"unclosed', b"caf\xe9", b"a\0b", b'"a"b', b"=1\xff"]
    good = "Moussa Ag Ikerwane\nفاطمة\n".encode()
    done = run(analyst, tmp_path, b"name,birth_date\n" + b"\n".join(bad) + b"\n" + good + b"Quentin,31/12/x\n")
    assert done.counts == Counts(rows=8, hits=1, refused=5, partly=1, searched=3)
    assert [line["ref"] for line in table(tmp_path / "out.csv") if line["row"] == "6"] == ["EXi.002"]
    assert done.refused is not None
    refused = table(done.refused)
    assert [(line["row"], line["asked"]) for line in refused] == [
        *((str(number), "no") for number in range(1, 6)),
        ("8", "without-birth-date"),
    ]
    codes = [line["code"] for line in refused]
    assert codes[0] == codes[3] == faults.ROW_BROKEN
    assert codes[1] == codes[4] == faults.ROW_NOT_UTF8
    assert refused[4]["text"].startswith("'=1")
    assert all(line["reason"] for line in refused)


def test_compressed_tables_and_workbooks_are_read_alike(analyst: Actor, tmp_path: Path) -> None:
    plain = screened(analyst, tmp_path, "name,birth_date\nMoussa Ag Ikerwane,1976\n,\nX Y,\n")
    assert (
        screened(analyst, tmp_path, gzip.compress(b"name,birth_date\nMoussa Ag Ikerwane,1976\n,\nX Y,\n"))[0]
        == plain[0]
    )
    book = Workbook()
    assert book.active is not None
    for cells in (["Name", "Birth date"], ["Moussa Ag Ikerwane", 1976], [None, None], ["X Y", None]):
        book.active.append(cells)
    held = io.BytesIO()
    book.save(held)
    lines = screened(analyst, tmp_path, held.getvalue())
    assert lines[0] == plain[0]
    assert [line["name"] for line in lines] == ["Moussa Ag Ikerwane", "X Y"]


NAMES = [
    "Moussa Ag Ikerwane" if number % 7 == 0 else "" if number % 5 == 0 else f"Zzyx Qwv {'abcdefgh'[number % 8] * 4}"
    for number in range(250)
]
CONTENT = "name\n" + "\n".join(f'"{one}"' for one in NAMES) + "\n"


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "CHUNK", 40)
    monkeypatch.setattr(service, "SURE_AFTER", 0.0)


@pytest.mark.usefixtures("small_pieces")
def test_each_piece_has_its_line_in_the_log_and_each_name_is_searched_once(analyst: Actor, tmp_path: Path) -> None:
    done = run(analyst, tmp_path, CONTENT)
    lines = table(tmp_path / "out.csv")
    assert {int(line["row"]) - 1 for line in lines if line["ref"] == "EXi.002"} == set(range(0, 250, 7))
    assert {int(line["row"]) for line in lines} == set(range(1, 251))
    assert done.counts.searched == len({*NAMES} - {""})
    told = [line.details for line in audit.lines(audit.Filters(action="check.screen"))]
    asked = [one["asked"] for one in told if "asked" in one]
    assert asked == [sum(map(bool, NAMES[begin : begin + 40])) for begin in reversed(range(0, 250, 40))]
    assert "Moussa" not in str(told)


class Died(BaseException):
    pass


def stopped(actor: Actor, folder: Path, after: int) -> None:
    """A run that ends in the middle, and leaves half a line behind."""

    def die(counts: Counts) -> None:
        if counts.rows >= after:
            raise Died

    with pytest.raises(Died):
        screen_file(actor, path=folder / "in.csv", out=folder / "out.csv", why=WHY, workers=1, told=die)
    with (folder / "out.csv.part").open("ab") as file:
        file.write(b"121,half a li")


@pytest.mark.usefixtures("small_pieces")
def test_a_run_goes_on_where_it_stopped_and_writes_the_same(analyst: Actor, tmp_path: Path) -> None:
    run(analyst, tmp_path, CONTENT)
    tables = [(tmp_path / name) for name in ("out.csv", "out.refused.csv")]
    whole = [path.read_bytes() for path in tables]
    for path in tables:
        path.unlink()
    stopped(analyst, tmp_path, 120)
    assert not tables[0].exists()
    done = run(analyst, tmp_path, CONTENT)
    assert 40 <= done.went_on_after < 250
    assert [path.read_bytes() for path in tables] == whole
    assert {path.name for path in tmp_path.iterdir()} == {"in.csv", "out.csv", "out.refused.csv"}


@pytest.mark.usefixtures("small_pieces")
def test_another_file_or_another_version_of_a_list_is_told(analyst: Actor, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    folder.mkdir()
    run(analyst, folder, CONTENT)
    before = (folder / "out.csv").read_bytes()
    stopped(analyst, folder, 80)
    with pytest.raises(Fault) as caught:
        run(analyst, folder, CONTENT + "more\n")
    assert caught.value.code == faults.FILE_CHANGED
    import_list(analyst, source="un-sc", path=written(tmp_path, altered().replace("IKERWANE", "QUITEOTHERWISE")))
    with pytest.raises(Fault) as caught:
        run(analyst, folder, CONTENT)
    assert (caught.value.code, caught.value.params) == (faults.LISTS_MOVED, {"lists": "un-sc 1 → 2"})
    kept = run(analyst, folder, CONTENT, Onward.KEEP_LISTS)
    assert kept.went_on_after > 0
    assert (folder / "out.csv").read_bytes() == before
    stopped(analyst, folder, 80)
    assert run(analyst, folder, CONTENT, Onward.AFRESH).went_on_after == 0
    assert (folder / "out.csv").read_bytes() != before


def test_several_processes_write_the_same_as_one(
    analyst: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "CHUNK", 40)
    run(analyst, tmp_path, CONTENT)
    whole = (tmp_path / "out.csv").read_bytes()
    screen_file(analyst, path=tmp_path / "in.csv", out=tmp_path / "two.csv", why=WHY, workers=2)
    assert (tmp_path / "two.csv").read_bytes() == whole


def test_a_ray_cluster_of_two_workers_writes_the_same(analyst: Actor, tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="ray is not installed (an optional extra)")
    run(analyst, tmp_path, CONTENT)
    whole = (tmp_path / "out.csv").read_bytes()
    screen_file(analyst, path=tmp_path / "in.csv", out=tmp_path / "ray.csv", why=WHY, workers=2, ray=True)
    assert (tmp_path / "ray.csv").read_bytes() == whole
