"""What an agency decides of a hit, and a person's past checks."""

from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from minassa.base import Invalid
from minassa.check import Hit, Kind, Question
from minassa.screening import CHECK_PAST, HIT_JUDGE, Asked, Verdict, past_checks, remember_judgement
from minassa.web import wording
from minassa.web.faults import BAD_REQUEST
from minassa.web.pieces import Crumb
from minassa.web.policy import Call, page

_SALT: Final = "minassa.hit"
_SALT_OF_WATCH: Final = "minassa.watch"
_DAY: Final = 86_400


def token_of(question: Question, hit: Hit, case: str) -> str:
    """What the form on a hit carries: the question and the hit as they were shown, signed, good for a day."""
    shown = {
        "asked": _asked(question),
        "hit": [hit.source, hit.ref, hit.fingerprint],
        "case": case,
    }
    return signing.dumps(shown, salt=_SALT, compress=True)


def watch_token(question: Question) -> str:
    """What the form that begins a watch carries: the question, signed, good for a day."""
    return signing.dumps(_asked(question), salt=_SALT_OF_WATCH, compress=True)


def question_of_token(token: str) -> Question:
    """The question that `watch_token` signed. Raises BadSignature."""
    name, birth_date, country, identifier, kind = signing.loads(token, salt=_SALT_OF_WATCH, max_age=_DAY)
    return Question(name, birth_date, country, identifier, Kind(kind) if kind else None)


def _asked(question: Question) -> list[str]:
    kind = question.kind.value if question.kind else ""
    return [question.name, question.birth_date, question.country, question.identifier, kind]


@page(HIT_JUDGE, methods=("POST",))
def judge(request: Call) -> HttpResponse:
    """Confirm or dismiss a hit, with a reason."""
    shown = shown_hit(request.POST.get("token", ""))
    source, ref, fingerprint = shown["hit"]
    judged = remember_judgement(
        request.actor,
        asked=Asked(*shown["asked"]),
        source=source,
        ref=ref,
        verdict=_verdict(request.POST.get("verdict", "")),
        reason=request.POST.get("reason", ""),
        fingerprint=fingerprint,
        case=shown["case"],
        exercise=settings.MINASSA.node.exercise,
    )
    context = {"judged": judged, "word": wording.VERDICTS[judged.verdict.value], "crumbs": (Crumb(_("My work"), "/"),)}
    return render(request, "web/check/judged.html" if request.htmx else "web/check/judged_page.html", context)


def shown_hit(token: str) -> dict[str, Any]:
    """What `token_of` wrote. Raises Invalid for anything else, and after a day."""
    try:
        shown: dict[str, Any] = signing.loads(token, salt=_SALT, max_age=_DAY)
    except signing.BadSignature as error:
        raise Invalid(BAD_REQUEST) from error
    return shown


def _verdict(written: str) -> Verdict:
    try:
        return Verdict(written)
    except ValueError as error:
        raise Invalid(BAD_REQUEST) from error


@page(CHECK_PAST)
def past(request: Call) -> HttpResponse:
    """The person's own checks of the last 90 days, with what has become of their hits."""
    context = {
        "checks": [
            (one, wording.purpose_name(one.purpose), [(hit, wording.PAST_HIT_STATES[hit.state]) for hit in one.hits])
            for one in past_checks(request.actor)
        ],
        "crumbs": (Crumb(_("My work"), "/"), Crumb(_("Check"), "/check/"), Crumb(_("My checks"))),
    }
    return render(request, "web/check/past.html", context)
