"""STIX patterns, from text to tree, in one pass (STIX 2.1, 9; the grammar is OASIS's STIXPattern).

Written by hand, since indicators come by the million: some twenty times faster than OASIS's generated parser, which the
tests compare it with. Length, nesting and the number of comparisons are bounded, and nothing is looked at twice.
"""

import base64
import binascii
import re
from datetime import datetime
from functools import lru_cache
from typing import Final

from minassa.stix.moments import moment
from minassa.stix.patterns.tree import (
    EVERY,
    Between,
    Join,
    Joined,
    Node,
    Observation,
    Path,
    Pattern,
    PatternCode,
    PatternError,
    Repeats,
    Scalar,
    Step,
    Test,
    Within,
)

LONGEST: Final = 1 << 20
DEEPEST: Final = 32
MOST_TESTS: Final = 20_000

_SPACE: Final = "\\s\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_TOKEN: Final = re.compile(
    rf"""
    (?:[{_SPACE}]+|/\*(?:[^*]|\*(?!/))*+\*/|//[^\r\n]*+)*+        # white space and comments
    (?:
      (?P<text>'(?:[^'\\]|\\['\\])*+')
    | (?P<time>t'\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z')
    | (?P<hex>h'(?:[0-9a-fA-F]{{2}})*+')
    | (?P<binary>b'[A-Za-z0-9+/]*+=?=?')
    | (?P<word>[A-Za-z_][A-Za-z0-9_-]*+)
    | (?P<float>[+-]?\d*+\.\d++)
    | (?P<integer>[+-]?(?:0|[1-9]\d*+))
    | (?P<sign>==|!=|<>|<=|>=|[=<>\[\]():.,*])
    | (?P<end>\Z)
    )
    """,
    re.VERBOSE,
)
_NAME: Final = r"[A-Za-z_][A-Za-z0-9_]*+"
_PLAIN: Final = re.compile(
    rf"(?P<path>[A-Za-z_][A-Za-z0-9_-]*+:{_NAME}(?:\.(?:{_NAME}|'[A-Za-z0-9_-]++'))*+)[ ]*+=[ ]*+'(?P<text>[^'\\]*+)'"
)
"""The comparison that nearly every indicator is made of, in one step: `type:path = 'text'`, with nothing to be undone in it."""
_LONGEST_PLAIN: Final = 100
_EQUALS: Final = {"=": "=", "==": "=", "!=": "!=", "<>": "!="}
_ORDERS: Final = frozenset({"<", "<=", ">", ">="})
_ON_TEXTS: Final = frozenset({"LIKE", "MATCHES", "ISSUBSET", "ISSUPERSET"})
_KEYWORDS: Final = (
    _ON_TEXTS
    | {"AND", "OR", "NOT", "FOLLOWEDBY", "EXISTS", "LAST", "IN", "START", "STOP", "SECONDS"}
    | {"true", "false", "WITHIN", "REPEATS", "TIMES"}
)
_ESCAPED: Final = re.compile(r"\\(['\\])")


def parse_pattern(text: str) -> Pattern:
    """The tree of a pattern. Raises PatternError for what is no pattern of STIX 2.1, and for one beyond the bounds."""
    if len(text) > LONGEST:
        raise PatternError(PatternCode.TOO_LONG)
    return Pattern(text, _Parser(text).pattern())


