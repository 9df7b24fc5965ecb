"""The declaration: its negotiation, signatures and publication."""

from typing import Final

from django.urls import URLPattern, path

from minassa.web.views.texts import chairing as text_chairing
from minassa.web.views.texts import reading as text_reading
from minassa.web.views.texts import signing as text_signing
from minassa.web.views.texts import writing as text_writing

TEXTS: Final[list[URLPattern]] = [
    path("meetings/<uuid:edition_id>/texts/new/", text_writing.new, name="text-new"),
    path("texts/keep/", text_writing.keep, name="proposal-keep"),
    path("texts/proposals/<uuid:proposal>/speak/", text_writing.speak, name="proposal-speak"),
    path("texts/proposals/<uuid:proposal>/discard/", text_writing.discard, name="proposal-discard"),
    path("texts/proposals/<uuid:proposal>/position/", text_writing.position, name="proposal-position"),
    path("texts/proposals/<uuid:proposal>/settle/", text_chairing.settle, name="proposal-settle"),
    path("texts/<uuid:text_id>/", text_reading.text, name="text"),
    path("texts/<uuid:text_id>/languages/", text_reading.languages, name="text-languages"),
    path("texts/<uuid:text_id>/record/", text_reading.record, name="text-record"),
    path("texts/<uuid:text_id>/screen/", text_reading.screen, name="text-screen"),
    path("texts/<uuid:text_id>/pulse/", text_reading.pulse, name="text-pulse"),
    path("texts/<uuid:text_id>/paper.<slug:kind>", text_reading.paper, name="text-paper"),
    path("texts/<uuid:text_id>/document/", text_writing.take_document, name="text-document"),
    path("texts/<uuid:text_id>/add/", text_chairing.add, name="text-add"),
    path("texts/<uuid:text_id>/move-on/", text_chairing.move_on, name="text-move-on"),
    path("texts/<uuid:text_id>/show/", text_chairing.show, name="text-show"),
    path("texts/<uuid:text_id>/object/", text_chairing.object_to, name="text-object"),
    path("texts/<uuid:text_id>/statements/", text_chairing.state, name="text-state"),
    path("texts/<uuid:text_id>/undertake/", text_chairing.undertake, name="text-undertake"),
    path("texts/<uuid:text_id>/signing/", text_signing.signing, name="text-signing"),
    path("texts/<uuid:text_id>/signing/to-sign.bin", text_signing.message, name="text-message"),
    path("texts/<uuid:text_id>/signing/passkey/", text_signing.sign_by_passkey, name="text-sign-passkey"),
    path("texts/<uuid:text_id>/signing/elsewhere/", text_signing.sign_elsewhere, name="text-sign-elsewhere"),
    path("texts/<uuid:text_id>/signing/confirm/", text_signing.confirm, name="text-sign-confirm"),
    path("texts/<uuid:text_id>/sign/", text_signing.sign, name="text-sign"),
    path("texts/<uuid:text_id>/start/", text_reading.beginning, name="text-beginning"),
    path("texts/<uuid:text_id>/start/propose/", text_writing.begin_with, name="text-begin-with"),
    path("texts/<uuid:text_id>/p/<slug:key>/", text_reading.paragraph, name="text-paragraph"),
    path("texts/<uuid:text_id>/p/<slug:key>/propose/", text_writing.propose, name="text-propose"),
    path("texts/<uuid:text_id>/p/<slug:key>/agree/", text_chairing.agree, name="text-agree"),
    path("texts/<uuid:text_id>/p/<slug:key>/write/", text_chairing.write, name="text-write"),
    path("texts/<uuid:text_id>/p/<slug:key>/shift/", text_chairing.shift, name="text-shift"),
    path("published/<uuid:text_id>/", text_reading.published, name="text-published"),
    path("published/<uuid:text_id>/signatures.json", text_signing.proof, name="text-proof"),
    path("published/<uuid:text_id>/<slug:language>/", text_reading.published, name="text-published-in"),
]
