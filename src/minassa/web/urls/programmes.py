"""The addresses of programmes, strategies, commitments and reports on them."""

from typing import Final

from django.urls import URLPattern, path

from minassa.web.views import activities, evaluations, iati, programmes, progress_reports, strategies

PROGRAMMES: Final[list[URLPattern]] = [
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/new/", programmes.new, name="programme-new"),
    path("programmes/activities/", activities.activities, name="activities"),
    path("programmes/activities/files/", activities.files, name="activity-files"),
    path("programmes/activities/files/<uuid:file_id>/faulty/", activities.faulty, name="activity-file-faulty"),
    path("programmes/activities/files/<uuid:file_id>/discard/", activities.discard, name="activity-file-discard"),
    path("programmes/activities/<uuid:activity_id>/", activities.activity, name="activity"),
    path("programmes/iati/", iati.iati, name="iati"),
    path("programmes/iati/export/", iati.export, name="iati-export"),
    path("programmes/strategies/", strategies.strategies, name="strategies"),
    path("programmes/strategies/new/", strategies.new_strategy, name="strategy-new"),
    path("programmes/strategies/<uuid:strategy_id>/", strategies.strategy, name="strategy"),
    path("programmes/strategies/<uuid:strategy_id>/edit/", strategies.edit_strategy, name="strategy-edit"),
    path("programmes/strategies/<uuid:strategy_id>/adopt/", strategies.adopt_strategy, name="strategy-adopt"),
    path("programmes/strategies/<uuid:strategy_id>/close/", strategies.close_strategy, name="strategy-close"),
    path("programmes/commitments/", strategies.commitments, name="commitments"),
    path("programmes/commitments/<uuid:commitment_id>/", strategies.commitment, name="commitment"),
    path("programmes/commitments/<uuid:commitment_id>/keep/", strategies.keep_commitment, name="commitment-keep"),
    path("programmes/commitments/<uuid:commitment_id>/settle/", strategies.settle_commitment, name="commitment-settle"),
    path("programmes/periods/<uuid:period_id>/", progress_reports.period, name="reporting-period"),
    path("programmes/periods/<uuid:period_id>/sheet/", progress_reports.sheet, name="reporting-period-sheet"),
    path("programmes/periods/<uuid:period_id>/bring/", progress_reports.bring, name="reporting-period-bring"),
    path("programmes/periods/<uuid:period_id>/submit/", progress_reports.submit, name="reporting-period-submit"),
    path("programmes/periods/<uuid:period_id>/reopen/", progress_reports.reopen, name="reporting-period-reopen"),
    path("programmes/reports/draft/", progress_reports.keep, name="progress-report-draft"),
    path("programmes/reports/draft/drop/", progress_reports.drop, name="progress-report-draft-drop"),
    path("programmes/reports/<uuid:report_id>/", progress_reports.report, name="progress-report"),
    path("programmes/reports/<uuid:report_id>/judge/", progress_reports.judge, name="progress-report-judge"),
    path("programmes/evaluations/<uuid:evaluation_id>/", evaluations.evaluation, name="evaluation"),
    path("programmes/evaluations/<uuid:evaluation_id>/edit/", evaluations.edit, name="evaluation-edit"),
    path("programmes/evaluations/<uuid:evaluation_id>/ask/", evaluations.ask, name="evaluation-ask"),
    path("programmes/evaluations/<uuid:evaluation_id>/reply/", evaluations.reply, name="evaluation-reply"),
    path("programmes/evaluations/<uuid:evaluation_id>/finish/", evaluations.finish, name="evaluation-finish"),
    path("programmes/evaluations/<uuid:evaluation_id>/<slug:form>/", evaluations.printed, name="evaluation-print"),
    path(
        "programmes/evaluations/<uuid:evaluation_id>/recommendations/<uuid:recommendation_id>/",
        evaluations.respond,
        name="recommendation-respond",
    ),
    path("programmes/<uuid:programme_id>/evaluate/", evaluations.begin, name="evaluation-begin"),
    path("programmes/<uuid:programme_id>/", programmes.programme, name="programme"),
    path("programmes/<uuid:programme_id>/adopt/", programmes.adopt, name="programme-adopt"),
    path("programmes/<uuid:programme_id>/answer/", programmes.answer, name="programme-answer"),
    path("programmes/<uuid:programme_id>/close/", programmes.close, name="programme-close"),
    path("programmes/<uuid:programme_id>/discard/", programmes.discard, name="programme-discard"),
    path("programmes/<uuid:programme_id>/edit/", programmes.edit, name="programme-edit"),
    path("programmes/<uuid:programme_id>/plan/", programmes.plan, name="programme-plan"),
    path("programmes/<uuid:programme_id>/plan/<slug:kind>/", programmes.add_part, name="programme-part-add"),
    path(
        "programmes/<uuid:programme_id>/plan/<slug:kind>/<uuid:part_id>/", programmes.edit_part, name="programme-part"
    ),
    path(
        "programmes/<uuid:programme_id>/plan/<slug:kind>/<uuid:part_id>/remove/",
        programmes.remove_part,
        name="programme-part-remove",
    ),
    path("programmes/<uuid:programme_id>/publication/", iati.publication, name="programme-publication"),
    path("programmes/<uuid:programme_id>/retarget/", programmes.retarget, name="programme-retarget"),
    path("programmes/<uuid:programme_id>/share/", programmes.share, name="programme-share"),
]
