"""What befalls backups: wrong keys, damage, a full disk, kill -9, forgery. Nothing half-done stays, and each is told in a sentence."""

import io
import os
import shutil
import signal
import subprocess
import tarfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from minassa.base import Invalid
from minassa.node.backups.locks import Keys, lock_with, make_key, read_identities
from minassa.node.backups.unpacking import staging, unpack, with_database
from tests.forks import started_python
from tests.node.backups.conftest import COMMAND, Node, environment, lay, minassa, told

pytestmark = [pytest.mark.store, pytest.mark.sqlite]


@pytest.fixture(scope="module")
def backup(node: Node, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kept") / "b.age"
    node.backup(path)
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def lasting(home: Path) -> list[str]:
    """What is in a node's folder, but SQLite's own and the place of work, which the test looks into."""
    return [name for name in names(home) if not name.endswith(("-wal", "-shm", ".backup"))]


def test_a_wrong_key_opens_nothing(node: Node, backup: Path, tmp_path: Path) -> None:
    minassa(tmp_path / "x", "backup", tmp_path / "other", "--new-key")
    words = tmp_path / "words"
    words.write_text("EXERCISE horse battery staple\n")
    for way in (("--identity", tmp_path / "other"), ("--passphrase-file", words)):
        said = minassa(tmp_path / "new", "restore", backup, *way, code=1).stderr
        assert "does not open" in said or "n’ouvre pas" in said
        assert names(tmp_path) == ["other", "words"]


@pytest.mark.parametrize(
    "content", [None, b"", b"nonsense", b"# a comment only\n", b"-----BEGIN NONSENSE", b"\xff\xfe"]
)
def test_a_key_file_that_is_none_is_told_in_a_sentence(backup: Path, tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "key").write_bytes(content)
    with pytest.raises(Invalid) as caught:
        read_identities([tmp_path / "key"])
    assert caught.value.code == "backup.bad-key-file"
    if content is None:
        minassa(tmp_path / "new", "restore", backup, "--identity", tmp_path / "key", code=1)
        assert names(tmp_path) == []


def test_a_wrong_passphrase_opens_nothing_and_the_right_one_does(node: Node, tmp_path: Path) -> None:
    right, wrong = tmp_path / "right", tmp_path / "wrong"
    right.write_text("EXERCISE horse battery staple\n")
    wrong.write_text("EXERCISE horse battery stable\n")
    minassa(node.home, "backup", tmp_path / "b.age", "--passphrase-file", right)
    minassa(tmp_path / "new", "restore", tmp_path / "b.age", "--passphrase-file", wrong, code=1)
    assert names(tmp_path) == ["b.age", "right", "wrong"]
    minassa(tmp_path / "new", "restore", tmp_path / "b.age", "--passphrase-file", right, "--without-ledger")
    assert told(tmp_path / "new", "audit", "verify")["ok"]


@pytest.mark.parametrize("share", [0.0, 0.0001, 0.3, 0.6, 0.9, 0.999, 0.9999999])
def test_a_flipped_byte_or_a_lost_end_is_found_and_nothing_stays(
    node: Node, backup: Path, tmp_path: Path, share: float
) -> None:
    whole = backup.read_bytes()
    place = int(len(whole) * share)
    flipped = bytearray(whole)
    flipped[place] ^= 0x01
    keys = Keys(read_identities([node.key]))
    for name, raw in (("flipped", bytes(flipped)), ("cut", whole[:place])):
        (tmp_path / name).write_bytes(raw)
        with pytest.raises(Invalid) as caught, staging(tmp_path / "new", replace=False) as folder:
            unpack(tmp_path / name, folder, keys=keys, progress=lambda *_: None)
        assert caught.value.code in {"backup.damaged", "backup.not-a-backup", "backup.wrong-key"}
        assert names(tmp_path) == sorted({"flipped", name})


def test_damage_is_told_in_a_sentence_by_the_commands(node: Node, backup: Path, tmp_path: Path) -> None:
    (tmp_path / "cut.age").write_bytes(backup.read_bytes()[:-40])
    for words in (("backup", "--verify"), ("restore",)):
        said = minassa(tmp_path / "new", *words, tmp_path / "cut.age", "--identity", node.key, code=1).stderr
        assert len(said.splitlines()) == 1
    assert names(tmp_path) == ["cut.age"]


@pytest.mark.parametrize("room", [50_000, 600_000])
def test_a_full_disk_stops_a_backup_and_nothing_half_done_stays(node: Node, tmp_path: Path, room: int) -> None:
    before = lasting(node.home)
    said = node.backup(tmp_path / "b.age", code=1, room=room).stderr
    assert len(said.splitlines()) == 1
    assert names(tmp_path) == []
    assert lasting(node.home) == before
    assert not list((node.home / ".backup").iterdir())
    node.backup(tmp_path / "b.age")


@pytest.mark.parametrize("room", [50_000, 640_000])
def test_a_full_disk_stops_a_restore_and_nothing_half_done_stays(
    node: Node, backup: Path, tmp_path: Path, room: int
) -> None:
    words = (tmp_path / "new", "restore", backup, "--identity", node.key, "--without-ledger")
    said = minassa(*words, code=1, room=room).stderr
    assert len(said.splitlines()) == 1
    assert names(tmp_path) == []


@pytest.fixture(scope="module")
def large(node: Node, tmp_path_factory: pytest.TempPathFactory) -> Node:
    """A node whose backup takes long enough to be killed in the middle."""
    home = tmp_path_factory.mktemp("large") / "home"
    shutil.copytree(node.home, home)
    with (home / "attachments" / "large").open("wb") as file:
        for _piece in range(80):
            file.write(os.urandom(1 << 20))
    return Node(home, node.records, node.key, node.recipient)


def killed(home: Path, *words: str | Path, when: Callable[[], bool]) -> None:
    """Run a command and kill it (-9) as soon as something is seen; fails where it ends before."""
    line = [*COMMAND, *map(str, words), "--home", str(home)]
    with subprocess.Popen(line, env=environment(), stdin=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        until = time.monotonic() + 120
        while not when() and process.poll() is None and time.monotonic() < until:
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert process.returncode == -signal.SIGKILL


def size_of(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def test_kill_9_in_the_middle_of_a_backup_leaves_no_file_of_its_name(large: Node, tmp_path: Path) -> None:
    path, part = tmp_path / "b.age", tmp_path / "b.age.part"
    killed(large.home, "backup", path, "--recipient", large.recipient, when=lambda: size_of(part) > 10_000_000)
    assert not path.exists()
    assert any((large.home / ".backup").iterdir())
    large.backup(path)
    assert names(tmp_path) == ["b.age"]
    assert not any((large.home / ".backup").iterdir())


def test_kill_9_in_the_middle_of_a_restore_leaves_the_node_as_it_was(large: Node, tmp_path: Path) -> None:
    path, home = tmp_path / "b.age", tmp_path / "home"
    large.backup(path)
    shutil.copytree(large.home, home)
    before = told(home, "audit", "verify")
    words = ("restore", path, "--identity", large.key, "--replace", "--without-ledger")
    half = tmp_path / "home.restoring" / "attachments" / "large"
    killed(home, *words, when=lambda: size_of(half) > 10_000_000)
    assert told(home, "audit", "verify") == before
    killed(
        home, *words, when=(tmp_path / "home.restoring" / "minassa.sqlite3-wal").exists
    )  # what it was is being settled
    assert told(home, "audit", "verify") == before
    assert told(home, "doctor") == []
    minassa(home, *words)
    assert told(home, "audit", "verify")["ok"]
    assert [name for name in names(tmp_path) if "restoring" in name] == []


def test_two_backups_at_once_do_not_meet(large: Node, tmp_path: Path) -> None:
    line = [*COMMAND, "backup", str(tmp_path / "one.age"), "--recipient", large.recipient, "--home", str(large.home)]
    with subprocess.Popen(line, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as first:
        until = time.monotonic() + 120
        while not size_of(tmp_path / "one.age.part") and time.monotonic() < until:
            time.sleep(0.005)
        first.send_signal(signal.SIGSTOP)
        try:
            large.backup(tmp_path / "two.age", code=1)
            large.backup(tmp_path / "one.age", code=1)
        finally:
            first.send_signal(signal.SIGCONT)
        assert first.wait(120) == 0
    assert names(tmp_path) == ["one.age"]


def test_a_node_that_runs_is_not_replaced(node: Node, backup: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(node.home, home)
    words = ("restore", backup, "--identity", node.key, "--replace", "--without-ledger")
    line = [*COMMAND, "work", "--home", str(home)]
    with subprocess.Popen(line, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as worker:
        until = time.monotonic() + 60
        while not (home / ".running").exists() and time.monotonic() < until:
            time.sleep(0.02)
        try:
            assert "running" in minassa(home, *words, code=1).stderr
        finally:
            worker.kill()
    minassa(home, *words)


def test_nothing_is_written_over(node: Node, backup: Path) -> None:
    before = backup.read_bytes()
    node.backup(backup, code=1)
    assert backup.read_bytes() == before


def test_memory_does_not_grow_with_the_node(node: Node, large: Node, tmp_path: Path) -> None:
    """Whoever held the 80 MB of attachments would need them beside what a small node's backup needs."""
    peaks = [_peak(one, tmp_path / f"{at}.age") for at, one in enumerate((node, large))]
    assert size_of(tmp_path / "1.age") - size_of(tmp_path / "0.age") > 75_000_000
    assert peaks[1] - peaks[0] < 40_000, f"{peaks} KiB"


def _peak(one: Node, written: Path) -> int:
    script = """
import sys
from minassa.cli import main
sys.argv[1:] = {words!r}
try:
    main()
finally:
    with open("/proc/self/status") as status:
        print("PEAK", next(line.split()[1] for line in status if line.startswith("VmHWM")))
"""
    words = ["backup", str(written), "--recipient", one.recipient, "--home", str(one.home)]
    done = started_python(one.home, script.replace("{words!r}", repr(words)))
    return int(done.stdout.split("PEAK")[1])


# ---- forgery: a backup locked with public keys could have been written by anybody who knows them


def test_a_backup_of_another_node_does_not_take_this_ones_place(node: Node, tmp_path: Path) -> None:
    lay(tmp_path / "evil", "minassa")
    minassa(tmp_path / "evil", "init", "--agency", "EXERCISE Forgers", "--language", "en")
    minassa(tmp_path / "evil", "backup", tmp_path / "evil.age", "--recipient", node.recipient)
    kept = (node.home / "audit" / "log.vkey").read_text()
    (tmp_path / "kept.vkey").write_text(kept)
    said = minassa(node.home, "restore", tmp_path / "evil.age", "--identity", node.key, "--replace", code=1).stderr
    assert "another log" in said
    words = ("restore", tmp_path / "evil.age", "--identity", node.key, "--log-key", tmp_path / "kept.vkey")
    minassa(tmp_path / "new", *words, code=1)
    assert (node.home / "audit" / "log.vkey").read_text() == kept
    assert not (tmp_path / "new").exists()


def forged(path: Path, recipient: str, members: list[tuple[tarfile.TarInfo, bytes]]) -> None:
    inside = io.BytesIO()
    with tarfile.open(fileobj=inside, mode="w|") as tar:
        for info, raw in members:
            info.size = len(raw)
            tar.addfile(info, io.BytesIO(raw))
    with path.open("wb") as file:
        lock_with([recipient]).close(io.BytesIO(inside.getvalue()), file)


def a_link(name: str, to: str) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = tarfile.SYMTYPE, to
    return info


@pytest.mark.parametrize(
    "members",
    [
        [(tarfile.TarInfo("../escaped"), b"x")],
        [(tarfile.TarInfo("/tmp/minassa-escaped"), b"x")],
        [(tarfile.TarInfo("a/../../escaped"), b"x")],
        [(a_link("way", ".."), b""), (tarfile.TarInfo("way/escaped"), b"x")],
        [(tarfile.TarInfo("twice"), b"x"), (tarfile.TarInfo("twice"), b"y")],
        [(tarfile.TarInfo("manifest.json"), b"{}")],
        [(tarfile.TarInfo("node.toml"), b"")],
        [],
    ],
    ids=["up", "absolute", "up later", "link", "twice", "no signature", "no manifest", "empty"],
)
def test_a_forged_archive_writes_nothing_outside_its_folder(
    tmp_path: Path, members: list[tuple[tarfile.TarInfo, bytes]]
) -> None:
    recipient = make_key(tmp_path / "key")
    forged(tmp_path / "b.age", recipient, members)
    with pytest.raises(Invalid) as caught, staging(tmp_path / "deep" / "new", replace=False) as folder:
        unpack(tmp_path / "b.age", folder, keys=Keys(read_identities([tmp_path / "key"])), progress=lambda *_: None)
    assert caught.value.code == "backup.damaged"
    assert names(tmp_path) == ["b.age", "deep", "key"]
    assert names(tmp_path / "deep") == []
    assert not Path("/tmp/minassa-escaped").exists()


def test_another_databases_name_is_put_into_the_settings_and_nothing_else_changes() -> None:
    text = (
        '[node]\nname = "N"\n\n[database] # where\nengine = "postgresql"\nname = "old"\nuser = "u"\n[fetch]\nname = 1\n'
    )
    assert with_database(text, "new_1") == text.replace('name = "old"\n', "").replace(
        "# where\n", '# where\nname = "new_1"\n'
    )
    with pytest.raises(Invalid):
        with_database(text, 'x"\nowner = "evil')
