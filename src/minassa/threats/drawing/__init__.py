"""A map drawn by the node: countries and areas, cells shaded by count, places as precise as they are known. Pure.

    sheet = draw(around(...), shapes=shapes, cells=[half_degree_cell(13.5, -1.0, 4)], spots=[Spot(14.0, 0.5)], words=words)
    svg(sheet)      # one small `<svg role="img">` with its own title, description, legend and scale; no script, no style
    png(sheet, fonts=fonts)      # the same as a picture, for what cannot show SVG
    draw_series([Column("2026-03", 12, (3.0, 5.0, 9.0))], words)      # months as bars before the range that is usual

Shapes are cut to the frame and thinned to its resolution, so that the whole of Africa is some twenty kilobytes. Nothing is told by colour
alone: shades differ in lightness too, areas and disputed borders by their dashes, and the numbers stand in a table beside the map.
"""

from minassa.threats.drawing.frame import Box, Frame, around, frame_of
from minassa.threats.drawing.raster import Fonts, png
from minassa.threats.drawing.scene import Sheet
from minassa.threats.drawing.series import Column, SeriesWords, draw_series
from minassa.threats.drawing.shades import SHADES, Shade, shade_of, steps
from minassa.threats.drawing.sheets import Cell, Shape, Spot, Track, Words, draw, half_degree_cell
from minassa.threats.drawing.vector import svg

__all__ = [
    "SHADES",
    "Box",
    "Cell",
    "Column",
    "Fonts",
    "Frame",
    "SeriesWords",
    "Shade",
    "Shape",
    "Sheet",
    "Spot",
    "Track",
    "Words",
    "around",
    "draw",
    "draw_series",
    "frame_of",
    "half_degree_cell",
    "png",
    "shade_of",
    "steps",
    "svg",
]
