"""Suspicious-transaction reports."""

from typing import Final

from django.urls import URLPattern, path

from minassa.web.views.suspicions import reading, writing

SUSPICIONS: Final[list[URLPattern]] = [
    path("suspicions/", reading.reports, name="suspicions"),
    path("suspicions/of-case/<uuid:case>/", writing.draft, name="suspicion-draft"),
    path("suspicions/<uuid:report>/", reading.report, name="suspicion"),
    path("suspicions/<uuid:report>/print/<slug:language>/", reading.printed, name="suspicion-print"),
    path("suspicions/<uuid:report>/xml/", reading.xml, name="suspicion-xml"),
    path("suspicions/<uuid:report>/head/", writing.head, name="suspicion-head"),
    path("suspicions/<uuid:report>/party/", writing.party, name="suspicion-party"),
    path("suspicions/<uuid:report>/transaction/", writing.transaction, name="suspicion-transaction"),
    path("suspicions/<uuid:report>/drop/", writing.drop, name="suspicion-drop"),
    path("suspicions/<uuid:report>/submit/", writing.submit, name="suspicion-submit"),
    path("suspicions/<uuid:report>/review/", writing.review, name="suspicion-review"),
    path("suspicions/<uuid:report>/back/", writing.back, name="suspicion-back"),
    path("suspicions/<uuid:report>/sent/", writing.sent, name="suspicion-sent"),
    path("suspicions/<uuid:report>/reply/", writing.reply, name="suspicion-reply"),
    path("suspicions/<uuid:report>/reply/<uuid:reply>/answer/", writing.answer, name="suspicion-answer"),
    path("suspicions/<uuid:report>/close/", writing.close, name="suspicion-close"),
]
