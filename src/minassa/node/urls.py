"""Every address of the node: the pages, and the API below `/api/v1/`."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("minassa.api.urls")),
    path("account/", include("minassa.web.entrance.urls")),
    path("", include("minassa.web.urls")),
]

handler400 = "minassa.web.views.faults.bad_request"
handler403 = "minassa.web.views.faults.refused"
handler404 = "minassa.web.views.faults.no_page"
handler500 = "minassa.web.views.faults.our_fault"
