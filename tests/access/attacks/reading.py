"""Attacks that read through the ORM: managers, querysets, relations, expressions, combinations."""

import copy
import io
import pickle
from collections.abc import Callable
from typing import Any, Final

from asgiref.sync import async_to_sync
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.paginator import Paginator
from django.db import DatabaseError, connection, models, transaction
from django.db.models import (
    Aggregate,
    Case,
    Count,
    Exists,
    F,
    FilteredRelation,
    Max,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
    Window,
    prefetch_related_objects,
)
from django.db.models.functions import Abs, Coalesce, Concat, FirstValue, Length, Upper
from django.db.models.sql import Query
from django.forms import ModelChoiceField
from django.shortcuts import get_object_or_404

from tests.access.attacks.scene import CANARY, Attack, Scene
from tests.plants.models import Garden, GardenPlant, Grafting, Leaf, Plant, Signpost


def bare(model: type[Any]) -> QuerySet[Any]:
    """A queryset that no manager made."""
    return QuerySet(model)


def plain_manager() -> Any:
    manager: Any = models.Manager()
    manager.model = Plant
    return manager


def names(rows: Any) -> list[Any]:
    return [row.name for row in rows]


def group_concat(column: str) -> Aggregate:
    if connection.vendor == "postgresql":
        return Aggregate(F(column), Value(","), function="STRING_AGG", output_field=models.TextField())
    return Aggregate(F(column), function="GROUP_CONCAT", output_field=models.TextField())


def prefetched_leaves(scene: Scene) -> list[str]:
    plants = [Plant(id=scene.mine)]
    prefetch_related_objects(plants, Prefetch("leaves", queryset=bare(Leaf)))
    return [leaf.colour for leaf in plants[0].leaves.all()]


def deferred(scene: Scene) -> str:
    return str(Plant.from_db("default", ["id"], [scene.hidden]).name)


def refreshed(scene: Scene) -> str:
    forged = Plant(id=scene.hidden)
    forged.refresh_from_db()
    return forged.name


def dumped(_scene: Scene) -> str:
    out = io.StringIO()
    call_command("dumpdata", "plants", stdout=out)
    return out.getvalue()


def aggregated(_scene: Scene) -> Any:
    return bare(Plant).aggregate(Max("name"), Min("name"), tallest=Max("height"))


def walked_async(_scene: Scene) -> Any:
    async def walk() -> list[str]:
        return [row.name async for row in bare(Plant)]

    return async_to_sync(walk)()


def signpost_updated(_scene: Scene) -> Any:
    Signpost.objects.update(text=Subquery(bare(Plant).order_by("-height").values("name")[:1]))
    return list(Signpost.objects.values_list("text", flat=True))


def signpost_created(_scene: Scene) -> Any:
    made = Signpost.objects.create(text=Subquery(bare(Plant).order_by("-height").values("name")[:1]))
    return list(Signpost.objects.filter(pk=made.pk).values_list("text", flat=True))


def signpost_bulk_created(_scene: Scene) -> Any:
    Signpost.objects.bulk_create([Signpost(text=Subquery(bare(Plant).order_by("-height").values("name")[:1]))])
    return list(Signpost.objects.values_list("text", flat=True))


def signpost_bulk_updated(_scene: Scene) -> Any:
    row = Signpost.objects.get()
    row.text = Subquery(bare(Plant).order_by("-height").values("name")[:1])
    Signpost.objects.bulk_update([row], ["text"])
    return list(Signpost.objects.values_list("text", flat=True))


def unpickled_query(_scene: Scene) -> Any:
    rows = bare(Plant)
    rows.query = pickle.loads(pickle.dumps(QuerySet(Plant).all().query))
    return names(rows)


def choices(_scene: Scene) -> Any:
    field: Any = ModelChoiceField(queryset=bare(Plant), to_field_name="name")
    return [str(value) for value, _label in field.choices]


def chosen(scene: Scene) -> Any:
    field: Any = ModelChoiceField(queryset=bare(Plant))
    return field.clean(str(scene.hidden)).name


def validated_unique(scene: Scene) -> bool:
    """An oracle: does a row with this id exist?"""
    try:
        Plant(id=scene.hidden, name="x", label_id=scene.my_label).validate_unique()
    except ValidationError:
        return True
    return False


def validated_key(scene: Scene) -> bool:
    """An oracle: is this a key of an existing plant?"""
    Leaf._meta.get_field("plant").validate(scene.hidden, None)
    return True


def union_of_signposts(_scene: Scene) -> Any:
    return list(Signpost.objects.values_list("text").union(bare(Plant).values_list("name")))


