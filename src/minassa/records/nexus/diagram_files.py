"""Diagrams for other programs: GraphML and GEXF, with names, kinds, places and marks on every point and line."""

import re
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from lxml import etree

from minassa.records.nexus.drawing import Told

GRAPHML: Final = "http://graphml.graphdrawing.org/xmlns"
GEXF: Final = "http://gexf.net/1.3"
VIZ: Final = "http://gexf.net/1.3/viz"
_IN_GRAPHML: Final[Any] = {None: GRAPHML}
_IN_GEXF: Final[Any] = {None: GEXF, "viz": VIZ}
_NODE_KEYS: Final = {"label": "string", "schema": "string", "marks": "string", "x": "int", "y": "int", "group": "int"}
_EDGE_KEYS: Final = {"label": "string", "kind": "string", "marks": "string", "record": "string"}
_TYPES: Final = {"int": "integer", "string": "string"}
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def graphml(told: Told) -> bytes:
    """A diagram as GraphML. Programs that read it get handling marks with each point and line."""
    root = etree.Element(f"{{{GRAPHML}}}graphml", nsmap=_IN_GRAPHML)
    keys = {("graph", "title"): "string", ("graph", "marks"): "string"}
    keys |= {("node", name): kind for name, kind in _NODE_KEYS.items()}
    keys |= {("edge", name): kind for name, kind in _EDGE_KEYS.items()}
    ids = {key: f"d{number}" for number, key in enumerate(keys)}
    for (of, name), kind in keys.items():
        etree.SubElement(
            root, f"{{{GRAPHML}}}key", {"id": ids[of, name], "for": of, "attr.name": name, "attr.type": kind}
        )
    graph = etree.SubElement(root, f"{{{GRAPHML}}}graph", edgedefault="directed")

    def say(element: Any, of: str, values: Mapping[str, Any]) -> None:  # noqa: ANN401 - lxml's elements
        for name, value in values.items():
            etree.SubElement(element, f"{{{GRAPHML}}}data", key=ids[of, name]).text = plain(value)

    say(graph, "graph", {"title": told.title, "marks": " ".join(told.marks)})
    for key, values in _nodes(told).items():
        say(etree.SubElement(graph, f"{{{GRAPHML}}}node", id=key), "node", values)
    for number, (source, target, values) in enumerate(_edges(told)):
        element = etree.SubElement(graph, f"{{{GRAPHML}}}edge", id=f"e{number}", source=source, target=target)
        say(element, "edge", values)
    return _written(root)


def gexf(told: Told) -> bytes:
    """A diagram as GEXF 1.3, with the places of its points."""
    root = etree.Element(f"{{{GEXF}}}gexf", {"version": "1.3"}, nsmap=_IN_GEXF)
    meta = etree.SubElement(root, f"{{{GEXF}}}meta")
    etree.SubElement(meta, f"{{{GEXF}}}creator").text = "Minassa"
    etree.SubElement(meta, f"{{{GEXF}}}description").text = plain(f"{told.title} ({' '.join(told.marks)})")
    graph = etree.SubElement(root, f"{{{GEXF}}}graph", defaultedgetype="directed", mode="static")
    _declare(graph, "node", _NODE_KEYS)
    _declare(graph, "edge", _EDGE_KEYS)
    nodes = etree.SubElement(graph, f"{{{GEXF}}}nodes")
    for key, values in _nodes(told).items():
        element = etree.SubElement(nodes, f"{{{GEXF}}}node", id=key, label=plain(values["label"]))
        _say(element, values, list(_NODE_KEYS))
        etree.SubElement(element, f"{{{VIZ}}}position", x=f"{values['x']}.0", y=f"{-values['y']}.0", z="0.0")
    edges = etree.SubElement(graph, f"{{{GEXF}}}edges")
    for number, (source, target, values) in enumerate(_edges(told)):
        element = etree.SubElement(
            edges, f"{{{GEXF}}}edge", id=str(number), source=source, target=target, label=plain(values["label"])
        )
        _say(element, values, list(_EDGE_KEYS))
    return _written(root)


def _declare(graph: Any, of: str, keys: Mapping[str, str]) -> None:  # noqa: ANN401 - lxml's elements
    declared = etree.SubElement(graph, f"{{{GEXF}}}attributes", {"class": of})
    for number, (name, kind) in enumerate(keys.items()):
        etree.SubElement(declared, f"{{{GEXF}}}attribute", id=str(number), title=name, type=_TYPES[kind])


def _say(element: Any, values: Mapping[str, Any], order: list[str]) -> None:  # noqa: ANN401 - lxml's elements
    said = etree.SubElement(element, f"{{{GEXF}}}attvalues")
    for name, value in values.items():
        etree.SubElement(said, f"{{{GEXF}}}attvalue", {"for": str(order.index(name)), "value": plain(value)})


def _nodes(told: Told) -> dict[str, dict[str, Any]]:
    """Points by their ids; `group` counts groups from 1, and is 0 for who stands alone."""
    of = {one: number for number, members in enumerate(told.drawing.groups, 1) for one in members}
    return {
        str(one.id): {**_named(told, one.id, "caption", "schema"), "x": one.x, "y": one.y, "group": of.get(one.id, 0)}
        for one in told.drawing.points
    }


def _edges(told: Told) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (
            str(one.source),
            str(one.target),
            {**_named(told, one.id, "words"), "kind": one.kind, "record": str(one.id)},
        )
        for one in told.drawing.lines
    ]


def _named(told: Told, one: UUID, label: str, *others: str) -> dict[str, Any]:
    known = told.names.get(one, {})
    more = {name: known.get(name, "") for name in others}
    return {"label": known.get(label, ""), **more, "marks": " ".join(known.get("marks", ()))}


def plain(value: object) -> str:
    """What XML can hold of a text."""
    return _NOT_XML.sub("", str(value))


def _written(root: Any) -> bytes:  # noqa: ANN401 - lxml's elements
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return made
