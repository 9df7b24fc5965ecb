"""Fills a new EXERCISE node for the page tests; run as a script, its folder in MINASSA_HOME. Prints what it made as JSON."""

import io
import json
import re
from contextlib import suppress
from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import django
from django.conf import settings

from minassa import (
    cases,
    check,
    cyber,
    desk,
    exchange,
    liaison,
    meetings,
    programmes,
    records,
    safeguards,
    screening,
    suspicions,
    threats,
    watch,
)
from minassa.access import Actor, Handling, Label, Role, Tlp, act_named, system_actor
from minassa.base import Conflict, Invalid, new_id, now, today
from minassa.base.settings import Fetch
from minassa.node.founding import bring_up_to_date
from tests.desk import files
from tests.page.pages import PASSWORD
from tests.programmes.files import NEW

GROUND = records.Ground("EXERCISE law 2026-1", "counter-terrorism")


def people() -> tuple[Actor, Actor, Actor]:
    """An analyst and a supervisor of one agency, with an administrator; of another an inspector, and a supervisor."""
    from minassa.access import actor_of_user  # noqa: PLC0415 - the models must be loaded first
    from minassa.access.models import Agency, User  # noqa: PLC0415 - the models must be loaded first

    mali = Agency.objects.create(name="EXERCISE Directorate of Security, Mali", kind="member", country="ml")
    niger = Agency.objects.create(name="تمرين جهاز الأمن، النيجر", kind="member", country="ne")
    tchad = Agency.objects.create(name="EXERCISE Agence de sécurité, Tchad", kind="member", country="td")
    secretariat = Agency.objects.create(name="EXERCISE أمانة المنصة, Secretariat", kind="secretariat", country="ma")
    made = []
    for username, name, agency, roles in (
        ("analyst", "EXERCISE Aïssata Maïga", mali, (Role.ANALYST,)),
        ("supervisor", "تمرين محمد الأمين ولد أحمد", mali, (Role.SUPERVISOR, Role.ANALYST)),
        ("admin", "EXERCISE Admin", mali, (Role.NODE_ADMINISTRATOR,)),
        ("duty", "EXERCISE Duty officer", mali, (Role.LIAISON_OFFICER,)),
        ("secretary", "EXERCISE Secretary", secretariat, (Role.SECRETARIAT,)),
        ("inspector", "EXERCISE Inspector", niger, (Role.INSPECTOR,)),
        ("third", "EXERCISE Third", tchad, (Role.SUPERVISOR,)),
        ("partner", "EXERCISE Partner", niger, (Role.SUPERVISOR, Role.LIAISON_OFFICER)),
    ):
        user = User(username=username, name=name, agency=agency, roles=[role.value for role in roles])
        user.set_password(PASSWORD)
        user.save()
        made.append(actor_of_user(user))
    return made[0], made[1], made[-1]


def fill_records(actor: Actor) -> tuple[str, str]:
    """A person who directs a company, and enough vehicles for a second page; the ids of the first two."""
    assert actor.agency is not None
    amber = Label(actor.agency, Tlp.AMBER, handling=frozenset({Handling.H0, Handling.H1}), exercise=True)
    green = Label(actor.agency, Tlp.GREEN, handling=frozenset({Handling.H0}), exercise=True)
    person = {
        "name": ["تمرين عبد الرحمن ولد محمد", "EXERCISE Abderrahmane Ould Mohamed"],
        "birthDate": ["1981-05"],
        "nationality": ["mr", "ml"],
        "idNumber": ["EX-100200"],
        "notes": ["EXERCISE. " + "A long invented note. " * 20],
    }
    first = records.add_record(actor, schema="Person", properties=person, label=amber, ground=GROUND)
    name = "EXERCISE Sahel Trading and Very Long Company Names Incorporated Limited"
    second = records.add_record(actor, schema="Company", properties={"name": [name]}, label=green, ground=GROUND)
    link = {"director": [first.origin], "organization": [second.origin], "role": ["EXERCISE director"]}
    records.add_record(actor, schema="Directorship", properties=link, label=amber, ground=GROUND)
    for number in range(60):
        vehicle = {"name": [f"EXERCISE vehicle {number}"], "registrationNumber": [f"EX-{number:04}"]}
        records.add_record(actor, schema="Vehicle", properties=vehicle, label=green, ground=GROUND)
    return str(first.id), str(second.id)