QUERYSETS: Final[dict[str, Attack]] = {
    "default_manager": lambda _s: names(Plant._default_manager.all()),
    "base_manager": lambda _s: names(Plant._base_manager.all()),
    "bare_queryset": lambda _s: names(bare(Plant)),
    "plain_manager": lambda _s: names(plain_manager().all()),
    "using": lambda _s: names(bare(Plant).using("default")),
    "db_manager": lambda _s: names(Plant.objects.db_manager("default").all()),
    "get": lambda s: bare(Plant).get(id=s.hidden).name,
    "get_or_404": lambda s: get_object_or_404(bare(Plant), id=s.hidden).name,
    "first": lambda _s: names([bare(Plant).order_by("-height").first()]),
    "last": lambda _s: names([bare(Plant).order_by("height").last()]),
    "latest": lambda _s: bare(Plant).latest("height").name,
    "earliest": lambda _s: bare(Plant).earliest("-height").name,
    "reverse": lambda _s: names(bare(Plant).order_by("height").reverse()),
    "index": lambda _s: bare(Plant).order_by("-height")[0].name,
    "slice": lambda _s: names(bare(Plant).order_by("-height")[:5]),
    "in_bulk": lambda s: names(bare(Plant).in_bulk([s.hidden]).values()),
    "values": lambda _s: list(bare(Plant).values()),
    "values_list": lambda _s: list(bare(Plant).values_list("name", flat=True)),
    "distinct_autocomplete": lambda _s: list(bare(Plant).values_list("name", flat=True).distinct().order_by("name")),
    "only": lambda _s: names(bare(Plant).only("id")),
    "defer": lambda _s: names(bare(Plant).defer("name")),
    "iterator": lambda _s: names(bare(Plant).iterator()),
    "iterator_in_chunks": lambda _s: names(bare(Plant).iterator(chunk_size=1)),
    "async_iteration": walked_async,
    "async_count": lambda _s: async_to_sync(bare(Plant).acount)() > 1,
    "datetimes": lambda _s: bare(Plant).filter(kind="Canary").datetimes("modified", "year").count() > 0,
    "dates_of_one": lambda s: len(bare(Plant).filter(id=s.hidden).dates("modified", "day")) > 0,
    "paginator": lambda _s: names(Paginator(bare(Plant).order_by("-height"), 10).page(1).object_list),
    "paginator_count": lambda _s: Paginator(bare(Plant).order_by("id"), 1).num_pages > 1,
    "random_order": lambda _s: names(bare(Plant).order_by("?")),
    "copied": lambda _s: names(copy.deepcopy(bare(Plant))),
    "pickled_query": unpickled_query,
    "query_by_hand": lambda _s: names(QuerySet(Plant, query=Query(Plant))),
    "serializer": lambda _s: serializers.serialize("json", bare(Plant)),
    "serializer_of_iterator": lambda _s: serializers.serialize("jsonl", bare(Plant).iterator()),
    "dumpdata": dumped,
    "form_choices": choices,
    "form_choice": chosen,
    "content_type": lambda s: names([ContentType.objects.get_for_model(Plant).get_object_for_this_type(pk=s.hidden)]),
    "content_types": lambda s: names(
        ContentType.objects.get_for_model(Plant).get_all_objects_for_this_type(pk=s.hidden)
    ),
    "deferred_field": deferred,
    "refresh_from_db": refreshed,
    "select_for_update": lambda _s: names(bare(Plant).select_for_update()),
}


def overflows(column: str) -> Any:
    """An expression that fails on a row whose column begins with the canary, and on no other."""
    lowest = Value(-(2**63), output_field=models.BigIntegerField())
    return Abs(Case(When(**{f"{column}__startswith": CANARY}, then=lowest), default=Value(0)))


def fails(rows: Any, ask: Callable[[Any], Any] = list) -> bool:
    """Whether the database fails: an error is an answer."""
    try:
        with transaction.atomic():
            ask(rows)
    except DatabaseError:
        return True
    return False


ERRORS: Final[dict[str, Attack]] = {
    "error_in_filter": lambda _s: fails(bare(Plant).annotate(x=overflows("name")).filter(x=0)),
    "error_in_select": lambda _s: fails(bare(Plant).annotate(x=overflows("name"))),
    "error_in_order": lambda _s: fails(bare(Plant).order_by(overflows("name"))),
    "error_through_key": lambda _s: fails(Leaf.objects.annotate(x=overflows("plant__name")).filter(x=0)),
    "error_through_reverse": lambda _s: fails(Plant.objects.annotate(x=overflows("leaves__colour")).filter(x=0)),
    "error_through_outer_join": lambda _s: fails(
        Plant.objects.annotate(x=overflows("leaves__colour")).filter(Q(x=0) | Q(name=""))
    ),
    "error_in_aggregate": lambda _s: fails(
        bare(Plant).annotate(x=overflows("name")), lambda rows: rows.aggregate(Max("x"))
    ),
    "error_in_exists": lambda _s: fails(
        bare(Plant).annotate(x=overflows("name")).filter(x=0), lambda rows: rows.exists()
    ),
    "error_in_subquery": lambda _s: fails(
        Signpost.objects.filter(Exists(bare(Plant).annotate(x=overflows("name")).filter(x=5)))
    ),
}

