"""An incident in the register of the EXERCISE node: what went to a recipient for whom it was not meant."""

from datetime import timedelta

from minassa import safeguards
from minassa.base import now
from minassa.node.exercise.people import actor_of
from minassa.safeguards import BreachKind, Entering, RightsRisk, Severity


def leave_a_breach() -> None:
    """Enter one incident, where there is none yet."""
    officer = actor_of("liaison-officer")
    if safeguards.list_breaches(officer).rows:
        return
    said = Entering(
        BreachKind.WRONG_RECIPIENT,
        title="EXERCISE report sent to another agency than was meant",
        what="EXERCISE The wrong agency was ticked. The recipient called and has not opened it.",
        noticed=now() - timedelta(hours=20),
        severity=Severity.MEDIUM,
        risk=RightsRisk.LIKELY,
        persons=2,
    )
    safeguards.enter_breach(officer, said=said)
