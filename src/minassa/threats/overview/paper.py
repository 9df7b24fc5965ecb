"""An overview on paper and on pages: headings, drawings, tables and sentences in the active language."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC
from functools import partial
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from minassa.desk import Block, Drawing, Facts, Heading, Paragraph, Table, font_file
from minassa.threats.drawing import Shape, png
from minassa.threats.months import month_text
from minassa.threats.overview import words
from minassa.threats.overview.pictures import map_of, series_of
from minassa.threats.overview.types import Ahead, Line, Month, Overview, Scored, Warned

Named = Callable[[str], str]
"""The name of a country in the active language, by its code."""
MORE: Final = " · "
NONE: Final = "–"


def overview_blocks(overview: Overview, *, country: Named, shapes: Sequence[Shape]) -> tuple[Block, ...]:
    """All that an overview says, its map and its series beside the tables with the same numbers. Shapes bear names in this language."""
    return (
        Heading(_("The threat picture")),
        Facts(tuple(_summed(overview, country))),
        *_mapped(overview, shapes),
        *_listed(overview, country),
        *_moved(overview),
        *_warned(overview, country),
        *_foreseen(overview, country),
        *_made_from(overview),
    )


def span(overview: Overview) -> str:
    """The months that it covers, such as 2026-01 – 2026-03."""
    first, last = month_text(overview.scope.first), month_text(overview.scope.last)
    return first if first == last else f"{first} – {last}"


def _summed(overview: Overview, country: Named) -> Iterator[tuple[str, str]]:
    yield _("Period"), span(overview)
    yield _("Area"), MORE.join(map(country, overview.scope.countries)) or _("All countries")
    yield _("Incidents"), str(overview.incidents)
    yield _("As many months before"), str(overview.before)
    yield _("Deaths, over all sources"), _range(overview.low, overview.high)
    if overview.without_deaths:
        yield _("Incidents of which no source tells deaths"), str(overview.without_deaths)


def _range(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}–{high}"


def _mapped(overview: Overview, shapes: Sequence[Shape]) -> Iterator[Block]:
    yield Heading(_("Map"), 3)
    sheet, vector = map_of(overview, shapes=shapes, is_rtl=get_language_bidi())
    if sheet is not None:
        yield Drawing(vector, sheet.description, partial(png, sheet, fonts=font_file))
    else:
        yield Paragraph(_("No incident of this period has a place that can be drawn."))


def _listed(overview: Overview, country: Named) -> Iterator[Block]:
    heads = (
        (_("By country"), _("Country"), overview.by_country, country),
        (_("By kind"), _("Kind"), overview.by_kind, partial(_word, words.KINDS)),
    )
    for title, head, lines, named in heads:
        if lines:
            yield Heading(title, 3)
            yield _table(head, lines, named)
    if overview.groups:
        yield Heading(_("Groups and other actors"), 3)
        yield Paragraph(_("As the sources name them; an incident counts for each actor that it names."))
        yield _table(_("Actor"), overview.groups, str, country)


def _word(known: Mapping[str, str | Promise], code: str) -> str:
    return str(known.get(code, code))


def _table(head: str, lines: Sequence[Line], named: Named, country: Named | None = None) -> Table:
    """A line's name, its countries where they are asked for, its incidents, deaths, and incidents before."""
    columns = (head, *((_("Countries"),) if country else ()), _("Incidents"), _("Deaths"), _("Incidents before"))
    return Table(
        columns,
        tuple(
            (
                named(one.key) or NONE,
                *((MORE.join(map(country, one.countries)) or NONE,) if country else ()),
                str(one.incidents),
                _range(one.low, one.high),
                str(one.before),
            )
            for one in lines
        ),
    )


def _moved(overview: Overview) -> Iterator[Block]:
    yield Heading(_("Month by month"), 3)
    moving = overview.moving
    said = _word(words.TRENDS, moving.label)
    tested = ngettext(
        "Mann-Kendall test over %(months)s month: tau %(tau)s, p %(p)s.",
        "Mann-Kendall test over %(months)s months: tau %(tau)s, p %(p)s.",
        moving.months,
    )
    yield Paragraph(f"{said} {tested % {'months': moving.months, 'tau': f'{moving.tau:.2f}', 'p': f'{moving.p:.3f}'}}")
    sheet, vector = series_of(overview, is_rtl=get_language_bidi())
    yield Drawing(vector, sheet.description, partial(png, sheet, fonts=font_file))
    head = (_("Month"), _("Incidents"), _("Deaths"), _("Usual for the season"))
    yield Table(head, tuple(_month(one) for one in reversed(overview.months)))


