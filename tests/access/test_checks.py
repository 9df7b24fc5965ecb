"""A node whose walls have a hole does not start."""

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.db import models
from django.test.utils import isolate_apps

from minassa.access import Guarded, all_acts
from minassa.access.checks import engine_faults, model_faults
from minassa.access.models import LabelRow
from minassa.access.walls import guarded_tables, is_guarded
from tests.plants.models import Plant


def codes(model: type[models.Model]) -> list[str | None]:
    return [fault.id for fault in model_faults(model)]


def test_this_node_starts() -> None:
    assert [fault for fault in run_checks() if (fault.id or "").startswith("access.")] == []
    assert engine_faults(settings.DATABASES) == []


def test_a_stock_engine_is_refused() -> None:
    stock = {"default": settings.DATABASES["default"], "archive": {"ENGINE": "django.db.backends.sqlite3"}}
    assert [fault.id for fault in engine_faults(stock)] == ["access.E001"]


@isolate_apps("tests.plants")
def test_a_guarded_model_without_a_label_is_refused() -> None:
    class Bare(Guarded):
        label = None  # type: ignore[assignment] # the mistake

        class Meta:
            app_label = "plants"

    assert codes(Bare) == ["access.E002"]


@isolate_apps("tests.plants")
def test_a_label_that_may_be_empty_is_refused() -> None:
    class Loose(Guarded):
        label = models.ForeignKey(LabelRow, on_delete=models.PROTECT, null=True, related_name="+")

        class Meta:
            app_label = "plants"

    assert codes(Loose) == ["access.E002"]


@isolate_apps("tests.plants")
def test_inheritance_over_two_tables_is_refused() -> None:
    class Tree(Plant):
        class Meta:
            app_label = "plants"

    assert codes(Tree) == ["access.E002", "access.E003"]


@isolate_apps("tests.plants")
def test_a_many_to_many_table_of_its_own_is_refused() -> None:
    class Bouquet(Guarded):
        label = models.ForeignKey(LabelRow, on_delete=models.PROTECT, related_name="+")
        plants = models.ManyToManyField(Plant, related_name="+")

        class Meta:
            app_label = "plants"

    assert codes(Bouquet) == ["access.E004"]
    assert set(codes(Bouquet.plants.through)) == {"access.E005"}


@isolate_apps("tests.plants")
def test_an_unguarded_key_to_a_guarded_row_is_refused() -> None:
    class Note(models.Model):
        plant = models.ForeignKey(Plant, on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "plants"

    class Tag(models.Model):
        label = models.ForeignKey(LabelRow, on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "plants"

    assert codes(Note) == ["access.E005"]
    assert codes(Tag) == ["access.E006"]


def test_guarded_tables_are_found() -> None:
    assert {"plants_plant", "plants_leaf", "plants_gardenplant"} <= guarded_tables()
    assert "plants_signpost" not in guarded_tables()
    assert is_guarded(Plant)


def test_every_act_is_registered_once_and_named_after_its_room() -> None:
    names = [one.name for one in all_acts()]
    assert names == sorted(set(names))
    assert all("." in name for name in names)


def test_acts_that_change_people_are_audited() -> None:
    quiet = {one.name for one in all_acts() if one.kind == "admin" and not one.audited}
    assert quiet <= {"person.preferences"}


@pytest.mark.parametrize("name", ["person.roles", "record.delete", "record.export-bulk", "record.widen"])
def test_what_the_two_person_rule_covers(name: str) -> None:
    found = {one.name: one for one in all_acts()}
    assert name not in found or (found[name].two_person and found[name].step_up)
