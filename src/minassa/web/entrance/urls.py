"""The addresses of login and of a person's own account. allauth's names, so that it finds its way; only what we offer."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import URLPattern, path

from minassa.web.entrance.pages import remove_passkey
from minassa.web.policy import ENTERING, LOGIN, PUBLIC, Policy, View, page
from minassa.web.views import account as ours

BOTH = ("GET", "HEAD", "POST")


def _theirs(policy: Policy, view: View) -> View:
    return page(policy, methods=BOTH)(view)


urlpatterns: list[URLPattern] = [
    path("", ours.account, name="account"),
    path("login/", _theirs(PUBLIC, account.login), name="account_login"),
    path("logout/", _theirs(ENTERING, account.logout), name="account_logout"),
    path("reauthenticate/", _theirs(ENTERING, account.reauthenticate), name="account_reauthenticate"),
    path("password/", _theirs(LOGIN, account.password_change), name="account_change_password"),
    path("factors/", ours.factors, name="account_factors"),
    path("factors/needed/", ours.passkey_needed, name="account_passkey_needed"),
    path("factors/all/", ours.to_factors, name="mfa_index"),
    path("factors/show/", _theirs(PUBLIC, mfa.authenticate), name="mfa_authenticate"),
    path("factors/confirm/", _theirs(ENTERING, mfa.reauthenticate), name="mfa_reauthenticate"),
    path("factors/app/add/", _theirs(ENTERING, totp.activate_totp), name="mfa_activate_totp"),
    path("factors/app/remove/", _theirs(LOGIN, totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("factors/codes/", _theirs(ENTERING, codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("factors/codes/new/", _theirs(LOGIN, codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("factors/passkeys/", ours.to_factors, name="mfa_list_webauthn"),
    path("factors/passkeys/login/", _theirs(PUBLIC, passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("factors/passkeys/add/", _theirs(ENTERING, passkeys.add_webauthn), name="mfa_add_webauthn"),
    path(
        "factors/passkeys/confirm/",
        _theirs(ENTERING, passkeys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("factors/passkeys/<int:pk>/name/", _theirs(LOGIN, passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path("factors/passkeys/<int:pk>/remove/", remove_passkey, name="mfa_remove_webauthn"),
    path("sessions/<uuid:session>/end/", ours.end_one, name="account_end_session"),
    path("sessions/end-others/", ours.end_others, name="account_end_others"),
    path("tokens/add/", ours.new_token, name="account_new_token"),
    path("tokens/<uuid:token>/revoke/", ours.end_token, name="account_revoke_token"),
    path("invitation/<str:secret>/", ours.open_invitation, name="account_invitation"),
    path("invitation/", ours.take_invitation, name="account_take_invitation"),
]
