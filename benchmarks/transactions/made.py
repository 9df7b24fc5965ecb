"""A made-up country's transactions: ordinary life, innocent look-alikes, and planted patterns as the publications describe them.

Nothing here knows the rules or their parameters. What is planted follows the words of FATF and regional reports (docs/transactions.md
names them), with ranges wide enough that some of it lies beyond any rule; the look-alikes are ordinary economic life that looks like it:
payrolls, market traders and their wholesalers, families that live from remittances, savings groups, landlords, schools, farmers with one
harvest a year, mobile-money agents, and non-profits that gather small gifts and spend them on salaries, suppliers and partners abroad.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import duckdb
import numpy as np

DAYS: Final = 365
START: Final = datetime(2025, 1, 1)  # noqa: DTZ001 - the country's own clock
THOUSAND_DOLLARS: Final = 600_000
THRESHOLD: Final = 5_000_000
CURRENCY: Final = "XOF"
LISTED: Final = ("IR", "KP", "MM")
HEADS: Final = ("id", "date", "payer", "payee", "amount", "currency", "channel", "payer_country", "payee_country")

CASH: Final = ""
Row = tuple[float, str, str, int, str]


@dataclass
class World:
    """All transactions of a year as (day with its fraction, payer, payee, amount, channel), and which accounts were planted for what."""

    seed: int
    people: int = 2_000
    each: int = 12
    rows: list[Row] = field(default_factory=list)
    planted: dict[str, list[frozenset[str]]] = field(default_factory=dict)
    alike: dict[str, set[str]] = field(default_factory=dict)
    country: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rng = np.random.default_rng(self.seed)
        self.made = 0
        self.persons = [self.account() for _ in range(self.people)]
        _ordinary_life(self)
        _look_alikes(self)
        _planted(self)
        self.rows.sort()

    # Drawing

    def account(self, country: str = "ML") -> str:
        self.made += 1
        name = f"{country}{self.made:010d}"
        self.country[name] = country
        return name

    def between(self, least: float, most: float) -> float:
        return float(self.rng.uniform(least, most))

    def whole(self, least: int, most: int) -> int:
        return int(self.rng.integers(least, most + 1))

    def some(self, count: int) -> list[str]:
        return [self.persons[one] for one in self.rng.choice(len(self.persons), count, replace=False)]

    def one(self) -> str:
        return self.persons[self.whole(0, len(self.persons) - 1)]

    def money(self, least: float, most: float) -> int:
        """An amount between two numbers of thousand dollars, small ones more often, rounded as people round."""
        amount = np.exp(self.between(np.log(least), np.log(most))) * THOUSAND_DOLLARS
        return int(round(amount, -2 if amount < THOUSAND_DOLLARS else -3))

    def pay(self, day: float, payer: str, payee: str, amount: float, channel: str = "transfer") -> None:
        if 0 <= day < DAYS and payer != payee and amount >= 1:
            self.rows.append((day, payer, payee, int(amount), channel))

    def plant(self, pattern: str, *accounts: str) -> None:
        self.planted.setdefault(pattern, []).append(frozenset(accounts))

    def looks(self, kind: str, *accounts: str) -> None:
        self.alike.setdefault(kind, set()).update(accounts)

    # Out

    def table(self) -> Iterator[tuple[str, ...]]:
        for number, (day, payer, payee, amount, channel) in enumerate(self.rows, start=1):
            at = START + timedelta(seconds=int(day * 86_400))
            countries = self.country.get(payer, ""), self.country.get(payee, "")
            yield (f"T{number}", at.isoformat(" "), payer, payee, str(amount), CURRENCY, channel, *countries)

    def write(self, path: Path) -> None:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADS)
            writer.writerows(self.table())


def _ordinary_life(w: World) -> None:  # noqa: C901 - one kind of life after another
    """Wages, shops and their wholesalers, rent, gifts among family and friends."""
    shops = [w.account() for _ in range(w.people // 40)]
    wholesalers = [w.account() for _ in range(max(2, w.people // 400))]
    firms = [w.account() for _ in range(w.people // 60)]
    for firm in firms:
        staff, wage = w.some(w.whole(5, 40)), w.money(0.15, 0.8)
        for month in range(12):
            for one in staff:
                w.pay(month * 30.4 + 27 + w.between(0, 0.4), firm, one, wage * w.between(0.9, 1.3), "payroll")
            w.pay(month * 30.4 + w.between(1, 25), w.some(1)[0], firm, w.money(0.5, 5), "invoice")
            for _ in range(w.whole(1, 5)):
                w.pay(
                    month * 30.4 + w.between(1, 28), firm, firms[w.whole(0, len(firms) - 1)], w.money(0.3, 6), "invoice"
                )
        w.looks("payroll", firm)
    for person in w.persons:
        friends = w.some(w.whole(1, 5))
        for _ in range(w.whole(2, 12)):
            w.pay(w.between(0, DAYS), person, friends[w.whole(0, len(friends) - 1)], w.money(0.005, 0.2), "mobile")
        for _ in range(w.whole(4, 20)):
            w.pay(w.between(0, DAYS), person, shops[w.whole(0, len(shops) - 1)], w.money(0.003, 0.08), "purchase")
        for _ in range(w.whole(0, 6)):
            w.pay(w.between(0, DAYS), person, CASH, w.money(0.02, 0.4), "cash-out")
    for shop in shops:
        chosen = [wholesalers[w.whole(0, len(wholesalers) - 1)] for _ in range(w.whole(1, 2))]
        week = w.money(0.1, 1.2)
        for number in range(52):
            for _ in range(w.whole(1, 4)):
                w.pay(number * 7 + w.between(0, 7), CASH, shop, week * w.between(0.1, 0.5), "cash-in")
            w.pay(
                number * 7 + w.between(5, 7),
                shop,
                chosen[w.whole(0, len(chosen) - 1)],
                week * w.between(0.6, 1.0),
                "invoice",
            )
        w.looks("market", shop)
    w.looks("market", *wholesalers)


def _look_alikes(w: World) -> None:
    for _ in range(w.each * 2):
        _remittances(w)
        _landlord(w)
        _savings_group(w)
        _farmer(w)
        _agent(w)
    for _ in range(w.each):
        _non_profit(w)
        _school(w)
        _dealer(w)
        _partners_in_trade(w)
        _student_abroad(w)


def _remittances(w: World) -> None:
    """A family that lives from money sent home: it comes once a month and most of it is taken out in cash at once."""
    family, abroad = w.one(), w.account("FR")
    sum_ = w.money(0.15, 0.9)
    for month in range(12):
        day, amount = month * 30.4 + w.between(1, 6), sum_ * w.between(0.8, 1.2)
        w.pay(day, abroad, family, amount, "remittance")
        w.pay(day + w.between(0.1, 2), family, CASH, amount * w.between(0.7, 1.0), "cash-out")
    w.looks("remittances", family)


def _landlord(w: World) -> None:
    landlord, lender = w.account(), w.account()
    tenants, rent = w.some(w.whole(5, 18)), w.money(0.08, 0.5)
    for month in range(12):
        for one in tenants:
            w.pay(month * 30.4 + w.between(0, 7), one, landlord, rent * w.between(0.9, 1.1), "rent")
        w.pay(month * 30.4 + w.between(8, 12), landlord, lender, rent * len(tenants) * w.between(0.4, 0.8), "loan")
        w.pay(month * 30.4 + w.between(8, 28), landlord, CASH, rent * w.between(0.5, 2), "cash-out")
    w.looks("landlord", landlord)


def _savings_group(w: World) -> None:
    """A tontine: every month all pay in, and one of them gets the pot."""
    group, members = w.account(), w.some(w.whole(8, 25))
    share = w.money(0.02, 0.2)
    for month in range(min(12, len(members))):
        for one in members:
            w.pay(month * 30.4 + w.between(0, 5), one, group, share, "mobile")
        w.pay(month * 30.4 + w.between(5, 7), group, members[month], share * len(members), "mobile")
    w.looks("savings group", group)


def _farmer(w: World) -> None:
    """An account at rest until the harvest is sold; then debts are paid and the rest is used over the months that follow."""
    farmer, trader, lender = w.account(), w.account(), w.account()
    harvest = w.between(250, 310)
    for _ in range(w.whole(1, 4)):
        w.pay(w.between(0, 40), farmer, w.one(), w.money(0.01, 0.1), "mobile")
    sold = [w.money(0.4, 2.5) for _ in range(w.whole(1, 4))]
    for amount in sold:
        w.pay(harvest + w.between(0, 6), trader, farmer, amount, "invoice")
    w.pay(harvest + w.between(6, 9), farmer, lender, sum(sold) * w.between(0.15, 0.45), "loan")
    for _ in range(w.whole(3, 9)):
        w.pay(harvest + w.between(7, 55), farmer, w.one(), sum(sold) * w.between(0.02, 0.09), "mobile")
    w.looks("farmer", farmer)


def _agent(w: World) -> None:
    """A registered mobile-money agent: cash for electronic money and back, with many, evenly."""
    agent = w.account()
    clients, typical = w.some(w.whole(30, 120)), w.money(0.02, 0.15)
    for day in range(0, DAYS, w.whole(1, 3)):
        for _ in range(w.whole(1, 4)):
            w.pay(
                day + w.between(0.3, 0.8),
                clients[w.whole(0, len(clients) - 1)],
                agent,
                typical * w.between(0.3, 2),
                "mobile",
            )
            w.pay(
                day + w.between(0.3, 0.8),
                agent,
                clients[w.whole(0, len(clients) - 1)],
                typical * w.between(0.3, 2),
                "mobile",
            )
    w.looks("agent", agent)


def _non_profit(w: World) -> None:
    """Many small gifts, more in some months; spent on salaries, suppliers, cash for the field, and a partner abroad."""
    house, partner = w.account(), w.account(("NE", "BF", "SN")[w.whole(0, 2)])
    donors, staff = w.some(w.whole(40, 160)), w.some(w.whole(3, 10))
    gift, suppliers = w.money(0.01, 0.06), w.some(w.whole(2, 6))
    for month in range(12):
        given = 0.0
        for one in donors:
            if w.between(0, 1) < (0.8 if month in {2, 11} else 0.4):
                amount = gift * w.between(0.3, 3)
                given += amount
                w.pay(month * 30.4 + w.between(0, 28), one, house, amount, "gift")
        for one in staff:
            w.pay(month * 30.4 + 27, house, one, given * 0.4 / len(staff), "payroll")
        for one in suppliers:
            w.pay(month * 30.4 + w.between(5, 28), house, one, given * w.between(0.02, 0.1), "invoice")
        w.pay(month * 30.4 + w.between(5, 28), house, CASH, given * w.between(0.02, 0.15), "cash-out")
        if month % 3 == 2:
            w.pay(month * 30.4 + w.between(20, 29), house, partner, given * w.between(0.3, 0.9), "transfer")
    w.looks("non-profit", house)


def _school(w: World) -> None:
    school, parents = w.account(), w.some(w.whole(40, 150))
    staff, fee = w.some(w.whole(5, 15)), w.money(0.05, 0.25)
    for term in (15, 120, 260):
        for one in parents:
            w.pay(term + w.between(0, 25), one, school, fee, "mobile")
        for month in range(3):
            for one in staff:
                w.pay(term + month * 30 + 28, school, one, fee * len(parents) * 0.25 / len(staff), "payroll")
        w.pay(term + w.between(20, 40), school, CASH, fee * len(parents) * w.between(0.02, 0.1), "cash-out")
    w.looks("school", school)


def _dealer(w: World) -> None:
    """Sells cars or plots: large sums, some of which happen to lie near the threshold."""
    dealer = w.account()
    for _ in range(w.whole(10, 40)):
        w.pay(w.between(0, DAYS), w.one(), dealer, w.money(2, 25), "invoice")
    for month in range(12):
        w.pay(month * 30.4 + w.between(5, 25), dealer, w.one(), w.money(4, 40), "invoice")
    w.looks("dealer", dealer)


def _partners_in_trade(w: World) -> None:
    """Three to five firms that buy from one another all year, each invoice for its own goods."""
    firms = [w.account() for _ in range(w.whole(3, 5))]
    for _ in range(w.whole(20, 60)):
        buyer = w.whole(0, len(firms) - 1)
        w.pay(
            w.between(0, DAYS),
            firms[buyer],
            firms[(buyer + w.whole(1, len(firms) - 1)) % len(firms)],
            w.money(0.5, 9),
            "invoice",
        )
    w.looks("trade", *firms)


def _student_abroad(w: World) -> None:
    """A family that pays a student's fees in a listed country once or twice a year."""
    family, university = w.one(), w.account(LISTED[w.whole(0, 2)])
    for _ in range(w.whole(1, 2)):
        w.pay(w.between(0, DAYS), family, university, w.money(0.1, 0.8), "transfer")
    w.looks("student", family)