def fill_files(actor: Actor, record: str) -> str:
    """A picture, and a PDF that waits for a person's confirmation; the id of the latter."""
    assert actor.agency is not None
    label = Label(actor.agency, Tlp.AMBER, handling=frozenset({Handling.H0, Handling.H1}), exercise=True)
    desk.attach(actor, about=f"record:{record}", label=label, name="EXERCISE harbour.jpg", content=files.picture())
    name = "تمرين تقرير طويل الاسم عن ميناء بعيد ومخزن قديم ورجل لا يعرفه أحد.pdf"
    made = desk.attach(actor, about=f"record:{record}", label=label, name=name, content=files.pdf())
    return str(made.id)


def fill_lists(actor: Actor) -> dict[str, Any]:
    """The invented samples: one list with a broken copy in quarantine, another with one that shrank too much."""
    samples = Path(screening.__file__).parent / "samples"
    version = screening.import_list(actor, source="un-sc", path=next(samples.glob("un-sc.xml*")))
    broken = settings.MINASSA.home / "broken.xml"
    broken.write_text("<CONSOLIDATED_LIST><INDIVIDUALS>")
    with suppress(Invalid):
        screening.import_list(actor, source="un-sc", path=broken)
    whole = (samples / "ca-sema.xml").read_text(encoding="utf-8")
    shrunk = settings.MINASSA.home / "shrunk.xml"
    shrunk.write_text(re.sub(r"(<record>.*?</record>).*</record>", r"\1", whole, flags=re.DOTALL), encoding="utf-8")
    screening.import_list(actor, source="ca-sema", path=samples / "ca-sema.xml")
    with suppress(Conflict):
        screening.import_list(actor, source="ca-sema", path=shrunk)
    change = screening.delta(actor, source="un-sc", version=version.number)[0]
    return {"version": version.number, "subject": change.ref, "subject_name": change.caption}


def fill_cases(analyst: Actor, supervisor: Actor, record: str) -> dict[str, str]:
    """A case with evidence of several kinds, a second one that waits to be merged, and a report that is drafted from the first."""
    lines = (cases.EvidenceLine("amount", "EXERCISE 9900 XOF"), cases.EvidenceLine("account", "EXERCISE-ML-1"))
    found = cases.Evidence("EXERCISE نقل أموال", lines, source="pattern", ref="1", fingerprint="1")
    linked = cases.Evidence("EXERCISE record", lines, about=f"record:{record}")
    kind, purpose = cases.OriginKind.PATTERN, "terrorism-financing"
    origin = cases.Origin(kind, "finding:1", "EXERCISE many deposits", (found, linked))
    case = cases.open_case(analyst, origin=origin, subject="EXERCISE متجر", purpose=purpose, reference="EX-1")
    cases.open_case(
        analyst, origin=cases.Origin(kind, "finding:2", "EXERCISE", (found,)), subject="EXERCISE other", purpose=purpose
    )
    cases.note_case(supervisor, id=case, text="EXERCISE the bank was asked")
    report = suspicions.draft_report(analyst, case=case)
    return {"case": str(case), "suspicion": str(report)}


