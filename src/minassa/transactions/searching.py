"""Searches of files with rules: begun by a person, run by the clock or by the command line one rule after another.

What a rule found is written in one transaction with the word that it is done: a process that is killed repeats the rule it was at, and what
was found before stays. A finding that comes again with the same transactions keeps its decision; one whose transactions changed is open again
and says what was decided before.
"""

import json
import logging
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import orjson
from django.db.models import Q

from minassa.access import Actor, Opened, actor_of_person, door, marks, newest, strictest, system_actor
from minassa.base import Conflict, Fault, Invalid, NotFound, Unavailable, fault_codes, now
from minassa.desk import notify
from minassa.transactions import faults
from minassa.transactions.acts import SEARCH_BEGIN, SEARCH_LIST, SEARCH_PART, TRANSACTIONS_WORK
from minassa.transactions.files import DONE, FAILED, WAITING
from minassa.transactions.homes import home_of, spill
from minassa.transactions.models import Finding, PatternSearch, TransactionFile
from minassa.transactions.notices import NOT_SEARCHED, SEARCHED
from minassa.transactions.patterns import (
    Done,
    Found,
    Rule,
    Rules,
    RulesError,
    Transaction,
    changed,
    opened,
    shipped,
    table_of,
)
from minassa.transactions.patterns.store import ROWS
from minassa.transactions.types import RuleTold, SearchView

logger = logging.getLogger(__name__)

RUNNING: Final = "running"
MOST_FILES: Final = 24
MOST_SHOWN: Final = 30
MOST_TRIES: Final = 3
STALE: Final = timedelta(minutes=10)


def present_rules(actor: Actor) -> Rules:
    """The rules by which this person's agency searched last, or those that are shipped."""
    with door(actor, SEARCH_LIST):
        last = newest(PatternSearch, 1)
        return changed(Rules(()), json.loads(last[0].rules)) if last else shipped()


def begin_search(  # noqa: PLR0913 - what a search must state, each part named
    actor: Actor,
    *,
    files: Sequence[UUID],
    rules: Mapping[str, Any] | None = None,
    purpose: str,
    case: str = "",
    at_once: bool = False,
) -> UUID:
    """Begin a search of these files with the shipped rules and what `rules` changes of them; the node runs it soon.

    Raises Invalid for rules that cannot be used, NotFound, and Conflict for a file that was not taken in whole.
    """
    try:
        told = changed(shipped(), rules or {})
    except RulesError as error:
        raise Invalid(faults.BAD_RULES, place=error.place, bounds=error.bounds) from error
    chosen = list(dict.fromkeys(files))[:MOST_FILES]
    if actor.user_id is None:
        raise TypeError("whoever searches is a person")
    with door(actor, SEARCH_BEGIN, purpose=purpose, case=case) as open_:
        rows = list(TransactionFile.objects.filter(id__in=chosen, label_id__in=open_.writable))
        if not rows or len(rows) < len(chosen):
            raise NotFound(faults.NO_FILE)
        if any(one.state != DONE for one in rows):
            raise Conflict(faults.NOT_READY)
        label = strictest((open_.label_of(one.label_id) for one in rows), author=actor.user_id)
        row = PatternSearch(
            label_id=open_.intern(label),
            by=actor.user_id,
            files=json.dumps(list(map(str, chosen))),
            rules=json.dumps(table_of(told)),
            purpose=purpose,
            case=case[:80],
            state=RUNNING if at_once else WAITING,
        )
        row.save(force_insert=True)
        open_.note(owner=label.owner, subject=f"transaction-search:{row.id}", files=len(chosen))
    return row.id


def list_searches(actor: Actor) -> tuple[SearchView, ...]:
    """The agency's searches that this person may see, the newest first."""
    with door(actor, SEARCH_LIST) as open_:
        return tuple(_view(row, open_) for row in newest(PatternSearch, MOST_SHOWN))


