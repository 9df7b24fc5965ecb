"""Blocks of a document on a page: the same headings, drawings and tables that stand on paper."""

from collections.abc import Iterable
from typing import Any

from minassa.desk import Block, Drawing, Facts, Heading, Paragraph, Table


def shown_blocks(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """Blocks of a document for a page: what a cell is called stands with each cell, for narrow screens."""
    return [_shown(one) for one in blocks]


def _shown(block: Block) -> dict[str, Any]:
    match block:
        case Table(head=head, rows=rows):
            lines = [list(zip(head, row, strict=True)) for row in rows]
            return {"kind": "table", "head": head, "rows": lines, "caption": block.caption}
        case Facts(rows=rows):
            return {"kind": "facts", "rows": rows}
        case Paragraph():
            return {"kind": "paragraph", "parts": block.parts}
        case Drawing(svg=svg):
            return {"kind": "drawing", "svg": svg}
        case Heading(text=text, level=level):
            return {"kind": "heading", "text": text, "level": level}
        case _:
            return {"kind": ""}
