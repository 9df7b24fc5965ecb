"""The graph of money as it is drawn: accounts and flows, how much was when, and the table that says the same."""

import hashlib
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from minassa.records import spans_of
from minassa.transactions import Money
from minassa.web import diagram
from minassa.web.flows import timeline_chart

_KEPT: Final = "accounts"
_MOST_KEPT: Final = 300
_EPOCH: Final = date(1970, 1, 1)


def drawn_money(money: Money, hrefs: dict[str, str]) -> dict[str, Any]:
    """What the templates of the diagram and its tables need. `hrefs` says where choosing an account leads; others lead nowhere new."""
    accounts = list(dict.fromkeys(one for flow in money.flows for one in (flow.payer, flow.payee)))
    subjects = [diagram.Subject(_id(one), _called(one), "account") for one in accounts]
    ties = [(_id(one.payer), _id(one.payee), f"{amount(one.total, one.currency)} ({one.count})") for one in money.flows]
    nodes, lines = diagram.drawn(subjects, ties, [_id(one) for one in money.centre])
    high = max([diagram.height(len(nodes)), *(one.y + diagram.FOOT for one in nodes)], default=diagram.LOWEST)
    by_id = {_id(one): hrefs.get(one, "#flows") for one in accounts}
    days = [(day - _EPOCH).days for day, _code, count, _total in money.days for _each in range(min(count, 500))]
    spans = spans_of(days, ["Payment"] * len(days))
    return {
        "nodes": [(node, by_id[node.id]) for node in nodes],
        "lines": lines,
        "sheet": (diagram.WIDTH, min(high, diagram.HIGHEST + diagram.FOOT)),
        "flows": [
            (
                one,
                _called(one.payer),
                _called(one.payee),
                amount(one.total, one.currency),
                hrefs.get(one.payer, ""),
                hrefs.get(one.payee, ""),
            )
            for one in money.flows
        ],
        "names": money.names,
        "more_flows": money.more,
        "timeline_chart": timeline_chart(spans),
        "days": [(day, count, amount(total, code)) for day, code, count, total in money.days],
    }


def amount(total: Decimal, code: str) -> str:
    """An amount with its currency, in the reader's way of writing numbers."""
    plain = total.quantize(Decimal("0.01"))
    told = plain.to_integral_value() if plain == plain.to_integral_value() else plain
    return f"{number_format(told, use_l10n=True, force_grouping=True)} {code}"


def _called(account: str) -> str:
    return account or _("Cash")


def _id(account: str) -> UUID:
    return UUID(bytes=hashlib.blake2b(account.encode("utf-8", "replace"), digest_size=16).digest())


def remembered(request: HttpRequest, accounts: Iterable[str]) -> dict[str, str]:
    """A short word for each account by which an address names it: the session knows which it is, so that no number stands in an address."""
    kept: dict[str, str] = dict(request.session.get(_KEPT, {}))
    words = {one: _id(one).hex for one in accounts if one}
    for account, word in words.items():
        kept.pop(word, None)
        kept[word] = account
    request.session[_KEPT] = dict(list(kept.items())[-_MOST_KEPT:])
    return words


def known_account(request: HttpRequest, word: str) -> str:
    """The account of a word that this session gave; empty where it gave none."""
    return str(request.session.get(_KEPT, {}).get(word, ""))
