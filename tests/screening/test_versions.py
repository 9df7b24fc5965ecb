"""Versions, deltas, quarantine and delisting, on both engines."""

import gzip
from pathlib import Path

import pytest
from django.conf import settings

from minassa.access import Actor, Role
from minassa.base import Fault
from minassa.screening import (
    accept_list,
    delta,
    faults,
    import_list,
    read_subject,
    review_list,
    search_lists,
    status,
    versions,
)
from minassa.screening.index import forget_index
from minassa.screening.models import ListedRow, ListVersion
from minassa.screening.service import quarantine_folder
from tests.factories import an_actor
from tests.screening.samples import SAMPLES
from tests.screening.test_hostile_lists import LAUGHS, UN

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst() -> Actor:
    forget_index()
    return an_actor(Role.ANALYST)


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "given.xml"
    path.write_text(text, encoding="utf-8")
    return path


def without(text: str, *refs: str) -> str:
    """The list without some persons or organisations."""
    for ref in refs:
        tag = "INDIVIDUAL" if ref.startswith("EXi") else "ENTITY"
        begin = text.rindex(f"<{tag}>", 0, text.index(ref))
        end = text.index(f"</{tag}>", begin) + len(f"</{tag}>")
        text = text[:begin] + text[end:]
    return text


ADDED = """<INDIVIDUAL><FIRST_NAME>SIDI</FIRST_NAME><SECOND_NAME>OULD ZARGOUN</SECOND_NAME>
<UN_LIST_TYPE>EXERCISE</UN_LIST_TYPE><REFERENCE_NUMBER>EXi.099</REFERENCE_NUMBER></INDIVIDUAL></INDIVIDUALS>"""


def altered() -> str:
    """One added, one amended, one removed."""
    text = without(UN, "EXi.003").replace("</INDIVIDUALS>", ADDED)
    return text.replace("EX0005522", "EX0005523")


def test_a_first_import_puts_the_list_in_force(analyst: Actor) -> None:
    version = import_list(analyst, source="un-sc", path=SAMPLES["un-sc"])
    assert (version.number, version.state, version.subjects, version.added) == (1, "in force", 17, 17)
    assert version.published == "2024-08-01"
    by_source = {one.source: one for one in status(analyst)}
    assert by_source["un-sc"].in_force == version
    assert by_source["un-sc"].waiting is None
    assert by_source["ofac-sdn"].in_force is None


def test_the_same_content_again_changes_nothing(analyst: Actor, tmp_path: Path) -> None:
    import_list(analyst, source="un-sc", path=SAMPLES["un-sc"])
    packed = tmp_path / "again.xml.gz"
    packed.write_bytes(gzip.compress(UN.encode()))
    again = import_list(analyst, source="un-sc", path=packed)
    assert (again.number, again.is_new) == (1, False)
    assert len(versions(analyst, source="un-sc")) == 1


def test_the_delta_of_an_altered_copy_is_exact(analyst: Actor, tmp_path: Path) -> None:
    import_list(analyst, source="un-sc", path=SAMPLES["un-sc"])
    version = import_list(analyst, source="un-sc", path=written(tmp_path, altered()))
    assert (version.number, version.added, version.amended, version.removed) == (2, 1, 1, 1)
    changes = {(one.what, one.ref): one for one in delta(analyst, source="un-sc", version=2)}
    assert set(changes) == {("added", "EXi.099"), ("amended", "EXi.005"), ("removed", "EXi.003")}
    assert changes["amended", "EXi.005"].fields == ("identifiers",)
    assert changes["removed", "EXi.003"].caption == "IBRAHIM DAN JUMAREWA"
    assert [one.state for one in versions(analyst, source="un-sc")] == ["in force", "superseded"]


def test_a_removed_name_stops_matching_at_once_and_its_page_says_so(analyst: Actor, tmp_path: Path) -> None:
    import_list(analyst, source="un-sc", path=SAMPLES["un-sc"])
    assert "EXi.003" in {hit.ref for hit in search_lists(analyst, name="Ibrahim Dan Jumarewa")}
    assert "EXi.099" not in {hit.ref for hit in search_lists(analyst, name="Sidi Ould Zargoun")}
    import_list(analyst, source="un-sc", path=written(tmp_path, altered()))
    assert "EXi.003" not in {hit.ref for hit in search_lists(analyst, name="Ibrahim Dan Jumarewa")}
    assert search_lists(analyst, name="Sidi Ould Zargoun")[0].ref == "EXi.099"
    page = read_subject(analyst, source="un-sc", ref="EXi.003")
    assert not page.is_listed
    assert page.removed_in is not None
    assert page.removed_in.number == 2
    amended = read_subject(analyst, source="un-sc", ref="EXi.005")
    assert amended.is_listed
    assert [version.number for version, _subject in amended.history] == [2, 1]


