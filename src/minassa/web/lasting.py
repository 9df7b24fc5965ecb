"""What lasts of second factors: one that was removed, perhaps with a lost device, opens nothing in a restored node."""

from typing import Final
from uuid import UUID

from allauth.mfa.models import Authenticator

from minassa.access import LastingAct, Opened, lasting_kind


def _forget(_opened: Opened, act: LastingAct) -> bool:
    """Remove all factors: which one it was cannot be told any more, and a new one is set up at the next login."""
    gone, _by_kind = Authenticator.objects.filter(user_id=UUID(act.subject.partition(":")[2])).delete()
    return bool(gone)


FACTORS_GONE: Final = lasting_kind("person.factors", _forget)
