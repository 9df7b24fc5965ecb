"""The yearly loop, clicked in a browser: a declaration is negotiated, adopted and signed; what follows from it is carried out, evaluated,
and goes to the next agenda. Once in Arabic and once in French, each with a secretariat and three delegations at browsers of their own.

With MINASSA_SHOTS=folder the pages leave pictures there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from minassa.base import today
from tests.page.conftest import Node
from tests.page.federation import Place, Seat, seated
from tests.page.pages import PASSWORD
from tests.page.test_pages import is_quiet

LANGUAGES = ("ar", "fr", "en", "pt")
PREAMBLE = {
    "ar": "تمرين: إذ نؤكد من جديد تضامننا،",
    "fr": "EXERCISE : réaffirmant notre solidarité,",
    "en": "EXERCISE: reaffirming our solidarity,",
    "pt": "EXERCISE: reafirmando a nossa solidariedade,",
}
DRAFTED = {"ar": "تمرين: نقرر تدريب 1500 ضابط قبل 2028.", "fr": "EXERCISE : décidons de former 1500 agents avant 2028."}
PROPOSED = {
    "supervisor": {
        "ar": "تمرين: نقرر تدريب 2000 ضابط قبل 2028.",
        "fr": "EXERCISE : décidons de former 2000 agents avant 2028.",
        "en": "EXERCISE: decide to train 2000 officers before 2028.",
        "pt": "EXERCISE: decidimos formar 2000 agentes antes de 2028.",
    },
    "partner": {"ar": "تمرين: نقرر تدريب 900 ضابط.", "fr": "EXERCISE : décidons de former 900 agents."},
    "third": {"ar": "تمرين: نشجع على تدريب الضباط.", "fr": "EXERCISE : encourageons la formation d'agents."},
}
SAID = {
    "reason": {"ar": "تمرين: ميزانيتنا لا تسمح", "fr": "EXERCISE : notre budget ne le permet pas"},
    "title": {"ar": "تمرين: تدريب الضباط", "fr": "EXERCISE : la formation des agents"},
    "failed": {"ar": "تمرين: انقطع الطريق إلى المركز", "fr": "EXERCISE : la route vers le centre était coupée"},
    "advice": {"ar": "تمرين: فتح مركز ثانٍ", "fr": "EXERCISE : ouvrir un second centre"},
    "reply": {"ar": "تمرين: فُتح الطريق منذ ذلك الحين", "fr": "EXERCISE : la route est rouverte depuis"},
    "decided": {"ar": "تمرين: يُفتح المركز في 2028", "fr": "EXERCISE : le centre ouvre en 2028"},
}
NAMES = ("EXERCISE 1: 2000 officers work by the new rules", "EXERCISE 2: officers trained")
AGENCIES = ("Mali", "النيجر", "Tchad")


@dataclass
class Story:
    """Who sits where, in which language, and the addresses that they come by."""

    node: Node
    language: str
    number: int
    secretary: Seat
    mali: Seat
    niger: Seat
    tchad: Seat
    text: str = ""
    paragraph: str = ""
    commitment: str = ""
    programme: str = ""
    evaluation: str = ""

    @property
    def all(self) -> tuple[Seat, ...]:
        return self.secretary, self.mali, self.niger, self.tchad

    def said(self, what: str) -> str:
        return SAID[what][self.language]

    def look(self, seat: Seat, name: str) -> None:
        """The page fits a small phone and reads in its direction; pictures of it are kept where they are wanted."""
        page = seat.page
        assert page.locator("html").get_attribute("dir") == ("rtl" if self.language == "ar" else "ltr")
        page.set_viewport_size({"width": 360, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") == 360, name
        page.set_viewport_size({"width": 1280, "height": 800})
        seat.shoot(f"{name}.{self.language}")


@pytest.fixture(params=["ar", "fr"])
def story(request: pytest.FixtureRequest, node: Node, chromium: Any) -> Iterator[Story]:
    names = ("secretary", "supervisor", "partner", "third")
    place = Place(Path(node.home), node.url, dict.fromkeys(names, PASSWORD))
    secretary, mali, niger, tchad = (seated(chromium, place, name, request.param) for name in names)
    told = Story(node, request.param, 20 + 2 * ["ar", "fr"].index(request.param), secretary, mali, niger, tchad)
    yield told
    for seat in told.all:
        seat.page.context.close()


def test_from_the_zero_draft_to_the_next_agenda(story: Story) -> None:
    prepares_an_edition(story)
    drafts(story)
    three_delegations_propose(story)
    brackets_keep_the_text_open(story)
    is_agreed(story)
    silence_is_broken_once(story)
    is_adopted_by_the_clock(story)
    is_signed_and_published(story)
    commits(story)
    plans_a_programme(story)
    reports(story)
    evaluates(story)
    goes_to_the_next_agenda(story)
    is_decided_and_tracked_back(story)
    is_walked_both_ways(story)
    assert all(is_quiet(seat.watched) for seat in story.all)


def prepares_an_edition(story: Story) -> None:
    """An edition, and three delegations invited to it."""
    new_edition(story, story.number)
    invite(story, *AGENCIES)


def new_edition(story: Story, number: int) -> None:
    seat, first = story.secretary, today() + timedelta(days=10 * number)
    seat.go("/meetings/")
    seat.press("New edition")
    seat.fill(
        number=str(number), city="Marrakech", start=first.isoformat(), end=(first + timedelta(days=1)).isoformat()
    )
    seat.fill(**{f"names__{story.language}": f"EXERCISE {number}"})
    seat.press("Keep")
    seat.succeed()


def invite(story: Story, *agencies: str) -> None:
    seat = story.secretary
    edition = seat.path
    seat.press("Delegations")
    for one in agencies:
        seat.page.get_by_label(one).first.check()
    seat.press("Invite")
    seat.succeed()
    seat.go(edition)


def drafts(story: Story) -> None:
    """A zero draft of two paragraphs, which delegations read; they propose when it is opened."""
    seat, language = story.secretary, story.language
    seat.press("New declaration")
    seat.fill(**{f"title__{one}": f"EXERCISE {one}" for one in LANGUAGES})
    seat.page.select_option("#id_reference", language)
    seat.page.check("#id_is_sample")
    seat.press("Begin the zero draft")
    seat.succeed()
    story.text = seat.path
    for kind, words in (("preambular", PREAMBLE), ("operative", DRAFTED)):
        seat.page.select_option("#kind", kind)
        seat.page.fill("#words", words[language])
        seat.press("Add")
        seat.succeed()
    story.mali.go(story.text)
    assert story.mali.page.locator(".text-paragraph").count() == 2
    assert not story.mali.page.locator("#document").count(), "nobody proposes to a zero draft"
    seat.press("Open it to the delegations")
    seat.succeed()
    story.paragraph = seat.page.locator(".text-paragraph h3 a").last.get_attribute("href").partition("?")[0]
    translate(story, seat.page.locator(".text-paragraph h3 a").first.get_attribute("href"), PREAMBLE)


def translate(story: Story, paragraph: str, words: dict[str, str]) -> None:
    """Write a paragraph in the three other languages."""
    seat = story.secretary
    seat.go(paragraph)
    for one in LANGUAGES:
        if one != story.language:
            seat.page.fill(f"#w{one}", words[one])
            seat.click(seat.page.locator(f"form:has(#w{one}) button[value=write]"))
            seat.succeed()


def three_delegations_propose(story: Story) -> None:
    """Each finds the text under its meeting, and tables other words for the same paragraph."""
    for seat in (story.mali, story.niger, story.tchad):
        seat.go("/meetings/")
        seat.click(seat.page.locator("main table a.title", has_text=f"EXERCISE {story.number}"))
        seat.click(seat.page.locator(f"main a[href='{story.text}']"))
        seat.click(seat.page.locator(f"main a[href^='{story.paragraph}']"))
        seat.page.fill("#id_text", PROPOSED[seat.username][story.language])
        seat.page.fill("#id_reason", story.said("reason"))
        seat.press("Table it now")
        seat.succeed()
    story.look(story.tchad, "01-rivals")
    rival = story.tchad.page.locator(".rival", has_text="2000").first
    rival.locator("select[name=do]").select_option("support")
    story.tchad.click(rival.get_by_role("button", name=story.tchad.word("Say so")))
    story.tchad.succeed()


def brackets_keep_the_text_open(story: Story) -> None:
    """The three stand side by side with their names; a text with brackets cannot be closed."""
    seat = story.secretary
    seat.go(f"{story.text}?lang={story.language}")
    heads = seat.page.locator(f"#{story.paragraph.rstrip('/').rpartition('/')[2]} .rival-head strong").all_inner_texts()
    assert len(heads) == 3
    assert all(any(one in head for head in heads) for one in AGENCIES)
    seat.press("Close the negotiation: clean text")
    assert seat.page.locator(".note-danger, .note-error, .note-warning").count()
    story.look(seat, "02-brackets")
    seat.press("Screen of the room")
    story.look(seat, "03-screen-of-the-room")


def is_agreed(story: Story) -> None:
    """Mali's words go into the text, the rivals are closed, all languages are written and both paragraphs agreed."""
    seat = story.secretary
    seat.go(story.paragraph)
    rival = seat.page.locator(".rival", has_text="2000").first
    rival.locator("input[name=reason]").fill(story.said("reason"))
    seat.click(rival.locator("button[value=settle-all]"))
    seat.succeed()
    translate(story, story.paragraph, PROPOSED["supervisor"])
    seat.go(f"{story.text}languages/")
    story.look(seat, "04-languages")
    seat.go(story.text)
    for link in [one.get_attribute("href") for one in seat.page.locator(".text-paragraph h3 a").all()]:
        seat.go(link)
        seat.press("Agreed")
        seat.succeed()
    seat.go(story.text)
    seat.press("Close the negotiation: clean text")
    seat.succeed()


