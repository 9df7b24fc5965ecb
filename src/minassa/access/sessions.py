"""Login sessions: begun at the entrance, bounded in time by role, seen and ended by their owner, ended with the person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from minassa import audit
from minassa.access.actors import actor_of_user
from minassa.access.acts import SESSION_BEGIN, SESSION_END, SESSION_END_OTHERS, SESSION_LIST
from minassa.access.doorway import door
from minassa.access.models import LoginSession, User
from minassa.access.secrets_at_rest import digest_of
from minassa.access.service.people import kept_person
from minassa.access.types import Actor, Role
from minassa.base import NotFound, Refused, fault_code, now

SESSION_OVER: Final = fault_code(
    "access.session-over",
    _("Your session has ended."),
    _("Log in again. What you had typed into a form is kept as a draft."),
)
SESSION_UNKNOWN: Final = fault_code(
    "access.session-unknown",
    _("There is no such session, or it has ended already."),
    _("Load the list of sessions again."),
)

LONGEST_DEVICE: Final = 200
SEEN_EVERY: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session lasts without a request, and at most."""

    idle: timedelta
    absolute: timedelta


ORDINARY: Final = Limits(timedelta(minutes=30), timedelta(hours=12))
POWERFUL: Final = Limits(timedelta(minutes=15), timedelta(hours=8))
LIMITS: Final[Mapping[Role, Limits]] = dict.fromkeys(Role, ORDINARY) | {
    Role.SUPERVISOR: POWERFUL,
    Role.SECRETARIAT: POWERFUL,
    Role.INSPECTOR: POWERFUL,
    Role.NODE_ADMINISTRATOR: POWERFUL,
}


@dataclass(frozen=True, slots=True)
class SessionView:
    """One session as its owner sees it."""

    id: UUID
    device: str
    source: str
    began: datetime
    seen: datetime
    current: bool


def begin_session(user_id: UUID, *, key: str, device: str, source: str, with_factor: bool) -> UUID:
    """Begin a session for a person who has just shown who they are; `key` is kept as a digest only. Gives its id."""
    user = User.objects.get(pk=user_id)
    moment = now()
    session = LoginSession.objects.create(
        user=user,
        key_digest=digest_of(key),
        device=device[:LONGEST_DEVICE],
        source=source[:64],
        began=moment,
        seen=moment,
        stepped_up_at=moment if with_factor else None,
    )
    audit.append(
        audit.Line(
            SESSION_BEGIN.name,
            "done",
            f"user:{user.id}",
            agency=user.agency_id,
            subject=f"user:{user.id}",
            details={"session": session.id, "factor": with_factor},
        )
    )
    return session.id


def resume_session(session_id: UUID, *, user_id: UUID, passive: bool = False) -> Actor:
    """The actor of a request in this session. Raises Refused once it was ended, has timed out, or its person is disabled.

    Rights are read anew each time (S15). A session past its time is ended for good (S07); `passive` requests, which open
    pages make by themselves, do not prolong it.
    """
    session = LoginSession.objects.select_related("user__agency").filter(id=session_id, user=user_id).first()
    if session is None or session.ended is not None:
        raise Refused(SESSION_OVER)
    actor = actor_of_user(session.user, session)
    over = _over(session, limits_of(actor.roles), now())
    if over:
        _end(session, f"system:{over}")
        raise Refused(SESSION_OVER)
    if not passive and now() - session.seen >= SEEN_EVERY:
        LoginSession.objects.filter(id=session.id).update(seen=now())
    return actor


def limits_of(roles: frozenset[Role]) -> Limits:
    """The strictest limits of a person's roles (S07)."""
    each = [LIMITS[role] for role in roles] or [POWERFUL]
    return Limits(min(one.idle for one in each), min(one.absolute for one in each))


def step_up(session_id: UUID) -> None:
    """Note that the person has just shown a factor again in this session."""
    LoginSession.objects.filter(id=session_id, ended__isnull=True).update(stepped_up_at=now())


def list_sessions(actor: Actor) -> list[SessionView]:
    """The actor's own sessions that are still open, the newest first."""
    with door(actor, SESSION_LIST):
        limits = limits_of(actor.roles)
        rows = LoginSession.objects.filter(user=actor.user_id, ended__isnull=True).order_by("-began")
        return [_view(row, actor) for row in rows if not _over(row, limits, now())]


def end_session(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the session's own word
    """End one of the actor's own sessions. Raises NotFound for any other."""
    with door(actor, SESSION_END, subject=f"session:{id}"):
        session = LoginSession.objects.filter(id=id, user=actor.user_id, ended__isnull=True).first()
        if session is None:
            raise NotFound(SESSION_UNKNOWN)
        LoginSession.objects.filter(id=id).update(ended=now())


def end_sessions_of(actor: Actor, *, person: UUID) -> int:
    """End all sessions of a person whom the actor looks after (S08). Gives how many. NotFound for anybody else."""
    with door(actor, SESSION_END_OTHERS, subject=f"user:{person}") as opened:
        row = kept_person(actor, person)
        ended = LoginSession.objects.filter(user=person, ended__isnull=True).update(ended=now())
        opened.note(owner=row.agency_id, sessions=ended)
        return ended


def end_other_sessions(actor: Actor) -> int:
    """End all sessions of the actor but the present one, as after a change of password. Gives how many."""
    with door(actor, SESSION_END) as opened:
        others = LoginSession.objects.filter(user=actor.user_id, ended__isnull=True)
        ended = (others.exclude(id=actor.session) if actor.session else others).update(ended=now())
        opened.note(sessions=ended)
        return ended


def list_security_events(actor: Actor, *, limit: int = 20) -> list[audit.LineView]:
    """What concerned the actor's own login lately, newest first: sessions, failed attempts, factors, rights (S10)."""
    with door(actor, SESSION_LIST):
        return audit.lines(audit.Filters(subject=f"user:{actor.user_id}"), limit=limit)


def recent_failures(user_id: UUID) -> int:
    """How many attempts to log in as a person failed since their last session began; counted up to a hundred."""
    failures = 0
    for line in audit.lines(audit.Filters(subject=f"user:{user_id}"), limit=100):
        if line.action == SESSION_BEGIN.name:
            break
        failures += line.action.startswith("login.") and line.outcome == "failed"
    return failures


def leave(session_id: UUID) -> None:
    """End a session at its owner's log-out."""
    session = LoginSession.objects.select_related("user").filter(id=session_id, ended__isnull=True).first()
    if session is not None:
        _end(session, f"user:{session.user_id}")


def _end(session: LoginSession, by: str) -> None:
    LoginSession.objects.filter(id=session.id).update(ended=now())
    subject = f"session:{session.id}"
    audit.append(audit.Line(SESSION_END.name, "done", by, agency=session.user.agency_id, subject=subject))


def _over(session: LoginSession, limits: Limits, moment: datetime) -> str:
    """Which limit a session has passed: "idle-limit", "absolute-limit", or nothing."""
    if moment - session.began >= limits.absolute:
        return "absolute-limit"
    return "idle-limit" if moment - session.seen >= limits.idle else ""


def _view(row: LoginSession, actor: Actor) -> SessionView:
    return SessionView(row.id, row.device, row.source, row.began, row.seen, row.id == actor.session)
