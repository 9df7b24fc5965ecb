"""Reading a text: the whole, one paragraph, its languages, what goes with it, the room's screen, and the published text."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from minassa import meetings
from minassa.base import LANGUAGES
from minassa.desk import read_draft
from minassa.meetings import (
    DISCORDS,
    EVENTS,
    HINDRANCES,
    PARAGRAPH_KINDS,
    POSITIONS,
    PROOF_KINDS,
    SILENCE_STATES,
    STATEMENT_KINDS,
    BeginningDetail,
    Paper,
    ParagraphDetail,
    ParagraphKind,
    ProofKind,
    ProposalKind,
    StatementKind,
    TextView,
    digest_of,
)
from minassa.meetings.acts import TEXT_PRINT, TEXT_READ
from minassa.programmes import COMMITMENT_STATES, PILLARS, CommitmentView, Pillar, list_commitments
from minassa.web.forms.text import BeginningForm, ProposalForm, initial_of_proposal
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import PUBLIC, Ask, Call, page
from minassa.web.public_places import OnNode, Places, other_languages
from minassa.web.typed import typed_fields
from minassa.web.views.texts.shown import (
    NAMES,
    heads,
    language_of,
    line_of,
    lines_of,
    rival_of,
    text_context,
    way_to_text,
)

NO_NEWS: Final = 204


@page(TEXT_READ)
def text(request: Call, text_id: UUID) -> HttpResponse:
    """The whole text in one language, its rivals in brackets with their sponsors."""
    view = meetings.read_text(request.actor, id=text_id)
    language = language_of(request)
    context = text_context(request, view) | {
        "lines": lines_of(view.paragraphs, language),
        "beginning": [rival_of(one) for one in view.beginning],
        "heads": heads(),
        "handling": handled([(view.marks, view.obligations)]),
        "crumbs": way_to_text(view),
    }
    return render(request, "web/texts/text.html", context)


@page(TEXT_READ)
def paragraph(request: Call, text_id: UUID, key: str) -> HttpResponse:
    """One paragraph: its rivals side by side, the form for a proposal, what was decided, and its history."""
    found = meetings.read_paragraph(request.actor, id=text_id, key=key)
    form, draft = proposal_form(request, found, text_id, key)
    return paragraph_page(request, found, form, {"draft": draft})


def proposal_form(request: Call, found: ParagraphDetail, text_id: UUID, key: str) -> tuple[ProposalForm, Any]:
    """The form as it was left, as a draft has it, or with the paragraph's present words."""
    typed = read_draft(request.actor, form=f"proposal:{key}", about=str(text_id)) if found.can else None
    return ProposalForm(None, places=places_of(found.text), initial=_initial(request, found) | _typed(typed)), typed


def _typed(typed: Any) -> dict[str, Any]:  # noqa: ANN401 - a draft of the desk, or none
    return typed_fields(typed, frozenset()) if typed else {}


def places_of(view: TextView) -> list[tuple[str, str]]:
    """The paragraphs behind which one can be put."""
    return [(one.key, one.number) for one in view.paragraphs]


def _initial(request: Call, found: ParagraphDetail) -> dict[str, Any]:
    language = language_of(request)
    kept = (*found.drafts, *found.paragraph.rivals, *found.paragraph.added)
    asked = {name: request.GET.get(name, "") for name in ("draft", "amend")}
    draft = next((one for one in found.drafts if str(one.id) == asked["draft"]), None)
    if draft is not None:
        return initial_of_proposal(draft) | {"base": digest_of(draft.base_text) if draft.base_text else ""}
    parent = next((one for one in kept if str(one.id) == asked["amend"]), None)
    if parent is not None:
        return initial_of_proposal(parent, parent.id) | {
            "kind": ProposalKind.REPLACE.value,
            "reason": "",
            "base": digest_of(parent.text),
        }
    words = found.paragraph.text_in(language)
    base = digest_of(words) if words else ""
    return {"kind": ProposalKind.REPLACE.value, "language": language, "text": words, "base": base}


