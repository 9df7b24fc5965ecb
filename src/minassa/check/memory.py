"""What is remembered of checks: the agency's judgements on hits, and the question itself for 90 days.

A hit that the agency dismissed stands apart as long as the question and the evidence are the same. A question is kept so
that whoever asked is told when a list changes the answer; files that are screened are not kept.
"""

from collections.abc import Iterable
from dataclasses import replace

from django.conf import settings

from minassa import screening
from minassa.access import Actor
from minassa.check.types import Answer, Hit, Judged, Question
from minassa.screening import Asked, Verdict


def with_judgements(actor: Actor, answer: Answer) -> Answer:
    """The answer with what the agency decided before: every such hit says so, dismissed ones stand apart."""
    hits = [(hit.source, hit.ref, hit.fingerprint) for hit in answer.hits]
    if not hits:
        return answer
    known = screening.judgements(actor, asked=asked_of(answer.question), hits=hits)
    lists, on_lists = _apart(answer.lists, known)
    records, in_records = _apart(answer.records, known)
    return replace(answer, lists=lists, records=records, dismissed=(*on_lists, *in_records))


def _apart(hits: Iterable[Hit], known: screening.Judgements) -> tuple[tuple[Hit, ...], tuple[Hit, ...]]:
    """The hits that stand and those that were dismissed on the same evidence."""
    standing: list[Hit] = []
    dismissed: list[Hit] = []
    for hit in hits:
        found = known.get((hit.source, hit.ref))
        if found is None:
            standing.append(hit)
            continue
        told = Judged(found.verdict.value, found.reason, found.judged_at, found.stands, found.changed)
        is_apart = found.stands and found.verdict is Verdict.DISMISSED
        (dismissed if is_apart else standing).append(replace(hit, judged=told))
    return tuple(standing), tuple(dismissed)


def keep(actor: Actor, answer: Answer, *, purpose: str, case: str) -> None:
    """Keep the question with its hits on the lists, for people; the node's own actors and peers leave nothing behind."""
    if actor.user_id is None or actor.agency is None:
        return
    shown = (*answer.lists, *(hit for hit in answer.dismissed if hit.source != screening.RECORDS))
    hits = [(hit.source, hit.ref, hit.fingerprint, hit.caption) for hit in shown]
    screening.remember_check(actor, asked=asked_of(answer.question), purpose=purpose, case=case, hits=hits)


def judge(  # noqa: PLR0913 - a judgement's parts, each named by the caller
    actor: Actor,
    *,
    question: Question,
    source: str,
    ref: str,
    fingerprint: str,
    verdict: Verdict,
    reason: str,
    case: str = "",
) -> screening.JudgementView:
    """Confirm or dismiss a hit of a question for the actor's agency; `fingerprint` is the hit's, as it was shown.

    Raises Invalid without a reason.
    """
    return screening.remember_judgement(
        actor,
        asked=asked_of(question),
        source=source,
        ref=ref,
        verdict=verdict,
        reason=reason,
        fingerprint=fingerprint,
        case=case,
        exercise=settings.MINASSA.node.exercise,
    )


def asked_of(question: Question) -> Asked:
    """A question as it is remembered."""
    kind = question.kind.value if question.kind else ""
    return Asked(question.name, question.birth_date, question.country, question.stands_for or question.identifier, kind)
