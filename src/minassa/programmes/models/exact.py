"""Decimals in the database exactly as they were given: as text, on both engines, never through a binary float."""

from decimal import Decimal
from typing import Any

from django.db import models


def plain(value: Decimal) -> str:
    """One text for each value: no exponent, no zeros at the end, no negative zero."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


class ExactDecimal(models.Field):  # type: ignore[type-arg] # Django's field takes no type arguments at run time
    """A decimal of at most forty characters. It is not compared or summed in the database."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        kwargs.setdefault("max_length", 40)
        super().__init__(*args, **kwargs)

    def get_internal_type(self) -> str:
        """Stored as texts are."""
        return "CharField"

    def from_db_value(self, value: str | None, *_rest: object) -> Decimal | None:
        """What a row holds."""
        return None if value is None else Decimal(value)

    def to_python(self, value: Any) -> Decimal | None:  # noqa: ANN401 - Django's own signature
        """What a row shall hold."""
        return None if value is None else Decimal(value)

    def get_prep_value(self, value: Any) -> str | None:  # noqa: ANN401 - Django's own signature
        """As it is stored."""
        return None if value is None else plain(Decimal(value))
