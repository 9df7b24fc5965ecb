"""Rows of cyber. All are guarded: what the walls hide is in no answer, count or export."""

from typing import ClassVar

from django.db import models

from minassa.access import Guarded
from minassa.base import now


class Indicator(Guarded):
    """One indicator as its author wrote it (`content`, the exact bytes as text) with what is asked of it often.

    `stix_id` is the author's id, `version` their `modified`. `kind` is that of its first observable, empty where it has
    none that we compare. `source` says where it came from: a file, a feed, an agency.
    """

    stix_id = models.CharField(max_length=100)
    version = models.DateTimeField()
    name = models.CharField(max_length=250)
    pattern_type = models.CharField(max_length=32)
    pattern = models.TextField()
    kind = models.CharField(max_length=12, blank=True)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    revoked = models.BooleanField(default=False)
    confidence = models.PositiveSmallIntegerField(null=True)
    source = models.CharField(max_length=120)
    content = models.TextField()
    received = models.DateTimeField(default=now)
    modified = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="indicator_newest", fields=["label", "-modified", "-id"]),
            models.Index(name="indicator_newest_of_kind", fields=["kind", "label", "-modified", "-id"]),
            models.Index(name="indicator_origin", fields=["stix_id", "label"]),
        ]


class IndicatorKey(Guarded):
    """One key under which an observable of an indicator is found (`observables.held_keys`).

    `alone`: this observable by itself satisfies the pattern; else it is one part of it.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="keys")
    key = models.UUIDField()
    alone = models.BooleanField()

    class Meta:
        indexes: ClassVar = [models.Index(name="indicator_key", fields=["key", "label"])]


class IndicatorNetwork(Guarded):
    """A network of addresses that an indicator names: few rows, whose prefix lengths are asked before each check."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="networks")
    key = models.UUIDField()
    kind = models.CharField(max_length=12)
    length = models.PositiveSmallIntegerField()
    alone = models.BooleanField()

    class Meta:
        indexes: ClassVar = [
            models.Index(name="indicator_network", fields=["key", "label"]),
            models.Index(name="indicator_network_lengths", fields=["label", "kind", "length"]),
        ]


class Threat(Guarded):
    """A thin node for what its author describes: a campaign, an actor, malware, a tool, a technique of ATT&CK.

    `mark` is its number in MITRE's catalogue (`T1566.001`), `tactics` the phases to which it belongs, parted by spaces;
    `content` the author's exact bytes as text.
    """

    stix_id = models.CharField(max_length=300)
    version = models.DateTimeField()
    type = models.CharField(max_length=32)
    name = models.CharField(max_length=250)
    mark = models.CharField(max_length=32, blank=True)
    tactics = models.CharField(max_length=500, blank=True)
    revoked = models.BooleanField(default=False)
    source = models.CharField(max_length=120)
    content = models.TextField()
    received = models.DateTimeField(default=now)
    modified = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="threat_newest", fields=["label", "-modified", "-id"]),
            models.Index(name="threat_newest_of_type", fields=["type", "label", "-modified", "-id"]),
            models.Index(name="threat_origin", fields=["stix_id", "label"]),
        ]


class Relation(Guarded):
    """What one thing has to do with another: an indicator indicates malware, an actor uses a technique.

    `from_catalogue`: stated by a catalogue of what can happen, such as ATT&CK itself, not by somebody who saw it happen.
    """

    stix_id = models.CharField(max_length=300)
    version = models.DateTimeField()
    type = models.CharField(max_length=64)
    source_ref = models.CharField(max_length=300)
    target_ref = models.CharField(max_length=300)
    target_type = models.CharField(max_length=32)
    from_catalogue = models.BooleanField()
    revoked = models.BooleanField(default=False)
    content = models.TextField()
    modified = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="relation_origin", fields=["stix_id", "label"]),
            models.Index(name="relation_source", fields=["source_ref", "label"]),
            models.Index(name="relation_target", fields=["target_ref", "label"]),
            models.Index(name="relation_seen", fields=["target_type", "from_catalogue", "label"]),
        ]


class Sighting(Guarded):
    """An agency has met what an indicator names: so often, from when to when. A stream of its own, read by `arrived`.

    `ref` is the indicator's STIX id: the indicator's owner and who met it hold it in rows of their own.
    """

    stix_id = models.CharField(max_length=300)
    version = models.DateTimeField()
    ref = models.CharField(max_length=300)
    count = models.PositiveIntegerField(default=1)
    first_seen = models.DateTimeField(null=True)
    last_seen = models.DateTimeField(null=True)
    revoked = models.BooleanField(default=False)
    source = models.CharField(max_length=120)
    modified = models.DateTimeField(default=now)
    arrived = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="sighting_origin", fields=["stix_id", "label"]),
            models.Index(name="sighting_of", fields=["ref", "label", "-arrived", "-id"]),
            models.Index(name="sighting_stream", fields=["arrived", "id"]),
        ]


class KnownContent(Guarded):
    """Hashes of material that is known to be terrorist content. The material itself is not here, and has no field.

    `sha256` finds the same file, `pdq` (256 bits, hexadecimal) the same picture after it was scaled or saved anew; `quality`
    is PDQ's own, 0 to 100. `batch` is the number of the change that brought the row in.
    """

    sha256 = models.CharField(max_length=64, blank=True)
    pdq = models.CharField(max_length=64, blank=True)
    quality = models.PositiveSmallIntegerField(null=True)
    category = models.CharField(max_length=24)
    reference = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=120)
    batch = models.BigIntegerField()
    received = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="content_newest", fields=["label", "-received", "-id"]),
            models.Index(name="content_sha256", fields=["sha256", "label"]),
            models.Index(name="content_pdq", fields=["pdq", "label"]),
            models.Index(name="content_batch", fields=["batch"]),
        ]


class MispEvent(Guarded):
    """How an event of MISP stands with us: `stamp` is its last change as its feed told it, in seconds since 1970.

    `origin` says from where it came (`feed:` and the feed's id, `file:` and a name): one that is published twice is held twice. `unmapped`
    are the rows that became nothing: [attribute, type, value, why].
    """

    origin = models.CharField(max_length=140)
    uuid = models.UUIDField()
    stamp = models.BigIntegerField()
    unmapped = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="misp_event_once", fields=["origin", "uuid", "label"]),
        ]


class MispObject(Guarded):
    """That an event says a STIX object: `digest` is what it said last. `gone`: it says it no more, and it is to be withdrawn."""

    origin = models.CharField(max_length=140)
    event = models.UUIDField()
    stix_id = models.CharField(max_length=300)
    digest = models.CharField(max_length=32)
    gone = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="misp_object_of_event", fields=["origin", "event", "label"]),
            models.Index(name="misp_object_named", fields=["origin", "stix_id", "label"]),
            models.Index(name="misp_object_gone", fields=["origin", "gone", "label"]),
        ]


class ContentChange(models.Model):
    """The change feed of known content: a batch that came in, or the id of a row that was removed."""

    id = models.BigAutoField(primary_key=True)
    removed = models.UUIDField(null=True)


class ImportTurn(models.Model):
    """One row for each agency, locked while its indicators are compared and written: two imports at once take turns."""

    agency = models.UUIDField(primary_key=True)
