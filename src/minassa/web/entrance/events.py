"""What happens at the entrance is written into the log, tied to the login session, and told to the person (S10, S20)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import authentication_step_completed, password_changed
from allauth.account.signals import user_logged_in as login_completed
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
    authenticator_used,
)
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import ngettext

from minassa import audit
from minassa.access import (
    FRESH,
    Act,
    begin_session,
    end_other_sessions,
    leave,
    outlast,
    recent_failures,
    resume_session,
    step_up,
)
from minassa.base import now
from minassa.web import acts
from minassa.web.entrance import devices, notices
from minassa.web.lasting import FACTORS_GONE
from minassa.web.middleware import remember_choice
from minassa.web.shell import THEME_COOKIE

SESSION: Final = "minassa.session"
FACTOR: Final = "minassa.factor"
PROVED: Final = "minassa.proved"
NOBODY: Final = "system:entrance"
BURST: Final = 5


def connect() -> None:
    """Listen to Django's and allauth's signals; called once when the apps are ready."""
    listeners: Mapping[Any, Any] = {
        user_logged_in: on_login,
        login_completed: on_login_completed,
        user_logged_out: on_logout,
        authentication_step_completed: on_proof,
        password_changed: on_password_changed,
        authenticator_added: on_factor_added,
        authenticator_removed: on_factor_removed,
        authenticator_reset: on_factor_renewed,
        authenticator_used: on_factor_used,
        authentication_failed: on_factor_failed,
    }
    for signal, listener in listeners.items():
        signal.connect(listener, dispatch_uid=f"minassa.{listener.__name__}")


def login_failed(request: HttpRequest, username: str, *, reason: str) -> None:
    """A login that was not accepted. The same work for known and unknown names (S05)."""
    user = get_user_model().objects.filter(username=username.strip().lower()).first()
    _write(acts.LOGIN_TRY, "failed", request, user, by=NOBODY, reason=reason)
    _tell_of_burst(request, user)


def on_login(request: HttpRequest, user: Any, **_others: object) -> None:  # noqa: ANN401 - access.User
    """The person is in: begin their session, and tell them of failed attempts since the last one."""
    failures = recent_failures(user.pk)
    factor = next((one["type"] for one in reversed(_proofs(request, user)) if one["method"] == "mfa"), "")
    if request.session.session_key is None:
        request.session.save()
    session = begin_session(
        user.pk,
        key=str(request.session.session_key),
        device=request.META.get("HTTP_USER_AGENT", ""),
        source=source_of(request),
        with_factor=bool(factor),
    )
    request.session[SESSION], request.session[FACTOR] = str(session), factor
    if factor or not _has_factor(user):
        _prove(request)
    if failures:
        text = ngettext(
            "Since your last session, %(count)s attempt to log in with your name failed.",
            "Since your last session, %(count)s attempts to log in with your name failed.",
            failures,
        )
        messages.warning(request, text % {"count": failures}, fail_silently=True)


def on_login_completed(request: HttpRequest, user: Any, response: HttpResponseBase, **_others: object) -> None:  # noqa: ANN401 - the same
    """A person came in through the login page: remember the device, note a new one, and speak their language."""
    if not devices.known_device(request, user.username):
        _write(acts.LOGIN_NEW_DEVICE, "done", request, user)
        _tell(notices.NEW_DEVICE, user, source=source_of(request))
    devices.remember_device(request, response, user.username)
    for cookie, chosen in ((settings.LANGUAGE_COOKIE_NAME, user.language), (THEME_COOKIE, user.theme)):
        if chosen and cookie not in request.COOKIES:
            remember_choice(response, cookie, chosen)


def on_logout(request: HttpRequest, user: Any, **_others: object) -> None:  # noqa: ANN401 - the same
    """The person leaves: their session ends."""
    session = request.session.get(SESSION) if user is not None else None
    request.left = True  # type: ignore[attr-defined] # tells our middleware to clear the browser too
    if session:
        leave(UUID(session))


def on_proof(request: HttpRequest, user: Any, method: str, **extra: object) -> None:  # noqa: ANN401 - the same
    """Somebody confirmed who they are. Without a second factor, as on a node for exercises, the password must do."""
    if method == "password" and extra.get("reauthenticated") and not _has_factor(user):
        _stepped_up(request)


def on_factor_used(request: HttpRequest, user: Any, authenticator: Any, **extra: object) -> None:  # noqa: ANN401 - the same
    """A factor was accepted: at login the session is still to come, later it is a step-up."""
    if extra.get("reauthenticated"):
        request.session[FACTOR] = authenticator.type
        _stepped_up(request)
    _write(acts.LOGIN_FACTOR, "done", request, user, kind=authenticator.type)


def on_factor_failed(request: HttpRequest, user: Any, authenticator: Any, **_others: object) -> None:  # noqa: ANN401 - the same
    """A wrong code."""
    _write(acts.LOGIN_FACTOR, "failed", request, user, by=NOBODY, reason="factor", kind=authenticator.type)
    _tell_of_burst(request, user)


def on_factor_added(request: HttpRequest, user: Any, authenticator: Any, **_others: object) -> None:  # noqa: ANN401 - the same
    """A factor was set up, which takes showing it once: the session counts as confirmed by it."""
    _write(acts.FACTOR_ADD, "done", request, user, kind=authenticator.type)
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        _tell(notices.FACTOR_ADDED, user)
        request.session[FACTOR] = authenticator.type
        _stepped_up(request)


def on_factor_removed(request: HttpRequest, user: Any, authenticator: Any, **_others: object) -> None:  # noqa: ANN401 - the same
    """A factor was removed; whoever has none left must set one up at once."""
    _write(acts.FACTOR_REMOVE, "done", request, user, kind=authenticator.type)
    outlast(FACTORS_GONE, subject=f"user:{user.pk}")
    _tell(notices.FACTOR_REMOVED, user)
    if not _has_factor(user):
        request.session[FACTOR] = ""


def on_factor_renewed(request: HttpRequest, user: Any, authenticator: Any, **_others: object) -> None:  # noqa: ANN401 - the same
    """New recovery codes."""
    _write(acts.FACTOR_RENEW, "done", request, user, kind=authenticator.type)


def on_password_changed(request: HttpRequest, user: Any, **_others: object) -> None:  # noqa: ANN401 - the same
    """A new password ends the person's other sessions."""
    _write(acts.PASSWORD_CHANGE, "done", request, user)
    outlast("person.credentials", subject=f"user:{user.pk}")
    _tell(notices.PASSWORD_CHANGED, user)
    actor = getattr(request, "actor", None)
    if actor is not None:
        end_other_sessions(actor)


