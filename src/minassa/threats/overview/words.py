"""The words of an overview in the reader's language, by the codes of the libraries that made it."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: Final[Mapping[str, Promise]] = {
    "state_conflict": _("Fighting with a state"),
    "group_conflict": _("Fighting between groups"),
    "against_civilians": _("Violence against civilians"),
    "explosion": _("Explosion or shelling"),
    "abduction": _("Abduction or hostage taking"),
    "assault": _("Assault or assassination"),
    "unrest": _("Riot or protest"),
    "other": _("Other kind of incident"),
}
SOURCES: Final[Mapping[str, str | Promise]] = {
    "ucdp-ged": "UCDP GED",
    "acled": "ACLED",
    "gtd": "GTD",
    "own": _("Own table"),
    "entered": _("Entered by hand"),
}
TRENDS: Final[Mapping[str, Promise]] = {
    "rising": _("Rising: chance alone would seldom show such a rise (less than one time in twenty)."),
    "falling": _("Falling: chance alone would seldom show such a fall (less than one time in twenty)."),
    "probably_rising": _("Probably rising: chance alone would show such a rise less than one time in ten."),
    "probably_falling": _("Probably falling: chance alone would show such a fall less than one time in ten."),
    "no_trend": _("No trend that could be told from chance."),
    "too_short": _("Too few months to say."),
}
REASONS: Final[Mapping[str, Promise]] = {
    "here_of_late": _("%(count)s events here in the last four months"),
    "beside_of_late": _("%(count)s events in the cells beside it in the last four months"),
    "around_of_late": _("%(count)s events within two cells in the last six months"),
    "here_before": _("%(count)s events here in earlier years"),
    "quiet_for": _("Nothing here for %(count)s months"),
}
METHODS: Final[Mapping[str, Promise]] = {
    "mixture": _("the model"),
    "last_12_months": _("the last twelve months"),
    "last_month": _("the last month"),
    "long_run": _("the long run"),
}
