"""The Django project's settings, made from the node's own `node.toml` (see `minassa.base.settings`).

Importing this never fails for a faulty configuration: `minassa doctor` and the start-up checks name every fault at once.
"""

import os
import secrets
from pathlib import Path
from typing import Any, Final
from zoneinfo import reset_tzpath

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from minassa.base.settings import home_folder, read_settings

MINASSA, MINASSA_FAULTS = read_settings(home_folder())
# The machine's time zones may be years old: the release of tzdata that is pinned with the platform is asked instead.
reset_tzpath(to=())
PACKAGE: Final = Path(__file__).resolve().parent.parent

# A process without the secret file (a test, a type checker, `doctor`) gets a key of its own, good for nothing afterwards.
SECRET_KEY = MINASSA.secret("django") or secrets.token_urlsafe(64)
SECRET_KEY_FALLBACKS = [key for key in MINASSA.secret("django.old").splitlines() if key]
DEBUG = False
ALLOWED_HOSTS = list(MINASSA.node.hosts)
ROOT_URLCONF = "minassa.node.urls"
WSGI_APPLICATION = "minassa.node.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "minassa.audit",
    "minassa.access",
    "minassa.desk",
    "minassa.records",
    "minassa.screening",
    "minassa.threats",
    "minassa.cyber",
    "minassa.liaison",
    "minassa.meetings",
    "minassa.programmes",
    "minassa.safeguards",
    "minassa.briefings",
    "minassa.exchange",
    "minassa.check",
    "minassa.transactions",
    "minassa.cases",
    "minassa.suspicions",
    "minassa.payments",
    "minassa.watch",
    "minassa.api",
    "minassa.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Lines are slow; Django pads what it compresses, so that lengths betray no secret (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    "minassa.web.middleware.SafeHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "minassa.web.entrance.middleware.SessionActor",
    "minassa.web.middleware.Preferences",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "minassa.web.middleware.FaultPages",
    "minassa.web.entrance.middleware.StepUp",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [str(PACKAGE / "web" / "templates")],  # ours stand before those of allauth
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "minassa.web.shell.shell",
            ],
        },
    },
]


def _password(named: str) -> str:
    path = MINASSA.file(named) if named else None
    return path.read_text(encoding="utf-8").strip() if path is not None and path.is_file() else ""


def _database() -> dict[str, Any]:
    """The one database. The owner role migrates (`MINASSA_DATABASE_OWNER=1`); everything else is the app's role."""
    chosen = MINASSA.database
    if chosen.engine != "postgresql":
        return {
            "ENGINE": "minassa.access.db.sqlite3",
            "NAME": str(MINASSA.home / f"{chosen.name}.sqlite3"),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000;",
            },
            # To open a connection for each request costs more than most answers.
            "CONN_MAX_AGE": 60,
        }
    as_owner = os.environ.get("MINASSA_DATABASE_OWNER") == "1"
    return {
        "ENGINE": "minassa.access.db.postgresql",
        "NAME": chosen.name,
        "HOST": chosen.host,
        "PORT": str(chosen.port),
        "USER": chosen.owner if as_owner else chosen.user,
        "PASSWORD": _password(chosen.owner_password_file if as_owner else chosen.password_file),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database()}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "node_cache",
        # Throttles and paces count here: culling must not forget them (the default is 300 entries).
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "access.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

# Login: by name and password with a second factor; by invitation only; nothing by mail (docs/security.md, S01-S10).
ACCOUNT_ADAPTER = "minassa.web.entrance.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "100/5m/ip,10/5m/key",
    "reauthenticate": "20/5m/user",
    "change_password": "10/5m/user",
}
ACCOUNT_FORMS = {
    "login": "minassa.web.forms.account.LoginSheet",
    "change_password": "minassa.web.forms.account.PasswordSheet",
    "reauthenticate": "minassa.web.forms.account.ConfirmByPasswordSheet",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if MINASSA.node.behind_proxy else 0
MFA_ADAPTER = "minassa.web.entrance.adapters.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_FORMS = {
    "authenticate": "minassa.web.forms.account.CodeSheet",
    "reauthenticate": "minassa.web.forms.account.ConfirmByCodeSheet",
    "activate_totp": "minassa.web.forms.account.NewAppSheet",
    "add_webauthn": "minassa.web.forms.account.NewPasskeySheet",
    "edit_webauthn": "minassa.web.forms.account.PasskeyNameSheet",
}

LANGUAGE_CODE = MINASSA.node.language
LANGUAGES = [("ar", _("Arabic")), ("fr", _("French")), ("en", _("English")), ("pt", _("Portuguese"))]
LOCALE_PATHS = [str(PACKAGE / "locale")]
FORMAT_MODULE_PATH = ["minassa.node.formats"]
TIME_ZONE = MINASSA.node.time_zone
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = str(MINASSA.home / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Cookies and transport (ASVS 5.0: 3.3.1-3.3.4, 3.4.1): plain HTTP is served on loopback only, see `minassa serve`.
_SECURE: Final = bool(MINASSA.node.tls_certificate) or MINASSA.node.behind_proxy
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _SECURE
SESSION_COOKIE_NAME = "__Host-session" if _SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if _SECURE else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# The server ends sessions by role (minassa.access.sessions); the cookie goes with the browser.
SESSION_COOKIE_AGE = 43_200
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# Browsers let passkeys work without TLS on localhost only, which is where plain HTTP is served.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _SECURE
CSRF_FAILURE_VIEW = "minassa.web.views.faults.form_refused"
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = _SECURE
LANGUAGE_COOKIE_SAMESITE = "Lax"
# Messages to the user may hold names: they wait in the session, never in a cookie (S26).
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_HSTS_SECONDS = 31_536_000 if _SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if MINASSA.node.behind_proxy else None
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "img-src": [SELF, "data:"],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "report-uri": ["/csp-report/"],
    },
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = ["minassa.web.uploads.InMemory"]  # what is attached is never plain on the disk

# Log lines hold codes and ids, never names or texts; what was done is in the audit log.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"secrets": {"()": "minassa.node.logs.SecretsCut"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {"django.request": {"filters": ["secrets"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
