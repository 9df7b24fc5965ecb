"""Payments."""

from typing import Final

from django.urls import URLPattern, path

from minassa.web.views import payments

PAYMENTS: Final[list[URLPattern]] = [
    path("payments/", payments.files, name="payment-files"),
    path("payments/stopped/", payments.stopped, name="payments-stopped"),
    path("payments/stopped/<uuid:payment>/", payments.payment, name="payment"),
    path("payments/stopped/<uuid:payment>/decide/", payments.decide, name="payment-decide"),
    path("payments/stopped/<uuid:payment>/confirm/", payments.confirm, name="payment-confirm"),
    path("payments/stopped/<uuid:payment>/refuse/", payments.refuse, name="payment-refuse"),
    path("payments/stopped/<uuid:payment>/case/", payments.case, name="payment-case"),
    path("payments/files/<uuid:file>/", payments.file, name="payment-file"),
    path("payments/files/<uuid:file>/progress/", payments.progress, name="payment-file-progress"),
    path("payments/files/<uuid:file>/answer/<slug:form>/", payments.answer, name="payment-file-answer"),
    path("payments/files/<uuid:file>/bad/", payments.bad, name="payment-file-bad"),
    path("payments/files/<uuid:file>/drop/", payments.drop, name="payment-file-drop"),
]
