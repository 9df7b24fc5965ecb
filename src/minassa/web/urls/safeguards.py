"""The register of incidents of security, and alerts on scraping."""

from typing import Final

from django.urls import URLPattern, path

from minassa.web.views.safeguards import breaches, scraping, working

SAFEGUARDS: Final[list[URLPattern]] = [
    path("safeguards/", breaches.breaches, name="breaches"),
    path("safeguards/table/", breaches.table, name="breach-table"),
    path("safeguards/new/", breaches.new, name="breach-new"),
    path("safeguards/incidents/<uuid:incident>/", breaches.breach, name="breach"),
    path("safeguards/incidents/<uuid:incident>/edit/", breaches.edit, name="breach-edit"),
    path("safeguards/incidents/<uuid:incident>/print/", breaches.printed, name="breach-print"),
    path("safeguards/incidents/<uuid:incident>/note/", working.note, name="breach-note"),
    path("safeguards/incidents/<uuid:incident>/told/", working.told, name="breach-told"),
    path("safeguards/incidents/<uuid:incident>/lessons/", working.lessons, name="breach-lessons"),
    path("safeguards/incidents/<uuid:incident>/recall/", working.recall, name="breach-recall"),
    path("safeguards/incidents/<uuid:incident>/close/", working.close, name="breach-close"),
    path("safeguards/incidents/<uuid:incident>/decide/", working.decide, name="breach-decide"),
    path("safeguards/scraping/<uuid:alert>/enter/", working.enter_scraping, name="scraping-enter"),
    path("safeguards/scraping/", scraping.scrapings, name="scrapings"),
    path("safeguards/scraping/<uuid:alert>/", scraping.scraping, name="scraping"),
    path("safeguards/scraping/<uuid:alert>/decide/", scraping.decide, name="scraping-decide"),
    path("safeguards/scraping/<uuid:alert>/slow/", scraping.slow, name="scraping-slow"),
    path("safeguards/scraping/<uuid:alert>/revoke/<uuid:token>/", scraping.revoke, name="scraping-revoke"),
]
