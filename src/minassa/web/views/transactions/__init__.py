"""Pages of transactions: the way here."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.web.pieces import Crumb

WAY: Final = (Crumb(_("My work"), "/"), Crumb(_("Transactions"), "/transactions/"))
