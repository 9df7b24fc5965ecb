"""The docs are tested as code: the reference is written from it, and what they name exists."""

import ast
import re
from dataclasses import fields
from pathlib import Path
from typing import Final

import pytest

from minassa.base import settings as base_settings
from tests.gate.reference import PAGE, reference

ROOT: Final = Path(__file__).parents[2]
DOCS: Final = ROOT / "docs"
REQUIREMENTS: Final = [f"S{n:02}" for n in range(1, 43)] + [f"R{n:02}" for n in range(1, 19)]
CITED: Final = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


@pytest.mark.store
def test_the_reference_is_that_of_the_code() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), "run `python -m tests.gate.reference`"


def test_every_setting_is_described() -> None:
    text = (DOCS / "settings.md").read_text()
    sections = (
        base_settings.Node,
        base_settings.Database,
        base_settings.Fetch,
        base_settings.Backup,
        base_settings.Attachments,
        base_settings.Map,
    )
    for section in sections:
        assert f"## [{section.__name__.lower()}]" in text
        missing = [one.name for one in fields(section) if f"`{one.name}`" not in text]
        assert missing == []


def rows_of_requirements() -> dict[str, str]:
    text = (DOCS / "security.md").read_text()
    return {row[1]: row[0] for row in re.finditer(r"^\| ([SR]\d\d) \|.*$", text, re.MULTILINE)}


def test_every_requirement_has_one_row_with_its_test_or_not_yet() -> None:
    text = (DOCS / "security.md").read_text()
    assert re.findall(r"^\| ([SR]\d\d) \|", text, re.MULTILINE) == REQUIREMENTS
    bare = [key for key, row in rows_of_requirements().items() if not CITED.search(row) and "not yet" not in row]
    assert bare == []


def test_what_this_floor_claims_is_proven() -> None:
    rows = rows_of_requirements()
    claimed = [f"S{n:02}" for n in range(1, 30)] + [f"R{n:02}" for n in range(1, 6)]
    assert [key for key in claimed if not CITED.search(rows[key])] == []


def test_every_cited_test_exists() -> None:
    for page in (*DOCS.glob("*.md"), ROOT / "THREAT_MODEL.md"):
        for path, name in CITED.findall(page.read_text()):
            tree = ast.parse((ROOT / path).read_text())
            names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
            assert name in names, f"{page.name} cites {path}::{name}"


def test_every_link_between_the_docs_leads_somewhere() -> None:
    for page in (*ROOT.glob("*.md"), *DOCS.rglob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_nothing_names_a_machine_or_a_workplace() -> None:
    words = ("/" + "work/", "/" + "root/", "farm" + "-", "/" + "tmp/brief")
    pages = [
        *ROOT.glob("*.md"),
        *DOCS.rglob("*.md"),
        *(ROOT / "src").rglob("*.py"),
        *(ROOT / "benchmarks").rglob("*.py"),
    ]
    found = [f"{page}: {word}" for page in pages for word in words if word in page.read_text(encoding="utf-8")]
    assert found == []
