"""Rules: set, changed, paused, taken over and deleted by the people of their agency, who all see them."""

from typing import Final
from uuid import UUID

from minassa.access import Actor, Handling, Label, Opened, Tlp, door, marks, newest
from minassa.base import Invalid, NotFound
from minassa.base.countries import country_code
from minassa.records import names_of
from minassa.threats import faults
from minassa.threats.acts import WARNING_LIST, WARNING_RULE
from minassa.threats.models import WarningRule
from minassa.threats.picture.own import person_of
from minassa.threats.warnings.kinds import WARNING_KINDS
from minassa.threats.warnings.types import RuleDraft, RuleView

MOST_RULES: Final = 100
_BOUNDS: Final = {"least": (1, 1_000_000), "months": (1, 120), "days": (1, 366)}


def list_rules(actor: Actor) -> tuple[RuleView, ...]:
    """The rules of the actor's agency, the newest first."""
    with door(actor, WARNING_LIST) as opened:
        return tuple(_view(row, opened) for row in newest(WarningRule, MOST_RULES, by="created"))


def read_rule(actor: Actor, *, id: UUID) -> RuleView:  # noqa: A002 - the word that every room uses
    """One rule. Raises NotFound."""
    with door(actor, WARNING_LIST) as opened:
        return _view(_row(id), opened)


def add_rule(actor: Actor, *, draft: RuleDraft, purpose: str = "") -> UUID:
    """Set a rule for the actor's agency; it looks with the actor's eyes. Raises Invalid."""
    with door(actor, WARNING_RULE, purpose=purpose) as opened:
        _refuse(draft)
        if WarningRule.objects.filter(label_id__in=opened.writable).count() >= MOST_RULES:
            raise Invalid(faults.BAD_RULE, part=f"{MOST_RULES}")
        label_id = opened.intern(_label_of(actor))
        row = WarningRule(label_id=label_id, keeper=person_of(actor), purpose=purpose, **_columns(draft))
        row.save(force_insert=True)
        opened.note(subject=f"warning-rule:{row.id}", owner=actor.agency, kind=draft.kind)
        return row.id


def change_rule(actor: Actor, *, id: UUID, draft: RuleDraft) -> None:  # noqa: A002 - the same
    """Set a rule otherwise; it is looked at again soon. Raises NotFound, Invalid."""
    with door(actor, WARNING_RULE, subject=f"warning-rule:{id}") as opened:
        _refuse(draft)
        row = _writable(id, opened)
        for name, value in _columns(draft).items():
            setattr(row, name, value)
        row.stamp = ""
        row.save()


def pause_rule(actor: Actor, *, id: UUID, paused: bool) -> None:  # noqa: A002 - the same
    """Let a rule rest, or look again. Raises NotFound."""
    with door(actor, WARNING_RULE, subject=f"warning-rule:{id}") as opened:
        row = _writable(id, opened)
        row.paused, row.stopped, row.stamp = paused, "", ""
        row.save(update_fields=["paused", "stopped", "stamp"])
        opened.note(paused=int(paused))


def take_rule(actor: Actor, *, id: UUID, purpose: str = "") -> None:  # noqa: A002 - the same
    """Let a rule look with the actor's eyes from now on, and warn them. Raises NotFound."""
    with door(actor, WARNING_RULE, purpose=purpose, subject=f"warning-rule:{id}") as opened:
        row = _writable(id, opened)
        row.keeper, row.purpose, row.stopped, row.stamp = person_of(actor), purpose, "", ""
        row.save(update_fields=["keeper", "purpose", "stopped", "stamp"])
        opened.note(keeper=row.keeper)


def delete_rule(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the same
    """Take a rule away; of what it warned is kept. Raises NotFound."""
    with door(actor, WARNING_RULE, subject=f"warning-rule:{id}") as opened:
        _writable(id, opened).delete()
        opened.note(deleted=1)


def _label_of(actor: Actor) -> Label:
    if actor.agency is None:
        raise NotFound(faults.NO_RULE)
    return Label(owner=actor.agency, tlp=Tlp.AMBER_STRICT, handling=frozenset({Handling.H0}))


def _columns(draft: RuleDraft) -> dict[str, object]:
    return {name: getattr(draft, name) for name in ("name", "kind", "country", "group", "least", "months", "days")}


def _refuse(draft: RuleDraft) -> None:
    """Raise Invalid for a rule that could not be looked at. A group must be one that the actor sees."""
    if not draft.name.strip() or len(draft.name) > 120:
        raise Invalid(faults.BAD_RULE, part="name")
    if draft.kind not in WARNING_KINDS:
        raise Invalid(faults.BAD_RULE, part="kind")
    if draft.country and country_code(draft.country) != draft.country:
        raise Invalid(faults.BAD_RULE, part="country")
    if draft.group and not names_of("ArmedGroup", ids=[draft.group]):
        raise Invalid(faults.BAD_RULE, part="group")
    for name, (least, most) in _BOUNDS.items():
        if not least <= getattr(draft, name) <= most:
            raise Invalid(faults.BAD_RULE, part=name)


def _row(rule: UUID) -> WarningRule:
    row = WarningRule.objects.filter(id=rule).first()
    if row is None:
        raise NotFound(faults.NO_RULE)
    return row


def _writable(rule: UUID, opened: Opened) -> WarningRule:
    row = _row(rule)
    if row.label_id not in opened.writable:
        raise NotFound(faults.NO_RULE)
    opened.note(owner=opened.label_of(row.label_id).owner)
    return row


def _view(row: WarningRule, opened: Opened) -> RuleView:
    draft = RuleDraft(row.name, row.kind, row.country, row.group, row.least, row.months, row.days)  # type: ignore[arg-type] # the column holds such words
    mine = row.keeper == opened.actor.user_id
    return RuleView(
        row.id,
        draft,
        row.keeper,
        mine,
        row.paused,
        row.stopped,
        row.looked,
        row.created,
        marks(opened.label_of(row.label_id)),
    )
