"""Sessions and fresh proof (S07-S09): limits by role, step-up, ending, cookies."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from minassa import access, audit
from minassa.access import Role
from minassa.access.models import LoginSession, Token, User
from minassa.access.sessions import ORDINARY, POWERFUL, limits_of
from minassa.base import NotFound, held_at, now
from tests.factories import actor_for, make_user
from tests.web.entering import browser, code_of, enter, is_in, log_in, with_app

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("strict_node")]

TOKEN = {"name": "my program", "scopes": ["records:read"], "days": "30"}


@pytest.fixture
def inside() -> tuple[Client, User, str]:
    """Somebody who has come in with a password and a code."""
    user, client = make_user(), browser(HTTP_USER_AGENT="Firefox on a laptop")
    secret = with_app(user)
    enter(client, user, secret)
    assert is_in(client)
    return client, user, secret


def test_s07_an_idle_session_ends(inside: tuple[Client, User, str]) -> None:
    client, user, _ = inside
    start = now()
    with held_at(start + timedelta(minutes=29)):
        assert is_in(client)
    with held_at(start + timedelta(minutes=58)):
        assert is_in(client), "each request begins the idle time anew"
    with held_at(start + timedelta(minutes=89)):
        answer = client.get(reverse("account"))
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))
        assert "Your session has ended." in client.get(answer["Location"]).content.decode()
    assert LoginSession.objects.get(user=user).ended is not None
    assert audit.lines(audit.Filters(action="session.end"))[0].actor == "system:idle-limit"
    assert not is_in(client), "what is over stays over"


def test_s07_a_session_in_use_ends_all_the_same(inside: tuple[Client, User, str]) -> None:
    client, _, _ = inside
    start = now()
    for minutes in range(20, 12 * 60, 20):
        with held_at(start + timedelta(minutes=minutes)):
            assert is_in(client)
    with held_at(start + timedelta(hours=12)):
        assert not is_in(client)
    assert audit.lines(audit.Filters(action="session.end"))[0].actor == "system:absolute-limit"


def test_s07_power_shortens_sessions() -> None:
    assert limits_of(frozenset({Role.ANALYST})) == ORDINARY
    for role in (Role.SUPERVISOR, Role.NODE_ADMINISTRATOR, Role.SECRETARIAT, Role.INSPECTOR):
        assert limits_of(frozenset({Role.ANALYST, role})) == POWERFUL
    user = make_user(roles=[Role.SUPERVISOR])
    client = browser()
    enter(client, user, with_app(user))
    with held_at(now() + timedelta(minutes=16)):
        assert not is_in(client)


def test_s07_a_sensitive_act_asks_for_a_fresh_factor_and_is_then_done(inside: tuple[Client, User, str]) -> None:
    client, user, secret = inside
    with held_at(now() + timedelta(minutes=11)):
        answer = client.post(reverse("account_new_token"), TOKEN)
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("mfa_reauthenticate"))
        assert not Token.objects.filter(user=user).exists()
        assert client.post(answer["Location"], {"code": "000000"}).status_code == 200
        assert not Token.objects.filter(user=user).exists()
        done = client.post(answer["Location"], {"code": code_of(secret, 1), "next": reverse("account_new_token")})
        assert done.status_code == 200
        assert "minassa_t_" in done.content.decode()
        assert Token.objects.filter(user=user).count() == 1
        assert client.post(reverse("account_new_token"), TOKEN).status_code == 200, "it counts for a while"
    with held_at(now() + timedelta(minutes=22)):
        assert client.post(reverse("account_new_token"), TOKEN).status_code == 302


def test_s07_the_password_alone_is_no_fresh_proof_for_whoever_has_a_factor(inside: tuple[Client, User, str]) -> None:
    client, _, _ = inside
    answer = client.get(reverse("account_reauthenticate"))
    assert answer.status_code == 302
    assert answer["Location"] == reverse("mfa_reauthenticate")
    with held_at(now() + timedelta(minutes=11)):
        client.post(reverse("account_reauthenticate"), {"password": "exercise horse battery staple"})
        assert client.post(reverse("account_new_token"), TOKEN).status_code == 302


def test_s07_on_a_node_for_exercises_the_password_is_asked_again(settings: Settings) -> None:
    settings.MINASSA = replace(settings.MINASSA, node=replace(settings.MINASSA.node, exercise=True))
    client, user = browser(), make_user()
    log_in(client, user)
    answer = client.post(reverse("account_new_token"), TOKEN)
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    done = client.post(answer["Location"], {"password": "exercise horse battery staple"})
    assert "minassa_t_" in done.content.decode()


def test_s07_factors_are_changed_only_after_a_fresh_proof(inside: tuple[Client, User, str]) -> None:
    client, _, _ = inside
    for name in ("mfa_add_webauthn", "mfa_generate_recovery_codes", "mfa_deactivate_totp"):
        assert client.get(reverse(name)).status_code == 200, name
        with held_at(now() + timedelta(minutes=11)):
            answer = client.get(reverse(name))
            assert answer.status_code == 302, name
            assert answer["Location"].startswith(reverse("mfa_reauthenticate")), name


def test_s08_people_see_and_end_their_own_sessions(inside: tuple[Client, User, str]) -> None:
    client, user, secret = inside
    other = browser(HTTP_USER_AGENT="Chrome on a phone")
    enter(other, user, secret, 1)
    page = client.get(reverse("account")).content.decode()
    assert "Firefox on a laptop" in page
    assert "Chrome on a phone" in page
    session = LoginSession.objects.get(user=user, device="Chrome on a phone")
    assert client.post(reverse("account_end_session", args=[session.id])).status_code == 302
    assert not is_in(other)
    assert is_in(client)


def test_s08_all_other_sessions_end_at_once(inside: tuple[Client, User, str]) -> None:
    client, user, secret = inside
    other = browser()
    enter(other, user, secret, 1)
    client.post(reverse("account_end_others"))
    assert not is_in(other)
    assert is_in(client)


def test_s08_nobody_ends_or_sees_the_sessions_of_others(inside: tuple[Client, User, str]) -> None:
    client, _, _ = inside
    stranger = make_user()
    their = browser(HTTP_USER_AGENT="a stranger's device")
    enter(their, stranger, with_app(stranger))
    session = LoginSession.objects.get(user=stranger)
    assert "a stranger" not in client.get(reverse("account")).content.decode()
    hidden = client.post(reverse("account_end_session", args=[session.id]))
    absent = client.post(reverse("account_end_session", args=[UUID(int=1)]))
    assert hidden.status_code == absent.status_code == 404
    assert is_in(their)


def test_s08_a_changed_password_ends_the_other_sessions(inside: tuple[Client, User, str]) -> None:
    client, user, secret = inside
    other = browser()
    enter(other, user, secret, 1)
    new = "seven purple camels walk"
    client.post(
        reverse("account_change_password"),
        {"oldpassword": "exercise horse battery staple", "password1": new, "password2": new},
    )
    assert not is_in(other)
    assert is_in(client)
    assert LoginSession.objects.filter(user=user, ended__isnull=True).count() == 1


def test_s08_disabling_a_person_shuts_them_out_at_once(inside: tuple[Client, User, str]) -> None:
    client, user, _ = inside
    keeper = actor_for(make_user(user.agency, [Role.SUPERVISOR]), stepped_up=True)
    made = access.add_token(actor_for(user, stepped_up=True), name="x", scopes=["records:read"], days=5)
    access.disable_user(keeper, person=user.id)
    assert not is_in(client)
    assert client.get("/api/v1/me", HTTP_AUTHORIZATION=f"Bearer {made.secret}").status_code in {401, 403, 404}
    access.enable_user(keeper, person=user.id)
    assert not is_in(client), "the old session stays ended"


def test_s08_a_closed_agency_shuts_its_people_out_at_once(inside: tuple[Client, User, str]) -> None:
    client, user, _ = inside
    user.agency.is_active = False
    user.agency.save()
    assert not is_in(client)


def test_s08_an_administrator_ends_all_sessions_of_a_person(inside: tuple[Client, User, str]) -> None:
    client, user, _ = inside
    keeper = actor_for(make_user(user.agency, [Role.NODE_ADMINISTRATOR]), stepped_up=True)
    assert access.end_sessions_of(keeper, person=user.id) == 1
    assert not is_in(client)
    stranger = actor_for(make_user(roles=[Role.SUPERVISOR]), stepped_up=True)
    with pytest.raises(NotFound):
        access.end_sessions_of(stranger, person=user.id)


def test_s08_a_supervisor_ends_all_sessions_of_a_person_on_their_page(inside: tuple[Client, User, str]) -> None:
    client, user, _ = inside
    supervisor = make_user(user.agency, [Role.SUPERVISOR])
    keeper = browser()
    enter(keeper, supervisor, with_app(supervisor))
    where = reverse("web:person-end-sessions", args=[user.id])
    assert where in keeper.get(reverse("web:person", args=[user.id])).content.decode()
    assert keeper.post(where).status_code == 302
    assert not is_in(client)


def test_s07_a_piece_of_a_page_leads_the_whole_page_to_the_fresh_proof(inside: tuple[Client, User, str]) -> None:
    client, _, _ = inside
    headers = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://localhost/account/"}
    with held_at(now() + timedelta(minutes=11)):
        answer = client.post(reverse("account_new_token"), TOKEN, **headers)  # type: ignore[arg-type]  # headers by name
        assert answer["HX-Redirect"] == reverse("mfa_reauthenticate") + "?next=%2Faccount%2F"


def test_s15_a_change_of_roles_counts_at_the_next_request(inside: tuple[Client, User, str]) -> None:
    client, user, _ = inside
    seen: list[frozenset[Role]] = []

    def look(request: HttpRequest) -> HttpResponse:
        seen.append(request.actor.roles)  # type: ignore[attr-defined]  # set by our middleware
        return HttpResponse()

    from minassa.web.entrance.middleware import SessionActor  # noqa: PLC0415 - only here

    for roles in (["analyst"], ["analyst", "supervisor"]):
        User.objects.filter(pk=user.pk).update(roles=roles)
        request = client.get(reverse("account")).wsgi_request
        request.user = User.objects.get(pk=user.pk)
        SessionActor(look)(request)
    assert seen == [frozenset({Role.ANALYST}), frozenset({Role.ANALYST, Role.SUPERVISOR})]


def test_s09_cookies_are_bound_to_the_host_and_out_of_reach_of_scripts(settings: Settings) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    client, user = browser(), make_user()
    client.get(reverse("account_login"), secure=True)
    client.post(
        reverse("account_login"), {"login": user.username, "password": "exercise horse battery staple"}, secure=True
    )
    assert {"__Host-session", "__Host-csrf", "__Host-device"} <= set(client.cookies)
    for name in ("__Host-session", "__Host-csrf", "__Host-device"):
        cookie = client.cookies[name]
        assert cookie["secure"], name
        assert cookie["httponly"], name
        assert cookie["samesite"] in {"Lax", "Strict"}, name
        assert (cookie["path"], cookie["domain"]) == ("/", ""), name


def test_s09_a_node_with_tls_names_its_cookies_so() -> None:
    from pathlib import Path  # noqa: PLC0415 - only here

    source = (Path(__file__).parents[2] / "src/minassa/node/settings.py").read_text()
    assert 'SESSION_COOKIE_NAME = "__Host-session" if _SECURE' in source
    assert 'CSRF_COOKIE_NAME = "__Host-csrf" if _SECURE' in source


def test_a_session_gets_a_new_key_at_login() -> None:
    client, user = browser(), make_user()
    client.get(reverse("account_invitation", args=["something"]))
    before = client.session.session_key
    log_in(client, user)
    assert client.session.session_key != before
    assert str(before) not in str(list(LoginSession.objects.values()))
    assert str(client.session.session_key) not in str(list(LoginSession.objects.values())), "kept as a digest only"


def test_s26_log_out_ends_the_session_and_clears_the_browser(inside: tuple[Client, User, str]) -> None:
    client, user, _ = inside
    kept = dict(client.cookies)
    answer = client.post(reverse("account_logout"))
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert LoginSession.objects.get(user=user).ended is not None
    client.cookies.update(kept)
    assert not is_in(client)
