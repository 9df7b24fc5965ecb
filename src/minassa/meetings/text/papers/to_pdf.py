"""The text as blocks of a document on paper: the desk makes the PDF of it, tagged, in its language, with its fonts."""

from typing import Final

from minassa.desk import Block, Heading, Paragraph
from minassa.meetings.text.papers.types import Paper, Rival
from minassa.meetings.text.rules import ParagraphKind

_RIGHT_TO_LEFT: Final = "\u200f"
"""A paragraph's direction is that of its first letter: a number such as PP1 would turn an Arabic one round."""


def blocks_of(paper: Paper) -> tuple[Block, ...]:
    """The parts of the text in their order: each paragraph with its number, its rivals in square brackets with their sponsors below it."""
    lead = _RIGHT_TO_LEFT if paper.language == "ar" else ""
    found: list[Block] = [Paragraph(paper.subtitle)] if paper.subtitle else []
    found += [_bracket(one) for one in paper.added]
    for kind in ParagraphKind:
        own = [one for one in paper.paragraphs if one.kind is kind]
        if own:
            found.append(Heading(paper.heads[kind]))
        for one in own:
            found.append(Paragraph(f"{lead}{one.number}. {one.text}"))
            found += [Paragraph(one.note)] if one.note else []
            found += [_bracket(rival) for rival in (*one.rivals, *one.added)]
    return (*found, *((Paragraph(paper.footer),) if paper.footer else ()))


def _bracket(rival: Rival) -> Paragraph:
    note = f" — {rival.note}" if rival.note else ""
    return Paragraph(f"[{rival.sponsor}{note}: {rival.text}]" if rival.text else f"[{rival.sponsor}{note}]")