def fill_liaison(supervisor: Actor, partner: Actor) -> dict[str, str]:
    """A request and an alert each way between two agencies; those received wait."""
    one, other = (replace(actor, stepped_up_at=now()) for actor in (supervisor, partner))
    made = {}
    for asker, answerer, name in ((one, other, "request"), (other, one, "asked")):
        assert answerer.agency is not None
        asking = liaison.Asking(
            to=(answerer.agency,),
            title="تمرين سائق الشاحنة البيضاء, EXERCISE driver of a white lorry with a very long title",
            text="EXERCISE. " + "Who owns the lorry EX-1234? " * 20,
            urgency=liaison.Urgency.URGENT,
            purpose="counter-terrorism",
            legal_basis="EXERCISE law 2026-1",
            marks=liaison.Marks(),
            care=liaison.Care(dict.fromkeys(liaison.Concern, liaison.Risk.NONE), neutral=True),
        )
        kept = liaison.keep_request(asker, asking=asking, exercise=True)
        made[name] = str(liaison.send_request(asker, id=kept)[0])
        alert = liaison.Alerting(
            to=(f"agency:{answerer.agency}",),
            title="تمرين تهديد لقافلة",
            text="EXERCISE. " + "Keep off the northern road. " * 20,
            gravity=liaison.Gravity.IMMEDIATE,
            countries=("ml", "ne"),
        )
        made[f"alert-{name}"] = str(liaison.keep_alert(asker, alerting=alert, exercise=True))
        liaison.issue_alert(asker, id=UUID(made[f"alert-{name}"]))
        report = liaison.Reporting(
            title="تمرين تقييم التهديد في منطقة الساحل, EXERCISE assessment with a very long title",
            sections=dict.fromkeys(liaison.Section, "EXERCISE. " + "Two convoys were seen. " * 12),
            judgements=(
                liaison.Judgement("EXERCISE they move again", liaison.Likelihood.LIKELY, liaison.Confidence.LOW),
            ),
            countries=("ml", "ne"),
            to=(f"agency:{answerer.agency}",),
        )
        made[f"report-{name}"] = str(liaison.keep_report(asker, reporting=report, exercise=True))
        liaison.release_report(asker, id=UUID(made[f"report-{name}"]))
        made.setdefault("report-draft", "")
        made["report-draft"] = made["report-draft"] or str(liaison.keep_report(asker, reporting=report, exercise=True))
        sought = liaison.Sought(
            to=(f"agency:{answerer.agency}",),
            kind=liaison.LookoutKind.PERSON,
            title="تمرين البحث عن ناقل",
            names=("تمرين عبد الرحمن ولد سالم", "EXERCISE Abderrahmane Ould Salem"),
            numbers=("EX-445-566",),
            why="EXERCISE. " + "Carries money over the border. " * 10,
            purpose="counter-terrorism",
            legal_basis="EXERCISE law 2026-1",
            expires=now() + timedelta(days=30),
            care=liaison.Care(dict.fromkeys(liaison.Concern, liaison.Risk.NONE), neutral=True),
        )
        made[f"lookout-{name}"] = str(liaison.keep_lookout(asker, sought=sought, exercise=True))
        liaison.issue_lookout(asker, id=UUID(made[f"lookout-{name}"]))
    hours = liaison.Hours("Africa/Bamako", False, (liaison.Shift(0, time(8), time(17)),))
    phone = liaison.Channel(liaison.ChannelKind.PHONE, "+223 20 00 00 00")
    desk = liaison.Contact("EXERCISE غرفة العمليات", "EXERCISE desk", ("ar", "fr"), (phone,), hours)
    duty = liaison.keep_contact(one, contact=desk, sharing=liaison.Sharing(), exercise=True)
    offer = liaison.Offer(
        liaison.Field.CRISIS,
        ("ar", "fr", "ha"),
        "تمرين فريق تفاوض, EXERCISE negotiators. " + "They speak with families too. " * 20,
        "EXERCISE head of the unit",
        (now() + timedelta(days=90)).date(),
    )
    expertise = liaison.keep_expertise(one, offer=offer, sharing=liaison.Sharing(), exercise=True)
    lesson = liaison.Lesson(
        liaison.PracticeKind.LESSON,
        "تمرين الشيوخ إلى المائدة, EXERCISE elders at the table with a very long title",
        "EXERCISE. " + "They were heard, and the roads stayed open. " * 30,
        liaison.Field.PREVENTION,
        ("ml", "ne"),
    )
    assert other.agency is not None
    writing = liaison.Writing(lesson, to=(f"agency:{other.agency}",))
    practice, practice_draft = (liaison.keep_practice(one, writing=writing, exercise=True) for _ in range(2))
    liaison.release_practice(one, id=practice)
    received = liaison.list_requests(one, side=liaison.Side.ANSWERER).rows[0].id
    liaison.keep_expertise(other, offer=offer, sharing=liaison.Sharing(), exercise=True)
    training = fill_help(one, other)
    help_asked = liaison.list_requests(one, side=liaison.Side.ANSWERER, kind=liaison.RequestKind.ASSISTANCE).rows[0].id
    fill_request_files(one, f"request:{received}")
    incident = safeguards.Entering(
        safeguards.BreachKind.WRONG_RECIPIENT,
        title="تمرين أُرسل إلى غير مستلمه, EXERCISE sent to another agency with a very long title",
        what="EXERCISE. " + "The wrong agency was ticked. " * 20,
        noticed=now() - timedelta(hours=80),
        severity=safeguards.Severity.MEDIUM,
        risk=safeguards.RightsRisk.LIKELY,
        concerns=(f"user:{one.user_id}",),
    )
    return {
        "breach": str(safeguards.enter_breach(one, said=incident)),
        "request": made["request"],
        "received": str(received),
        "training": training,
        "help": str(help_asked),
        "duty": str(duty),
        "expertise": str(expertise),
        "practice": str(practice),
        "practice_draft": str(practice_draft),
        "lookout": made["lookout-request"],
        "sought": made["lookout-asked"],
        "report": made["report-request"],
        "reported": made["report-asked"],
        "report_draft": made["report-draft"],
        "alert": made["alert-request"],
        "alerted": made["alert-asked"],
    }


