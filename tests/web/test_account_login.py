"""Login (S01-S06, S10): what a browser gets, with real forms, on a node that asks for a second factor."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from allauth.account import app_settings as allauth_account
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.hashers import Argon2PasswordHasher, BasePasswordHasher, MD5PasswordHasher
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.cache import cache
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import Settings

from minassa import access, audit
from minassa.access import Role
from minassa.access.models import LoginSession, User
from minassa.base import Fault, Refused
from minassa.desk import list_notices
from minassa.web.entrance.adapters import AccountAdapter
from minassa.web.entrance.factors import ask_forget_factors, forget_factors
from minassa.web.policy import ENTERING, PUBLIC
from tests.factories import actor_for, make_agency, make_user
from tests.web.entering import PASSWORD, browser, code_of, enter, is_in, log_in, with_app

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("strict_node")]


def lines(action: str, **equal: Any) -> list[audit.LineView]:
    return audit.lines(audit.Filters(action=action, **equal))


def walk(within: list[URLPattern | URLResolver] | None = None, prefix: str = "/") -> Iterator[tuple[str, URLPattern]]:
    for one in get_resolver().url_patterns if within is None else within:
        if isinstance(one, URLResolver):
            yield from walk(one.url_patterns, prefix + str(one.pattern))
        else:
            yield prefix + str(one.pattern), one


def filled(route: str) -> str:
    """An address of this route, with something in each of its places."""
    import re  # noqa: PLC0415 - only here

    uuid = "01900000-0000-7000-8000-000000000000"
    named = {"uuid": uuid, "int": "1", "str": "x", "slug": "x", "path": "x"}
    return re.sub(r"<(?:(\w+):)?\w+>", lambda found: named.get(found[1] or "str", uuid), route)


def test_s01_with_a_password_alone_every_page_leads_to_the_second_factor() -> None:
    client, user = browser(), make_user()
    log_in(client, user)
    visited = 0
    for route, pattern in walk():
        if getattr(pattern.callback, "policy", None) in {PUBLIC, ENTERING} or "^" in route:
            continue
        answer = client.get(filled(route))
        visited += 1
        if route.startswith("/api/"):
            assert answer.status_code in {301, 302, 401, 404, 405}, route
            if answer.status_code == 302:
                assert answer["Location"] == reverse("account_factors"), route
            continue
        assert (answer.status_code, answer["Location"]) == (302, reverse("account_factors")), route
    assert visited > 8


def test_s01_pages_for_those_who_are_entering_show_nothing_of_the_node() -> None:
    client, user = browser(), make_user()
    log_in(client, user)
    page = client.get(reverse("account_factors")).content.decode()
    assert user.name not in page
    assert user.agency.name not in page


@pytest.mark.django_db(transaction=True)
def test_s01_setting_up_an_app_opens_the_node_and_gives_recovery_codes() -> None:
    client, user = browser(), make_user()
    log_in(client, user)
    assert client.get(reverse("account_factors")).status_code == 200
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert "data:image/svg+xml" in page.content.decode()
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    assert len(client.get(answer["Location"]).context["unused_codes"]) == 10
    assert "shown once" in client.get(answer["Location"]).content.decode()
    assert is_in(client)
    assert secret not in str(Authenticator.objects.get(user=user, type="totp").data), "kept encrypted"
    assert [line.subject for line in lines("factor.add")] == [f"user:{user.id}"] * 2


def test_s01_a_code_is_asked_for_at_each_login_and_counts_once() -> None:
    user = make_user()
    secret = with_app(user)
    client = browser()
    assert log_in(client, user)["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert not is_in(client)
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secret)}).status_code == 302
    assert is_in(client)
    again = browser()
    log_in(again, user)
    again.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert not is_in(again), "a code that was used is not taken again"


def test_s01_passkeys_are_offered_at_login_and_beside_codes() -> None:
    client, user = browser(), make_user()
    assert "passkey_login" in client.get(reverse("account_login")).content.decode()
    with_app(user)
    log_in(client, user)
    page = client.get(reverse("mfa_authenticate")).content.decode()
    assert "mfa_webauthn_authenticate" in page


@pytest.mark.parametrize("role", [Role.NODE_ADMINISTRATOR])
def test_s01_some_roles_need_a_passkey(role: Role) -> None:
    user = make_user(roles=[role])
    client = browser()
    enter(client, user, with_app(user))
    assert client.get("/")["Location"] == reverse("mfa_add_webauthn")
    passkey = {"name": "key", "credential": {}}
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=passkey)
    assert client.get("/")["Location"] == reverse("account_passkey_needed"), "a code does not add a passkey to others"


def test_s01_a_node_for_exercises_needs_no_second_factor(settings: Settings) -> None:
    settings.MINASSA = replace(settings.MINASSA, node=replace(settings.MINASSA.node, exercise=True))
    client = browser()
    log_in(client, make_user())
    assert is_in(client)


def test_s02_passwords_are_long_uncommon_and_kept_with_argon2id(settings: Settings) -> None:
    from minassa.node import settings as real  # noqa: PLC0415 - the node's own, not the tests'

    assert real.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
    assert Argon2PasswordHasher().encode("x", "saltsaltsalt").startswith("argon2$argon2id$")
    user = make_user(username="mariam.example")
    client = browser()
    enter(client, user, with_app(user))
    for weak in ("short1!", "1q2w3e4r5t6y", "mariam.example1", "123456654321"):
        answer = client.post(
            reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
        )
        assert answer.status_code == 200, weak
        assert answer.context["form"].errors, weak
    strong = "seven purple camels walk"
    answer = client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": strong, "password2": strong}
    )
    assert answer.status_code == 302
    assert log_in(browser(), user, strong)["Location"] == reverse("mfa_authenticate")


def test_s03_nothing_goes_by_mail_and_nobody_signs_up() -> None:
    names = {pattern.name for _, pattern in walk()}
    gone = {"account_signup", "account_reset_password", "account_email", "account_request_login_code"}
    assert not names & gone
    assert {"username"} == allauth_account.LOGIN_METHODS
    for path in ("/account/signup/", "/account/password/reset/", "/account/email/", "/account/login/code/"):
        assert browser().post(path).status_code == 404


def test_s03_a_new_password_does_not_open_the_second_factor() -> None:
    user = make_user()
    with_app(user)
    secret = invited(user)
    client = browser()
    client.get(reverse("account_invitation", args=[secret]))
    new = "seven purple camels walk"
    client.post(reverse("account_take_invitation"), {"password": new, "again": new})
    assert log_in(client, user, new)["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)


def test_s03_the_last_factor_cannot_be_removed() -> None:
    user = make_user()
    client = browser()
    secret = with_app(user)
    enter(client, user, secret)
    client.post(reverse("mfa_reauthenticate"), {"code": code_of(secret, 1)})
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=user, type="totp").exists()


def invited(user: User) -> str:
    """A link for a new password, as an administrator of the same agency gives it."""
    keeper = actor_for(make_user(user.agency, [Role.SUPERVISOR]), stepped_up=True)
    return access.start_reset(keeper, person=user.id).secret


def test_s04_an_invitation_link_works_once_and_leaves_no_secret_in_the_address() -> None:
    user = make_user()
    secret = invited(user)
    client = browser()
    answer = client.get(reverse("account_invitation", args=[secret]))
    assert answer["Location"] == reverse("account_take_invitation")
    page = client.get(answer["Location"])
    assert user.username in page.content.decode()
    assert secret not in page.content.decode()
    new = "seven purple camels walk"
    assert client.post(answer["Location"], {"password": "short", "again": "short"}).status_code == 422
    assert client.post(answer["Location"], {"password": new, "again": new + "x"}).status_code == 422
    assert client.post(answer["Location"], {"password": new, "again": new})["Location"] == reverse("account_login")
    user.refresh_from_db()
    assert user.check_password(new)
    again = browser()
    again.get(reverse("account_invitation", args=[secret]))
    assert again.get(reverse("account_take_invitation")).status_code == 422


def test_s05_unknown_names_wrong_passwords_and_disabled_people_get_the_same_answer() -> None:
    known, disabled = make_user(), make_user()
    User.objects.filter(pk=disabled.pk).update(is_active=False)
    closed = make_user(make_agency())
    closed.agency.is_active = False
    closed.agency.save()
    tries = [(known.username, "wrong password here"), ("nobody-of-this-name", PASSWORD), (disabled.username, PASSWORD)]
    tries.append((closed.username, PASSWORD))
    answers = []
    for username, password in tries:
        client = browser()
        answer = client.post(reverse("account_login"), {"login": username, "password": password})
        answers.append((answer.status_code, body(answer, username), answer.headers.get("Location")))
    assert len(set(answers)) == 1
    assert "The login name or the password is wrong." in answers[0][1]


def test_s05_a_disabled_person_with_a_passkey_learns_no_more() -> None:
    user = make_user()
    User.objects.filter(pk=user.pk).update(is_active=False)
    request = RequestFactory().post("/")
    request.session, request.user = browser().session, AnonymousUser()
    SessionMiddleware(lambda _request: HttpResponse()).process_request(request)
    MessageMiddleware(lambda _request: HttpResponse()).process_request(request)
    answer = AccountAdapter(request).respond_user_inactive(request, user)
    assert answer["Location"] == reverse("account_login")
    assert [str(one) for one in get_messages(request)] == ["The login name or the password is wrong."]
    assert lines("login.try")[0].reason == "disabled"


def body(answer: Any, username: str) -> str:
    import re  # noqa: PLC0415 - only here

    text = answer.content.decode().replace(username, "NAME")
    return re.sub(r'value="[A-Za-z0-9]{64}"|"X-CSRFToken": "[^"]+"', "", text)


def test_s05_the_same_work_is_done_for_known_and_unknown_names(monkeypatch: pytest.MonkeyPatch) -> None:
    user = make_user()
    hashed: list[str] = []
    real = MD5PasswordHasher.encode

    def counted(self: BasePasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return real(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    counts = []
    for username in (user.username, "nobody-of-this-name"):
        hashed.clear()
        browser().post(reverse("account_login"), {"login": username, "password": "wrong password here"})
        counts.append(len(hashed))
    assert counts[0] == counts[1] == 1


def test_s06_guessing_a_persons_password_is_stopped_for_a_while() -> None:
    user = make_user()
    for _ in range(10):
        log_in(browser(), user, "wrong password here")
    answer = log_in(browser(), user)
    assert "too many attempts" in answer.content.decode()
    assert len(lines("login.try", outcome="failed")) == 11
    assert lines("login.try")[0].reason == "throttled"


def test_s06_guessing_elsewhere_does_not_lock_a_known_device_out() -> None:
    user = make_user()
    secret = with_app(user)
    mine = browser()
    enter(mine, user, secret)
    mine.post(reverse("account_logout"))
    for _ in range(12):
        log_in(browser(REMOTE_ADDR="192.0.2.7"), user, "wrong password here")
    assert "too many attempts" in log_in(browser(REMOTE_ADDR="192.0.2.7"), user).content.decode()
    assert log_in(mine, user)["Location"] == reverse("mfa_authenticate")


def test_s06_one_address_cannot_lock_out_an_agency_behind_it(settings: Settings) -> None:
    from minassa.web.entrance import adapters  # noqa: PLC0415 - its limits are lowered for the test

    user = make_user()
    secret = with_app(user)
    mine = browser(REMOTE_ADDR="192.0.2.7")
    enter(mine, user, secret)
    mine.post(reverse("account_logout"))
    adapters.ELSEWHERE["login_failed"], kept = "5/5m/ip,10/5m/key", adapters.ELSEWHERE["login_failed"]
    try:
        for number in range(6):
            guess = {"login": f"somebody{number}", "password": "wrong password here"}
            browser(REMOTE_ADDR="192.0.2.7").post(reverse("account_login"), guess)
        answer = log_in(browser(REMOTE_ADDR="192.0.2.7"), make_user())
        assert "too many attempts" in answer.content.decode()
        assert log_in(mine, user)["Location"] == reverse("mfa_authenticate")
        assert log_in(browser(REMOTE_ADDR="192.0.2.8"), make_user()).status_code == 302
    finally:
        adapters.ELSEWHERE["login_failed"] = kept


def test_s06_counts_cannot_be_pushed_out_by_many_other_attempts() -> None:
    user = make_user()
    for _ in range(10):
        log_in(browser(), user, "wrong password here")
    for number in range(400):
        cache.set(f"another-{number}", number, 300)
    assert "too many attempts" in log_in(browser(), user).content.decode()


def test_s06_wrong_codes_are_limited_too() -> None:
    user = make_user()
    secret = with_app(user)
    client = browser()
    log_in(client, user)
    for _ in range(10):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert not is_in(client)


def test_s10_failed_attempts_are_told_at_the_next_login() -> None:
    user = make_user()
    secret = with_app(user)
    client = browser()
    for _ in range(3):
        log_in(client, user, "wrong password here")
    log_in(client, user)
    answer = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)}, follow=True)
    assert "3 attempts to log in with your name failed" in answer.content.decode()


def test_s10_new_devices_and_changes_of_factors_are_shown_in_the_account() -> None:
    user = make_user()
    secret = with_app(user)
    first = browser()
    enter(first, user, secret)
    page = first.get(reverse("account")).content.decode()
    assert "Logged in on a new device" in page
    first.post(reverse("account_logout"))
    cache.clear()
    enter(first, user, secret)
    assert len(lines("login.new-device")) == 1, "the second time it is known"


def test_s20_logins_and_their_failures_are_in_the_log_without_the_password() -> None:
    user = make_user()
    client = browser()
    log_in(client, user, "a secret that was mistyped")
    enter(client, user, with_app(user))
    client.post(reverse("account_logout"))
    found = {(line.action, line.outcome) for line in audit.lines(limit=50)}
    assert {
        ("login.try", "failed"),
        ("login.factor", "done"),
        ("session.begin", "done"),
        ("session.end", "done"),
    } <= found
    assert "mistyped" not in str(audit.lines(limit=50))


def test_a_recovery_code_opens_once() -> None:
    from allauth.core import context  # noqa: PLC0415 - allauth encrypts by the adapter of a request

    user = make_user()
    with_app(user)
    with context.request_context(RequestFactory().get("/")):
        codes = RecoveryCodes.activate(user).get_unused_codes()
    client = browser()
    log_in(client, user)
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert is_in(client)
    again = browser()
    log_in(again, user)
    again.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert not is_in(again)
    assert LoginSession.objects.filter(user=user).count() == 1


def notices_of(user: User) -> list[str]:
    return [one.kind for one in list_notices(actor_for(user))]


def test_s10_people_are_told_of_new_devices_factors_passwords_and_bursts_of_failures() -> None:
    user = make_user()
    secret = with_app(user)
    first, second = browser(), browser()
    enter(first, user, secret)
    assert notices_of(user) == ["login.new-device"]
    for _ in range(7):
        log_in(browser(), user, "wrong password here")
    assert notices_of(user) == ["login.failed-burst", "login.new-device"], "told once, not seven times"
    enter(second, user, secret, 1)
    assert notices_of(user)[0] == "login.new-device"
    new = "seven purple camels walk"
    second.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert notices_of(user)[0] == "password.changed"
    assert notices_of(make_user(user.agency)) == []


def test_s03_lost_factors_are_removed_by_two_persons_of_the_agency() -> None:
    user = make_user()
    with_app(user)
    asker = make_user(user.agency, [Role.SUPERVISOR])
    second = make_user(user.agency, [Role.SUPERVISOR])
    asked = ask_forget_factors(actor_for(asker, stepped_up=True), person=user.id, reason="Phone lost, seen in person")
    with pytest.raises(Refused):
        forget_factors(actor_for(asker, stepped_up=True), person=user.id, approval=asked.id)
    with pytest.raises(Refused):
        access.decide_approval(actor_for(asker, stepped_up=True), approval=asked.id, grant=True)
    assert Authenticator.objects.filter(user=user).exists()
    access.decide_approval(actor_for(second, stepped_up=True), approval=asked.id, grant=True)
    with pytest.raises(Refused):
        forget_factors(actor_for(asker), person=user.id, approval=asked.id)
    forget_factors(actor_for(asker, stepped_up=True), person=user.id, approval=asked.id)
    assert not Authenticator.objects.filter(user=user).exists()
    assert notices_of(user) == ["factor.all-removed"]
    client = browser()
    log_in(client, user)
    assert client.get("/")["Location"] == reverse("account_factors"), "a new one must be set up"


def test_s03_nobody_of_another_agency_removes_factors() -> None:
    user = make_user()
    with_app(user)
    stranger = actor_for(make_user(roles=[Role.SUPERVISOR]), stepped_up=True)
    with pytest.raises(Fault):
        ask_forget_factors(stranger, person=user.id, reason="Phone lost")


def test_s03_lost_factors_on_the_pages() -> None:
    user = make_user()
    with_app(user)
    asker, second = make_user(user.agency, [Role.SUPERVISOR]), make_user(user.agency, [Role.SUPERVISOR])
    one, other = browser(), browser()
    enter(one, asker, with_app(asker))
    enter(other, second, with_app(second))
    page = one.get(reverse("web:person", args=[user.id])).content.decode()
    assert reverse("web:person-lost-factors", args=[user.id]) in page
    one.post(reverse("web:person-lost-factors", args=[user.id]), {"reason": "Phone lost"})
    (asked,) = access.list_approvals(actor_for(second))
    assert (
        "Remove the second factors of a person" in other.get(reverse("web:approval", args=[asked.id])).content.decode()
    )
    other.post(reverse("web:approval-decide", args=[asked.id]), {"decision": "grant"})
    one.post(reverse("web:approval-carry-out", args=[asked.id]))
    assert not Authenticator.objects.filter(user=user).exists()


def test_a_person_finds_their_language_and_appearance_on_a_new_device() -> None:
    user = make_user()
    User.objects.filter(pk=user.pk).update(language="ar", theme="dark")
    client = browser()
    enter(client, user, with_app(user))
    page = client.get(reverse("account")).content.decode()
    assert 'dir="rtl"' in page
    assert 'data-theme="dark"' in page
