"""Cases."""

from typing import Final

from django.urls import URLPattern, path

from minassa.web.views.cases import listing, one, opening, working

CASES: Final[list[URLPattern]] = [
    path("cases/", listing.cases_page, name="cases"),
    path("cases/figures/", listing.figures, name="case-figures"),
    path("cases/new/", opening.new, name="case-new"),
    path("cases/from-hit/", opening.from_hit, name="case-from-hit"),
    path("cases/<uuid:case>/", one.case, name="case"),
    path("cases/<uuid:case>/print/", one.printed, name="case-print"),
    path("cases/<uuid:case>/note/", working.note, name="case-note"),
    path("cases/<uuid:case>/assign/", working.assign, name="case-assign"),
    path("cases/<uuid:case>/due/", working.due, name="case-due"),
    path("cases/<uuid:case>/link/", working.link, name="case-link"),
    path("cases/<uuid:case>/unlink/", working.unlink, name="case-unlink"),
    path("cases/<uuid:case>/evidence/", working.evidence, name="case-evidence"),
    path("cases/<uuid:case>/decide/", working.decide, name="case-decide"),
    path("cases/<uuid:case>/agree/", working.agree, name="case-agree"),
    path("cases/<uuid:case>/reopen/", working.reopen, name="case-reopen"),
    path("cases/<uuid:case>/merge/", working.merge, name="case-merge"),
    path("cases/<uuid:case>/split/", working.split, name="case-split"),
]
