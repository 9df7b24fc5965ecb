"""What a report carries between agencies, and its book keeps: JSON, both ways. What a peer sends is read here or nowhere."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final
from uuid import UUID

import orjson

from minassa.access import Handling, Tlp
from minassa.base import Invalid, canonical_json
from minassa.liaison import faults
from minassa.liaison.alerts.content import countries_of
from minassa.liaison.reports.figures import checked_figures, figures_from_json, figures_to_json
from minassa.liaison.reports.rules import NEEDED, Confidence, Likelihood, Section
from minassa.liaison.reports.types import Figures, Judgement, MadeFor, Reporting, Said
from minassa.liaison.texts import line_of, text_of

LONGEST_TITLE: Final = 200
LONGEST_SECTION: Final = 50_000
LONGEST_JUDGEMENT: Final = 1_000
LONGEST_CHANGE: Final = 1_000
MOST_JUDGEMENTS: Final = 6
MOST_RECORDS: Final = 200
MOST_COUNTRIES: Final = 60
_FIELDS: Final = frozenset({"title", "sections", "judgements", "countries", "period", "records"})
_TOLD: Final = _FIELDS | {"change"}


def said_to_json(said: Said) -> dict[str, Any]:
    """What a report says, as JSON."""
    return {
        "title": said.title,
        "sections": {one.value: text for one, text in said.sections.items()},
        "judgements": [
            {"text": one.text, "likelihood": one.likelihood.value, "confidence": one.confidence.value}
            for one in said.judgements
        ],
        "countries": list(said.countries),
        "period": [day.isoformat() for day in said.period] if said.period else None,
        "records": [str(one) for one in said.records],
    } | ({"figures": figures_to_json(said.figures)} if said.figures else {})


def said_from_json(body: Mapping[str, Any], *, whole: bool = True) -> Said:
    """What a report says, plain; whole too, where it is no draft. Raises Invalid for anything else."""
    if set(body) - {"figures"} != _FIELDS:
        raise Invalid(faults.MESSAGE_WRONG)
    try:
        sections = {Section(name): text for name, text in _table(body["sections"]).items()}
        judgements = tuple(_judgement(one) for one in _list(body["judgements"], MOST_JUDGEMENTS))
        period = _period(body["period"])
        records = tuple(UUID(one) for one in map(_text, _list(body["records"], MOST_RECORDS)))
    except ValueError as error:
        raise Invalid(faults.MESSAGE_WRONG) from error
    return checked(
        Said(
            _text(body["title"]),
            sections,
            judgements,
            countries_of(_list(body["countries"], MOST_COUNTRIES)),
            period,
            records,
            figures_from_json(body["figures"]) if "figures" in body else None,
        ),
        whole=whole,
    )


def told_from_json(body: Mapping[str, Any]) -> tuple[Said, str]:
    """What a report that came says, and what is new in it. Raises Invalid."""
    if set(body) - {"figures"} != _TOLD:
        raise Invalid(faults.MESSAGE_WRONG)
    change = text_of(body["change"], LONGEST_CHANGE, needed=False)
    return said_from_json({name: value for name, value in body.items() if name != "change"}), change


def told_to_json(said: Said, change: str) -> dict[str, Any]:
    """A report as it travels."""
    return said_to_json(said) | {"change": change}


def checked(said: Said, *, whole: bool = True) -> Said:
    """The same with its texts trimmed and empty sections left out. Raises Invalid for what a report cannot say.

    One that is not `whole` yet, a draft with figures, may lack the parts that every report has.
    """
    sections = {
        one: text_of(said.sections[one], LONGEST_SECTION, needed=False) for one in Section if one in said.sections
    }
    kept = {one: text for one, text in sections.items() if text}
    if whole and not kept.keys() >= NEEDED:
        raise Invalid(faults.REPORT_PARTS)
    if len(said.judgements) > MOST_JUDGEMENTS:
        raise Invalid(faults.REPORT_JUDGEMENTS, limit=MOST_JUDGEMENTS)
    if len(said.records) > MOST_RECORDS:
        raise Invalid(faults.TOO_MANY_RECORDS, limit=MOST_RECORDS)
    if said.period and said.period[0] > said.period[1]:
        raise Invalid(faults.REPORT_PERIOD)
    return replace(
        said,
        title=line_of(said.title, LONGEST_TITLE),
        sections=kept,
        judgements=tuple(replace(one, text=text_of(one.text, LONGEST_JUDGEMENT)) for one in said.judgements),
        countries=countries_of(said.countries),
        records=tuple(dict.fromkeys(said.records)),
    )


def said_of(reporting: Reporting, *, whole: bool = True) -> Said:
    """What a report as it is written says, checked, with all its sources."""
    return checked(
        Said(
            reporting.title,
            reporting.sections,
            reporting.judgements,
            reporting.countries,
            reporting.period,
            reporting.records,
            checked_figures(reporting.figures) if reporting.figures else None,
        ),
        whole=whole,
    )


def packed_said(said: Said) -> str:
    """What a row keeps."""
    return canonical_json(said_to_json(said)).decode()


def unpacked_said(content: str) -> Said:
    """What `packed_said` wrote."""
    return said_from_json(orjson.loads(content), whole=False)


def packed(reporting: Reporting) -> str:
    """What the author's book keeps: the report with its recipients and marks."""
    body = said_to_json(said_of(reporting, whole=False)) | {
        "to": list(reporting.to),
        "tlp": reporting.tlp.value,
        "handling": sorted(reporting.handling),
        "made_for": _made_for_to_json(reporting.figures),
    }
    return canonical_json(body).decode()


def unpacked(draft: str) -> Reporting:
    """What `packed` wrote."""
    body: dict[str, Any] = orjson.loads(draft)
    to, tlp, handling = body.pop("to"), body.pop("tlp"), body.pop("handling")
    made_for = _made_for_from_json(body.pop("made_for", None))
    said = said_from_json(body, whole=False)
    return Reporting(
        said.title,
        said.sections,
        said.judgements,
        said.countries,
        said.period,
        said.records,
        to=tuple(to),
        tlp=Tlp(tlp),
        handling=frozenset(map(Handling, handling)),
        figures=replace(said.figures, made_for=made_for) if said.figures else None,
    )


def _made_for_to_json(figures: Figures | None) -> list[Any] | None:
    made = figures.made_for if figures else None
    return [made.tlp.value, sorted(made.handling), sorted(made.audience)] if made else None


def _made_for_from_json(value: list[Any] | None) -> MadeFor | None:
    return MadeFor(Tlp(value[0]), frozenset(map(Handling, value[1])), frozenset(value[2])) if value else None


def _judgement(body: object) -> Judgement:
    if not isinstance(body, dict) or set(body) != {"text", "likelihood", "confidence"}:
        raise Invalid(faults.MESSAGE_WRONG)
    return Judgement(_text(body["text"]), Likelihood(_text(body["likelihood"])), Confidence(_text(body["confidence"])))


def _period(value: object) -> tuple[date, date] | None:
    if value is None:
        return None
    first, last = _list(value, 2) if isinstance(value, list) and len(value) == 2 else (None, None)
    return date.fromisoformat(_text(first)), date.fromisoformat(_text(last))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Invalid(faults.MESSAGE_WRONG)
    return value


def _table(value: object) -> Mapping[str, str]:
    if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
        raise Invalid(faults.MESSAGE_WRONG)
    return value


def _list(value: object, most: int) -> list[object]:
    if not isinstance(value, list) or len(value) > most:
        raise Invalid(faults.MESSAGE_WRONG)
    return value
