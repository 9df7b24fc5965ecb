"""IATI in these tests: its schema where the shared data have it, its rulebook as far as it concerns us."""

from datetime import date
from decimal import Decimal

from lxml import etree

from minassa.programmes import DocumentLink, Publication, Share
from tests.data import shared_data

SCHEMA = "iati/schema-2.03/iati-activities-schema.xsd"
PUBLICATION = Publication(
    organisation="XX-EX-0001",
    organisation_type="10",
    language="fr",
    sectors=(Share("15220", Decimal("66.5")), Share("11130", Decimal("33.5"))),
    places=(Share("ML", Decimal(60)), Share("298", Decimal(40))),
    targets=("16.a",),
    links=(DocumentLink("https://example.org/a?b=1&c=2", "EXERCISE a paper", "A12"),),
)


def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(shared_data(SCHEMA)))


def breaches(activity: etree._Element) -> list[str]:
    """The rules of IATI's rulebook for an activity that it breaks: of those that our files can touch."""
    found = []
    for kind in ("sector",):
        by_vocabulary: dict[str, Decimal] = {}
        for one in activity.findall(kind):
            vocabulary = one.get("vocabulary", "1")
            by_vocabulary[vocabulary] = by_vocabulary.get(vocabulary, Decimal(0)) + Decimal(
                one.get("percentage", "100")
            )
        found += [f"{kind} {name}: {total}" for name, total in by_vocabulary.items() if total != 100]
    places = [*activity.findall("recipient-country"), *activity.findall("recipient-region")]
    if sum(Decimal(one.get("percentage", "100")) for one in places) != 100:
        found.append("places")
    if not activity.findall("sector") or not places:
        found.append("no sector or place")
    found += _of_dates(activity)
    identifier = activity.findtext("iati-identifier") or ""
    reporter = activity.find("reporting-org")
    if reporter is None or not identifier.startswith(f"{reporter.get('ref')}-"):
        found.append("identifier")
    if not activity.findall("participating-org[@role]"):
        found.append("participating-org")
    return found


def _day(one: etree._Element, tag: str) -> date:
    found = one.find(tag)
    assert found is not None
    return date.fromisoformat(found.get("iso-date", ""))


def _of_dates(activity: etree._Element) -> list[str]:
    days = {one.get("type"): date.fromisoformat(one.get("iso-date", "")) for one in activity.findall("activity-date")}
    found = [] if days["1"] <= days["3"] else ["dates"]
    found += [
        "budget of more than a year"
        for one in activity.findall("budget")
        if not 0 <= (_day(one, "period-end") - _day(one, "period-start")).days <= 366
    ]
    found += ["period" for one in activity.iter("period") if _day(one, "period-start") > _day(one, "period-end")]
    for one in activity.iter("indicator"):
        if one.get("measure") in {"1", "2"}:
            found += ["value" for each in one.iter("target", "actual", "baseline") if not each.get("value")]
    return found
