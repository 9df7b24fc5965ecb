"""How allauth behaves here: no sign-up, no mail, one answer to every wrong login, fair limits, factors kept encrypted."""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minassa.web.entrance import devices, events

# Attempts from a browser where this person has logged in before; everybody else's are counted by login name and address.
KNOWN_DEVICE: Final = {"login_failed": "10/5m/key"}
ELSEWHERE: Final = {"login_failed": "100/5m/ip,10/5m/key"}
STRONG: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)

_MESSAGES: Final[Mapping[str, Promise]] = {
    "account/messages/password_changed.txt": _("Your password was changed. Your other sessions were ended."),
    "mfa/messages/totp_activated.txt": _("The app for one-time codes was added."),
    "mfa/messages/totp_deactivated.txt": _("The app for one-time codes was removed."),
    "mfa/messages/webauthn_added.txt": _("The passkey was added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey was removed."),
    "mfa/messages/recovery_codes_generated.txt": _("New recovery codes were made."),
}


class AccountAdapter(DefaultAccountAdapter):
    """Login names and passwords."""

    error_messages: Final = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("The login name or the password is wrong."),
        "username_password_mismatch": _("The login name or the password is wrong."),
        "too_many_login_attempts": _("There were too many attempts. Wait five minutes and try again."),
        "rate_limited": _("There were too many attempts. Wait five minutes and try again."),
        "incorrect_password": _("The password is wrong."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("The code is wrong, or it was used already."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Never: people are invited."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ANN401 - allauth's signature
        """Count the attempt; refuse it for a while after too many (S06)."""
        username = str(credentials.get("username", "")).lower()
        device = devices.known_device(request, username)
        self._login_failed_rl_usage = ratelimit.consume(
            request,
            app="allauth.account",
            action="login_failed",
            key=f"device:{device}" if device else f"name:{username}",
            config=KNOWN_DEVICE if device else ELSEWHERE,
        )
        if not self._login_failed_rl_usage:
            events.login_failed(request, username, reason="throttled")
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:  # noqa: ANN401 - the same
        """The person, or None: for a wrong password, an unknown name and a disabled person alike (S05)."""
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user is not None and not (user.is_active and user.agency.is_active):  # type: ignore[attr-defined] # access.User
            self.authentication_failed(request, **credentials)
            return None
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ANN401 - the same
        """Write it into the log."""
        events.login_failed(request, str(credentials.get("username", "")), reason="password")

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """A disabled person who came with a passkey learns no more than with a password."""
        events.login_failed(request, user.get_username(), reason="disabled")
        messages.error(request, str(self.error_messages["account_inactive"]))
        return HttpResponseRedirect(reverse("account_login"))

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict[str, Any]]:
        """Whoever has a second factor confirms with that one: the password alone proves too little."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if any(one["id"] != "reauthenticate" for one in methods):
            methods = [one for one in methods if one["id"] != "reauthenticate"]
        # A passkey first, where there is one.
        return sorted(methods, key=lambda one: one["id"] != "mfa_reauthenticate:webauthn")

    def is_reauthentication_required(self, **_others: object) -> bool:
        """Unless the best proof that the person has was given in the last minutes of this session."""
        return not events.is_proved(context.request)

    def add_message(  # noqa: PLR0913, PLR0917 - allauth's signature
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: object = None,  # noqa: ARG002 - the same
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Our own sentences; what needs no message has none."""
        text = message or _MESSAGES.get(message_template or "")
        if text:
            messages.add_message(request, level, str(text), extra_tags=extra_tags, fail_silently=True)

    def send_notification_mail(self, *_args: object, **_kwargs: object) -> None:
        """No mail: the person is told inside the node (S10)."""


class MfaAdapter(DefaultMFAAdapter):
    """Second factors."""

    error_messages: Final = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _("This is your last factor. Add another one first."),
        "cannot_generate_recovery_codes": _("Add a passkey or an app for one-time codes first."),
        "incorrect_code": _("The code is wrong, or it was used already."),
    }

    def get_totp_issuer(self) -> str:
        """The node's name, as the app shows it."""
        return str(settings.MINASSA.node.name)

    def _get_site_name(self) -> str:
        return str(settings.MINASSA.node.name)

    def encrypt(self, text: str) -> str:
        """A factor's secret as it is stored."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """A stored secret; still readable after the node's key was renewed, as long as the old one is kept."""
        return _box().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last factor, except on a node for exercises."""
        others = Authenticator.objects.filter(user=authenticator.user_id, type__in=STRONG).exclude(pk=authenticator.pk)
        return bool(settings.MINASSA.node.exercise or others.exists())

    def send_notification_mail(self, *_args: object, **_kwargs: object) -> None:
        """No mail: the person is told inside the node (S10)."""


def _box() -> MultiFernet:
    return MultiFernet([Fernet(_key(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> bytes:
    derived = salted_hmac("minassa.web.factors", "key", secret=secret, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(hashlib.sha256(derived).digest())
