"""What every command begins with: the node's folder, Django, and faults told in a plain sentence."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import typer

from minassa.base.settings import SETTINGS_FILE, home_folder

Home = Annotated[
    Path | None,
    typer.Option("--home", help="The node's folder.", show_default="./minassa-node", dir_okay=True, file_okay=False),
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")]
Returned = TypeVar("Returned")


def area(purpose: str = "") -> typer.Typer:
    """The commands of one area; `purpose` is said where the area has several."""
    return typer.Typer(help=purpose or None, add_completion=False, no_args_is_help=bool(purpose), rich_markup_mode=None)


def start(home: Path | None, *, initialised: bool = True) -> Path:
    """Set Django up for the node in `home` and give its folder; a folder without a node ends the command."""
    folder = home_folder(home)
    if initialised and not (folder / SETTINGS_FILE).is_file():
        stop(f"There is no node in {folder}. Run `minassa init --home {folder}` first, or name its folder with --home.")
    os.environ["MINASSA_HOME"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minassa.node.settings")
    import django  # noqa: PLC0415 - start-up: `minassa --help` must not pay for Django

    django.setup()
    return folder


def stop(sentence: str) -> NoReturn:
    """Say one plain sentence on stderr and end with exit code 1."""
    typer.echo(sentence, err=True)
    raise typer.Exit(1)


def speak(value: Any) -> None:  # noqa: ANN401 - any JSON value is printed
    """Print one JSON document, UTF-8 as it is."""
    typer.echo(json.dumps(value, ensure_ascii=False, default=str))


@contextmanager
def faults_told() -> Iterator[None]:
    """Turn a Fault into its sentence on stderr and its exit code; leave everything else to be seen as the bug it is."""
    from minassa.base.errors import Fault  # noqa: PLC0415 - start-up: faults need Django's translations

    try:
        yield
    except Fault as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(fault.exit_code) from None


def command(app: typer.Typer, name: str) -> Callable[[Callable[..., Returned]], Callable[..., Returned]]:
    """Register a function as `name` on an app, with its faults told."""

    def register(function: Callable[..., Returned]) -> Callable[..., Returned]:
        @wraps(function)
        def told(*args: object, **kwargs: object) -> Returned:
            with faults_told():
                return function(*args, **kwargs)

        app.command(name)(told)
        return function

    return register


def is_terminal() -> bool:
    """Whether a person sits at the other end."""
    return sys.stdin.isatty() and sys.stdout.isatty()
