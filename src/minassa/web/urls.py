"""The pages' addresses."""

from django.urls import URLPattern, URLResolver, path

from minassa.web.views import about, home, preferences, reports

app_name = "web"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("about/", about.about, name="about"),
    path("language/", preferences.choose_language, name="language"),
    path("theme/", preferences.choose_theme, name="theme"),
    path("csp-report/", reports.policy_report, name="csp-report"),
]