ORACLES: Final[dict[str, Attack]] = {
    "exists": lambda s: bare(Plant).filter(id=s.hidden).exists(),
    "count": lambda _s: bare(Plant).count() > 1,
    "count_of_filter": lambda _s: bare(Plant).filter(name__startswith=CANARY).count() > 0,
    "contains": lambda s: bare(Plant).contains(Plant(id=s.hidden)),
    "startswith": lambda _s: bare(Plant).filter(name__startswith=CANARY[:3] + CANARY[3:]).exists(),
    "icontains": lambda _s: bare(Plant).filter(name__icontains="canary").exists(),
    "regex": lambda _s: bare(Plant).filter(name__regex=r"CANARY").exists(),
    "range": lambda _s: bare(Plant).filter(height__gt=700).exists(),
    "label_column": lambda s: bare(Plant).filter(label_id=s.hidden_label).exists(),
    "label_join": lambda s: bare(Plant).filter(label__owner=s.owner.agency).exists(),
    "sum": lambda _s: bare(Plant).aggregate(s=Sum("height"))["s"] > 700,
    "validate_unique": validated_unique,
    "validate_key": validated_key,
    "filter_through_key": lambda _s: Leaf.objects.filter(plant__name__startswith=CANARY).exists(),
    "exclude_through_key": lambda _s: (
        Leaf.objects.exclude(plant__height=777).count() != len(Leaf.objects.exclude(plant__height=5))
    ),
    "isnull_through_key": lambda s: Leaf.objects.filter(id=s.my_leaf, plant__name__isnull=False).exists(),
    "order_through_key": lambda _s: Leaf.objects.order_by("plant__name").values_list("plant__name"),
    "reverse_filter": lambda s: Plant.objects.filter(id=s.mine, leaves__colour__startswith=CANARY).exists(),
    "reverse_count": lambda s: Plant.objects.annotate(n=Count("leaves")).get(id=s.mine).n > 0,
    "reverse_exclude": lambda s: (
        not Plant.objects.filter(id=s.mine).exclude(leaves__colour__startswith=CANARY).exists()
    ),
    "filtered_count": lambda s: (
        Plant.objects.annotate(n=Count("leaves", filter=Q(leaves__colour__startswith=CANARY))).get(id=s.mine).n > 0
    ),
    "having": lambda _s: Plant.objects.annotate(n=Count("leaves")).filter(n__gt=0).exists(),
    "two_joins": lambda s: Garden.objects.filter(id=s.my_garden, plants__name__startswith=CANARY).exists(),
    "graph_edge": lambda _s: Grafting.objects.filter(scion__name__startswith=CANARY).exists(),
    "conditional_annotation": lambda _s: any(
        Leaf.objects.annotate(x=Q(plant__name__startswith=CANARY)).values_list("x", flat=True)
    ),
    "exists_subquery": lambda _s: bool(
        Signpost.objects.annotate(x=Exists(bare(Plant).filter(name__startswith=CANARY))).filter(x=True).count()
    ),
    "union_count": lambda _s: bare(Plant).values("id").union(Signpost.objects.none().values("id")).count() > 1,
}

