"""How each method looks for what it looks for: one query each, over the tables that `search` lays out.

    t     one transaction: its number `n`, payer `a`, payee `b` (numbers of accounts, 0 where that side is cash), currency `c`,
          seconds `m` by the file's clock, `x` in ten-thousandths of the currency, and the countries of both sides
    e     the same seen from each account: `acc`, currency, seconds, `i` what came in, `o` what went out, `other` side (0: cash),
          `away` whether it left as cash or for another country
    s     sums of `e` for each account and currency
    cur   currencies: `unit` and `threshold` in ten-thousandths, either NULL where there is none

Every query gives (grp, subject, c, n): a group is one finding, its subject the accounts that it is about, `n` the transactions that make it.
Numbers are put into the text: they come from parameters that were judged by kind and bounds, never from a file.
"""

from typing import Final

from minassa.transactions.patterns.rules import Rule

DAY: Final = 86_400
_FRAME: Final = "PARTITION BY acc, c ORDER BY m RANGE BETWEEN"


def structuring(rule: Rule) -> str:
    """Several transactions just below the threshold within some days, which make up most of what the account does then."""
    span = int(rule.number("days")) * DAY
    return f"""
WITH near AS (
  SELECT t.*, cur.threshold AS th FROM t JOIN cur USING (c)
  WHERE cur.threshold IS NOT NULL AND x < cur.threshold AND x >= cur.threshold * {rule.number("near")}
), sides AS (
  SELECT n, a AS acc, 0 AS side, c, m, x, th FROM near WHERE a > 0 UNION ALL SELECT n, b, 1, c, m, x, th FROM near WHERE b > 0
), w AS (
  SELECT *, count(*) OVER before AS k, sum(x) OVER before AS total FROM sides
  WINDOW before AS (PARTITION BY acc, side, c ORDER BY m RANGE BETWEEN {span} PRECEDING AND CURRENT ROW)
), h AS (
  SELECT *, max((k >= {rule.number("least_count")} AND total >= th)::INT) OVER after AS hit FROM w
  WINDOW after AS (PARTITION BY acc, side, c ORDER BY m RANGE BETWEEN CURRENT ROW AND {span} FOLLOWING)
), g AS (
  SELECT acc, side, c, min(m) AS since, max(m) AS until, count(*) AS k FROM h WHERE hit = 1 GROUP BY acc, side, c
), kept AS (
  SELECT acc, side, c FROM g JOIN e USING (acc, c)
  WHERE e.m BETWEEN g.since AND g.until AND (CASE side WHEN 0 THEN e.o ELSE e.i END) > 0
  GROUP BY acc, side, c, g.k HAVING g.k >= count(*) * {rule.number("least_share")}
)
SELECT acc * 2 + side AS grp, [acc] AS subject, c, n FROM h JOIN kept USING (acc, side, c) WHERE hit = 1
"""


def _blocks(rule: Rule, sums: str, where: str, *, small: str = "", longer: int = 2) -> str:
    """Sums of accounts over windows of the rule's days that slide by halves: each half counts in the window it begins and the one before.

    `sums` names what is summed up of `e`; `longer` halves count in a window for `so`, what leaves; `small` is the largest amount in units.
    """
    half = int(rule.number("days")) * DAY // 2
    bounded = f"JOIN (SELECT c, unit * {small} AS small FROM cur) USING (c)" if small else ""
    shifted = " UNION ALL ".join(
        f"SELECT acc, c, k - {back} AS k, {'ni, si, no, so' if back < 2 else '0, 0, 0, so'} FROM halves"
        for back in range(longer)
    )
    return f"""
halves AS (SELECT acc, c, m // {half} AS k, {sums} FROM e JOIN able USING (acc, c) {bounded} GROUP BY acc, c, k),
windows AS (SELECT acc, c, k, sum(ni) AS ni, sum(si) AS si, sum(no) AS no, sum(so) AS so FROM ({shifted}) GROUP BY acc, c, k),
likely AS (
  SELECT acc, c, k * {half} AS since, (k + 2) * {half} AS until, si FROM windows JOIN cur USING (c) WHERE {where}
)"""


