"""Armed groups: the list, a page each with what its incidents come to, and names in reports that may be a group's."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from minassa.cyber import threats_named
from minassa.cyber.acts import THREAT_LIST
from minassa.exchange import record_bundle
from minassa.exchange.acts import RECORD_STIX
from minassa.records import LinkView, links_of, schema
from minassa.records.acts import RECORD_ADD, RECORD_AMEND, RECORD_EXPLORE
from minassa.threats import (
    GroupRow,
    GroupView,
    NameView,
    decide_name,
    list_groups,
    list_names,
    read_group,
    seek_names,
    undo_name,
)
from minassa.threats.acts import ACTOR_DECIDE, ACTOR_SEEK, DOUBT_LIST, GROUP_LIST, GROUP_READ
from minassa.web import wording
from minassa.web.asked import asked_for
from minassa.web.pieces import Crumb, done, handled
from minassa.web.policy import Call, page
from minassa.web.rights import may
from minassa.web.views.incidents import WAY, line_of, tabs_of
from minassa.web.views.records import agency_names

HERE: Final = (*WAY, Crumb(gettext_lazy("Armed groups"), "/groups/"))
_GROUP: Final = "ArmedGroup"
_MONEY: Final = frozenset({"Payment", "Debt", "Ownership", "BankAccount", "CryptoWallet"})
_MOST_LINKED: Final = 40


@page(GROUP_LIST)
def groups(request: Call) -> HttpResponse:
    """Groups, the newest record first, each with what it did last and where."""
    purpose = asked_for(request).get("purpose", "")
    found = list_groups(request.actor, before=request.GET.get("before", ""), purpose=purpose)
    context = {
        "found": found,
        "rows": [_line(one) for one in found.rows],
        "first": "before" in request.GET,
        "may_add": may(request.actor, RECORD_ADD),
        **tabs_of(request.actor, "groups"),
        "handling": handled((one.record.marks, ()) for one in found.rows),
        "crumbs": (*WAY, Crumb(_("Armed groups"))),
    }
    return render(request, "web/groups/groups.html", context)


def _line(one: GroupRow) -> dict[str, object]:
    return {
        "row": one,
        "area": one.record.featured.get("areaOfActivity", ""),
        "countries": [wording.country_name(each) for each in one.countries],
    }


@page(GROUP_READ)
def group(request: Call, group: UUID) -> HttpResponse:
    """One group: its names, areas, affiliations, money, reach, incidents, and what other rooms know of it."""
    asked = asked_for(request)
    stated = {"purpose": asked.get("purpose", ""), "case": asked.get("case", "")}
    found = read_group(request.actor, id=group, **stated)
    links = [
        one for one in links_of(request.actor, id=group, **stated) if one.other.record is None or not _is_incident(one)
    ]
    record = found.record
    cyber = (
        threats_named(request.actor, names=found.names, purpose=stated["purpose"])
        if may(request.actor, THREAT_LIST)
        else ()
    )
    context = {
        "found": found,
        "record": record,
        "facts": _facts(found),
        "affiliations": [_tie(one) for one in links if _is_group(one)],
        "money": [_tie(one) for one in links if one.via in _MONEY or _schema_of(one) in _MONEY],
        "linked": [
            _tie(one) for one in links if not _is_group(one) and one.via not in _MONEY and _schema_of(one) not in _MONEY
        ][:_MOST_LINKED],
        "reach": _reach(found),
        "kinds": [(wording.INCIDENT_KINDS[kind], number, kind) for kind, number in found.kinds.items()],
        "latest": [line_of(one) for one in found.latest],
        "cyber": cyber,
        "owner": agency_names(request.actor).get(record.owner, ""),
        "may_amend": record.mine and may(request.actor, RECORD_AMEND),
        "may_explore": may(request.actor, RECORD_EXPLORE),
        "may_stix": may(request.actor, RECORD_STIX),
        "handling": handled(
            [(record.marks, record.obligations), *((one.marks, one.obligations) for one in found.latest)]
        ),
        "crumbs": (*HERE, Crumb(record.caption)),
    }
    return render(request, "web/groups/group.html", context)


def _schema_of(one: LinkView) -> str:
    return one.other.record.schema if one.other.record else ""


def _is_incident(one: LinkView) -> bool:
    return _schema_of(one) == "Incident"


def _is_group(one: LinkView) -> bool:
    return _schema_of(one) == _GROUP


def _tie(one: LinkView) -> dict[str, object]:
    """A link in words: who, what binds them, since and until when, how much."""
    said = one.said
    return {
        "link": one,
        "role": said.get("role") or said.get("relationship") or "",
        "since": said.get("startDate") or said.get("date") or "",
        "until": said.get("endDate", ""),
        "amount": " ".join(filter(None, (said.get("amount", ""), said.get("currency", "")))),
        "kind": str(schema(_schema_of(one)).label) if one.other.record else "",
    }


def _facts(found: GroupView) -> list[tuple[str, Iterable[str]]]:
    """What the record says of it, in the order of its schema, names and texts left out."""
    of = schema(_GROUP)
    shown = (
        "country",
        "areaOfActivity",
        "allegiance",
        "status",
        "incorporationDate",
        "dissolutionDate",
        "ucdpActorId",
        "acledActorName",
        "gtdGroupName",
    )
    return [
        (str(of.properties[name].label), [_value(name, value) for value in found.record.properties[name]])
        for name in shown
        if found.record.properties.get(name)
    ]


def _value(name: str, value: str) -> str:
    return wording.country_name(value) if name == "country" and len(value) == 2 else value


def _reach(found: GroupView) -> dict[str, Any]:
    """Incidents by year and country as a table: the countries with most first."""
    totals: dict[str, int] = {}
    for by_country in found.reach.values():
        for country, number in by_country.items():
            totals[country] = totals.get(country, 0) + number
    countries = sorted(totals, key=lambda one: (-totals[one], one))
    return {
        "countries": [(one, wording.country_name(one)) for one in countries],
        "rows": [
            (str(year), [by_country.get(one, 0) for one in countries]) for year, by_country in found.reach.items()
        ],
    }


@page(DOUBT_LIST)
def names(request: Call) -> HttpResponse:
    """Names in reports that may be a group's: those that wait, and those that were decided."""
    decided = request.GET.get("decided", "")
    decided = decided if decided in {"same", "other"} else ""
    found = list_names(request.actor, decision=decided, before=request.GET.get("before", ""), size=30)
    context = {
        "found": found,
        "rows": [_name(one) for one in found.rows],
        "decided": decided,
        "first": "before" in request.GET,
        "may_seek": may(request.actor, ACTOR_SEEK),
        **tabs_of(request.actor, "names"),
        "handling": handled((one.marks, ()) for one in found.rows),
        "crumbs": (*HERE, Crumb(_("Names"))),
    }
    return render(request, "web/groups/names.html", context)


