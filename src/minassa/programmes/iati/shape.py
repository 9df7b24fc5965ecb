"""Programmes as an `iati-activities` file of IATI 2.03: the elements in the order of its schema. Pure.

What is not known has no element: a missing value is never written as zero. Each activity bears its marks in an attribute of our
own, so that they go with it wherever the file goes.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

from lxml import etree

from minassa.programmes import checks
from minassa.programmes.content import DIMENSIONS, plain
from minassa.programmes.iati import codes
from minassa.programmes.iati.types import (
    DocumentLink,
    IndicatorLeaving,
    Leaving,
    Outlet,
    Publication,
    ResultLeaving,
    Share,
    Span,
)
from minassa.programmes.progress import Direction
from minassa.programmes.types import ActualView, Cell, MoneyPart, PartnerPart, TargetView

VERSION: Final = "2.03"
NAMESPACE: Final = "urn:minassa:marks"
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_ASCENDING: Final = {Direction.INCREASE: "1", Direction.DECREASE: "0"}


def to_iati(programmes: Iterable[Leaving], *, outlet: Outlet, at: datetime) -> bytes:
    """The file as UTF-8 XML, valid against IATI's schema 2.03. Each programme lacks nothing."""
    root = etree.Element("iati-activities", nsmap={"minassa": NAMESPACE})
    root.set("version", VERSION)
    root.set("generated-datetime", _moment(at))
    found = tuple(programmes)
    if outlet is Outlet.PLATFORM:
        root.append(etree.Comment(" TLP:GREEN. For the agencies of the platform, not for publication. "))
    if any(one.is_exercise for one in found):
        root.append(etree.Comment(" EXERCISE. Invented data, not for publication. "))
    for one in found:
        if one.publication is not None:
            _activity(root, one, one.publication)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _child(parent: etree._Element, tag: str, /, **given: str) -> etree._Element:
    """An element with these attributes; `_` in a name stands for `-`."""
    return etree.SubElement(parent, tag, {name.rstrip("_").replace("_", "-"): value for name, value in given.items()})


def _said(parent: etree._Element, tag: str, text: str, /, **given: str) -> etree._Element:
    made = _child(parent, tag, **given)
    _child(made, "narrative").text = text
    return made


def _activity(root: etree._Element, one: Leaving, publication: Publication) -> None:
    activity = _child(
        root, "iati-activity", default_currency=one.plan.currency, last_updated_datetime=_moment(one.modified)
    )
    activity.set(_LANG, publication.language)
    activity.set(f"{{{NAMESPACE}}}marks", " ".join(one.marks))
    if publication.is_humanitarian:
        activity.set("humanitarian", "1")
    _child(activity, "iati-identifier").text = one.identifier
    reporter = {"ref": publication.organisation, "type": publication.organisation_type}
    _said(activity, "reporting-org", one.reporter, **reporter, secondary_reporter=str(int(one.is_secondary)))
    _said(activity, "title", one.plan.title)
    _said(activity, "description", one.plan.summary, type="1")
    _said(activity, "participating-org", one.reporter, **reporter, role="2")
    for partner in one.partners:
        _partner(activity, partner)
    _child(activity, "activity-status", code=codes.STATUSES[one.state])
    _child(activity, "activity-date", type=codes.PLANNED_START, iso_date=one.plan.begins.isoformat())
    _child(activity, "activity-date", type=codes.PLANNED_END, iso_date=one.plan.ends.isoformat())
    _places(activity, publication.places)
    for share in publication.sectors:
        _child(activity, "sector", vocabulary=codes.SECTOR_VOCABULARY, code=share.code, percentage=_percent(share))
    for target in publication.targets:
        _child(activity, "tag", vocabulary=codes.TARGET_VOCABULARY, code=target)
    _money(activity, one)
    for link in publication.links:
        _document(activity, link, publication.language)
    for result in one.results:
        _result(activity, result)


def _partner(activity: etree._Element, partner: PartnerPart) -> None:
    named = {"ref": partner.reference} if partner.reference else {}
    _said(activity, "participating-org", partner.name, **named, role=codes.ROLES[partner.part])


