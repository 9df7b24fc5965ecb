"""Rows of programmes. All are guarded: plans, reports and evaluations are shown to whom they are shared with."""

from minassa.programmes.models.partners import ActivityFile, ActivityKey, PartnerActivity
from minassa.programmes.models.programmes import (
    Actual,
    Answer,
    Course,
    Indicator,
    Milestone,
    Money,
    OfProgramme,
    Partner,
    Period,
    Programme,
    Publication,
    Result,
    Risk,
    Target,
)
from minassa.programmes.models.reports import Evaluation, ProgressReport, Recommendation, Response
from minassa.programmes.models.strategies import Commitment, Strategy

__all__ = [
    "ActivityFile",
    "ActivityKey",
    "Actual",
    "Answer",
    "Commitment",
    "Course",
    "Evaluation",
    "Indicator",
    "Milestone",
    "Money",
    "OfProgramme",
    "Partner",
    "PartnerActivity",
    "Period",
    "Programme",
    "ProgressReport",
    "Publication",
    "Recommendation",
    "Response",
    "Result",
    "Risk",
    "Strategy",
    "Target",
]
