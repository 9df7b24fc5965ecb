from django.apps import AppConfig


class WebConfig(AppConfig):
    """Names the room to Django."""

    name = "minassa.web"
    label = "web"

    def ready(self) -> None:
        """Listen to what happens at the entrance; register the pages' share of everybody's work and people's passkeys."""
        from minassa.meetings import passkeys_from  # noqa: PLC0415 - it needs the models
        from minassa.web import work  # noqa: PLC0415 - the same
        from minassa.web.entrance import events, signing  # noqa: PLC0415 - the same

        events.connect()
        work.register()
        passkeys_from(signing.passkeys_of)
