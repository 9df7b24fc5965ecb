"""What went on in the sessions of the rehearsal, and what is laid before those of the fifth edition: invented, and marked EXERCISE.

People are named, their letters sent and decided on, interpretation is chosen; on the days themselves badges are read, heads of delegation
speak in one language and are translated into others, papers lie before the sessions, and the secretariat writes down what was decided.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from minassa import desk, meetings
from minassa.meetings import Action, Decision, Named, Nominee, Recording, SessionKind, SessionPlan, Text
from minassa.node.exercise.people import acting, on

ZONE: Final = "Africa/Casablanca"
_CHANNELS: Final = ("ar", "fr", "en", "pt")
_CHAIR: Final = (Named("EXERCISE Chair", "EXERCISE Secretariat of the Platform"),)
_SESSIONS: Final[tuple[tuple[int, SessionKind, str, bool, Text], ...]] = (
    (
        0, SessionKind.OPENING, "09:30-11:00", True,
        {"en": "Opening and statements of heads of delegation", "fr": "Ouverture et déclarations des chefs de délégation",
         "ar": "الافتتاح وبيانات رؤساء الوفود", "pt": "Abertura e declarações dos chefes de delegação"},
    ),
    (
        0, SessionKind.WORKING, "14:00-17:00", False,
        {"en": "Reading of the draft", "fr": "Lecture du projet", "ar": "قراءة المشروع", "pt": "Leitura do projeto"},
    ),
    (
        1, SessionKind.CLOSING, "10:00-11:30", True,
        {"en": "Closing", "fr": "Clôture", "ar": "الاختتام", "pt": "Encerramento"},
    ),
)  # fmt: skip
_OPENING, _READING, _CLOSING = range(3)

# Who names whom: the code of the delegation, its focal point, its people. The last of Mali's is not accredited.
_PEOPLE: Final[Mapping[str, tuple[str, tuple[Nominee, ...]]]] = {
    "ml": (
        "liaison-officer",
        (
            Nominee("EXERCISE Aminata Keïta", "EXERCISE Director", is_head=True, speaks=("fr",), listens="fr"),
            Nominee("EXERCISE Oumar Traoré", "EXERCISE Adviser", speaks=("sw", "en")),
        ),
    ),
    "ma": (
        "liaison-officer-ma",
        (Nominee("تمرين سلمى العلوي", "EXERCISE Directrice", is_head=True, speaks=("ar", "fr"), listens="ar"),),
    ),
    "org": ("liaison-officer-org", (Nominee("EXERCISE Jo Observer", "EXERCISE Programme lead", speaks=("pt",)),)),
}
_STATEMENTS: Final = (
    (
        "head-of-delegation", "EXERCISE Aminata Keïta", "fr",
        {"fr": "EXERCISE : Nos agents apprennent ensemble, et ils se téléphonent ensuite. C'est là que tout commence.",
         "en": "EXERCISE: Our officers learn together, and afterwards they call each other. That is where it all begins.",
         "ar": "تمرين: يتعلم ضباطنا معًا ثم يتصل بعضهم ببعض. من هنا يبدأ كل شيء.",
         "pt": "EXERCISE: Os nossos agentes aprendem juntos e depois telefonam uns aos outros. É aí que tudo começa."},
    ),
    (
        "supervisor-ma", "تمرين سلمى العلوي", "ar",
        {"ar": "تمرين: لا ننسى الضحايا حين نتحدث عن الأمن، فهم سبب اجتماعنا.",
         "fr": "EXERCISE : N'oublions pas les victimes quand nous parlons de sécurité : c'est pour elles que nous nous réunissons."},
    ),
)  # fmt: skip
_COMMUNIQUE: Final = {
    "en": "EXERCISE: The rehearsal was held in EXERCISE City. The participants adopted a SAMPLE declaration.",
    "fr": "EXERCISE : La répétition s'est tenue à EXERCISE City. Les participants ont adopté une déclaration SAMPLE.",
    "ar": "تمرين: عُقد التمرن في EXERCISE City. واعتمد المشاركون إعلانًا نموذجيًا (SAMPLE).",
    "pt": "EXERCISE: O ensaio realizou-se em EXERCISE City. Os participantes adotaram uma declaração SAMPLE.",
}


def hold_sittings(edition: UUID, opening: date) -> None:
    """Plan, hold and record the sessions of the rehearsal, each step on its day."""
    with on(opening - timedelta(days=21)):
        sessions = _planned(edition, opening)
        people = _delegations(edition)
        _lay_papers(sessions[_READING], "EXERCISE Draft, first reading", None)
        meetings.choose_interpretation(
            acting("liaison-officer"), session=sessions[_CLOSING], delegate=people["ml"][0], language="en"
        )
    for number, session in enumerate(sessions):
        with on(opening + timedelta(days=_SESSIONS[number][0]), 9 + number):
            _sit(session, people, is_open=_SESSIONS[number][3])
    with on(opening, 10):
        _speak(sessions[_OPENING])
    with on(opening + timedelta(days=3)):
        for session in sessions:
            _record(session)
        meetings.publish_edition(acting("secretariat"), edition=edition, communique=_COMMUNIQUE)


def _planned(edition: UUID, opening: date) -> list[UUID]:
    secretary = acting("secretariat")
    made = [
        meetings.keep_session(
            secretary, edition=edition, plan=_plan(opening + timedelta(days=day), kind, hours, title, is_open)
        )
        for day, kind, hours, is_open, title in _SESSIONS
    ]
    meetings.release_agenda(secretary, edition=edition, change="EXERCISE: the agenda")
    return made


def _plan(day: date, kind: SessionKind, hours: str, title: Text, is_open: bool) -> SessionPlan:  # noqa: FBT001 - a row of the table above
    begins, ends = (time.fromisoformat(one) for one in hours.split("-"))
    return SessionPlan(
        day, kind, begins, ends, title, room="EXERCISE Hall A", chairs=_CHAIR, channels=_CHANNELS, is_open=is_open
    )


def _delegations(edition: UUID) -> dict[str, list[UUID]]:
    """Name, nominate and accredit people; one letter is accepted, another one returned. Gives people by delegation."""
    secretary, found = acting("secretariat"), {}
    for code, (focal_point, nominees) in _PEOPLE.items():
        actor = acting(focal_point)
        own = next(one.id for one in meetings.list_delegations(actor, edition=edition) if one.mine)
        found[code] = [meetings.keep_delegate(actor, delegation=own, nominee=one) for one in nominees]
        meetings.nominate_delegates(actor, delegation=own)
        for person in found[code]:
            meetings.decide_accreditation(secretary, delegate=person, decision=Decision.ACCREDITED)
        if code != "org":
            send_a_letter(focal_point, own)
            reason = "" if code == "ml" else "EXERCISE: the letter names another meeting"
            meetings.decide_letter(secretary, delegation=own, accepted=not reason, reason=reason)
    return found


def send_a_letter(focal_point: str, delegation: UUID) -> None:
    """Attach a letter of credentials and send it to the secretariat."""
    actor = acting(focal_point)
    about = f"credential:{meetings.begin_letter(actor, delegation=delegation)}"
    _attach(focal_point, about, "EXERCISE-letter.txt", "EXERCISE: I have the honour to accredit our delegation.")
    meetings.send_letter(actor, delegation=delegation)


def _attach(username: str, about: str, name: str, text: str) -> None:
    actor = acting(username)
    desk.attach(actor, about=about, label=desk.thing_label(actor, about=about), name=name, content=text.encode())


def _lay_papers(session: UUID, work: str, opens: datetime | None) -> None:
    """One paper in four languages."""
    for language in _CHANNELS:
        made = meetings.add_paper(acting("secretariat"), session=session, work=work, language=language, opens=opens)
        _attach("secretariat", f"paper:{made}", f"EXERCISE-paper-{language}.txt", f"EXERCISE {work} ({language})")


def lay_papers_under_embargo(session: UUID, day: date) -> None:
    """A paper before a session to come, which nobody but the secretariat sees until its first hour."""
    opens = datetime.combine(day, time(9), ZoneInfo(ZONE)).astimezone(UTC)
    _lay_papers(session, "EXERCISE Background paper", None)
    _lay_papers(session, "EXERCISE Report under embargo", opens)


def _sit(session: UUID, people: Mapping[str, list[UUID]], *, is_open: bool) -> None:
    there = [*people["ml"], *people["ma"], *(people["org"] if is_open else ())]
    for person in there:
        meetings.attend(acting("secretariat"), session=session, delegate=person)


def _speak(session: UUID) -> None:
    """Heads of delegation ask for the floor, speak, and publish what they said."""
    for username, speaker, original, texts in _STATEMENTS:
        turn = meetings.ask_for_floor(acting(username), session=session, speaker=speaker)
        meetings.give_floor(acting("secretariat"), turn=turn)
        said = meetings.keep_statement(
            acting(username), session=session, speaker=speaker, original=original, texts=texts
        )
        meetings.deliver_statement(acting(username), id=said)
        meetings.end_turn(acting("secretariat"), turn=turn)


def _record(session: UUID) -> None:
    said = Recording(
        {"en": "EXERCISE: The session met in full.", "fr": "EXERCISE : La séance s'est tenue au complet.",
         "ar": "تمرين: انعقدت الجلسة بكامل أعضائها.", "pt": "EXERCISE: A sessão reuniu-se na íntegra."},
        ("EXERCISE: The report of the chair was taken note of.",),
        (Action("EXERCISE: Send the corrected text to all delegations", "EXERCISE Secretariat of the Platform"),),
    )  # fmt: skip
    secretary = acting("secretariat")
    meetings.keep_record(secretary, session=session, recording=said)
    meetings.release_record(secretary, session=session)
