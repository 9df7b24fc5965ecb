"""Findings: by rule and state; one with the transactions that made it and the flows between its accounts; kept, dismissed, made a case."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minassa.cases import Evidence, EvidenceLine, Origin, OriginKind
from minassa.cases.acts import CASE_OPEN
from minassa.transactions import (
    RULE_WORDS,
    STATES,
    FindingRow,
    FindingView,
    decide_finding,
    explained,
    finding_table,
    list_findings,
    money_of_finding,
    read_finding,
    shipped,
)
from minassa.transactions.acts import FINDING_DECIDE, FINDING_EXPORT, FINDING_LIST, FINDING_READ
from minassa.web.money_picture import amount, drawn_money, remembered
from minassa.web.pieces import Crumb, done, handled
from minassa.web.policy import Call, page
from minassa.web.rights import may
from minassa.web.views.cases.opening import open_and_show
from minassa.web.views.cyber import download
from minassa.web.views.transactions import WAY
from minassa.web.views.transactions.searches import rule_name

STATE_WORDS: Final = {
    "open": gettext_lazy("Not decided yet"),
    "kept": gettext_lazy("Kept"),
    "dismissed": gettext_lazy("Dismissed"),
}
_PAGE: Final = 40
_SHOWN: Final = 100
_IN_CASE: Final = 20


@page(FINDING_LIST)
def findings(request: Call) -> HttpResponse:
    """The findings of a state, perhaps of one rule, or those of one search."""
    state, rule = request.GET.get("state", "open"), request.GET.get("rule", "")
    search = _uuid(request.GET.get("search", ""))
    found = list_findings(
        request.actor,
        state=state if state in STATES else "open",
        rule=rule[:32],
        search=search,
        before=request.GET.get("before", ""),
        size=_PAGE,
    )
    context = {
        "found": found,
        "rows": [_line(one) for one in found.rows],
        "state": state,
        "rule": rule,
        "search": search,
        "states": STATE_WORDS.items(),
        "rules": [(name, words) for name, (words, _says) in RULE_WORDS.items()],
        "first": "before" in request.GET,
        "handling": handled((one.marks, ()) for one in found.rows),
        "crumbs": (Crumb(_("Transactions")),),
    }
    return render(request, "web/transactions/findings.html", context)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _line(one: FindingRow) -> dict[str, Any]:
    return {
        "row": one,
        "rule": rule_name(one.rule),
        "amount": amount(one.total, one.currency),
        "state": STATE_WORDS[one.state],
        "before": one.before and STATE_WORDS[one.before.state],
    }


@page(FINDING_READ)
def finding(request: Call, finding: UUID) -> HttpResponse:
    """A finding: what its rule looks for, its accounts, its transactions, and the flows between them."""
    found = read_finding(request.actor, id=finding)
    money = money_of_finding(request.actor, id=finding)
    file = next((one for one, name in found.files if name), None)
    words = remembered(request, (one for flow in money.flows for one in (flow.payer, flow.payee)))
    hrefs = {one: reverse("web:transaction-account", args=(file, word)) for one, word in words.items()} if file else {}
    rule = next((one for one in shipped().rules if one.name == found.row.rule), None)
    context = {
        **_line(found.row),
        **drawn_money(money, hrefs),
        "found": found,
        "words": explained(found.row.method, found.row.values),
        "sources": rule.sources if rule else (),
        "subjects": [(one, hrefs.get(one, "")) for one in found.row.subjects],
        "transactions": [(one, amount(one.amount, one.currency)) for one in found.transactions[:_SHOWN]],
        "more_transactions": max(0, found.row.count - _SHOWN),
        "may_open_case": may(request.actor, CASE_OPEN),
        "handling": handled([(found.row.marks, ())]),
        "crumbs": (*WAY, Crumb(rule_name(found.row.rule))),
    }
    return render(request, "web/transactions/finding.html", context)


@page(FINDING_DECIDE, methods=("POST",))
def decide(request: Call, finding: UUID) -> HttpResponse:
    """Keep a finding, dismiss it with a reason, or open it again."""
    given = request.POST
    state = given.get("state", "")
    said = {
        "kept": _("The finding is kept."),
        "dismissed": _("The finding is dismissed; it returns only if its transactions change."),
    }
    return done(
        request,
        lambda: decide_finding(
            request.actor, id=finding, state=state, reason=given.get("reason", ""), version=given.get("version", "")
        ),
        said.get(state, _("The finding is open again.")),
        reverse("web:finding", args=(finding,)),
    )


@page(FINDING_EXPORT)
def table(request: Call, finding: UUID) -> HttpResponseBase:
    """The transactions of a finding as a table."""
    return download("transactions.csv", "text/csv", finding_table(request.actor, id=finding))


@page(CASE_OPEN, methods=("POST",))
def case(request: Call, finding: UUID) -> HttpResponse:
    """Open a case of a finding, or go to the one that there is."""
    found = read_finding(request.actor, id=finding)
    title = f"{rule_name(found.row.rule)}: {', '.join(found.row.subjects)}"[:200]
    origin = Origin(OriginKind.PATTERN, f"finding:{finding}", title, (_evidence(found, title),))
    return open_and_show(request, origin=origin, subject=title, purpose=found.row.purpose)


def _evidence(found: FindingView, title: str) -> Evidence:
    """A finding as evidence: what its rule looks for, its accounts, and its first transactions."""
    row = found.row
    lines = [
        EvidenceLine("fact", explained(row.method, row.values)),
        *(EvidenceLine("account", one) for one in row.subjects),
        EvidenceLine("amount", f"{amount(row.total, row.currency)} ({row.count})"),
        *(
            EvidenceLine(
                one.moment.isoformat(" "),
                f"{one.payer or '–'} → {one.payee or '–'}: {amount(one.amount, one.currency)}",
            )
            for one in found.transactions[:_IN_CASE]
        ),
    ]
    return Evidence(
        title=title,
        lines=tuple(lines),
        source="transactions",
        ref=f"finding:{row.id}",
        fingerprint=found.version.partition(".")[0],
        about=f"finding:{row.id}",
        label=found.label,
    )
