"""The list sources: one file each. A source is its name, its reader and its publisher's addresses."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from minassa.base import NotFound
from minassa.screening import faults
from minassa.screening.intake import Batch
from minassa.screening.publishers import ca_sema, eu_fsf, ftm, ofac_sdn, uk_ofsi, un_sc
from minassa.screening.types import Reading


@dataclass(frozen=True, slots=True)
class Source:
    """One publisher's list.

    `number` is its group in the name index and never changes. `addresses` are the publisher's own, one for each part
    (`part name, URL`). `official` lists are fetched by `minassa lists update` without being named.
    """

    key: str
    number: int
    title: str
    publisher: str
    read: Callable[[Batch], Reading]
    addresses: tuple[tuple[str, str], ...]
    official: bool = True


_OFAC: Final = "https://sanctionslistservice.ofac.treas.gov/api/publicationpreview/exports/"
_SOURCES: Final = (
    Source(
        "un-sc",
        1,
        "United Nations Security Council Consolidated List",
        "United Nations Security Council",
        un_sc.read,
        (("consolidated.xml", "https://scsanctions.un.org/resources/xml/en/consolidated.xml"),),
    ),
    Source(
        "ofac-sdn",
        2,
        "Specially Designated Nationals and Blocked Persons",
        "United States Department of the Treasury",
        ofac_sdn.read,
        tuple((f"{part}.csv", f"{_OFAC}{part.upper()}.CSV") for part in ("sdn", "alt", "add", "sdn_comments")),
    ),
    Source(
        "eu-fsf",
        3,
        "European Union Financial Sanctions Files",
        "European Commission",
        eu_fsf.read,
        (
            (
                "eu.csv",
                "https://webgate.ec.europa.eu/fsd/fsf/public/files/csvFullSanctionsList_1_1/content?token=dG9rZW4tMjAxNw",
            ),
        ),
    ),
    Source(
        "uk-ofsi",
        4,
        "Consolidated List of Financial Sanctions Targets in the UK",
        "HM Treasury, Office of Financial Sanctions Implementation",
        uk_ofsi.read,
        (("conlist.csv", "https://ofsistorage.blob.core.windows.net/publishlive/2022format/ConList.csv"),),
    ),
    Source(
        "ca-sema",
        5,
        "Consolidated Canadian Autonomous Sanctions List",
        "Global Affairs Canada",
        ca_sema.read,
        (
            (
                "sema.xml",
                "https://www.international.gc.ca/world-monde/assets/office_docs/international_relations-relations_internationales/sanctions/sema-lmes.xml",
            ),
        ),
    ),
    Source(
        "ftm",
        6,
        "A list in FollowTheMoney entities, as OpenSanctions publishes",
        "OpenSanctions",
        ftm.read,
        (("entities.ftm.json", "https://data.opensanctions.org/datasets/latest/sanctions/entities.ftm.json"),),
        official=False,
    ),
)
_BY_KEY: Final = {source.key: source for source in _SOURCES}


def sources() -> tuple[Source, ...]:
    """All list sources, in the order of their numbers."""
    return _SOURCES


def source_named(key: str) -> Source:
    """The source with a key such as `un-sc`; NotFound names the known ones."""
    found = _BY_KEY.get(key)
    if found is None:
        raise NotFound(faults.SOURCE_UNKNOWN, source=key, known=", ".join(_BY_KEY))
    return found
