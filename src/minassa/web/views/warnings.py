"""Warnings: what a person was warned of, with the incidents behind it; and the rules that their agency sets."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minassa.access import list_people
from minassa.base import Invalid
from minassa.records import list_records
from minassa.threats import (
    RuleView,
    WarnedView,
    add_rule,
    change_rule,
    decide_warning,
    delete_rule,
    list_rules,
    list_warnings,
    pause_rule,
    read_rule,
    read_warning,
    take_rule,
)
from minassa.threats.acts import WARNING_DECIDE, WARNING_LIST, WARNING_RULE
from minassa.web import picture_words as words
from minassa.web import wording
from minassa.web.asked import asked_for
from minassa.web.forms.warning import RuleForm
from minassa.web.pieces import Crumb, done, handled
from minassa.web.policy import Call, page
from minassa.web.rights import may
from minassa.web.views.incidents import WAY as INCIDENTS
from minassa.web.views.incidents import line_of, tabs_of

WAY: Final = (*INCIDENTS, Crumb(gettext_lazy("Warnings"), "/incidents/warnings/"))
_PAGE: Final = 30
_MOST_GROUPS: Final = 200
_BOTH: Final = ("GET", "HEAD", "POST")


@page(WARNING_LIST)
def warnings(request: Call) -> HttpResponse:
    """What waits for the person, or what they decided upon; and the rules of their agency."""
    state = request.GET.get("state", "") if request.GET.get("state") in words.WARNING_STATES else "new"
    found = list_warnings(request.actor, state=state, before=request.GET.get("before", ""), size=_PAGE)
    rules, groups, people = list_rules(request.actor), _group_names(request), _colleagues(request)
    context = {
        "found": found,
        "rows": [_warned(one, groups) for one in found.rows],
        "state": state,
        "states": words.WARNING_STATES.items(),
        "rules": [_rule(one, groups, people) for one in rules],
        "may_set": may(request.actor, WARNING_RULE),
        "first": "before" in request.GET,
        "handling": handled([*((one.marks, ()) for one in found.rows), *((one.marks, ()) for one in rules)]),
        **tabs_of(request.actor, "warnings"),
        "crumbs": (*INCIDENTS, Crumb(_("Warnings"))),
    }
    return render(request, "web/incidents/warnings.html", context)


@page(WARNING_LIST)
def warning(request: Call, warning: UUID) -> HttpResponse:
    """One warning: its reason, and the incidents behind it."""
    found = read_warning(request.actor, id=warning, purpose=asked_for(request).get("purpose", ""))
    one = _warned(found.row, _group_names(request))
    context = {
        "one": one,
        "incidents": [line_of(each) for each in found.incidents],
        "gone": found.row.incidents - len(found.incidents),
        "handling": handled([(found.row.marks, ()), *((each.marks, each.obligations) for each in found.incidents)]),
        **tabs_of(request.actor, "warnings"),
        "crumbs": (*WAY, Crumb(one["sentence"])),
    }
    return render(request, "web/incidents/warning.html", context)


@page(WARNING_DECIDE, methods=("POST",))
def decide(request: Call, warning: UUID) -> HttpResponse:
    """Take note of a warning, or dismiss it."""
    is_noted = request.POST.get("answer") == "acknowledged"
    said = _("Noted. The warning has left your work.") if is_noted else _("Dismissed. The warning has left your work.")
    return done(
        request,
        lambda: decide_warning(request.actor, id=warning, state="acknowledged" if is_noted else "dismissed"),
        said,
        reverse("web:warnings"),
    )


@page(WARNING_RULE, methods=_BOTH)
def new_rule(request: Call) -> HttpResponse:
    """Set a rule for one's agency."""
    form = RuleForm(request.POST or None, groups=_groups(request))
    if request.method == "POST" and form.is_valid():
        try:
            add_rule(request.actor, draft=form.draft(), purpose=asked_for(request).get("purpose", ""))
        except Invalid as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(
                request, _("The rule is set. It is looked at within some minutes, and whenever incidents change.")
            )
            return HttpResponseRedirect(reverse("web:warnings"))
    return _rule_page(request, form, None)


@page(WARNING_RULE, methods=_BOTH)
def rule(request: Call, rule: UUID) -> HttpResponse:
    """One rule: change it, let it rest, take it over, delete it."""
    found = read_rule(request.actor, id=rule)
    form = RuleForm(request.POST or None, groups=_groups(request), initial=RuleForm.initial_of(found.draft))
    if request.method == "POST" and form.is_valid():
        try:
            change_rule(request.actor, id=rule, draft=form.draft())
        except Invalid as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The rule is changed."))
            return HttpResponseRedirect(reverse("web:warnings"))
    return _rule_page(request, form, found)


def _rule_page(request: Call, form: RuleForm, found: RuleView | None) -> HttpResponse:
    title = found.draft.name if found else _("New rule")
    context = {
        "form": form,
        "title": title,
        "found": found,
        "keeper": _colleagues(request).get(found.keeper, "") if found else "",
        "kinds": [(words.WARNING_KINDS[one], words.WARNING_MEANINGS[one]) for one in words.WARNING_KINDS],
        "handling": handled([(found.marks, ())]) if found else None,
        **tabs_of(request.actor, "warnings"),
        "crumbs": (*WAY, Crumb(title)),
    }
    return render(request, "web/incidents/warning_rule.html", context, status=422 if form.errors else 200)


@page(WARNING_RULE, methods=("POST",))
def act_on_rule(request: Call, rule: UUID, deed: str) -> HttpResponse:
    """Pause, resume, take over or delete a rule."""
    purpose = asked_for(request).get("purpose", "")
    deeds = {
        "pause": (lambda: pause_rule(request.actor, id=rule, paused=True), _("The rule rests.")),
        "resume": (lambda: pause_rule(request.actor, id=rule, paused=False), _("The rule looks again.")),
        "take": (
            lambda: take_rule(request.actor, id=rule, purpose=purpose),
            _("The rule looks with your eyes now, and warns you."),
        ),
        "delete": (lambda: delete_rule(request.actor, id=rule), _("The rule is deleted. Of what it warned is kept.")),
    }
    act, said = deeds[deed]
    return done(request, act, said, reverse("web:warnings"))


def _group_names(request: Call) -> dict[str, str]:
    return {str(one): name for one, name in _groups(request)}


def _colleagues(request: Call) -> dict[UUID, str]:
    return {one.id: one.name for one in list_people(request.actor, agency=request.actor.agency)}


def _groups(request: Call) -> list[tuple[UUID, str]]:
    purpose = asked_for(request).get("purpose", "")
    rows = list_records(request.actor, schema="ArmedGroup", size=_MOST_GROUPS, purpose=purpose).rows
    return [(one.id, one.caption) for one in rows]


def _warned(one: WarnedView, groups: dict[str, str]) -> dict[str, Any]:
    """A warning in words."""
    sentence, reason = words.warned(one.kind, one.facts, groups)
    return {"one": one, "sentence": sentence, "reason": reason, "kind": words.WARNING_KINDS[one.kind]}


def _rule(one: RuleView, groups: dict[str, str], people: dict[UUID, str]) -> dict[str, Any]:
    draft = one.draft
    scope = [wording.country_name(draft.country)] if draft.country else []
    scope += [groups.get(str(draft.group), _("A group that you may not see"))] if draft.group else []
    kind = words.WARNING_KINDS[draft.kind]
    return {"rule": one, "kind": kind, "scope": scope, "keeper": people.get(one.keeper, "")}
