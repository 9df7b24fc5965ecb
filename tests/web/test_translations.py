"""Every text is translated: read with Babel, so that no GNU tool is needed. A missing or fuzzy entry fails."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from typing import BinaryIO

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation import templatize

from tests.source import SOURCE, modules

TRANSLATED = ("ar", "fr", "pt")
CALLS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
TEMPLATE_TEXT = re.compile(r"""\b_?n?p?gettext\(\s*u?('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")""")
MARKS = re.compile(r"%\((\w+)\)s")


def catalog(language: str) -> Catalog:
    with (SOURCE / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as lines:
        return read_po(lines, locale=language)


@cache
def texts() -> frozenset[str]:
    """Every text in the code and in the templates, the first form of those with several."""
    return frozenset(_texts())


def _texts() -> Iterator[str]:
    for path in modules():
        if "migrations" not in path.parts:
            with path.open("rb") as lines:
                yield from _of_code(lines)
    for path in sorted(SOURCE.rglob("*.html")):
        yield from _of_template(path.read_text(encoding="utf-8"))


def _of_code(lines: BinaryIO) -> Iterator[str]:
    for _line, found, _comments, _context in extract("python", lines, CALLS, options={"encoding": "utf-8"}):
        first = found[0] if isinstance(found, tuple) else found
        if first:
            yield first


def _of_template(template: str) -> Iterator[str]:
    """Django's own rewriting shows each text as the first argument of a call."""
    for literal in TEMPLATE_TEXT.findall(templatize(template)):
        yield ast.literal_eval(literal)


def entries(language: str) -> list[Message]:
    return [message for message in catalog(language) if message.id]


def several(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    """The forms of a text: one, or as many as the language counts by."""
    return list(text) if isinstance(text, tuple | list) else [text or ""]


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated(language: str) -> None:
    known = {one.id[0] if isinstance(one.id, tuple | list) else one.id for one in entries(language)}
    missing = sorted(texts() - known)
    assert missing == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_empty_or_fuzzy(language: str) -> None:
    def is_whole(message: Message) -> bool:
        return all(several(message.string)) and not message.fuzzy

    assert [message.id for message in entries(language) if not is_whole(message)] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_mark_of_a_sentence_is_in_its_translation(language: str) -> None:
    faulty = []
    for message in entries(language):
        wanted = set(MARKS.findall(several(message.id)[-1]))
        strings = several(message.string)
        # A singular, dual or zero form may leave the number out: the word says it.
        if any(set(MARKS.findall(str(one))) - wanted for one in strings) or wanted - set(
            MARKS.findall(str(strings[-1]))
        ):
            faulty.append(message.id)
    assert faulty == []


def test_the_extraction_sees_what_is_there() -> None:
    found = set(texts())
    assert "Who is this?" in found
    assert len(found) > 500


def test_no_page_text_is_written_outside_the_translations() -> None:
    """A template shows no bare words: between tags there is only what a `translate` or a variable gives."""
    tags = re.compile(r"{%\s*blocktranslate.*?{%\s*endblocktranslate\s*%}|{%.*?%}|{{.*?}}|{#.*?#}|<[^>]*>", re.DOTALL)
    allowed = {"Minassa", "Ctrl", "Esc", "UTC", "PDF", "DOCX", "shell", "entrance"}
    bare = {}
    for path in sorted((SOURCE / "web" / "templates").rglob("*.html")):
        words = set(re.findall(r"[^\W\d_]{2,}", re.sub(r"&\w+;", " ", tags.sub(" ", path.read_text(encoding="utf-8")))))
        if words - allowed:
            bare[path.name] = words - allowed
    assert bare == {}


def test_sentences_are_written_in_the_code_as_literals() -> None:
    """`_(variable)` hides a text from the translators."""
    faulty = []
    for path in sorted((SOURCE / "web").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS
            if is_call and not isinstance(node.args[0], ast.Constant):  # type: ignore[attr-defined] # it is a call
                faulty.append(f"{path.name}:{node.lineno}")  # type: ignore[attr-defined] # it is a call
    assert faulty == []
