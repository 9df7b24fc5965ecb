"""Known devices: a browser in which somebody has logged in before carries a signed cookie that says so.

It opens nothing. It lets attempts from that browser be counted by themselves, so that guessing elsewhere, even behind the
same address, locks nobody out of their own device (S06), and it tells a new device from an old one (S10).
Source: OWASP, "Slow down online guessing attacks with device cookies".
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac

AGE: Final = timedelta(days=180)
MOST_PEOPLE: Final = 5
_SALT: Final = "minassa.web.device"


@dataclass(frozen=True, slots=True)
class Device:
    """A browser: its random name, and digests of the login names used in it."""

    name: str
    people: tuple[str, ...] = ()


def known_device(request: HttpRequest, username: str) -> str:
    """The name of the browser where this login name has been used in it before; otherwise nothing."""
    device = _device_of(request)
    return device.name if device is not None and _digest(username) in device.people else ""


def remember_device(request: HttpRequest, response: HttpResponseBase, username: str) -> None:
    """Note in the browser that this login name was used in it."""
    device = _device_of(request) or Device(secrets.token_hex(16))
    people = (_digest(username), *(one for one in device.people if one != _digest(username)))[:MOST_PEOPLE]
    response.set_cookie(
        cookie_name(),
        signing.dumps({"name": device.name, "people": people}, salt=_SALT),
        max_age=AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def cookie_name() -> str:
    """The cookie's name; bound to this host alone where the node has TLS (S09)."""
    return "__Host-device" if settings.SESSION_COOKIE_SECURE else "device"


def _device_of(request: HttpRequest) -> Device | None:
    try:
        kept = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=_SALT, max_age=AGE)
        return Device(str(kept["name"]), tuple(kept["people"]))
    except (signing.BadSignature, KeyError, TypeError):
        return None


def _digest(username: str) -> str:
    return salted_hmac(_SALT, username.strip().lower(), algorithm="sha256").hexdigest()[:24]
