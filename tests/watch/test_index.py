"""The index of watched names: any name that would find is found whoever else is watched, and what cannot be trusted is built anew."""

import os
import signal
from pathlib import Path

import pytest

from minassa.access import Actor, Role
from minassa.names import NameIndex
from minassa.watch import index, stop_watch
from minassa.watch.models import WatchChange
from tests.factories import an_actor
from tests.watch.scene import begin_anew, watch

SPELT = ("Mohamed", "Mohammed", "Muhammad", "Mohamad", "Mehmet")


def test_nobody_is_pushed_aside_by_others_of_a_like_name_and_no_score_depends_on_them() -> None:
    alone, crowded = NameIndex(), NameIndex()
    names = {f"w{number}": f"{SPELT[number % len(SPELT)]} Ould Salem" for number in range(600)}
    for key, name in names.items():
        crowded.add(key, [name])
    for one in (alone, crowded):
        one.add("mine", ["محمد ولد سالم"])
    found = crowded.askers("Mohamed OULD SALEM", kind="person", least=0.8)
    assert found["mine"] == alone.askers("Mohamed OULD SALEM", kind="person", least=0.8)["mine"]
    assert len(found) > 240  # more than a search would ever align
    listed = NameIndex()
    listed.add("L", ["Mohamed OULD SALEM"])
    plain = {
        key: listed.search(name, kind="person")[0].score for key, name in [*names.items(), ("mine", "محمد ولد سالم")]
    }
    assert all(found.get(key, 0.0) == pytest.approx(score, abs=0.01) for key, score in plain.items() if score >= 0.82)
    crowded.remove("mine")
    assert "mine" not in crowded.askers("Mohamed OULD SALEM", kind="person", least=0.5)
    assert crowded.askers("", kind="person", least=0.5) == {}


def concerned(name: str) -> int:
    return len(index.concerned(name, kind="person", least=0.85))


@pytest.fixture
def analyst() -> Actor:
    actor = an_actor(Role.ANALYST)
    for name in ("Abderrahmane Tamrini", "Fatoumata Misali", "Kofi Mfano"):
        watch(actor, name)
    return actor


@pytest.mark.django_db
def test_a_saved_index_is_opened_and_brought_up_to_date(analyst: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped = watch(analyst, "Moussa Ag Nobody")
    assert index.save_index(least=0)
    stop_watch(analyst, id=stopped.id)
    watch(analyst, "Zeinab Khayali")
    begin_anew()
    monkeypatch.setattr(index, "_built", lambda: pytest.fail("it was built, not opened"))
    assert (concerned("عبد الرحمن التمريني"), concerned("Zaynab al-Khayali"), concerned("Moussa Ag Nobody")) == (
        1,
        1,
        0,
    )
    assert not index.save_index()


@pytest.mark.django_db
@pytest.mark.parametrize("harm", ["no stamp", "torn", "another database", "a restored backup"])
def test_what_cannot_be_trusted_is_built_anew(analyst: Actor, harm: str) -> None:
    assert index.save_index(least=0)
    (stamp,) = index.index_folder().glob("*.json")
    saved = stamp.with_suffix(".names")
    if harm == "no stamp":  # as a process leaves it that is killed between the two files
        stamp.unlink()
    elif harm == "torn":
        saved.write_bytes(saved.read_bytes()[:-100])
    elif harm == "another database":
        stamp.write_text(stamp.read_text().replace('"place": "', '"place": "other'))
    else:
        newest = WatchChange.objects.order_by("-id").first()
        assert newest is not None
        WatchChange.objects.filter(id=newest.id).update(watch_id="0199aa00-0000-7000-8000-000000000000")
    begin_anew()
    assert (concerned("Abd al-Rahman Tamrini"), concerned("Kofi Mfano")) == (1, 1)


def test_a_process_that_is_killed_while_it_saves_leaves_the_index_before_it(tmp_path: Path) -> None:
    target, names = tmp_path / "watched.names", NameIndex()
    names.add("a", ["Kofi Mfano"])
    names.save(target)
    child = os.fork()
    if not child:  # pragma: no cover - the child ends here
        os.fsync = lambda _handle: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment] # killed when all is written but not in place
        names.add("b", ["Zeinab Khayali"])
        names.save(target)
        os._exit(1)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    assert len(NameIndex.open(target)) == 1
