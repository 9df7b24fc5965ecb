"""Forms of login and account, with our markup and words."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ConfirmByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext_lazy as _

from minassa.access import scopes
from minassa.web.forms.sheet import Sheet


class LoginSheet(Sheet, LoginForm):
    """Login name and password."""

    left_to_right = frozenset({"login", "password"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        _named(self, "login", _("Login name"), "username")
        _named(self, "password", _("Password"), "current-password")
        self.fields["login"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        self.fields["password"].help_text = ""


class PasswordSheet(Sheet, ChangePasswordForm):
    """The present password and a new one, twice."""

    left_to_right = frozenset({"oldpassword", "password1", "password2"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        _named(self, "oldpassword", _("Present password"), "current-password")
        _named(self, "password1", _("New password"), "new-password")
        _named(self, "password2", _("New password again"), "new-password")
        self.fields["password1"].help_text = password_rules()


class ConfirmByPasswordSheet(Sheet, ReauthenticateForm):
    """The password, to confirm who is there."""

    left_to_right = frozenset({"password"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        _named(self, "password", _("Password"), "current-password")


class CodeSheet(Sheet, AuthenticateForm):
    """A one-time code, or a recovery code."""

    left_to_right = frozenset({"code"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        _code(self)


class ConfirmByCodeSheet(Sheet, ConfirmByCodeForm):
    """A one-time code, to confirm who is there."""

    left_to_right = frozenset({"code"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        _code(self)


class NewAppSheet(Sheet, ActivateTOTPForm):
    """The first code of an app for one-time codes."""

    left_to_right = frozenset({"code"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        _code(self)
        self.fields["code"].help_text = _("The six digits that the app shows now.")


class NewPasskeySheet(Sheet, AddWebAuthnForm):
    """A passkey's name; the browser fills in the rest."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        _named(self, "name", _("Name of the passkey"), "off")
        self.fields["name"].initial = ""
        self.initial.pop("name", None)
        self.fields["name"].help_text = _("So that you can tell your passkeys apart, such as: office laptop.")
        passwordless = self.fields["passwordless"]
        passwordless.label = _("Log in with this passkey alone")
        passwordless.help_text = _("The device then asks for its own PIN, fingerprint or face each time.")


class PasskeyNameSheet(Sheet, EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        _named(self, "name", _("Name of the passkey"), "off")


class NewPasswordSheet(Sheet):
    """The password that an invited person chooses."""

    left_to_right = frozenset({"password", "again"})

    password = forms.CharField(label=_("New password"), strip=False, max_length=200, widget=forms.PasswordInput)
    again = forms.CharField(label=_("New password again"), strip=False, max_length=200, widget=forms.PasswordInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        _named(self, "password", _("New password"), "new-password")
        _named(self, "again", _("New password again"), "new-password")
        self.fields["password"].help_text = password_rules()

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("password") and cleaned.get("again") and cleaned["password"] != cleaned["again"]:
            self.add_error("again", _("The two passwords are not the same."))
        return cleaned


class TokenSheet(Sheet):
    """A new token for a program."""

    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("What program will use it."))
    scopes = forms.MultipleChoiceField(label=_("What it may do"), widget=forms.CheckboxSelectMultiple)
    days = forms.TypedChoiceField(label=_("Valid for"), coerce=int, initial=90)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["scopes"].choices = [(one, one) for one in sorted(scopes())]
        fields["days"].choices = [(7, _("7 days")), (30, _("30 days")), (90, _("90 days")), (365, _("1 year"))]


def password_rules() -> str:
    """The rules for a password, in one line."""
    return " ".join(password_validators_help_texts())


def _named(form: forms.Form, name: str, label: object, autocomplete: str) -> None:
    field = form.fields[name]
    field.label = str(label)
    field.widget.attrs |= {"autocomplete": autocomplete, "placeholder": " "}


def _code(form: forms.Form) -> None:
    _named(form, "code", _("Code"), "one-time-code")
    form.fields["code"].widget.attrs |= {"inputmode": "numeric", "autofocus": True, "spellcheck": "false"}
    form.fields["code"].help_text = _("From your app for one-time codes, or one of your recovery codes.")