class _Parser:
    """Recursive descent over tokens, one ahead. `kind` and `word` are the token at hand."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._next = 0
        self._depth = 0
        self._tests = 0
        self.kind = self.word = ""
        self.at = 0
        self._advance()

    def pattern(self) -> Node:
        """The whole."""
        root = self._observations(0)
        if self.kind != "end":
            raise self._refused()
        return root

    def _advance(self) -> None:
        found = _TOKEN.match(self._text, self._next)
        if found is None or found.lastgroup is None:
            raise PatternError(PatternCode.SYNTAX, self._next)
        self.kind, self.word, self.at = found.lastgroup, found[found.lastgroup], found.start(found.lastgroup)
        if self.kind == "word" and self.word in _KEYWORDS:
            self.kind = "keyword"
        self._next = found.end()

    def _refused(self, code: PatternCode = PatternCode.SYNTAX) -> PatternError:
        return PatternError(code, self.at)

    def _takes(self, token: str) -> bool:
        """Whether this sign or keyword is at hand; then it is passed."""
        if self.word != token or self.kind not in {"sign", "keyword"}:
            return False
        self._advance()
        return True

    def _needs(self, token: str) -> None:
        if not self._takes(token):
            raise self._refused()

    def _of_kind(self, *kinds: str) -> str:
        if self.kind not in kinds:
            raise self._refused()
        token = self.word
        self._advance()
        return token

    # Observations: FOLLOWEDBY binds least, then OR, then AND (9.4).

    def _observations(self, rank: int) -> Node:
        joins = (Join.FOLLOWED_BY, Join.OR, Join.AND)
        if rank == len(joins):
            return self._observation()
        parts = [self._observations(rank + 1)]
        if self.kind != "keyword":
            return parts[0]
        while self._takes(joins[rank]):
            parts.append(self._observations(rank + 1))
        return parts[0] if len(parts) == 1 else Joined(joins[rank], tuple(parts))

    def _observation(self) -> Node:
        if self._takes("["):
            node: Node = Observation(self._comparisons())
            self._needs("]")
        else:
            self._needs("(")
            self._enter()
            node = self._observations(0)
            self._depth -= 1
            self._needs(")")
        return self._qualified(node)

    def _enter(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._refused(PatternCode.TOO_DEEP)

    def _qualified(self, node: Node) -> Node:
        """The observation with what qualifies it; each kind of qualifier stands once, as OASIS's validator has it."""
        seen: set[str] = set()
        while self.word in {"WITHIN", "REPEATS", "START"} and self.kind == "keyword":
            if self.word in seen:
                raise self._refused()
            seen.add(self.word)
            node = self._qualifier(node)
        return node

    def _qualifier(self, node: Node) -> Node:
        if self._takes("WITHIN"):
            seconds = float(self._of_kind("integer", "float"))
            self._needs("SECONDS")
            if seconds <= 0:
                raise self._refused()
            return Within(node, seconds)
        if self._takes("REPEATS"):
            times = self._whole_number(self._of_kind("integer"))
            self._needs("TIMES")
            if times < 1:
                raise self._refused()
            return Repeats(node, times)
        self._needs("START")
        start = self._moment(self._of_kind("time"))
        self._needs("STOP")
        return Between(node, start, self._moment(self._of_kind("time")))

    # Comparisons: OR binds less than AND (9.6).

    def _comparisons(self) -> Test | Joined:
        either = [self._all_of()]
        while self._takes("OR"):
            either.append(self._all_of())
        return either[0] if len(either) == 1 else Joined(Join.OR, tuple(either))

    def _all_of(self) -> Test | Joined:
        every = [self._comparison()]
        while self._takes("AND"):
            every.append(self._comparison())
        return every[0] if len(every) == 1 else Joined(Join.AND, tuple(every))

    def _comparison(self) -> Test | Joined:
        if self._takes("("):
            self._enter()
            inner = self._comparisons()
            self._depth -= 1
            self._needs(")")
            return inner
        self._count()
        return self._plain() or self._any_other()

    def _plain(self) -> Test | None:
        """The comparison at hand where it is a plain one; None, and nothing is passed, where it has to be read by its tokens."""
        found = _PLAIN.match(self._text, self.at) if self.kind == "word" else None
        path = _plain_path(found["path"]) if found and len(found["path"]) <= _LONGEST_PLAIN else None
        if found is None or path is None:
            return None
        self._next = found.end()
        self._advance()
        return Test(path, "=", found["text"])

    def _any_other(self) -> Test:
        negated = self._takes("NOT")
        if negated or self.word == "EXISTS":
            self._needs("EXISTS")
            return Test(self._path(), "EXISTS", None, negated)
        path = self._path()
        negated = self._takes("NOT")
        return self._operation(path, negated=negated)

    def _count(self) -> None:
        self._tests += 1
        if self._tests > MOST_TESTS:
            raise self._refused(PatternCode.TOO_MANY)

    def _operation(self, path: Path, *, negated: bool) -> Test:
        operator = self._of_kind("sign", "keyword")
        if operator in _EQUALS:
            return Test(path, _EQUALS[operator], self._literal(), negated)
        if operator in _ORDERS:
            value = self._literal()
            if isinstance(value, bool):
                raise self._refused()
            return Test(path, operator, value, negated)
        if operator in _ON_TEXTS:
            return Test(path, operator, _unquoted(self._of_kind("text")), negated)
        if operator == "IN":
            return Test(path, operator, self._set(), negated)
        raise self._refused()

    def _set(self) -> tuple[Scalar, ...]:
        self._needs("(")
        values: list[Scalar] = []
        while not self._takes(")"):
            if values:
                self._needs(",")
            values.append(self._literal())
            self._count()
        return tuple(values)

    def _path(self) -> Path:
        type_ = self._of_kind("word")
        self._needs(":")
        steps: list[Step] = [self._name()]
        while True:
            if self._takes("."):
                steps.append(self._name())
            elif self._takes("["):
                steps.append(EVERY if self._takes("*") else self._whole_number(self._of_kind("integer")))
                self._needs("]")
            else:
                return Path(type_, tuple(steps))

    def _name(self) -> str:
        """A property's name; one with a hyphen or other signs stands in quotes."""
        if self.kind == "text":
            return _unquoted(self._of_kind("text"))
        if "-" in self.word:
            raise self._refused()
        return self._of_kind("word")

    def _literal(self) -> Scalar:
        kind, word, at = self.kind, self.word, self.at
        self._advance()
        if kind == "text":
            return _unquoted(word)
        if kind == "integer":
            return self._whole_number(word)
        if kind == "float":
            return float(word)
        if kind == "keyword" and word in {"true", "false"}:
            return word == "true"
        if kind == "time":
            return self._moment(word)
        if kind in {"hex", "binary"}:
            return self._octets(kind, word[2:-1])
        raise PatternError(PatternCode.SYNTAX, at)

    def _whole_number(self, digits: str) -> int:
        if len(digits) > 20:
            raise self._refused()
        return int(digits)

    def _octets(self, kind: str, digits: str) -> bytes:
        try:
            return binascii.unhexlify(digits) if kind == "hex" else base64.b64decode(digits, validate=True)
        except binascii.Error:
            raise self._refused() from None

    def _moment(self, token: str) -> datetime:
        try:
            return moment(token[2:-1])
        except ValueError:
            raise self._refused() from None


@lru_cache(maxsize=512)
def _plain_path(text: str) -> Path | None:
    """The path that is written so; None where one of its words is a keyword. A few hundred of them make all the world's patterns."""
    type_, _colon, rest = text.partition(":")
    steps = rest.split(".")
    if not _KEYWORDS.isdisjoint((type_, *steps)):
        return None
    return Path(type_, tuple(one.strip("'") for one in steps))


def _unquoted(token: str) -> str:
    inside = token[1:-1]
    return _ESCAPED.sub(r"\1", inside) if "\\" in inside else inside
