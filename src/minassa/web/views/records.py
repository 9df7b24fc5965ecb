"""Records: the list, the search in them, one record with its links, its history."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minassa.access import Actor, list_agencies
from minassa.base import NotFound, today
from minassa.liaison.acts import REQUEST_DRAFT
from minassa.records import (
    PROPOSAL_STATES,
    SCHEMES,
    Grading,
    Page,
    Properties,
    RecordView,
    Schema,
    Sort,
    ValueType,
    links_of,
    list_proposals,
    list_records,
    read_history,
    read_record,
    schema,
    schemata,
    search_records,
)
from minassa.records.acts import (
    PROPOSAL_LIST,
    RECORD_ADD,
    RECORD_AMEND,
    RECORD_ANSWER,
    RECORD_DELETE,
    RECORD_EXPLORE,
    RECORD_HOLD,
    RECORD_KEEP,
    RECORD_LIFT,
    RECORD_LIST,
    RECORD_PROPOSE,
    RECORD_READ,
    RECORD_SEARCH,
)
from minassa.watch.acts import WATCH_ADD
from minassa.web import wording
from minassa.web.asked import asked_for, remember
from minassa.web.attachments import attached_to
from minassa.web.forms.search import SearchForm
from minassa.web.owned import owned_of
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.release_lines import panel, way_to_received
from minassa.web.rights import may
from minassa.web.wording import caption

WAY: Final = (Crumb(gettext_lazy("My work"), "/"), Crumb(gettext_lazy("Records"), "/records/"))
_PAGE: Final = 50
# What a link, a search or a form most often begins with.
COMMON: Final = (
    "Person", "Organization", "Company", "PhoneLine", "BankAccount", "Vehicle", "Passport", "Identification", "CryptoWallet",
    "Address", "Incident", "ArmedGroup", "Weapon", "Seizure", "Route", "Vessel", "Airplane",
)  # fmt: skip


@page(RECORD_LIST)
def records(request: Call) -> HttpResponse:
    """Records newest first; `schema` and `before` stand in the address, so that it can be kept and shared.

    Without a kind: people, organisations and things; `links` and `all` are asked for by these words.
    """
    asked = asked_for(request)
    kind = request.GET.get("schema", "")
    sort = Sort(kind) if kind in set(Sort) else Sort.THINGS
    found = list_records(
        request.actor,
        schema="" if kind in set(Sort) else kind,
        sort=sort,
        before=request.GET.get("before", ""),
        size=_PAGE,
        purpose=asked.get("purpose", ""),
    )
    form = SearchForm(initial=asked)
    return render(request, "web/records/records.html", _list_context(request, found, form, kind))


@page(RECORD_SEARCH, methods=("GET", "HEAD", "POST"))
def search(request: Call) -> HttpResponse:
    """Records that hold all words. Asked by POST, because the words may be a name (S26)."""
    form = SearchForm(request.POST or None, initial=asked_for(request))
    if request.method != "POST" or not form.is_valid():
        return render(
            request,
            "web/records/records.html",
            _list_context(request, None, form, ""),
            status=422 if form.errors else 200,
        )
    given = form.cleaned_data
    remember(request, given)
    found = search_records(
        request.actor,
        query=given["query"],
        purpose=given["purpose"],
        case=given["case"],
        schema=given["schema"],
        before=given["before"],
        size=_PAGE,
    )
    context = _list_context(request, found, form, given["schema"]) | {"query": given["query"]}
    return render(request, "web/records/records.html", context)


def _list_context(request: Call, found: Page | None, form: SearchForm, kind: str) -> dict[str, Any]:
    names = agency_names(request.actor)
    rows = found.rows if found else ()
    return {
        "found": found,
        "rows": [
            (row, schema(row.schema), names.get(row.owner, ""), _first_facts(row.schema, row.featured)) for row in rows
        ],
        "form": form,
        "kind": kind,
        "kinds": kinds(),
        "searched_kind": "" if kind in set(Sort) else kind,
        "first": "before" in request.GET or bool(request.POST.get("before")),
        "today": today(),
        "may_add": may(request.actor, RECORD_ADD),
        "handling": handled((row.marks, ()) for row in rows),
        "crumbs": (WAY[0], Crumb(_("Records"))),
    }


def kinds() -> list[tuple[str, str]]:
    """The kinds of records as choices: the common ones first, then all others by name."""
    named = {name: str(one.plural) for name, one in schemata().items() if not one.abstract}
    common = [(name, named[name]) for name in COMMON if name in named]
    rest = sorted(((name, text) for name, text in named.items() if name not in COMMON), key=lambda pair: pair[1])
    return [*common, *rest]


def agency_names(actor: Actor) -> dict[UUID, str]:
    """Names of agencies by their id."""
    return {one.id: one.name for one in list_agencies(actor)}


def _first_facts(name: str, featured: Any) -> list[tuple[str, str, bool]]:  # noqa: ANN401 - a mapping of texts
    of = schema(name)
    skipped = set(of.caption)
    return [_shown(of, key, value) for key, value in featured.items() if key not in skipped][:4]


def _shown(of: Schema, key: str, value: str) -> tuple[str, str, bool]:
    """(label, value as shown, whether it reads left to right)."""
    one = of.properties[key]
    if one.type is ValueType.COUNTRY and len(value) == 2:
        return str(one.label), wording.country_name(value), False
    if one.type is ValueType.GENDER:
        return str(one.label), str(wording.GENDERS.get(value, value)), False
    return str(one.label), value, one.type in wording.LEFT_TO_RIGHT


@page(RECORD_READ)
def record(request: Call, record: UUID) -> HttpResponse:
    """One record with its links. One that was withdrawn leads to what the agency's books say of it."""
    asked = asked_for(request)
    try:
        found = read_record(request.actor, id=record, purpose=asked.get("purpose", ""), case=asked.get("case", ""))
    except NotFound:
        if away := way_to_received(request.actor, record):
            return HttpResponseRedirect(away)
        raise
    links = links_of(request.actor, id=record, purpose=asked.get("purpose", ""), case=asked.get("case", ""))
    names = agency_names(request.actor)
    of = schema(found.schema)
    owned = owned_of(request, record) if of.kind != "person" and not of.edge else None
    attached = attached_to(
        request.actor, f"record:{record}", label=found.label if found.mine else None, purpose=asked.get("purpose", "")
    )
    context = {
        **panel(request.actor, found),
        **_proposals(request, found),
        "record": found,
        "schema": of,
        "facts": facts(of, found.properties),
        "doubts": {(one.property, one.value) for one in found.doubts},
        "links": links,
        "owner": names.get(found.owner, ""),
        "audience": _audience_words(found, names),
        "purpose": wording.purpose_name(found.purpose),
        "grading": grading_words(found.grading),
        "overdue": found.review_on <= today(),
        "attached": attached,
        "may_amend": found.mine and may(request.actor, RECORD_AMEND),
        "may_request": may(request.actor, REQUEST_DRAFT),
        "owned": owned,
        "may_watch": not of.edge and may(request.actor, WATCH_ADD),
        "may_explore": not of.edge and may(request.actor, RECORD_EXPLORE),
        "may_keep": found.mine and may(request.actor, RECORD_KEEP),
        "may_delete": found.mine and found.hold is None and may(request.actor, RECORD_DELETE),
        "may_hold": found.mine and may(request.actor, RECORD_HOLD),
        "may_lift": found.hold is not None and may(request.actor, RECORD_LIFT),
        "handling": handled(
            [
                (found.marks, found.obligations),
                *((link.other.record.marks, ()) for link in links if link.other.record),
                *((line.file.marks, line.file.obligations) for line in attached.lines),
                *(owned.marks if owned else ()),
            ]
        ),
        "crumbs": (
            *WAY,
            Crumb(of.plural, f"{reverse('web:records')}?schema={of.name}"),
            Crumb(caption(found.schema, found.caption)),
        ),
    }
    return render(request, "web/records/record.html", context)


