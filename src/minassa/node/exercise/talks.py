"""What agencies of the EXERCISE node have said to each other: requests, an alert, a lookout, a report, a duty contact, indicators.

Each is made by the services that a page calls, as people of two agencies, and only where there is none yet.
"""

import json
from dataclasses import replace
from datetime import time, timedelta
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from minassa import cyber, liaison
from minassa.access import Actor, Handling, Label, Tlp
from minassa.base import now
from minassa.liaison import (
    Alerting,
    Asking,
    Care,
    Channel,
    ChannelKind,
    Concern,
    Confidence,
    Contact,
    Gravity,
    Hours,
    Judgement,
    Likelihood,
    LookoutKind,
    Marks,
    Reporting,
    Risk,
    Section,
    Sharing,
    Shift,
    Sought,
    Urgency,
)
from minassa.node.exercise.papers import PLATE, movements, plate, put
from minassa.node.exercise.people import actor_of

PURPOSE: Final = "counter-terrorism"
LAW: Final = "EXERCISE Act, article 1"
_NO_RISK: Final = Care(dict.fromkeys(Concern, Risk.NONE), neutral=True)


def leave_talks(agencies: dict[str, UUID]) -> None:
    """Leave what Mali's and Morocco's EXERCISE agencies have to do with each other, and Kenya's indicators."""
    ours, theirs = present("liaison-officer"), present("liaison-officer-ma")
    if not liaison.list_requests(ours).rows:
        asked = _ask(ours, agencies["ma"], "EXERCISE owner of a white lorry", f"EXERCISE: who owns the lorry {PLATE}?")
        _show(ours, asked)
        _ask(theirs, agencies["ml"], "EXERCISE هوية مسافر", "EXERCISE: هل تعرفون حامل الجواز EX445566؟")
    if not liaison.list_alerts(ours).rows:
        _alert(present("supervisor-ma"), agencies)
    if not liaison.list_lookouts(ours)[0]:
        _look_out(present("supervisor-ma"), agencies)
    if not liaison.list_reports(ours).rows:
        _report(present("supervisor"), agencies)
    if not liaison.list_contacts(ours):
        _duty(ours)
    cert = present("cert-analyst")
    if not cyber.list_indicators(cert).rows:
        _indicators(cert)


def present(username: str) -> Actor:
    """A person as if they had just shown a second factor: an EXERCISE node asks for none."""
    return replace(actor_of(username), stepped_up_at=now())


def _ask(officer: Actor, agency: UUID, title: str, text: str) -> UUID:
    asking = Asking(
        to=(agency,),
        title=title,
        text=text,
        urgency=Urgency.PRIORITY,
        purpose=PURPOSE,
        legal_basis=LAW,
        marks=Marks(Tlp.AMBER, frozenset({Handling.H1})),
        care=_NO_RISK,
        case="EX-2026-014",
    )
    (sent,) = liaison.send_request(officer, id=liaison.keep_request(officer, asking=asking, exercise=True))
    return sent


def _show(officer: Actor, asked: UUID) -> None:
    """What is asked about, in a picture that goes with a message."""
    picture = put(officer, f"request:{asked}", "plaque.png", plate())
    marks = Marks(Tlp.AMBER, frozenset({Handling.H0, Handling.H1}))
    liaison.remark(officer, id=asked, text="EXERCISE: its plate, as it was drawn.", marks=marks, enclose=(picture,))


def _look_out(supervisor: Actor, agencies: dict[str, UUID]) -> None:
    sought = Sought(
        to=(f"agency:{agencies['ml']}", f"agency:{agencies['mr']}"),
        kind=LookoutKind.VEHICLE,
        title="EXERCISE camion blanc",
        names=(),
        numbers=(PLATE,),
        why="EXERCISE : vu deux fois devant un dépôt inventé.",
        purpose=PURPOSE,
        legal_basis=LAW,
        expires=now() + timedelta(days=90),
        care=_NO_RISK,
    )
    lookout = liaison.keep_lookout(supervisor, sought=sought, exercise=True)
    picture = put(supervisor, f"lookout:{lookout}", "plaque.png", plate())
    liaison.issue_lookout(supervisor, id=lookout, files=(picture,))


