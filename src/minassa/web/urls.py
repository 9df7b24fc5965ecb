"""The pages' addresses."""

from django.urls import URLPattern, URLResolver, path

from minassa.web.views import about, home, lists, preferences, reports

app_name = "web"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("about/", about.about, name="about"),
    path("lists/", lists.lists, name="lists"),
    path("lists/<slug:source>/", lists.one_list, name="list"),
    path("lists/<slug:source>/accept/", lists.accept, name="list-accept"),
    path("lists/<slug:source>/versions/<int:version>/", lists.changes, name="list-changes"),
    path("lists/<slug:source>/subjects/<path:ref>/", lists.subject, name="subject"),
    path("language/", preferences.choose_language, name="language"),
    path("theme/", preferences.choose_theme, name="theme"),
    path("csp-report/", reports.policy_report, name="csp-report"),
]
