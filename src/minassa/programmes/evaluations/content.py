"""An evaluation's figures and text as JSON, both ways. Pure."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import orjson

from minassa.base.canonical import canonical_json
from minassa.programmes.content import plain
from minassa.programmes.evaluations.types import Assessment, ChangedTarget, EvaluationText, Figures, Score
from minassa.programmes.progress import Status
from minassa.programmes.rules import Criterion, Evidence


def packed_figures(figures: Figures) -> str:
    """What a row keeps."""
    counts = ("periods", "reported", "milestones", "milestones_done", "context")
    body: dict[str, Any] = {
        "cutoff": figures.cutoff.isoformat(),
        "implementation": _score_to_json(figures.implementation),
        "results": _score_to_json(figures.results),
        "counts": {one.value: count for one, count in figures.counts.items()},
        "evidence": {one.value: count for one, count in figures.evidence.items()},
        "changed": [_changed_to_json(one) for one in figures.changed],
        "currency": figures.currency,
        "budget": plain(figures.budget),
        "spent": plain(figures.spent),
        **{name: getattr(figures, name) for name in counts},
    }
    return canonical_json(body).decode()


def unpacked_figures(text: str) -> Figures:
    """What `packed_figures` wrote."""
    body: dict[str, Any] = orjson.loads(text)
    given = {
        "cutoff": date.fromisoformat(body["cutoff"]),
        "implementation": _score_from_json(body["implementation"]),
        "results": _score_from_json(body["results"]),
        "counts": {Status(one): count for one, count in body["counts"].items()},
        "evidence": {Evidence(one): count for one, count in body["evidence"].items()},
        "changed": tuple(map(_changed_from_json, body["changed"])),
        "budget": Decimal(body["budget"]),
        "spent": Decimal(body["spent"]),
    }
    return Figures(**{**body, **given})


def _score_to_json(score: Score) -> dict[str, Any]:
    numbers = {name: plain(getattr(score, name)) for name in ("score", "coverage", "low", "high")}
    return numbers | {"publishable": score.publishable}


def _score_from_json(body: Mapping[str, Any]) -> Score:
    coverage, low, high = (Decimal(body[name]) for name in ("coverage", "low", "high"))
    return Score(_decimal(body["score"]), coverage, low, high, body["publishable"])


def _changed_to_json(one: ChangedTarget) -> dict[str, Any]:
    numbers = {name: plain(getattr(one, name)) for name in ("first", "now", "share", "first_share")}
    return numbers | {"indicator": one.indicator, "due": one.due.isoformat(), "reasons": list(one.reasons)}


def _changed_from_json(body: Mapping[str, Any]) -> ChangedTarget:
    return ChangedTarget(
        indicator=body["indicator"],
        due=date.fromisoformat(body["due"]),
        first=Decimal(body["first"]),
        now=Decimal(body["now"]),
        reasons=tuple(body["reasons"]),
        share=_decimal(body["share"]),
        first_share=_decimal(body["first_share"]),
    )


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def packed_text(text: EvaluationText) -> str:
    """What a row keeps."""
    body: dict[str, Any] = {name: getattr(text, name) for name in ("scope", "summary", "failed", "limits")}
    body["criteria"] = {one.value: {"score": found.score, "why": found.why} for one, found in text.criteria.items()}
    return canonical_json(body).decode()


def unpacked_text(text: str) -> EvaluationText:
    """What `packed_text` wrote."""
    body: dict[str, Any] = orjson.loads(text)
    criteria = {Criterion(one): Assessment(**found) for one, found in body.pop("criteria").items()}
    return EvaluationText(**body, criteria=criteria)
