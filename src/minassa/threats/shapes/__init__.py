"""Shapes of countries and first-level areas, for maps that ask nobody outside: read, replaced, and drawn neutrally. Pure."""

from minassa.threats.shapes.disputes import AREAS, DISPUTED, PLAIN, joined, settle
from minassa.threats.shapes.reading import read_shapes
from minassa.threats.shapes.store import forget_shapes, keep_shapes, load_shapes
from minassa.threats.shapes.thinning import thinned
from minassa.threats.shapes.types import LEVELS, Box, ById, Level, Point, Polygon, Ring, Shape, Shapes, ShapesError

__all__ = [
    "AREAS",
    "DISPUTED",
    "LEVELS",
    "PLAIN",
    "Box",
    "ById",
    "Level",
    "Point",
    "Polygon",
    "Ring",
    "Shape",
    "Shapes",
    "ShapesError",
    "forget_shapes",
    "joined",
    "keep_shapes",
    "load_shapes",
    "read_shapes",
    "settle",
    "thinned",
]
