"""Figures in a report: numbers and drawings that another room counted, carried with what the analyst wrote.

A report knows of figures what a letter knows of its enclosure: of which kind they are, for whom they were made, and that they are
whole. A room above registers its kind once, when Django has started, with how figures of it are read and put on paper.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from minassa.access import Actor, Label, Recipients
from minassa.base import Invalid, canonical_json
from minassa.desk import Block
from minassa.liaison import faults
from minassa.liaison.reports.types import Figures, MadeFor, Reporting

LARGEST: Final = 400_000
"""Bytes of figures as JSON."""


@dataclass(frozen=True, slots=True)
class FigureKind:
    """How figures of one kind are handled.

    `check` raises ValueError for a body that is none; `blocks` puts one on paper in the active language; `stands` says whether all that
    it was made from may still be told to the readers of this label.
    """

    check: Callable[[Mapping[str, Any]], None]
    blocks: Callable[[Mapping[str, Any]], tuple[Block, ...]]
    stands: Callable[[Actor, Mapping[str, Any], Label], bool]


_KINDS: Final[dict[str, FigureKind]] = {}


def figure_kind(name: str, kind: FigureKind) -> None:
    """Register a kind of figures. A name is registered once (ValueError)."""
    if name in _KINDS:
        raise ValueError(f"figures of the kind {name} are registered twice")
    _KINDS[name] = kind


def figure_blocks(figures: Figures | None) -> tuple[Block, ...]:
    """Figures as blocks of a document, in the active language; nothing for none."""
    return _KINDS[figures.kind].blocks(figures.body) if figures else ()


def figures_to_json(figures: Figures) -> dict[str, Any]:
    """Figures as they travel: for whom they were made is the author's own affair."""
    return {"kind": figures.kind, "body": dict(figures.body)}


def figures_from_json(value: object) -> Figures:
    """What `figures_to_json` wrote. Raises Invalid for a kind that is not known here, and for what is none of it."""
    kind, body = (value.get("kind"), value.get("body")) if isinstance(value, dict) and len(value) == 2 else ("", {})
    if not isinstance(kind, str) or not isinstance(body, dict):
        raise Invalid(faults.MESSAGE_WRONG)
    return checked_figures(Figures(kind, body))


def checked_figures(figures: Figures) -> Figures:
    """The same. Raises Invalid for what is none."""
    known = _KINDS.get(figures.kind)
    if known is None or len(canonical_json(figures.body)) > LARGEST:
        raise Invalid(faults.MESSAGE_WRONG)
    try:
        known.check(figures.body)
    except (ValueError, TypeError, OverflowError) as error:
        raise Invalid(faults.MESSAGE_WRONG) from error
    return figures


def made_for(label: Label) -> MadeFor:
    """The marks and readers of a label, to be kept with figures that were made for it."""
    return MadeFor(label.tlp, label.handling, label.audience)


def refuse_wider(actor: Actor, reporting: Reporting, label: Label, to: Recipients, *, is_first: bool) -> None:
    """Raise Invalid where figures would go to readers, or under marks, for which they were not made.

    Before they leave for the first time all that they were made from must still be what it was: something may have been withdrawn.
    """
    figures = reporting.figures
    if figures is None:
        return
    made = figures.made_for
    if (
        made is None
        or label.tlp.width > made.tlp.width
        or not made.handling <= label.handling
        or not to.tokens <= made.audience
    ):
        raise Invalid(faults.REPORT_FIGURES)
    meant = replace(label, tlp=made.tlp, handling=made.handling, audience=made.audience)
    if is_first and not _KINDS[figures.kind].stands(actor, figures.body, meant):
        raise Invalid(faults.REPORT_FIGURES)
