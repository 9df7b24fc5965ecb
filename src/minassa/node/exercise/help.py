"""Who can help whom on the EXERCISE node: the directory of expertise, good practices, help that was offered, a training.

As in `talks`: made by the services that a page calls, and only where there is none yet.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from minassa import liaison
from minassa.access import Actor, Tlp
from minassa.base import today
from minassa.liaison import (
    Asking,
    Event,
    Field,
    Format,
    Lesson,
    Marks,
    Nominee,
    Offer,
    PracticeKind,
    Reply,
    RequestKind,
    Sharing,
    Side,
    Tender,
    Terms,
    Urgency,
    Writing,
)
from minassa.node.exercise.papers import checklist, put
from minassa.node.exercise.talks import LAW, PURPOSE, present

_OFFERS: Final = (
    (
        "liaison-officer",
        Offer(
            Field.BORDER,
            ("fr", "ar", "bm"),
            "EXERCISE: officers who have set up mobile border posts, for two weeks at a time.",
            "EXERCISE head of the border desk",
        ),
    ),
    (
        "liaison-officer-ma",
        Offer(
            Field.FORENSICS,
            ("fr", "ar"),
            "EXERCISE : une équipe de trois analystes des supports numériques, avec leur laboratoire mobile.",
            "EXERCISE chef du laboratoire numérique",
        ),
    ),
    (
        "liaison-officer-ma",
        Offer(
            Field.TRAINING,
            ("ar", "fr"),
            "EXERCISE: دورات في تحليل التهديدات، حضورية وعن بُعد.",
            "EXERCISE رئيس مركز التدريب",
        ),
    ),
    (
        "liaison-officer",
        Offer(
            Field.LANGUAGES, ("bm", "fr"), "EXERCISE: interpreters of Bambara.", "EXERCISE head of the language desk"
        ),
    ),
)


def leave_help(agencies: Mapping[str, UUID]) -> None:
    """Leave what Mali's and Morocco's EXERCISE agencies offer each other, and what came of it."""
    ours, theirs = present("liaison-officer"), present("liaison-officer-ma")
    if not liaison.list_expertise(ours):
        for username, offer in _OFFERS:
            liaison.keep_expertise(present(username), offer=offer, sharing=Sharing(tlp=Tlp.GREEN), exercise=True)
    if not liaison.list_practices(ours).rows:
        _practices(agencies)
    if not liaison.list_requests(ours, kind=RequestKind.ASSISTANCE).rows:
        _help(ours, theirs, agencies)
    if not liaison.list_requests(ours, kind=RequestKind.TRAINING).rows:
        _training(ours, theirs, agencies)


def _practices(agencies: Mapping[str, UUID]) -> None:
    """One that Morocco's agency released to two others, and a draft of Mali's."""
    practice = Lesson(
        PracticeKind.GOOD_PRACTICE,
        "EXERCISE relais locaux avant une opération",
        "EXERCISE : les anciens ont été prévenus et écoutés avant chaque contrôle. Les routes sont restées ouvertes.",
        Field.COMMUNITY,
        ("ma", "ml"),
    )
    to = tuple(f"agency:{agencies[code]}" for code in ("ml", "mr"))
    chief = present("supervisor-ma")
    released = liaison.keep_practice(chief, writing=Writing(practice, to, Tlp.GREEN), exercise=True)
    paper = put(chief, f"practice:{released}", "avant-un-controle.docx", checklist())
    liaison.release_practice(chief, id=released, files=(paper,))
    lesson = Lesson(
        PracticeKind.LESSON,
        "EXERCISE one radio channel too few",
        "EXERCISE: two units met at night without a common channel. Since then a channel is agreed on before they leave.",
        Field.CRISIS,
        ("ml",),
    )
    liaison.keep_practice(present("analyst"), writing=Writing(lesson), exercise=True)


def _help(ours: Actor, theirs: Actor, agencies: Mapping[str, UUID]) -> None:
    """Mali asks two agencies for a digital forensics team; Morocco offers one, Mauritania has not answered yet."""
    begins, ends = _days(14)
    terms = Terms(Field.FORENSICS, ("fr", "ar"), "EXERCISE Bamako", begins, ends)
    _send(
        ours,
        RequestKind.ASSISTANCE,
        terms,
        words=(
            "EXERCISE digital forensics team for two weeks",
            "EXERCISE: forty telephones and six computers were seized; they should be read before the hearing.",
        ),
        to=tuple(agencies[code] for code in ("ma", "mr")),
    )
    reply = Reply(
        Event.OFFER,
        "EXERCISE : trois analystes et leur laboratoire mobile.",
        Marks(),
        tender=Tender(("fr", "ar"), 3, begins, ends),
    )
    liaison.answer_request(theirs, id=_received(theirs, RequestKind.ASSISTANCE), reply=reply)


def _training(ours: Actor, theirs: Actor, agencies: Mapping[str, UUID]) -> None:
    """Morocco offers places in a course to two agencies, who may see each other; Mali nominates, one is confirmed."""
    begins, ends = _days(30)
    terms = Terms(Field.TRAINING, ("fr",), "EXERCISE Rabat", begins, ends, seats=8, format=Format.ON_SITE, openly=True)
    (file, *_others) = _send(
        theirs,
        RequestKind.TRAINING,
        terms,
        words=(
            "EXERCISE cours d'analyse du financement",
            "EXERCISE : cinq jours, pour des analystes d'au moins deux ans de service.",
        ),
        to=tuple(agencies[code] for code in ("ml", "sn")),
    )
    nominees = (
        Nominee("EXERCISE financial analyst", "EXERCISE Aminata Imaginaire"),
        Nominee("EXERCISE investigator", "EXERCISE Moussa Exemple"),
    )
    reply = Reply(Event.NOMINATE, "", Marks(), nominees=nominees)
    liaison.answer_request(ours, id=_received(ours, RequestKind.TRAINING), reply=reply)
    liaison.confirm_nominees(theirs, id=file, chosen=(1,), text="EXERCISE : bienvenue.", marks=Marks())


def _days(later: int) -> tuple[date, date]:
    begins = today() + timedelta(days=later)
    return begins, begins + timedelta(days=13)


def _send(
    officer: Actor, kind: RequestKind, terms: Terms, *, words: tuple[str, str], to: tuple[UUID, ...]
) -> tuple[UUID, ...]:
    title, text = words
    asking = Asking(
        to=to,
        title=title,
        text=text,
        urgency=Urgency.ROUTINE,
        purpose=PURPOSE,
        legal_basis=LAW,
        marks=Marks(),
        case="EX-2026-021",
        kind=kind,
        terms=terms,
    )
    return liaison.send_request(officer, id=liaison.keep_request(officer, asking=asking, exercise=True))


def _received(officer: Actor, kind: RequestKind) -> UUID:
    return liaison.list_requests(officer, side=Side.ANSWERER, kind=kind).rows[0].id
