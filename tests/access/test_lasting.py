"""Lasting acts: undone as a restore from an older backup undoes them, and done again from their lines in the ledger."""

import base64
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import orjson
import pyrage
import pytest
from django.db import connection, transaction
from pytest_django import Settings

from minassa import audit
from minassa.access import (
    BrokenLedgerError,
    DoneAgain,
    LastingAct,
    Role,
    Step,
    carry_lasting,
    do_again,
    door,
    is_withdrawn,
    lasting_kinds,
    list_deliveries,
    next_version,
    outlast,
    read_lines,
    system_actor,
    tidy_ledger,
)
from minassa.access.lasting import book
from minassa.access.models import Lasting, Release
from minassa.base import held_at
from tests.access.releases.made import Remote, delivery_states, release_plant
from tests.access.releases.test_inbox import names_seen
from tests.factories import actor_for, make_agency, make_remote_agency, make_user

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def lines_of(rows: list[Lasting]) -> list[LastingAct]:
    from django.conf import settings  # noqa: PLC0415 - the run's own

    key = book._key(settings.MINASSA.home)
    return [
        LastingAct(
            row.kind,
            row.subject,
            row.at,
            row.facts,
            pyrage.decrypt(base64.b64decode(row.sealed), [key]) if row.sealed else None,
        )
        for row in rows
    ]


def undone(act: Callable[[], object]) -> list[LastingAct]:
    """Do something, then take the database back to before it: its lines in the ledger are all that is left."""
    Lasting.objects.all().delete()
    with transaction.atomic():
        act()
        acts = lines_of(list(Lasting.objects.order_by("id")))
        transaction.set_rollback(True)
    assert acts, "nothing was written down"
    return acts


@pytest.mark.django_db
def test_a_withdrawal_that_came_after_the_backup_is_taken_in_again() -> None:
    remote = Remote()
    remote.hand_in(remote.parcel(1))

    def afterwards() -> None:
        remote.hand_in(remote.parcel(2))
        remote.hand_in(remote.parcel(3, Step.WITHDRAW, content={}))

    acts = undone(afterwards)
    assert names_seen(remote) == ["EXERCISE 1"]
    assert [act.kind for act in acts] == ["parcel.received", "parcel.received"]
    assert do_again(acts) == DoneAgain(done=2)
    assert is_withdrawn(f"plant:{remote.about}", remote.sender)
    assert remote.hand_in(remote.parcel(4)).code == "parcel.withdrawn"
    assert do_again(acts) == DoneAgain(held=2)


@pytest.mark.django_db
def test_a_withdrawal_is_done_again_although_what_came_before_it_was_lost() -> None:
    remote = Remote()
    remote.hand_in(remote.parcel(1))

    def afterwards() -> None:
        remote.hand_in(remote.parcel(2))
        remote.hand_in(remote.parcel(3, Step.WITHDRAW, content={}))

    assert do_again(undone(afterwards)[1:]) == DoneAgain(done=1)
    assert is_withdrawn(f"plant:{remote.about}", remote.sender)


@pytest.mark.django_db(transaction=True)
def test_what_was_released_after_the_backup_is_known_and_carried_again() -> None:
    sender = actor_for(make_user(roles=[Role.ANALYST, Role.SUPERVISOR]))
    first, second, about = make_remote_agency(), make_remote_agency(), uuid4()
    release_plant(sender, [f"agency:{first.id}"], about=about)

    def afterwards() -> None:
        release_plant(sender, [f"agency:{first.id}"], about=about, version=2)
        release_plant(sender, [f"agency:{second.id}"], about=about, version=3, step=Step.SHARE)

    acts = undone(afterwards)
    assert list(delivery_states(f"plant:{about}")) == [(first.id, 1)]
    assert do_again(acts) == DoneAgain(done=2)
    assert delivery_states(f"plant:{about}") == {
        (first.id, 1): "waiting",
        (first.id, 2): "waiting",
        (second.id, 3): "waiting",
    }
    assert sender.agency is not None
    with transaction.atomic():
        assert next_version(f"plant:{about}", sender.agency) == 4, "a version that recipients have is never used again"
    assert do_again(acts) == DoneAgain(held=2)
    seen = {line.version for line in list_deliveries(sender)}
    assert seen == {1, 2, 3}
    stranger = actor_for(make_user(make_agency()))
    assert list_deliveries(stranger) == ()


@pytest.mark.django_db
def test_what_cannot_be_done_again_does_not_keep_the_others_back() -> None:
    at = datetime.now(UTC)
    acts = [
        LastingAct("person.rights", f"user:{uuid4()}", at, {"active": False, "roles": []}),
        LastingAct("kind.of-a-later-version", "thing:1", at),
        LastingAct("token.revoked", f"token:{uuid4()}", at),
    ]
    assert do_again(acts) == DoneAgain(held=2, failed=1)


@pytest.mark.django_db
def test_an_act_of_a_kind_that_nobody_could_do_again_is_not_written_down() -> None:
    with pytest.raises(KeyError):
        outlast("no.such-kind", subject="thing:1")
    assert {"parcel.received", "parcel.released", "person.rights", "record.deleted"} <= set(lasting_kinds())


