"""TAXII's addresses, below `/taxii2/`, which is where the standard has clients look for them (section 4.1)."""

from typing import Final

from django.urls import URLPattern, path, re_path

from minassa.api.taxii import views

ROOT: Final = "node/"
_COLLECTION: Final = f"{ROOT}collections/<uuid:collection>/"

app_name = "taxii"
urlpatterns: list[URLPattern] = [
    path("", views.discovery, name="discovery"),
    # MISP looks for `/taxii2/` below the address to which it adds the API root's name; so both lie below this one.
    path("taxii2/", views.discovery, name="discovery-again"),
    path(ROOT, views.root, name="root"),
    path(f"{ROOT}status/<uuid:status>/", views.status, name="status"),
    path(f"{ROOT}collections/", views.collections, name="collections"),
    path(_COLLECTION, views.collection, name="collection"),
    path(f"{_COLLECTION}manifest/", views.manifest, name="manifest"),
    path(f"{_COLLECTION}objects/", views.objects, name="objects"),
    path(f"{_COLLECTION}objects/<str:stix_id>/", views.one_object, name="object"),
    path(f"{_COLLECTION}objects/<str:stix_id>/versions/", views.versions, name="versions"),
    re_path(r"", views.no_address, name="no-address"),
]
