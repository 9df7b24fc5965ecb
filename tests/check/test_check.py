"""The check as a service: what it finds, why, in which order, for whom, and what the audit log keeps of it."""

from contextlib import suppress
from pathlib import Path

import pytest

from minassa import audit, screening
from minassa.access import Actor, Handling, Role
from minassa.base import Fault, Invalid, Refused
from minassa.check import CHECK, Answer, Kind, Place, Question, check
from tests.factories import an_actor
from tests.records.made import add, own_label

pytestmark = pytest.mark.django_db
SAMPLE = Path(screening.__file__).parent / "samples" / "un-sc.xml"
PURPOSE = "counter-terrorism"
LISTED = "EXi.001"


@pytest.fixture
def analyst(settings: object) -> Actor:
    actor = an_actor(Role.ANALYST)
    screening.import_list(actor, source="un-sc", path=SAMPLE)
    return actor


def ask(actor: Actor, name: str = "", *, birth_date: str = "", country: str = "", identifier: str = "") -> Answer:
    question = Question(name, birth_date=birth_date, country=country, identifier=identifier)
    return check(actor, question=question, purpose=PURPOSE, case="EX-1")


@pytest.mark.parametrize(
    "spelling",
    [
        "Abderrahmane Ould Exercise Tazmalt",
        "Abdourahman Uld Tazmalt",
        "عبد الرحمن ولد تازملت",
        "TAZMALTI Abd-al-Rahman",
    ],
)
def test_a_listed_person_is_found_in_every_spelling_with_reasons(analyst: Actor, spelling: str) -> None:
    best = ask(analyst, spelling).hits[0]
    assert (best.place, best.source, best.ref) == (Place.LISTS, "un-sc", LISTED)
    assert best.reasons
    assert best.why
    assert best.score > 0.85


def test_evidence_moves_the_hit_and_is_shown(analyst: Actor) -> None:
    name = "Abderrahmane Ould Tazmalt"
    plain = ask(analyst, name).hits[0]
    fits = ask(analyst, name, birth_date="1981-04-17", country="mr").hits[0]
    differs = ask(analyst, name, birth_date="1950", country="fr").hits[0]
    assert plain.findings == ()
    assert [one.code for one in fits.findings] == ["same-birth-day", "same-country"]
    assert [one.code for one in differs.findings] == ["birth-differs", "other-country"]
    assert differs.score < plain.score <= fits.score
    assert "1981-04-17" in fits.why


def test_a_number_alone_finds_its_holder_on_lists_and_in_records(analyst: Actor) -> None:
    record = add(analyst, "EXERCISE Holder", passportNumber="EX 000-1117")
    answer = ask(analyst, identifier="ex0001117")
    assert [hit.ref for hit in answer.lists] == [LISTED]
    assert [hit.ref for hit in answer.records] == [str(record.id)]
    assert {hit.score for hit in answer.hits} == {1.0}


def test_a_record_of_another_agency_neither_shows_nor_changes_an_answer(analyst: Actor) -> None:
    other = an_actor(Role.ANALYST)
    own = add(analyst, "EXERCISE Tahirou Djibrilla Maïga")
    before = ask(analyst, "Tahiru Jibrilla Maiga")
    for number in range(30):
        add(other, f"EXERCISE Tahirou Djibrilla Maïga {number}", passportNumber=f"EX77{number}")
    hidden = add(other, "EXERCISE Tahirou Djibrilla Maïga")
    after = ask(analyst, "Tahiru Jibrilla Maiga")
    assert [hit.ref for hit in after.records] == [str(own.id)]
    assert [hit.score for hit in after.hits] == [hit.score for hit in before.hits]
    assert ask(analyst, identifier="EX771").hits == ()
    assert str(hidden.id) in [hit.ref for hit in ask(other, "Tahiru Jibrilla Maiga").records]


def test_a_shared_record_carries_its_marks_and_obligations(analyst: Actor) -> None:
    other = an_actor(Role.ANALYST)
    label = own_label(other, audience=[f"agency:{analyst.agency}"], handling=[Handling.H2])
    add(other, "EXERCISE Zeinabou Alzouma", label=label)
    hit = ask(analyst, "Zeinabou Alzouma").records[0]
    assert hit.marks == ("TLP:AMBER", "H2", "EXERCISE")
    assert "verify-with-owner-before-acting" in hit.obligations
    assert hit.owner == other.agency


def test_a_kind_narrows_the_answer(analyst: Actor) -> None:
    add(analyst, "EXERCISE Benkadi Transport", schema="Company")
    assert ask(analyst, "Benkadi Transport").records
    assert check(analyst, question=Question("Benkadi Transport", kind=Kind.PERSON), purpose=PURPOSE).records == ()


def test_the_log_keeps_purpose_case_and_a_digest_and_never_the_name(analyst: Actor) -> None:
    ask(analyst, "Abderrahmane Ould Tazmalt")
    line = audit.lines(audit.Filters(action="check.ask"))[0]
    assert (line.outcome, line.purpose, line.case) == ("done", PURPOSE, "EX-1")
    assert line.details["asked"] == audit.keyed_digest("Abderrahmane Ould Tazmalt")
    assert "tazmalt" not in repr(audit.lines()).lower()


def test_without_a_purpose_nothing_is_asked_and_the_refusal_is_logged(analyst: Actor) -> None:
    with pytest.raises(Refused):
        check(analyst, question=Question("Tazmalt"), purpose="")
    assert audit.lines(audit.Filters(action="check.ask"))[0].outcome == "refused"


@pytest.mark.parametrize("role", [Role.NODE_ADMINISTRATOR, Role.INSPECTOR])
def test_those_who_read_no_content_ask_nothing(role: Role) -> None:
    assert role not in CHECK.roles
    with pytest.raises(Refused):
        ask(an_actor(role), "Tazmalt")


@pytest.mark.parametrize(
    "question",
    [Question(""), Question(" \t"), Question("a" * 10_000), Question("a", identifier="1" * 500), Question("a", "soon")],
    ids=["empty", "blank", "long name", "long number", "no date"],
)
def test_what_cannot_be_asked_is_refused_with_the_next_step(analyst: Actor, question: Question) -> None:
    with pytest.raises(Invalid) as raised:
        check(analyst, question=question, purpose=PURPOSE)
    assert raised.value.next_step


@pytest.mark.parametrize("name", ["\x00", "\u202egnirts", "🙂", "ـــ", "' OR 1=1 --", "\ud800x", "%s%s%n", "a\nb"])
def test_a_hostile_name_is_answered_or_refused_and_breaks_nothing(analyst: Actor, name: str) -> None:
    with suppress(Fault):
        assert ask(analyst, name).hits == ()
    assert ask(analyst, "Abderrahmane Ould Tazmalt").hits