def paragraph_page(request: Call, found: ParagraphDetail, form: ProposalForm, more: Mapping[str, Any]) -> HttpResponse:
    """The page of a paragraph with a form on it; 422 where the form has errors."""
    language = language_of(request)
    context = text_context(request, found.text) | {
        "found": found,
        "line": line_of(found.paragraph, language),
        "drafts": [rival_of(one) for one in found.drafts],
        "done": [rival_of(one) for one in found.done],
        "events": [(one, EVENTS[one.what]) for one in found.events],
        "versions": [
            (code, NAMES[code], found.paragraph.text_in(code), code in found.paragraph.stale) for code in LANGUAGES
        ],
        "form": form,
        "positions": POSITIONS.items(),
        "commitments": _commitments(request, found.text.row.id, key=found.paragraph.key),
        "handling": handled([(found.text.marks, found.text.obligations)]),
        "crumbs": way_to_text(found.text, last=Crumb(found.paragraph.number)),
        **more,
    }
    return render(request, "web/texts/paragraph.html", context, status=422 if form.errors else 200)


def _commitments(request: Call, text_id: UUID, *, key: str = "") -> list[tuple[CommitmentView, Any, Any]]:
    """What follows from a declaration, or from one paragraph of it, as far as this reader sees it."""
    found = list_commitments(request.actor, declaration=text_id)
    named = [one for one in found if key in {"", one.paragraph.key}]
    return [(one, PILLARS[one.undertaking.pillar], COMMITMENT_STATES[one.state]) for one in named]


@page(TEXT_READ)
def beginning(request: Call, text_id: UUID) -> HttpResponse:
    """What would begin the text: proposals side by side, and the form for another one."""
    found = meetings.read_beginning(request.actor, id=text_id)
    typed = read_draft(request.actor, form="proposal:start", about=str(text_id)) if found.can else None
    form = BeginningForm(None, initial=_initial_of_beginning(request, found) | _typed(typed))
    return beginning_page(request, found, form, {"draft": typed})


def _initial_of_beginning(request: Call, found: BeginningDetail) -> dict[str, Any]:
    asked = {name: request.GET.get(name, "") for name in ("draft", "amend")}
    draft = next((one for one in found.drafts if str(one.id) == asked["draft"]), None)
    if draft is not None:
        return initial_of_proposal(draft) | {"base": digest_of(draft.base_text) if draft.base_text else ""}
    parent = next((one for one in found.tabled if str(one.id) == asked["amend"]), None)
    if parent is not None:
        amending = {"kind": ProposalKind.REPLACE.value, "reason": "", "base": digest_of(parent.text)}
        return initial_of_proposal(parent, parent.id) | amending
    return {"kind": ProposalKind.ADD.value, "language": language_of(request), "new_kind": "preambular"}


def beginning_page(request: Call, found: BeginningDetail, form: BeginningForm, more: Mapping[str, Any]) -> HttpResponse:
    """The page of the text's beginning with a form on it; 422 where the form has errors."""
    word = _("Beginning of the text")
    context = text_context(request, found.text) | {
        "found": found,
        "tabled": [rival_of(one) for one in found.tabled],
        "drafts": [rival_of(one) for one in found.drafts],
        "done": [rival_of(one) for one in found.done],
        "form": form,
        "positions": POSITIONS.items(),
        "handling": handled([(found.text.marks, found.text.obligations)]),
        "crumbs": way_to_text(found.text, last=Crumb(word)),
        **more,
    }
    return render(request, "web/texts/beginning.html", context, status=422 if form.errors else 200)


@page(TEXT_READ)
def languages(request: Call, text_id: UUID) -> HttpResponse:
    """The four languages side by side, with stale marks, what keeps the text from silence, and figures that differ."""
    found = meetings.read_languages(request.actor, id=text_id)
    numbers = {one.key: one.number for one in found.text.paragraphs}
    context = text_context(request, found.text) | {
        "found": found,
        "rows": [
            {
                "one": one,
                "cells": [(code, one.text_in(code), code in one.stale, code in one.missing) for code in LANGUAGES],
            }
            for one in found.text.paragraphs
        ],
        "hindrances": [(one, HINDRANCES[one.what], NAMES.get(one.language, "")) for one in found.hindrances],
        "discords": [
            (one, DISCORDS[one.what], numbers.get(one.key, ""), NAMES[one.language]) for one in found.discords
        ],
        "handling": handled([(found.text.marks, found.text.obligations)]),
        "crumbs": way_to_text(found.text, last=Crumb(_("Languages"))),
    }
    return render(request, "web/texts/languages.html", context)


