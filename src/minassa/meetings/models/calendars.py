"""Links by which calendar programs follow what a person may attend."""

from django.db import models

from minassa.access import Guarded
from minassa.base import now


class CalendarLink(Guarded):
    """What the link of one token shows: all meetings of the person, or one edition, or one session. The person alone sees the row.

    The secret itself is a token's, which `token` names: it is kept as a digest, expires, and is revoked like every other one.
    """

    token = models.UUIDField(unique=True)
    edition = models.UUIDField(null=True)
    session = models.UUIDField(null=True)
    language = models.CharField(max_length=2)
    made = models.DateTimeField(default=now)
