"""The name index: up to date at each search, saved and opened again, rebuilt when it cannot be trusted, blind to the hidden."""

import shutil
from collections.abc import Iterator
from dataclasses import replace

import pytest

from minassa.access import Actor, Tlp
from minassa.records import RecordHit, index, list_records, match_names, refresh_index, search_records
from minassa.records.models import IndexState, RecordChange
from tests.factories import an_actor
from tests.records.made import PURPOSE, add, own_label

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_index_yet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A process that has just begun."""
    monkeypatch.setattr(index, "_held", None)
    monkeypatch.setattr(index, "SAVE_AFTER", 3)
    yield
    shutil.rmtree(index.index_folder(), ignore_errors=True)


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "_held", None)


def names(actor: Actor, asked: str) -> list[str]:
    return [hit.caption for hit in match_names(actor, name=asked, purpose=PURPOSE)]


def test_a_saved_index_is_opened_and_brought_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    actor = an_actor()
    for name in ("Abderrahmane Tamrini", "Fatoumata Misali", "Kofi Mfano"):
        add(actor, name)
    assert refresh_index() >= 3
    assert refresh_index() == 0
    add(actor, "Zeinab Khayali")
    forget(monkeypatch)
    monkeypatch.setattr(index, "_built", lambda: pytest.fail("it was built, not opened"))
    assert names(actor, "عبد الرحمن التمريني") == ["Abderrahmane Tamrini"]
    assert names(actor, "Zaynab al-Khayali") == ["Zeinab Khayali"]


def test_a_torn_file_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    actor = an_actor()
    for name in ("Abderrahmane Tamrini", "Fatoumata Misali", "Kofi Mfano"):
        add(actor, name)
    refresh_index()
    saved = index.index_folder() / IndexState.objects.get().folder
    files = [saved] if saved.is_file() else sorted(saved.iterdir())
    for file in files:
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    forget(monkeypatch)
    assert names(actor, "Koffi Mfano") == ["Kofi Mfano"]


def test_an_index_of_another_past_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A backup was restored: the feed's numbers are the same, what they stand for is not."""
    actor = an_actor()
    add(actor, "Abderrahmane Tamrini")
    assert names(actor, "Abderrahmane Tamrini") == ["Abderrahmane Tamrini"]
    last = RecordChange.objects.order_by("-id").first()
    assert last is not None
    RecordChange.objects.all().delete()
    RecordChange.objects.create(id=last.id, record_id=add(actor, "Kofi Mfano").id)
    assert "Kofi Mfano" in names(actor, "Kofi Mfano")


def test_a_change_that_became_known_late_is_not_missed() -> None:
    """Two transactions took their numbers in one order and ended in the other."""
    actor = an_actor()
    late = add(actor, "Abderrahmane Tamrini")
    number = RecordChange.objects.get(record_id=late.id).id
    RecordChange.objects.filter(id=number).delete()
    add(actor, "Kofi Mfano")
    assert names(actor, "Kofi Mfano") == ["Kofi Mfano"]
    index.present_index().remove(str(late.id))  # it was not there yet when this process looked
    RecordChange.objects.create(id=number, record_id=late.id)
    assert names(actor, "Abderrahmane Tamrini") == ["Abderrahmane Tamrini"]


def test_two_saved_indexes_are_kept() -> None:
    actor = an_actor()
    for number in range(4):
        for step in range(3):
            add(actor, f"EXERCISE Person {number} {step}")
        refresh_index()
    assert IndexState.objects.count() == 2
    assert {path.name for path in index.index_folder().iterdir()} == set(
        IndexState.objects.values_list("folder", flat=True)
    )


def test_hidden_records_change_nothing_in_what_is_found_scored_and_counted() -> None:
    """Planted: many hidden records with the same names, which would weigh on a score or a count that looked at them."""
    reader, other = an_actor(), an_actor()
    for name in ("Mohamed Tamrini", "Mohamed Ag Mithal", "Amadou Misali"):
        add(reader, name)
    add(other, "Mohamed Al-Tamrini", label=own_label(other, Tlp.GREEN))

    def everything() -> object:
        hits = match_names(reader, name="محمد التمريني", purpose=PURPOSE, limit=3)
        page = search_records(reader, query="mohamed tam", purpose=PURPOSE)
        listed = list_records(reader)
        return [without_reasons(hit) for hit in hits], page, listed.count_text, listed.next, hits

    before = everything()
    for number in range(40):
        add(other, f"Mohamed Tamrini {number % 7}", label=own_label(other))
    assert everything() == before
    assert len(match_names(other, name="Mohamed Tamrini", purpose=PURPOSE, limit=50)) > 7


def without_reasons(hit: RecordHit) -> RecordHit:
    return replace(hit, why=())
