"""What every page needs around its content: direction, appearance, menu, person. A context processor fills it in."""

from dataclasses import dataclass, field
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minassa.access import ROLE_NAMES, Actor
from minassa.base import Settings
from minassa.web.drafts import drafts_of
from minassa.web.inbox import Beat, beat_of
from minassa.web.rights import may

_RECENT: Final = 4
THEME_COOKIE: Final = "theme"


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a menu: a language or an appearance."""

    code: str
    name: str | Promise
    icon: str = ""


THEMES: Final = (
    Choice("auto", _("As the device"), "contrast"),
    Choice("light", _("Light"), "sun"),
    Choice("dark", _("Dark"), "moon"),
)
# Each language in its own words, whatever the page's language.
LANGUAGES: Final = (
    Choice("ar", "العربية"),
    Choice("fr", "Français"),
    Choice("en", "English"),
    Choice("pt", "Português"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the main menu. `key` follows `g` on the keyboard."""

    key: str
    title: str | Promise
    href: str
    icon: str
    current: bool = False
    count: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the main menu before it is known who looks: shown to whoever may do the act (empty: everybody)."""

    key: str
    title: str | Promise
    view: str
    icon: str
    act: str = ""


PLACES: Final = (
    Place("h", _("My work"), "home", "home"),
    Place("i", _("Inbox"), "inbox", "bell", "notice.read"),
    Place("c", _("Check"), "check", "user-search", "check.ask"),
    Place("k", _("Cases"), "cases", "eye", "case.list"),
    Place("b", _("Payments"), "payment-files", "list-check", "payment.screen"),
    Place("x", _("Transactions"), "findings", "list-check", "finding.list"),
    Place("v", _("Under watch"), "watches-all", "eye", "watch.list"),
    Place("r", _("Records"), "records", "list-details", "record.list"),
    Place("q", _("Requests"), "requests", "help-circle", "request.list"),
    Place("w", _("Alerts"), "alerts", "alert-triangle", "alert.list"),
    Place("t", _("Reports"), "reports", "file-text", "report.list"),
    Place("m", _("Meetings"), "meetings", "id-badge-2", "edition.list"),
    Place("j", _("Programmes"), "programmes", "list-check", "programme.list"),
    Place("l", _("Lists"), "lists", "shield-check", "list.read"),
    Place("f", _("Feeds"), "feeds", "download", "feed.list"),
    Place("n", _("Partners"), "partners", "building", "peer.list"),
    Place("o", _("Incidents"), "incidents", "map-pin", "incident.list"),
    Place("y", _("Cyber"), "cyber", "device-laptop", "indicator.list"),
    Place("s", _("Safeguards"), "breaches", "shield-check", "breach.list"),
    Place("p", _("People and agencies"), "people", "users", "person.list"),
    Place("a", _("Audit"), "audit", "history", "audit.read"),
)


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the person's menu."""

    href: str
    title: str | Promise
    icon: str


@dataclass(frozen=True, slots=True)
class Person:
    """Who is logged in, as the top bar shows it."""

    name: str
    agency: str
    roles: str
    links: tuple[Link, ...] = ()
    logout: str = ""


@dataclass(frozen=True, slots=True)
class Shell:
    """Everything around a page's content."""

    node: str
    exercise: bool
    direction: str
    theme: str
    zone: str = ""
    person: Person | None = None
    entries: tuple[Entry, ...] = ()
    may_check: bool = False
    beat: Beat | None = None
    recent: tuple[Link, ...] = ()
    languages: tuple[Choice, ...] = LANGUAGES
    themes: tuple[Choice, ...] = field(default=THEMES)


def shell(request: HttpRequest) -> dict[str, Shell]:
    """The context processor: gives every template `shell`."""
    actor: Actor | None = getattr(request, "actor", None)
    return {"shell": plain_shell(request) if actor is None else _shell_of(request, actor)}


def plain_shell(request: HttpRequest) -> Shell:
    """The shell for whoever is not logged in, and for the pages that tell of a fault: asks no database."""
    node: Settings = settings.MINASSA
    return Shell(
        node=node.node.name,
        exercise=node.node.exercise,
        direction="rtl" if translation.get_language_bidi() else "ltr",
        theme=theme_of(request),
        zone=_zone(),
    )


def _zone() -> str:
    """In which zone the pages tell times, and how far that is from UTC now."""
    name, offset = timezone.get_current_timezone_name(), timezone.localtime().strftime("%z")
    return name if name == "UTC" else f"{name} (UTC{offset[:3]}:{offset[3:]})"


def theme_of(request: HttpRequest) -> str:
    """The chosen appearance: auto, light or dark."""
    chosen = request.COOKIES.get(THEME_COOKIE, "auto")
    return chosen if chosen in {one.code for one in THEMES} else "auto"


def _shell_of(request: HttpRequest, actor: Actor) -> Shell:
    plain = plain_shell(request)
    return Shell(
        node=plain.node,
        exercise=plain.exercise,
        direction=plain.direction,
        theme=plain.theme,
        zone=plain.zone,
        person=_person(request, actor),
        entries=tuple(_entries(request, actor)),
        may_check=may(actor, "check.ask"),
        beat=beat_of(actor) if may(actor, "notice.read") else None,
        recent=tuple(Link(one.href, one.title, "edit") for one in drafts_of(actor)[:_RECENT]),
    )


def _entries(request: HttpRequest, actor: Actor) -> list[Entry]:
    found = []
    for place in PLACES:
        href = _address(f"web:{place.view}")
        if href and (not place.act or may(actor, place.act)):
            here = request.path == href or (href != "/" and request.path.startswith(href))
            found.append(Entry(place.key, place.title, href, place.icon, here))
    return found


def _person(request: HttpRequest, actor: Actor) -> Person:
    roles = " · ".join(str(ROLE_NAMES[role]) for role in sorted(actor.roles))
    user = getattr(request, "user", None)
    agency = str(getattr(getattr(user, "agency", None), "name", ""))
    links = [
        Link(href, title, icon)
        for view, title, icon in (
            ("account", _("Account and security"), "lock"),
            ("web:about", _("About"), "help-circle"),
        )
        if (href := _address(view))
    ]
    return Person(actor.name, agency, roles, tuple(links), _address("account_logout"))


def _address(view: str) -> str:
    """The address of a view, or nothing where this node does not have it."""
    try:
        return reverse(view)
    except NoReverseMatch:
        return ""
