"""Every table of the room keeps what is not shared: one of each kind of row is planted, and no door of others shows it."""

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from django.apps import apps

from minassa import programmes
from minassa.access import Actor, Guarded, Label, Role, Tlp, door
from minassa.access.walls import WallError
from minassa.base import Refused
from minassa.base.clock import held_at
from minassa.programmes import (
    Answered,
    CoursePart,
    Grade,
    MoneyKind,
    MoneyPart,
    Part,
    PartnerPart,
    Pillar,
    Places,
    RiskPart,
    Sharing,
    StrategyPlan,
    Undertaking,
    Wanted,
)
from minassa.programmes.acts import PROGRAMME_LIST
from minassa.programmes.models import OfProgramme
from tests.factories import an_actor
from tests.programmes.files import NEW
from tests.programmes.iati import PUBLICATION
from tests.programmes.scene import BEGINS, CANARY, ENDS, PLATFORM, House, Made, committed, paragraph, running
from tests.programmes.test_evaluations import final
from tests.programmes.test_reporting import IN_TIME, said, submitted

pytestmark = pytest.mark.django_db
ACTIVITIES = ("ActivityFile", "PartnerActivity", "ActivityKey")
MODELS = [one for one in apps.get_app_config("programmes").get_models() if issubclass(one, Guarded)]


@pytest.fixture(autouse=True)
def summer() -> Iterator[None]:
    with held_at(IN_TIME):
        yield


@pytest.fixture
def planted(mali: House, secretariat: House) -> Made:
    """A row in every table, all of them for Mali and the secretariat alone, each with the canary where it has a text."""
    between = Sharing(Tlp.AMBER, (f"agency:{secretariat.agency.id}",))
    strategy = programmes.keep_strategy(
        mali.officer, plan=StrategyPlan(CANARY, BEGINS, ENDS, {Pillar.SOCIAL: CANARY}), exercise=True
    )
    programmes.adopt_strategy(mali.chief, id=strategy, sharing=between)
    label = Label(mali.agency.id, Tlp.AMBER, frozenset({f"agency:{secretariat.agency.id}"}), exercise=True)
    (commitment,) = committed(
        mali, Undertaking(Pillar.SOCIAL, known_by=CANARY), label=label, ref=paragraph(text=CANARY)
    )
    made = running(mali, title=CANARY, summary=CANARY, strategy=strategy)
    programmes.answer_commitments(mali.officer, programme=made.id, commitments=frozenset({commitment}))
    for part in (
        RiskPart(CANARY, Grade.LOW, Grade.HIGH),
        PartnerPart(CANARY, Part.FUNDING),
        CoursePart(CANARY, BEGINS, BEGINS, places=(Places(CANARY, 1, 2),)),
        MoneyPart(MoneyKind.SPENDING, Decimal(1), BEGINS, BEGINS, CANARY),
    ):
        programmes.keep_part(mali.officer, programme=made.id, part=part)
    programmes.keep_publication(mali.officer, programme=made.id, publication=PUBLICATION)
    programmes.share_programme(mali.chief, id=made.id, sharing=between)
    file = NEW.format(number=CANARY, status="2", more="")
    programmes.import_activities(
        mali.officer, file=io.BytesIO(file.encode()), name=CANARY, sharing=between, exercise=True
    )
    report = submitted(mali, made, said(made, done=CANARY, failed=CANARY))
    programmes.accept_report(secretariat.chief, id=report)
    final(secretariat, mali, made)
    (first, _second) = programmes.open_recommendations(mali.chief)
    programmes.respond(mali.chief, recommendation=first.id, state=Answered.ACCEPTED, text=CANARY)
    return made


def counted(actor: Actor) -> dict[str, int]:
    with door(actor, PROGRAMME_LIST):
        return {one.__name__: one.objects.count() for one in MODELS}


def test_every_table_is_behind_the_walls_and_knows_its_parts() -> None:
    assert len(MODELS) == 22
    assert {one.__name__ for one in OfProgramme.parts()} <= {one.__name__ for one in MODELS}
    for model in MODELS:
        with pytest.raises(WallError):
            model.objects.count()


