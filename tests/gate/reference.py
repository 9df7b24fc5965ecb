"""Writes `docs/reference.md` from the code: commands, addresses, acts, faults and list sources.

Run `python -m tests.gate.reference` after a change to any of them; `test_docs.py` fails while the two differ.
"""

import importlib
import os
import pkgutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import django
import typer
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import override

import minassa
from minassa.access import all_acts
from minassa.base import fault_codes
from minassa.cli.main import AREAS
from minassa.screening import sources

PAGE: Final = Path(__file__).parents[2] / "docs" / "reference.md"
HEAD: Final = """# Reference

Written from the code by `python -m tests.gate.reference`; a test fails while the two differ.
"""
Row = tuple[str, ...]


def table(title: str, about: str, head: Row, rows: Iterable[Row]) -> str:
    """One section with a Markdown table."""
    lines = [f"\n## {title}\n{about}\n", f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def commands() -> Iterator[Row]:
    """Every command with its words and what it is for."""
    for area, (module, _line) in AREAS.items():
        found = typer.main.get_command(importlib.import_module(module).app)
        yield from _commands_below(f"minassa {area}", found)


def _commands_below(path: str, found: Any) -> Iterator[Row]:
    if hasattr(found, "commands"):
        for name, below in sorted(found.commands.items()):
            yield from _commands_below(f"{path} {name}", below)
        return
    words = [_word(parameter) for parameter in found.params if parameter.name not in {"help", "home"}]
    yield f"`{' '.join([path, *words])}`", (found.help or "").split("\n\n")[0].replace("\n", " ").strip()


def _word(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return (parameter.name or "").upper()
    return f"[{parameter.opts[0]}]" if not parameter.required else parameter.opts[0]


def addresses() -> Iterator[Row]:
    """Every address with its name and the policy that it declares."""
    for path, pattern in sorted(_patterns("/", get_resolver().url_patterns), key=lambda one: one[0]):
        yield f"`{path}`", pattern.name or ""


def _patterns(above: str, patterns: Iterable[URLPattern | URLResolver]) -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        path = above + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _patterns(path, one.url_patterns)
        else:
            yield path, one


def sentences() -> Iterator[Row]:
    """Every fault code with its two sentences."""
    for code, sentence in sorted(fault_codes().items()):
        if not code.startswith(("ground.", "test.")):
            yield f"`{code}`", str(sentence.what), str(sentence.next_step)


def events() -> Iterator[Row]:
    """Every act: its name is also the audit event's."""
    for one in all_acts():
        marks = [
            word
            for word, holds in (
                ("audited", one.audited),
                ("purpose", one.purpose_required),
                ("step-up", one.step_up),
                ("two persons", one.two_person),
            )
            if holds
        ]
        roles = "every role" if len(one.roles) > 10 else ", ".join(sorted(role.value for role in one.roles))
        yield f"`{one.name}`", one.kind.value, roles or "system only", ", ".join(marks), one.scope and f"`{one.scope}`"


def load_all() -> None:
    """Import every module, so that every fault, act and command is registered, whoever asks."""
    for found in pkgutil.walk_packages(minassa.__path__, "minassa."):
        if ".db." not in found.name:
            importlib.import_module(found.name)


def reference() -> str:
    """The whole page, in English."""
    load_all()
    with override("en"):
        return HEAD + "".join(
            [
                table("Commands", "Every command takes `--home DIR`.", ("command", "what it does"), commands()),
                table("List sources", "", ("source", "publisher"), ((f"`{s.key}`", s.title) for s in sources())),
                table("Addresses", "", ("address", "name"), addresses()),
                table(
                    "Acts and audit events",
                    "An act's name is its name in the audit log. Refusals are always logged; `audited` acts also when done.",
                    ("act", "kind", "roles", "asks for", "token scope"),
                    events(),
                ),
                table("Faults", "", ("code", "what it says", "what to do"), sentences()),
            ]
        )


def main() -> None:
    """Write the page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    PAGE.write_text(reference(), encoding="utf-8")


if __name__ == "__main__":
    main()
