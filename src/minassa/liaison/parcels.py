"""What this room takes in from other agencies; loaded when the node starts."""

from minassa.access import parcel_kind
from minassa.liaison.alerts import receiving as alerts
from minassa.liaison.duty import receiving as duty
from minassa.liaison.expertise import receiving as expertise
from minassa.liaison.lookouts import receiving as lookouts
from minassa.liaison.practices import receiving as practices
from minassa.liaison.reports import receiving as reports
from minassa.liaison.requests import enclosing
from minassa.liaison.requests import receiving as requests

# Messages of requests are shown in their talks, not in the books of what was released and received.
parcel_kind(
    "request",
    receive=requests.receive,
    here=requests.here,
    is_listed=False,
    fill=enclosing.fill,
    keep=enclosing.proof_of,
)
parcel_kind("duty", receive=duty.receive, is_listed=False)
parcel_kind("expertise", receive=expertise.receive, is_listed=False)
parcel_kind("lookout", receive=lookouts.receive, here=lookouts.here, is_listed=False)
parcel_kind("alert", receive=alerts.receive, here=alerts.here, narrow=alerts.narrow)
parcel_kind("report", receive=reports.receive, here=reports.here, narrow=reports.narrow)
parcel_kind("practice", receive=practices.receive, here=practices.here, narrow=practices.narrow)
