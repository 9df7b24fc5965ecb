"""A person's own account: factors, sessions, tokens, what happened lately; and the page behind an invitation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minassa.access import (
    accept_invitation,
    add_token,
    end_other_sessions,
    end_session,
    list_security_events,
    list_sessions,
    list_tokens,
    read_invitation,
    revoke_token,
)
from minassa.audit import LineView
from minassa.base import Fault, Invalid
from minassa.web.forms.account import NewPasswordSheet, TokenSheet
from minassa.web.pieces import Crumb
from minassa.web.policy import ENTERING, LOGIN, PUBLIC, Call, page

_INVITATION: Final = "minassa.invitation"
CRUMB: Final = Crumb(gettext_lazy("Account and security"))

# (action, outcome) -> what happened, in the words of the person's own account.
EVENTS: Final[Mapping[tuple[str, str], Promise]] = {
    ("session.begin", "done"): gettext_lazy("Logged in"),
    ("login.try", "failed"): gettext_lazy("Failed attempt to log in"),
    ("login.factor", "failed"): gettext_lazy("Wrong code"),
    ("login.factor", "done"): gettext_lazy("Confirmed with a factor"),
    ("login.new-device", "done"): gettext_lazy("Logged in on a new device"),
    ("factor.add", "done"): gettext_lazy("Factor added"),
    ("factor.remove", "done"): gettext_lazy("Factor removed"),
    ("factor.renew", "done"): gettext_lazy("New recovery codes made"),
    ("factor.forget", "done"): gettext_lazy("All factors removed by your administrator"),
    ("password.change", "done"): gettext_lazy("Password changed"),
    ("person.accept", "done"): gettext_lazy("Password chosen by invitation"),
    ("person.reset", "done"): gettext_lazy("New password link given by your administrator"),
    ("person.roles", "done"): gettext_lazy("Roles changed"),
    ("session.end-others", "done"): gettext_lazy("All sessions ended by your administrator"),
}
FACTOR_KINDS: Final[Mapping[str, Promise]] = {
    "webauthn": gettext_lazy("passkey"),
    "totp": gettext_lazy("app for one-time codes"),
    "recovery_codes": gettext_lazy("recovery codes"),
}
WARNED: Final = frozenset({"login.try", "login.new-device", "factor.remove", "factor.forget", "person.reset"})


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a person's own login."""

    at: datetime
    what: str | Promise
    kind: str | Promise
    source: str
    warned: bool


@dataclass(frozen=True, slots=True)
class Passkey:
    """One passkey."""

    pk: int
    name: str
    added: datetime
    used: datetime | None


_BROWSERS: Final = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS: Final = ("Android", "iPhone", "iPad", "Windows", "Mac OS X", "Linux")


