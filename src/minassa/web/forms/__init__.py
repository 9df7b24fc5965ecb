"""Forms of the pages: what a browser may send, before a service is asked."""

from minassa.web.forms.sheet import Sheet

__all__ = ["Sheet"]