def _tell_of_burst(request: HttpRequest, user: Any) -> None:  # noqa: ANN401 - access.User, or None
    """Once, when so many attempts failed since the last session that it is no slip of the fingers."""
    failures = recent_failures(UUID(int=0) if user is None else user.pk)  # the same work for a name nobody has (S05)
    if user is not None and failures == BURST:
        _tell(notices.FAILED_BURST, user, count=BURST, source=source_of(request))


def _tell(kind: str, user: Any, **params: str | int) -> None:  # noqa: ANN401 - access.User
    notices.give(kind, person=user.pk, agency=user.agency_id, **params)


def source_of(request: HttpRequest) -> str:
    """The address that the request came from; behind a declared proxy, the one that it names."""
    return get_client_ip(request) or ""


def is_proved(request: HttpRequest) -> bool:
    """Whether the best proof that the person has was given just now: a factor, or the password of whoever has none yet."""
    at = request.session.get(PROVED)
    return at is not None and now() - datetime.fromisoformat(at) < FRESH


def _prove(request: HttpRequest) -> None:
    request.session[PROVED] = now().isoformat()


def _stepped_up(request: HttpRequest) -> None:
    _prove(request)
    session = request.session.get(SESSION)
    if session:
        step_up(UUID(session))
        if getattr(request, "actor", None) is not None and request.user.pk is not None:
            request.actor = resume_session(UUID(session), user_id=request.user.pk)  # type: ignore[attr-defined] # set by our middleware


def _has_factor(user: Any) -> bool:  # noqa: ANN401 - access.User
    strong = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user=user, type__in=strong).exists())


def _proofs(request: HttpRequest, user: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - the same
    found: list[dict[str, Any]] = get_authentication_records(request, user)
    return found


def _write(  # noqa: PLR0913 - the parts of an audit line
    act: Act,
    outcome: audit.Outcome,
    request: HttpRequest,
    user: Any,  # noqa: ANN401 - access.User, or None for a name that nobody has
    *,
    by: str = "",
    reason: str = "",
    **details: audit.Detail,
) -> None:
    line = audit.Line(
        act.name,
        outcome,
        by or f"user:{user.pk}",
        agency=None if user is None else user.agency_id,
        subject=None if user is None else f"user:{user.pk}",
        reason=reason,
        details={"source": source_of(request), **details},
    )
    with transaction.atomic():
        audit.append(line)
