"""The threat picture through the API: what the asker sees, and nothing else."""

from collections.abc import Iterator

import pytest

from minassa.access.models import User
from minassa.base.clock import held_at
from minassa.threats.picture.outlook import make_outlooks
from tests.api.conftest import Program
from tests.factories import actor_for, an_actor
from tests.threats.made import bring
from tests.threats.test_picture import NOW, history

URL = "/api/v1/incidents"


@pytest.fixture(autouse=True)
def _known(analyst: User) -> Iterator[None]:
    with held_at(NOW):
        bring(actor_for(analyst), history(30))
        bring(an_actor(), history(30, first=3_000, country="BF", longitude="-1.3"))
        yield


def test_trends_spread_and_forecasts_are_told_with_the_marks_of_what_they_rest_on(program: Program) -> None:
    asker = program("records:read")
    trends = asker.get(f"{URL}/trends?measure=deaths&first=2026-01-01").json()
    assert [(one["month"], one["count"]) for one in trends["months"]] == [("2026-01", 6), ("2026-02", 6)]
    assert [one["key"] for one in trends["places"]] == ["ne"]
    assert trends["marks"] == ["EXERCISE", "H0", "TLP:AMBER"]
    spread = asker.get(f"{URL}/spread?most=1").json()
    assert (spread["until"], spread["month"]) == ("2026-02", "2026-03")
    assert [(one["south"], one["west"], one["countries"]) for one in spread["continues"]] == [(12.0, 2.5, ["ne"])]
    assert asker.get(f"{URL}/forecast").json()["state"] == "waiting"
    assert make_outlooks() == 1
    told = asker.get(f"{URL}/forecast").json()
    assert (told["state"], told["last"]) == ("ready", "2026-02")
    assert [[each["country"] for each in one["countries"]] for one in told["horizons"]] == [["ne"]] * 3
    assert asker.get(f"{URL}/trends?kind=x").status_code == 422
    assert program("records:write").get(f"{URL}/trends").status_code == 403
