"""The list of reports, one of them, and the report as PDF and as XML."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from minassa import suspicions
from minassa.access import list_people
from minassa.desk import Language
from minassa.liaison.acts import REQUEST_DRAFT
from minassa.suspicions import (
    PARTS,
    PARTY_KINDS,
    REPLY_KINDS,
    REPORT_KINDS,
    SUSPICION_ACTS,
    SUSPICION_STATES,
    SuspicionRow,
    SuspicionState,
)
from minassa.suspicions.acts import SUSPICION_EXPORT, SUSPICION_LIST, SUSPICION_READ
from minassa.web import wording
from minassa.web.forms.suspicion import HeadForm, PartyForm, TransactionForm, initial_of_head
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.rights import may

WAY: Final = (
    Crumb(gettext_lazy("My work"), "/"),
    Crumb(gettext_lazy("Cases"), "/cases/"),
    Crumb(gettext_lazy("Suspicious-transaction reports"), "/suspicions/"),
)
_LANGUAGES: Final[Mapping[str, Language]] = {"ar": "ar", "fr": "fr", "en": "en", "pt": "pt"}


@page(SUSPICION_LIST)
def reports(request: Call) -> HttpResponse:
    """The reports that this person sees, newest first; `state` in the address narrows them."""
    state = next((one for one in SuspicionState if one.value == request.GET.get("state")), None)
    found = suspicions.list_reports(request.actor, state=state, before=request.GET.get("before", ""))
    context = {
        "lines": [line_of(row) for row in found.rows],
        "next": found.next,
        "first": "before" in request.GET,
        "states": [(one.value, word) for one, word in SUSPICION_STATES.items()],
        "state": state.value if state else "",
        "handling": handled((row.marks, row.obligations) for row in found.rows),
        "crumbs": (*WAY[:2], Crumb(_("Suspicious-transaction reports"))),
    }
    return render(request, "web/suspicions/reports.html", context)


def line_of(row: SuspicionRow) -> dict[str, Any]:
    """A report as a line of a list."""
    return {"row": row, "state": SUSPICION_STATES[row.state]}


@page(SUSPICION_READ)
def report(request: Call, report: UUID) -> HttpResponse:
    """One report."""
    return report_page(request, report)


def report_page(
    request: Call,
    key: UUID,
    *,
    head: HeadForm | None = None,
    party: PartyForm | None = None,
    transaction: TransactionForm | None = None,
) -> HttpResponse:
    """The page of a report; the forms are those that came back with something wrong in them."""
    found = suspicions.read_report(request.actor, id=key)
    people = {one.id: one.name for one in list_people(request.actor)}
    is_draft = "edit" in found.can
    context = {
        **line_of(found.row),
        "found": found,
        "kind": REPORT_KINDS[found.content.head.kind],
        "facts": [(PARTS[name], value) for name, value in _facts(found.content.head)],
        "parties": [(place, one, PARTY_KINDS[one.kind]) for place, one in enumerate(found.content.parties)],
        "transactions": list(enumerate(found.content.transactions)),
        "lacks": [PARTS[one] for one in found.lacks],
        "steps": [(one, SUSPICION_ACTS[one.what], people.get(one.by, "") if one.by else "") for one in found.steps],
        "replies": [
            (one, REPLY_KINDS[one.kind], people.get(one.answered_by, "") if one.answered_by else "")
            for one in found.replies
        ],
        "reply_kinds": [(one.value, word) for one, word in REPLY_KINDS.items()],
        "drafted_by": people.get(found.row.drafted_by, ""),
        "reviewed_by": people.get(found.reviewed_by, "") if found.reviewed_by else "",
        "head_form": head or HeadForm(initial=initial_of_head(found.content.head)) if is_draft else None,
        "party_form": party or PartyForm(auto_id="party_%s") if is_draft else None,
        "transaction_form": transaction or TransactionForm(auto_id="transaction_%s") if is_draft else None,
        "wrong": "head" if head else "party" if party else "transaction" if transaction else "",
        "languages": (("ar", "العربية"), ("fr", "Français"), ("en", "English"), ("pt", "Português")),
        "may_request": may(request.actor, REQUEST_DRAFT),
        "asked_text": found.content.head.reason[:4_000] if found.whole_agency and not found.needs_permission else "",
        "handling": handled([(found.row.marks, found.row.obligations)]),
        "crumbs": (*WAY, Crumb(found.row.title)),
    }
    return render(request, "web/suspicions/report.html", context, status=422 if context["wrong"] else 200)


def _facts(head: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - the report's head
    names = (
        "fiu",
        "entity",
        "branch",
        "reference",
        "currency",
        "city",
        "country",
        "first_name",
        "last_name",
        "occupation",
    )
    return [
        *((name, getattr(head, name)) for name in names if getattr(head, name)),
        *((("indicators", " ".join(head.indicators)),) if head.indicators else ()),
    ]


@page(SUSPICION_EXPORT)
def printed(request: Call, report: UUID, language: str) -> HttpResponse:
    """The report as PDF in one of the four languages."""
    chosen = _LANGUAGES.get(language, "en")
    with override(chosen):
        sentences = {one: str(text) for one, text in wording.OBLIGATIONS.items()}
    made = suspicions.print_report(request.actor, id=report, language=chosen, sentences=sentences)
    return _file(made, "application/pdf", f"report-{report}.pdf")


@page(SUSPICION_EXPORT)
def xml(request: Call, report: UUID) -> HttpResponse:
    """The report as XML."""
    return _file(suspicions.export_xml(request.actor, id=report), "application/xml", f"report-{report}.xml")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