def fill_help(one: Actor, other: Actor) -> str:
    """The partner asks for help; a training of the own agency, with people nominated. The id of the latter."""
    assert one.agency is not None
    assert other.agency is not None
    begins = (now() + timedelta(days=30)).date()
    terms = liaison.Terms(
        liaison.Field.CRISIS, ("ar", "fr"), "تمرين نواكشوط, EXERCISE", begins, begins, liaison.Use.OPERATIONS
    )
    course = replace(terms, use=liaison.Use.ADVICE, seats=4, format=liaison.Format.MIXED, openly=True)
    kinds = ((other, one, liaison.RequestKind.ASSISTANCE, terms), (one, other, liaison.RequestKind.TRAINING, course))
    sent: list[str] = []
    for asker, answerer, kind, wanted in kinds:
        assert answerer.agency is not None
        asking = liaison.Asking(
            to=(answerer.agency,),
            title="تمرين, EXERCISE negotiators and their interpreters with a very long title",
            text="EXERCISE. " + "For families and for those who hold them. " * 12,
            urgency=liaison.Urgency.ROUTINE,
            purpose="counter-terrorism",
            legal_basis="EXERCISE law 2026-1",
            marks=liaison.Marks(),
            care=liaison.Care(dict.fromkeys(liaison.Concern, liaison.Risk.NONE), neutral=True),
            kind=kind,
            terms=wanted,
        )
        kept = liaison.keep_request(asker, asking=asking, exercise=True)
        sent.append(str(liaison.send_request(asker, id=kept)[0]))
    nominees = tuple(
        liaison.Nominee(f"EXERCISE تمرين function {number}", f"EXERCISE Aminata Imaginaire {number}")
        for number in range(3)
    )
    reply = liaison.Reply(liaison.Event.NOMINATE, "", liaison.Marks(), nominees=nominees)
    theirs = liaison.list_requests(other, side=liaison.Side.ANSWERER, kind=liaison.RequestKind.TRAINING).rows[0].id
    liaison.answer_request(other, id=theirs, reply=reply)
    return sent[-1]


def fill_request_files(actor: Actor, about: str) -> None:
    """A picture in the own file of a request, with a very long name."""
    name = "تمرين صورة الشاحنة البيضاء عند المعبر الشمالي في الصباح الباكر.jpg"
    label = desk.thing_label(actor, about=about)
    desk.attach(actor, about=about, label=label, name=name, content=files.picture())


def fill_indicators(actor: Actor) -> dict[str, str]:
    """Indicators in each state, one with a very long value, met once, and a technique that was seen; the ids of the two."""
    assert actor.agency is not None
    at = "2026-01-01T00:00:00.000Z"
    patterns = [
        "[domain-name:value = 'evil.example.com']",
        f"[url:value = 'http://evil.example.com/{'a-very-long-path/' * 20}']",
        "[file:hashes.'SHA-256' = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855']",
    ]
    objects: list[dict[str, Any]] = [
        {
            "type": "indicator", "spec_version": "2.1", "id": f"indicator--{uuid5(NAMESPACE_URL, pattern)}", "created": at,
            "modified": at, "valid_from": at, "pattern": pattern, "pattern_type": "stix", "name": f"تمرين EXERCISE {number}",
            "description": "EXERCISE. " + "A long invented text. " * 20, "revoked": number == 0,
        }
        for number, pattern in enumerate(patterns)
    ]  # fmt: skip
    technique = {
        "type": "attack-pattern", "spec_version": "2.1", "id": f"attack-pattern--{uuid5(NAMESPACE_URL, 't')}", "created": at,
        "modified": at, "name": "EXERCISE technique", "kill_chain_phases": [{"kill_chain_name": "x", "phase_name": "impact"}],
    }  # fmt: skip
    link = {
        "type": "relationship", "spec_version": "2.1", "id": f"relationship--{uuid5(NAMESPACE_URL, 'r')}", "created": at,
        "modified": at, "relationship_type": "indicates", "source_ref": objects[1]["id"], "target_ref": technique["id"],
    }  # fmt: skip
    objects += [technique, link]
    content = json.dumps({"type": "bundle", "id": f"bundle--{uuid5(NAMESPACE_URL, 'b')}", "objects": objects}).encode()
    amber = Label(actor.agency, Tlp.AMBER, handling=frozenset({Handling.H1}), exercise=True)
    cyber.import_indicators(actor, content=content, label=amber, source="EXERCISE CERT")
    indicator = cyber.list_indicators(actor, kind="url").rows[0].id
    table = io.BytesIO(f"sha256,pdq,quality,category,reference\n{'a' * 64},{'b' * 64},90,attack,EX-1\n".encode())
    cyber.import_content(actor, file=table, label=amber, source="EXERCISE list")
    cyber.add_sighting(actor, indicator=indicator, count=3)
    return {"indicator": str(indicator), "threat": str(cyber.list_threats(actor).rows[0].id)}


