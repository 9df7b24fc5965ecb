"""A text, its paragraphs and proposals in words, for the templates."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from minassa.base import LANGUAGES
from minassa.meetings import (
    AGREEMENTS,
    PARAGRAPH_KINDS,
    POSITIONS,
    PROPOSAL_KINDS,
    PROPOSAL_STATES,
    TEXT_STATES,
    ParagraphKind,
    ParagraphView,
    ProposalKind,
    ProposalView,
    TextView,
    difference,
)
from minassa.web.pieces import Crumb
from minassa.web.policy import Call
from minassa.web.shell import LANGUAGES as CHOICES
from minassa.web.views.meetings import WAY, in_words

NAMES: Final[Mapping[str, str]] = {one.code: str(one.name) for one in CHOICES}


def language_of(request: Call) -> str:
    """The language in which a text is shown: the one that the address asks for, else the page's."""
    asked = request.GET.get("lang", "")
    return asked if asked in LANGUAGES else (get_language() or "en")[:2]


def text_context(request: Call, view: TextView) -> dict[str, Any]:
    """What every page of a text shows: its name, where it stands, and the languages to read it in."""
    language = language_of(request)
    return {
        "view": view,
        "title": in_words(view.row.titles),
        "state": TEXT_STATES[view.row.state],
        "language": language,
        "languages": [(code, NAMES[code]) for code in LANGUAGES],
    }


def way_to_text(view: TextView, *, last: Crumb | None = None) -> tuple[Crumb, ...]:
    """The way to a text's page, and one step further."""
    edition = Crumb(_("Edition"), reverse("web:edition", args=(view.row.edition,)))
    own = Crumb(in_words(view.row.titles), reverse("web:text", args=(view.row.id,)) if last else "")
    return (*WAY, edition, own, *((last,) if last else ()))


def lines_of(paragraphs: Iterable[ParagraphView], language: str) -> list[dict[str, Any]]:
    """Paragraphs as they are shown in one language; a head goes before the first of each kind."""
    found, before = [], None
    for one in paragraphs:
        found.append(line_of(one, language) | {"head": PARAGRAPH_KINDS[one.kind] if one.kind is not before else ""})
        before = one.kind
    return found


def line_of(one: ParagraphView, language: str) -> dict[str, Any]:
    """A paragraph as it is shown in one language, with its rivals side by side."""
    return {
        "one": one,
        "text": one.text_in(language),
        "is_stale": language in one.stale,
        "agreement": AGREEMENTS[one.agreement],
        "rivals": [rival_of(rival) for rival in one.rivals],
        "added": [rival_of(rival) for rival in one.added],
    }


def rival_of(one: ProposalView) -> dict[str, Any]:
    """A proposal in words: what it changes word by word, who stands behind it, and who says what to it."""
    has_words = one.kind in {ProposalKind.REPLACE, ProposalKind.ADD}
    return {
        "one": one,
        "kind": PROPOSAL_KINDS[one.kind],
        "state": PROPOSAL_STATES[one.state],
        "pieces": difference(one.base_text, one.text) if has_words else (),
        "language": NAMES[one.language],
        "positions": [(POSITIONS[position], number) for position, number in one.counted()],
        "stances": [(stance, POSITIONS[stance.position]) for stance in one.stances],
        "amendments": [rival_of(below) for below in one.amendments],
        "position": one.position,
    }


def heads() -> list[tuple[str, str]]:
    """The kinds of paragraphs, to choose from."""
    return [(one.value, str(PARAGRAPH_KINDS[one])) for one in ParagraphKind]
