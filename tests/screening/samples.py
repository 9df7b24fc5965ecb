"""The EXERCISE samples that the package ships, and lists read whole, for the tests of screening."""

from importlib.resources import files
from pathlib import Path

from minassa.screening.intake import taken_in
from minassa.screening.publishers import source_named
from minassa.screening.types import ListedSubject

FOLDER = Path(str(files("minassa.screening"))) / "samples"
SAMPLES = {
    "un-sc": FOLDER / "un-sc.xml",
    "ofac-sdn": FOLDER / "ofac-sdn",
    "eu-fsf": FOLDER / "eu-fsf.csv",
    "uk-ofsi": FOLDER / "uk-ofsi.csv",
    "ca-sema": FOLDER / "ca-sema.xml",
    "ftm": FOLDER / "ftm.json",
}


def read_whole(source: str, path: Path) -> tuple[str, list[ListedSubject]]:
    with taken_in(path) as batch:
        reading = source_named(source).read(batch)
        return reading.published, list(reading.subjects)