def _month(one: Month) -> tuple[str, ...]:
    usual = f"{one.usual.middle:g} ({one.usual.low:g}–{one.usual.high:g})" if one.usual else NONE
    return month_text(one.number), str(one.incidents), str(one.deaths), usual


def _warned(overview: Overview, country: Named) -> Iterator[Block]:
    lists = (
        (
            _("Where it continues"),
            _("Cells of half a degree in which events went on, the likeliest first."),
            overview.continues,
        ),
        (
            _("Where it may spread"),
            _(
                "Cells without an event for twelve months, by what happened around them and in them before: the early warning."
            ),
            overview.spreads,
        ),
    )
    for title, meaning, cells in lists:
        yield Heading(title, 3)
        yield Paragraph(meaning if cells else _("None."))
        if cells:
            yield Table((_("Cell"), _("Place"), _("Reasons")), tuple(_cell(one, country) for one in cells))


def _cell(one: Warned, country: Named) -> tuple[str, ...]:
    south, west = one.south, one.west
    corner = f"{abs(south):g}°{'S' if south < 0 else 'N'} {abs(west):g}°{'W' if west < 0 else 'E'}"
    place = ", ".join(filter(None, (one.place, country(one.country) if one.country else "")))
    reasons = [
        _word(words.REASONS, each.code) % {"count": each.count} for each in one.reasons if each.code in words.REASONS
    ]
    return corner, place or NONE, "; ".join(reasons) or NONE


def _foreseen(overview: Overview, country: Named) -> Iterator[Block]:
    yield Heading(_("Deaths ahead"), 3)
    if not overview.ahead:
        yield Paragraph(_("Too little is known for a forecast: six years of incidents are needed."))
        return
    yield Paragraph("\n\n".join(_honest(one) for one in overview.scores))
    yield Paragraph(_("The middle, the range that holds nine of ten chances, and the chance of more than 25 deaths:"))
    horizons = sorted({one.horizon for one in overview.ahead})
    found = {(one.country, one.horizon): one for one in overview.ahead}
    head = (_("Country"), *(_months(one) for one in horizons))
    places = dict.fromkeys(one.country for one in overview.ahead)
    rows = ((country(place), *(_ahead(found.get((place, one))) for one in horizons)) for place in places)
    yield Table(head, tuple(rows))


def _months(number: int) -> str:
    return ngettext("In %(count)s month", "In %(count)s months together", number) % {"count": number}


def _ahead(one: Ahead | None) -> str:
    return f"{one.middle:g} ({one.low:g}–{one.high:g}){MORE}{one.above_25:.0%}" if one else NONE


def _honest(one: Scored) -> str:
    """How good the method was, and what is shown where the model was not the best."""
    told = {
        "months": _months(one.horizon),
        "method": _word(words.METHODS, one.method),
        "better": f"{one.better:+.1%}",
        "coverage": f"{one.coverage:.1%}",
        "first": one.first_year,
        "last": one.last_year,
    }
    if one.method == "mixture":
        return (
            _(
                "%(months)s: by %(method)s, tested on %(first)s–%(last)s: error (log-CRPS) against the last twelve"
                " months %(better)s better; the range held %(coverage)s of what came."
            )
            % told
        )
    return (
        _(
            "%(months)s: the model was not better than the simplest ways on %(first)s–%(last)s; shown is %(method)s."
            " The range held %(coverage)s of what came."
        )
        % told
    )


def _made_from(overview: Overview) -> Iterator[Block]:
    yield Heading(_("What this was made from"), 3)
    yield Paragraph(
        _(
            "Each incident counts once, however many sources tell of it. Only incidents were used that every reader of this report may"
            " see; other knowledge may exist."
        )
    )
    yield Facts(
        (
            (
                _("Sources"),
                MORE.join(f"{_word(words.SOURCES, one.key)} ({one.incidents})" for one in overview.sources) or NONE,
            ),
            (_("Incidents read, earlier years among them"), str(overview.used)),
            (_("Made on"), overview.made.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")),
            (_("Check sum of the references"), overview.digest),
        )
    )
