"""A meeting for tests: a secretariat, three delegations, an observer, and a text of three paragraphs in four languages."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from minassa.access import Actor, AgencyKind, Role, door
from minassa.base import now
from minassa.meetings import (
    Agreement,
    ParagraphKind,
    Position,
    ProposalKind,
    Wish,
    add_paragraph,
    agree_paragraph,
    begin_declaration,
    digest_of,
    keep_proposal,
    labels,
    make_clean,
    open_negotiation,
    read_text,
    table_proposal,
    write_paragraph,
)
from minassa.meetings.acts import EDITION_KEEP
from minassa.meetings.models import Delegation, Edition
from tests.factories import actor_for, make_agency, make_community, make_user

TITLES = {"ar": "إعلان تدريبي", "fr": "Déclaration (exemple)", "en": "Sample declaration", "pt": "Declaração (exemplo)"}
WORDS = (
    (
        ParagraphKind.PREAMBULAR,
        {
            "en": "Recalling the meeting of 24 June 2022,",
            "fr": "Rappelant la réunion du 24 juin 2022,",
            "pt": "Recordando a reunião de 24 de junho de 2022,",
            "ar": "إذ نستذكر اجتماع 24 يونيو 2022،",
        },
    ),
    (
        ParagraphKind.OPERATIVE,
        {
            "en": "Decide to train 1,500 officers before 2028.",
            "fr": "Décidons de former 1 500 agents avant 2028.",
            "pt": "Decidimos formar 1.500 agentes antes de 2028.",
            "ar": "نقرر تدريب 1٬500 ضابط قبل عام 2028.",
        },
    ),
    (
        ParagraphKind.OPERATIVE,
        {
            "en": "Ask the secretariat to report each year.",
            "fr": "Prions le secrétariat de faire rapport chaque année.",
            "pt": "Pedimos ao secretariado que informe todos os anos.",
            "ar": "نطلب من الأمانة تقديم تقرير كل عام.",
        },
    ),
)


@dataclass
class Meeting:
    """Who is there, and the text that lies before them."""

    secretary: Actor
    kenya: Actor
    ghana: Actor
    mali: Actor
    observer: Actor
    stranger: Actor
    edition: UUID
    text: UUID = field(default=UUID(int=0))
    keys: list[str] = field(default_factory=list)

    def wish(self, at: int, text: str, *, language: str = "en", **other: Any) -> Wish:
        """A new wording of a paragraph, against its present words."""
        shown = read_text(self.secretary, id=self.text)
        key = self.keys[at]
        base = next(one for one in shown.paragraphs if one.key == key).text_in(language)
        return Wish(ProposalKind.REPLACE, key, language, text=text, base=digest_of(base), **other)

    def tabled(self, actor: Actor, wish: Wish) -> UUID:
        made = keep_proposal(actor, declaration=self.text, wish=wish)
        table_proposal(actor, id=made)
        return made

    def agree_all(self) -> None:
        for one in read_text(self.secretary, id=self.text).paragraphs:
            if one.agreement is Agreement.OPEN:
                agree_paragraph(
                    self.secretary,
                    declaration=self.text,
                    key=one.key,
                    agreement=Agreement.AD_REFERENDUM,
                    revision=one.revision,
                )

    def to_clean(self) -> None:
        self.agree_all()
        make_clean(self.secretary, declaration=self.text)


def fresh(actor: Actor) -> Actor:
    """The same person, who has just shown a second factor."""
    return replace(actor, stepped_up_at=now())


def a_meeting(*, observers_propose: bool = False, opened: bool = True, translated: bool = True) -> Meeting:
    home = make_agency("EXERCISE secretariat", kind=AgencyKind.SECRETARIAT, country="ma")
    secretary = actor_for(make_user(home, (Role.SECRETARIAT,)), stepped_up=True)
    agencies = [make_agency(f"EXERCISE {name}") for name in ("Kenya", "Ghana", "Mali")]
    watching = make_agency("EXERCISE observer", kind=AgencyKind.PARTNER)
    everybody = make_community(home, *agencies, watching)
    members = make_community(home, *agencies)
    people = [actor_for(make_user(one, (Role.HEAD_OF_DELEGATION,)), stepped_up=True) for one in agencies]
    seeing = actor_for(make_user(watching, (Role.OBSERVER,)))
    stranger = actor_for(make_user(make_agency("EXERCISE stranger"), (Role.SUPERVISOR,)), stepped_up=True)
    with door(secretary, EDITION_KEEP) as here:
        edition = Edition(
            owner=home.id,
            number=5,
            state="preparation",
            names={"en": "Fifth meeting"},
            city="Marrakech",
            country="MA",
            zone="Africa/Casablanca",
            start=date(2027, 6, 1),
            end=date(2027, 6, 2),
            everybody=everybody.id,
            members=members.id,
        )
        edition.label_id = here.intern(labels.own(home.id, exercise=True))
        edition.label_id = here.intern(labels.for_participants(here, edition))
        edition.save()
        for agency, kind in (*((one, "agency") for one in agencies), (watching, "observer")):
            Delegation.objects.create(
                label_id=edition.label_id, edition=edition, agency=agency.id, kind=kind, name=agency.name[9:]
            )
    kenya, ghana, mali = people
    made = Meeting(secretary, kenya, ghana, mali, seeing, stranger, edition.id)
    made.text = begin_declaration(
        secretary,
        edition=edition.id,
        titles=TITLES,
        reference="en",
        may_observers_propose=observers_propose,
        is_sample=True,
    )
    for kind, words in WORDS:
        behind = made.keys[-1] if made.keys else ""
        key = add_paragraph(secretary, declaration=made.text, kind=kind, language="en", text=words["en"], behind=behind)
        made.keys.append(key)
        for language in ("ar", "fr", "pt") if translated else ():
            write_paragraph(
                secretary, declaration=made.text, key=key, language=language, text=words[language], revision=1
            )
    if opened:
        open_negotiation(secretary, declaration=made.text)
    return made


__all__ = ["TITLES", "WORDS", "Meeting", "Position", "a_meeting", "fresh"]
