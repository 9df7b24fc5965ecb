"""Every address of meetings, texts and programmes that names something hidden answers as if that were absent, and says nothing of it.

The addresses are read from the tables of routes, so that a new page, export or operation is asked here from the day it is written. Who asks
has every role that could be the reason for another answer, in an agency that has no part in anything.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from minassa import meetings, programmes
from minassa.access import AgencyKind, Label, Role, Tlp
from minassa.api.urls import api
from minassa.base.clock import held_at
from minassa.programmes import Pillar, Sharing, StrategyPlan
from minassa.web.urls import urlpatterns
from tests.factories import make_agency, make_user
from tests.meetings.scene import CANARY, OPENING, invited, nominated, people, prepared
from tests.programmes.scene import BEGINS, ENDS, committed, house, paragraph, running
from tests.programmes.test_evaluations import final
from tests.programmes.test_reporting import IN_TIME, said, submitted
from tests.web.test_requests import entered, text_of

pytestmark = pytest.mark.django_db
ROOMS = ("meetings/", "texts/", "published/", "public/meetings/", "programmes/")
OPERATIONS = ("/api/v1/meetings", "/api/v1/declarations", "/api/v1/programmes", "/api/v1/commitments")
SLUGS = {"language": "en", "kind": "pdf", "form": "pdf"}
Ids = Mapping[str, Any]


@pytest.fixture(autouse=True)
def summer() -> Iterator[None]:
    with held_at(IN_TIME):
        yield


@pytest.fixture
def hidden() -> Ids:
    """One of everything that an address can name, by the name that addresses give it."""
    return {**SLUGS, **of_a_meeting(), **of_a_programme()}


def of_a_meeting() -> Ids:
    who = people()
    edition = prepared(who, city=CANARY, names={"en": CANARY})
    delegations = invited(who, edition)
    session = meetings.keep_session(who.keeper, edition=edition, plan=OPENING)
    meetings.release_agenda(who.keeper, edition=edition, change=CANARY)
    titles = dict.fromkeys(("ar", "fr", "en", "pt"), CANARY)
    text = meetings.begin_declaration(who.keeper, edition=edition, titles=titles, reference="en", is_sample=True)
    kind = meetings.ParagraphKind.OPERATIVE
    key = meetings.add_paragraph(who.keeper, declaration=text, kind=kind, language="en", text=CANARY)
    meetings.open_negotiation(who.keeper, declaration=text)
    wish = meetings.Wish(
        meetings.ProposalKind.REPLACE, key, "en", text=f"{CANARY} other", base=meetings.digest_of(CANARY)
    )
    proposal = meetings.keep_proposal(who.mali, declaration=text, wish=wish)
    meetings.table_proposal(who.mali, id=proposal)
    return {
        "edition_id": edition,
        "session_id": session,
        "session": session,
        "delegation_id": delegations["mali"],
        "delegate": nominated(who, delegations["mali"]),
        "turn": meetings.ask_for_floor(who.mali, session=session, speaker=CANARY),
        "statement_id": meetings.keep_statement(
            who.mali, session=session, speaker=CANARY, original="fr", texts={"fr": CANARY}
        ),
        "paper_id": meetings.add_paper(who.keeper, session=session, work=CANARY, language="fr"),
        "text_id": text,
        "key": key,
        "proposal": proposal,
    }


def of_a_programme() -> Ids:
    mali, secretariat = house("Mali of programmes"), house("Secretariat of programmes", kind=AgencyKind.SECRETARIAT)
    between = Sharing(Tlp.AMBER, (f"agency:{secretariat.agency.id}",))
    label = Label(mali.agency.id, Tlp.AMBER, frozenset(between.to), exercise=True)
    (commitment,) = committed(mali, ref=paragraph(text=CANARY), label=label)
    made = running(mali, title=CANARY, summary=CANARY, sharing=between)
    plan = StrategyPlan(CANARY, BEGINS, ENDS, {Pillar.SOCIAL: CANARY})
    report = submitted(mali, made, said(made, done=CANARY, failed=CANARY))
    programmes.accept_report(secretariat.chief, id=report)
    evaluation = final(secretariat, mali, made)
    return {
        "programme_id": made.id,
        "part_id": made.trust,
        "report_id": report,
        "period_id": programmes.read_programme(mali.officer, id=made.id).periods[0].id,
        "strategy_id": programmes.keep_strategy(mali.officer, plan=plan, exercise=True),
        "commitment_id": commitment,
        "evaluation_id": evaluation,
        "recommendation_id": programmes.open_recommendations(mali.chief)[0].id,
    }


@pytest.fixture
def stranger() -> Client:
    roles = (Role.SUPERVISOR, Role.SECRETARIAT, Role.PROGRAMME_OFFICER, Role.LIAISON_OFFICER, Role.HEAD_OF_DELEGATION)
    return entered(make_user(make_agency("EXERCISE no part in it"), roles))


def absent(named: Ids) -> Ids:
    """The same names for what there is not."""
    return {name: one if isinstance(one, str) else uuid4() for name, one in named.items()}


def routes(named: bool) -> list[URLPattern]:
    ours = [one for one in urlpatterns if isinstance(one, URLPattern) and str(one.pattern).startswith(ROOMS)]
    return [one for one in ours if bool(one.pattern.converters) is named]


def told(answer: Any) -> str:
    """How an address answers; a fault if it says anything of what is hidden."""
    said = text_of(answer)
    at = said.find(CANARY)
    assert at < 0, (answer.request["PATH_INFO"], said[max(at - 120, 0) : at + 60])
    return f"{answer.status_code} {answer.get('Content-Type', '')}"


def test_every_route_treats_what_is_hidden_as_absent(hidden: Ids, stranger: Client) -> None:
    pages_and_exports(hidden, stranger)
    lists_and_calendars(stranger)
    operations(hidden, stranger)


def pages_and_exports(hidden: Ids, stranger: Client) -> None:
    nowhere, asked = absent(hidden), 0
    for route in routes(named=True):
        names = set(route.pattern.converters)
        if not names <= set(hidden):
            continue
        there, gone = (
            reverse(f"web:{route.name}", kwargs={name: of[name] for name in names}) for of in (hidden, nowhere)
        )
        for ask in (stranger.get, stranger.post):
            found = told(ask(there))
            assert found.startswith("405") or found == told(ask(gone)), (ask, there)
            assert ask == stranger.post or names == {"language"} or found[:3] in {"404", "405"}, (found, there)
            asked += 1
    assert asked > 200


def lists_and_calendars(stranger: Client) -> None:
    lists = [reverse(f"web:{one.name}") for one in routes(named=False)]
    for path in (*lists, "/", "/inbox/", "/records/search/?query=canary", "/public/meetings/en/"):
        assert told(stranger.get(path))


def operations(hidden: Ids, stranger: Client) -> None:
    described = api.get_openapi_schema()["paths"].items()
    paths = [path for path, methods in described if path.startswith(OPERATIONS) and "get" in methods]
    assert len(paths) > 5
    ids = [hidden[f"{name}_id"] for name in ("edition", "text", "programme", "evaluation", "commitment")]
    for path in paths:
        for one in ids if "{" in path else ("",):
            answer = stranger.get(filled(path, str(one), hidden["key"]))
            assert CANARY not in answer.content.decode()
            assert answer.status_code in ({404} if "{" in path else {200, 422}), (path, one)  # 422: it asks for more


def filled(path: str, one: str, key: str) -> str:
    """A path of an operation with every parameter filled in."""
    for name in ("{id}", "{session}", "{form}", "{kind}"):
        path = path.replace(name, one)
    return path.replace("{key}", key)
