"""What every operation declares: who may ask it, what it answers, how it can fail, and how often it may be asked (S11)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, TypeAlias

from minassa.access import Act
from minassa.api.entrances import Session, Token
from minassa.api.pace import Pace


class Open(StrEnum):
    """Policies that need no act."""

    PUBLIC = "public"
    LOGIN = "login"


PUBLIC: Final = Open.PUBLIC
LOGIN: Final = Open.LOGIN
Policy: TypeAlias = Open | Act

POLICY_FIELD: Final = "x-minassa-act"
SCOPE_FIELD: Final = "x-minassa-scope"
FAULTS_FIELD: Final = "x-minassa-faults"


def declared(  # noqa: PLR0913 - a declaration: every property is named where an operation is registered
    policy: Policy,
    answer: Any,  # noqa: ANN401 - a schema, a list of schemas, or None: what ninja takes
    *,
    status: int = 200,
    refusals: tuple[int, ...] = (),
    pace: Pace | None = None,
    extra: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The words for ninja's decorators. The act's service decides; what stands here describes it and a test compares."""
    return {
        "auth": None if policy is PUBLIC else (Token(pace), Session(pace)),
        "response": {status: answer},
        "by_alias": True,
        "openapi_extra": {**_described(policy), FAULTS_FIELD: _faults(policy, refusals), **(extra or {})},
    }


def _faults(policy: Policy, refusals: tuple[int, ...]) -> list[int]:
    """The statuses that the entrance and the threshold add to an operation's own: whoever is slowed is stopped anywhere."""
    always = {400, 500, 503, *refusals}
    if policy is not PUBLIC:
        always |= {401, 403, 429}
    return sorted(always)


def _described(policy: Policy) -> dict[str, str]:
    if isinstance(policy, Open):
        return {POLICY_FIELD: policy.value}
    return {POLICY_FIELD: policy.name, SCOPE_FIELD: policy.scope}
