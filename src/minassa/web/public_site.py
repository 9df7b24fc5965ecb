"""The public page of an edition as a folder: pages in four languages, the published declarations as PDF and DOCX, style and fonts.

Any web server shows it. All addresses are relative, nothing is asked of another host, and the same publication gives the same bytes.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation

from minassa import desk, meetings
from minassa.base import LANGUAGES, Conflict, NotFound
from minassa.meetings import PublicEdition
from minassa.web.public_places import NAMES
from minassa.web.views.public_meetings import edition_context, frame_of
from minassa.web.views.texts.reading import published_context
from minassa.web.views.texts.signing import proof_of

FORMS: Final = ("pdf", "docx")
_FACE: Final = (
    '@font-face {{ font-family: "Noto Naskh Arabic"; font-weight: {weight}; font-display: swap;'
    ' src: url("fonts/{name}") format("woff2"); }}\n'
)


@dataclass(frozen=True, slots=True)
class InFolder:
    """Addresses within the folder, from a page in one language's own folder."""

    texts: tuple[UUID, ...]
    style: str = "../style.css"
    icon: str = "../icon.svg"
    all: str = ""
    home: str = "index.html"

    def edition(self, language: str) -> str:
        """This edition in a language."""
        return f"../{language}/index.html"

    def text(self, declaration: UUID, language: str) -> str:
        """A declaration in a language."""
        return f"../{language}/{self.name(declaration)}.html"

    def papers(self, declaration: UUID, language: str) -> list[tuple[str, str]]:
        """A declaration as files."""
        return [(form.upper(), f"../{language}/{self.name(declaration)}.{form}") for form in FORMS]

    def proof(self, declaration: UUID) -> str:
        """What it takes to verify its signatures."""
        return f"../{self.name(declaration)}-signatures.json"

    def name(self, declaration: UUID) -> str:
        """What a declaration's files are called."""
        return f"declaration-{self.texts.index(declaration) + 1}"


def public_edition_named(name: str) -> PublicEdition:
    """The edition with a public page that has this id or number. Raises NotFound, and Conflict for a number that several have."""
    found = [one for one in meetings.list_public_editions() if name in {str(one.id), str(one.number)}]
    if not found:
        raise NotFound("meetings.not-public")
    if len(found) > 1:
        raise Conflict("meetings.number-taken", number=name)
    return found[0]


def site_of(found: PublicEdition) -> dict[str, bytes]:
    """Every file of the folder by its path. Raises Unavailable where this node makes no PDF."""
    texts = meetings.published_of(edition=found.id)
    places = InFolder(texts)
    files = {"index.html": _entrance(found), "style.css": _style(), "icon.svg": _static("minassa.svg"), **_fonts()}
    files |= {f"{places.name(one)}-signatures.json": proof_of(one) for one in texts}
    for language in LANGUAGES:
        with translation.override(language):
            files[f"{language}/index.html"] = _edition_page(found, language, places)
            for one in texts:
                files |= _text_files(one, language, places)
    return files


def write_site(found: PublicEdition, out: Path) -> list[str]:
    """Write the folder, over what an earlier one left of the same names; give the paths. The first page comes last, when all else is there."""
    files = site_of(found)
    for path in sorted(files, key=lambda one: (one == "index.html", one)):
        place = out / path
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_name(place.name + ".part")
        part.write_bytes(files[path])
        part.replace(place)
    return sorted(files)


def _edition_page(found: PublicEdition, language: str, places: InFolder) -> bytes:
    return _rendered(
        "web/meetings/public_edition.html", edition_context(found, language, places) | frame_of(language, places)
    )


def _text_files(declaration: UUID, language: str, places: InFolder) -> dict[str, bytes]:
    text = meetings.published_text(declaration=declaration, language=language)
    stem = f"{language}/{places.name(declaration)}"
    made = {f"{stem}.html": _rendered("web/texts/published.html", published_context(text, places))}
    for form in FORMS:
        made[f"{stem}.{form}"] = meetings.published_paper(declaration=declaration, language=language, form=form).content
    return made


def _entrance(found: PublicEdition) -> bytes:
    """The first page: the languages to choose from, each with the edition's name in it."""
    with translation.override("en"):
        rows = [(one, NAMES[one], meetings.told(found.names, one), f"{one}/index.html") for one in LANGUAGES]
        frame = frame_of("en", InFolder((), style="style.css", icon="icon.svg"))
        return _rendered("web/meetings/public_entrance.html", frame | {"rows": rows, "others": [], "places": _AT_TOP})


_AT_TOP: Final = InFolder((), style="style.css", icon="icon.svg")


def _rendered(template: str, context: dict[str, Any]) -> bytes:
    return render_to_string(template, context).encode()


def _static(name: str) -> bytes:
    path = finders.find(f"web/{name}")
    if path is None:
        raise NotFound("meetings.not-public")
    return Path(path).read_bytes()


def _style() -> bytes:
    faces = "".join(_FACE.format(weight=weight, name=path.name) for weight, path in desk.arabic_fonts())
    return faces.encode() + _static("public.css")


def _fonts() -> dict[str, bytes]:
    """The Arabic fonts, with the licence that goes with them."""
    paths = [path for _weight, path in desk.arabic_fonts()]
    licences = [path for one in paths[:1] for path in one.parent.glob("LICENSE-noto-naskh-arabic.txt")]
    return {f"fonts/{path.name}": path.read_bytes() for path in (*paths, *licences)}