def test_a_process_that_had_the_older_index_sees_the_new_version(analyst: Actor, tmp_path: Path) -> None:
    from minassa.screening import index  # noqa: PLC0415 - its state is the test's subject

    import_list(analyst, source="un-sc", path=SAMPLES["un-sc"])
    kept = index._of_home[settings.MINASSA.home]
    older = index.ListIndex(kept.names, dict(kept.held))
    text = without(UN, "EXi.003").replace("</INDIVIDUALS>", ADDED)
    import_list(analyst, source="un-sc", path=written(tmp_path, text))
    forget_index()
    older.held = {"un-sc": older.held["un-sc"]}
    index._of_home[settings.MINASSA.home] = older
    assert search_lists(analyst, name="Sidi Ould Zargoun")[0].ref == "EXi.099"


def test_a_saved_index_is_opened_by_the_next_process(analyst: Actor) -> None:
    import_list(analyst, source="un-sc", path=SAMPLES["un-sc"])
    first = search_lists(analyst, name="موسى أغ إيكروان")
    forget_index()
    assert first[0].ref == "EXi.002"
    assert search_lists(analyst, name="موسى أغ إيكروان") == first


def test_an_index_of_another_database_is_not_trusted(analyst: Actor, tmp_path: Path) -> None:
    import_list(analyst, source="un-sc", path=written(tmp_path, altered()))
    ListVersion.objects.all().delete()
    ListedRow.objects.all().delete()
    forget_index()
    import_list(analyst, source="un-sc", path=SAMPLES["un-sc"])
    assert "EXi.099" not in {hit.ref for hit in search_lists(analyst, name="Sidi Ould Zargoun")}
    assert "EXi.003" in {hit.ref for hit in search_lists(analyst, name="Ibrahim Dan Jumarewa")}


def test_a_damaged_saved_index_is_built_again(analyst: Actor) -> None:
    import_list(analyst, source="un-sc", path=SAMPLES["un-sc"])
    for saved in (Path(settings.MINASSA.home) / "index" / "lists").rglob("*"):
        if saved.is_file() and saved.suffix != ".json":
            saved.write_bytes(b"damaged")
    forget_index()
    assert search_lists(analyst, name="Moussa Ag Ikerwane")[0].ref == "EXi.002"