def read_search(actor: Actor, *, id: UUID) -> SearchView:  # noqa: A002 - the word that every room uses
    """One search. Raises NotFound."""
    with door(actor, SEARCH_LIST) as open_:
        row = PatternSearch.objects.filter(id=id).first()
        if row is None:
            raise NotFound(faults.NO_SEARCH)
        return _view(row, open_)


def _view(row: PatternSearch, open_: Opened) -> SearchView:
    told = json.loads(row.told)
    ids = [UUID(one) for one in json.loads(row.files)]
    names = dict(TransactionFile.objects.filter(id__in=ids).values_list("id", "name"))
    rules = json.loads(row.rules)
    sentence = fault_codes().get(row.fault)
    return SearchView(
        id=row.id,
        state=row.state,
        mine=row.by == open_.actor.user_id,
        marks=marks(open_.label_of(row.label_id)),
        modified=row.modified,
        files=tuple((one, names[one]) for one in ids if one in names),
        told=tuple(RuleTold(name, **{**one, "without": tuple(one["without"])}) for name, one in told.items()),
        waits=tuple(one["name"] for one in rules["rule"] if one["is_on"] and one["name"] not in told),
        rules=rules,
        fault=f"{sentence.what} {sentence.next_step}" if sentence else "",
    )


def run_waiting() -> bool:
    """Run the search that waits longest, as whoever began it. Whether there was one."""
    row = _claimed()
    if row is None:
        return False
    if row.tries > MOST_TRIES:
        _ended(row, FAILED, faults.BROKEN)
        return True
    try:
        run(actor_of_person(row.by), id=row.id)
    except Fault as fault:
        _ended(row, FAILED, fault.code)
    else:
        _tell(row, SEARCHED)
    return True


def _claimed() -> PatternSearch | None:
    at = now()
    with door(system_actor("transactions"), TRANSACTIONS_WORK):
        due = Q(state=WAITING) | Q(state=RUNNING, heard__lt=at - STALE)
        for row in PatternSearch.objects.filter(due).order_by("modified", "id")[:5]:
            mine = PatternSearch.objects.filter(id=row.id, state=row.state, heard=row.heard)
            if mine.update(state=RUNNING, heard=at, tries=row.tries + 1):
                row.tries += 1
                return row
    return None


def run(actor: Actor, *, id: UUID) -> SearchView:  # noqa: A002 - the word that every room uses
    """Run the rules of a search that were not run yet, one after another. Raises NotFound, Unavailable where a file is gone."""
    with door(actor, SEARCH_PART) as open_:
        row = PatternSearch.objects.filter(id=id, label_id__in=open_.writable).first()
        if row is None:
            raise NotFound(faults.NO_SEARCH)
        files = [UUID(one) for one in json.loads(row.files)]
        if TransactionFile.objects.filter(id__in=files).count() < len(files):
            raise NotFound(faults.NO_FILE)
    rules, done = changed(Rules(()), json.loads(row.rules)), set(json.loads(row.told))
    folders = [home_of(one).folder for one in files]
    if not all((one / ROWS).exists() for one in folders):
        raise Unavailable(faults.LOST)
    waiting = [one for one in rules.rules if one.is_on and one.name not in done]
    if waiting:
        with opened(folders, rules, spill=spill()) as search:
            for rule in waiting:
                _keep(actor, row, files, rule, search.run(rule))
    with door(actor, SEARCH_PART):
        PatternSearch.objects.filter(id=id).update(state=DONE, modified=now())
    return read_search(actor, id=id)


def _keep(actor: Actor, row: PatternSearch, files: Sequence[UUID], rule: Rule, done: Done) -> None:
    """Write down what a rule found, and that it is done, in one transaction."""
    with door(actor, SEARCH_PART):
        known = _known(row, done.found)
        became = [_written(row, files, rule, one, known.get(one.key)) for one in done.found]
        search = PatternSearch.objects.select_for_update().get(id=row.id)
        told = json.loads(search.told)
        told[rule.name] = {
            "count": done.count,
            "kept": became.count("kept"),
            "new": became.count("new"),
            "changed": became.count("changed"),
            "without": done.without,
        }
        PatternSearch.objects.filter(id=row.id).update(told=json.dumps(told), heard=now(), modified=now())