@page(TEXT_READ)
def record(request: Call, text_id: UUID) -> HttpResponse:
    """Silence with its clock, objections, statements, and signatures, each checked against the texts just now."""
    found = meetings.read_record(request.actor, id=text_id)
    context = text_context(request, found.text) | {
        "found": found,
        "silences": [(one, SILENCE_STATES[one.state]) for one in found.silences],
        "statements": [(one, STATEMENT_KINDS[one.kind]) for one in found.statements],
        "signatures": [(one, PROOF_KINDS[one.kind]) for one in found.signatures],
        "kinds": [(one.value, STATEMENT_KINDS[one]) for one in StatementKind],
        "operative": [one for one in found.text.paragraphs if one.kind is ParagraphKind.OPERATIVE],
        "pillars": [(one.value, PILLARS[one]) for one in Pillar],
        "commitments": _commitments(request, text_id),
        "digests": [(code, NAMES[code], found.digests[code]) for code in LANGUAGES if code in found.digests],
        "handling": handled([(found.text.marks, found.text.obligations)]),
        "crumbs": way_to_text(found.text, last=Crumb(_("Silence, statements, signatures"))),
    }
    return render(request, "web/texts/record.html", context)


@page(TEXT_READ, passive=True)
def screen(request: Call, text_id: UUID) -> HttpResponse:
    """The room's screen: what the chair shows, rivals visible, in any language. It asks by itself whether something is new."""
    if request.htmx and request.GET.get("pulse") == meetings.read_pulse(request.actor, id=text_id):
        return HttpResponse(status=NO_NEWS)
    view, shown = meetings.read_screen(request.actor, id=text_id)
    context = text_context(request, view) | {
        "lines": lines_of(shown, language_of(request)),
        "beginning": [] if view.screen else [rival_of(one) for one in view.beginning],
        "handling": handled([(view.marks, view.obligations)]),
        "crumbs": way_to_text(view, last=Crumb(_("Screen of the room"))),
    }
    return render(request, "web/texts/screen_part.html" if request.htmx else "web/texts/screen.html", context)


@page(TEXT_READ, passive=True)
def pulse(request: Call, text_id: UUID) -> HttpResponse:
    """Whether something has come since `pulse`: nothing, or a line that offers to load it. What is being typed stays."""
    known = request.GET.get("pulse", "")
    if meetings.read_pulse(request.actor, id=text_id) == known:
        return HttpResponse(status=NO_NEWS)
    return render(request, "web/texts/news.html", {"text_id": text_id})


@page(TEXT_PRINT)
def paper(request: Call, text_id: UUID, kind: str) -> HttpResponse:
    """The text on paper: Word with tracked changes, PDF, or Akoma Ntoso; `clean` leaves what is proposed out."""
    language, clean = language_of(request), request.GET.get("clean") == "1"
    made: Paper
    if kind == "docx":
        made = meetings.compilation_docx(request.actor, declaration=text_id, language=language, clean=clean)
    elif kind == "pdf":
        made = meetings.compilation_pdf(request.actor, declaration=text_id, language=language, clean=clean)
    else:
        made = meetings.adopted_akn(request.actor, declaration=text_id, language=language)
    answer = HttpResponse(made.content, content_type=made.type)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=made.name) or ""
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@page(PUBLIC)
def published(request: Ask, text_id: UUID, language: str = "") -> HttpResponse:
    """The published declaration in one language, for everybody, without a login: light, printable, and the same for all."""
    spoken = language or (get_language() or "en")[:2]
    found = meetings.published_text(declaration=text_id, language=spoken)
    with override(spoken):
        return render(request, "web/texts/published.html", published_context(found, OnNode(spoken)))


def published_context(found: meetings.Published, places: Places) -> dict[str, Any]:
    """What the page of a published declaration shows, in the language that is in force."""
    return {
        "found": found,
        "heads": {kind.value: PARAGRAPH_KINDS[kind] for kind in PARAGRAPH_KINDS},
        "parts": _parts(found),
        "signatures": [(one, PROOF_KINDS[ProofKind(one.get("kind", "key"))]) for one in found.signatures],
        "statements": [(one, STATEMENT_KINDS[StatementKind(one["kind"])]) for one in found.statements],
        "digests": [(code, NAMES[code], digest) for code, digest in sorted(found.digests.items())],
        "language": found.language,
        "others": other_languages(places, found.language, found.declaration),
        "direction": "rtl" if found.language == "ar" else "ltr",
        "exercise": found.exercise,
        "papers": places.papers(found.declaration, found.language),
        "proof": places.proof(found.declaration),
        "places": places,
    }


def _parts(found: meetings.Published) -> list[tuple[str, list[tuple[str, str, str]]]]:
    return [
        (
            str(PARAGRAPH_KINDS[kind]),
            [(number, key, words) for one, number, key, words in found.paragraphs if one is kind],
        )
        for kind in PARAGRAPH_KINDS
    ]