def _planted(w: World) -> None:
    for make in (
        _structuring, _funnel, _rapid, _circular, _charity_front, _corridor, _dormant, _netting,
    ):  # fmt: skip
        for _ in range(w.each):
            make(w)


def _subject(w: World) -> str:
    """An account for a pattern: in one case of two somebody's who also lives an ordinary life."""
    return w.one() if w.between(0, 1) < 0.5 else w.account()


def _structuring(w: World) -> None:
    """A sum that would have to be reported, cut into parts that each stay below the threshold, within days."""
    subject, day, parts = _subject(w), w.between(10, 340), w.whole(3, 9)
    outwards, depositors = w.between(0, 1) < 0.3, w.some(w.whole(1, 4))
    for _ in range(parts):
        amount, at = THRESHOLD * w.between(0.6, 0.99), day + w.between(0, w.between(2, 12))
        other = CASH if w.between(0, 1) < 0.6 else depositors[w.whole(0, len(depositors) - 1)]
        w.pay(
            at, *((subject, other) if outwards else (other, subject)), amount, "cash" if other == CASH else "transfer"
        )
    w.plant("structuring", subject)


def _funnel(w: World) -> None:
    """Many deposits by different people, soon drawn off by one or two, leaving next to nothing."""
    subject, day = _subject(w), w.between(10, 340)
    length, parts = w.between(2, 8), w.whole(5, 15)
    amounts = [w.money(0.15, 1.5) for _ in range(parts)]
    for amount, who in zip(amounts, w.some(parts), strict=True):
        w.pay(day + w.between(0, length), CASH if w.between(0, 1) < 0.4 else who, subject, amount, "cash-in")
    takers, left = [CASH, *w.some(1)][: w.whole(1, 2)], sum(amounts) * w.between(0.78, 0.99)
    for taker in takers:
        w.pay(day + length + w.between(0, 2), subject, taker, left / len(takers), "cash-out")
    w.plant("funnel", subject)


