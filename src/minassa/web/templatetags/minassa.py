"""Template tags of the pages: icons, handling marks, references, days, and links that keep the filters."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from typing import Final

from django import template
from django.template.context import Context
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from minassa import base
from minassa.records import RecordRow, RecordView
from minassa.web import picture_words, wording

register = template.Library()

_TURNS: Final = frozenset({"arrow-left", "chevron-left", "chevron-right", "logout", "list-details"})
_MEANINGS: Final = {
    "TLP:RED": gettext_lazy("For the named recipients only."),
    "TLP:AMBER+STRICT": gettext_lazy("For the recipient's organisation only, by need to know."),
    "TLP:AMBER": gettext_lazy("For the recipient's organisation and its clients, by need to know."),
    "TLP:GREEN": gettext_lazy("For the community, not for publication."),
    "TLP:CLEAR": gettext_lazy("May be published."),
    "EXERCISE": gettext_lazy("Invented for an exercise."),
    **{code.value: meaning for code, meaning in wording.HANDLING_CODES.items()},
}
_LONG_NUMBER: Final = re.compile(r"[0-9a-f-]{32,}")
_HIDDEN: Final = {
    ord(mark): f"⟦U+{ord(mark):04X}⟧"
    for mark in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
}


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A drawing of the sprite, silent to screen readers; those that point along the line turn in right-to-left pages."""
    turns = " icon-turns" if name in _TURNS else ""
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        turns,
        static("vendor/icons.svg"),
        name,
    )


@register.simple_tag
def mark(word: str) -> SafeString:
    """A handling mark as a badge. TLP marks bear the colours of FIRST's standard 2.0, on black."""
    return _badge(word, get_language() or "")


@lru_cache(maxsize=256)
def _badge(word: str, _language: str) -> SafeString:
    """One badge in one language; pages show hundreds of the same few."""
    kind = ""
    if word.startswith("TLP:"):
        kind = f" mark-tlp mark-{word.removeprefix('TLP:').split('+')[0].lower()}"
    elif word == "EXERCISE":
        kind = " mark-exercise"
    meaning = _MEANINGS.get(word, "")
    return format_html('<span class="mark{}" title="{}">{}</span>', kind, meaning, word)


@register.simple_tag
def marks(words: tuple[str, ...]) -> SafeString:
    """All marks of a label, one badge each."""
    return format_html_join(" ", "{}", ((mark(word),) for word in words))


@register.filter
def ident(value: object) -> SafeString:
    """A number, reference or address: always left to right, with direction controls made visible (S28)."""
    return format_html('<bdi dir="ltr">{}</bdi>', str(value).translate(_HIDDEN))


@register.filter
def short(value: object) -> str:
    """A long reference or digest cut to what can be told apart by eye: `record:01a2…6c30`."""
    kind, colon, rest = str(value).rpartition(":")
    return f"{kind}{colon}{rest[:4]}…{rest[-4:]}" if _LONG_NUMBER.fullmatch(rest) else str(value)


@register.filter
def called(record: RecordRow | RecordView) -> str:
    """What a record is called."""
    return wording.caption(record.schema, record.caption)


@register.filter
def purpose(value: str) -> str:
    """A purpose in words."""
    return wording.purpose_name(value)


@register.filter
def day(value: date | datetime | None) -> SafeString | str:
    """A day as lists show it, 2026-11-23; its long form in the tooltip."""
    if value is None:
        return ""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return format_html(
        '<time datetime="{}" title="{}" dir="ltr">{}</time>',
        value.isoformat(),
        formats.date_format(local, "DATE_FORMAT"),
        formats.date_format(local, "SHORT_DATE_FORMAT"),
    )


@register.filter
def long_day(value: date | datetime | None) -> SafeString | str:
    """A day in words, as in `23 November 2026`."""
    if value is None:
        return ""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), formats.date_format(local, "DATE_FORMAT"))


@register.filter
def month(number: int) -> str:
    """A month, counted as year * 12 + month - 1, in words: `March 2026`."""
    return picture_words.month_in_words(number)


@register.simple_tag(takes_context=True)
def query_of(context: Context, name: str, value: object) -> str:
    """This page's address with the filter of this name changed."""
    return query(context, **{name: value})


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """A day and time in the node's time zone, the UTC moment in the tooltip."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return format_html(
        '<time datetime="{}" title="{} UTC" dir="ltr">{}</time>',
        value.isoformat(),
        value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S"),
        formats.date_format(local, "SHORT_DATETIME_FORMAT"),
    )


@register.filter
def age(value: date | datetime | None) -> str:
    """How old something is, in words: today, 3 days ago, 2 years ago."""
    if value is None:
        return ""
    then = value.date() if isinstance(value, datetime) else value
    days = max((base.today() - then).days, 0)
    if days == 0:
        return _("today")
    if days < 60:
        return ngettext("%(count)s day ago", "%(count)s days ago", days) % {"count": days}
    if days < 730:
        months = days // 30
        return ngettext("%(count)s month ago", "%(count)s months ago", months) % {"count": months}
    years = days // 365
    return ngettext("%(count)s year ago", "%(count)s years ago", years) % {"count": years}


@register.filter
def lasting(value: timedelta | None) -> str:
    """How long something took, in the largest unit that says enough: minutes, hours or days; a dash for nothing."""
    if value is None:
        return "–"
    minutes = int(value.total_seconds() // 60)
    if minutes < 120:
        return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    if minutes < 48 * 60:
        hours = minutes // 60
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    days = minutes // (24 * 60)
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


@register.filter
def count(value: int) -> str:
    """A number of things, its thousands grouped as the language does."""
    return formats.number_format(value, use_l10n=True, force_grouping=True)


@register.filter
def at(mapping: Mapping[str, object], key: str) -> object:
    """The entry of a mapping, or the key itself where there is none."""
    return mapping.get(key, key)


@register.filter
def at_place(items: Sequence[object], place: int) -> object:
    """What stands at this place, counted from nought; None behind the last."""
    return items[place] if place < len(items) else None


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: object) -> str:
    """This page's address with some of its filters changed; None takes one away."""
    values = context["request"].GET.copy()
    for name, value in changes.items():
        values.pop(name, None)
        if value is not None:
            values[name] = str(value)
    return f"?{values.urlencode()}"
