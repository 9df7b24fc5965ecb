"""Every address of the node: the pages, and the API below `/api/v1/`."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("minassa.web.urls")),
]