def fill_incidents(actor: Actor) -> str:
    """Incidents of two sources: one told by both, some by one, and a report of which a person decides."""
    assert actor.agency is not None
    label = Label(actor.agency, Tlp.AMBER, handling=frozenset({Handling.H1}), exercise=True)
    ground = records.Ground("EXERCISE order 1", "counter-terrorism")
    head = (
        "id,date,country,latitude,longitude,place,place_precision,kind,actors,deaths_low,deaths_best,deaths_high,text"
    )
    rows = [
        f"EX-{number},2026-03-0{1 + number // 6},NE,12.2{number % 6}5,2.5,{place},near,explosion,EXERCISE Front;جبهة تمرين,1,3,5,EXERCISE text"
        for number, place in enumerate(["EXERCISE Place", "مكان للتمرين", "EXERCISE " + "long-name " * 8] * 4)
    ]
    told = [
        "id,year,month,day,country,type_of_violence,conflict_name,side_a,side_b,latitude,longitude,low_death,best_death,high_death"
    ]
    told += [
        f"{number},2026,3,1,Niger,1,EXERCISE,EXERCISE Front,EXERCISE Army,12.22{number},2.51,2,4,9" for number in (1, 2)
    ]
    for source, lines in (("own", [head, *rows]), ("ucdp-ged", told)):
        file = io.BytesIO("\n".join(lines).encode())
        threats.import_incidents(actor, source=source, file=file, label=label, ground=ground)
    return str(threats.list_incidents(actor).rows[-1].id)


def fill_releases(supervisor: Actor, company: str) -> dict[str, str]:
    """A record released and corrected, and one received from an agency elsewhere, both to be acknowledged; proposals too."""
    from minassa.access import list_agencies  # noqa: PLC0415 - the models must be loaded first

    assert supervisor.agency is not None
    (partner,) = [one.id for one in list_agencies(supervisor) if one.country == "ne"]
    proven = replace(supervisor, stepped_up_at=now())
    green = Label(supervisor.agency, Tlp.GREEN, handling=frozenset({Handling.H0}), exercise=True)
    to = [f"agency:{partner}"]
    shown = records.preview_release(proven, id=UUID(company), to=to, label=green)
    released = records.release_record(proven, id=UUID(company), version=shown.version, to=to, label=green)
    whole = {**shown.properties, "summary": ["EXERCISE. " + "A long invented text that leaves. " * 20]}
    records.amend_record(proven, id=UUID(company), version=released.version, properties=whole)
    return _received(supervisor)


def _received(supervisor: Actor) -> dict[str, str]:
    """What an agency of another node shared and then withdrew, and a record of it that stays."""
    from minassa.access import Parcel, Step, list_received, system_actor, take_in  # noqa: PLC0415 - the models must be loaded first
    from minassa.access.models import Agency  # noqa: PLC0415 - the same

    away = Agency.objects.create(
        name="EXERCISE Service de renseignement du Tchad", kind="member", country="td", is_local=False
    )
    label = Label(
        away.id,
        Tlp.AMBER,
        frozenset({f"agency:{supervisor.agency}"}),
        frozenset({Handling.H1, Handling.H2}),
        exercise=True,
    )
    said = {
        "schema": "Person",
        "properties": {"name": ["تمرين صالح بن علي"], "birthDate": ["1979"]},
        "grading": {"scheme": "admiralty", "source": "B", "information": "3", "third": ""},
        "purpose": "counter-terrorism",
        "review_on": "2026-12-31",
        "modified": "2025-01-01T00:00:00+00:00",
    }
    for about, steps in ((new_id(), [Step.SHARE]), (new_id(), [Step.SHARE, Step.WITHDRAW])):
        for version, step in enumerate(steps, start=1):
            content = said if step is Step.SHARE else {"reason": "mis-disclosed"}
            parcel = Parcel(new_id(), "record", f"record:{about}", version, step, away.id, label, content, now())
            take_in(system_actor("exchange"), parcel, sender=away.id)
    (gone,) = list_received(supervisor, owed=True)
    kept = next(one for one in list_received(supervisor) if one.stream != gone.stream)
    records.propose_change(supervisor, record=kept.about, text="EXERCISE تمرين: the birth date is 1980.")
    return {"arrival": str(gone.id), "received_record": str(kept.about)}