@pytest.mark.parametrize("bad", [UN[: len(UN) // 2], LAUGHS, UN.replace("MOUSSA", "M" * 2_000), "garbage"])
def test_a_list_that_cannot_be_read_changes_nothing(analyst: Actor, tmp_path: Path, bad: str) -> None:
    before = import_list(analyst, source="un-sc", path=SAMPLES["un-sc"])
    rows = set(ListedRow.objects.values_list("ref", "fingerprint", "until"))
    with pytest.raises(Fault):
        import_list(analyst, source="un-sc", path=written(tmp_path, bad))
    assert set(ListedRow.objects.values_list("ref", "fingerprint", "until")) == rows
    now = next(one for one in status(analyst) if one.source == "un-sc")
    assert now.in_force == before
    assert now.waiting is not None
    assert now.waiting.why
    with pytest.raises(Fault) as caught:
        accept_list(analyst, source="un-sc")
    assert caught.value.code == faults.CANNOT_ACCEPT
    assert search_lists(analyst, name="Moussa Ag Ikerwane")[0].ref == "EXi.002"


def test_a_list_that_falls_by_more_than_a_tenth_waits_until_it_is_accepted(analyst: Actor, tmp_path: Path) -> None:
    before = import_list(analyst, source="un-sc", path=SAMPLES["un-sc"])
    fallen = written(tmp_path, without(UN, "EXi.001", "EXi.002", "EXi.004"))
    with pytest.raises(Fault) as caught:
        import_list(analyst, source="un-sc", path=fallen)
    assert caught.value.code == faults.FELL
    assert "17" in str(caught.value)
    assert "14" in str(caught.value)
    now = next(one for one in status(analyst) if one.source == "un-sc")
    assert now.in_force == before
    assert now.waiting is not None
    assert (now.waiting.subjects, now.waiting.state) == (14, "quarantined")
    assert search_lists(analyst, name="Moussa Ag Ikerwane")[0].ref == "EXi.002"
    fallen.unlink()
    review = {(one.what, one.ref) for one in review_list(analyst, source="un-sc")}
    assert review == {("removed", "EXi.001"), ("removed", "EXi.002"), ("removed", "EXi.004")}
    accepted = accept_list(analyst, source="un-sc")
    assert (accepted.subjects, accepted.removed, accepted.state) == (14, 3, "in force")
    assert accepted.accepted_by == analyst.named
    assert "EXi.002" not in {hit.ref for hit in search_lists(analyst, name="Moussa Ag Ikerwane")}
    with pytest.raises(Fault) as caught:
        accept_list(analyst, source="un-sc")
    assert caught.value.code == faults.NOTHING_WAITS


def test_files_in_quarantine_that_were_changed_are_not_accepted(analyst: Actor, tmp_path: Path) -> None:
    import_list(analyst, source="un-sc", path=SAMPLES["un-sc"])
    with pytest.raises(Fault):
        import_list(analyst, source="un-sc", path=written(tmp_path, without(UN, "EXi.001", "EXi.002", "EXi.004")))
    (kept,) = quarantine_folder("un-sc").iterdir()
    kept.write_text(without(UN, "EXi.001", "EXi.002", "EXi.005"), encoding="utf-8")
    with pytest.raises(Fault) as caught:
        accept_list(analyst, source="un-sc")
    assert caught.value.code == faults.CANNOT_ACCEPT


def test_a_fall_of_a_tenth_or_less_goes_through(analyst: Actor, tmp_path: Path) -> None:
    import_list(analyst, source="un-sc", path=SAMPLES["un-sc"])
    assert import_list(analyst, source="un-sc", path=written(tmp_path, without(UN, "EXi.001"))).subjects == 16


def test_garbage_does_not_push_aside_a_version_that_waits_for_review(analyst: Actor, tmp_path: Path) -> None:
    import_list(analyst, source="un-sc", path=SAMPLES["un-sc"])
    for text in (without(UN, "EXi.001", "EXi.002", "EXi.004"), "garbage"):
        with pytest.raises(Fault):
            import_list(analyst, source="un-sc", path=written(tmp_path, text))
    assert accept_list(analyst, source="un-sc").subjects == 14


def test_a_good_version_overtakes_the_one_in_quarantine(analyst: Actor, tmp_path: Path) -> None:
    import_list(analyst, source="un-sc", path=SAMPLES["un-sc"])
    with pytest.raises(Fault):
        import_list(analyst, source="un-sc", path=written(tmp_path, without(UN, "EXi.001", "EXi.002", "EXi.004")))
    import_list(analyst, source="un-sc", path=written(tmp_path, altered()))
    with pytest.raises(Fault) as caught:
        accept_list(analyst, source="un-sc")
    assert caught.value.code == faults.NOTHING_WAITS


def test_a_reference_that_stands_twice_is_refused(analyst: Actor, tmp_path: Path) -> None:
    with pytest.raises(Fault) as caught:
        import_list(analyst, source="un-sc", path=written(tmp_path, UN.replace("EXi.002", "EXi.003")))
    assert caught.value.code == faults.REF_TWICE


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.OBSERVER, Role.DELEGATE])
def test_who_keeps_no_lists_cannot_import(role: Role) -> None:
    with pytest.raises(Fault):
        import_list(an_actor(role), source="un-sc", path=SAMPLES["un-sc"])
    assert not ListVersion.objects.exists()


def test_identifiers_are_found_however_they_are_typed(analyst: Actor) -> None:
    import_list(analyst, source="ofac-sdn", path=SAMPLES["ofac-sdn"])
    for typed in ("ex 000 1117", "+222 555 01 07", "gb33 BUKB 2020 1555 5555 55", "9999993"):
        hits = search_lists(analyst, identifier=typed)
        assert len(hits) == 1, typed
        assert hits[0].by_identifier is not None
    assert search_lists(analyst, identifier="EX0001118") == ()


def test_weak_aliases_are_marked_weak(analyst: Actor) -> None:
    import_list(analyst, source="un-sc", path=SAMPLES["un-sc"])
    weak = search_lists(analyst, name="Mai Gwaji")[0]
    assert (weak.ref, weak.weak) == ("EXi.003", True)
    strong = search_lists(analyst, name="Ibrahim Dan Jumarewa")[0]
    assert (strong.ref, strong.weak) == ("EXi.003", False)


def test_a_search_can_be_narrowed_to_kinds_and_lists(analyst: Actor) -> None:
    import_list(analyst, source="un-sc", path=SAMPLES["un-sc"])
    import_list(analyst, source="uk-ofsi", path=SAMPLES["uk-ofsi"])
    everywhere = {hit.source for hit in search_lists(analyst, name="Abderrahmane Ould Tazmalt")}
    assert everywhere == {"un-sc", "uk-ofsi"}
    assert {hit.source for hit in search_lists(analyst, name="Abderrahmane Ould Tazmalt", sources=["uk-ofsi"])} == {
        "uk-ofsi"
    }
    kinds = {hit.kind for hit in search_lists(analyst, name="Katibat al-Tadrib", kind="organisation")}
    assert kinds == {"organisation"}


@pytest.mark.parametrize("source", sorted(SAMPLES))
def test_every_source_can_be_imported(analyst: Actor, source: str) -> None:
    version = import_list(analyst, source=source, path=SAMPLES[source])
    assert version.subjects == ListedRow.objects.filter(source=source, until=None).count() > 0
