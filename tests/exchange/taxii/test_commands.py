"""Collections and feeds by the real command, on a node of its own."""

from pathlib import Path

import pytest

from tests.cli.test_people import minassa, told
from tests.migrated import lay_database

pytestmark = pytest.mark.store


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("node") / "home"
    lay_database(folder / "minassa.sqlite3")
    minassa(folder, "init", "--agency", "EXERCISE Agency one")
    minassa(folder, "agency", "add", "EXERCISE Agency two")
    return folder


@pytest.mark.sqlite
def test_a_collection_is_made_for_an_audience_and_listed(home: Path) -> None:
    words = ("--tlp", "amber", "--audience", "exercise agency two", "--open", "--releases")
    made = told(home, "taxii", "collection", "add", "EXERCISE shared", *words)
    assert made["path"] == f"/taxii2/node/collections/{made['id']}/"
    assert told(home, "taxii", "collection", "list") == [made]
    assert minassa(home, "taxii", "collection", "update", made["id"]).stdout == "0 published, 0 revoked.\n"
    wrong = minassa(home, "taxii", "collection", "add", "EXERCISE", "--audience", "nobody", code=1)
    assert "“nobody”" in wrong.stderr
    assert "no such mark" in minassa(home, "taxii", "collection", "add", "EXERCISE", "--tlp", "white", code=1).stderr


@pytest.mark.sqlite
def test_a_feed_is_followed_only_where_the_settings_allow_it_and_tells_what_went_wrong(home: Path) -> None:
    url = "https://127.0.0.1:9/bundle.json"
    refused = minassa(home, "feed", "add", url, code=1)
    assert "node.toml" in refused.stderr
    settings = home / "node.toml"
    lines = settings.read_text().replace("[fetch]\n", "")
    settings.write_text(lines + '\n[fetch]\nprivate = ["127.0.0.1:9"]\n')
    feed = told(home, "feed", "add", url, "--title", "EXERCISE elsewhere")
    assert (feed["kind"], feed["state"]) == ("file", "good")
    failed = minassa(home, "feed", "sync", code=1)
    assert "127.0.0.1" in failed.stderr
    assert [one["state"] for one in told(home, "feed", "list")] == ["failing"]
    minassa(home, "feed", "resume", feed["id"])
    assert [one["state"] for one in told(home, "feed", "list")] == ["good"]
    assert minassa(home, "feed", "sync", "no-id", code=1).stderr
