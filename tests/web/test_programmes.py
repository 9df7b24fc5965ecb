"""Programmes on the pages: planned, adopted, reported about, judged; and what others do not find anywhere."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from minassa import programmes
from minassa.access import Actor, AgencyKind, Role, Tlp
from minassa.access.models import LoginSession, User
from minassa.base import now
from minassa.base.clock import held_at
from minassa.programmes import Sharing, StrategyPlan
from tests.factories import make_agency, make_user
from tests.programmes.files import NEW
from tests.programmes.scene import BEGINS, CANARY, ENDS, PLATFORM, House, Made, committed, drafted, house, running
from tests.programmes.test_reporting import IN_TIME, said, submitted
from tests.programmes.test_sheets import changed
from tests.web.test_requests import entered, text_of

pytestmark = pytest.mark.django_db
HEAD = {
    "title": "EXERCISE wells",
    "reference": "EX-9",
    "pillar": "development",
    "begins": "2025-01-01",
    "ends": "2026-12-31",
    "currency": "xof",
    "reports": "half_yearly",
}


def browser_of(actor: Actor) -> Client:
    return entered(User.objects.get(id=str(actor.user_id)))


class Side:
    """A house whose officer and chief have a browser each."""

    def __init__(self, made: House) -> None:
        self.house = made
        self.officer = browser_of(made.officer)
        self.chief = browser_of(made.chief)


@pytest.fixture(autouse=True)
def summer() -> Iterator[None]:
    """The first half-year of 2025 is over and its report is due; sessions begin then too."""
    with held_at(IN_TIME):
        yield


@pytest.fixture
def mali() -> Side:
    return Side(house("Mali"))


@pytest.fixture
def secretariat() -> Side:
    return Side(house("Secretariat", kind=AgencyKind.SECRETARIAT))


def part(client: Client, page: str, kind: str, /, **given: Any) -> None:
    answer = client.post(f"{page}{kind}/", given)
    assert answer.status_code == 302, text_of(answer)


def test_a_programme_is_planned_adopted_and_shown(mali: Side) -> None:
    plan = mali.officer.post("/programmes/new/", HEAD)["Location"]
    page = plan.removesuffix("plan/")
    part(mali.officer, plan, "result", level="outcome", title="EXERCISE water is near")
    (outcome,) = programmes.read_programme(mali.house.officer, id=UUID(page.split("/")[-2])).results
    part(mali.officer, plan, "result", level="output", title="EXERCISE wells dug", parent=outcome.id)
    results = programmes.read_programme(mali.house.officer, id=UUID(page.split("/")[-2])).results
    plain = {
        "measure": "count",
        "direction": "increase",
        "baseline": "0",
        "baseline_on": "2025-01-01",
        "every": "yearly",
        "weight": "1",
    }
    part(mali.officer, plan, "indicator", result=results[0].id, template="ECO-06", **plain | {"measure": "percent"})
    part(mali.officer, plan, "indicator", result=results[1].id, name="EXERCISE wells", unit="wells", **plain)
    assert mali.chief.post(f"{page}adopt/").status_code == 302
    assert "The framework is not complete" in text_of(mali.chief.get(page))
    for one in programmes.read_programme(mali.house.officer, id=UUID(page.split("/")[-2])).indicators:
        part(mali.officer, plan, "target", indicator=one.id, due="2026-12-31", value="12,5")
    part(mali.officer, plan, "money", kind="budget", amount="1000.50", begins="2025-01-01", ends="2025-12-31")
    part(
        mali.officer,
        plan,
        "course",
        title="EXERCISE course",
        begins="2025-02-01",
        ends="2025-02-03",
        places="Customs; 4; 11",
    )
    part(mali.officer, plan, "risk", text="EXERCISE flood", likelihood="low", gravity="high")
    part(mali.officer, plan, "partner", name="EXERCISE partner", part_of="funding")
    part(mali.officer, plan, "milestone", title="EXERCISE first well", due="2025-06-01")
    assert mali.chief.post(f"{page}adopt/").status_code == 302
    shown = text_of(mali.officer.get(page))
    for words in (
        "Insufficient data",
        "No data: 2",
        "Young people in target districts",
        "4 women, 11 men",
        "1000.5",
        "EXERCISE first well",
        "12.5",
    ):
        assert words in shown, words
    assert "Adopt the programme" not in shown
    assert mali.officer.get(f"{page}edit/").status_code == 404
    assert "Fixed" in text_of(mali.officer.get(plan))
    assert "EXERCISE wells" in text_of(mali.officer.get("/programmes/?pillar=development"))
    assert "EXERCISE wells" not in text_of(mali.officer.get("/programmes/?pillar=justice"))


@pytest.mark.parametrize(
    ("spoil", "field"), [({"title": ""}, "id_title"), ({"begins": "soon"}, "id_begins"), ({"pillar": "x"}, "id_pillar")]
)
def test_a_faulty_form_says_what_to_mend(mali: Side, spoil: dict[str, str], field: str) -> None:
    answer = mali.officer.post("/programmes/new/", HEAD | spoil)
    assert answer.status_code == 422
    assert f'href="#{field}"' in text_of(answer)
    fault = text_of(mali.officer.post("/programmes/new/", HEAD | {"currency": "ABC"}))
    assert "ISO 4217" in fault


def test_a_changed_target_is_seen_beside_the_old_one(mali: Side, secretariat: Side) -> None:
    made = running(mali.house, sharing=PLATFORM)
    page = f"/programmes/{made.id}/"
    target = {"indicator": made.trust, "due": "2026-12-31", "value": "55", "reason": ""}
    refused = mali.chief.post(f"{page}retarget/", target)
    assert refused.status_code == 422
    assert "only with a reason" in text_of(refused)
    assert mali.chief.post(f"{page}retarget/", target | {"reason": "EXERCISE floods"}).status_code == 302
    shown = text_of(secretariat.officer.get(page))
    assert "EXERCISE floods" in shown
    assert re.search(r'<bdi dir="ltr">60</bdi> ·', shown)
    assert "changed" in shown


def values(made: Made, **given: str) -> dict[str, str]:
    plain = {
        f"numerator-{made.trust}": "44",
        f"denominator-{made.trust}": "100",
        f"on-{made.trust}": "2025-06-30",
        f"evidence-{made.trust}": "documented",
        f"source-{made.trust}": "EXERCISE survey",
        f"value-{made.teachers}": "",
        "done": "EXERCISE held",
        "failed": "EXERCISE road cut",
    }
    return plain | given


def test_a_report_is_typed_kept_submitted_returned_and_accepted(mali: Side, secretariat: Side) -> None:
    made = running(mali.house, sharing=PLATFORM)
    period = programmes.read_programme(mali.house.officer, id=made.id).periods[0].id
    page = f"/programmes/periods/{period}/"
    typed = values(made, done="EXERCISE half a sent") | {"form": "progress-report", "about_draft": str(period)}
    assert mali.officer.post("/programmes/reports/draft/", typed).status_code == 204
    form = text_of(mali.officer.get(page))
    assert "EXERCISE half a sent" in form
    assert "Submit for review" in form
    wrong = mali.officer.post(page, values(made, **{f"numerator-{made.trust}": "144"}) | {"action": "keep"})
    assert wrong.status_code == 422
    assert mali.officer.post(page, values(made) | {"action": "submit"}).status_code == 302
    assert "EXERCISE half a sent" not in text_of(mali.officer.get(page))
    found = programmes.read_report_of(secretariat.house.chief, period=period)
    report = f"/programmes/reports/{found.id}/"
    assert "Progress report to be reviewed" in text_of(secretariat.chief.get("/"))
    shown = text_of(secretariat.chief.get(report))
    assert "EXERCISE survey" in shown
    assert "blank" in shown
    assert (
        secretariat.chief.post(f"{report}judge/", {"action": "return", "note": "EXERCISE which survey"}).status_code
        == 302
    )
    assert "EXERCISE which survey" in text_of(mali.officer.get(page))
    assert mali.officer.post(f"{page}submit/").status_code == 302
    judged = secretariat.chief.post(f"{report}judge/", {"action": "accept", "verified": [str(made.trust)]})
    assert judged.status_code == 302
    after = text_of(mali.officer.get(f"/programmes/{made.id}/"))
    assert "Verified" in after
    assert "Reached 20%" in after


def test_the_parts_of_a_value_are_typed_on_the_page_too(mali: Side) -> None:
    made = running(mali.house)
    period = programmes.read_programme(mali.house.officer, id=made.id).periods[0].id
    page = f"/programmes/periods/{period}/"
    split = {f"part-sex-0-{made.trust}": "f", f"part-numerator-0-{made.trust}": "30"}
    split |= {f"part-denominator-0-{made.trust}": "60", f"part-place-2-{made.trust}": "Mopti"}
    wrong = mali.officer.post(page, values(made, **split) | {"action": "keep"})
    assert wrong.status_code == 422  # thirty women do not make forty-four people
    split |= {f"part-sex-1-{made.trust}": "m", f"part-numerator-1-{made.trust}": "14"}
    split |= {f"part-denominator-1-{made.trust}": "40"}
    assert mali.officer.post(page, values(made, **split) | {"action": "keep"}).status_code == 302
    kept = programmes.read_report_of(mali.house.officer, period=period).reported.values[0].cells
    assert [(one.sex, one.place, one.numerator) for one in kept] == [("f", "", 30), ("m", "", 14), ("", "Mopti", None)]
    form = text_of(mali.officer.get(page))
    assert f'name="part-place-5-{made.trust}"' in form  # what is kept, and three rows more
    assert 'value="Mopti"' in form
    assert f"part-age-0-{made.trust}" not in form  # it is not split by age


def test_what_leaves_in_iati_is_said_shown_and_taken_as_a_file(mali: Side, secretariat: Side) -> None:
    made = running(mali.house, sharing=Sharing(Tlp.CLEAR), summary="EXERCISE about schools")
    hidden = running(mali.house, title=CANARY)
    page = f"/programmes/iati/?programme={made.id}&outlet=public"
    assert "What IATI asks beside the plan is not said yet." in text_of(mali.officer.get(page))
    said: dict[str, Any] = {"organisation": "XX-EX-1", "organisation_type": "10", "language": "fr", "targets": ["16.a"]}
    said |= {"sector-0": "15220", "sector-percent-0": "99", "place-0": "ML", "place-percent-0": "100"}
    said |= {"url-0": "https://example.org/", "name-0": "EXERCISE page", "kind-0": "A12"}
    wrong = mali.officer.post(f"/programmes/{made.id}/publication/", said)
    assert (wrong.status_code, "sum to exactly 100" in text_of(wrong)) == (422, True)
    kept = mali.officer.post(f"/programmes/{made.id}/publication/", said | {"sector-percent-0": "100"})
    assert kept["Location"] == page
    assert 'value="15220" selected' in text_of(mali.officer.get(f"/programmes/{made.id}/publication/"))
    shown = text_of(mali.officer.get(page))
    assert "XX-EX-1-EX-P-01" in shown
    assert "Milestones: the format has no place for them" in shown
    asked = {"programme": [str(made.id)], "outlet": "public"}
    LoginSession.objects.update(stepped_up_at=None)
    assert "reauthenticate" in mali.chief.post("/programmes/iati/export/", asked)["Location"]  # a fresh factor first
    LoginSession.objects.update(stepped_up_at=now())
    file = mali.chief.post("/programmes/iati/export/", asked)
    assert file["Content-Type"].startswith("application/xml")
    assert b"XX-EX-1-EX-P-01" in file.content
    assert CANARY not in text_of(secretariat.officer.get("/programmes/iati/"))
    assert secretariat.officer.get(f"/programmes/iati/?programme={hidden.id}&outlet=public").status_code == 422
    assert secretariat.officer.get(f"/programmes/{made.id}/publication/").status_code == 404


def test_partners_activities_are_brought_in_found_and_thrown_away(mali: Side, secretariat: Side) -> None:
    more = "<iati-activity><title>EXERCISE nameless</title></iati-activity>"
    file = SimpleUploadedFile("EXERCISE.xml", NEW.format(number=1, status="2", more=more).encode())
    said = {"tlp": "green", "handling": ["H0"], "file": file}
    assert mali.officer.post("/programmes/activities/files/", said).status_code == 302
    files = text_of(mali.officer.get("/programmes/activities/files/"))
    assert "1 activity was not taken" in files
    assert "It has no identifier" in files
    (brought,) = programmes.list_activity_files(mali.house.officer)
    table = mali.officer.get(f"/programmes/activities/files/{brought.id}/faulty/").content.decode()
    assert "2,,identifier" in table
    made = running(mali.house)
    assert "/programmes/activities/?country=ml" in text_of(mali.officer.get(f"/programmes/{made.id}/"))
    assert "Mediation" in text_of(mali.officer.get("/programmes/activities/?country=ml&sector=152"))
    assert "No activity here." in text_of(mali.officer.get("/programmes/activities/?country=td"))
    found = text_of(secretariat.officer.post("/programmes/activities/", {"words": "elders"}))
    assert "Mediation &amp; dialogue" in found
    (row,) = programmes.list_activities(secretariat.house.officer).rows
    shown = text_of(secretariat.officer.get(f"/programmes/activities/{row.id}/"))
    assert "\u206615220\u2069 Civilian peace-building" in shown
    assert "The percentages of its sectors do not make a whole." in shown
    assert "1000.15" in shown
    broken = SimpleUploadedFile("x.xml", b"<!DOCTYPE x><iati-activities/>")
    assert mali.officer.post("/programmes/activities/files/", said | {"file": broken}).status_code == 422
    discard = f"/programmes/activities/files/{brought.id}/discard/"
    assert secretariat.chief.post(discard).status_code == 403
    assert mali.officer.post(discard).status_code == 302
    assert secretariat.officer.get(f"/programmes/activities/{row.id}/").status_code == 404


def test_a_workbook_goes_out_and_comes_in_whole_or_not_at_all(mali: Side) -> None:
    made = running(mali.house)
    period = programmes.read_programme(mali.house.officer, id=made.id).periods[0].id
    page = f"/programmes/periods/{period}/"
    file = b"".join(mali.officer.get(f"{page}sheet/"))

    def bring(content: bytes, action: str) -> Any:
        return mali.officer.post(f"{page}bring/", {"file": SimpleUploadedFile("x.xlsx", content), "action": action})

    broken = changed(file, ("Values", "G2", "forty"))
    answer = bring(broken, "bring")
    assert answer.status_code == 422
    assert "1 faulty row" in text_of(answer)
    assert bring(broken, "faulty")["Content-Disposition"].endswith('.xlsx"')
    good = changed(
        file,
        ("Values", "G2", 44),
        ("Values", "H2", 100),
        ("Values", "I2", date(2025, 6, 30)),
        ("Words", "C2", "EXERCISE"),
    )
    assert bring(good, "bring").status_code == 302
    assert programmes.read_report_of(mali.house.officer, period=period).reported.values[0].numerator == 44
    assert bring(b"nothing", "bring").status_code == 302


def test_a_strategy_and_a_commitment_on_their_pages(mali: Side, secretariat: Side) -> None:
    page = mali.officer.post(
        "/programmes/strategies/new/",
        {
            "title": "EXERCISE strategy",
            "begins": "2025-01-01",
            "ends": "2029-12-31",
            "pillar-social": "EXERCISE schools",
        },
    )["Location"]
    one = UUID(page.split("/")[-2])
    running(mali.house, strategy=one)
    assert secretariat.officer.get(page).status_code == 404
    assert mali.chief.post(f"{page}adopt/", {"tlp": "green", "handling": ["H0"]}).status_code == 302
    shown = text_of(secretariat.officer.get(page))
    assert "EXERCISE schools" in shown
    assert "Insufficient data" in shown
    assert "EXERCISE schools near" not in shown  # the programme under it is not shared
    (commitment,) = committed(secretariat.house)
    at = f"/programmes/commitments/{commitment}/"
    assert "EXERCISE we shall open schools" in text_of(mali.officer.get(at))
    assert mali.officer.post(f"{at}keep/", {"pillar": "social"}).status_code == 403
    keep = {"pillar": "social", "lead": str(mali.house.agency.id), "due": "2024-01-01", "known_by": "EXERCISE list"}
    assert secretariat.officer.post(f"{at}keep/", keep).status_code == 302
    assert "Late" in text_of(mali.officer.get("/programmes/commitments/"))
    settled = {"settle-state": "not_kept", "settle-outcome": "EXERCISE no money"}
    assert secretariat.chief.post(f"{at}settle/", settled).status_code == 302
    assert "EXERCISE no money" in text_of(mali.officer.get(at))


def test_what_is_not_shared_is_on_no_page_of_others(mali: Side, secretariat: Side) -> None:
    hidden = running(mali.house, title=CANARY)
    report = submitted(mali.house, hidden, said(hidden, done=CANARY))
    draft = drafted(mali.house, title=CANARY, reference="EX-P-02")
    strategy = programmes.keep_strategy(
        mali.house.officer,
        plan=StrategyPlan(CANARY, BEGINS, ENDS, {programmes.Pillar.SOCIAL: CANARY}),
        exercise=True,
    )
    period = programmes.read_programme(mali.house.officer, id=hidden.id).periods[0].id
    outsider = entered(make_user(make_agency("EXERCISE Chad"), (Role.SUPERVISOR, Role.PROGRAMME_OFFICER)))
    for client in (outsider, secretariat.chief, browser_of(mali.house.observer)):
        for path in ("/", "/inbox/", "/programmes/", "/programmes/strategies/", "/programmes/commitments/"):
            assert CANARY not in text_of(client.get(path)), path
        for path in (
            f"/programmes/{hidden.id}/",
            f"/programmes/{draft.id}/",
            f"/programmes/strategies/{strategy}/",
            f"/programmes/periods/{period}/",
            f"/programmes/periods/{period}/sheet/",
            f"/programmes/reports/{report}/",
        ):
            assert client.get(path).status_code == 404, path
    for path in ("plan/", "edit/", "retarget/", "share/", "plan/result/"):
        assert outsider.get(f"/programmes/{hidden.id}/{path}").status_code == 404, path
    for path in ("adopt/", "close/", "discard/", "answer/"):
        assert outsider.post(f"/programmes/{hidden.id}/{path}").status_code == 404, path
    assert outsider.post(f"/programmes/reports/{report}/judge/", {"action": "accept"}).status_code == 404


def test_charts_say_grey_for_what_is_not_known(mali: Side) -> None:
    made = running(mali.house)
    shown = text_of(mali.officer.get(f"/programmes/{made.id}/"))
    assert 'class="is-no_data"' in shown
    assert not re.search(r'class="is-(achieved|on_track|off_track|regressing)"', shown)
    assert re.findall(r"\sstyle=", shown) == []


def evaluation_form(**given: str) -> dict[str, str]:
    criteria = ("relevance", "coherence", "effectiveness", "efficiency", "impact", "sustainability")
    plain = {"scope": "EXERCISE scope", "failed": "EXERCISE the road was cut", "limits": "EXERCISE limits"}
    plain |= {f"score-{one}": "2" for one in criteria} | {f"why-{one}": f"EXERCISE {one}" for one in criteria}
    return (
        plain
        | {"text-0": "EXERCISE mend the road", "decision-0": "", "text-1": "EXERCISE go on", "decision-1": "continue"}
        | given
    )


def test_an_evaluation_is_begun_written_replied_to_printed_and_answered(mali: Side, secretariat: Side) -> None:
    made = running(mali.house, sharing=PLATFORM)
    assert "New evaluation" in text_of(secretariat.officer.get(f"/programmes/{made.id}/"))
    edit = secretariat.officer.post(f"/programmes/{made.id}/evaluate/", {"cutoff": "2025-07-20"})["Location"]
    page = edit.removesuffix("edit/")
    assert "EXERCISE limits" not in text_of(secretariat.officer.get(edit))
    assert "there is no comparison group" in text_of(secretariat.officer.get(edit))
    assert secretariat.chief.post(f"{page}ask/").status_code == 302
    assert "An evaluation is not complete" in text_of(secretariat.chief.get(page))
    assert secretariat.officer.post(edit, evaluation_form()).status_code == 302
    assert mali.chief.get(page).status_code == 404
    assert secretariat.chief.post(f"{page}ask/").status_code == 302
    assert "Evaluation: your reply is asked for" in text_of(mali.chief.get("/"))
    assert mali.chief.post(f"{page}reply/", {"reply": "EXERCISE we disagree"}).status_code == 302
    assert secretariat.chief.post(f"{page}finish/").status_code == 302
    shown = text_of(mali.officer.get(page))
    for words in (
        "EXERCISE we disagree",
        'No data</span></td><td class="number">2</td>',
        "Insufficient data",
        "EXERCISE sustainability",
        "Continue the programme",
    ):
        assert words in shown, words
    (first, _second) = programmes.open_recommendations(mali.house.officer)
    answered = {"state": "accepted", "text": "EXERCISE in March"}
    assert mali.chief.post(f"{page}recommendations/{first.id}/", answered).status_code == 302
    assert "EXERCISE in March" in text_of(secretariat.officer.get(page))
    word = mali.officer.get(f"{page}docx/?language=ar")
    assert word["Content-Disposition"].endswith('-ar.docx"')
    assert mali.officer.get(f"{page}odt/").status_code == 404
    outsider = entered(make_user(make_agency("EXERCISE partner", kind=AgencyKind.PARTNER), (Role.SUPERVISOR,)))
    for path in ("", "docx/"):
        assert outsider.get(f"{page}{path}").status_code == 404
