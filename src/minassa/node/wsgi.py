"""The WSGI application that `minassa serve` runs."""

import gc
import os
from typing import Final

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minassa.node.settings")
application = get_wsgi_application()

_NEW_ONES: Final = 50_000
"""So many new containers before Python looks for cycles: an envelope of 500 objects has some 30,000, and hardly any cycle."""


def _settle() -> None:
    """Load every address now and not in the first request; what is loaded stays, and is not looked through for garbage again."""
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_ONES, 20, 50)


_settle()
