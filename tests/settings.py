"""The node's own settings, in a folder of this run, with one more room (`tests.plants`) that has guarded tables to attack."""

import atexit
import os
import secrets
import shutil
import tempfile
from pathlib import Path

_home = Path(os.environ.get("MINASSA_TEST_HOME") or tempfile.mkdtemp(prefix="minassa-test-"))
if not os.environ.get("MINASSA_TEST_HOME"):
    atexit.register(shutil.rmtree, _home, ignore_errors=True)
    (_home / "secrets").mkdir()
    (_home / "secrets" / "django").write_text(secrets.token_urlsafe(64))
    (_home / "node.toml").write_text("[node]\nexercise = true\n")
(_home / "static").mkdir(exist_ok=True)  # whitenoise warns where it is missing
os.environ["MINASSA_HOME"] = str(_home)

from minassa.node.settings import *  # noqa: E402, F403 - the home above must be set first
from minassa.node.settings import DATABASES, INSTALLED_APPS, MINASSA  # noqa: E402 - the same

INSTALLED_APPS = [*INSTALLED_APPS, "tests.plants"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # tests make hundreds of people
if MINASSA.database.engine == "sqlite":
    DATABASES["default"]["TEST"] = {"NAME": str(_home / "test.sqlite3")}
