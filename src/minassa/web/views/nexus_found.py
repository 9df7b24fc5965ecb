"""What stands out around a record: shared identifiers, bridges between crime and terrorism, communities and who connects them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minassa import records as room
from minassa.records.acts import RECORD_EXPLORE
from minassa.web.asked import asked_for, remember
from minassa.web.forms.diagram import WhyForm
from minassa.web.forms.nexus import NexusForm
from minassa.web.nexus_picture import band
from minassa.web.pieces import Crumb
from minassa.web.policy import Call, page
from minassa.web.views.nexus import centre_of, crumbs_of
from minassa.web.views.records import WAY


@page(RECORD_EXPLORE)
def found(request: Call, record: UUID) -> HttpResponse:
    """What stands out within a few steps of a record, with the links that say so."""
    form = NexusForm({**asked_for(request), **request.GET.dict()})
    centre = centre_of(request, record)
    context: dict[str, Any] = {"form": form, "record": centre, "crumbs": crumbs_of(centre, _("What stands out here"))}
    if not form.is_valid():
        return render(request, "web/records/nexus_found.html", context | {"asks": "purpose" in request.GET})
    remember(request, form.cleaned_data)
    why = form.why()
    asked: dict[str, Any] = {"ids": [record], "wanted": form.wanted(), **why}
    shared = room.shared_identifiers(request.actor, **asked)
    bridges = room.find_bridges(request.actor, **asked)
    groups = room.find_communities(request.actor, **asked)
    context |= {
        "shared": shared,
        "bridges": bridges,
        "bridge_lines": [_bridge(one) for one in bridges.bridges],
        "groups": groups,
        "brokers": [(one.subject, _broker(one, groups)) for one in groups.brokers],
        "handling": band(centre, *_rows(shared, bridges, groups)),
        "address": request.GET.urlencode(),
    }
    return render(request, "web/records/nexus_found.html", context)


@page(RECORD_EXPLORE)
def whole(request: Call) -> HttpResponse:
    """The communities of all that one may see: at once, or as they were found by night."""
    form = WhyForm({**asked_for(request), **request.GET.dict()})
    context: dict[str, Any] = {"form": form, "crumbs": (*WAY, Crumb(_("Communities")))}
    if not form.is_valid():
        return render(request, "web/records/communities.html", context | {"asks": "purpose" in request.GET})
    remember(request, form.cleaned_data)
    groups = room.all_communities(request.actor, **form.why())
    context |= {
        "groups": groups,
        "brokers": [(one.subject, _broker(one, groups)) for one in groups.brokers],
        "handling": band(*_of_groups(groups)),
    }
    return render(request, "web/records/communities.html", context)


@page(RECORD_EXPLORE)
def bridges(request: Call) -> HttpResponse:
    """Who of all that one may see is linked both to crime and to terrorism, with the links that say so."""
    given = {**asked_for(request), **request.GET.dict()}
    form, asks = NexusForm(given), "purpose" in request.GET
    context: dict[str, Any] = {"form": form, "crumbs": (*WAY, Crumb(_("Bridges")))}
    if not form.is_valid():
        # Who has only come here has left nothing out yet.
        shown = form if asks else NexusForm(initial=given)
        return render(request, "web/records/bridges.html", context | {"form": shown, "asks": asks})
    remember(request, form.cleaned_data)
    found = room.all_bridges(request.actor, wanted=form.wanted(), **form.why())
    context |= {
        "bridges": found,
        "bridge_lines": [_bridge(one) for one in found.bridges],
        "handling": band(*_of_bridges(found)),
    }
    return render(request, "web/records/bridges.html", context)


def _rows(
    shared: Iterable[room.SharedIdentifier], bridges: room.Bridges, groups: room.Communities
) -> Iterable[room.RecordRow]:
    for one in shared:
        for holder in one.holders:
            yield from (holder.subject, *([holder.through] if holder.through else []))
            yield from (tie.record for tie in holder.ties)
    yield from _of_bridges(bridges)
    yield from _of_groups(groups)


def _of_bridges(bridges: room.Bridges) -> Iterable[room.RecordRow]:
    for bridge in bridges.bridges:
        yield bridge.subject
        for reason in (*bridge.crime, *bridge.terrorism):
            yield from (
                reason.record,
                *([reason.through] if reason.through else []),
                *(tie.record for tie in reason.ties),
            )


def _of_groups(groups: room.Communities | room.WholeCommunities) -> Iterable[room.RecordRow]:
    for group in groups.communities:
        yield from group.leading
    yield from (one.subject for one in groups.brokers)


def _bridge(one: room.Bridge) -> tuple[room.RecordRow, list[tuple[str, list[dict[str, Any]]]]]:
    return one.subject, [
        (_("Crime"), [_reason(each) for each in one.crime]),
        (_("Terrorism"), [_reason(each) for each in one.terrorism]),
    ]


def _reason(one: room.Reason) -> dict[str, Any]:
    """A reason with what says so: a topic as it was given, or the kind of the record in words."""
    kinds = room.schemata()
    by_kind = one.because in kinds
    return {"told": one, "because": kinds[one.because].label if by_kind else one.because, "by_kind": by_kind}


def _broker(one: room.BrokerView, groups: room.Communities | room.WholeCommunities) -> list[str]:
    """Why somebody is a broker, in sentences."""
    percent = round(one.share * 100)
    share = _("Less than one percent") if percent < 1 else _("%(percent)s percent") % {"percent": percent}
    said = [_("%(share)s of the shortest ways between communities lead through this one.") % {"share": share}]
    shown = {group.number for group in groups.communities}
    touched = [(number, count) for number, count in one.ties if number in shown]
    parts = [
        ngettext("community %(number)s (%(count)s link)", "community %(number)s (%(count)s links)", count)
        % {"number": number + 1, "count": count}
        for number, count in touched
    ]
    if parts:
        said.append(_("Linked to %(communities)s.") % {"communities": " · ".join(parts)})
    if one.cut_off:
        said.append(
            ngettext(
                "Without it, %(count)s other would no longer be linked to the rest.",
                "Without it, %(count)s others would no longer be linked to the rest.",
                one.cut_off,
            )
            % {"count": one.cut_off}
        )
    return said
