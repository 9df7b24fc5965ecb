"""How tests log in: a browser, a person with an app for one-time codes, and the codes it shows."""

import time
from typing import Any

from allauth.core import context
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client, RequestFactory
from django.urls import reverse

from minassa.access.models import User

PASSWORD = "exercise horse battery staple"


def browser(**more: Any) -> Client:
    return Client(SERVER_NAME="localhost", HTTP_ACCEPT_LANGUAGE="en", **more)


def log_in(client: Client, user: User, password: str = PASSWORD) -> Any:
    return client.post(reverse("account_login"), {"login": user.username, "password": password})


def with_app(user: User) -> str:
    """Give a person an app for one-time codes; its secret."""
    secret = str(generate_totp_secret())
    with context.request_context(RequestFactory().get("/")):  # allauth encrypts by the adapter of a request
        TOTP.activate(user, secret)
    return secret


def code_of(secret: str, steps: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


def enter(client: Client, user: User, secret: str, steps: int = 0) -> Any:
    log_in(client, user)
    return client.post(reverse("mfa_authenticate"), {"code": code_of(secret, steps)})


def is_in(client: Client) -> bool:
    return bool(client.get(reverse("account")).status_code == 200)
