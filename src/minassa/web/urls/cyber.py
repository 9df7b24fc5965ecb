"""Indicators, threats, known content, feeds and collections."""

from typing import Final

from django.urls import URLPattern, path

from minassa.web.views import content, cyber, feeds, intake, threats

CYBER: Final[list[URLPattern]] = [
    path("cyber/", cyber.indicators, name="cyber"),
    path("cyber/indicators/<uuid:indicator>/", cyber.indicator, name="indicator"),
    path("cyber/indicators/<uuid:indicator>/sighted/", threats.sighted, name="sighted"),
    path("cyber/threats/", threats.threats, name="threats"),
    path("cyber/threats/<uuid:threat>/", threats.threat, name="threat"),
    path("cyber/techniques/", threats.techniques, name="techniques"),
    path("cyber/content/", content.content, name="content"),
    path("cyber/content/answer/", content.content_answer, name="content-answer"),
    path("cyber/content/export/", content.content_export, name="content-export"),
    path("cyber/content/<uuid:content>/remove/", content.content_remove, name="content-remove"),
    path("cyber/check/", cyber.observables, name="observables"),
    path("cyber/check/answer/", cyber.observables_answer, name="observables-answer"),
    path("cyber/import/", intake.intake, name="indicator-import"),
    path("cyber/import/unmapped/", intake.unmapped, name="indicator-unmapped"),
    path("cyber/export/", cyber.export, name="indicator-export"),
    path("feeds/", feeds.feeds, name="feeds"),
    path("feeds/collections/", feeds.collections, name="collections"),
    path("feeds/<uuid:feed>/", feeds.feed, name="feed"),
    path("feeds/<uuid:feed>/unmapped/", intake.unmapped_of_feed, name="feed-unmapped"),
    path("feeds/<uuid:feed>/resume/", feeds.resume, name="feed-resume"),
]
