"""The WSGI application that `minassa serve` runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minassa.node.settings")
application = get_wsgi_application()
