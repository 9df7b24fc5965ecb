"""Observables: domains, addresses, hashes, mail, wallets and accounts, read out of text and compared by one spelling.

Pure: nothing here asks a database, and nothing but `idna` and the standard library is needed.
"""

from minassa.cyber.observables.keys import asked_keys, held_keys, networks_around
from minassa.cyber.observables.reading import MOST_FOUND, observable_of, recognise
from minassa.cyber.observables.refanging import defanged, refang
from minassa.cyber.observables.types import HASHES, PERSONAL, Found, Kind, Observable, Recognised

__all__ = [
    "HASHES",
    "MOST_FOUND",
    "PERSONAL",
    "Found",
    "Kind",
    "Observable",
    "Recognised",
    "asked_keys",
    "defanged",
    "held_keys",
    "networks_around",
    "observable_of",
    "recognise",
    "refang",
]