def fill_feeds(actor: Actor) -> str:
    """A collection, and a feed that cannot be reached, whose page says so; the id of the feed."""
    assert actor.agency is not None
    node = settings.MINASSA
    settings.MINASSA = replace(node, fetch=Fetch(private=("127.0.0.1:9",), seconds=5))
    keeper = replace(actor, stepped_up_at=now())
    amber = Label(actor.agency, Tlp.AMBER, handling=frozenset({Handling.H1}), exercise=True)
    title = "تمرين EXERCISE indicators of the Sahel with a very long title for narrow pages"
    exchange.add_collection(keeper, title=title, label=amber, description="EXERCISE", takes_releases=True)
    url = "http://127.0.0.1:9/taxii2/root/collections/00000000-0000-4000-8000-000000000001/"
    feed = exchange.add_feed(keeper, url=url, title="EXERCISE elsewhere", label=amber)
    exchange.sync_feed(keeper, id=feed.id)
    settings.MINASSA = node
    return str(feed.id)


def fill_meetings() -> dict[str, str]:
    """The editions that were held, and one in preparation with two agendas, an invitation, and a person of a delegation."""
    secretary, supervisor = actor_of("secretary"), actor_of("supervisor")
    assert supervisor.agency is not None
    held = meetings.bring_in_editions(secretary)
    plan = meetings.EditionPlan(
        number=5,
        names={"en": "EXERCISE fifth meeting", "ar": "تمرين الاجتماع الخامس لرؤساء وكالات مكافحة الإرهاب والأمن"},
        city="Casablanca",
        country="ma",
        zone="Africa/Casablanca",
        start=date(2027, 2, 19),
        end=date(2027, 2, 20),
    )
    edition = meetings.add_edition(secretary, plan=plan, exercise=True)
    session = meetings.SessionPlan(
        date(2027, 2, 19), meetings.SessionKind.WORKING, time(9), time(10), {"ar": "تمرين الافتتاح"},
        theme={"en": "EXERCISE. " + "A long invented text. " * 10}, room="Hall A", channels=("ar", "fr"),
        chairs=(meetings.Named("EXERCISE Chair", "Secretariat"),),
    )  # fmt: skip
    later = replace(
        session, begins=time(11), ends=time(12), title={"en": "EXERCISE a very long title for narrow pages"}
    )
    kept = edition
    for planned in (session, later):
        kept = meetings.keep_session(secretary, edition=edition, plan=planned)
        meetings.release_agenda(secretary, edition=edition, change="EXERCISE")
    meetings.keep_session(secretary, edition=edition, plan=replace(later, begins=time(14), ends=time(15)))
    inviting = [meetings.Inviting(supervisor.agency, meetings.DelegationKind.AGENCY, word="EXERCISE welcome")]
    (delegation,) = meetings.invite_delegations(secretary, edition=edition, inviting=inviting)
    said = meetings.Nominee(
        "تمرين عائشة بنت محمد", "EXERCISE director", speaks=("ar", "fr"), listens="fr", needs="EXERCISE"
    )
    for one in (said, replace(said, name="EXERCISE Aminata Very Long Name of a Delegate")):
        meetings.keep_delegate(actor_of("supervisor"), delegation=delegation, nominee=one)
    meetings.nominate_delegates(actor_of("supervisor"), delegation=delegation)
    delegate = meetings.read_delegation(secretary, id=delegation).delegates[0].id
    meetings.decide_accreditation(secretary, delegate=delegate, decision=meetings.Decision.ACCREDITED)
    turn = meetings.ask_for_floor(actor_of("supervisor"), session=kept, speaker="EXERCISE Head")
    meetings.give_floor(secretary, turn=turn)
    texts = {"fr": "EXERCISE. " + "Nous agissons. " * 20}
    statement = meetings.keep_statement(
        actor_of("supervisor"), session=kept, speaker="EXERCISE Head", original="fr", texts=texts
    )
    meetings.deliver_statement(actor_of("supervisor"), id=statement)
    meetings.add_paper(secretary, session=kept, work="EXERCISE paper with a very long title", language="fr")
    points = (meetings.Action("EXERCISE act", "EXERCISE who", date(2027, 3, 31)),)
    recording = meetings.Recording({"ar": "تمرين ملخص"}, ("EXERCISE decision",), points)
    meetings.keep_record(secretary, session=kept, recording=recording)
    meetings.release_record(secretary, session=kept)
    made = {"session": str(kept), "edition_held": str(held[-1]), "edition": str(edition), "delegation": str(delegation)}
    return made | fill_text(edition)


