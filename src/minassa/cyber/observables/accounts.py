"""Accounts on services: `@handle`, `telegram:@handle`, `handle@server` of the fediverse as `@handle@server`, and profile addresses.

A profile's address names the same account as its handle, so both are compared by one key.
"""

import re
from typing import Final
from urllib.parse import urlsplit

from minassa.cyber.observables.hosts import host_of
from minassa.cyber.observables.types import Kind, Observable

_HANDLE: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]{0,62}[a-z0-9_])?", re.IGNORECASE)
SERVICES: Final[dict[str, str]] = {
    "telegram": "telegram", "tg": "telegram", "twitter": "twitter", "x": "twitter", "facebook": "facebook", "fb": "facebook",
    "instagram": "instagram", "ig": "instagram", "tiktok": "tiktok", "youtube": "youtube", "vk": "vk", "github": "github",
    "skype": "skype", "discord": "discord", "signal": "signal", "wickr": "wickr", "threema": "threema", "element": "matrix",
    "matrix": "matrix", "snapchat": "snapchat", "linkedin": "linkedin", "rocketchat": "rocketchat", "hoop": "hoop",
}  # fmt: skip
"""What people write in front of a handle, and the one word for each service."""
_PROFILES: Final[dict[str, str]] = {
    "t.me": "telegram", "telegram.me": "telegram", "telegram.dog": "telegram", "twitter.com": "twitter", "x.com": "twitter",
    "mobile.twitter.com": "twitter", "facebook.com": "facebook", "m.facebook.com": "facebook", "instagram.com": "instagram",
    "tiktok.com": "tiktok", "youtube.com": "youtube", "vk.com": "vk", "github.com": "github",
}  # fmt: skip
_NO_HANDLES: Final = frozenset({
    "about", "channel", "explore", "hashtag", "help", "home", "i", "joinchat", "login", "messages", "pages",
    "privacy", "profile.php", "search", "settings", "share", "shorts", "status", "terms", "watch", "s", "c",
})  # fmt: skip
_NEEDS_AT: Final = frozenset({"tiktok", "youtube"})


def account_of(written: str) -> Observable | None:
    """An account as people write it; None for what is none. A bare word is no account: it needs an `@` or a service."""
    service, colon, handle = written.partition(":")
    if colon:
        system = SERVICES.get(service.strip().lower(), "")
        return _account(system, handle.strip().removeprefix("@")) if system else None
    if not written.startswith("@"):
        return None
    name, at, server = written[1:].partition("@")
    if at:
        host = host_of(server)
        return _account(host, name) if host else None
    return _account("", name)


def account_of_profile(url: str) -> Observable | None:
    """The account whose profile a canonical URL shows, on the services whose addresses say so."""
    parts = urlsplit(url)
    system = _PROFILES.get((parts.hostname or "").removeprefix("www."))
    steps = [one for one in parts.path.split("/") if one]
    if system == "telegram" and steps[:1] == ["s"]:  # t.me/s/<channel> is the channel's public page
        steps = steps[1:]
    if system is None or len(steps) != 1 or steps[0].lower() in _NO_HANDLES or steps[0].startswith("+"):
        return None
    if system in _NEEDS_AT and not steps[0].startswith("@"):
        return None
    return _account(system, steps[0].removeprefix("@"))


def _account(system: str, handle: str) -> Observable | None:
    return Observable(Kind.ACCOUNT, handle.lower(), system) if _HANDLE.fullmatch(handle) else None
