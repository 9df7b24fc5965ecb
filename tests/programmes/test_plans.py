"""Query plans: the lists of programmes, and of partners' activities, use their indexes on both engines, behind both walls."""

import io
from collections.abc import Callable

import pytest

from minassa import programmes
from minassa.access import Actor, Tlp
from minassa.programmes import Pillar, Sharing, StrategyPlan, Wanted
from tests.programmes.files import NEW
from tests.programmes.scene import BEGINS, ENDS, PLATFORM, House, committed, drafted, running
from tests.programmes.test_evaluations import final
from tests.records.test_plans import plans_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sown(mali: House, niger: House, secretariat: House) -> Actor:
    """Something in every list, of the reader's agency and of others, shared and not."""
    made = running(mali, sharing=PLATFORM)
    final(secretariat, mali, made)
    for by in (mali, niger):
        drafted(by)
        for aim in ("a", "b"):
            plan = StrategyPlan(aim, BEGINS, ENDS, {Pillar.SOCIAL: aim})
            programmes.keep_strategy(by.officer, plan=plan, exercise=True)
        committed(by)
        for number, sharing in enumerate((Sharing(), PLATFORM, Sharing(Tlp.CLEAR))):
            file = io.BytesIO(NEW.format(number=number, status="2", more="").encode())
            programmes.import_activities(by.officer, file=file, name="EXERCISE", sharing=sharing, exercise=True)
    return mali.officer


# SQLite names the index of a constraint itself.
KEYS = {"activity_key", "sqlite_autoindex_programmes_activitykey"}
SOUGHT = Wanted(sector="15220", words="elders")
LISTS: tuple[tuple[str, Callable[[Actor], object], set[str]], ...] = (
    ("programmes_programme", programmes.list_programmes, {"programme_newest"}),
    ("programmes_programme", programmes.page_of_programmes, {"programme_newest"}),
    ("programmes_strategy", programmes.list_strategies, {"strategy_newest"}),
    ("programmes_commitment", programmes.list_commitments, {"commitment_newest", "commitment_of"}),
    ("programmes_evaluation", programmes.list_evaluations, {"evaluation_newest"}),
    ("programmes_recommendation", programmes.open_recommendations, {"recommendation"}),
    ("programmes_activityfile", programmes.list_activity_files, {"activity_file_newest"}),
    ("programmes_partneractivity", programmes.list_activities, {"activity_newest"}),
    ("programmes_activitykey", lambda actor: programmes.list_activities(actor, wanted=SOUGHT), KEYS),
)


def test_each_list_uses_its_index(sown: Actor) -> None:
    for table, ask, wanted in LISTS:
        plans = plans_of(sown, lambda ask=ask: ask(sown), f'"{table}"')  # type: ignore[misc] # bound at once
        assert any(index in plan for plan in plans for index in wanted), (table, plans)
        for plan in plans:
            assert f"Seq Scan on {table} " not in plan, plan
            assert f"SCAN {table}" not in plan.replace(f"SCAN {table} USING", ""), plan
