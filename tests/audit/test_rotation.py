"""Changing the log's keys (S16): what was signed before stays verifiable, and an old key attests nothing new."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from minassa import audit
from minassa.access import Role, ask_rotation, cli_administrator, decide_approval, rotate_audit_keys
from minassa.audit.keys import Keys, Retired, keys, read_keys
from minassa.audit.models import LineRow
from minassa.audit.notes import signed
from minassa.base import Refused
from tests.audit.conftest import Tamper, write
from tests.factories import actor_for, make_agency, make_user


@pytest.fixture
def rotated(log: None, home: Path) -> Keys:
    """A log of three spans: nine lines, four more after a change of keys, and three after another. The first keys."""
    first = keys()
    write(9)
    audit.rotate_keys()
    write(4)
    audit.rotate_keys()
    write(3)
    audit.seal()
    return first


def test_s16_the_log_holds_over_every_change_of_its_keys(rotated: Keys, home: Path) -> None:
    assert audit.verify() == audit.Verification(ok=True, size=16, waiting=0)
    assert len({one.key_id for one in keys().ring.verifiers}) == 3
    assert {one.name for one in keys().ring.verifiers} == {rotated.ring.name}
    write(1)
    assert audit.verify() == audit.Verification(ok=True, size=16, waiting=1)


def test_s16_checkpoints_kept_before_the_change_are_still_extended(rotated: Keys) -> None:
    for one in audit.checkpoints():
        assert audit.verify(against=one.note).ok


def test_s16_the_retired_signing_keys_are_nowhere_any_more(rotated: Keys, home: Path) -> None:
    secret = rotated.signing.private_bytes_raw().hex()
    for path in home.rglob("*"):
        if path.is_file():
            assert secret not in path.read_text(errors="replace"), path
    assert sorted(path.name for path in (home / "secrets").iterdir()) == ["audit-keys"]
    assert (home / "secrets" / "audit-keys").stat().st_mode & 0o077 == 0


def test_s16_an_export_is_verified_with_the_first_key_or_with_all_that_were_handed_out(
    rotated: Keys, home: Path
) -> None:
    entries = list(audit.export())
    handed_out = (home / "audit" / "log.vkey").read_text()
    assert handed_out.split() == keys().ring.text().split()
    for key in (rotated.verifier.text(), handed_out):
        assert audit.verify_export(entries, key=key) == audit.Verification(ok=True, size=16, waiting=0)
    for one in audit.checkpoints():
        assert audit.verify_export(entries, key=handed_out, against=one.note).ok


def test_s16_the_last_key_alone_does_not_tell_whose_log_it_is(rotated: Keys) -> None:
    verdict = audit.verify_export(audit.export(), key=keys().verifier.text())
    assert (verdict.ok, verdict.code) == (False, "other-log")


def entry_with(entries: list[str], what: str) -> int:
    return next(number for number, entry in enumerate(entries) if what in json.loads(entry))


def forged_handover(own: Keys, size: int) -> str:
    """A change of keys that somebody without the log's key claims."""
    from minassa.audit.rotation import _following  # noqa: PLC0415 - the forger's hands

    return _following(own, size, bytes(32)).handovers[-1][1]


Alter = Callable[[list[str], int, Path], list[str]]


@pytest.mark.parametrize(
    ("alter", "code"),
    [
        (lambda entries, at, other: entries[:at] + entries[at + 1 :], "checkpoint-altered"),
        (lambda entries, at, other: [*entries[:at], entries[at].replace("minassa audit", "minassa Audit"), *entries[at + 1 :]], "handover"),
        (lambda entries, at, other: [*entries[:at], json.dumps({"handover": forged_handover(read_keys(other), 9)}), *entries[at + 1 :]], "handover"),
        (lambda entries, at, other: [*entries[:3], entries[at], *entries[3:at], *entries[at + 1 :]], "handover"),
    ],
    ids=["left out", "altered", "forged", "moved"],
)  # fmt: skip
def test_s16_a_change_of_keys_that_the_old_key_did_not_sign_is_found(
    rotated: Keys, tmp_path_factory: pytest.TempPathFactory, alter: Alter, code: str
) -> None:
    other = tmp_path_factory.mktemp("other")
    audit.make_keys(other)
    entries = list(audit.export())
    verdict = audit.verify_export(alter(entries, entry_with(entries, "handover"), other), key=rotated.verifier.text())
    assert (verdict.ok, verdict.code) == (False, code)


def test_s16_a_retired_key_attests_no_later_checkpoint(rotated: Keys, tamper: Tamper) -> None:
    last = audit.latest_checkpoint()
    assert last is not None
    forged = signed(size=last.size, root=last.root, at=last.at, keys=rotated)
    tamper(("UPDATE audit_checkpoint SET note = %s WHERE size = %s", [forged.note, last.size]))
    assert audit.verify().code == "checkpoint-altered"
    entries = [entry.replace(json.dumps(last.note)[1:-1], json.dumps(forged.note)[1:-1]) for entry in audit.export()]
    assert audit.verify_export(entries, key=rotated.verifier.text()).ok is False