def _percent(share: Share) -> str:
    return f"{share.percent:f}"


def _places(activity: etree._Element, places: Sequence[Share]) -> None:
    for one in places:
        if one.code.isalpha():
            _child(activity, "recipient-country", code=one.code, percentage=_percent(one))
    for one in places:
        if one.code.isdigit():
            given = {"code": one.code, "vocabulary": codes.REGION_VOCABULARY, "percentage": _percent(one)}
            _child(activity, "recipient-region", **given)


def _money(activity: etree._Element, one: Leaving) -> None:
    for budget in one.budgets:
        made = _child(activity, "budget", type="1", status="1")
        _child(made, "period-start", iso_date=budget.begins.isoformat())
        _child(made, "period-end", iso_date=budget.ends.isoformat())
        _amount(made, budget, budget.begins.isoformat())
    for spent in one.spending:
        made = _child(activity, "transaction")
        _child(made, "transaction-type", code=codes.EXPENDITURE)
        _child(made, "transaction-date", iso_date=spent.ends.isoformat())
        _amount(made, spent, spent.ends.isoformat())


def _amount(parent: etree._Element, part: MoneyPart, on: str) -> None:
    _child(parent, "value", value_date=on).text = f"{part.amount:f}"


def _document(activity: etree._Element, link: DocumentLink, language: str) -> None:
    made = _child(activity, "document-link", url=link.url, format="text/html")
    _said(made, "title", link.title)
    _child(made, "category", code=link.category)
    _child(made, "language", code=language)


def _result(activity: etree._Element, one: ResultLeaving) -> None:
    result = _child(activity, "result", type=codes.RESULT_TYPES[one.part.level])
    _said(result, "title", f"{one.part.number} {one.part.title}".strip())
    for indicator in one.indicators:
        _indicator(result, indicator)


def _indicator(result: etree._Element, one: IndicatorLeaving) -> None:
    ascending = _ASCENDING.get(one.part.direction)
    given = {"ascending": ascending} if ascending else {}
    indicator = _child(result, "indicator", measure=codes.MEASURES[one.part.measure], **given)
    _said(indicator, "title", f"{one.part.name} ({one.part.unit})")
    if one.part.baseline is not None:
        on = one.part.baseline_on
        _child(indicator, "baseline", year=str(on.year), iso_date=on.isoformat(), value=plain(one.part.baseline) or "")
    for span in one.spans:
        _span(indicator, span)


def _span(indicator: etree._Element, span: Span) -> None:
    period = _child(indicator, "period")
    _child(period, "period-start", iso_date=span.begins.isoformat())
    _child(period, "period-end", iso_date=span.ends.isoformat())
    if span.target is not None:
        _target(period, span.target)
    if span.actual is not None:
        _actual(period, span.actual)


def _target(period: etree._Element, target: TargetView) -> None:
    """The target in force; one that was changed since adoption says so beside it."""
    made = _child(period, "target", value=f"{target.value:f}")
    if target.before:
        changes = "; ".join(f"{one.value:f} until {one.changed.date().isoformat()}" for one in target.before)
        _in_english(made, f"Changed since adoption: {changes}")


def _actual(period: etree._Element, actual: ActualView) -> None:
    made = _child(period, "actual", value=f"{actual.value:f}")
    _in_english(made, f"Evidence: {actual.evidence.value.replace('_', '-')}")
    for cell in actual.cells:
        value = _cell_value(cell)
        if value is not None:
            made = _child(period, "actual", value=f"{value:f}")
            for name in DIMENSIONS:
                if getattr(cell, name):
                    _child(made, "dimension", name=name, value=getattr(cell, name))


def _in_english(parent: etree._Element, text: str) -> None:
    _child(_child(parent, "comment"), "narrative").text = text
    parent[-1][0].set(_LANG, "en")


def _cell_value(cell: Cell) -> Decimal | None:
    if cell.numerator is not None and cell.denominator:
        return checks.stored(100 * cell.numerator / cell.denominator)
    return cell.value