def _rapid(w: World) -> None:
    """Sums that pass through: in, and out within hours, several times over."""
    subject, day = _subject(w), w.between(10, 320)
    for _ in range(w.whole(3, 8)):
        at, amount = day + w.between(0, w.between(5, 40)), w.money(0.8, 12)
        w.pay(at, w.one(), subject, amount)
        pieces = w.whole(1, 2)
        out = amount * w.between(0.9, 1.0)
        for _ in range(pieces):
            w.pay(at + w.between(1, 40) / 24, subject, w.one() if w.between(0, 1) < 0.7 else CASH, out / pieces)
    w.plant("rapid", subject)


def _circular(w: World) -> None:
    """Money that goes round and comes back, a little less each time, dressed up as trade."""
    members, day, amount = w.some(w.whole(3, 5)), w.between(10, 340), float(w.money(0.9, 20))
    days = np.sort(w.rng.uniform(0, w.between(2, 12), len(members)))
    for number, at in enumerate(days):
        w.pay(day + float(at), members[number], members[(number + 1) % len(members)], amount)
        amount *= w.between(0.9, 1.0)
    w.plant("circular", *members)


def _charity_front(w: World) -> None:
    """Gifts of many, gathered in weeks, and most of it gone at once: in cash, or to an account abroad."""
    front, day, donors = w.account(), w.between(10, 300), w.some(w.whole(18, 80))
    length, gifts = w.between(8, 30), [w.money(0.01, 0.25) for _ in donors]
    for one, gift in zip(donors, gifts, strict=True):
        w.pay(day + w.between(0, length), one, front, gift, "gift")
    abroad, out, pieces = w.account(("TR", "AE", "LY")[w.whole(0, 2)]), sum(gifts) * w.between(0.6, 0.97), w.whole(1, 3)
    for _ in range(pieces):
        w.pay(
            day + length + w.between(0, 10), front, abroad if w.between(0, 1) < 0.5 else CASH, out / pieces, "transfer"
        )
    w.plant("collection", front)


