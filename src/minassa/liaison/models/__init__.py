"""Rows of liaison. All are guarded: what an agency asks, and that it asks, is nobody else's business."""

from minassa.liaison.models.alerts import Alert, AlertBook, AlertVersion
from minassa.liaison.models.duty import DutyBook, DutyContact
from minassa.liaison.models.expertise import Expertise, ExpertiseBook
from minassa.liaison.models.lookouts import Lookout, LookoutBook, LookoutMeeting, LookoutReply
from minassa.liaison.models.practices import Practice, PracticeBook
from minassa.liaison.models.reports import Report, ReportBook, ReportVersion
from minassa.liaison.models.requests import Request, RequestMessage

__all__ = [
    "Alert",
    "AlertBook",
    "AlertVersion",
    "DutyBook",
    "DutyContact",
    "Expertise",
    "ExpertiseBook",
    "Lookout",
    "LookoutBook",
    "LookoutMeeting",
    "LookoutReply",
    "Practice",
    "PracticeBook",
    "Report",
    "ReportBook",
    "ReportVersion",
    "Request",
    "RequestMessage",
]
