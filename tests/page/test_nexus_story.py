"""From a seizure to a report, clicked in a browser in Arabic: the phone found in it, its calls to the associate of a listed person, the
way between the two, the incidents around it, and the report about them, which one agency gets and another does not.

With MINASSA_SHOTS=folder the pages leave pictures there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.page.conftest import Node
from tests.page.federation import Place, Seat, seated
from tests.page.pages import PASSWORD
from tests.page.test_pages import is_quiet
from tests.page.test_three_nodes import unfold

LANGUAGE = "ar"
CASE = "EX-2026-9"
PURPOSE = "counter-terrorism"
NIGER, TO_NIGER = "ne", "النيجر"
FOUND, CALLED = "+22790000011", "+22790000022"
SEIZED = "تمرين: ضبط وقود قرب الحدود"
LISTED = "عبد الرحمن ولد تازملت"
ASSOCIATE = "تمرين سليمان المتخيل"
TABLE = """المتصل;الطرف الثاني;التاريخ;الوقت;المدة;المرجع
90000011;90000022;03/03/2026;08:15;95;EX-1
90000011;90000022;04/03/2026;21:40;30;EX-2
+22790000011;+227 90 00 00 22;05/03/2026;06:05;12;EX-3
90000022;90000011;05/03/2026;06:20;210;EX-4
90000011;90000011;06/03/2026;06:20;1;EX-5
"""
INCIDENTS = 12
"""What the node was filled with for Niger in March 2026, each counted once."""
REPORT = "تمرين: وقود مهرب ورجل مدرج"


@dataclass
class Story:
    """Who sits where, and the pages that they make."""

    node: Node
    analyst: Seat
    supervisor: Seat
    partner: Seat
    third: Seat
    seizure: str = ""
    phone: str = ""
    associate: str = ""
    listed: str = ""
    report: str = ""

    @property
    def all(self) -> tuple[Seat, ...]:
        return self.analyst, self.supervisor, self.partner, self.third

    def look(self, seat: Seat, name: str) -> None:
        """The page reads from the right and fits a small phone; pictures of it are kept where they are wanted."""
        page = seat.page
        assert page.locator("html").get_attribute("dir") == "rtl"
        page.set_viewport_size({"width": 360, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") == 360, name
        page.set_viewport_size({"width": 1280, "height": 800})
        seat.shoot(f"nexus-{name}")


@pytest.fixture
def story(node: Node, chromium: Any) -> Iterator[Story]:
    names = ("analyst", "supervisor", "partner", "third")
    place = Place(Path(node.home), node.url, dict.fromkeys(names, PASSWORD))
    analyst, supervisor, partner, third = (seated(chromium, place, name, LANGUAGE) for name in names)
    told = Story(node, analyst, supervisor, partner, third)
    yield told
    for seat in told.all:
        seat.page.context.close()


def test_from_a_seizure_to_a_report_that_one_agency_gets(story: Story) -> None:
    enters_the_seizure_and_its_phone(story)
    finds_the_listed_person(story)
    enters_the_listed_person_and_an_associate(story)
    brings_in_the_calls(story)
    sees_who_called_whom(story)
    finds_the_way(story)
    looks_at_the_incidents_around(story)
    writes_the_report(story)
    releases_it(story)
    is_read_by_one_agency_only(story)
    assert all(is_quiet(seat.watched) for seat in story.all)


def enters_the_seizure_and_its_phone(story: Story) -> None:
    """Both are meant for one other agency as well."""
    story.seizure = enter(
        story, "Seizure", to=TO_NIGER, name=SEIZED, date="2026-03-02", goods="تمرين وقود", quantity="400", country=NIGER
    )
    story.phone = enter(story, "PhoneLine", to=TO_NIGER, phone=FOUND)
    enter(story, "UnknownLink", subject=key(story.seizure), object=key(story.phone), role="تمرين: وُجد معه")
    seat = story.analyst
    seat.go(story.seizure)
    assert FOUND in seat.page.inner_text("section[aria-labelledby=links]")
    story.look(seat, "01-seizure")


def enter(story: Story, kind: str, to: str = "", **said: str) -> str:
    """A record by its form; where its page is."""
    seat = story.analyst
    seat.go(f"/records/new/{kind}/")
    unfold(seat)
    seat.fill(**{f"p__{name}": value for name, value in said.items()}, legal_basis="تمرين: قانون 2026-1")
    seat.page.select_option("#id_purpose", PURPOSE)
    if to:
        seat.page.select_option("#id_audience", label=option_of(seat, "#id_audience", to))
    seat.press("Keep the record")
    seat.succeed()
    return seat.path


def key(page: str) -> str:
    """A record's reference, which stands in the address of its page."""
    return page.strip("/").rpartition("/")[2]


