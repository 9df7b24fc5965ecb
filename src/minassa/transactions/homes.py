"""Where a file's transactions lie in the node's folder: `transactions/<id>/`. A backup holds it like all of the folder."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings

from minassa.transactions.patterns import Import

FOLDER: Final = "transactions"


def home_of(file: UUID) -> Import:
    """The folder of one file."""
    return Import(folder() / str(file))


def folder() -> Path:
    """The folder of all files."""
    return Path(settings.MINASSA.home) / FOLDER


def spill() -> Path:
    """Where a search puts what does not fit into memory, while it runs."""
    place = folder() / "searching"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def sweep(known: Iterable[UUID]) -> int:
    """Take away folders that no row names (a process that ended between the two), and give how many."""
    kept, swept = {str(one) for one in known} | {"searching"}, 0
    for one in folder().iterdir() if folder().is_dir() else ():
        if one.name not in kept:
            shutil.rmtree(one, ignore_errors=True)
            swept += 1
    return swept
