"""The settings of a real node, with one more room (`tests.plants`) whose parcels can be sent."""

from minassa.node.settings import *  # noqa: F403 - the node's own, whatever they are
from minassa.node.settings import INSTALLED_APPS, STORAGES

INSTALLED_APPS = [*INSTALLED_APPS, "tests.plants"]
# Pages that a test looks into need no gathered and compressed styles.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