def device_words(agent: str) -> str:
    """A browser and its system in two words, where its long description gives them away; otherwise that description."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    system = next((name for name in _SYSTEMS if name in agent), "")
    return f"{browser} · {system}" if browser and system else agent


@page(LOGIN)
def account(request: Call) -> HttpResponse:
    """The overview."""
    return _overview(request, TokenSheet())


def _overview(request: Call, form: TokenSheet, *, secret: str = "", status: int = 200) -> HttpResponse:
    context = {
        "crumbs": (CRUMB,),
        "sessions": [(one, device_words(one.device)) for one in list_sessions(request.actor)],
        "tokens": [one for one in list_tokens(request.actor) if not one.is_revoked],
        "events": [event for line in list_security_events(request.actor, limit=40) if (event := _event(line))][:15],
        "form": form,
        "secret": secret,
        **_factors(request),
    }
    return render(request, "web/account/overview.html", context, status=status)


def _event(line: LineView) -> Event | None:
    what = EVENTS.get((line.action, line.outcome))
    if what is None:
        return None
    kind = FACTOR_KINDS.get(str(line.details.get("kind") or ""), "")
    return Event(line.at, what, kind, str(line.details.get("source") or ""), line.action in WARNED)


def _factors(request: HttpRequest) -> dict[str, Any]:
    mine = list(Authenticator.objects.filter(user=request.user).order_by("created_at"))
    kinds = {one.type: one for one in mine}
    codes = kinds.get(Authenticator.Type.RECOVERY_CODES)
    return {
        "passkeys": [_passkey(one) for one in mine if one.type == Authenticator.Type.WEBAUTHN],
        "app": kinds.get(Authenticator.Type.TOTP),
        "codes_left": None if codes is None else len(codes.wrap().get_unused_codes()),
    }


def _passkey(one: Any) -> Passkey:  # noqa: ANN401 - allauth's untyped row
    return Passkey(one.pk, one.wrap().name, one.created_at, one.last_used_at)


@page(ENTERING)
def factors(request: HttpRequest) -> HttpResponse:
    """Where a second factor is set up: the only page, beside log-out, for whoever has none yet (S01)."""
    return render(request, "web/account/factors.html", {"crumbs": _way(_("Second factors")), **_factors(request)})


@page(ENTERING)
def passkey_needed(request: HttpRequest) -> HttpResponse:
    """For roles that must use their passkey and came in with something weaker."""
    return render(request, "web/account/passkey_needed.html", {})


@page(ENTERING)
def to_factors(_request: HttpRequest) -> HttpResponse:
    """Where allauth leads after a change of factors."""
    return HttpResponseRedirect(reverse("account_factors"))


@page(LOGIN, methods=("POST",))
def end_one(request: Call, session: UUID) -> HttpResponse:
    """End one of one's own sessions; the present one is a log-out."""
    end_session(request.actor, id=session)
    messages.success(request, _("The session was ended."))
    return HttpResponseRedirect(reverse("account"))


@page(LOGIN, methods=("POST",))
def end_others(request: Call) -> HttpResponse:
    """End all of one's sessions but this one."""
    end_other_sessions(request.actor)
    messages.success(request, _("Your other sessions were ended."))
    return HttpResponseRedirect(reverse("account"))


@page(LOGIN, methods=("POST",))
def new_token(request: Call) -> HttpResponse:
    """Make a token; its secret is shown on this one page only."""
    form = TokenSheet(request.POST)
    if not form.is_valid():
        return _overview(request, form, status=422)
    given = form.cleaned_data
    made = add_token(request.actor, name=given["name"], scopes=given["scopes"], days=given["days"])
    return _overview(request, TokenSheet(), secret=made.secret)


@page(LOGIN, methods=("POST",))
def end_token(request: Call, token: UUID) -> HttpResponse:
    """End one of one's own tokens."""
    revoke_token(request.actor, token=token)
    messages.success(request, _("The token no longer works."))
    return HttpResponseRedirect(reverse("account"))


@page(PUBLIC)
def open_invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """The link itself: keep its secret in the session and go on without it in the address (S26)."""
    request.session[_INVITATION] = secret
    return HttpResponseRedirect(reverse("account_take_invitation"))


@page(PUBLIC, methods=("GET", "HEAD", "POST"))
def take_invitation(request: HttpRequest) -> HttpResponse:
    """Choose a password by an invitation. Raises Invalid for a link that is not open."""
    secret = str(request.session.get(_INVITATION, ""))
    person = read_invitation(secret=secret)
    form = NewPasswordSheet(request.POST or None)
    if request.method == "POST" and form.is_valid() and _accepted(request, secret, form):
        messages.success(request, _("Your password is set. Log in with it now."))
        return HttpResponseRedirect(reverse("account_login"))
    context = {"form": form, "invited": person}
    return render(request, "web/account/invitation.html", context, status=422 if form.errors else 200)


def _accepted(request: HttpRequest, secret: str, form: NewPasswordSheet) -> bool:
    try:
        accept_invitation(secret=secret, password=form.cleaned_data["password"])
    except Invalid as fault:
        _tell(form, fault)
        return False
    request.session.pop(_INVITATION, None)
    return True


def _tell(form: NewPasswordSheet, fault: Fault) -> None:
    form.add_error("password", str(fault))


def _way(title: str) -> tuple[Crumb, ...]:
    return (Crumb(CRUMB.title, reverse("account")), Crumb(title))