def silence_is_broken_once(story: Story) -> None:
    """Niger objects within the 72 hours: the paragraph is open again, then agreed, and silence begins anew."""
    seat, niger = story.secretary, story.niger
    begins_silence(story)
    niger.go(f"{story.text}record/")
    niger.page.select_option("#against", index=2)
    niger.page.fill("#reason", story.said("reason"))
    story.look(niger, "05-silence")
    niger.press("Object: break the silence")
    niger.succeed()
    seat.go(story.paragraph)
    seat.press("Agreed")
    seat.succeed()
    seat.go(story.text)
    seat.press("Close the negotiation: clean text")
    seat.succeed()
    begins_silence(story)


def begins_silence(story: Story) -> None:
    seat = story.secretary
    seat.go(f"{story.text}record/")
    seat.press("Start the silence")
    seat.succeed()


def is_adopted_by_the_clock(story: Story) -> None:
    """Not an hour before the silence ends, and then by itself. One language is enough to see that it is not too early."""
    seat = story.secretary
    early = ((71, False),) if story.language == "ar" else ()
    for hours, is_adopted in (*early, (73, True)):
        story.node.run("tests.page.clock", str(hours))
        seat.go(f"{story.text}record/")
        assert bool(seat.page.locator("button[value=align]").count()) is is_adopted