def _known(row: PatternSearch, found: Iterable[Found]) -> dict[str, Finding]:
    keys, known = [one.key for one in found], {}
    for start in range(0, len(keys), 300):
        for one in Finding.objects.filter(key__in=keys[start : start + 300], label_id=row.label_id):
            known[one.key] = one
    return known


def _written(row: PatternSearch, files: Sequence[UUID], rule: Rule, found: Found, before: Finding | None) -> str:
    """Keep a finding; whether it is new, has changed, or is kept as it was."""
    if before is not None and before.digest == found.digest:
        Finding.objects.filter(id=before.id).update(
            search=row.id, values=_values(rule), files=json.dumps(list(map(str, files)))
        )
        return "kept"
    fields = _fields(row, files, rule, found)
    if before is None:
        Finding(label_id=row.label_id, key=found.key, **fields).save(force_insert=True)
        return "new"
    Finding.objects.filter(id=before.id).update(
        **fields, state="open", reason="", decided=None, decided_by=None, before=json.dumps(_before(before, found))
    )
    return "changed"


def _fields(row: PatternSearch, files: Sequence[UUID], rule: Rule, found: Found) -> dict[str, Any]:
    return {
        "rule": rule.name,
        "method": rule.method,
        "values": _values(rule),
        "subjects": json.dumps(found.subjects),
        "currency": found.currency,
        "count": found.count,
        "total": found.total,
        "first": found.first.date(),
        "last": found.last.date(),
        "digest": found.digest,
        "rows": packed(found.transactions),
        "files": json.dumps(list(map(str, files))),
        "search": row.id,
        "purpose": row.purpose,
        "modified": now(),
    }


def _values(rule: Rule) -> str:
    return json.dumps(rule.values)


def _before(before: Finding, found: Found) -> dict[str, Any]:
    """What was decided before, and how many transactions came and went since; of what was never decided, what was known already."""
    if before.state == "open":
        return json.loads(before.before)  # type: ignore[no-any-return] # what was written there
    old, new = set(map(_said, unpacked(bytes(before.rows)))), set(map(_said, found.transactions))
    return {
        "state": before.state,
        "reason": before.reason,
        "on": (before.decided or before.modified).date().isoformat(),
        "came": len(new - old),
        "went": len(old - new),
    }


def _said(one: Transaction) -> tuple[object, ...]:
    return one.moment, one.payer, one.payee, one.amount, one.reference


def packed(transactions: Iterable[Transaction]) -> bytes:
    """Transactions as a finding keeps them."""
    return zlib.compress(orjson.dumps([{**asdict(one), "amount": str(one.amount)} for one in transactions]), 6)


def unpacked(rows: bytes) -> tuple[Transaction, ...]:
    """What `packed` packed."""
    told = orjson.loads(zlib.decompress(rows))
    return tuple(
        Transaction(**{**one, "moment": datetime.fromisoformat(one["moment"]), "amount": Decimal(one["amount"])})
        for one in told
    )


def _ended(row: PatternSearch, state: str, code: str) -> None:
    logger.warning("a search of transactions ended: %s", code)
    with door(system_actor("transactions"), TRANSACTIONS_WORK):
        PatternSearch.objects.filter(id=row.id).update(state=state, fault=code, modified=now())
    _tell(row, NOT_SEARCHED)


def _tell(row: PatternSearch, kind: str) -> None:
    with door(system_actor("transactions"), TRANSACTIONS_WORK) as open_:
        owner = open_.label_of(row.label_id).owner
    notify(system_actor("transactions"), person=row.by, agency=owner, kind=kind, about=f"transaction-search:{row.id}")
