"""The real lists of the shared test data, through the service: counts, an altered copy, a truncated one."""

import gzip
import re
from pathlib import Path

import pytest

from minassa.access import Actor, Role
from minassa.base import Fault
from minassa.screening import delta, faults, import_list, search_lists, status
from minassa.screening.index import forget_index
from tests.data import shared_data
from tests.factories import an_actor

pytestmark = pytest.mark.django_db
UN = "sanctions/un_consolidated_2026-02-27.xml.gz"


@pytest.fixture
def analyst() -> Actor:
    forget_index()
    return an_actor(Role.ANALYST)


def in_force(actor: Actor, source: str) -> tuple[int, int]:
    found = next(one.in_force for one in status(actor) if one.source == source)
    assert found is not None
    return found.number, found.subjects


def test_the_un_list_an_altered_copy_and_a_truncated_one(analyst: Actor, tmp_path: Path) -> None:
    assert import_list(analyst, source="un-sc", path=shared_data(UN)).subjects == 1_003
    text = gzip.decompress(shared_data(UN).read_bytes()).decode()
    persons = re.findall(r"<INDIVIDUAL>.*?</INDIVIDUAL>", text, re.DOTALL)
    refs = [str(re.search(r"<REFERENCE_NUMBER>(.*?)</", one)[1]).strip() for one in persons]  # type: ignore[index] # each has one
    removed, amended, copied = refs[10], refs[20], persons[30]
    assert "<LISTED_ON>" in persons[20]
    changed = persons[20].replace("<LISTED_ON>2", "<LISTED_ON>3", 1)
    added = re.sub(r"(<REFERENCE_NUMBER>).*?(</)", r"\g<1>EXi.900\g<2>", copied)
    copy = text.replace(persons[10], "", 1).replace(persons[20], changed, 1)
    (tmp_path / "altered.xml").write_text(copy.replace("</INDIVIDUALS>", f"{added}</INDIVIDUALS>"), encoding="utf-8")
    version = import_list(analyst, source="un-sc", path=tmp_path / "altered.xml")
    assert (version.subjects, version.added, version.amended, version.removed) == (1_003, 1, 1, 1)
    assert {(one.what, one.ref) for one in delta(analyst, source="un-sc", version=2)} == {
        ("added", "EXi.900"),
        ("amended", amended),
        ("removed", removed),
    }
    (tmp_path / "cut.xml").write_text(text[: len(text) // 2], encoding="utf-8")
    persons_only = re.sub(r"<ENTITIES>.*</ENTITIES>", "", text, flags=re.DOTALL)
    (tmp_path / "fallen.xml").write_text(persons_only, encoding="utf-8")
    for file, code in (("cut.xml", faults.XML_BROKEN), ("fallen.xml", faults.FELL)):
        with pytest.raises(Fault) as caught:
            import_list(analyst, source="un-sc", path=tmp_path / file)
        assert caught.value.code == code
        assert in_force(analyst, "un-sc") == (2, 1_003)


def test_the_ofac_folder_and_names_across_scripts(analyst: Actor) -> None:
    assert import_list(analyst, source="ofac-sdn", path=shared_data("sanctions/ofac_2021-07")).subjects == 8_976
    import_list(analyst, source="un-sc", path=shared_data(UN))
    for asked in ("أيمن الظواهري", "Ayman al-Zawahiri", "Aymen Ezzaouahiri", "AL ZAWAHIRI AIMAN"):
        found = {(hit.source, hit.ref) for hit in search_lists(analyst, name=asked, limit=3)}
        assert {("un-sc", "QDi.006"), ("ofac-sdn", "2676")} <= found, asked
    wallet = search_lists(analyst, identifier="0x8576ACC5C05D6CE88F4E49BF65BDF0C62F91353C")
    assert [hit.ref for hit in wallet] == ["29703"]