@pytest.mark.django_db
def test_only_the_keeper_does_acts_again() -> None:
    from minassa.access.acts import LASTING_AGAIN  # noqa: PLC0415 - not part of the face
    from minassa.base import Refused  # noqa: PLC0415 - the same

    person = actor_for(make_user(roles=[Role.SUPERVISOR]))
    for actor in (person, system_actor("setup"), system_actor("exchange")):
        with pytest.raises(Refused), door(actor, LASTING_AGAIN):
            pass


# ---- the file


@pytest.fixture
def home(transactional_db: None, tmp_path: Path, settings: Settings) -> Path:
    audit.make_keys(tmp_path)
    settings.MINASSA = replace(settings.MINASSA, home=tmp_path)
    return tmp_path


def written(home: Path, since: datetime = LONG_AGO) -> list[LastingAct]:
    return list(read_lines(home / "ledger", home=home, since=since))


def test_what_is_rolled_back_is_not_written_down_and_what_is_committed_is(home: Path) -> None:
    with transaction.atomic():
        outlast("token.revoked", subject="token:rolled-back")
        transaction.set_rollback(True)
    with transaction.atomic():
        outlast("token.revoked", subject="token:one")
        outlast("token.revoked", subject="token:two", facts={"n": 1}, content=b"sealed")
    assert [(act.subject, act.facts, act.content) for act in written(home)] == [
        ("token:one", {}, None),
        ("token:two", {"n": 1}, b"sealed"),
    ]
    assert not Lasting.objects.exists()


def test_what_a_crash_left_in_the_database_is_carried_by_the_clock(home: Path) -> None:
    (home / "ledger").write_text("in the way")
    with transaction.atomic():
        outlast("token.revoked", subject="token:one")
    assert Lasting.objects.count() == 1, "the act itself was committed although the file could not be written"
    (home / "ledger").unlink()
    tidy_ledger()
    assert [act.subject for act in written(home)] == ["token:one"]


def test_a_line_that_a_power_cut_tore_is_taken_away_and_the_chain_goes_on(home: Path) -> None:
    for name in ("one", "two"):
        outlast("token.revoked", subject=f"token:{name}")
    (path,) = (home / "ledger").iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:40])
    outlast("token.revoked", subject="token:three")
    assert [act.subject for act in written(home)] == ["token:one", "token:two", "token:three"]


def test_several_writers_make_one_chain(home: Path) -> None:
    def write(number: int) -> None:
        try:
            for each in range(10):
                outlast("token.revoked", subject=f"token:{number}-{each}")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    carry_lasting()
    assert len({act.subject for act in written(home)}) == 40
    numbers = [orjson.loads(line)["number"] for line in next((home / "ledger").iterdir()).read_bytes().splitlines()]
    assert numbers == list(range(1, len(numbers) + 1))


def test_months_make_files_that_are_forgotten_in_the_end(home: Path) -> None:
    start = datetime(2026, 1, 20, tzinfo=UTC)
    for month in range(16):
        with held_at(start + timedelta(days=30.5 * month)):
            outlast("token.revoked", subject=f"token:{month}")
    assert len(written(home)) == 16
    with held_at(start + timedelta(days=30.5 * 15)):
        tidy_ledger()
    left = [path.stem for path in sorted((home / "ledger").iterdir())]
    assert left[0] == "2026-03"
    assert len(left) == 14
    assert next(act.subject for act in written(home)) == "token:2"


def test_lines_before_a_moment_are_verified_but_not_given(home: Path) -> None:
    with held_at(datetime(2026, 1, 20, tzinfo=UTC)):
        outlast("token.revoked", subject="token:old")
    with held_at(datetime(2026, 1, 21, tzinfo=UTC)):
        outlast("token.revoked", subject="token:new")
    since = datetime(2026, 1, 20, 12, tzinfo=UTC)
    assert [act.subject for act in written(home, since)] == ["token:new"]
    (path,) = (home / "ledger").iterdir()
    path.write_bytes(path.read_bytes().replace(b"token:old", b"token:odd"))
    with pytest.raises(BrokenLedgerError):
        written(home, since)


def test_a_ledger_signed_by_another_node_is_not_believed(home: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outlast("token.revoked", subject="token:one")
    other = tmp_path_factory.mktemp("other")
    audit.make_keys(other)
    with pytest.raises(BrokenLedgerError):
        list(read_lines(home / "ledger", home=other, since=LONG_AGO))


@pytest.mark.django_db
def test_releases_are_put_back_under_the_owners_own_label() -> None:
    sender = actor_for(make_user(roles=[Role.ANALYST, Role.SUPERVISOR]))
    to = make_remote_agency()
    about = uuid4()
    acts = undone(lambda: release_plant(sender, [f"agency:{to.id}"], about=about))
    do_again(acts)
    from minassa.access.acts import RELEASE_HOLDERS  # noqa: PLC0415 - not part of the face

    with door(system_actor("releases"), RELEASE_HOLDERS) as opened:
        (row,) = Release.objects.filter(stream=f"plant:{about}")
        label = opened.label_of(row.label_id)
    assert (label.owner, label.tlp.value, row.released_by) == (sender.agency, "amber_strict", sender.named)
