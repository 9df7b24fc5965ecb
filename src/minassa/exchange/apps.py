from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Names the room to Django."""

    name = "minassa.exchange"
    label = "exchange"

    def ready(self) -> None:
        """Tell the meetings whose keys sign for which agency; all processes show notices, and tell who lost what."""
        from minassa.exchange.peers import notices  # noqa: F401, PLC0415 - models must be loaded before
        from minassa.exchange.peers.agency_keys import publics_of, sign_for  # noqa: PLC0415 - models must be loaded before
        from minassa.meetings import AgencyKeys, keys_from  # noqa: PLC0415 - the same

        keys_from(AgencyKeys(publics_of, sign_for))
