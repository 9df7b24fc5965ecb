"""The pages' addresses."""

from django.urls import URLPattern, URLResolver, path

from minassa.web.views import (
    about,
    agencies,
    approvals,
    check,
    home,
    lists,
    people,
    preferences,
    record_form,
    records,
    reports,
)

app_name = "web"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("about/", about.about, name="about"),
    path("check/", check.ask_page, name="check"),
    path("check/answer/", check.answer, name="check-answer"),
    path("ask/", check.ask_from_box, name="ask"),
    path("records/", records.records, name="records"),
    path("records/search/", records.search, name="record-search"),
    path("records/new/", record_form.choose, name="record-choose"),
    path("records/new/<slug:kind>/", record_form.new, name="record-new"),
    path("records/draft/", record_form.draft, name="record-draft"),
    path("records/draft/drop/", record_form.drop, name="record-draft-drop"),
    path("records/<uuid:record>/", records.record, name="record"),
    path("records/<uuid:record>/edit/", record_form.edit, name="record-edit"),
    path("records/<uuid:record>/history/", records.history, name="record-history"),
    path("lists/", lists.lists, name="lists"),
    path("lists/<slug:source>/", lists.one_list, name="list"),
    path("lists/<slug:source>/accept/", lists.accept, name="list-accept"),
    path("lists/<slug:source>/versions/<int:version>/", lists.changes, name="list-changes"),
    path("lists/<slug:source>/subjects/<path:ref>/", lists.subject, name="subject"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invitation, name="invite"),
    path("people/<uuid:person>/", people.person, name="person"),
    path("people/<uuid:person>/disable/", people.disable, name="person-disable"),
    path("people/<uuid:person>/enable/", people.enable, name="person-enable"),
    path("people/<uuid:person>/reset/", people.reset, name="person-reset"),
    path("agencies/", agencies.agencies, name="agencies"),
    path("approvals/<uuid:approval>/", approvals.approval, name="approval"),
    path("approvals/<uuid:approval>/decide/", approvals.decide, name="approval-decide"),
    path("approvals/<uuid:approval>/carry-out/", approvals.carry_out, name="approval-carry-out"),
    path("language/", preferences.choose_language, name="language"),
    path("theme/", preferences.choose_theme, name="theme"),
    path("csp-report/", reports.policy_report, name="csp-report"),
]
