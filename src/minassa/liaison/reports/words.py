"""The words of reports in the reader's language."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minassa.liaison.reports.rules import RANGES, Confidence, Likelihood, ReportState, Section

SECTIONS: Final[Mapping[Section, Promise]] = {
    Section.SITUATION: _("Situation"),
    Section.ACTORS: _("Groups and persons"),
    Section.AREAS: _("Areas and routes"),
    Section.METHODS: _("Methods and means"),
    Section.FINANCING: _("Financing, and links with organised crime"),
    Section.OUTLOOK: _("Outlook"),
    Section.MEASURES: _("Proposed measures"),
    Section.GAPS: _("What is not known"),
    Section.SOURCES: _("Sources and their grading"),
}
LIKELIHOODS: Final[Mapping[Likelihood, Promise]] = {
    Likelihood.REMOTE: _("remote chance"),
    Likelihood.HIGHLY_UNLIKELY: _("highly unlikely"),
    Likelihood.UNLIKELY: _("unlikely"),
    Likelihood.REALISTIC: _("realistic possibility"),
    Likelihood.LIKELY: _("likely"),
    Likelihood.HIGHLY_LIKELY: _("highly likely"),
    Likelihood.ALMOST_CERTAIN: _("almost certain"),
}
CONFIDENCES: Final[Mapping[Confidence, Promise]] = {
    Confidence.LOW: _("low confidence"),
    Confidence.MODERATE: _("moderate confidence"),
    Confidence.HIGH: _("high confidence"),
}
REPORT_STATES: Final[Mapping[ReportState, Promise]] = {
    ReportState.DRAFT: _("Draft, to be released by a supervisor"),
    ReportState.RELEASED: _("Released to others"),
    ReportState.WITHDRAWN: _("Taken back"),
}


def range_of(likelihood: Likelihood) -> str:
    """The range of a likelihood as it is printed, such as 55–75 %."""
    lowest, highest = RANGES[likelihood]
    return f"{lowest}–{highest} %"