def test_no_table_shows_a_row_to_whom_it_is_not_shared_with(
    mali: House, niger: House, secretariat: House, planted: Made
) -> None:
    own = counted(mali.officer)
    assert [name for name, count in own.items() if count == 0] == []  # something of each kind is there to leak
    assert counted(secretariat.chief) == own
    for stranger in (
        niger.chief,
        niger.officer,
        niger.observer,
        an_actor(Role.DELEGATE),
        an_actor(Role.OBSERVER),
    ):
        assert set(counted(stranger).values()) == {0}


def test_no_read_says_the_canary_to_others(niger: House, secretariat: House, planted: Made) -> None:
    for stranger in (niger.chief, niger.officer, niger.observer):
        told = (
            programmes.list_programmes(stranger),
            programmes.list_strategies(stranger),
            programmes.list_commitments(stranger),
            programmes.list_evaluations(stranger),
            programmes.open_recommendations(stranger),
            programmes.list_activity_files(stranger),
            programmes.page_of_programmes(stranger).rows,
            programmes.list_activities(stranger).rows,
            programmes.list_activities(stranger, wanted=Wanted(sector="15220", words=CANARY)).rows,
        )
        assert set(told) == {()}
    assert programmes.exportable_programmes(niger.chief) == ()
    assert programmes.list_activities(secretariat.chief, wanted=Wanted(words=CANARY)).rows


def test_narrowing_takes_every_part_away(mali: House, secretariat: House, planted: Made) -> None:
    programmes.share_programme(mali.chief, id=planted.id, sharing=Sharing(Tlp.AMBER_STRICT))
    left = {name: count for name, count in counted(secretariat.chief).items() if count}
    # The strategy, the commitment and partners' activities have labels of their own; the evaluation is the secretariat's.
    assert set(left) == {"Strategy", "Commitment", "Evaluation", "Recommendation", "Response", *ACTIVITIES}
    programmes.share_programme(mali.chief, id=planted.id, sharing=PLATFORM)
    assert counted(secretariat.chief)["Actual"] == 2


def test_an_agency_does_not_write_into_another_agencys_rows(mali: House, niger: House, planted: Made) -> None:
    programmes.share_programme(mali.chief, id=planted.id, sharing=PLATFORM)
    period: UUID = programmes.read_programme(niger.officer, id=planted.id).periods[1].id
    attempts = (
        lambda: programmes.keep_report(niger.officer, period=period, reported=said(planted)),
        lambda: programmes.submit_report(niger.officer, period=period),
        lambda: programmes.close_programme(niger.chief, id=planted.id),
        lambda: programmes.reopen_period(niger.chief, period=period, closes=date(2025, 8, 1)),
        lambda: programmes.share_programme(niger.chief, id=planted.id, sharing=PLATFORM),
        lambda: programmes.answer_commitments(niger.officer, programme=planted.id, commitments=frozenset()),
    )
    for attempt in attempts:
        with pytest.raises(Refused) as error:
            attempt()
        assert error.value.code == "programmes.not-yours"


def test_what_is_derived_says_nothing_of_what_is_hidden(mali: House, niger: House, planted: Made) -> None:
    """An open strategy counts, for each reader, only the programmes that this reader sees."""
    strategy = programmes.keep_strategy(
        mali.officer, plan=StrategyPlan("EXERCISE", BEGINS, ENDS, {Pillar.SOCIAL: "x"}), exercise=True
    )
    programmes.adopt_strategy(mali.chief, id=strategy, sharing=PLATFORM)
    seen_before = programmes.read_strategy(niger.officer, id=strategy)
    running(mali, strategy=strategy, reference="EX-P-09")
    seen = programmes.read_strategy(niger.officer, id=strategy)
    assert seen.lines == seen_before.lines
    assert programmes.read_strategy(mali.officer, id=strategy).lines != seen.lines
