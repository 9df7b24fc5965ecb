"""A table of figures that is brought in, and the marks under which it is kept."""

from django import forms
from django.utils.translation import gettext_lazy as _

from minassa.web.forms.cyber import ImportForm


class FiguresForm(ImportForm):
    """The file, and who may see what is in it. Each row names its own source."""

    source = None  # type: ignore[assignment] # Django's way to take a field of the parent away
    file = forms.FileField(label=_("File"), help_text=_("CSV in UTF-8, at most 50,000 rows."))