def finds_the_listed_person(story: Story) -> None:
    """A name in another spelling leads to the list's own entry."""
    seat = story.analyst
    seat.go("/check/")
    seat.fill(name="Abderahman Tazmalti", birth_date="1981", case=CASE)
    seat.page.select_option("#id_purpose", PURPOSE)
    seat.press("Check")
    assert "\u20661981-04-17\u2069" in seat.page.inner_text("article.hit"), "a date that does not turn round"
    story.look(seat, "02-check")
    seat.click(seat.page.locator("article.hit a[href*='/lists/un-sc/subjects/']"))
    assert LISTED in seat.page.inner_text("main")
    assert "EXi.001" in seat.page.inner_text("main")


def enters_the_listed_person_and_an_associate(story: Story) -> None:
    """Both stay in the agency: nobody else may see them."""
    story.listed = enter(story, "Person", name=LISTED, birthDate="1981-04-17", topics="sanction")
    story.associate = enter(story, "Person", name=ASSOCIATE, phone=CALLED)
    enter(story, "Associate", person=key(story.listed), associate=key(story.associate), relationship="تمرين: تاجر")


def brings_in_the_calls(story: Story) -> None:
    """An operator's table: a heading that says nothing is told by hand, a row that cannot be read is given back."""
    seat = story.analyst
    seat.go("/records/tables/")
    file = {"name": "EXERCISE.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    seat.page.set_input_files("#id_file", file)
    seat.fill(legal_basis="تمرين: أمر قضائي 7")
    seat.page.select_option("#id_purpose", PURPOSE)
    seat.press("Go on to the columns")
    assert seat.page.input_value("#id_c-caller") == "0"
    assert seat.page.input_value("#id_c-callee") == ""
    seat.page.select_option("#id_c-callee", label="الطرف الثاني")
    seat.page.select_option("#id_region", NIGER)
    seat.page.select_option("#id_order", "dmy")
    story.look(seat, "03-columns")
    seat.press("Take it in")
    story.node.run("tests.page.tables")
    seat.page.reload()
    facts = seat.page.locator("#progress dd").all_inner_texts()
    assert facts == ["4", "0", "0", "2", "1"], "four calls; a line and its user were new; one row is refused"
    story.look(seat, "04-calls")


def sees_who_called_whom(story: Story) -> None:
    """Calls are summed up by direction."""
    seat = story.analyst
    seat.go(f"{story.phone}nexus/")
    rows = [one.split() for one in seat.page.locator("section[aria-labelledby=flows] tbody tr").all_inner_texts()]
    called = seat.word("called").split()
    assert sorted(row[: 3 + len(called)] for row in rows) == sorted(
        [[FOUND, *called, CALLED, "3"][: 3 + len(called)], [CALLED, *called, FOUND, "1"][: 3 + len(called)]]
    )
    story.look(seat, "05-links")


def finds_the_way(story: Story) -> None:
    """From the seizure to the listed person in four steps, each with its direction and its calls."""
    seat = story.analyst
    seat.go(f"{story.seizure}ways/")
    seat.fill(query="تازملت", case=CASE)
    seat.page.select_option("#id_purpose", PURPOSE)
    seat.press("Search for the other")
    seat.click(seat.page.locator(f"a[href='?to={key(story.listed)}']"))
    way = seat.page.locator("ol.way").first
    names = way.locator("li > a.title").all_inner_texts()
    assert names == [SEIZED, FOUND, CALLED, ASSOCIATE, LISTED]
    steps = [one.locator(".soft").all_inner_texts() for one in way.locator(".way-step").all()]
    linked, called, associated = (seat.word(one) for one in ("is linked to", "called", "is associated with"))
    assert steps[0] == [linked]
    back = seat.word("the other way round:")
    assert sorted(steps[1]) == sorted([called] * 4 + [back])
    assert steps[2:] == [[back, linked], [back, associated]]
    story.look(seat, "06-way")


def looks_at_the_incidents_around(story: Story) -> None:
    """The map of the seizure's country and month: the table holds what is drawn, and a place its incidents."""
    seat = story.analyst
    seat.go("/incidents/map/")
    seat.page.fill("#from", "2026-03-01")
    seat.page.fill("#to", "2026-03-31")
    seat.page.select_option("#country", NIGER)
    with seat.page.expect_response("**/incidents/map/data/**"):
        seat.press("Show")
    seat.page.wait_for_selector("#map .m-land", state="attached")
    counted = [int(one) for one in seat.page.locator("#map-rows td.tight").all_inner_texts()]
    assert sum(counted) >= INCIDENTS
    assert str(sum(counted)) in seat.page.inner_text("#map-said")
    assert seat.page.locator("#map .leaflet-counts-pane path").count() == len(counted)
    story.look(seat, "07-map")
    seat.page.locator("#map-rows a").first.click()
    seat.page.wait_for_selector("#chosen tbody tr")
    assert "EXERCISE" in seat.page.inner_text("#chosen tbody")
    story.look(seat, "08-place")


def option_of(seat: Seat, select: str, part: str) -> str:
    """The whole text of a choice's first option that holds a part."""
    texts: list[str] = seat.page.locator(f"{select} option").all_inner_texts()
    return next(one for one in texts if part in one)


def writes_the_report(story: Story) -> None:
    """A threat assessment for one agency that draws from the seizure, the phone and the listed person."""
    seat = story.analyst
    seat.go("/reports/")
    seat.press("New report")
    seat.page.get_by_label(TO_NIGER).first.check()
    seat.fill(title=REPORT, section__situation="تمرين: ضُبط 400 لتر.", section__gaps="تمرين: لا نعرف الوجهة.")
    seat.fill(section__actors="تمرين: شريك رجل مدرج.", judgement__1="تمرين: يعودون")
    seat.page.select_option("#id_likelihood-1", "likely")
    seat.page.select_option("#id_confidence-1", "low")
    seat.page.select_option("#id_countries", NIGER)
    seat.fill(records=" ".join(map(key, (story.seizure, story.phone, story.listed))))
    seat.fill(first_day="2026-03-01", last_day="2026-03-31")
    seat.press("Keep as a draft of the agency")
    seat.succeed()
    story.report = seat.path
    assert linked_records(seat) == {story.seizure, story.phone, story.listed}


def linked_records(seat: Seat) -> set[str]:
    """The pages of the records that a report names as its sources."""
    return {one.get_attribute("href") for one in seat.page.locator("main dl.facts a[href^='/records/']").all()}


def releases_it(story: Story) -> None:
    """The supervisor sees what leaves: the listed person's record does not, for its reader may not see it."""
    seat = story.supervisor
    seat.go(story.report)
    seat.press("Preview of the release")
    assert linked_records(seat) == {story.seizure, story.phone}
    story.look(seat, "09-preview")
    seat.press("Release the report")
    seat.succeed()
    story.look(seat, "10-released")


def is_read_by_one_agency_only(story: Story) -> None:
    """Niger reads the report and what it may see behind it; Chad finds nothing, by any address or list."""
    seat, third = story.partner, story.third
    seat.go("/reports/")
    seat.click(seat.page.get_by_role("link", name=REPORT))
    assert seat.path == story.report
    assert linked_records(seat) == {story.seizure, story.phone}
    story.look(seat, "11-read")
    seat.click(seat.page.locator(f"main a[href='{story.seizure}']"))
    assert SEIZED in seat.page.inner_text("h1")
    for hidden in (story.listed, story.associate):
        assert seat.go(hidden).status == 404
    assert FOUND not in seat.page.inner_text("main")
    for one in (story.report, story.seizure, story.phone, story.listed, story.associate, f"{story.seizure}ways/"):
        assert third.go(one).status == 404
    third.go("/reports/")
    assert REPORT not in third.page.inner_text("main")
    story.look(third, "12-nothing")