def _name(one: NameView) -> dict[str, object]:
    return {"one": one, "percent": min(int(one.score * 100), 99)}


@page(ACTOR_SEEK, methods=("POST",))
def seek(request: Call) -> HttpResponse:
    """Look through all reports of the agency again, after groups or their names were added."""
    number = seek_names(request.actor)
    said = ngettext("%(count)s name was found.", "%(count)s names were found.", number) % {"count": number}
    return done(request, lambda: None, said, reverse("web:group-names"))


@page(ACTOR_DECIDE, methods=("POST",))
def decide(request: Call, name: UUID) -> HttpResponse:
    """Say whether a name in reports is the group's."""
    is_same = request.POST.get("answer") == "same"
    said = _("The name counts as the group's.") if is_same else _("The name is another's.")
    back = reverse("web:group-names")
    return done(request, lambda: decide_name(request.actor, id=name, is_same=is_same), said, back)


@page(ACTOR_DECIDE, methods=("POST",))
def undo(request: Call, name: UUID) -> HttpResponse:
    """Let the question wait again."""
    said = _("The decision is undone.")
    return done(request, lambda: undo_name(request.actor, id=name), said, reverse("web:group-names"))


@page(RECORD_STIX, methods=("POST",))
def stix(request: Call, group: UUID) -> HttpResponse:
    """The group as STIX 2.1, with the links to others that go with it."""
    asked = asked_for(request)
    content = record_bundle(request.actor, id=group, purpose=asked.get("purpose", ""), case=asked.get("case", ""))
    answer = HttpResponse(content, content_type="application/stix+json;version=2.1")
    answer["Content-Disposition"] = f'attachment; filename="group-{group}.stix.json"'
    return answer
