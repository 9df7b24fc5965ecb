"""Pages of transactions: the tabs and the way here."""

from typing import Final

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from minassa.web.pieces import Crumb

WAY: Final = (Crumb(_("Transactions"), reverse_lazy("web:findings")),)
