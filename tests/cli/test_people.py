"""People, agencies and tokens by the real command, on a node of its own."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests import forks

# Each node here is of its own, on SQLite: on PostgreSQL they would say nothing new.
pytestmark = [pytest.mark.store, pytest.mark.sqlite]


def minassa(home: Path, *words: str, code: int = 0) -> "subprocess.CompletedProcess[str]":
    done = forks.minassa(home, *words)
    assert done.returncode == code, done.stderr
    return done


def told(home: Path, *words: str) -> Any:
    return json.loads(minassa(home, *words, "--json").stdout)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("node") / "home"
    minassa(folder, "init", "--agency", "EXERCISE Agency one")
    return folder


def test_an_agency_is_added_and_listed(home: Path) -> None:
    made = told(home, "agency", "add", "EXERCISE Partner", "--kind", "partner", "--country", "KE")
    listed = {one["id"]: one for one in told(home, "agency", "list")}
    assert listed[made["id"]] == {**made, "active": True}
    again = minassa(home, "agency", "add", "EXERCISE Partner", code=1)
    assert again.stderr.strip()
    assert "Traceback" not in again.stderr


def test_a_person_is_invited_shut_out_and_let_in_again(home: Path) -> None:
    one = ("--agency", "EXERCISE Agency one")
    added = told(home, "user", "add", "amina", "--name", "EXERCISE Amina", "--role", "fiu-analyst", *one)
    assert added["invitation"].startswith("/account/invitation/minassa_i_")
    states = [person_of(home, "amina")["state"]]
    minassa(home, "user", "disable", "amina")
    states.append(person_of(home, "amina")["state"])
    minassa(home, "user", "enable", "amina")
    states.append(person_of(home, "amina")["state"])
    assert states == ["invited", "disabled", "invited"]
    assert person_of(home, "amina")["roles"] == ["fiu_analyst"]
    assert told(home, "user", "invite", "amina")["invitation"] != added["invitation"]


def person_of(home: Path, username: str) -> dict[str, Any]:
    return next(one for one in told(home, "user", "list") if one["username"] == username)


def test_what_cannot_be_is_told_in_one_sentence_with_the_choices(home: Path) -> None:
    assert "fiu_analyst" in minassa(home, "user", "add", "zed", "--role", "spy", code=1).stderr
    assert "minassa user list" in minassa(home, "user", "disable", "nobody", code=1).stderr
    assert "records:read" in minassa(home, "token", "add", "--scope", "everything", code=1).stderr


def test_a_token_is_shown_once_and_ended(home: Path) -> None:
    made = minassa(home, "token", "add", "--scope", "check", "--days", "7").stdout.strip()
    assert made.startswith("minassa_t_")
    listed = told(home, "token", "list")[0]
    assert (listed["scopes"], listed["state"]) == (["check"], "good")
    for path in home.rglob("*.sqlite3*"):
        assert made.encode() not in path.read_bytes()
    words = ("check", "EXERCISE Nobody", "--as", made, "--json")
    assert json.loads(minassa(home, *words).stdout) == {"hits": [], "dismissed": 0}
    minassa(home, "token", "revoke", listed["id"])
    assert told(home, "token", "list")[0]["state"] == "revoked"
    assert minassa(home, *words, code=1).stderr.strip()
