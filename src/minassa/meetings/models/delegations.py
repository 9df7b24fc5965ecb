"""Delegations, their invitations, and the people whom they send."""

from typing import ClassVar

from django.db import models

from minassa.access import Guarded
from minassa.base import now
from minassa.meetings.models.editions import Edition


class Delegation(Guarded):
    """A delegation as all participants of the edition see it: of an agency, a state or an observer organisation.

    `agency` is whose people act for it. The label's owner is the secretariat, which invites.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="delegations")
    agency = models.UUIDField()
    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2, blank=True)
    invited = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "agency"], name="one_delegation_of_an_agency")
        ]


class Invitation(Guarded):
    """What the secretariat writes to one delegation alone: how many may come, until when they are named, and a word."""

    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="invitations")
    quota = models.PositiveSmallIntegerField()
    answer_by = models.DateField(null=True)
    word = models.TextField(blank=True)
    modified = models.DateTimeField(default=now)


class Delegate(Guarded):
    """A person whom a delegation sends. The owner is the delegation's agency: only it and the secretariat see this row.

    While `state` is draft the label is that of the agency alone. `listens` is the language of interpretation, `listening` what
    was chosen otherwise for single sessions, by the session's id; `user` is the login on this node, where there is one.
    """

    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="delegates")
    owner = models.UUIDField()
    user = models.UUIDField(null=True)
    state = models.CharField(max_length=12)
    name = models.CharField(max_length=200)
    function = models.CharField(max_length=200, blank=True)
    is_head = models.BooleanField(default=False)
    speaks = models.JSONField(default=list)
    listens = models.CharField(max_length=2, blank=True)
    listening = models.JSONField(default=dict)
    needs = models.TextField(blank=True)
    modified = models.DateTimeField(default=now)


class Accreditation(Guarded):
    """What the secretariat decided about a nominated person. The delegation reads it; no other one does.

    It counts while it is newer than what the delegation says of the person. `number` is that of the badge, once for the edition.
    """

    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="accreditations")
    delegate = models.OneToOneField(Delegate, on_delete=models.CASCADE, related_name="accreditation")
    decision = models.CharField(max_length=12)
    reason = models.TextField(blank=True)
    number = models.PositiveIntegerField()
    decided = models.DateTimeField(default=now)


class Arrival(Guarded):
    """That an accredited person came to the meeting on one of its days: by the code of the badge, or found in the list."""

    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="arrivals")
    delegate = models.ForeignKey(Delegate, on_delete=models.CASCADE, related_name="arrivals")
    day = models.DateField()
    way = models.CharField(max_length=8)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["delegate", "day"], name="one_arrival_a_day")]


class Attendance(Guarded):
    """That an accredited person was in a session: by the code of the badge, or found in the list. The label is that of an arrival."""

    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="+")
    delegate = models.ForeignKey(Delegate, on_delete=models.CASCADE, related_name="attended")
    session = models.UUIDField(db_index=True)
    way = models.CharField(max_length=8)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["delegate", "session"], name="once_in_a_session")]


class Credential(Guarded):
    """The letter with which an agency accredits its delegation, its files attached. The agency owns it; the secretariat sees it too.

    `submitted` is when it was last sent to the secretariat, none before.
    """

    delegation = models.OneToOneField(Delegation, on_delete=models.CASCADE, related_name="credential")
    submitted = models.DateTimeField(null=True)
    modified = models.DateTimeField(default=now)


class CredentialReview(Guarded):
    """What the secretariat decided about a letter. It counts while it is newer than the letter, and of the very files that it names.

    `files` are their ids, and a file never changes; the delegation reads the decision and its reason.
    """

    credential = models.OneToOneField(Credential, on_delete=models.CASCADE, related_name="review")
    is_accepted = models.BooleanField()
    reason = models.TextField(blank=True)
    files = models.JSONField(default=list)
    decided = models.DateTimeField(default=now)
