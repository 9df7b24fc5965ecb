"""Declarations of the EXERCISE node, marked SAMPLE: a text in negotiation with rival proposals in four languages."""

from dataclasses import replace
from typing import Final
from uuid import UUID

from minassa import meetings
from minassa.access import Actor
from minassa.base import now
from minassa.meetings import Agreement, ParagraphKind, Position, ProposalKind, Wish, digest_of
from minassa.node.exercise.gatherings import FIFTH
from minassa.node.exercise.people import actor_of

_TITLES: Final = {
    "ar": "تمرين: نموذج إعلان",
    "fr": "EXERCISE : modèle de déclaration (SAMPLE)",
    "en": "EXERCISE: sample declaration",
    "pt": "EXERCISE: modelo de declaração (SAMPLE)",
}
_TEXT: Final = (
    (
        ParagraphKind.PREAMBULAR,
        {
            "en": "SAMPLE: recalling that borders are long and patrols are few,",
            "fr": "SAMPLE : rappelant que les frontières sont longues et les patrouilles peu nombreuses,",
            "pt": "SAMPLE: recordando que as fronteiras são longas e as patrulhas poucas,",
            "ar": "نموذج: إذ نستذكر أن الحدود طويلة والدوريات قليلة،",
        },
    ),
    (
        ParagraphKind.OPERATIVE,
        {
            "en": "SAMPLE: decide to train 1,500 officers before 31 December 2028.",
            "fr": "SAMPLE : décidons de former 1 500 agents avant le 31 décembre 2028.",
            "pt": "SAMPLE: decidimos formar 1.500 agentes antes de 31 de dezembro de 2028.",
            "ar": "نموذج: نقرر تدريب 1٬500 ضابط قبل 31 ديسمبر 2028.",
        },
    ),
    (
        ParagraphKind.OPERATIVE,
        {
            "en": "SAMPLE: ask the secretariat to report each year on what was done.",
            "fr": "SAMPLE : prions le secrétariat de rendre compte chaque année de ce qui a été fait.",
            "pt": "SAMPLE: pedimos ao secretariado que informe todos os anos do que foi feito.",
            "ar": "نموذج: نطلب من الأمانة أن تقدم كل عام تقريرًا عما أُنجز.",
        },
    ),
)
# Who proposes what to the operative paragraphs, each in another language: rivals stand side by side, none is merged.
_RIVALS: Final = (
    (
        "liaison-officer",
        1,
        "fr",
        "SAMPLE : décidons de former 2 000 agents, dont un tiers de femmes, avant le 31 décembre 2028.",
    ),
    ("liaison-officer-ma", 1, "ar", "نموذج: نقرر تدريب 1٬500 ضابط، بالتعاون مع المعاهد الوطنية، قبل 31 ديسمبر 2028."),
    ("supervisor-ma", 2, "pt", "SAMPLE: pedimos ao secretariado que informe de dois em dois anos do que foi feito."),
    ("supervisor", 2, "en", "SAMPLE: ask the secretariat to report each year, in four languages, on what was done."),
)


def draw_up_texts() -> None:
    """Write the text for the fifth edition, where it has none."""
    secretary = actor_of("secretariat")
    fifth = next((one for one in meetings.list_editions(secretary) if one.number == FIFTH), None)
    if fifth is None or meetings.list_texts(secretary, edition=fifth.id):
        return
    _negotiate(secretary, _begun(secretary, fifth.id))


def _begun(secretary: Actor, edition: UUID) -> UUID:
    text = meetings.begin_declaration(secretary, edition=edition, titles=_TITLES, reference="fr", is_sample=True)
    behind = ""
    for kind, words in _TEXT:
        behind = meetings.add_paragraph(
            secretary, declaration=text, kind=kind, language="fr", text=words["fr"], behind=behind
        )
        for language in ("ar", "en", "pt"):
            meetings.write_paragraph(
                secretary, declaration=text, key=behind, language=language, text=words[language], revision=1
            )
    return text


def _negotiate(secretary: Actor, text: UUID) -> None:
    """Open the text, table rivals of two delegations in four languages, and agree on the preamble."""
    meetings.open_negotiation(replace(secretary, stepped_up_at=now()), declaration=text)
    paragraphs = meetings.read_text(secretary, id=text).paragraphs
    for username, at, language, words in _RIVALS:
        actor, one = actor_of(username), paragraphs[at]
        base = digest_of(one.text_in(language))
        wish = Wish(ProposalKind.REPLACE, one.key, language, text=words, base=base, reason="EXERCISE")
        made = meetings.keep_proposal(actor, declaration=text, wish=wish)
        meetings.table_proposal(actor, id=made)
        other = "liaison-officer-ma" if username in {"liaison-officer", "supervisor"} else "liaison-officer"
        meetings.take_position(actor_of(other), id=made, position=Position.RESERVE, note="EXERCISE")
    first = paragraphs[0]
    meetings.agree_paragraph(
        secretary, declaration=text, key=first.key, agreement=Agreement.AD_REFERENDUM, revision=first.revision
    )
