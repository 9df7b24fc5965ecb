"""Invented incidents for tests."""

import csv
import io
from collections.abc import Iterable

from minassa.access import Actor, Handling, Label, Tlp
from minassa.records import Ground
from minassa.threats import Imported, import_incidents
from tests.factories import a_label

HEAD = (
    "id", "date", "country", "latitude", "longitude", "place", "place_precision", "kind", "actors",
    "deaths_low", "deaths_best", "deaths_high", "text",
)  # fmt: skip
GROUND = Ground("EXERCISE order 1", "counter-terrorism")
GED = "id,year,month,day,country,type_of_violence,conflict_name,side_a,side_b,latitude,longitude,low_death,best_death,high_death"


def own_row(number: int, **changed: str) -> tuple[str, ...]:
    values = {
        "id": f"EX-{number}", "date": f"2026-03-{1 + number % 28:02d}", "country": "NE", "latitude": str(12 + number / 4),
        "longitude": "2.5", "place": f"EXERCISE place {number}", "place_precision": "exact", "kind": "explosion",
        "actors": "EXERCISE Front; EXERCISE Army", "deaths_low": "1", "deaths_best": "3", "deaths_high": "5", "text": "EXERCISE",
    }  # fmt: skip
    return tuple({**values, **changed}[name] for name in HEAD)


def own_table(rows: Iterable[tuple[str, ...]]) -> io.BytesIO:
    written = io.StringIO()
    csv.writer(written).writerows((HEAD, *rows))
    return io.BytesIO(written.getvalue().encode())


def ged_table(*rows: str) -> io.BytesIO:
    return io.BytesIO("\n".join((GED, *rows)).encode())


def handled(actor: Actor, tlp: Tlp = Tlp.AMBER) -> Label:
    audience = (f"user:{actor.user_id}",) if tlp is Tlp.RED else ()
    return a_label(actor, tlp, handling=[Handling.H0], audience=audience)


def bring(actor: Actor, rows: Iterable[tuple[str, ...]], *, label: Label | None = None) -> Imported:
    return import_incidents(actor, source="own", file=own_table(rows), label=label or handled(actor), ground=GROUND)


def bring_ged(actor: Actor, *rows: str, label: Label | None = None) -> Imported:
    return import_incidents(
        actor, source="ucdp-ged", file=ged_table(*rows), label=label or handled(actor), ground=GROUND
    )