def is_signed_and_published(story: Story) -> None:
    """The texts are fixed in four languages, three agencies sign them, and everybody reads them."""
    seat = story.secretary
    for button in ("Begin to align the languages", "Fix the texts for signature"):
        seat.press(button)
        seat.succeed()
    for delegation in (story.mali, story.niger, story.tchad):
        delegation.go(f"{story.text}record/")
        delegation.press("Sign for your agency")  # to the page with the ways to sign
        delegation.press("Sign for your agency")
        delegation.succeed()
    story.look(story.tchad, "06-signed")
    seat.go(f"{story.text}record/")
    for button in ("Close the signing", "Publish"):
        seat.press(button)
        seat.succeed()
    seat.go(f"/published/{story.text.strip('/').rpartition('/')[2]}/{story.language}/")
    assert "2000" in seat.page.inner_text("main")
    story.look(seat, "07-published")


def commits(story: Story) -> None:
    """A commitment follows from the operative paragraph: Mali leads it."""
    seat = story.secretary
    seat.go(f"{story.text}record/")
    seat.page.select_option("#pillar", "security")
    seat.press("Make a commitment")
    seat.succeed()
    seat.click(seat.page.locator("main a[href*='/programmes/commitments/']"))
    story.commitment = seat.path
    seat.page.locator("details.card summary").first.click()
    seat.page.select_option("#id_lead", label=next(iter(option_of(seat, "#id_lead", "Mali"))))
    seat.fill(due=(today() + timedelta(days=300)).isoformat(), known_by="EXERCISE")
    seat.click(seat.page.locator("form[action$='/keep/'] button"))
    seat.succeed()
    story.look(seat, "08-commitment")