def _corridor(w: World) -> None:
    """Repeated transfers to or from a country that the publications call high-risk."""
    subject, there = _subject(w), w.account(LISTED[w.whole(0, 2)])
    day = w.between(10, 250)
    for _ in range(w.whole(2, 6)):
        ends = (subject, there) if w.between(0, 1) < 0.7 else (there, subject)
        w.pay(day + w.between(0, 90), *ends, w.money(0.2, 3))
    w.plant("corridor", subject)


def _dormant(w: World) -> None:
    """An account with a small sum and no movements for long; then deposits, and withdrawals until it is empty again."""
    subject, woken = w.account(), w.between(230, 345)
    for _ in range(w.whole(1, 3)):
        w.pay(w.between(0, 25), w.one(), subject, w.money(0.01, 0.1))
    came = [w.money(0.5, 6) for _ in range(w.whole(1, 4))]
    for amount in came:
        w.pay(woken + w.between(0, 3), w.one(), subject, amount)
    pieces, out = w.whole(2, 8), sum(came) * w.between(0.7, 1.0)
    for _ in range(pieces):
        w.pay(woken + 3 + w.between(0, 10), subject, CASH, out / pieces, "cash-out")
    w.plant("dormant", subject)


def _netting(w: World) -> None:
    """A broker who takes money here and has the like paid out there: small sums of many in, small sums to many others out, even in the end."""
    broker = _subject(w)
    for _ in range(w.whole(1, 4)):
        day, senders, receivers = w.between(5, 345), w.some(w.whole(8, 30)), w.some(w.whole(8, 30))
        came = [w.money(0.05, 0.8) for _ in senders]
        for one, amount in zip(senders, came, strict=True):
            w.pay(day + w.between(0, 12), one, broker, amount, "mobile")
        weights = w.rng.dirichlet(np.full(len(receivers), 6.0)) * sum(came) * w.between(0.92, 1.04)
        for one, part in zip(receivers, weights, strict=True):
            w.pay(day + w.between(1, 13.5), broker, one, float(part), "mobile")
    w.plant("netting", broker)


