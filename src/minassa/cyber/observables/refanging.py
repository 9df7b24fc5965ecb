"""Defanged values: `hxxps[:]//evil[.]example`, written so that nobody clicks on them by mistake, and back.

There is no standard; what is read here is what published reports use. `refang` changes nothing in a text without such
marks, and reading twice reads no more than reading once.
"""

import re
from typing import Final

_OPEN: Final = r"[\[({<]\s{0,2}"
_SHUT: Final = r"\s{0,2}[\])}>]"


def _marked(words: str) -> re.Pattern[str]:
    return re.compile(f"{_OPEN}(?:{words}){_SHUT}", re.IGNORECASE)


_MARKS: Final = (
    (_marked(r"\.|dot|d0t|punkt|ponto|punto|point|نقطة"), "."),
    (_marked(r"@|at|arobase|arroba"), "@"),
    (_marked(r"://"), "://"),
    (_marked(r":"), ":"),
    (_marked(r"/"), "/"),
    (re.compile(r"\\\."), "."),
    (re.compile("[\u3002\uff0e\uff61\u2024]"), "."),
    (re.compile("\uff20"), "@"),
    (re.compile(r"(?<![A-Za-z0-9])hxxp|(?<![A-Za-z0-9])h\*\*p|(?<![A-Za-z0-9])meow(?=s?://)", re.IGNORECASE), "http"),
    (re.compile(r"(?<![A-Za-z0-9])fxp(?=s?:)", re.IGNORECASE), "ftp"),
    (re.compile(r"(?<![A-Za-z0-9])(https?|ftps?):\\\\", re.IGNORECASE), r"\1://"),
    (re.compile(r"(?<![A-Za-z0-9])(https?|ftps?)__", re.IGNORECASE), r"\1://"),
)
_COMMON: Final = (("[.]", "."), ("[:]", ":"), ("[@]", "@"))
"""What nearly every list uses: taken away first, so that most lines need no more."""
_ZERO_WIDTH: Final = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e\u2066-\u2069]")
_MAY_BE_MARKED: Final = re.compile(
    "[\\[({<\\\\\u3002\uff0e\uff61\u2024\uff20\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e\u2066-\u2069]|xp|\\*\\*|meow|__",
    re.IGNORECASE,
)


def refang(text: str) -> str:
    """The text with every mark of defanging taken away, and without invisible signs. Idempotent."""
    if not _MAY_BE_MARKED.search(text):
        return text
    for mark, plain in _COMMON:
        text = text.replace(mark, plain)
    before = "" if _MAY_BE_MARKED.search(text) else text
    while text != before:  # each round shortens the text or takes away an `hxxp`, so it ends
        before = text
        text = _ZERO_WIDTH.sub("", text)
        for pattern, plain in _MARKS:
            text = pattern.sub(plain, text)
    return text


def defanged(text: str) -> str:
    """A value that no program turns into a link: for pages and mail, never for exports that machines read."""
    return text.replace("http", "hxxp", 1).replace(".", "[.]") if text.startswith("http") else text.replace(".", "[.]")