def option_of(seat: Seat, select: str, part: str) -> list[str]:
    """The whole texts of a choice's options that hold a part."""
    return [one for one in seat.page.locator(f"{select} option").all_inner_texts() if part in one]


def plans_a_programme(story: Story) -> None:
    """Mali plans what carries the commitment out, measures it, adopts it and shares it with the platform."""
    seat = story.mali
    begins, ends = today() - timedelta(days=200), today() + timedelta(days=500)
    seat.go("/programmes/new/")
    seat.fill(title=story.said("title"), reference=f"EX-{story.number}", currency="XOF")
    seat.fill(begins=begins.isoformat(), ends=ends.isoformat())
    seat.press("Keep it")
    seat.succeed()
    plan = seat.path
    story.programme = plan.removesuffix("plan/")
    add_part(seat, plan, "result", level="outcome", title=story.said("title"))
    add_part(seat, plan, "result", {"parent": 1}, level="output", title=story.said("title"))
    for number in (0, 1):
        add_part(seat, plan, "indicator", {"result": number}, name=NAMES[number], unit="EXERCISE", baseline="0")
        add_part(seat, plan, "target", {"indicator": number}, due=ends.isoformat(), value="2000")
    add_part(seat, plan, "milestone", title=story.said("title"), due=today().isoformat())
    add_part(seat, plan, "money", amount="125000", begins=begins.isoformat(), ends=ends.isoformat())
    seat.page.locator("input[name=commitment]").last.check()
    seat.click(seat.page.locator("form[action$='/answer/'] button"))
    seat.succeed()
    seat.go(story.programme)
    seat.press("Adopt the programme")
    seat.succeed()
    seat.press("Who sees it")
    seat.tick("tlp", "green")
    seat.tick("handling", "H0")
    seat.press("Share it so")
    seat.succeed()


def add_part(seat: Seat, plan: str, kind: str, places: Mapping[str, int] | None = None, **fields: str) -> None:
    """A part of a programme, by the button on its plan; `places` are choices by their place."""
    seat.click(seat.page.locator(f"main a[href='{plan}{kind}/']"))
    for name, number in (places or {}).items():
        seat.page.select_option(f"#id_{name}", index=number)
    for name, value in fields.items():
        field = seat.page.locator(f"#id_{name}")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    seat.press("Keep it")
    seat.succeed()


def reports(story: Story) -> None:
    """Mali reports the first half year, says what failed, and the secretariat accepts what it has verified."""
    seat, judge = story.mali, story.secretary
    seat.click(seat.page.locator("main a[href*='/programmes/periods/']").first)
    for name, value in (("value", "350"), ("on", (today() - timedelta(days=30)).isoformat())):
        seat.page.locator(f"input[id^='id_{name}-']").last.fill(value)
    seat.fill(done=story.said("title"), failed=story.said("failed"))
    story.look(seat, "09-report")
    seat.press("Submit for review")
    seat.succeed()
    judge.go("/")
    judge.click(judge.page.locator("section[aria-labelledby=tasks-mine]").get_by_role("link", name=story.said("title")))
    judge.page.locator("input[name=verified]").check()
    story.look(judge, "10-review")
    judge.press("Accept it")
    judge.succeed()


