"""Exports for defenders: plain lists, tables, STIX bundles, and a feed in MISP's format.

What leaves is what is in force, what the exporter may pass on, and nothing that is TLP:RED or under H2 or H3: a block list ends in
devices that ask nobody. Of other agencies' indicators only what is GREEN or CLEAR leaves (the door's rule of forwarding).
"""

from minassa.cyber.exports.leaving import FORMATS, LEAVES_NOT, Format
from minassa.cyber.exports.service import Exported, export_indicators

__all__ = ["FORMATS", "LEAVES_NOT", "Exported", "Format", "export_indicators"]
