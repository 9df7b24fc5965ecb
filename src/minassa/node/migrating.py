"""Migrations of the database, without Django's habit of making anew all models around a changed one.

Django applies a migration to models as they were at that point, and makes these classes anew after each operation: the changed model and
whatever is linked to it, in either direction and over any number of steps. Nearly every table here is linked to agencies and people, so that
is nearly every model, some hundred times over: nine tenths of the time in which a node is made. Only a class that points to the changed one,
or descends from it, holds the outdated class; those are made anew, and what points to them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db.migrations.state import ProjectState
from django.db.models import Model

_Key = tuple[str, str]


def migrate() -> None:
    """Make the tables, or bring them up to date, and the cache's."""
    # The cache's table first: migrating then opens it to the app's role with all others.
    call_command("createcachetable", verbosity=0)
    with few_made_anew():
        call_command("migrate", interactive=False, verbosity=0)


@contextmanager
def few_made_anew() -> Iterator[None]:
    """While this lasts, only what holds an outdated class is made anew."""
    django_s_own = vars(ProjectState)["_find_reload_model"]
    setattr(ProjectState, "_find_reload_model", _outdated_with)  # noqa: B010 - Django's private name
    try:
        yield
    finally:
        setattr(ProjectState, "_find_reload_model", django_s_own)  # noqa: B010 - the same


def _outdated_with(state: Any, app_label: str, model_name: str, delay: bool = False) -> set[_Key]:  # noqa: ANN401, FBT001, FBT002 - as Django has it
    """The changed model, and all that hold its class or that of one of these. Whether Django would `delay` some makes no difference."""
    del delay
    found: set[_Key] = {(app_label, model_name)}
    waiting = [(app_label, model_name)]
    while waiting:
        try:
            model = state.apps.get_model(*waiting.pop())
        except LookupError:
            continue  # it is made for the first time
        new = {_key(one) for one in _holders(model)} - found
        found |= new
        waiting += new
    return found


def _holders(model: type[Model]) -> Iterator[type[Model]]:
    yield from model.__subclasses__()
    for field in model._meta.get_fields(include_parents=True, include_hidden=True):
        is_pointed_at = field.auto_created and field.is_relation and not field.concrete
        if is_pointed_at and isinstance(field.related_model, type):
            yield field.related_model


def _key(model: type[Model]) -> _Key:
    return model._meta.app_label, str(model._meta.model_name)
