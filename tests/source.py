"""Our own source as syntax trees, read once for all tests that hold a rule about it."""

import ast
from functools import cache
from pathlib import Path
from typing import Final

SOURCE: Final = Path(__file__).resolve().parents[1] / "src" / "minassa"


@cache
def modules(root: Path = SOURCE) -> tuple[Path, ...]:
    """Every module below a folder, by name."""
    return tuple(sorted(root.rglob("*.py")))


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """All that a module's syntax tree is made of."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
