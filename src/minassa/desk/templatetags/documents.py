"""What the document's template needs."""

import unicodedata

from django import template

from minassa.desk.documents.drawn import drawn

register = template.Library()
register.filter("drawn", drawn)


@register.filter
def direction(text: object) -> str:
    """The direction of a text by its first letter (UAX 9, P2); without a letter (a phone, a date) it is left to right."""
    kinds = (unicodedata.bidirectional(char) for char in str(text))
    return "rtl" if next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L") != "L" else "ltr"
