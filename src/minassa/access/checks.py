"""Start-up checks: a node whose walls have a hole does not start."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.db import models

from minassa.access.models import LabelRow
from minassa.access.walls import is_guarded

ENGINES = frozenset({"minassa.access.db.sqlite3", "minassa.access.db.postgresql"})


@register
def walls_stand(
    *,
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 - Django's signature
    databases: Sequence[str] | None = None,  # noqa: ARG001 - Django's signature
    **_options: object,
) -> list[CheckMessage]:
    """Every engine is ours, and every guarded model is guarded whole."""
    return [*engine_faults(settings.DATABASES), *(fault for one in _models() for fault in model_faults(one))]


def _models() -> list[type[models.Model]]:
    return apps.get_models(include_auto_created=True, include_swapped=True)


def engine_faults(databases: dict[str, dict[str, Any]]) -> list[CheckMessage]:
    """An alias with a stock engine would have no wall 1."""
    return [
        Error(
            f"database {alias!r} uses {entry.get('ENGINE')!r}, which has no wall",
            hint=f"use one of {', '.join(sorted(ENGINES))}",
            id="access.E001",
        )
        for alias, entry in databases.items()
        if entry.get("ENGINE") not in ENGINES
    ]


def model_faults(model: type[models.Model]) -> list[CheckMessage]:
    """What is wrong with one model's place behind, or before, the walls."""
    found = _guarded_faults(model) if is_guarded(model) else _unguarded_faults(model)
    return [Error(what, obj=model, id=code) for code, what in found]


def _guarded_faults(model: type[models.Model]) -> list[tuple[str, str]]:
    found = []
    if not _has_label(model):
        found.append(("access.E002", "a guarded model has a label that cannot be empty"))
    if model._meta.parents:
        found.append(("access.E003", "a guarded model cannot be a part of another model's table"))
    if any(_makes_its_own_table(field) for field in model._meta.local_many_to_many):
        found.append(("access.E004", "a guarded model names the table of its many-to-many field, which is guarded too"))
    return found


def _makes_its_own_table(field: "models.ManyToManyField[Any, Any]") -> bool:
    through = field.remote_field.through
    return through is not None and bool(through._meta.auto_created)


def _has_label(model: type[models.Model]) -> bool:
    fields = {one.name: one for one in model._meta.local_fields}
    label = fields.get("label")
    return isinstance(label, models.ForeignKey) and label.related_model is LabelRow and not label.null


def _unguarded_faults(model: type[models.Model]) -> list[tuple[str, str]]:
    if model is LabelRow:
        return []
    found = []
    for field in model._meta.local_fields:
        target = field.related_model
        if not isinstance(target, type):
            continue
        if is_guarded(target):
            found.append(("access.E005", f"{field.name} shows that a guarded row exists: guard this model too"))
        if target is LabelRow:
            found.append(
                ("access.E006", f"{field.name} is a label, but the model is not behind the walls: use Guarded")
            )
    return found
