"""Who may import what from outside: HTTP, outgoing connections, raw SQL. import-linter holds our own layers."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from tests.source import SOURCE, modules, nodes_of

# module -> the places below src/minassa that may import it
WALLS: Final = {
    "django.http": ("web", "api", "node"),
    "django.shortcuts": ("web", "api", "node"),
    "django.urls": ("web", "api", "node"),
    "ninja": ("api",),
    "allauth": ("web", "node", "api/watch"),  # the one way to know a client's address behind a proxy
    "django_htmx": ("web", "node"),
    "granian": ("node",),
    "weasyprint": ("desk/documents",),
    "httpx": ("base/fetch",),
    "httpcore": ("base/fetch",),
    "urllib.request": (),
    "http.client": (),
    "requests": (),
    "aiohttp": (),
    "smtplib": ("base/mail",),
    "socket": ("base/fetch", "cli/demo", "desk/attachments/scanner"),
    "django.core.mail": (),
    "django.contrib.admin": (),
    "pickle": (),
    "xml.etree.ElementTree.parse": (),
    "xml.etree.ElementTree.iterparse": (),
    "xml.etree.ElementTree.fromstring": (),
    "xml.etree.ElementTree.XMLParser": (),
    "xml.dom": (),
    "xml.sax": (),
}


@cache
def imported(path: Path) -> tuple[str, ...]:
    return tuple(_imported(path))


def _imported(path: Path) -> Iterator[str]:
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def breaches(module: str, places: tuple[str, ...], root: Path = SOURCE) -> list[str]:
    found = []
    for path in modules(root):
        below = path.relative_to(root).as_posix()
        if any(below.startswith((f"{place}/", f"{place}.py")) for place in places):
            continue
        found += [f"{below}: {name}" for name in imported(path) if name == module or name.startswith(f"{module}.")]
    return found


@pytest.mark.parametrize(("module", "places"), WALLS.items())
def test_a_third_party_module_is_imported_only_where_it_belongs(module: str, places: tuple[str, ...]) -> None:
    assert breaches(module, places) == []


def test_a_breach_is_found(tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "service.py").write_text("from django.http import HttpRequest\nimport httpx\n")
    assert breaches("django.http", ("web",), tmp_path) == ["records/service.py: django.http.HttpRequest"]
    assert breaches("httpx", ("base/fetch",), tmp_path) == ["records/service.py: httpx"]


def called(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def raw_sql(path: Path) -> list[int]:
    names = {"cursor", "raw", "extra", "executescript", "RawSQL"}
    return [node.lineno for node in nodes_of(path) if isinstance(node, ast.Call) and called(node) in names]


def test_raw_sql_stands_only_in_access_in_migrations_and_in_a_rooms_sql_module() -> None:
    found = [
        f"{path.relative_to(SOURCE)}:{line}"
        for path in modules()
        if path.relative_to(SOURCE).parts[0] != "access" and path.name != "sql.py" and "migrations" not in path.parts
        for line in raw_sql(path)
    ]
    assert found == []


def test_no_template_is_made_from_a_text_and_no_text_is_called_safe() -> None:
    """S29: no `mark_safe`, `|safe`, autoescape off, or template from a string."""
    python = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and called(node) in {"mark_safe", "SafeString", "SafeText", "from_string"}
    ]
    templates = [
        f"{path.relative_to(SOURCE)}: {word}"
        for path in sorted(SOURCE.rglob("*.html"))
        for word in ("|safe", "autoescape off", "safeseq", "<script>", " style=", "javascript:", " onclick=")
        if word in path.read_text(encoding="utf-8")
    ]
    assert python + templates == []