_SUMS: Final = "count(*) FILTER (i > 0) AS ni, sum(i) AS si, count(*) FILTER (o > 0) AS no, sum(o) AS so"
_SMALL_SUMS: Final = (
    "count(*) FILTER (i > 0 AND i <= small) AS ni, sum(i) FILTER (i <= small) AS si, count(*) FILTER (o > 0 AND o <= small) AS no,"
    " sum(o) FILTER (o <= small) AS so"
)


def funnel(rule: Rule) -> str:
    """An account that several others pay into, and that soon passes nearly all of it to few."""
    sources, passed = rule.number("sources"), rule.number("passed")
    where = (
        f"ni >= {sources} AND no > 0 AND si >= {rule.number('least')} * unit AND so >= {passed} * si AND so <= 1.1 * si"
    )
    return f"""
WITH able AS (
  SELECT acc, c FROM s JOIN cur USING (c) WHERE s.ni >= {sources} AND s.no > 0 AND s.si >= {rule.number("least")} * unit
), {_blocks(rule, _SUMS, where)},
members AS (
  SELECT acc, c, l.since, e.* EXCLUDE (acc, c), l.si FROM likely l JOIN e USING (acc, c) WHERE e.m >= l.since AND e.m < l.until
), good AS (
  SELECT acc, c, since FROM members GROUP BY acc, c, since
  HAVING count(DISTINCT other) FILTER (i > 0 AND other > 0) + count(*) FILTER (i > 0 AND other = 0) >= {sources}
     AND count(DISTINCT other) FILTER (o > 0) BETWEEN 1 AND {rule.number("destinations")}
     AND avg(m) FILTER (o > 0) > avg(m) FILTER (i > 0)
)
SELECT DISTINCT acc AS grp, [acc] AS subject, c, n FROM members JOIN good USING (acc, c, since)
"""


def rapid(rule: Rule) -> str:
    """What comes in goes out again within hours, nearly all of it, several times within some days."""
    soon, span = int(rule.number("hours")) * 3_600, int(rule.number("days")) * DAY
    return f"""
WITH able AS (
  SELECT acc, c FROM e JOIN cur USING (c) SEMI JOIN (SELECT acc, c FROM s WHERE no > 0 AND ni >= {rule.number("times")}) o USING (acc, c)
  WHERE i >= {rule.number("least")} * unit GROUP BY acc, c HAVING count(*) >= {rule.number("times")}
), w AS (
  SELECT acc, c, m, n, i, sum(o) OVER soon AS left_, sum(i) OVER soon AS came FROM e JOIN able USING (acc, c)
  WINDOW soon AS ({_FRAME} CURRENT ROW AND {soon} FOLLOWING)
), hits AS (
  SELECT acc, c, m, n, count(*) OVER ({_FRAME} {span} PRECEDING AND CURRENT ROW) AS k FROM w JOIN cur USING (c)
  WHERE i >= {rule.number("least")} * unit AND left_ >= {rule.number("passed")} * came AND left_ <= 1.1 * came
), good AS (
  SELECT *, max(k) OVER ({_FRAME} CURRENT ROW AND {span} FOLLOWING) AS most FROM hits
), chosen AS (SELECT acc, c, m, n FROM good WHERE most >= {rule.number("times")})
SELECT acc AS grp, [acc] AS subject, c, n FROM chosen
UNION SELECT acc, [acc], c, e.n FROM chosen JOIN e USING (acc, c) WHERE e.o > 0 AND e.m BETWEEN chosen.m AND chosen.m + {soon}
"""


