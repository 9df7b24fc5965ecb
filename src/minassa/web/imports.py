"""How far a file is that is brought in: the same on the page of every import, whatever the file holds."""

from typing import Any

from django.urls import reverse

from minassa.desk import Book
from minassa.web import wording


def progress_of(book: Book, of: str, sort: object) -> dict[str, Any]:
    """What the piece of a page shows that asks again by itself. `of` begins the names of the import's addresses."""
    return {
        "book": book,
        "sort": sort,
        "state": wording.IMPORT_STATES[book.state],
        "lines": max(book.lines, book.read),
        "page": reverse(f"web:{of}", args=(book.id,)),
        "asks": reverse(f"web:{of}-progress", args=(book.id,)),
        "drops": reverse(f"web:{of}-drop", args=(book.id,)),
        "failed": reverse(f"web:{of}-failed", args=(book.id,)),
    }
