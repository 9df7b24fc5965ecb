"""Bad input: each kind gives a clear fault. That nothing changes then is tested with the service."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from pathlib import Path
from typing import Literal

import pytest

from minassa.base import Fault
from minassa.screening import faults, intake
from minassa.screening.publishers import source_named
from tests.screening.samples import SAMPLES, read_whole

UN = SAMPLES["un-sc"].read_text(encoding="utf-8")
UK = SAMPLES["uk-ofsi"].read_text(encoding="utf-8")
EU = SAMPLES["eu-fsf"].read_text(encoding="utf-8-sig")
LAUGHS = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;">
<!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;">]><CONSOLIDATED_LIST><INDIVIDUALS>&lol3;</INDIVIDUALS></CONSOLIDATED_LIST>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE l SYSTEM "file:///etc/passwd"><CONSOLIDATED_LIST></CONSOLIDATED_LIST>"""


def code_of(source: str, content: bytes, tmp_path: Path, name: str) -> str:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Fault) as caught:
        read_whole(source, path)
    assert str(caught.value)
    return caught.value.code


@pytest.mark.parametrize(
    ("source", "content", "code"),
    [
        ("un-sc", UN[: len(UN) // 2].encode(), faults.XML_BROKEN),
        ("un-sc", UN.replace("</INDIVIDUAL>", "", 1).encode(), faults.XML_BROKEN),
        ("un-sc", b"not XML at all", faults.XML_BROKEN),
        ("un-sc", b"", faults.XML_BROKEN),
        ("un-sc", LAUGHS.encode(), faults.XML_REFUSED),
        ("un-sc", OUTSIDE.encode(), faults.XML_REFUSED),
        ("ca-sema", LAUGHS.encode(), faults.XML_REFUSED),
        ("un-sc", b"<html><body>Service unavailable</body></html>", faults.FORMAT_UNKNOWN),
        ("un-sc", UN.replace("MOUSSA", "MOU\x00SSA").encode(), faults.XML_BROKEN),
        ("un-sc", UN.encode("cp1256", "replace"), faults.XML_BROKEN),
        ("un-sc", UN.replace("MOUSSA", "M" * 10 * 1024**2).encode(), faults.NAME_TOO_LONG),
        ("un-sc", UN.replace("MOUSSA", "MOU\u202eSSA").encode(), faults.DIRECTION_OVERRIDE),
        ("un-sc", UN.replace("MOUSSA", "MOU&#1;SSA").encode(), faults.XML_BROKEN),
        ("un-sc", UN.replace("EXi.002", "").encode(), faults.REF_MISSING),
        ("uk-ofsi", UK.split("\n", 2)[2].encode(), faults.HEADER_MISSING),
        ("uk-ofsi", UK.split("\n", 1)[1].encode(), faults.HEADER_MISSING),
        ("uk-ofsi", UK.encode("utf-16"), faults.CONTROL_CHARACTERS),
        ("uk-ofsi", UK.replace("TAZMALT", "T\x00T").encode(), faults.CONTROL_CHARACTERS),
        ("uk-ofsi", UK.replace("TAZMALT", "T" * 10 * 1024**2).encode(), faults.CSV_BROKEN),
        ("uk-ofsi", UK.replace("TAZMALT", "T" * 2_000).encode(), faults.NAME_TOO_LONG),
        ("uk-ofsi", UK.replace('ÉTÉ EXERCISE"', "ÉTÉ EXERCISE").encode(), faults.CSV_BROKEN),
        ("uk-ofsi", UK.replace("90001", "").encode(), faults.REF_MISSING),
        ("uk-ofsi", UK.replace("TAZMALT", "T\u202eT").encode(), faults.DIRECTION_OVERRIDE),
        ("eu-fsf", EU.split("\n", 1)[1].encode(), faults.HEADER_MISSING),
        ("eu-fsf", EU.encode("cp1256", "replace"), faults.ENCODING),
        ("eu-fsf", EU.encode("utf-16-le"), faults.CONTROL_CHARACTERS),
        ("eu-fsf", b"", faults.FORMAT_UNKNOWN),
        ("ftm", b'{"id": "a", "schema": "Person"}\n', faults.JSON_BROKEN),
        ("ftm", b'{"id": "a", "schema": "Person", "properties": {"name": ["A"]}\n', faults.JSON_BROKEN),
        ("ftm", b"[1, 2, 3]\n", faults.JSON_BROKEN),
        ("ftm", b'{"id":"a","schema":"Person","properties":{"name":["A\\u0000B"]}}\n', faults.CONTROL_CHARACTERS),
        ("ftm", b"[" * 5_000_000, faults.JSON_BROKEN),
    ],
)
def test_bad_files_are_told_apart(source: str, content: bytes, code: str, tmp_path: Path) -> None:
    assert code_of(source, content, tmp_path, f"list{SAMPLES[source].suffix}") == code


def test_ofac_refuses_files_of_another_shape(tmp_path: Path) -> None:
    for one in SAMPLES["ofac-sdn"].iterdir():
        (tmp_path / one.name).write_bytes(one.read_bytes())
    (tmp_path / "sdn.csv").write_bytes(b"ent_num,SDN_Name\r\n1,someone\r\n")
    with pytest.raises(Fault) as caught:
        read_whole("ofac-sdn", tmp_path)
    assert caught.value.code == faults.CSV_BROKEN
    assert "sdn.csv:1" in str(caught.value)


def test_ofac_needs_its_whole_set() -> None:
    with pytest.raises(Fault) as caught:
        read_whole("ofac-sdn", SAMPLES["ofac-sdn"] / "sdn.csv")
    assert caught.value.code == faults.PART_MISSING
    assert "alt.csv" in str(caught.value)


@pytest.mark.parametrize("pack", ["gz", "xz", "bz2", "zip", "zip-of-gz", "folder"])
def test_lists_come_compressed_or_not(pack: str, tmp_path: Path) -> None:
    plain = UN.encode()
    path = tmp_path / "given"
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        inside, content = ("un.xml.gz", gzip.compress(plain)) if pack == "zip-of-gz" else ("un.xml", plain)
        archive.writestr(inside, content)
    if pack == "folder":
        path.mkdir()
        (path / "UN.XML").write_bytes(plain)
    else:
        packed = {"gz": gzip.compress(plain), "xz": lzma.compress(plain), "bz2": bz2.compress(plain)}
        path.write_bytes(packed.get(pack, zipped.getvalue()))
    assert read_whole("un-sc", path) == read_whole("un-sc", SAMPLES["un-sc"])


@pytest.mark.parametrize("inside", ["", ".gz"])
@pytest.mark.parametrize("mode", ["w", "w:gz", "w:xz", "w:bz2"])
def test_a_set_comes_in_a_tar_archive_too(
    mode: Literal["w", "w:gz", "w:xz", "w:bz2"], inside: str, tmp_path: Path
) -> None:
    with tarfile.open(tmp_path / "ofac", mode) as archive:
        for one in SAMPLES["ofac-sdn"].iterdir():
            content = gzip.compress(one.read_bytes()) if inside else one.read_bytes()
            member = tarfile.TarInfo(f"ofac_2024/{one.name}{inside}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    assert read_whole("ofac-sdn", tmp_path / "ofac") == read_whole("ofac-sdn", SAMPLES["ofac-sdn"])


def test_the_digest_is_that_of_the_plain_content(tmp_path: Path) -> None:
    packed = tmp_path / "other-name.xml.gz"
    packed.write_bytes(gzip.compress(UN.encode()))
    with intake.taken_in(packed) as one, intake.taken_in(SAMPLES["un-sc"]) as other:
        assert one.digest == other.digest


def test_a_decompression_bomb_stops_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = gzip.compress(bytes(64 * 1024**2))
    assert code_of("un-sc", bomb, tmp_path, "bomb.xml.gz") == faults.TOO_LARGE
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("un.xml", bytes(64 * 1024**2))
    assert code_of("un-sc", zipped.getvalue(), tmp_path, "bomb.zip") == faults.TOO_LARGE
    monkeypatch.setattr(intake, "MOST_BYTES", 1024)
    assert code_of("un-sc", gzip.compress(UN.encode()), tmp_path, "large.xml.gz") == faults.TOO_LARGE


def zip_with(*members: tuple[zipfile.ZipInfo | str, bytes]) -> bytes:
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        for member, content in members:
            archive.writestr(member, content)
    return zipped.getvalue()


def tar_with(*members: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:xz") as archive:
        for name, kind in members:
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "/etc/passwd"
            member.size = len(UN.encode()) if kind == tarfile.REGTYPE else 0
            archive.addfile(member, io.BytesIO(UN.encode()) if member.size else None)
    return packed.getvalue()


def test_archives_with_paths_links_or_swarms_are_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("un.xml")
    link.external_attr = 0o120777 << 16
    swarm = [(f"{number}.xml", b"x") for number in range(60)]
    nested = gzip.compress(gzip.compress(gzip.compress(gzip.compress(UN.encode()))))
    for content in (
        zip_with(("../../un.xml", UN.encode())),
        zip_with(("/etc/un.xml", UN.encode())),
        zip_with((link, b"/etc/passwd")),
        zip_with(*swarm),
        tar_with(("../un.xml", tarfile.REGTYPE)),
        tar_with(("/etc/un.xml", tarfile.REGTYPE)),
        tar_with(("un.xml", tarfile.SYMTYPE)),
        tar_with(("un.xml", tarfile.LNKTYPE)),
        tar_with(("un.xml", tarfile.CHRTYPE)),
        nested,
    ):
        assert code_of("un-sc", content, tmp_path, "odd.zip") == faults.ARCHIVE_REFUSED


def test_damaged_archives_are_told(tmp_path: Path) -> None:
    packed = gzip.compress(UN.encode())
    assert code_of("un-sc", packed[:200], tmp_path, "cut.xml.gz") == faults.ARCHIVE_BROKEN
    assert code_of("un-sc", zip_with(("un.xml", UN.encode()))[:-40], tmp_path, "cut.zip") == faults.ARCHIVE_BROKEN


def test_a_missing_file_and_an_unknown_source_are_told(tmp_path: Path) -> None:
    with pytest.raises(Fault) as caught:
        read_whole("un-sc", tmp_path / "absent.xml")
    assert caught.value.code == faults.FILE_MISSING
    with pytest.raises(Fault) as caught:
        source_named("un-cs")
    assert caught.value.code == faults.SOURCE_UNKNOWN
    assert "un-sc" in str(caught.value)
