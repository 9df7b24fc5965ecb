"""Wallets as observables. How an address is held to its check digits stands in one place, `minassa.base.wallets`."""

from minassa.base import wallets
from minassa.cyber.observables.types import Kind, Observable


def wallet_of(written: str) -> Observable | None:
    """A wallet's address with right check digits; None for anything else."""
    found = wallets.wallet_of(written)
    return Observable(Kind.WALLET, found.value, found.system) if found else None
