"""Months as whole numbers, so that a month later is one more: year * 12 + month - 1. Pure."""

from datetime import date


def month_number(year: int, month: int) -> int:
    """The number of a month; `month` is 1 to 12."""
    return year * 12 + month - 1


def month_of(day: date) -> int:
    """The number of the month in which a day lies."""
    return month_number(day.year, day.month)


def month_text(number: int) -> str:
    """A month as ISO 8601 writes it: `2024-03`."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def first_day(number: int) -> date:
    """The first day of a month."""
    return date(number // 12, number % 12 + 1, 1)
