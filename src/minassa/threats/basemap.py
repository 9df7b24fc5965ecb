"""The shapes under this node's maps: those that its administrator brought in, else those that come with Minassa."""

from collections.abc import Callable
from dataclasses import asdict

from django.conf import settings

from minassa.access import Actor, door
from minassa.base import Invalid, Settings
from minassa.threats import drawing, faults
from minassa.threats.acts import SHAPES_FORGET, SHAPES_REPLACE
from minassa.threats.shapes import Level, Shape, Shapes, ShapesError, forget_shapes, keep_shapes, load_shapes


def node_shapes() -> Shapes:
    """The shapes of this node, disputed areas drawn as its settings say. They are public: no door is needed."""
    node: Settings = settings.MINASSA
    return load_shapes(node.home, asdict(node.map))


def replace_shapes(actor: Actor, *, level: Level, data: bytes) -> int:
    """Take the shapes of countries or of first-level areas from a file (TopoJSON, GeoJSON); how many there are.

    Raises Invalid where the file holds none; then the old ones stay.
    """
    with door(actor, SHAPES_REPLACE) as opened:
        try:
            number = keep_shapes(settings.MINASSA.home, level, data)
        except ShapesError as error:
            raise Invalid(faults.NO_SHAPES, reason=str(error)) from error
        opened.note(level=level, shapes=number)
        return number


def reset_shapes(actor: Actor) -> None:
    """Go back to the shapes that come with Minassa."""
    with door(actor, SHAPES_FORGET):
        forget_shapes(settings.MINASSA.home)


def shapes_to_draw(
    shapes: Shapes, named: Callable[[Shape], str] = lambda _shape: "", *, with_areas: bool = False
) -> tuple[drawing.Shape, ...]:
    """The same for a map that is drawn by the node; `named` says how each country is written on it. Areas are for who looks near."""
    return tuple(
        drawing.Shape(
            one.code,
            named(one) if one.level == "country" else "",
            tuple(ring for polygon in one.polygons for ring in polygon),
            0 if one.level == "country" else 1,
            one.is_disputed,
        )
        for one in (*shapes.countries, *(shapes.areas if with_areas else ()))
    )