def test_s16_a_retired_seal_attests_no_later_line(rotated: Keys, tamper: Tamper) -> None:
    """Whoever got hold of an old seal cannot seal what was written after the change."""
    line = LineRow.objects.order_by("-id").first()
    assert line is not None
    place = audit.prove_inclusion(line.id)
    stolen = replace(keys(), sealing=rotated.sealing, retired=())
    assert audit.verify().ok
    tamper(("UPDATE audit_line SET seal = %s WHERE id = %s", [stolen.seal_line(place.leaf), _id(line.id)]))
    past = replace(keys(), retired=(Retired(rotated.sealing, 9, line.at.replace(year=2020)),))
    assert not past.is_line_seal(stolen.seal_line(place.leaf), place.leaf, line.id)
    assert past.is_line_seal(keys().seal_line(place.leaf), place.leaf, line.id)
    tamper(("UPDATE audit_place SET seal = %s WHERE position = %s", [stolen.seal_place(15, place.leaf), 15]))
    assert audit.verify().line == 16


def _id(value: object) -> object:
    from django.db import connection  # noqa: PLC0415 - only here

    return value if connection.vendor == "postgresql" else str(value).replace("-", "")


def test_s16_an_altered_old_line_is_named_after_a_change_of_keys_too(rotated: Keys, tamper: Tamper) -> None:
    tamper(
        (
            "UPDATE audit_line SET outcome = 'refused' WHERE id = (SELECT line FROM audit_place WHERE position = 4)",
            [],
        )
    )
    verdict = audit.verify()
    assert (verdict.code, verdict.line) == ("altered", 5)


def test_s16_equal_names_have_equal_digests_over_a_change_of_keys(log: None) -> None:
    before = audit.keyed_digest("EXERCISE name")
    audit.rotate_keys()
    assert audit.keyed_digest("EXERCISE name") == before


def test_s16_other_processes_use_the_new_keys_at_once(log: None, home: Path) -> None:
    """A process that read the keys before seals and signs with the new ones, without being started again."""
    from minassa.audit.keys import _kept_keys  # noqa: PLC0415 - what such a process remembers

    before = keys()
    write(2)
    script = f"""
import django
django.setup()
from pathlib import Path
from minassa.audit import keys as room
from minassa.audit.rotation import _following
home = Path({str(home)!r})
room.write_changed(home, _following(room.read_keys(home), 0, b""))
"""
    named = {"DJANGO_SETTINGS_MODULE": "tests.settings", "MINASSA_TEST_HOME": str(home)}
    subprocess.run([sys.executable, "-c", script], check=True, env={**os.environ, **named})
    assert _kept_keys.cache_info().currsize
    assert keys().verifier != before.verifier
    write(2)
    audit.seal()
    assert audit.verify() == audit.Verification(ok=True, size=4, waiting=0)


def test_s16_a_crash_before_the_public_file_is_written_is_mended(rotated: Keys, home: Path) -> None:
    whole = (home / "audit" / "log.vkey").read_text()
    (home / "audit" / "log.vkey").write_text(rotated.verifier.text() + "\n")
    read_keys(home)
    assert (home / "audit" / "log.vkey").read_text() == whole
    assert audit.make_keys(home) == keys().verifier, "`minassa init` run again leaves changed keys alone"
    assert sorted(path.name for path in (home / "secrets").iterdir()) == ["audit-keys"]


def test_s16_two_persons_change_the_keys(log: None) -> None:
    agency = make_agency()
    first, second = (make_user(agency, [Role.NODE_ADMINISTRATOR]) for _ in range(2))
    asking = actor_for(first, stepped_up=True)
    with pytest.raises(Refused):
        rotate_audit_keys(asking)
    for stranger in (make_user(agency), make_user(agency, [Role.SUPERVISOR]), make_user(agency, [Role.INSPECTOR])):
        with pytest.raises(Refused):
            ask_rotation(actor_for(stranger, stepped_up=True), reason="EXERCISE")
    asked = ask_rotation(asking, reason="EXERCISE yearly change")
    with pytest.raises(Refused):
        decide_approval(asking, approval=asked.id, grant=True)
    with pytest.raises(Refused):
        rotate_audit_keys(asking, approval=asked.id)
    decide_approval(actor_for(second, stepped_up=True), approval=asked.id, grant=True)
    before = keys().verifier
    done = rotate_audit_keys(asking, approval=asked.id)
    assert (before.key_id.hex(), keys().verifier.key_id.hex()) == (done.before, done.after)
    with pytest.raises(Refused):
        rotate_audit_keys(asking, approval=asked.id)
    audit.seal()
    assert audit.verify().ok
    line = next(one for one in audit.lines(audit.Filters(action="audit.rotate-key")) if one.outcome == "done")
    assert line.details == {"approval": str(asked.id), "before": done.before, "after": done.after, "lines": done.size}


def test_s16_the_owner_of_the_folder_asks_as_the_nodes_administrator(log: None) -> None:
    agency = make_agency()
    make_user(agency)
    administrator = make_user(agency, [Role.NODE_ADMINISTRATOR])
    supervisor = make_user(agency, [Role.SUPERVISOR])
    actor = cli_administrator()
    assert actor.named == f"cli:{administrator.id}"
    asked = ask_rotation(actor, reason="EXERCISE")
    with pytest.raises(Refused):
        decide_approval(actor_for(administrator, stepped_up=True), approval=asked.id, grant=True)
    decide_approval(actor_for(supervisor, stepped_up=True), approval=asked.id, grant=True)
    assert rotate_audit_keys(actor, approval=asked.id).after == keys().verifier.key_id.hex()
