"""What the tests of cases begin with: an agency's people, the sample list, a hit of it, and evidence that is composed."""

from dataclasses import dataclass
from typing import Any

from minassa.access import Actor, Role
from minassa.access.models import Agency, User
from minassa.cases import Evidence, EvidenceLine, Origin, OriginKind
from minassa.check import Answer, Question, check
from minassa.screening import import_list
from minassa.screening.jobs import recheck_changed
from tests.factories import actor_for, make_agency, make_user
from tests.screening.samples import SAMPLES

QUESTION = Question("Youssef Ben Salah El Mesbahi")
PURPOSE = "terrorism-financing"


@dataclass(frozen=True, slots=True)
class Unit:
    """An agency's unit: two analysts and their supervisor."""

    agency: Agency
    users: tuple[User, User, User]
    analyst: Actor
    second: Actor
    chief: Actor


def a_unit() -> Unit:
    agency = make_agency()
    users = (
        make_user(agency, (Role.FIU_ANALYST,)),
        make_user(agency, (Role.ANALYST,)),
        make_user(agency, (Role.SUPERVISOR,)),
    )
    return Unit(agency, users, *(actor_for(one) for one in users))


def with_list(actor: Actor) -> None:
    import_list(actor, source="un-sc", path=SAMPLES["un-sc"])
    recheck_changed()


def ask(actor: Actor) -> Answer:
    return check(actor, question=QUESTION, purpose=PURPOSE, case="EX-1")


def piece(text: str = "EXERCISE CANARY transfers", **given: Any) -> Evidence:
    return Evidence(
        **{
            "title": text,
            "lines": (EvidenceLine("amount", "EXERCISE 9900 XOF"), EvidenceLine("account", "EXERCISE-1")),
            "source": "pattern",
            "ref": "finding-1",
            "fingerprint": "1",
        }
        | given
    )


def origin(*pieces: Evidence, ref: str = "finding:1") -> Origin:
    return Origin(OriginKind.PATTERN, ref, "EXERCISE structuring", pieces or (piece(),))
