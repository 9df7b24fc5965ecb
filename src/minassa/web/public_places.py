"""Where the public pages find each other: at the addresses of the node, or beside each other in a folder that any web server shows."""

from dataclasses import dataclass
from typing import Final, Protocol
from uuid import UUID

from django.templatetags.static import static
from django.urls import reverse

from minassa.base import LANGUAGES
from minassa.web.shell import LANGUAGES as NAMED_LANGUAGES

NAMES: Final = {one.code: str(one.name) for one in NAMED_LANGUAGES}


class Places(Protocol):
    """The addresses that a public page names, empty where there is none: `all` is the list of editions, `home` this edition's page."""

    @property
    def style(self) -> str:
        """The style sheet."""

    @property
    def icon(self) -> str:
        """The icon."""

    @property
    def all(self) -> str:
        """The list of editions in the page's language."""

    @property
    def home(self) -> str:
        """This edition in the page's language."""

    def edition(self, language: str) -> str:
        """This edition in a language."""

    def text(self, declaration: UUID, language: str) -> str:
        """A published declaration in a language."""

    def papers(self, declaration: UUID, language: str) -> list[tuple[str, str]]:
        """A published declaration as files, each with what it is called."""

    def proof(self, declaration: UUID) -> str:
        """What it takes to verify its signatures."""


@dataclass(frozen=True, slots=True)
class OnNode:
    """The addresses of the node. It makes no files for whoever comes without a login: they cost seconds each."""

    language: str
    of: UUID | None = None

    @property
    def style(self) -> str:
        """The style sheet."""
        return static("web/public.css")

    @property
    def icon(self) -> str:
        """The icon."""
        return static("web/minassa.svg")

    @property
    def all(self) -> str:
        """The list of editions."""
        return reverse("web:public-editions", args=(self.language,))

    @property
    def home(self) -> str:
        """This edition, where the page is of one."""
        return self.edition(self.language) if self.of else ""

    def edition(self, language: str) -> str:
        """This edition, or the list of all."""
        if self.of is None:
            return reverse("web:public-editions", args=(language,))
        return reverse("web:public-edition", args=(language, self.of))

    def text(self, declaration: UUID, language: str) -> str:
        """A published declaration."""
        return reverse("web:text-published-in", args=(declaration, language))

    def proof(self, declaration: UUID) -> str:
        """What it takes to verify its signatures."""
        return reverse("web:text-proof", args=(declaration,))

    def papers(self, declaration: UUID, language: str) -> list[tuple[str, str]]:  # noqa: ARG002 - as `Places` says
        """None."""
        return []


def other_languages(places: Places, language: str, declaration: UUID | None = None) -> list[tuple[str, str, str]]:
    """The other languages of a page: code, name, address."""
    others = [one for one in LANGUAGES if one != language]
    if declaration is None:
        return [(one, NAMES[one], places.edition(one)) for one in others]
    return [(one, NAMES[one], places.text(declaration, one)) for one in others]