def fill_text(edition: UUID) -> dict[str, str]:
    """A declaration with long paragraphs in two languages, a proposal on the table and a draft."""
    secretary = replace(actor_of("secretary"), stepped_up_at=now())
    titles = {
        "ar": "تمرين: نموذج إعلان",
        "fr": "EXERCISE déclaration",
        "en": "EXERCISE sample",
        "pt": "EXERCISE declaração",
    }
    text = meetings.begin_declaration(secretary, edition=edition, titles=titles, reference="fr", is_sample=True)
    key, words = "", "EXERCISE : décidons de former 1 500 agents avant 2028. " * 4
    for kind in meetings.ParagraphKind:
        key = meetings.add_paragraph(secretary, declaration=text, kind=kind, language="fr", text=words, behind=key)
        meetings.write_paragraph(
            secretary, declaration=text, key=key, language="ar", text="تمرين: نقرر تدريب 1٬600 ضابط.", revision=1
        )
    meetings.open_negotiation(secretary, declaration=text)
    base = meetings.digest_of(words.strip())
    wish = meetings.Wish(
        meetings.ProposalKind.REPLACE, key, "fr", text=words + "Chaque année.", base=base, reason="EXERCISE"
    )
    for tables in (True, False):
        made = meetings.keep_proposal(actor_of("supervisor"), declaration=text, wish=wish)
        if tables:
            meetings.table_proposal(actor_of("supervisor"), id=made)
    return {"text": str(text), "text_key": key}


def actor_of(username: str) -> Actor:
    """The actor of a login with the rights that it has now."""
    from minassa.access import actor_of_user  # noqa: PLC0415 - the models must be loaded first
    from minassa.access.models import User  # noqa: PLC0415 - the same

    return actor_of_user(User.objects.select_related("agency").get(username=username))


def fill_programmes(supervisor: Actor) -> dict[str, str]:
    """A programme whose first report is due now, a draft, the strategy of both, a commitment and an evaluation; their ids."""
    from minassa.access import door  # noqa: PLC0415 - the models must be loaded first

    chief = replace(supervisor, stepped_up_at=now())
    assert chief.agency is not None
    begins, ends = today() - timedelta(days=200), today() + timedelta(days=500)
    title = (
        "تمرين EXERCISE Schools and wells within a day's walk of the border, with a very long title for narrow pages"
    )
    aims = {programmes.Pillar.SOCIAL: "تمرين ثقة", programmes.Pillar.JUSTICE: "EXERCISE victims have a status"}
    strategy = programmes.keep_strategy(
        chief, plan=programmes.StrategyPlan(title, begins, ends, aims, title), exercise=True
    )
    plan = programmes.ProgrammePlan(
        title, "EX-1", programmes.Pillar.SOCIAL, begins, ends, "XOF", title, strategy, ("ml",)
    )
    programme, draft = (programmes.keep_programme(chief, plan=plan, exercise=True) for _ in range(2))
    for one in (programme, draft):
        fill_framework(chief, one, begins, ends)
    programmes.adopt_programme(chief, id=programme)
    label = Label(chief.agency, Tlp.GREEN, handling=frozenset({Handling.H0}), exercise=True)
    text = {"ar": "تمرين: سنفتح مدارس.", "en": "EXERCISE: we shall open schools."}
    ref = programmes.ParagraphRef(new_id(), new_id(), "p7", "7", text)
    undertaking = programmes.Undertaking(programmes.Pillar.SOCIAL, chief.agency, due=begins, known_by="EXERCISE a list")
    with door(system_actor("programmes"), act_named("commitment.make")) as opened:
        (commitment,) = programmes.make_commitments(opened, paragraph=ref, label=label, undertakings=(undertaking,))
    programmes.answer_commitments(chief, programme=programme, commitments=frozenset({commitment}))
    evaluation = programmes.begin_evaluation(chief, programme=programme, cutoff=today())
    advice = (programmes.Recommended(title, programmes.Decision.REVISE),)
    begun = programmes.read_evaluation(chief, id=evaluation).text
    programmes.keep_evaluation(chief, id=evaluation, text=begun, recommendations=advice)
    more = "<iati-activity><title>EXERCISE nameless</title></iati-activity>"
    file = io.BytesIO(NEW.format(number=1, status="2", more=more).encode())
    programmes.import_activities(
        chief, file=file, name="EXERCISE.xml", sharing=programmes.Sharing(Tlp.GREEN), exercise=True
    )
    made = {
        "activity": programmes.list_activities(chief).rows[0].id,
        "strategy": strategy,
        "programme": programme,
        "programme_draft": draft,
        "commitment": commitment,
        "evaluation": evaluation,
        "period": programmes.read_programme(chief, id=programme).periods[0].id,
    }
    return {name: str(one) for name, one in made.items()}


