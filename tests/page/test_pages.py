"""Every page: accessible, inside its content policy, without outside requests, and never wider than a small phone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.page.conftest import Node, Watched
from tests.page.pages import PAGES

AXE = Path(__file__).parents[2] / "assets" / "node_modules" / "axe-core" / "axe.min.js"
NAMES = [name for name, _path, _who in PAGES]
LOOPBACK = {"localhost", "127.0.0.1"}
Visit = Callable[..., Watched]


def faults_of(page: Any) -> list[str]:
    """What axe calls serious or critical, with the elements it means."""
    if not AXE.is_file():
        pytest.skip("needs axe-core: run `python assets/build_hook.py --again`")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {[node['html'][:140] for node in one['nodes'][:3]]}"
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
    ]


def is_quiet(watched: Watched) -> bool:
    """Nothing was stopped or missing, and nothing was asked of anybody else. A lost page may say that it is lost."""
    complaints = [one for one in watched.complaints if "404 (Not Found)" not in one]
    hosts = {urlsplit(one).hostname for one in watched.asked if not one.startswith("data:")}
    assert complaints == []
    assert hosts <= LOOPBACK
    return True


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("shown", PAGES, ids=NAMES)
def test_a_page_is_accessible_and_quiet(visit: Visit, node: Node, shown: tuple[str, str, str], theme: str) -> None:
    _name, path, who = shown
    watched = visit(path.format(**node.made), who=who, theme=theme)
    assert watched.page.locator("html").get_attribute("dir") == "rtl"
    assert watched.page.locator("html").get_attribute("data-bs-theme") == theme
    assert faults_of(watched.page) == []
    assert is_quiet(watched)


@pytest.mark.parametrize("language", ["ar", "fr", "en", "pt"])
@pytest.mark.parametrize("who", ["", "analyst", "supervisor", "admin", "inspector"])
def test_no_page_scrolls_sideways_on_a_small_phone(visit: Visit, node: Node, who: str, language: str) -> None:
    wide = []
    watched = visit("/about/", who=who, language=language, width=360)
    for name, path, reader in PAGES:
        if reader == who:
            watched.page.goto(node.url + path.format(**node.made))
            if watched.page.evaluate("document.documentElement.scrollWidth") > 360:
                wide.append(name)
    assert wide == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_answer_is_accessible_and_quiet(visit: Visit, node: Node, theme: str) -> None:
    watched = visit("/check/", theme=theme)
    ask(watched.page, node.made["subject_name"])
    assert watched.page.locator(".hit").count() > 0
    assert faults_of(watched.page) == []
    assert is_quiet(watched)


@pytest.mark.parametrize("language", ["ar", "fr", "en", "pt"])
def test_the_answer_fits_a_small_phone(visit: Visit, node: Node, language: str) -> None:
    watched = visit("/check/", language=language, width=360)
    ask(watched.page, node.made["subject_name"])
    watched.page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
    assert watched.page.evaluate("document.documentElement.scrollWidth") == 360


def test_faulty_forms_are_accessible_and_lead_to_their_fields(visit: Visit) -> None:
    watched = visit("/check/", language="fr")
    watched.page.fill("#id_birth_date", "19xx")
    watched.page.click("main form button.btn-primary")
    assert watched.page.locator(".error-summary").evaluate("one => one === document.activeElement")
    watched.page.click(".error-summary a[href='#id_birth_date']")
    assert watched.page.evaluate("document.activeElement.id") == "id_birth_date"
    assert faults_of(watched.page) == []


def ask(page: Any, name: str) -> None:
    page.fill("#id_name", name)
    page.select_option("#id_purpose", "counter-terrorism")
    page.fill("#id_case", "EX-2026-1")
    page.click("main form button.btn-primary")
    page.wait_for_selector(".verify")