JOINS: Final[dict[str, Attack]] = {
    "select_related": lambda _s: names(leaf.plant for leaf in Leaf.objects.select_related("plant")),
    "select_related_then_lazy": lambda s: Leaf.objects.select_related("plant").get(id=s.my_leaf).plant.name,
    "lazy_key": lambda s: Leaf.objects.get(id=s.my_leaf).plant.name,
    "forged_key": lambda s: Leaf(plant_id=s.hidden).plant.name,
    "forged_reverse": lambda s: [leaf.colour for leaf in Plant(id=s.mine).leaves.all()],
    "prefetch": lambda _s: [leaf.colour for p in Plant.objects.prefetch_related("leaves") for leaf in p.leaves.all()],
    "prefetch_forward": lambda _s: names(leaf.plant for leaf in Leaf.objects.prefetch_related("plant")),
    "prefetch_bare": prefetched_leaves,
    "many_to_many": lambda s: names(Garden.objects.get(id=s.my_garden).plants.all()),
    "many_to_many_prefetch": lambda _s: [
        p.name for garden in Garden.objects.prefetch_related("plants") for p in garden.plants.all()
    ],
    "many_to_many_values": lambda _s: list(Garden.objects.values_list("plants__name", flat=True)),
    "through_rows": lambda _s: list(GardenPlant.objects.values_list("plant__name", flat=True)),
    "values_through_key": lambda _s: list(Leaf.objects.values("plant__name")),
    "annotate_through_key": lambda _s: list(Leaf.objects.annotate(n=F("plant__name")).values_list("n", flat=True)),
    "case_through_key": lambda _s: list(
        Leaf.objects.annotate(n=Case(When(plant__height__gt=0, then="plant__name"))).values_list("n", flat=True)
    ),
    "concat_through_key": lambda _s: list(
        Leaf.objects.annotate(n=Concat("plant__name", Value("!"))).values_list("n", flat=True)
    ),
    "coalesce_through_key": lambda _s: list(
        Leaf.objects.annotate(n=Coalesce(Upper("plant__name"), Value(""))).values_list("n", flat=True)
    ),
    "length_through_key": lambda _s: any(Leaf.objects.annotate(n=Length("plant__name")).values_list("n", flat=True)),
    "filtered_relation": lambda _s: list(
        Leaf.objects.annotate(p=FilteredRelation("plant", condition=Q(plant__height__gt=0))).values_list("p__name")
    ),
    "graph_values": lambda _s: list(Grafting.objects.values_list("root__name", "scion__name")),
    "aggregate_through_key": lambda _s: Leaf.objects.aggregate(Max("plant__name")),
    "label_of_the_other": lambda _s: list(Leaf.objects.values_list("plant__label__owner", "plant__name")),
    "order_by_then_values": lambda _s: list(Leaf.objects.order_by("plant__height").values_list("plant__name")),
    "outer_join_from_label": lambda _s: list(
        Garden.objects.filter(Q(plants__height__gt=1) | Q(id__isnull=False)).values_list("plants__name", flat=True)
    ),
}

COMBINED: Final[dict[str, Attack]] = {
    "aggregate": aggregated,
    "group_concat": lambda _s: bare(Plant).aggregate(x=group_concat("name")),
    "group_by": lambda _s: list(bare(Plant).values("name").annotate(n=Count("id"))),
    "window": lambda _s: list(
        bare(Plant).annotate(f=Window(FirstValue("name"), order_by=F("height").desc())).values_list("f", flat=True)
    ),
    "window_filtered": lambda _s: list(
        bare(Plant)
        .annotate(f=Window(FirstValue("name"), order_by=F("height").desc()))
        .filter(f__startswith=CANARY)
        .values_list("f", flat=True)
    ),
    "subquery": lambda _s: list(
        Signpost.objects.annotate(n=Subquery(bare(Plant).order_by("-height").values("name")[:1])).values_list("n")
    ),
    "correlated_subquery": lambda _s: list(
        Leaf.objects.annotate(n=Subquery(bare(Plant).filter(id=OuterRef("plant_id")).values("name")[:1])).values("n")
    ),
    "subquery_in_filter": lambda s: Leaf.objects.filter(
        id=s.my_leaf, plant__in=bare(Plant).filter(name__startswith=CANARY)
    ).exists(),
    "subquery_in_order": lambda _s: list(
        Leaf.objects.order_by(Subquery(bare(Plant).values("name")[:1])).values_list("plant__name")
    ),
    "nested_subquery": lambda _s: list(
        Signpost.objects.annotate(
            n=Subquery(bare(Plant).filter(id__in=bare(Leaf).values("plant_id")).values("name")[:1])
        ).values_list("n")
    ),
    "aggregate_of_subquery": lambda _s: Signpost.objects.aggregate(
        n=Max(Subquery(bare(Plant).order_by("-height").values("name")[:1]))
    ),
    "aggregate_over_slice": lambda _s: bare(Plant).order_by("-height")[:1].aggregate(Max("name")),
    "distinct_count": lambda _s: bare(Plant).values("name").distinct().count() > 1,
    "union": lambda _s: list(bare(Plant).values_list("name").union(bare(Plant).values_list("kind"))),
    "union_all": lambda _s: list(bare(Plant).values_list("name").union(bare(Plant).values_list("kind"), all=True)),
    "union_with_open_table": union_of_signposts,
    "intersection": lambda _s: list(bare(Plant).values_list("name").intersection(bare(Plant).values_list("name"))),
    "difference": lambda _s: list(bare(Plant).values_list("name").difference(Signpost.objects.values_list("text"))),
    "signpost_updated": signpost_updated,
    "signpost_created": signpost_created,
    "signpost_bulk_created": signpost_bulk_created,
    "signpost_bulk_updated": signpost_bulk_updated,
}

ATTACKS: Final[dict[str, Attack]] = QUERYSETS | ERRORS | ORACLES | JOINS | COMBINED
