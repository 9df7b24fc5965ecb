"""Login in a real browser: passkeys from first use to step-up with a virtual authenticator, under the strict policy."""

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.urls import reverse
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from assets.build_hook import compile_catalogs
from minassa.access import Role
from minassa.access.models import Token, User
from minassa.node.serving import gather_static
from tests.factories import make_user

CHROMIUM = Path("/usr/bin/chromium")
PASSWORD = "exercise horse battery staple"

pytestmark = [
    pytest.mark.page,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM.is_file(), reason="Chromium is not installed"),
]


@pytest.fixture(autouse=True)
def strict_node(settings: Settings) -> Iterator[None]:
    settings.MINASSA = replace(settings.MINASSA, node=replace(settings.MINASSA.node, exercise=False))
    settings.ALLOWED_HOSTS = ["localhost"]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # what the test server can serve
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(scope="module", autouse=True)
def gathered() -> None:
    """The pages' own files, as `minassa serve` gathers them first."""
    compile_catalogs(Path(__file__).parents[2] / "src" / "minassa" / "locale")
    gather_static()


@pytest.fixture
def tab(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A browser tab with a virtual passkey device; at the end, nothing may have broken the page policy."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - skipped where there is no browser

    monkeypatch.setenv(
        "DJANGO_ALLOW_ASYNC_UNSAFE", "1"
    )  # playwright keeps a loop in this thread; the test is no part of it
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        page = chromium.new_context(locale="en", base_url=live_server.url.replace("127.0.0.1", "localhost")).new_page()
        page.set_default_timeout(10_000)
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        _add_virtual_authenticator(page)
        yield page
        chromium.close()
    assert [text for text in said if "Content Security Policy" in text or "Refused to" in text] == []


def _add_virtual_authenticator(page: Any) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def log_in(page: Any, user: User) -> None:
    page.goto(reverse("account_login"))
    page.fill("#id_login", user.username)
    page.fill("#id_password", PASSWORD)
    page.click("main form .btn-primary")


def test_s01_a_passkey_is_set_up_at_first_login_and_opens_the_node_alone_afterwards(tab: Any) -> None:
    user = make_user(roles=[Role.NODE_ADMINISTRATOR])
    log_in(tab, user)
    tab.wait_for_url("**" + reverse("account_factors"))
    tab.click("text=Add a passkey")
    tab.fill("#id_name", "office laptop")
    tab.check("#id_passwordless")
    tab.click("#mfa_webauthn_add")
    tab.wait_for_url("**" + reverse("mfa_view_recovery_codes"))
    assert len(tab.query_selector_all(".codes code")) == 10
    tab.goto(reverse("account"))
    assert "office laptop" in tab.inner_text("main")
    assert Authenticator.objects.filter(user=user, type="webauthn").count() == 1

    tab.context.clear_cookies()
    tab.goto(reverse("account_login"))
    tab.click("#passkey_login")
    tab.wait_for_url(re.compile(r"//[^/]+/$"))
    tab.goto(reverse("account"))
    assert "office laptop" in tab.inner_text("main"), "in without a password"


def test_s07_a_passkey_is_the_fresh_proof_for_a_sensitive_act(tab: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import timedelta  # noqa: PLC0415 - only here

    from minassa.access import rules  # noqa: PLC0415 - the proof is made stale at once

    user = make_user()
    log_in(tab, user)
    tab.click("text=Add a passkey")
    tab.fill("#id_name", "key")
    tab.click("#mfa_webauthn_add")
    tab.wait_for_url("**" + reverse("mfa_view_recovery_codes"))
    tab.goto(reverse("account"))
    tab.click("summary:has-text('Make a token')")
    tab.fill("#id_name", "my program")
    tab.check("[name=scopes] >> nth=0")
    monkeypatch.setattr(rules, "FRESH", timedelta(0))
    tab.click("text=Make the token")
    tab.wait_for_url("**" + reverse("mfa_reauthenticate_webauthn") + "**")
    assert not Token.objects.filter(user=user).exists()
    monkeypatch.setattr(rules, "FRESH", timedelta(minutes=10))
    tab.click("#mfa_webauthn_reauthenticate")
    tab.wait_for_selector("text=minassa_t_")
    assert Token.objects.filter(user=user).count() == 1


def test_s01_an_app_for_one_time_codes_in_the_browser(tab: Any) -> None:
    user = make_user()
    log_in(tab, user)
    tab.click("text=Add an app for one-time codes")
    tab.wait_for_selector("img.qr")
    assert tab.eval_on_selector("img.qr", "image => image.naturalWidth") > 100, "the square is drawn under the policy"
    secret = tab.inner_text("main p bdi[dir=ltr]").strip()
    tab.fill("#id_code", format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    tab.click("main form .btn-primary")
    tab.wait_for_url("**" + reverse("mfa_view_recovery_codes"))


def test_a_passkey_that_is_not_accepted_is_told(tab: Any) -> None:
    tab.goto(reverse("account_login"))
    assert not tab.is_visible("#passkey-failed")
    tab.route("**" + reverse("mfa_login_webauthn"), lambda route: route.abort())
    tab.click("#passkey_login")
    tab.wait_for_selector("#passkey-failed", state="visible")
