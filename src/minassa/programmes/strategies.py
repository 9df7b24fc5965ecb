"""Strategies: written, adopted, and read with their pillar table."""

from typing import Final
from uuid import UUID

from minassa.access import Actor, Opened, door, marks, newest
from minassa.base import Conflict, Invalid, new_id, today
from minassa.programmes import checks, faults, measuring, reads, rows
from minassa.programmes.acts import LEADERS, PLANNERS, STRATEGY_ADOPT, STRATEGY_KEEP, STRATEGY_LIST, STRATEGY_READ
from minassa.programmes.labelling import agency_of, own_label, shared_label, sharing_of
from minassa.programmes.models import Programme, Strategy
from minassa.programmes.rules import Pillar, ProgrammeState, StrategyState
from minassa.programmes.standing import Measured, whole_scores
from minassa.programmes.types import PillarLine, Sharing, StrategyPlan, StrategyView

MOST_LISTED: Final = 100


def keep_strategy(actor: Actor, *, plan: StrategyPlan, exercise: bool, id: UUID | None = None) -> UUID:  # noqa: A002 - the word that every room uses
    """Keep a strategy that is being written, a new one or over an old draft. Gives its id. Raises Invalid."""
    with door(actor, STRATEGY_KEEP) as opened:
        if id is None:
            owner = agency_of(actor)
            label_id = opened.intern(own_label(owner, exercise=exercise))
            row = Strategy(id=new_id(), owner=owner, state=StrategyState.DRAFT.value, label_id=label_id)
        else:
            row = rows.own(opened, Strategy, id)
            _refuse_other(row, StrategyState.DRAFT)
        opened.note(subject=f"strategy:{row.id}", owner=row.owner)
        checks.days(plan.begins, plan.ends)
        row.title, row.summary = checks.line(plan.title), checks.text(plan.summary)
        row.begins, row.ends = plan.begins, plan.ends
        row.pillars = {pillar.value: checks.text(aim, 4_000, needed=True) for pillar, aim in plan.pillars.items()}
        if not row.pillars:
            raise Invalid(faults.TEXT, limit=4_000)
        rows.touch(opened, row)
        return row.id


def adopt_strategy(actor: Actor, *, id: UUID, sharing: Sharing) -> None:  # noqa: A002 - the word that every room uses
    """Adopt a strategy and let these see it; one that is adopted is shared anew. Needs a fresh factor."""
    with door(actor, STRATEGY_ADOPT, subject=f"strategy:{id}") as opened:
        row = rows.own(opened, Strategy, id)
        _refuse_other(row, StrategyState.DRAFT, StrategyState.ADOPTED)
        exercise = rows.label_of(opened, row).exercise
        row.label_id = opened.intern(shared_label(row.owner, sharing, exercise=exercise))
        row.state = StrategyState.ADOPTED.value
        rows.touch(opened, row)


def close_strategy(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Say that a strategy is at its end."""
    with door(actor, STRATEGY_ADOPT, subject=f"strategy:{id}") as opened:
        row = rows.own(opened, Strategy, id)
        _refuse_other(row, StrategyState.ADOPTED)
        row.state = StrategyState.CLOSED.value
        rows.touch(opened, row)


def _refuse_other(row: Strategy, *states: StrategyState) -> None:
    if StrategyState(row.state) not in states:
        raise Conflict(faults.OTHER_STATE)


def list_strategies(actor: Actor) -> tuple[StrategyView, ...]:
    """The strategies that this actor sees with their pillar tables, the newest first."""
    with door(actor, STRATEGY_LIST) as opened:
        return tuple(_view(opened, row) for row in newest(Strategy, MOST_LISTED))


def read_strategy(actor: Actor, *, id: UUID) -> StrategyView:  # noqa: A002 - the word that every room uses
    """One strategy. Raises NotFound."""
    with door(actor, STRATEGY_READ, subject=f"strategy:{id}") as opened:
        row = rows.found(Strategy, id)
        opened.note(owner=row.owner)
        return _view(opened, row)


def _view(opened: Opened, row: Strategy) -> StrategyView:
    plan = StrategyPlan(
        row.title, row.begins, row.ends, {Pillar(one): aim for one, aim in row.pillars.items()}, row.summary
    )
    label = opened.label_of(row.label_id)
    return StrategyView(
        id=row.id,
        owner=row.owner,
        mine=row.owner == opened.actor.agency,
        plan=plan,
        state=StrategyState(row.state),
        lines=_lines(row, plan),
        programmes=reads.listed(opened, strategy=row.id),
        sharing=sharing_of(label),
        marks=marks(label),
        obligations=opened.obligations(row.label_id),
        modified=row.modified,
        can=_can(opened.actor, row),
    )


def _lines(row: Strategy, plan: StrategyPlan) -> tuple[PillarLine, ...]:
    """The pillars in their own order: the strategy's, and those that only its programmes have. Drafts do not count."""
    running = list(Programme.objects.filter(strategy=row).exclude(state=ProgrammeState.DRAFT.value))
    results = measuring.framework([one.id for one in running], today())
    by_pillar: dict[Pillar, list[list[Measured]]] = {one: [] for one in Pillar}
    for one in running:
        by_pillar[Pillar(one.pillar)].append(measuring.measured(results[one.id]))
    return tuple(
        PillarLine(pillar, plan.pillars.get(pillar, ""), len(found), whole_scores(found))
        for pillar, found in by_pillar.items()
        if found or pillar in plan.pillars
    )


def _can(actor: Actor, row: Strategy) -> tuple[str, ...]:
    if row.owner != actor.agency:
        return ()
    state, leads = StrategyState(row.state), bool(actor.roles & LEADERS)
    found = ["edit"] if state is StrategyState.DRAFT and actor.roles & PLANNERS else []
    if leads and state is not StrategyState.CLOSED:
        found.append("adopt")
    if leads and state is StrategyState.ADOPTED:
        found.append("close")
    return tuple(found)
