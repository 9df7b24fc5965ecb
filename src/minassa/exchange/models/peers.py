"""Rows of the peers: the directory that this node trusts, and how it stands with each other node.

None of these is guarded: they hold who takes part and when nodes spoke, which every member may know, and envelopes which this
node cannot open.
"""

from django.db import models

from minassa.base import now


class PinnedDirectory(models.Model):
    """One version of the directory that this node has verified. The highest one counts."""

    version = models.PositiveIntegerField(primary_key=True)
    content = models.TextField()
    digest = models.CharField(max_length=64)
    pinned = models.DateTimeField(default=now)


class NodeCard(models.Model):
    """At the secretariat: what a node says of itself (its address, keys and agencies), to be published."""

    node = models.UUIDField(primary_key=True)
    content = models.TextField()
    added = models.DateTimeField(default=now)


class PeerState(models.Model):
    """How this node stands with another one: when they last spoke, and when it is tried again.

    `heard` it spoke to us, `reached` it answered us, `asked` we asked it (the secretariat) for what waits and what is new.
    `head` is the end of its ledger that it showed us last, sealed by itself; `shown` the end of ours that it has confirmed;
    `cut` since when it knows of an end (`cut_head`) that our ledger does not have.
    """

    node = models.UUIDField(primary_key=True)
    heard = models.DateTimeField(null=True)
    reached = models.DateTimeField(null=True)
    asked = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    next_try = models.DateTimeField(default=now)
    fault = models.CharField(max_length=80, blank=True)
    refused = models.PositiveIntegerField(default=0)
    refused_at = models.DateTimeField(null=True)
    refused_code = models.CharField(max_length=80, blank=True)
    head = models.CharField(max_length=200, blank=True, default="")
    shown = models.CharField(max_length=200, blank=True, default="")
    cut = models.DateTimeField(null=True)
    cut_head = models.CharField(max_length=200, blank=True, default="")


class SeenNonce(models.Model):
    """A request that was received, so that its copy is refused; forgotten when its signature is too old anyway."""

    key = models.CharField(max_length=64)
    nonce = models.CharField(max_length=64)
    until = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="nonce_once", fields=["key", "nonce"])]


class RelayedEnvelope(models.Model):
    """At the secretariat: an envelope that waits until its recipient fetches it. This node cannot open it."""

    id = models.UUIDField(primary_key=True)
    sender = models.UUIDField()
    recipient = models.UUIDField()
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    kept = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(name="relay_waiting", fields=["recipient", "kept", "id"])]