def circular(rule: Rule) -> str:
    """Money that comes back to where it started over two to five others, nearly all of it, in the order of time."""
    longest, busiest = int(rule.number("longest")), rule.number("busiest")
    steps = [_step(rule, step, is_last=step == longest) for step in range(2, longest + 1)]
    found = [f"SELECT ns, accs FROM p{step} WHERE place = start" for step in range(3, longest + 1)]
    return f"""
WITH large AS (
  SELECT t.* FROM t JOIN cur USING (c) WHERE a > 0 AND b > 0 AND x >= {rule.number("least")} * unit
), ends AS (
  SELECT a AS acc FROM (SELECT a, count(*) AS k FROM large GROUP BY a) JOIN (SELECT b, count(*) AS j FROM large GROUP BY b) ON a = b
  WHERE k <= {busiest} AND j <= {busiest}
), g AS MATERIALIZED (
  SELECT n, a, b, c, m, x FROM large WHERE a IN (SELECT acc FROM ends) AND b IN (SELECT acc FROM ends)
), p1 AS (
  SELECT a AS start, b AS place, m AS began, m, x, c, [n] AS ns, [a, b] AS accs FROM g
), {", ".join(steps)},
circles AS ({" UNION ALL ".join(found)}),
sides AS (SELECT list_sort(list_distinct(accs)) AS subject, unnest(ns) AS n FROM circles)
SELECT DISTINCT hash(subject) AS grp, subject, t.c, n FROM sides JOIN t USING (n)
"""


def _step(rule: Rule, step: int, *, is_last: bool) -> str:
    """Ways of so many transfers, each from where the one before ended, of nearly its amount; back to the start only from the third on."""
    closes = "g.b = p.start" if step > 2 else "false"
    goes_on = "false" if is_last else "NOT list_contains(p.accs, g.b)"
    span = int(rule.number("days")) * DAY
    return f"""p{step} AS MATERIALIZED (
  SELECT p.start, g.b AS place, p.began, g.m, g.x, c, list_append(p.ns, g.n) AS ns, list_append(p.accs, g.b) AS accs
  FROM p{step - 1} p JOIN g USING (c)
  WHERE g.a = p.place AND p.place <> p.start AND g.m >= p.m AND g.m <= p.began + {span}
    AND g.x <= p.x AND g.x >= p.x * {rule.number("kept")} AND ({closes} OR {goes_on})
)"""


def collection(rule: Rule) -> str:
    """Small sums from many, most of which then leave as cash or for another country, to few."""
    payers, least = rule.number("payers"), rule.number("least")
    sums = "count(*) FILTER (i > 0 AND i <= small) AS ni, sum(i) FILTER (i <= small) AS si, 0 AS no, sum(o) FILTER (away) AS so"
    where = f"ni >= {payers} AND si >= {least} * unit AND so >= {rule.number('passed')} * si"
    return f"""
WITH able AS (
  SELECT acc, c FROM s JOIN cur USING (c) WHERE s.ni >= {payers} AND s.so_away > 0 AND s.si >= {least} * unit
), {_blocks(rule, sums, where, small=str(rule.number("small")), longer=3)},
members AS (
  SELECT acc, c, l.since, e.n, e.i, e.o, e.other, e.away FROM likely l JOIN e USING (acc, c) JOIN cur USING (c)
  WHERE e.m >= l.since AND e.m < l.until + {int(rule.number("days")) * DAY // 2}
    AND ((e.i > 0 AND e.i <= {rule.number("small")} * unit AND e.m < l.until) OR e.away)
), good AS (
  SELECT acc, c, since FROM members GROUP BY acc, c, since
  HAVING count(DISTINCT other) FILTER (i > 0) >= {payers} AND count(DISTINCT other) FILTER (o > 0) <= {rule.number("destinations")}
)
SELECT DISTINCT acc AS grp, [acc] AS subject, c, n FROM members JOIN good USING (acc, c, since)
"""


def corridor(rule: Rule) -> str:
    """Repeated or large transfers along corridors that the agency lists. The subject is the side that the corridor leaves open."""
    span = int(rule.number("days")) * DAY
    tests, sides = [], []
    for one in rule.corridors:
        start, end = one.split("-")
        test = " AND ".join(f"{side} = '{code}'" for side, code in (("ac", start), ("bc", end)) if code != "*")
        tests.append(f"({test})")
        sides.append(f"WHEN {test} THEN {'b' if end == '*' else 'a'}")
    which = f"CASE {' '.join(sides)} END" if sides else "a"
    return f"""
WITH along AS (
  SELECT n, CASE WHEN {which} > 0 THEN {which} ELSE greatest(a, b) END AS acc, c, m, x FROM t
  WHERE greatest(a, b) > 0 AND ({" OR ".join(tests) or "false"})
), w AS (
  SELECT *, count(*) OVER before AS k, sum(x) OVER before AS total FROM along WINDOW before AS ({_FRAME} {span} PRECEDING AND CURRENT ROW)
), h AS (
  SELECT w.*, max((k >= {rule.number("least_count")} AND total >= {rule.number("least")} * unit)::INT) OVER ({_FRAME} CURRENT ROW AND {span} FOLLOWING) AS hit
  FROM w JOIN cur USING (c)
)
SELECT acc AS grp, [acc] AS subject, c, n FROM h WHERE hit = 1
"""


