"""Where the shared test data is: real public lists and names that stay out of the repository."""

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]


def shared_data(name: str) -> Path:
    """A file or folder of the shared test data; the test is skipped, with the reason, where it is absent."""
    folder = Path(os.environ.get("MINASSA_DATA") or REPOSITORY.parent / "shared" / "data")
    path = folder / name
    if not path.exists():
        pytest.skip(f"the shared test data has no {name} here (MINASSA_DATA names its folder)")
    return path