def million_rows(path: Path, count: int, seed: int, *, accounts: int) -> None:
    """A large file of ordinary transfers straight into columns, for the measure of speed: amounts and partners as unequal as in life."""
    con = duckdb.connect(config={"threads": 2})
    some = f"(pow((hash(i, {seed}, %s) %% 1000003) / 1000003.0, 2) * {accounts})::INT"
    con.execute(
        f"""COPY (SELECT i + 2 AS number, TIMESTAMP '2025-01-01' + INTERVAL 1 SECOND * (i * 31536000 // {count})::INT AS moment,
          exp(8.5 + (hash(i, {seed}, 4) % 10000) / 1600.0)::DECIMAL(18, 4) AS amount,
          CASE WHEN hash(i, {seed}, 5) % 12 = 0 THEN '' ELSE 'ML' || lpad({some % 2}::VARCHAR, 12, '0') END AS payer,
          'ML' || lpad(({some % 3} + 1)::VARCHAR, 12, '0') AS payee,
          CASE hash(i, {seed}, 6) % 20 WHEN 0 THEN 'USD' WHEN 1 THEN 'EUR' ELSE 'XOF' END AS currency,
          'transfer' AS channel, '' AS payer_name, '' AS payee_name, 'ML' AS payer_country,
          CASE hash(i, {seed}, 7) % 5000 WHEN 0 THEN 'IR' WHEN 1 THEN 'FR' ELSE 'ML' END AS payee_country, 'R' || i AS reference, '' AS purpose
          FROM range({count}) r(i)) TO '{path}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 250000)"""
    )
    con.close()


def overlap(found: Sequence[frozenset[str]], planted: Sequence[frozenset[str]]) -> tuple[int, int]:
    """How many findings are about something planted, and how many of what was planted were found: accounts in common decide."""
    hits = sum(any(one & each for each in planted) for one in found)
    return hits, sum(any(one & each for one in found) for each in planted)