def dormant(rule: Rule) -> str:
    """An account without any movement for long, into which money then comes and most of which soon leaves."""
    quiet, span = int(rule.number("quiet_days")) * DAY, int(rule.number("days")) * DAY
    return f"""
WITH able AS (SELECT acc, c FROM s JOIN cur USING (c) WHERE s.last - s.first >= {quiet} AND s.si >= {rule.number("least")} * unit),
gaps AS (
  SELECT acc, c, m, lag(m) OVER (PARTITION BY acc, c ORDER BY m) AS before FROM e JOIN able USING (acc, c)
), woken AS (
  SELECT acc, c, m AS since, before FROM gaps WHERE m - before >= {quiet}
), members AS (
  SELECT acc, c, w.since, e.n, e.i, e.o FROM woken w JOIN e USING (acc, c) WHERE e.m BETWEEN w.since AND w.since + {span}
), good AS (
  SELECT acc, c, since FROM members JOIN cur USING (c) GROUP BY acc, c, since, unit
  HAVING count(*) >= {rule.number("least_count")} AND sum(i) >= {rule.number("least")} * unit AND sum(o) >= {rule.number("passed")} * sum(i)
)
SELECT acc AS grp, [acc] AS subject, c, n FROM members JOIN good USING (acc, c, since)
UNION SELECT acc, [acc], c, e.n FROM good JOIN woken USING (acc, c, since) JOIN e USING (acc, c) WHERE e.m = woken.before
"""


def netting(rule: Rule) -> str:
    """An account that takes small sums from many and pays small sums to many others, and ends even: a clearing of what others are owed."""
    partners, apart = rule.number("partners"), rule.number("apart")
    where = f"ni >= {partners} AND no >= {partners} AND si >= {rule.number('least')} * unit AND abs(si - so) <= {apart} * si"
    blocks = _blocks(rule, _SMALL_SUMS, where, small=str(rule.number("small")))
    return f"""
WITH able AS (SELECT acc, c FROM s WHERE ni >= {partners} AND no >= {partners}),
{blocks},
members AS (
  SELECT acc, c, l.since, e.n, e.i, e.o, e.other FROM likely l JOIN e USING (acc, c) JOIN cur USING (c)
  WHERE e.m >= l.since AND e.m < l.until AND e.i <= {rule.number("small")} * unit AND e.o <= {rule.number("small")} * unit
), sides AS (
  SELECT acc, c, since, other, max(i) AS i, max(o) AS o, count(*) AS k FROM members GROUP BY acc, c, since, other
), good AS (
  SELECT acc, c, since FROM sides GROUP BY acc, c, since
  HAVING count(*) FILTER (i > 0 AND other > 0) + coalesce(sum(k) FILTER (i > 0 AND other = 0), 0) >= {partners}
     AND count(*) FILTER (o > 0 AND other > 0) + coalesce(sum(k) FILTER (o > 0 AND other = 0), 0) >= {partners}
     AND count(*) FILTER (i > 0 AND o > 0 AND other > 0) * 4 <= count(*)
)
SELECT DISTINCT acc AS grp, [acc] AS subject, c, n FROM members JOIN good USING (acc, c, since)
"""


QUERIES: Final = {
    "structuring": structuring,
    "funnel": funnel,
    "rapid": rapid,
    "circular": circular,
    "collection": collection,
    "corridor": corridor,
    "dormant": dormant,
    "netting": netting,
}
