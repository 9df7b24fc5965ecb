"""Meetings of the EXERCISE node: the four editions that were held, as facts, and a fifth one that is invented and in preparation.

Each is made by the services that a page calls, and only where there is no fifth edition yet.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time
from typing import Final
from uuid import UUID

from minassa import meetings
from minassa.access import Actor
from minassa.meetings import (
    Decision,
    DelegationKind,
    EditionPlan,
    Inviting,
    Named,
    Nominee,
    SessionKind,
    SessionPlan,
    Text,
)
from minassa.node.exercise.people import actor_of
from minassa.node.exercise.sittings import lay_papers_under_embargo, send_a_letter

FIFTH: Final = 5
_PLAN: Final = EditionPlan(
    number=FIFTH,
    names={
        "en": "EXERCISE 5th High-Level Meeting of Heads of Counter-Terrorism and Security Agencies in Africa",
        "fr": "EXERCISE 5e Réunion de haut niveau des chefs d'agences de lutte contre le terrorisme et de sécurité en Afrique",
        "ar": "تمرين: الدورة الخامسة للاجتماع رفيع المستوى لرؤساء وكالات مكافحة الإرهاب والأمن في إفريقيا",
        "pt": "EXERCISE 5.ª Reunião de alto nível dos chefes das agências de luta contra o terrorismo e de segurança em África",
    },
    theme={
        "en": "EXERCISE: from the declaration to what was done",
        "fr": "EXERCISE : de la déclaration à ce qui a été fait",
        "ar": "تمرين: من الإعلان إلى ما أُنجز",
        "pt": "EXERCISE: da declaração ao que foi feito",
    },
    city="EXERCISE City",
    country="ma",
    zone="Africa/Casablanca",
    start=date(2027, 2, 19),
    end=date(2027, 2, 20),
)
_FIRST, _SECOND = _PLAN.start, _PLAN.end
_CHAIR: Final = (Named("EXERCISE Chair", "EXERCISE Secretariat of the Platform"),)


def _session(  # noqa: PLR0913 - what a session is, each part named
    day: date, kind: SessionKind, hours: str, title: Text, *, is_open: bool, room: str
) -> SessionPlan:
    begins, ends = (time.fromisoformat(one) for one in hours.split("-"))
    is_break = kind is SessionKind.BREAK
    return SessionPlan(
        day, kind, begins, ends, title, room=room, is_open=is_open, chairs=() if is_break else _CHAIR,
        channels=() if is_break else ("ar", "fr", "en", "pt"),
    )  # fmt: skip


def _title(en: str, fr: str, ar: str, pt: str) -> Text:
    return {"en": en, "fr": fr, "ar": ar, "pt": pt}


_SESSIONS: Final = (
    _session(
        _FIRST, SessionKind.OPENING, "09:00-10:00", is_open=True, room="EXERCISE Hall A",
        title=_title("Opening", "Ouverture", "الافتتاح", "Abertura"),
    ),
    _session(
        _FIRST, SessionKind.PLENARY, "10:15-12:30", is_open=True, room="EXERCISE Hall A",
        title=_title(
            "What was done since the last meeting", "Ce qui a été fait depuis la dernière réunion",
            "ما أُنجز منذ الاجتماع الأخير", "O que foi feito desde a última reunião",
        ),
    ),
    _session(
        _FIRST, SessionKind.WORKING, "14:30-17:00", is_open=False, room="EXERCISE Hall B",
        title=_title(
            "The state of the threat", "L'état de la menace", "حالة التهديد", "O estado da ameaça",
        ),
    ),
    _session(
        _SECOND, SessionKind.WORKING, "09:00-12:00", is_open=False, room="EXERCISE Hall B",
        title=_title(
            "Negotiation of the declaration", "Négociation de la déclaration", "التفاوض على الإعلان",
            "Negociação da declaração",
        ),
    ),
    _session(
        _SECOND, SessionKind.CLOSING, "15:00-16:00", is_open=True, room="EXERCISE Hall A",
        title=_title(
            "Adoption and closing", "Adoption et clôture", "الاعتماد والاختتام", "Adoção e encerramento",
        ),
    ),
)  # fmt: skip

# Who is invited, and as what; only those with a focal point on this node name people.
_INVITED: Final = {
    "ml": DelegationKind.AGENCY,
    "ma": DelegationKind.AGENCY,
    "mr": DelegationKind.AGENCY,
    "sn": DelegationKind.AGENCY,
    "ng": DelegationKind.AGENCY,
    "mz": DelegationKind.STATE,
    "tn": DelegationKind.STATE,
    "org": DelegationKind.OBSERVER,
}
_NAMED: Final[Mapping[str, tuple[str, tuple[Nominee, ...]]]] = {
    "ml": (
        "liaison-officer",
        (
            Nominee("EXERCISE Aminata Keïta", "EXERCISE Director", is_head=True, speaks=("fr",), listens="fr"),
            Nominee(
                "EXERCISE Oumar Traoré", "EXERCISE Adviser", speaks=("fr", "en"), needs="EXERCISE: ramp to the hall"
            ),
        ),
    ),
    "ma": (
        "liaison-officer-ma",
        (Nominee("تمرين سلمى العلوي", "EXERCISE Directrice", is_head=True, speaks=("ar", "fr"), listens="ar"),),
    ),
    "org": ("liaison-officer-org", (Nominee("EXERCISE Jo Observer", "EXERCISE Programme lead", speaks=("en",)),)),
}


def hold_meetings(agencies: dict[str, UUID]) -> None:
    """Bring in the four editions, and prepare the fifth with its agenda in two versions, invitations and nominations."""
    secretary = actor_of("secretariat")
    meetings.bring_in_editions(secretary)
    if any(one.number == FIFTH for one in meetings.list_editions(secretary)):
        return
    edition = meetings.add_edition(secretary, plan=_PLAN, exercise=True)
    review = _plan_agenda(secretary, edition)
    lay_papers_under_embargo(review, _FIRST)
    _send_delegations(secretary, edition, agencies)


def _plan_agenda(secretary: Actor, edition: UUID) -> UUID:
    """Release the agenda in two versions. Gives the session that reviews what was done."""
    kept = [meetings.keep_session(secretary, edition=edition, plan=one) for one in _SESSIONS[:-1]]
    meetings.release_agenda(secretary, edition=edition, change="EXERCISE: first agenda")
    meetings.keep_session(secretary, edition=edition, plan=_SESSIONS[-1])
    later = replace(_SESSIONS[1], begins=time(10, 30))
    meetings.keep_session(secretary, edition=edition, session=kept[1], plan=later)
    meetings.release_agenda(
        secretary, edition=edition, change="EXERCISE: closing session added, a longer break before the review"
    )
    return kept[1]


def _send_delegations(secretary: Actor, edition: UUID, agencies: dict[str, UUID]) -> None:
    word = "EXERCISE: the secretariat is pleased to invite you."
    inviting = [
        Inviting(agencies[code], kind, 2 if kind is DelegationKind.OBSERVER else 4, date(2027, 1, 29), word)
        for code, kind in _INVITED.items()
    ]
    ids = dict(zip(_INVITED, meetings.invite_delegations(secretary, edition=edition, inviting=inviting), strict=True))
    for code, (focal_point, nominees) in _NAMED.items():
        for one in nominees:
            meetings.keep_delegate(actor_of(focal_point), delegation=ids[code], nominee=one)
        meetings.nominate_delegates(actor_of(focal_point), delegation=ids[code])
    for person in meetings.read_delegation(secretary, id=ids["ml"]).delegates[:1]:
        meetings.decide_accreditation(secretary, delegate=person.id, decision=Decision.ACCREDITED)
    send_a_letter("liaison-officer", ids["ml"])