def _proposals(request: Call, found: RecordView) -> dict[str, Any]:
    """What other agencies propose to change in it, or what one's own proposed and how it was answered."""
    if not may(request.actor, PROPOSAL_LIST):
        return {}
    names = agency_names(request.actor)
    of = schema(found.schema)
    shown = list_proposals(request.actor, record=found.id, purpose=asked_for(request).get("purpose", ""))
    return {
        "proposals": [
            (one, names.get(one.by, ""), PROPOSAL_STATES[one.state], facts(of, one.properties)) for one in shown
        ],
        "may_propose": not found.mine and may(request.actor, RECORD_PROPOSE),
        "may_answer": found.mine and may(request.actor, RECORD_ANSWER),
    }


def facts(of: Schema, properties: Properties) -> list[tuple[str, list[tuple[str, str, bool]], str]]:
    """(label, values as (property, text, left to right), kind of value), in the schema's order; references show as links."""
    shown = []
    for key, one in of.properties.items():
        if key in properties and one.type is not ValueType.REFERENCE:
            values = [(key, *_shown(of, key, value)[1:]) for value in properties[key]]
            shown.append((str(one.label), values, one.type.value))
    return shown


def _audience_words(found: RecordView, names: dict[UUID, str]) -> list[str]:
    """The agencies of the audience by name; communities and persons by their number, since not everybody knows them."""
    agencies = [
        names.get(UUID(token.partition(":")[2]), "")
        for token in sorted(found.label.audience)
        if token.startswith("agency:")
    ]
    others = sum(not token.startswith("agency:") for token in found.label.audience)
    return [*(name for name in agencies if name), *([_("and %(count)s more") % {"count": others}] if others else [])]


def grading_words(grading: Grading | None) -> dict[str, str] | None:
    """A grade in words, in its own scheme (R03)."""
    if grading is None:
        return None
    words = SCHEMES[grading.scheme]
    return {
        "raw": grading.raw,
        "scheme": words.name,
        "source": str(words.source[grading.source]),
        "information": str(words.information[grading.information]),
    }


@page(RECORD_READ)
def history(request: Call, record: UUID) -> HttpResponse:
    """The earlier versions of a record."""
    asked = asked_for(request)
    found = read_record(request.actor, id=record, purpose=asked.get("purpose", ""), case=asked.get("case", ""))
    past = read_history(request.actor, id=record, purpose=asked.get("purpose", ""), case=asked.get("case", ""))
    context = {
        "record": found,
        "versions": [(one, facts(schema(one.schema), one.properties)) for one in past],
        "handling": handled([(found.marks, found.obligations)]),
        "crumbs": (
            *WAY,
            Crumb(caption(found.schema, found.caption), reverse("web:record", args=(record,))),
            Crumb(_("Earlier versions")),
        ),
    }
    return render(request, "web/records/history.html", context)
