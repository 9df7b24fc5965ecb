"""An agency with its people, another one that must not hear, an inspector and a node administrator; and what was read."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from minassa import audit
from minassa.access import Actor, Role
from minassa.access.models import Agency, Token, User
from minassa.access.secrets_at_rest import digest_of, new_secret
from minassa.base import now
from tests.factories import actor_for, make_agency, make_user


@dataclass(frozen=True)
class Scene:
    """Who is there. `stranger` leads the other agency."""

    agency: Agency
    analyst: User
    chief: User
    deputy: User
    stranger: User
    inspector: User
    administrator: User


def a_scene() -> Scene:
    agency, other, oversight = make_agency(), make_agency(), make_agency()
    return Scene(
        agency,
        make_user(agency, (Role.ANALYST,)),
        make_user(agency, (Role.SUPERVISOR,)),
        make_user(agency, (Role.SUPERVISOR,)),
        make_user(other, (Role.SUPERVISOR,)),
        make_user(oversight, (Role.INSPECTOR,)),
        make_user(other, (Role.NODE_ADMINISTRATOR,)),
    )


def acting(user: User) -> Actor:
    return actor_for(user, stepped_up=True)


def a_token_of(user: User) -> UUID:
    digest = digest_of(new_secret("t"))
    return Token.objects.create(user=user, digest=digest, scopes=["check"], expires=now() + timedelta(days=1)).id


def read(
    by: str, agency: UUID | None, times: int, *, action: str = "record.read", same: bool = False, **given: str
) -> None:
    """What the log holds once somebody has read so many things, or one thing so often."""
    one = uuid4()
    details: dict[str, audit.Detail] = {"approval": str(uuid4())} if given.pop("approved", "") else {}
    for _ in range(times):
        audit.append(
            audit.Line(
                action,
                "refused" if "reason" in given else "done",
                by,
                agency=agency,
                subject=f"record:{one if same else uuid4()}",
                reason=given.get("reason", ""),
                details=details,
            )
        )
