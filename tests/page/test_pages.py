"""Every page: accessible, inside its content policy, without outside requests, and never wider than a small phone."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.page.conftest import Node, Watched, watch
from tests.page.pages import PAGES

AXE = Path(__file__).parents[2] / "assets" / "node_modules" / "axe-core" / "axe.min.js"
NAMES = [name for name, _path, _who in PAGES]
LOOPBACK = {"localhost", "127.0.0.1"}
Visit = Callable[..., Watched]


def faults_of(page: Any, *rules: str) -> list[str]:
    """What axe calls serious or critical, with the elements it means; by these rules of axe's only, where some are named."""
    if not AXE.is_file():
        pytest.skip("needs axe-core: run `python assets/build_hook.py --again`")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("options => axe.run(document, options)", {"resultTypes": ["violations"], **only(rules)})
    return [
        f"{one['id']}: {[node['html'][:140] for node in one['nodes'][:3]]}"
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
    ]


def only(rules: tuple[str, ...]) -> dict[str, Any]:
    return {"runOnly": {"type": "rule", "values": list(rules)}} if rules else {}


def is_quiet(watched: Watched) -> bool:
    """Nothing was stopped or missing, and nothing was asked of anybody else. A lost page may say that it is lost."""
    complaints = [one for one in watched.complaints if "404 (Not Found)" not in one]
    hosts = {urlsplit(one).hostname for one in watched.asked if not one.startswith("data:")}
    assert complaints == []
    assert hosts <= LOOPBACK
    return True


@pytest.fixture(scope="module")
def readers(node: Node, chromium: Any, entered: Callable[[str], Any]) -> Iterator[Callable[[str], Any]]:
    """One browser for each person, kept for all pages that this person opens in Arabic: it fetches styles and scripts once."""
    known: dict[str, Any] = {}

    def reader(who: str) -> Any:
        if who not in known:
            known[who] = chromium.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
            known[who].add_cookies([*entered(who), {"name": "language", "value": "ar", "url": node.url}])
        return known[who]

    yield reader
    for context in known.values():
        context.close()


@pytest.mark.parametrize("shown", PAGES, ids=NAMES)
def test_a_page_is_accessible_in_both_themes_quiet_and_fits_a_small_phone(
    readers: Callable[[str], Any], node: Node, shown: tuple[str, str, str]
) -> None:
    _name, path, who = shown
    watched = watch(readers(who).new_page())
    watched.page.goto(node.url + path.format(**node.made))
    assert watched.page.locator("html").get_attribute("dir") == "rtl"
    assert faults_of(watched.page) == []
    watched.page.evaluate("document.documentElement.dataset.bsTheme = 'dark'")
    assert faults_of(watched.page, "color-contrast") == []
    watched.page.set_viewport_size({"width": 360, "height": 800})
    assert watched.page.evaluate("document.documentElement.scrollWidth") == 360
    assert is_quiet(watched)
    watched.page.close()


# Arabic is measured with each page above; English says everything in fewer letters than these two.
@pytest.mark.parametrize("language", ["fr", "pt"])
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
    # The script that gives the summary the focus runs when the page has loaded, which the click does not wait for.
    watched.page.wait_for_selector(".error-summary:focus")
    watched.page.click(".error-summary a[href='#id_birth_date']")
    assert watched.page.evaluate("document.activeElement.id") == "id_birth_date"
    assert faults_of(watched.page) == []


def ask(page: Any, name: str) -> None:
    page.fill("#id_name", name)
    page.select_option("#id_purpose", "counter-terrorism")
    page.fill("#id_case", "EX-2026-1")
    page.click("main form button.btn-primary")
    page.wait_for_selector(".verify")