def _alert(supervisor: Actor, agencies: dict[str, UUID]) -> None:
    alerting = Alerting(
        to=(f"agency:{agencies['ml']}", f"agency:{agencies['mr']}"),
        title="EXERCISE convoy threatened on the northern road",
        text="EXERCISE: an invented group plans to stop lorries between two invented towns. Keep off the northern road.",
        gravity=Gravity.SERIOUS,
        countries=("ml", "mr"),
        valid_until=now() + timedelta(days=3),
    )
    liaison.issue_alert(supervisor, id=liaison.keep_alert(supervisor, alerting=alerting, exercise=True))


def _report(supervisor: Actor, agencies: dict[str, UUID]) -> None:
    reporting = Reporting(
        title="EXERCISE assessment of movements in the north",
        sections={
            Section.SITUATION: "EXERCISE: two invented convoys were seen in one month, after a quiet year.",
            Section.METHODS: "EXERCISE: lorries hired under false names, paid in cash.",
            Section.OUTLOOK: "EXERCISE: a third convoy before the rains.",
            Section.GAPS: "EXERCISE: who leads them, and where the money comes from.",
        },
        judgements=(
            Judgement("EXERCISE: they move again within two months.", Likelihood.LIKELY, Confidence.MODERATE),
            Judgement("EXERCISE: they have help in a port.", Likelihood.REALISTIC, Confidence.LOW),
        ),
        countries=("ml", "ma"),
        to=(f"agency:{agencies['ma']}",),
    )
    report = liaison.keep_report(supervisor, reporting=reporting, exercise=True)
    table = put(supervisor, f"report:{report}", "movements.csv", movements())
    liaison.release_report(supervisor, id=report, files=(table,))


def _duty(officer: Actor) -> None:
    contact = Contact(
        "EXERCISE operations room",
        "EXERCISE desk officer",
        ("fr", "ar"),
        (Channel(ChannelKind.PHONE, "+999 20 00 00 00"),),
        Hours("Africa/Bamako", False, tuple(Shift(day, time(8), time(18)) for day in range(5))),
    )
    liaison.keep_contact(officer, contact=contact, sharing=Sharing(), exercise=True)


def _indicators(cert: Actor) -> None:
    """Names that are reserved for examples (RFC 2606, RFC 5737), so that nobody's machine is accused."""
    patterns = {
        "EXERCISE command server": "[domain-name:value = 'command.exercise.example']",
        "EXERCISE address of the server": "[ipv4-addr:value = '192.0.2.17']",
        "EXERCISE letter with a trap": "[email-addr:value = 'invoice@exercise.example']",
        "EXERCISE page with a false login": "[url:value = 'https://login.exercise.example/mail']",
        "EXERCISE program in the attachment": f"[file:hashes.'SHA-256' = '{'0e' * 32}']",
    }
    at = "2026-01-15T00:00:00.000Z"
    objects = [
        {
            "type": "indicator",
            "spec_version": "2.1",
            "id": f"indicator--{uuid5(NAMESPACE_URL, name)}",
            "created": at,
            "modified": at,
            "name": name,
            "pattern": pattern,
            "pattern_type": "stix",
            "valid_from": at,
        }
        for name, pattern in patterns.items()
    ]
    bundle = {"type": "bundle", "id": f"bundle--{uuid5(NAMESPACE_URL, 'exercise')}", "objects": objects}
    assert cert.agency is not None  # noqa: S101 - the cast gives every login an agency
    label = Label(cert.agency, Tlp.GREEN, handling=frozenset({Handling.H0}), exercise=True)
    cyber.import_indicators(cert, content=json.dumps(bundle).encode(), label=label, source="EXERCISE CERT")