def evaluates(story: Story) -> None:
    """The secretariat writes around what was counted; Mali replies; it becomes final with the reply annexed."""
    seat, mali = story.secretary, story.mali
    seat.go(story.programme)
    story.look(seat, "11-programme")
    seat.press("New evaluation")
    seat.fill(cutoff=today().isoformat())
    seat.press("Count and begin")
    seat.succeed()
    assert story.said("failed") in seat.page.input_value("#id_failed")
    for score in seat.page.locator("select[id^='id_score-']").all():
        score.select_option("3")
    for why in seat.page.locator("textarea[id^='id_why-']").all():
        why.fill("EXERCISE")
    seat.fill(text__0=story.said("advice"), text__1=story.said("title"))
    seat.page.select_option("#id_decision-1", "continue")
    seat.press("Keep it")
    seat.succeed()
    story.evaluation = seat.path
    seat.press("Ask the agency for its reply")
    seat.succeed()
    mali.go("/")
    mali.click(mali.page.locator(f"section[aria-labelledby=tasks-mine] a[href='{story.evaluation}']"))
    mali.page.fill("#reply-text", story.said("reply"))
    mali.press("Reply")
    mali.succeed()
    seat.go(story.evaluation)
    seat.press("Make it final")
    seat.succeed()
    assert story.said("reply") in seat.page.inner_text("main")
    story.look(seat, "12-evaluation")


def goes_to_the_next_agenda(story: Story) -> None:
    """What is recommended is offered to the next edition's plan; a session is made of it and the agenda released."""
    seat = story.secretary
    new_edition(story, story.number + 1)
    invite(story, AGENCIES[0])
    seat.press("Plan of the agenda")
    story.look(seat, "13-offered")
    offer = seat.page.locator(".offers li", has_text=story.said("advice"))
    seat.click(offer.get_by_role("link", name=seat.word("New session about it")))
    seat.fill(**{f"title__{story.language}": story.said("advice")}, begins="09:00", ends="10:00")
    seat.press("Keep")
    seat.succeed()
    offer = seat.page.locator(".offers li", has_text=story.said("title")).last
    seat.click(offer.get_by_role("button", name=seat.word("Take it up")))
    seat.succeed()
    seat.press("Release the agenda")
    seat.succeed()


def is_decided_and_tracked_back(story: Story) -> None:
    """The session's record decides; the evaluation shows where, and by whom."""
    seat, mali = story.secretary, story.mali
    mali.go(story.evaluation)
    story.look(mali, "14-on-the-agenda")
    mali.click(mali.page.locator("#recommendation-1 a[href^='/meetings/sessions/']"))
    session = mali.path
    story.look(mali, "15-session")
    seat.go(session)
    seat.press("Record of the session")
    seat.page.locator("select[id^='id_answer-']").first.select_option("done")
    seat.page.locator("textarea[id^='id_words-']").first.fill(story.said("decided"))
    story.look(seat, "16-record")
    seat.press("Keep")
    seat.succeed()
    seat.press("Release the record")
    seat.succeed()
    mali.go(story.evaluation)
    assert story.said("decided") in mali.page.inner_text("#recommendation-1")
    assert story.said("decided") not in mali.page.inner_text("#recommendation-2")


def is_walked_both_ways(story: Story) -> None:
    """By links alone: paragraph, commitment, programme with its indicator, evaluation, session; and all the way back."""
    seat = story.mali
    seat.go(story.paragraph)
    forth = (story.commitment, story.programme, story.evaluation, "/meetings/sessions/")
    back = (story.evaluation, story.programme, story.commitment, story.paragraph)
    for there in (*forth, *back):
        seat.click(seat.page.locator(f"main a[href^='{there}']"))
        assert seat.path.startswith(there)
        if there == story.programme:
            assert story.said("title") in seat.page.inner_text("section[aria-labelledby=frame]")
