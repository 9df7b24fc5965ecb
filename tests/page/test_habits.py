"""Habits that people expect: keyboard, drafts that survive, pages without scripts, slow lines."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.page.conftest import Node, Watched
from tests.page.test_pages import ask

Visit = Callable[..., Watched]
FIRST_VIEW, LATER_VIEW = 120_000, 15_000
LISTS = ["/records/", "/lists/", "/people/", "/audit/"]


def press(page: Any, **event: object) -> None:
    """A key as an Arabic keyboard sends it: the letter differs, the place (`code`) is the same."""
    page.evaluate(
        "event => document.body.dispatchEvent(new KeyboardEvent('keydown', {bubbles: true, cancelable: true, ...event}))",
        event,
    )


def test_the_search_box_is_reached_by_keyboard_whatever_the_layout(visit: Visit) -> None:
    page = visit("/").page
    press(page, key="ن", code="KeyK", ctrlKey=True)
    assert page.evaluate("document.activeElement.id") == "ask"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "ask"


def test_letters_typed_into_a_field_are_only_text(visit: Visit) -> None:
    page = visit("/check/").page
    page.locator("#id_name").press_sequentially("g r / ?")
    assert page.input_value("#id_name") == "g r / ?"
    assert page.url.endswith("/check/")


def test_two_keys_jump_to_a_place(visit: Visit) -> None:
    page = visit("/").page
    press(page, key="ل", code="KeyG")
    press(page, key="ق", code="KeyR")
    page.wait_for_url("**/records/")


def test_the_first_stop_of_the_keyboard_skips_to_the_content(visit: Visit) -> None:
    page = visit("/records/", language="fr").page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_menus_close_on_escape_and_give_the_focus_back(visit: Visit) -> None:
    page = visit("/", language="en").page
    menu = page.locator("details[data-menu]").first
    menu.locator("summary").click()
    assert menu.evaluate("one => one.open")
    page.keyboard.press("Escape")
    assert not menu.evaluate("one => one.open")
    assert menu.locator("summary").evaluate("one => one === document.activeElement")


def test_what_was_typed_comes_back_after_the_browser_was_killed(visit: Visit, node: Node) -> None:
    first = visit("/records/new/Company/", language="en").page
    with first.expect_response("**/records/draft/") as kept:
        first.locator("#id_p-name").press_sequentially("EXERCISE half a company")
    assert kept.value.status == 204
    first.context.close()
    second = visit("/records/new/Company/", language="en").page
    assert second.input_value("#id_p-name") == "EXERCISE half a company"
    second.goto(node.url + "/")
    assert second.get_by_role("link", name="EXERCISE half a company").count() >= 1


def test_the_language_is_switched_on_the_page_and_stays(visit: Visit) -> None:
    page = visit("/lists/", language="en").page
    page.locator("details[data-menu] summary").first.click()
    page.locator("button[lang=ar]").click()
    page.wait_for_selector("html[dir=rtl]")
    assert page.url.endswith("/lists/")


def test_a_fault_of_a_piece_of_page_is_told_in_its_place_and_a_decision_is_kept(visit: Visit, node: Node) -> None:
    page = visit("/check/", language="en").page
    ask(page, node.made["subject_name"])
    judge = page.locator(".judge").first
    judge.locator("summary").click()
    judge.locator("input[name=reason]").fill(" ")
    judge.locator("button[value=confirmed]").click()
    page.wait_for_selector("#faults .note-error")
    assert "reason" in page.locator("#faults").inner_text()
    judge.locator("input[name=reason]").fill("EXERCISE same passport")
    judge.locator("button[value=confirmed]").click()
    page.wait_for_selector(".hit .note-success")
    assert page.url.endswith("/check/answer/")


def test_reading_and_asking_work_without_scripts(visit: Visit, node: Node) -> None:
    page = visit("/check/", language="en", scripts=False).page
    assert page.locator("a[data-jump=r]").is_visible()
    page.fill("#id_birth_date", "1950")  # a question of its own: a dismissed hit is remembered for the same question
    ask(page, node.made["subject_name"])
    assert page.locator(".hit").count() > 0
    page.locator(".judge summary").first.click()
    page.locator(".judge input[name=reason]").first.fill("EXERCISE other date of birth")
    page.locator(".judge button[value=dismissed]").first.click()
    page.wait_for_selector(".note-success")


@pytest.mark.parametrize("path", LISTS)
def test_a_list_page_is_light_on_the_line(visit: Visit, node: Node, path: str) -> None:
    """Compressed bytes on the wire: the first visit brings styles and scripts, later ones the page alone."""
    who = "inspector" if path == "/audit/" else "analyst"
    watched = visit("/about/", who=who)
    session = watched.page.context.new_cdp_session(watched.page)
    session.send("Network.enable")
    session.send("Network.clearBrowserCache")
    bytes_seen: list[float] = []
    session.on("Network.loadingFinished", lambda one: bytes_seen.append(one["encodedDataLength"]))
    watched.page.goto(node.url + path, wait_until="networkidle")
    first = sum(bytes_seen)
    bytes_seen.clear()
    watched.page.goto(node.url + path + "?again=1", wait_until="networkidle")
    later = sum(bytes_seen)
    assert 20_000 < first <= FIRST_VIEW
    assert later <= LATER_VIEW


def test_text_that_is_not_kept_yet_is_sent_again_when_the_line_is_back(visit: Visit) -> None:
    page = visit("/records/new/Vehicle/", language="en").page
    page.context.set_offline(True)
    page.locator("#id_p-name").press_sequentially("EXERCISE lorry")
    page.wait_for_selector(".toast-note")
    assert page.locator("#connection.is-offline").count() == 1
    with page.expect_response("**/records/draft/") as kept:
        page.context.set_offline(False)
    assert kept.value.status == 204


def test_the_handling_band_stays_in_sight(visit: Visit, node: Node) -> None:
    page = visit(f"/records/{node.made['record']}/", width=360).page
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    band = page.locator(".handling")
    box = band.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 200
    assert "TLP:AMBER" in band.inner_text()
