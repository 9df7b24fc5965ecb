"""A SAMPLE that went all the way on the EXERCISE node: proposed to, adopted in silence, aligned, signed, published; and what it committed to.

It belongs to an invented edition that was held before the programmes began. Each step is the service that a page calls, on the day on
which it would have been; the commitments are those that the programmes answer.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from minassa import desk, meetings
from minassa.base import now
from minassa.meetings import (
    Agreement,
    DelegationKind,
    EditionPlan,
    EditionState,
    Inviting,
    ParagraphKind,
    ProposalKind,
    StatementKind,
    Wish,
    digest_of,
)
from minassa.node.exercise.people import LOGINS, acting, actor_of, on
from minassa.node.exercise.plans import first_day
from minassa.node.exercise.sittings import hold_sittings
from minassa.programmes import Pillar, Undertaking

REHEARSAL: Final = 90
"""The number of the invented edition: far from those that were held, and from those to come."""
_NAMES: Final = {
    "en": "EXERCISE Rehearsal of a declaration (SAMPLE)",
    "fr": "EXERCISE Répétition d'une déclaration (SAMPLE)",
    "ar": "تمرين: التمرن على إعلان (نموذج)",
    "pt": "EXERCISE Ensaio de uma declaração (SAMPLE)",
}
_TITLES: Final = {
    "en": "EXERCISE: adopted sample declaration",
    "fr": "EXERCISE : modèle de déclaration adoptée (SAMPLE)",
    "ar": "تمرين: نموذج إعلان معتمد",
    "pt": "EXERCISE: modelo de declaração adotada (SAMPLE)",
}
_TEXT: Final[tuple[tuple[ParagraphKind, Mapping[str, str]], ...]] = (
    (
        ParagraphKind.PREAMBULAR,
        {
            "en": "SAMPLE: noting that fear leaves a place when a school, a road and a court come to it,",
            "fr": "SAMPLE : notant que la peur quitte un lieu quand y viennent une école, une route et un tribunal,",
            "ar": "نموذج (SAMPLE): إذ نلاحظ أن الخوف يغادر المكان حين تأتيه مدرسة وطريق ومحكمة،",
            "pt": "SAMPLE: notando que o medo deixa um lugar quando lá chegam uma escola, uma estrada e um tribunal,",
        },
    ),
    (
        ParagraphKind.OPERATIVE,
        {
            "en": "SAMPLE: We shall open schools where there are none within a day's walk.",
            "fr": "SAMPLE : Nous ouvrirons des écoles là où il n'y en a pas à un jour de marche.",
            "ar": "نموذج (SAMPLE): سنفتح مدارس حيث لا توجد على مسيرة يوم.",
            "pt": "SAMPLE: Abriremos escolas onde não as há a um dia de caminho.",
        },
    ),
    (
        ParagraphKind.OPERATIVE,
        {
            "en": "SAMPLE: We shall give victims a status in law.",
            "fr": "SAMPLE : Nous donnerons un statut légal aux victimes.",
            "ar": "نموذج (SAMPLE): سنمنح الضحايا صفة قانونية.",
            "pt": "SAMPLE: Daremos às vítimas um estatuto legal.",
        },
    ),
    (
        ParagraphKind.OPERATIVE,
        {
            "en": "SAMPLE: We thank those who were our hosts.",
            "fr": "SAMPLE : Nous remercions ceux qui nous ont accueillis.",
            "ar": "نموذج (SAMPLE): نشكر من استضافونا.",
            "pt": "SAMPLE: Agradecemos a quem nos acolheu.",
        },
    ),
)
_VICTIMS: Final = 2
_TAKEN: Final = {
    "fr": "SAMPLE : Nous donnerons un statut légal aux victimes du terrorisme et à leurs familles.",
    "en": "SAMPLE: We shall give victims of terrorism and their families a status in law.",
    "ar": "نموذج (SAMPLE): سنمنح ضحايا الإرهاب وأسرهم صفة قانونية.",
    "pt": "SAMPLE: Daremos às vítimas do terrorismo e às suas famílias um estatuto legal.",
}
_NOT_RETAINED: Final = "نموذج (SAMPLE): سنمنح الضحايا صفة قانونية قبل عام 2030."
_INVITED: Final = ("ml", "ma", "mr", "sn", "ng", "mz", "tn")


def adopt_a_sample(agencies: dict[str, UUID]) -> None:
    """Hold the invented edition, carry its text from the zero draft to the public page, and make its commitments."""
    if any(one.number == REHEARSAL for one in meetings.list_editions(actor_of("secretariat"))):
        return
    opening = first_day() - timedelta(days=28)
    with on(opening - timedelta(days=30)):
        edition = _prepared(agencies, opening)
        text = _drafted(edition)
    with on(opening):
        _negotiated(text)
    with on(opening + timedelta(days=4)):
        meetings.adopt_text(acting("secretariat"), declaration=text)
    with on(opening + timedelta(days=10)):
        _signed(text)
    with on(opening + timedelta(days=14)):
        meetings.publish_text(acting("secretariat"), declaration=text)
        _commit(text, agencies)
    hold_sittings(edition, opening)
    for username in {name for name, code, _roles, _name in LOGINS if code in {*_INVITED, "sec"}}:
        desk.mark_all_read(actor_of(username), until=now())


def _prepared(agencies: dict[str, UUID], opening: date) -> UUID:
    secretary = acting("secretariat")
    plan = EditionPlan(
        REHEARSAL, _NAMES, "EXERCISE City", "ma", "Africa/Casablanca", opening, opening + timedelta(days=1)
    )
    edition = meetings.add_edition(secretary, plan=plan, exercise=True)
    asked = [Inviting(agencies[one], DelegationKind.AGENCY, 4, opening, "EXERCISE") for one in _INVITED]
    asked.append(Inviting(agencies["org"], DelegationKind.OBSERVER, 2, opening, "EXERCISE"))
    meetings.invite_delegations(secretary, edition=edition, inviting=asked)
    meetings.change_edition(secretary, id=edition, plan=plan, state=EditionState.HELD)
    return edition


def _drafted(edition: UUID) -> UUID:
    secretary = acting("secretariat")
    text = meetings.begin_declaration(secretary, edition=edition, titles=_TITLES, reference="fr", is_sample=True)
    behind = ""
    for kind, words in _TEXT:
        behind = meetings.add_paragraph(
            secretary, declaration=text, kind=kind, language="fr", text=words["fr"], behind=behind
        )
        _translate(text, behind, words, 1)
    return text


def _translate(text: UUID, key: str, words: Mapping[str, str], revision: int) -> None:
    for language in ("ar", "en", "pt"):
        meetings.write_paragraph(
            acting("secretariat"), declaration=text, key=key, language=language, text=words[language], revision=revision
        )


def _negotiated(text: UUID) -> None:
    """Two delegations propose, the chair takes one wording, everything is agreed, and the silence begins."""
    secretary = acting("secretariat")
    meetings.open_negotiation(secretary, declaration=text)
    key = meetings.read_text(secretary, id=text).paragraphs[_VICTIMS].key
    taken = _tabled(text, key, "head-of-delegation", "fr", _TAKEN["fr"])
    _tabled(text, key, "liaison-officer-ma", "ar", _NOT_RETAINED)
    meetings.settle_proposal(secretary, id=taken, reason="EXERCISE: the room agreed", close_rivals=True)
    _translate(text, key, _TAKEN, 2)
    for one in meetings.read_text(secretary, id=text).paragraphs:
        meetings.agree_paragraph(
            secretary, declaration=text, key=one.key, agreement=Agreement.AGREED, revision=one.revision
        )
    meetings.make_clean(secretary, declaration=text)
    meetings.start_silence(secretary, declaration=text, hours=72)


def _tabled(text: UUID, key: str, username: str, language: str, words: str) -> UUID:
    actor = acting(username)
    found = meetings.read_paragraph(actor, id=text, key=key).paragraph.text_in(language)
    wish = Wish(ProposalKind.REPLACE, key, language, text=words, base=digest_of(found), reason="EXERCISE")
    made = meetings.keep_proposal(actor, declaration=text, wish=wish)
    meetings.table_proposal(actor, id=made)
    return made


def _signed(text: UUID) -> None:
    """A statement on record, the languages aligned, and two signatures with the keys of their agencies."""
    secretary = acting("secretariat")
    meetings.make_statement(
        acting("supervisor-ma"), declaration=text, kind=StatementKind.EXPLANATION, language="ar",
        text="تمرين (SAMPLE): نفهم هذه الفقرة وفقًا لقانوننا الوطني.",
        key=meetings.read_text(secretary, id=text).paragraphs[_VICTIMS].key,
    )  # fmt: skip
    meetings.begin_concordance(secretary, declaration=text)
    meetings.fix_texts(secretary, declaration=text)
    for username in ("head-of-delegation", "supervisor-ma"):
        meetings.sign_text(acting(username), declaration=text)
    meetings.close_signing(secretary, declaration=text)


def _commit(text: UUID, agencies: dict[str, UUID]) -> None:
    """One commitment of the first operative paragraph, two of the second, none of the third: thanks commit nobody."""
    secretary = acting("secretariat")
    schools, victims = (one.key for one in meetings.read_text(secretary, id=text).paragraphs[1:3])
    due = date(first_day().year + 5, 12, 31)
    spot = "EXERCISE A list of what was opened, checked on the spot."
    ml, ma = agencies["ml"], agencies["ma"]
    made: dict[str, tuple[Undertaking, ...]] = {
        schools: (Undertaking(Pillar.SOCIAL, ml, (ma,), due, spot),),
        victims: (
            Undertaking(Pillar.JUSTICE, ma, (ml,), due, "EXERCISE The law, as it was published."),
            Undertaking(Pillar.JUSTICE, None, (), due, "EXERCISE A register of those who were heard."),
        ),
    }
    for key, undertakings in made.items():
        meetings.make_undertakings(secretary, declaration=text, key=key, undertakings=undertakings)
