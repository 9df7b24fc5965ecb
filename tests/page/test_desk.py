"""The desk in a browser: news reach an open page by themselves, files are attached with the keyboard alone."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.desk import files
from tests.page.conftest import Node, Watched
from tests.page.pages import PASSWORD
from tests.page.test_pages import faults_of, is_quiet

Visit = Callable[..., Watched]
TWO_BEATS = 40_000
"""Milliseconds in which an open page has asked twice."""


def test_news_reach_an_open_page_without_a_click_and_nothing_is_sent_while_there_is_none(
    visit: Visit, node: Node, chromium: Any
) -> None:
    watched = visit("/records/new/Company/", who="duty", language="en")
    page = watched.page
    page.locator("#id_p-name").press_sequentially("EXERCISE half a name")
    before = page.locator("#inbox-link").inner_text()
    with page.expect_response("**/inbox/pulse/", timeout=TWO_BEATS) as calm:
        pass
    assert calm.value.status == 304
    assert calm.value.headers["cache-control"] == "no-store"
    elsewhere = chromium.new_context()
    other = elsewhere.new_page()
    other.goto(f"{node.url}/")
    other.fill("input[name=login]", "duty")
    other.fill("input[name=password]", PASSWORD)
    other.click("main form button.btn-primary")
    other.wait_for_selector(".rail")
    elsewhere.close()
    page.wait_for_function(
        "before => document.querySelector('#inbox-link').innerText !== before", arg=before, timeout=TWO_BEATS
    )
    assert page.input_value("#id_p-name") == "EXERCISE half a name", "what is being typed stays"
    with page.expect_response("**/inbox/pulse/", timeout=TWO_BEATS) as again:
        pass
    assert again.value.status == 304, "the page names the new state now"
    assert is_quiet(watched)


def test_a_file_is_attached_with_the_keyboard_alone(visit: Visit, node: Node) -> None:
    page = visit(f"/records/{node.made['company']}/", language="en").page
    page.locator("summary", has_text="Attach a file").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "id_attach-file"
    page.locator("#id_attach-file").set_input_files(
        {"name": "EXERCISE plan.png", "mimeType": "image/png", "buffer": files.picture("PNG")}
    )
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "Attach it":
            break
    page.keyboard.press("Enter")
    page.wait_for_selector(".note-success")
    assert page.get_by_role("link", name="EXERCISE plan.png", exact=True).count() == 1


def test_a_faulty_file_leads_back_to_its_field(visit: Visit, node: Node) -> None:
    page = visit(f"/records/{node.made['company']}/", language="ar", scripts=True).page
    page.locator("section[aria-labelledby=attached] summary").click()
    page.locator("#id_attach-file").set_input_files(
        {"name": "drawing.txt", "mimeType": "text/plain", "buffer": b"<svg onload=alert(1)>"}
    )
    page.locator("form[enctype] button").click()
    page.wait_for_selector(".error-summary")
    assert page.locator(".error-summary").evaluate("one => one === document.activeElement")
    page.click(".error-summary a")
    assert page.evaluate("document.activeElement.id") == "id_attach-file"
    assert faults_of(page) == []


def test_files_and_inbox_work_without_scripts(visit: Visit, node: Node) -> None:
    page = visit(f"/records/{node.made['company']}/", language="en", scripts=False).page
    page.locator("summary", has_text="Attach a file").click()
    page.locator("#id_attach-file").set_input_files(
        {"name": "EXERCISE list.csv", "mimeType": "text/csv", "buffer": b"name;country\nEXERCISE;ml\n"}
    )
    page.get_by_role("button", name="Attach it").click()
    link = page.get_by_role("link", name="Download EXERCISE list.csv")
    with page.expect_download() as got:
        link.click()
    assert got.value.suggested_filename == "EXERCISE list.csv"
    page.goto(f"{node.url}/inbox/")
    for button in ("Mark all as read", "Mark them as unread again"):
        with page.expect_navigation():  # a click does not wait for the page that it leads to
            page.get_by_role("button", name=button).click()
    assert page.locator(".note-success").count() == 1


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_record_with_the_form_open_is_accessible(visit: Visit, node: Node, theme: str) -> None:
    watched = visit(f"/records/{node.made['record']}/", theme=theme)
    watched.page.locator("section[aria-labelledby=attached] summary").click()
    assert faults_of(watched.page) == []
    assert is_quiet(watched)
