"""The law behind all attacks: what an actor is told never depends on rows that they may not see.

Random queries are asked twice through the attacker's door: with the hidden rows there, and with them gone. Both answers must
be the same. Counts, orders, joins and negations are all oracles that this would catch.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import NotSupportedError, connection, transaction
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Length
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from minassa.access import door, walls
from minassa.access.sql import place
from tests.access.attacks.scene import CANARY, Scene, has_leaked, plant_scene
from tests.plants.acts import PLANT_LIST
from tests.plants.models import Garden, GardenPlant, Grafting, Leaf, Plant, Signpost

pytestmark = pytest.mark.django_db

Step = Callable[[QuerySet[Any]], Any]

PATHS: dict[type[Any], tuple[str, ...]] = {
    Plant: (
        "name",
        "kind",
        "leaves__colour",
        "leaves__plant__name",
        "garden__plants__name",
        "gardenplant__plant__kind",
    ),
    Leaf: ("colour", "plant__name", "plant__leaves__colour", "plant__garden__plants__name"),
    Grafting: ("root__name", "scion__name", "scion__leaves__colour", "root__leaves__colour"),
    Garden: ("plants__name", "plants__leaves__colour", "gardenplant__plant__name"),
    GardenPlant: ("plant__name", "garden__plants__name", "plant__leaves__colour"),
}
TEXTS = ("EXERCISE", CANARY, f"{CANARY}-plant", "green", "EXERCISE moss", "")


def lookups(path: str) -> st.SearchStrategy[Q]:
    texts = st.sampled_from(TEXTS)
    return st.one_of(
        texts.map(lambda text: Q(**{f"{path}__startswith": text})),
        texts.map(lambda text: Q(**{path: text})),
        texts.map(lambda text: Q(**{f"{path}__gt": text})),
        st.booleans().map(lambda is_null: Q(**{f"{path}__isnull": is_null})),
        st.just(Q(**{f"{path}__in": Plant._base_manager.values("name")})),
        st.just(Q(**{f"{path}__in": Leaf._base_manager.filter(plant__name__startswith=CANARY).values("colour")})),
    )


@st.composite
def conditions(draw: st.DrawFn, paths: tuple[str, ...]) -> Q:
    condition = draw(st.sampled_from(paths).flatmap(lookups))
    for _ in range(draw(st.integers(0, 2))):
        other = draw(st.sampled_from(paths).flatmap(lookups))
        condition = condition | other if draw(st.booleans()) else condition & other
    return ~condition if draw(st.booleans()) else condition


@st.composite
def steps(draw: st.DrawFn, paths: tuple[str, ...]) -> Step:
    condition = draw(conditions(paths))
    path = draw(st.sampled_from(paths))
    name = draw(st.sampled_from(["n1", "n2", "n3"]))
    every: list[Step] = [
        lambda rows: rows.filter(condition),
        lambda rows: rows.exclude(condition),
        lambda rows: rows.annotate(**{name: Count(path, distinct=True)}).filter(**{f"{name}__gt": 0}),
        lambda rows: rows.annotate(**{name: Count(path, filter=condition)}),
        lambda rows: rows.annotate(**{name: Max(path)}),
        lambda rows: rows.annotate(**{name: Coalesce(Length(F(path)), 0)}),
        lambda rows: rows.annotate(**{name: Exists(Plant._base_manager.filter(id=OuterRef("pk")))}),
        lambda rows: rows.annotate(
            **{name: Subquery(Plant._base_manager.order_by("-height", "id").values("name")[:1])}
        ),
        lambda rows: rows.filter(pk__in=rows.model._base_manager.filter(condition).values("pk")),
        lambda rows: rows.order_by(path, "pk"),
        lambda rows: rows.distinct(),
        lambda rows: rows.alias(**{name: Min(path)}).filter(**{f"{name}__isnull": False}),
    ]
    return draw(st.sampled_from(every))


@st.composite
def questions(draw: st.DrawFn) -> Callable[[], Any]:
    model = draw(st.sampled_from(list(PATHS)))
    paths = PATHS[model]
    chain = draw(st.lists(steps(paths), max_size=4))
    path = draw(st.sampled_from(paths))
    ends: list[Step] = [
        lambda rows: sorted(map(repr, rows.values_list("pk", path))),
        lambda rows: [repr(one) for one in rows.order_by("pk").values_list("pk", flat=True)],
        lambda rows: rows.count(),
        lambda rows: rows.exists(),
        lambda rows: rows.aggregate(a=Max(path), b=Count(path)),
        lambda rows: sorted(map(repr, rows.order_by().values(path).annotate(total=Count("pk")))),
        lambda rows: sorted(map(repr, rows.order_by().values_list(path).union(rows.order_by().values_list(path)))),
        lambda rows: sorted(map(repr, Signpost.objects.filter(Exists(rows)).values_list("text"))),
        lambda rows: rows.order_by(path, "pk")[:1].count(),
    ]
    end = draw(st.sampled_from(ends))

    def ask() -> Any:
        rows: QuerySet[Any] = QuerySet(model)
        for step in chain:
            rows = step(rows)
        return end(rows)

    return ask


def answer(scene: Scene, ask: Callable[[], Any]) -> Any:
    """The answer through the attacker's door; what cannot be asked at all is no answer, however the rows lie."""
    try:
        with door(scene.attacker, PLANT_LIST):
            return ask()
    except (FieldError, NotSupportedError, TypeError, ValueError) as error:
        return type(error).__name__


def answer_without_hidden_rows(scene: Scene, ask: Callable[[], Any]) -> Any:
    with transaction.atomic():
        everything = walls.opening(frozenset({scene.hidden_label}), frozenset({scene.hidden_label}))
        with walls.opened_as(everything):
            connection.let_through(place(), *everything.arrays)  # type: ignore[attr-defined] # our engines have it
            for model in (Leaf, Plant):
                QuerySet(model)._raw_delete("default")
        found = answer(scene, ask)
        transaction.set_rollback(True)
    return found


@pytest.fixture
def scene(db: None) -> Scene:
    return plant_scene()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ask=questions())
@example(ask=lambda: Leaf._base_manager.exclude(plant__name__startswith=CANARY).count())
@example(ask=lambda: Plant._base_manager.filter(~Q(leaves__colour__startswith=CANARY)).count())
def test_an_answer_never_depends_on_what_is_hidden(scene: Scene, ask: Callable[[], Any]) -> None:
    told = answer(scene, ask)
    assert not has_leaked(repr(told))
    assert told == answer_without_hidden_rows(scene, ask)


def test_the_hidden_rows_do_make_a_difference_without_walls(scene: Scene) -> None:
    """The control: the owner's own answers change when their rows are gone."""
    with door(scene.owner, PLANT_LIST):
        assert Plant.objects.count() == 1
    owners_view = Scene(**{name: getattr(scene, name) for name in Scene.__slots__} | {"attacker": scene.owner})
    assert answer_without_hidden_rows(owners_view, lambda: QuerySet(Plant).count()) == 0
    with door(scene.owner, PLANT_LIST):
        assert Plant.objects.count() == 1
