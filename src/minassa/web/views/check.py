"""Who is this? The question, the answer in groups, and what the agency decides of each hit."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from minassa.access import Actor
from minassa.check import CHECK, Answer, Hit, check
from minassa.web import wording
from minassa.web.forms.check import QuestionForm
from minassa.web.pieces import Crumb, Handled, handled
from minassa.web.policy import Call, page

PURPOSE: Final = "purpose"
CASE: Final = "case"


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A hit with what the page says of it."""

    hit: Hit
    percent: int
    word: str
    kind: str
    reasons: tuple[tuple[str, bool], ...]
    href: str


@page(CHECK)
def ask_page(request: Call) -> HttpResponse:
    """The empty question, with the purpose and case of this session's last one."""
    return _form_page(request, QuestionForm(initial=_remembered(request)))


@page(CHECK, methods=("POST",))
def answer(request: Call) -> HttpResponse:
    """The answer to the question on the check page. Names stand in no address and no history (S26)."""
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    _remember(request, form)
    return _answer_page(request, request.actor, form)


@page(CHECK, methods=("POST",))
def ask_from_box(request: Call) -> HttpResponse:
    """What the search box of every page asks: a reference leads to its page, anything else is a question.

    Asked at once where this session has named its purpose and case, else the form asks for them first.
    """
    written = request.POST.get("name", "").strip()
    href = _page_of_reference(request.actor, written)
    if href:
        return HttpResponseRedirect(href)
    remembered = _remembered(request)
    form = QuestionForm({"name": written, **remembered})
    if remembered and form.is_valid():
        return _answer_page(request, request.actor, form)
    return _form_page(request, QuestionForm(initial={"name": written, **remembered}), asked=True)
