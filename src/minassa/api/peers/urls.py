"""The addresses for other nodes."""

from django.urls import URLPattern, path

from minassa.api.peers.views import card, envelopes, head, waiting

app_name = "peers"
urlpatterns: list[URLPattern] = [
    path("envelopes", envelopes, name="envelopes"),
    path("waiting", waiting, name="waiting"),
    path("card", card, name="card"),
    path("head", head, name="head"),
]
