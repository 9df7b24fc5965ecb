from pathlib import Path

import pytest

from minassa.base import read_settings

LONG_SECRET = "s" * 64


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "django").write_text(LONG_SECRET)
    return tmp_path


def test_a_whole_file_is_read_without_fault(home: Path) -> None:
    (home / "node.toml").write_text(
        """
        [node]
        name = "EXERCISE node"
        exercise = true
        language = "ar"
        [database]
        engine = "postgresql"
        port = 5433
        [fetch]
        allow = ["lists.example.org"]
        [lists]
        un-sc = "https://lists.example.org/un.xml"
        """
    )
    settings, faults = read_settings(home)
    assert faults == ()
    assert (settings.node.name, settings.node.exercise, settings.node.language) == ("EXERCISE node", True, "ar")
    assert (settings.database.engine, settings.database.port) == ("postgresql", 5433)
    assert settings.fetch.allow == ("lists.example.org",)
    assert settings.lists.addresses == {"un-sc": "https://lists.example.org/un.xml"}
    assert settings.secret("django") == LONG_SECRET


def test_every_fault_is_named_at_once(home: Path) -> None:
    (home / "secrets" / "django").write_text("short")
    (home / "node.toml").write_text(
        """
        surprise = 1
        [node]
        language = "xx"
        exercise = "yes"
        colour = "green"
        tls_key = "key.pem"
        security_contact = "javascript:alert(1)"
        several_agencies_log_in = true
        [database]
        engine = "oracle"
        """
    )
    _, faults = read_settings(home)
    assert sorted(fault.where for fault in faults) == [
        "[database] engine",
        "[node] colour",
        "[node] exercise",
        "[node] language",
        "[node] security_contact",
        "[node] tls_key",
        "[surprise]",
        "secrets/django",
    ]
    assert all(fault.what and fault.next_step for fault in faults)


def test_sqlite_is_refused_where_several_agencies_log_in_exercise_data_apart(home: Path) -> None:
    (home / "node.toml").write_text("[node]\nseveral_agencies_log_in = true\n")
    assert [fault.where for fault in read_settings(home)[1]] == ["[database] engine"]
    (home / "node.toml").write_text("[node]\nseveral_agencies_log_in = true\nexercise = true\n")
    assert read_settings(home)[1] == ()


@pytest.mark.parametrize("text", ["[node", "a = \ufeff", "[node]\nname = 'x\x00'"])
def test_what_is_not_toml_is_one_fault_that_names_the_file(home: Path, text: str) -> None:
    (home / "node.toml").write_text(text)
    _, faults = read_settings(home)
    assert [fault.where for fault in faults] == [str(home / "node.toml")]


def test_an_absent_file_gives_the_defaults_and_says_what_to_run(tmp_path: Path) -> None:
    settings, faults = read_settings(tmp_path)
    assert settings.database.engine == "sqlite"
    assert "minassa init" in faults[0].next_step


@pytest.mark.parametrize(
    ("line", "where"),
    [
        ('scanner = "evil.example:3310"', "[attachments] scanner"),
        ('scanner = "unix:relative"', "[attachments] scanner"),
        ("megabytes = 0", "[attachments] megabytes"),
        ("megabytes = 51", "[attachments] megabytes"),
        ('megabytes = "20"', "[attachments] megabytes"),
        ("colour = 1", "[attachments] colour"),
    ],
)
def test_files_are_scanned_on_this_machine_only_and_fit_into_memory(home: Path, line: str, where: str) -> None:
    (home / "node.toml").write_text(f"[attachments]\n{line}\n")
    assert [fault.where for fault in read_settings(home)[1]] == [where]


@pytest.mark.parametrize("scanner", ["unix:/run/clamav/clamd.ctl", "127.0.0.1:3310", "[::1]:3310", "localhost:3310"])
def test_a_scanner_is_named_by_its_local_socket(home: Path, scanner: str) -> None:
    (home / "node.toml").write_text(f'[attachments]\nscanner = "{scanner}"\n')
    settings, faults = read_settings(home)
    assert (settings.attachments.scanner, faults) == (scanner, ())
