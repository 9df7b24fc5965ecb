"""Partners' activities: what is looked for, and a file that is brought in."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from minassa.programmes import ACTIVITY_STATUSES, Wanted, codes, name_of
from minassa.web.forms.iati import isolated
from minassa.web.forms.programme import SharingForm
from minassa.web.forms.sheet import Sheet
from minassa.web.wording import countries

_CATEGORY = "152"


class ActivityFilter(Sheet):
    """What narrows the list. Words can hold names, so they are sent and stand in no address."""

    words = forms.CharField(label=_("Words of the title or of an organisation"), max_length=300, required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    target = forms.ChoiceField(label=_("Target"), required=False)
    status = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        given: dict[str, Any] = self.fields
        language = (get_language() or "en")[:2]
        lists, all_of_them = codes(), ("", _("All"))
        given["country"].choices = [all_of_them, *countries()]
        given["sector"].choices = [
            all_of_them,
            (_CATEGORY, _("152 Conflict, peace and security")),
            *((code, f"{isolated(code)} {name_of(lists.sectors, code, language)}") for code in lists.sectors),
        ]
        given["target"].choices = [
            all_of_them,
            *((code, f"{isolated(code)} {name_of(lists.targets, code, language)}") for code in lists.targets),
        ]
        given["status"].choices = [all_of_them, *ACTIVITY_STATUSES.items()]

    def wanted(self) -> Wanted:
        """What a valid form looks for."""
        return Wanted(**self.cleaned_data)


class ActivityFileForm(SharingForm):
    """A file of IATI, and who sees what it says."""

    file = forms.FileField(label=_("File of activities (IATI, XML)"))
    field_order = ("file", "tlp", "to", "handling")
