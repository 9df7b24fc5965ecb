"""The words of expertise in the reader's language."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minassa.liaison.expertise.matching import Fit
from minassa.liaison.expertise.rules import Field

FIELDS: Final[Mapping[Field, Promise]] = {
    Field.ANALYSIS: _("Threat analysis"),
    Field.BORDER: _("Border security"),
    Field.COMMUNITY: _("Work with communities"),
    Field.CRISIS: _("Crisis response and hostage-taking"),
    Field.CYBER: _("Cyber investigation and defence"),
    Field.EXPLOSIVES: _("Explosives and their disposal"),
    Field.FINANCE: _("Financial investigation"),
    Field.FORENSICS: _("Forensics"),
    Field.LANGUAGES: _("Languages and translation"),
    Field.LEGAL: _("Legal cooperation"),
    Field.PREVENTION: _("Prevention and deradicalisation"),
    Field.PROTECTION: _("Protection of places and persons"),
    Field.TRAINING: _("Training"),
    Field.VICTIMS: _("Support of victims"),
}
FITS: Final[Mapping[Fit, Promise]] = {
    Fit.SKILL_AND_LANGUAGES: _("The skill and all languages"),
    Fit.SKILL_AND_SOME_LANGUAGES: _("The skill and some of the languages"),
    Fit.SKILL: _("The skill, none of the languages"),
    Fit.INTERPRETERS: _("Interpreters of a language, another skill"),
}