def fill_framework(chief: Actor, programme: UUID, begins: date, ends: date) -> None:
    """An outcome in percent and an output that counts, an activity, a milestone, money, a risk, a partner and a course."""

    def add(part: programmes.PlanPart) -> UUID:
        return programmes.keep_part(chief, programme=programme, part=part)

    outcome = add(programmes.ResultPart(programmes.Level.OUTCOME, "تمرين EXERCISE Children go to school"))
    output = add(programmes.ResultPart(programmes.Level.OUTPUT, "EXERCISE Schools are open", outcome))
    add(programmes.ResultPart(programmes.Level.ACTIVITY, "EXERCISE Building", output, "", begins, ends))
    rise = programmes.Direction.INCREASE
    measure = programmes.Measure.PERCENT
    felt = programmes.IndicatorPart(
        outcome,
        "EXERCISE Children at school",
        "percent",
        rise,
        begins,
        measure,
        Decimal(40),
        by=(programmes.By.SEX, programmes.By.PLACE),
    )
    opened = programmes.IndicatorPart(output, "EXERCISE Schools opened", "schools", rise, begins, baseline=Decimal(0))
    for part in (felt, opened):
        add(programmes.TargetPart(add(part), ends, Decimal(60)))
    add(programmes.MilestonePart("EXERCISE first school", begins + timedelta(days=100)))
    for kind in programmes.MoneyKind:
        add(programmes.MoneyPart(kind, Decimal("123456.78"), begins, ends))
    add(programmes.RiskPart("EXERCISE rains", programmes.Grade.HIGH, programmes.Grade.LOW, "EXERCISE stocks"))
    add(programmes.PartnerPart("EXERCISE partner", programmes.Part.FUNDING))
    add(
        programmes.CoursePart("EXERCISE course", begins, begins, places=(programmes.Places("EXERCISE Customs", 4, 11),))
    )


def fill_watch(actor: Actor) -> dict[str, str]:
    """Two subjects under watch, one of them on a list, with what the clock found; the id of that one."""
    from minassa.watch import jobs  # noqa: PLC0415 - the models must be loaded first

    why = watch.Term("counter-terrorism", "EXERCISE. " + "A long reason. " * 20, today() + timedelta(days=90), "EX-1")
    known = check.Question("يوسف بن صالح المصباحي", birth_date="1976", country="ml", identifier="EX0005522")
    found = watch.add_watch(actor, question=known, term=why)
    watch.add_watch(actor, question=check.Question("EXERCISE Nobody with a Very Long Name " * 5), term=why)
    jobs.look()
    return {"watched": str(found.id)}


def main() -> None:
    """Make the database and fill it."""
    django.setup()
    from minassa.access import ask_roles  # noqa: PLC0415 - the models must be loaded first

    bring_up_to_date()
    analyst, supervisor, partner = people()
    assert analyst.user_id is not None
    record, company = fill_records(analyst)
    roles = [Role.ANALYST, Role.LIAISON_OFFICER]
    asked = ask_roles(supervisor, person=analyst.user_id, roles=roles, reason="EXERCISE liaison leave")
    made: dict[str, Any] = {
        "attachment": fill_files(analyst, record),
        **fill_indicators(analyst),
        "incident": fill_incidents(analyst),
        "feed": fill_feeds(analyst),
        "record": record,
        "company": company,
        "person": str(analyst.user_id),
        "approval": str(asked.id),
    }
    parts = (
        fill_releases(supervisor, company),
        fill_liaison(supervisor, partner),
        fill_lists(analyst),
        fill_cases(analyst, supervisor, record),
        fill_watch(analyst),
        fill_programmes(supervisor),
        fill_meetings(),
    )
    print(json.dumps(reduce(or_, parts, made)))  # noqa: T201 - read by the fixture that runs this


if __name__ == "__main__":
    main()
