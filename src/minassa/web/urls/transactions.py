"""Addresses of transactions: findings, files, searches, the graph of money."""

from typing import Final

from django.urls import URLPattern, path

from minassa.web.views.transactions import files, findings, searches

TRANSACTIONS: Final[list[URLPattern]] = [
    path("transactions/", findings.findings, name="findings"),
    path("transactions/findings/<uuid:finding>/", findings.finding, name="finding"),
    path("transactions/findings/<uuid:finding>/decide/", findings.decide, name="finding-decide"),
    path("transactions/findings/<uuid:finding>/table/", findings.table, name="finding-table"),
    path("transactions/findings/<uuid:finding>/case/", findings.case, name="finding-case"),
    path("transactions/files/", files.files, name="transaction-files"),
    path("transactions/files/<uuid:file>/", files.file, name="transaction-file"),
    path("transactions/files/<uuid:file>/state/", files.state, name="transaction-file-state"),
    path("transactions/files/<uuid:file>/refused/", files.refused, name="transaction-file-refused"),
    path("transactions/files/<uuid:file>/drop/", files.drop, name="transaction-file-drop"),
    path("transactions/files/<uuid:file>/money/", files.find_account, name="transaction-account-find"),
    path("transactions/files/<uuid:file>/money/<slug:account>/", files.money, name="transaction-account"),
    path("transactions/searches/", searches.searches, name="transaction-searches"),
    path("transactions/searches/<uuid:search>/", searches.search, name="transaction-search"),
    path("transactions/searches/<uuid:search>/state/", searches.state, name="transaction-search-state"),
]
