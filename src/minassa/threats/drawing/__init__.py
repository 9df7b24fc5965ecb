"""A map drawn by the node: countries and areas, cells shaded by count, places as precise as they are known. Pure.

    sheet = draw(around(...), shapes=shapes, cells=[half_degree_cell(13.5, -1.0, 4)], spots=[Spot(14.0, 0.5)], words=words)
    svg(sheet)      # one small `<svg role="img">` with its own title, description, legend and scale; no script, no style
    png(sheet)      # the same as a picture, for what cannot show SVG

Shapes are cut to the frame and thinned to its resolution, so that the whole of Africa is some twenty kilobytes. Nothing is told by colour
alone: shades differ in lightness too, areas and disputed borders by their dashes, and the numbers stand in a table beside the map.
"""

from minassa.threats.drawing.frame import Box, Frame, around, frame_of
from minassa.threats.drawing.scene import Sheet
from minassa.threats.drawing.shades import SHADES, Shade, shade_of, steps
from minassa.threats.drawing.sheets import Cell, Shape, Spot, Track, Words, draw, half_degree_cell
from minassa.threats.drawing.vector import svg

__all__ = [
    "SHADES",
    "Box",
    "Cell",
    "Frame",
    "Shade",
    "Shape",
    "Sheet",
    "Spot",
    "Track",
    "Words",
    "around",
    "draw",
    "frame_of",
    "half_degree_cell",
    "shade_of",
    "steps",
    "svg",
]
