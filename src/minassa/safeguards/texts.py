"""Texts that people write: cut to their edges, without what steers a terminal, within a length."""

from minassa.base import Invalid
from minassa.safeguards import faults


def text_of(written: str, most: int) -> str:
    """The text; raises Invalid for none, or for one that is too long."""
    text = written.strip()
    if not text or len(text) > most or "\0" in text:
        raise Invalid(faults.REASON, most=most)
    return text
