"""Every address of the node: the pages, the API below `/api/v1/`, TAXII below `/taxii2/`, other nodes' below `/peer/v1/`."""

from django.urls import URLPattern, URLResolver, include, path

from minassa.node import notices  # noqa: F401 - registers what the node tells people

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("minassa.api.urls")),
    path("taxii2/", include("minassa.api.taxii.urls")),
    path("peer/v1/", include("minassa.api.peers.urls")),
    path("account/", include("minassa.web.entrance.urls")),
    path("", include("minassa.web.urls")),
]

handler400 = "minassa.web.views.faults.bad_request"
handler403 = "minassa.web.views.faults.refused"
handler404 = "minassa.web.views.faults.no_page"
handler500 = "minassa.web.views.faults.our_fault"
