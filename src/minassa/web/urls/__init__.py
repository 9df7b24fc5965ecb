"""The pages' addresses, by area; what stands alone is here."""

from django.urls import URLPattern, URLResolver, path

from minassa.web.urls.cases import CASES
from minassa.web.urls.cyber import CYBER
from minassa.web.urls.incidents import INCIDENTS
from minassa.web.urls.liaison import LIAISON
from minassa.web.urls.meetings import MEETINGS
from minassa.web.urls.payments import PAYMENTS
from minassa.web.urls.programmes import PROGRAMMES
from minassa.web.urls.records import RECORDS
from minassa.web.urls.safeguards import SAFEGUARDS
from minassa.web.urls.suspicions import SUSPICIONS
from minassa.web.urls.texts import TEXTS
from minassa.web.urls.transactions import TRANSACTIONS
from minassa.web.urls.watch import WATCH
from minassa.web.views import (
    about,
    agencies,
    approvals,
    attachments,
    audit,
    check,
    home,
    inbox,
    judging,
    lists,
    partners,
    people,
    preferences,
    reports,
    typed,
)

app_name = "web"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("about/", about.about, name="about"),
    path(".well-known/security.txt", about.security_contact, name="security-contact"),
    path("check/", check.ask_page, name="check"),
    path("check/answer/", check.answer, name="check-answer"),
    path("check/judge/", judging.judge, name="judge"),
    path("check/past/", judging.past, name="past-checks"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/pulse/", inbox.pulse, name="pulse"),
    path("inbox/read-all/", inbox.mark_all, name="inbox-read-all"),
    path("inbox/undo/", inbox.undo, name="inbox-undo"),
    path("inbox/subscriptions/", inbox.subscriptions, name="inbox-subscriptions"),
    path("inbox/mail/", inbox.mail, name="inbox-mail"),
    path("inbox/<uuid:notice>/open/", inbox.open_notice, name="notice-open"),
    path("inbox/<uuid:notice>/mark/", inbox.mark, name="notice-mark"),
    path("inbox/<uuid:notice>/acknowledge/", inbox.acknowledge, name="notice-acknowledge"),
    path("ask/", check.ask_from_box, name="ask"),
    path("typed/<slug:form>/", typed.keep, name="typed-keep"),
    path("typed/<slug:form>/drop/", typed.drop, name="typed-drop"),
    path("lists/", lists.lists, name="lists"),
    path("lists/<slug:source>/", lists.one_list, name="list"),
    path("lists/<slug:source>/review/", lists.review, name="list-review"),
    path("lists/<slug:source>/accept/", lists.accept, name="list-accept"),
    path("lists/<slug:source>/versions/<int:version>/", lists.changes, name="list-changes"),
    path("lists/<slug:source>/subjects/<path:ref>/", lists.subject, name="subject"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invitation, name="invite"),
    path("people/<uuid:person>/", people.person, name="person"),
    path("people/<uuid:person>/disable/", people.disable, name="person-disable"),
    path("people/<uuid:person>/enable/", people.enable, name="person-enable"),
    path("people/<uuid:person>/end-sessions/", people.end_sessions, name="person-end-sessions"),
    path("people/<uuid:person>/lost-factors/", people.lost_factors, name="person-lost-factors"),
    path("people/<uuid:person>/reset/", people.reset, name="person-reset"),
    path("agencies/", agencies.agencies, name="agencies"),
    path("partners/", partners.partners, name="partners"),
    path("partners/<uuid:node>/try/", partners.retry, name="partner-retry"),
    path("approvals/<uuid:approval>/", approvals.approval, name="approval"),
    path("approvals/<uuid:approval>/decide/", approvals.decide, name="approval-decide"),
    path("approvals/<uuid:approval>/carry-out/", approvals.carry_out, name="approval-carry-out"),
    path("attachments/add/", attachments.add, name="attachment-add"),
    path("attachments/<uuid:attachment>/", attachments.attachment, name="attachment"),
    path("attachments/<uuid:attachment>/file/", attachments.file, name="attachment-file"),
    path("attachments/<uuid:attachment>/confirm/", attachments.confirm, name="attachment-confirm"),
    path("attachments/<uuid:attachment>/take-back/", attachments.take_back, name="attachment-take-back"),
    path("attachments/<uuid:attachment>/withdraw/", attachments.withdraw, name="attachment-withdraw"),
    path("attachments/<uuid:attachment>/replace/", attachments.replace, name="attachment-replace"),
    path("attachments/<uuid:attachment>/discard/", attachments.discard, name="attachment-discard"),
    path("attachments/<uuid:attachment>/delete/", attachments.ask_to_delete, name="attachment-ask-to-delete"),
    path("audit/", audit.log, name="audit"),
    path("language/", preferences.choose_language, name="language"),
    path("theme/", preferences.choose_theme, name="theme"),
    path("csp-report/", reports.policy_report, name="csp-report"),
    *CASES,
    *CYBER,
    *INCIDENTS,
    *LIAISON,
    *MEETINGS,
    *PAYMENTS,
    *PROGRAMMES,
    *RECORDS,
    *SAFEGUARDS,
    *SUSPICIONS,
    *TEXTS,
    *TRANSACTIONS,
    *WATCH,
]
