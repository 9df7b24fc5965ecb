"""Alerts in the database: what an alert says is put into its row and kept as a version."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from minassa.access import Opened
from minassa.liaison.alerts.content import Past, Told
from minassa.liaison.alerts.rules import AlertState, Gravity
from minassa.liaison.models import Alert, AlertVersion


def put(row: Alert, told: Told, *, label_id: int, at: datetime) -> None:
    """Let an alert say this from now on, under this label, and keep it as a version."""
    is_known = row.version == told.number
    row.label_id, row.version, row.modified = label_id, told.number, at
    row.state, row.gravity = told.state.value, told.gravity.value
    row.title, row.text = told.title, told.text
    row.countries, row.records = " ".join(told.countries), " ".join(map(str, told.records))
    row.recipients = " ".join(map(str, told.recipients))
    row.valid_until = told.valid_until
    row.save()
    if not is_known:
        now_said = Past(told.number, told.title, told.text, told.gravity, told.state, told.change, at)
        keep_versions(row, [now_said], label_id=label_id)


def keep_versions(row: Alert, said: Iterable[Past], *, label_id: int) -> None:
    """Keep what an alert said, each version once."""
    known = set(row.versions.values_list("number", flat=True))
    for one in said:
        if one.number not in known:
            AlertVersion.objects.create(
                label_id=label_id,
                alert=row,
                number=one.number,
                state=one.state.value,
                gravity=one.gravity.value,
                title=one.title,
                text=one.text,
                change=one.change,
                at=one.at,
            )


def history_of(row: Alert) -> tuple[Past, ...]:
    """What an alert has said so far, the first version first."""
    return tuple(
        Past(one.number, one.title, one.text, Gravity(one.gravity), AlertState(one.state), one.change, one.at)
        for one in row.versions.order_by("number")
    )


def widen_versions(opened: Opened, row: Alert, audience: frozenset[str]) -> None:
    """Let these see the versions that are here already, as agencies that get an alert later see its history."""
    for one in row.versions.all():
        old = opened.label_of(one.label_id)
        if not audience <= old.audience:
            one.label_id = opened.intern(replace(old, audience=old.audience | audience))
            one.save(update_fields=["label"])


def records_of(row: Alert) -> tuple[UUID, ...]:
    """The records that an alert refers to."""
    return tuple(map(UUID, row.records.split()))


def recipients_of(row: Alert) -> tuple[UUID, ...]:
    """The agencies that recipients are told of."""
    return tuple(map(UUID, row.recipients.split()))
