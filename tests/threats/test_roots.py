"""Roots: figures come in with their sources, bad rows come back, and what is hidden is in no list."""

import pytest

from minassa.access import Role, Tlp
from minassa.base import Invalid, Refused
from minassa.threats import import_figures, read_roots
from minassa.threats.roots import area_code
from tests.factories import actor_for, an_actor, make_agency, make_user
from tests.threats.made import bring, handled, own_row

pytestmark = [pytest.mark.django_db, pytest.mark.store]
HEAD = "area,indicator,year,value,unit,source\n"
ROWS = "ML,EXERCISE schooling,2020,41.5,%,EXERCISE office\nMLI,EXERCISE schooling,2021,43,%,EXERCISE office\nml-6,EXERCISE schooling,2021,30,%,EXERCISE office\n"


def table(rows: str, head: str = HEAD) -> bytes:
    return (head + rows).encode()


def test_a_table_comes_in_once_and_bad_rows_come_back() -> None:
    actor = an_actor()
    bad = "XX,EXERCISE,2020,1,,EXERCISE\nML,,2020,1,,EXERCISE\nML,EXERCISE,20,1,,EXERCISE\nML,EXERCISE,2020,1 2,,EXERCISE\nML,EXERCISE,2020,1,,\nML,EXERCISE\n"
    twice = "ML,EXERCISE schooling,2020,9,%,EXERCISE office\n"
    done = import_figures(actor, content=table(ROWS + bad + twice), label=handled(actor))
    assert (done.added, done.failed) == (3, 7)
    assert [(one.row, one.why) for one in done.bad] == list(
        enumerate(("area", "indicator", "year", "value", "source", "cells", "twice"), 5)
    )
    again = import_figures(
        actor, content=table(ROWS.replace("43", "44").replace(",", ";"), HEAD.replace(",", ";")), label=handled(actor)
    )
    assert (again.added, again.amended, again.unchanged) == (0, 1, 2)
    for content in (b"area,indicator\n", b"\xff\xfe", b""):
        with pytest.raises(Invalid):
            import_figures(actor, content=content, label=handled(actor))
    assert [area_code(text) for text in ("ml", "MLI", "ML-6", "Mali", "")] == ["ml", "ml", "ML-6", "", ""]


def test_figures_stand_beside_incidents_and_each_reader_sees_their_own() -> None:
    agency = make_agency()
    actor, colleague, other = an_actor(agency=agency), actor_for(make_user(agency)), an_actor()
    import_figures(actor, content=table(ROWS), label=handled(actor))
    hidden = table("ML,EXERCISE canary,2021,99,,EXERCISE office\nBF,EXERCISE canary,2021,99,,EXERCISE office\n")
    import_figures(actor, content=hidden, label=handled(actor, Tlp.RED))
    bring(
        actor,
        [
            own_row(1, country="ML", latitude="16.8", longitude="-3", date="2021-05-01"),
            own_row(2, date="2021-05-01"),
        ],
    )
    bring(
        actor,
        [own_row(3, country="ML", latitude="16.8", longitude="-3", date="2021-05-01")],
        label=handled(actor, Tlp.RED),
    )
    found = read_roots(colleague, area="ML")
    assert (found.area, found.areas, found.years[-1]) == ("ml", ("ML-6", "ml"), 2021)
    assert found.incidents is not None
    assert found.incidents[-1] == 1
    ((line),) = found.lines
    assert [(year, str(value.normalize())) for year, value, _source in line.values] == [(2020, "41.5"), (2021, "43")]
    assert (line.sources, line.unit) == (("EXERCISE office",), "%")
    assert len(read_roots(actor, area="ml").lines) == 2
    of_area = [read_roots(one, area="ML-6").incidents for one in (actor, colleague)]
    assert [one and one[-1] for one in of_area] == [2, 1]
    assert read_roots(colleague, area="ML-10").incidents is None, "of it there is no shape"
    assert (read_roots(other).areas, read_roots(other, area="ml").lines) == ((), ())
    with pytest.raises(Refused):
        import_figures(an_actor(Role.OBSERVER, agency=agency), content=table(ROWS), label=handled(actor))
