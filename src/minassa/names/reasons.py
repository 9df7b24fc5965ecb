"""Why two names were held alike: what matched what, and what did not."""

from dataclasses import dataclass
from typing import Final, Literal

Code = Literal[
    "same",
    "same_sound",
    "spelling",
    "same_meaning",
    "joined",
    "initial",
    "particle",
    "title",
    "alias_weak",
    "other_alias",
    "unmatched_query",
    "unmatched_name",
]

SENTENCES: Final[dict[Code, str]] = {
    "same": "“{query}” is written the same",
    "same_sound": "“{query}” sounds like “{name}”",
    "spelling": "“{query}” is spelt nearly like “{name}”",
    "same_meaning": "“{query}” and “{name}” are forms of one word",
    "joined": "“{query}” is “{name}” written joined or apart",
    "initial": "“{query}” and “{name}” share an initial",
    "particle": "“{query}” and “{name}” are the same small word",
    "title": "“{query}” and “{name}” are the same title",
    "alias_weak": "“{name}” is a weak alias",
    "other_alias": "“{query}” is found in another name of the same subject",
    "unmatched_query": "“{query}” is not in the listed name",
    "unmatched_name": "“{name}” was not asked for",
}
"""The English sentence of each code; other rooms translate by code, with the same two placeholders."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: a code, the part of the query and the part of the listed name (either may be empty)."""

    code: Code
    query: str
    name: str

    def sentence(self) -> str:
        """The reason in plain English."""
        return SENTENCES[self.code].format(query=self.query, name=self.name)

    def __str__(self) -> str:
        return self.sentence()
