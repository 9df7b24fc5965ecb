"""The plan of an agenda in the browser: a session moves by the keyboard, by dragging it, and the hours of the day follow."""

from collections.abc import Callable

from tests.page.conftest import Node, Watched
from tests.page.test_pages import is_quiet


def test_a_session_moves_by_the_keyboard_and_by_dragging(visit: Callable[..., Watched], node: Node) -> None:
    watched = visit(f"/meetings/{node.made['edition']}/plan/", who="secretary", language="fr")
    page = watched.page
    # High enough for both days: a page that scrolls between the press and the first move of the pointer begins no drag.
    page.set_viewport_size({"width": 1280, "height": 2400})
    first = page.locator("[data-session]").first
    key = first.get_attribute("data-session")
    times = page.locator(".session-time").all_inner_texts()
    page.locator(f"#down-{key}").focus()
    page.keyboard.press("Alt+ArrowDown")
    page.wait_for_selector(f"#s-{key}:nth-child(2)")
    assert page.evaluate("document.activeElement.id") == f"down-{key}"
    assert page.locator(".session-time").first.inner_text() == times[0]
    page.locator(f"#s-{key}").drag_to(page.locator("[data-session]").first, target_position={"x": 60, "y": 2})
    page.wait_for_selector(f"#s-{key}:nth-child(1)")
    # The page takes the keyboard to what was moved before it is quiet for the next drag.
    page.wait_for_selector("[data-moved]:focus-within")
    page.locator(f"#s-{key}").drag_to(page.locator("[data-day]").last)
    page.wait_for_selector(f"[data-day='2027-02-20'] #s-{key}")
    assert is_quiet(watched)
